// DevicesDialog: the devices that speak for this account, and how to end one that is lost.
//
// Revoking shuts the device out within a second and cannot be taken back; a new link brings it in
// again as a new device.
#pragma once

#include <QDialog>
#include <QLabel>
#include <QListWidget>
#include <QPushButton>

#include "gui/look/look.hpp"
#include "gui/model/desk.hpp"

namespace zchat::gui {

class DevicesDialog final : public QDialog {
    Q_OBJECT
public:
    DevicesDialog(Desk &desk, QWidget *parent);

    [[nodiscard]] QListWidget &list() { return *list_; }
    [[nodiscard]] QPushButton &revokeButton() { return *revoke_; }
    [[nodiscard]] QPushButton &addButton() { return *add_; }
    [[nodiscard]] QString state() const { return state_->text(); }

Q_SIGNALS:
    void addWanted();

private:
    void load();
    void showRows(const std::vector<wire::DeviceRow> &devices);
    void askRevoke();
    void revoke(const PublicKey &device);

    Desk &desk_;
    std::vector<wire::DeviceRow> devices_;
    QListWidget *list_;
    QLabel *state_;
    QPushButton *revoke_;
    QPushButton *add_;
};

} // namespace zchat::gui
