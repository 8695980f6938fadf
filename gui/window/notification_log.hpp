// NotificationLog: for each of the last messages, why it did or did not notify; with a test to
// send.
//
// Opened from the main menu. It shows what Notifications remembers and changes nothing but the
// do-not-disturb switch. Words of others stand in it as plain text.
#pragma once

#include <QCheckBox>
#include <QDialog>
#include <QLabel>
#include <QPushButton>
#include <QTimer>
#include <QTreeWidget>

#include "gui/look/look.hpp"
#include "gui/window/notifications.hpp"

namespace zchat::gui {

class NotificationLog final : public QDialog {
    Q_OBJECT
public:
    NotificationLog(Notifications &notifications, Desk &desk, QWidget *parent);

    [[nodiscard]] QTreeWidget &list() { return *list_; }
    [[nodiscard]] QPushButton &testButton() { return *test_; }
    [[nodiscard]] QCheckBox &disturbBox() { return *disturb_; }
    [[nodiscard]] QString state() const { return state_->text(); }

    [[nodiscard]] QString emptyWords() const {
        return empty_->isHidden() ? QString() : empty_->text();
    }

protected:
    bool event(QEvent *event) override;

private:
    void fill();
    void sizeColumns();
    void refresh();

    Notifications &notifications_;
    Desk &desk_;
    QLabel *state_;
    QTreeWidget *list_;
    QLabel *empty_;
    QPushButton *test_;
    QCheckBox *disturb_;
    QTimer later_; // a storm of messages fills the list once
};

} // namespace zchat::gui
