// RoomHeader: the open room's name and topic; at the right what opens beside it, and its menu.
#pragma once

#include <QHBoxLayout>
#include <QPushButton>
#include <QToolButton>
#include <QWidget>
#include <vector>

#include "gui/look/look.hpp"
#include "gui/model/desk.hpp"

namespace zchat::gui {

class RoomHeader final : public QWidget {
    Q_OBJECT
public:
    RoomHeader(Desk &desk, const Theme &theme, QWidget *parent = nullptr);
    [[nodiscard]] QToolButton &menuButton() { return *menu_; }
    [[nodiscard]] QPushButton &pinnedButton() { return *pinned_; }
    // A quiet button between the title and the menu; they stand in the order in which they come.
    [[nodiscard]] QPushButton *addButton(const QString &words);
    // That can be seen; the menu's at least.
    [[nodiscard]] QWidget *firstButton();
    // The same for files: a word, or where words would crowd the room's name out, a sign.
    [[nodiscard]] QPushButton *addFilesButton();
    [[nodiscard]] QString title() const;
    [[nodiscard]] QString membersWords() const;

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    void refresh();
    void showButtons();
    void dressFiles(bool asWord);
    // Where the buttons begin, counted from the side on which the title stands.
    [[nodiscard]] int buttonsLeft() const;

    Desk &desk_;
    const Theme &theme_;
    QHBoxLayout *row_;
    QToolButton *menu_;
    QPushButton *pinned_ = nullptr;
    std::vector<QPushButton *> buttons_;
    QPushButton *files_ = nullptr;
};

} // namespace zchat::gui
