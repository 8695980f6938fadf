// AccountsDialog: every account of the server with its state, for those who administer it: suspend
// and enable, make and unmake administrators, a link for a lost device, removal.
//
// The broker refuses what may not be done (the last administrator, for one) and says why.
#pragma once

#include <QDialog>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QTableWidget>
#include <QTimer>
#include <functional>

#include "gui/look/look.hpp"
#include "gui/model/desk.hpp"

namespace zchat::gui {

class AccountsDialog final : public QDialog {
    Q_OBJECT
public:
    AccountsDialog(Desk &desk, QWidget *parent);

    [[nodiscard]] QLineEdit &queryBox() { return *query_; }
    [[nodiscard]] QTableWidget &table() { return *table_; }
    [[nodiscard]] QPushButton &suspendButton() { return *suspend_; }
    [[nodiscard]] QPushButton &roleButton() { return *role_; }
    [[nodiscard]] QPushButton &deviceButton() { return *device_; }
    [[nodiscard]] QPushButton &removeButton() { return *remove_; }
    [[nodiscard]] QPushButton &moreButton() { return *more_; }
    [[nodiscard]] QString state() const { return state_->text(); }

Q_SIGNALS:
    // A link that signs a device in as this account.
    void deviceLinkWanted(const zchat::AccountName &name);
    void inviteWanted();

private:
    void build();
    void reload();
    void loadMore();
    void add(const std::vector<wire::AccountRow> &rows);
    void showCurrent();
    void confirm(const QString &question, wire::Account request);
    void change(wire::Account request);
    [[nodiscard]] const wire::AccountRow *current() const;

    Desk &desk_;
    std::vector<wire::AccountRow> accounts_;
    QLineEdit *query_;
    QTableWidget *table_;
    QLabel *state_;
    QPushButton *more_;
    QPushButton *suspend_;
    QPushButton *role_;
    QPushButton *device_;
    QPushButton *remove_;
    QTimer pause_;
    int run_ = 0; // answers to an earlier query are let go
};

} // namespace zchat::gui
