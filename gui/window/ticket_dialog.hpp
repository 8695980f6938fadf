// TicketDialog: makes an invite link, for a new person or for one more device, and shows it as
// words and as a QR code.
//
// Whoever has the link gets in, so it is shown here only, and can be withdrawn until it is used.
// The broker judges who may make which.
#pragma once

#include <QComboBox>
#include <QDialog>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSpinBox>

#include "gui/look/look.hpp"
#include "gui/model/desk.hpp"
#include "gui/window/qr_code.hpp"
#include "shared/base/address.hpp"

namespace zchat::gui {

struct TicketWish {
    wire::Purpose purpose = wire::Purpose::account;
    // Whose device; of an account the name that it must take, where there is one.
    std::optional<AccountName> name;
};

// A broker that was not told how others reach it puts its bind address into the link; what this
// client reaches it by is right at least here.
[[nodiscard]] QString reachableLink(const std::string &link, const Address &used);

class TicketDialog final : public QDialog {
    Q_OBJECT
public:
    TicketDialog(Desk &desk, const TicketWish &wish, const Address &address, QWidget *parent);

    [[nodiscard]] QLineEdit &nameBox() { return *name_; }
    [[nodiscard]] QSpinBox &usesBox() { return *uses_; }
    [[nodiscard]] QPushButton &makeButton() { return *make_; }
    [[nodiscard]] QPushButton &copyButton() { return *copy_; }
    [[nodiscard]] QPushButton &withdrawButton() { return *withdraw_; }
    [[nodiscard]] QString link() const { return link_->text(); }
    [[nodiscard]] QString state() const { return state_->text(); }
    [[nodiscard]] const QrView &code() const { return *code_; }

private:
    void build();
    void make();
    void hear(const Answer &answer);
    void showLink(const QString &link);
    void withdraw();
    void say(const QString &sentence, bool isWarning);

    Desk &desk_;
    TicketWish wish_;
    Address address_;
    std::optional<PublicKey> ticket_;
    QLineEdit *name_;
    QComboBox *expires_;
    QSpinBox *uses_;
    QWidget *fields_;
    QPushButton *make_;
    QWidget *made_;
    QrView *code_;
    QLineEdit *link_;
    QPushButton *copy_;
    QPushButton *withdraw_;
    QLabel *state_;
};

} // namespace zchat::gui
