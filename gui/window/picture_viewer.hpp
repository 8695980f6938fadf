// PictureViewer: one picture of a room, large; with zoom, save, and the way to the next one.
//
// It decodes through Pictures and nothing else, at the size that the picture has, on a thread, and
// lets go of all of it when it is closed. A picture that is not on this machine is fetched where
// the person chose that such ones come by themselves; else it offers the download.
#pragma once

#include <QDialog>
#include <QLabel>
#include <QPushButton>
#include <QToolButton>
#include <memory>

#include "gui/model/room_files.hpp"
#include "gui/picture/pictures.hpp"
#include "gui/window/picture_canvas.hpp"

namespace zchat::gui {

class PictureViewer final : public QDialog {
    Q_OBJECT
public:
    PictureViewer(Desk &desk, const Theme &theme, const RoomName &room, Seq seq, QWidget *parent);

    [[nodiscard]] PictureCanvas &canvas() { return *canvas_; }
    [[nodiscard]] Seq shown() const { return seq_; }
    [[nodiscard]] QString titleWords() const { return title_->text(); }
    [[nodiscard]] QToolButton &previousButton() { return *previous_; }
    [[nodiscard]] QToolButton &nextButton() { return *next_; }
    [[nodiscard]] QPushButton &saveButton() { return *save_; }
    [[nodiscard]] QPushButton &downloadButton() { return *download_; }

Q_SIGNALS:
    void saveWanted(const zchat::RoomName &room, zchat::Seq seq, const zchat::wire::File &file);

protected:
    void keyPressEvent(QKeyEvent *event) override;

private:
    void build(const Theme &theme);
    [[nodiscard]] QToolButton *addButton(QLayout &row, const QString &sign, const QString &name);
    void showPicture(Seq seq);
    void goOlder();
    void goNewer();
    void refresh();
    void refreshPicture();
    void refreshZoom();
    [[nodiscard]] bool comesByItself(const SentFile &sent) const;

    Desk &desk_;
    RoomFiles files_;
    Pictures pictures_;
    Seq seq_;
    QString place_;
    bool wantsOlder_ = false; // as soon as the server has told which that is
    std::set<Seq> fetched_;
    QLabel *title_ = nullptr;
    PictureCanvas *canvas_ = nullptr;
    QToolButton *previous_ = nullptr;
    QToolButton *next_ = nullptr;
    QLabel *percent_ = nullptr;
    QPushButton *download_ = nullptr;
    QPushButton *save_ = nullptr;
};

} // namespace zchat::gui
