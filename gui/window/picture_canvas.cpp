#include "gui/window/picture_canvas.hpp"

#include <QMouseEvent>
#include <QPainter>
#include <QWheelEvent>
#include <algorithm>
#include <cmath>

#include "gui/look/paint.hpp"

namespace zchat::gui {

PictureCanvas::PictureCanvas(const Theme &theme, QWidget *parent)
    : QWidget(parent)
    , theme_(theme) {
    setMinimumSize(160, 120);
    setFocusPolicy(Qt::StrongFocus);
    setCursor(Qt::OpenHandCursor);
}

void PictureCanvas::setPicture(const QImage &picture) {
    picture_ = picture;
    words_.clear();
    fit();
}

void PictureCanvas::setWords(const QString &words) {
    picture_ = {};
    words_ = words;
    fit();
}

double PictureCanvas::fittingZoom() const {
    if (picture_.isNull())
        return 1;
    const QSizeF room = QSizeF(size()) * devicePixelRatioF();
    return std::max(
        1e-3, std::min({1.0, room.width() / picture_.width(), room.height() / picture_.height()}));
}

double PictureCanvas::zoom() const {
    return fitted_ ? fittingZoom() : zoom_;
}

QSizeF PictureCanvas::shownSize() const {
    return QSizeF(picture_.size()) * zoom() / devicePixelRatioF();
}

void PictureCanvas::fit() {
    fitted_ = true;
    offset_ = {};
    update();
    Q_EMIT zoomed();
}

void PictureCanvas::zoomTo(double zoom) {
    zoomBy(zoom / this->zoom());
}

void PictureCanvas::zoomBy(double factor) {
    zoomBy(factor, QPointF(rect().center()));
}

// What is under the point stays there.
void PictureCanvas::zoomBy(double factor, QPointF around) {
    if (picture_.isNull())
        return;
    const double before = zoom();
    const double least = std::min(leastZoom, fittingZoom());
    zoom_ = std::clamp(before * factor, least, mostZoom);
    fitted_ = false;
    const QPointF fromMiddle = around - QPointF(rect().center()) - offset_;
    offset_ -= fromMiddle * (zoom_ / before - 1);
    keepInSight();
    update();
    Q_EMIT zoomed();
}

void PictureCanvas::pan(QPointF by) {
    offset_ += by;
    keepInSight();
    update();
}

void PictureCanvas::keepInSight() {
    const QSizeF shown = shownSize();
    const double x = std::max(0.0, (shown.width() - width()) / 2);
    const double y = std::max(0.0, (shown.height() - height()) / 2);
    offset_.setX(std::clamp(offset_.x(), -x, x));
    offset_.setY(std::clamp(offset_.y(), -y, y));
}

void PictureCanvas::paintEvent(QPaintEvent * /*event*/) {
    QPainter painter(this);
    const Look &look = theme_.look();
    painter.fillRect(rect(), look.tokens.side);
    if (picture_.isNull()) {
        paintWords(painter, rect().adjusted(20, 0, -20, 0), look.body, look.tokens.dim, words_,
                   Qt::AlignCenter);
        return;
    }
    QRectF at(QPointF(0, 0), shownSize());
    at.moveCenter(QRectF(rect()).center() + offset_);
    // Enlarged far, its own pixels are what one wants to see.
    painter.setRenderHint(QPainter::SmoothPixmapTransform, zoom() < 3);
    painter.drawImage(at, picture_);
}

void PictureCanvas::wheelEvent(QWheelEvent *event) {
    const double steps = event->angleDelta().y() / 120.0;
    if (steps != 0)
        zoomBy(std::pow(1.2, steps), event->position());
    event->accept();
}

void PictureCanvas::mousePressEvent(QMouseEvent *event) {
    if (event->button() != Qt::LeftButton || picture_.isNull())
        return;
    dragging_ = true;
    dragFrom_ = event->position();
    setCursor(Qt::ClosedHandCursor);
}

void PictureCanvas::mouseMoveEvent(QMouseEvent *event) {
    if (!dragging_)
        return;
    pan(event->position() - dragFrom_);
    dragFrom_ = event->position();
}

void PictureCanvas::mouseReleaseEvent(QMouseEvent * /*event*/) {
    dragging_ = false;
    setCursor(Qt::OpenHandCursor);
}

void PictureCanvas::mouseDoubleClickEvent(QMouseEvent * /*event*/) {
    if (fitted_)
        zoomTo(1);
    else
        fit();
}

void PictureCanvas::resizeEvent(QResizeEvent * /*event*/) {
    keepInSight();
    Q_EMIT zoomed();
}

} // namespace zchat::gui
