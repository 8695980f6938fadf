// PictureCanvas: one picture, as large as it fits or as large as asked for; the wheel and the keys
// zoom, a drag moves it.
//
// It paints what it is given and reads no file. Where there is no picture it shows a sentence.
#pragma once

#include <QImage>
#include <QPointF>
#include <QString>
#include <QWidget>

#include "gui/look/look.hpp"

namespace zchat::gui {

class PictureCanvas final : public QWidget {
    Q_OBJECT
public:
    static constexpr double leastZoom = 0.05;
    static constexpr double mostZoom = 8;

    PictureCanvas(const Theme &theme, QWidget *parent);

    // Fits it into the widget, never enlarged.
    void setPicture(const QImage &picture);
    void setWords(const QString &words); // instead of a picture
    [[nodiscard]] bool hasPicture() const { return !picture_.isNull(); }
    [[nodiscard]] const QString &words() const { return words_; }
    // Pixels of this screen for each pixel of the picture.
    [[nodiscard]] double zoom() const;
    [[nodiscard]] bool isFitted() const { return fitted_; }
    // Where the picture's middle is, from the middle of the widget.
    [[nodiscard]] QPointF offset() const { return offset_; }

    void fit();
    void zoomTo(double zoom);
    void zoomBy(double factor, QPointF around);
    void zoomBy(double factor);
    void pan(QPointF by);

Q_SIGNALS:
    void zoomed();

protected:
    void paintEvent(QPaintEvent *event) override;
    void wheelEvent(QWheelEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    [[nodiscard]] double fittingZoom() const;
    [[nodiscard]] QSizeF shownSize() const; // in the widget's own pixels
    void keepInSight();

    const Theme &theme_;
    QImage picture_;
    QString words_;
    bool fitted_ = true;
    double zoom_ = 1;
    QPointF offset_;
    QPointF dragFrom_;
    bool dragging_ = false;
};

} // namespace zchat::gui
