// Switcher: a box that jumps to a room or person: a few letters, arrows, Enter.
//
// It floats over the window and goes away by itself when somebody clicks elsewhere. What is offered
// and in which order is switcherRows' to say; what opening means is the owner's.
#pragma once

#include <QFrame>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <vector>

#include "gui/look/look.hpp"
#include "gui/model/desk.hpp"
#include "gui/model/recent_rooms.hpp"
#include "gui/model/switcher_rows.hpp"

namespace zchat::gui {

class Switcher final : public QFrame {
    Q_OBJECT
public:
    Switcher(Desk &desk, const RecentRooms &recent, const Theme &theme, QWidget *window);

    // Empty, above the middle of the window, with the keyboard in it.
    void open();
    [[nodiscard]] QLineEdit &queryBox() { return *query_; }
    [[nodiscard]] QListWidget &list() { return *list_; }
    [[nodiscard]] const std::vector<SwitcherRow> &rows() const { return rows_; }

Q_SIGNALS:
    void roomChosen(const zchat::RoomName &room);
    void personChosen(const zchat::AccountName &name);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void fill();
    void step(int rows);
    void choose();
    void dismiss();
    void place();

    Desk &desk_;
    const RecentRooms &recent_;
    const Theme &theme_;
    QLineEdit *query_;
    QListWidget *list_;
    QLabel *empty_;
    std::vector<SwitcherRow> rows_;
    QPointer<QWidget> focusBefore_;
};

} // namespace zchat::gui
