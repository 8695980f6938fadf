// SignInDialog: who to be, and where; and the server's fingerprint before its key is trusted.
//
// The front door is asked on a thread of its own, so that a silent host never freezes the window.
// Each failure gets one sentence and leaves what was typed. An invite link carries the key, so
// nothing has to be trusted and nothing is asked.
#pragma once

#include <QDialog>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QStackedWidget>
#include <functional>
#include <optional>

#include "gui/look/look.hpp"
#include "gui/model/start.hpp"
#include "shared/base/result.hpp"

namespace zchat::gui {

// What the front door said, and whether its key was known.
struct Door {
    PublicKey key;
    QString serverName;
    QString fingerprint;
    std::optional<QString> pinnedFingerprint;
};
// Called on a thread of its own; waits a few seconds at most.
using AskDoor = std::function<Result<Door>(const Address &)>;

struct SignIn {
    std::optional<AccountName> name; // absent with an invite link whose ticket names the account
    Address address;
    std::optional<InviteLink> invite;
    std::optional<PublicKey> shownKey; // the key whose fingerprint a person has seen and accepted
};

class SignInDialog final : public QDialog {
    Q_OBJECT
public:
    SignInDialog(AskDoor askDoor, const Theme &theme, QWidget *parent = nullptr);

    // What stands in the fields at first, and why this dialog is there, if there is a reason.
    void prefill(const StartRequest &request, const QString &why);
    [[nodiscard]] const SignIn &signIn() const { return signIn_; }
    [[nodiscard]] QString trouble() const { return trouble_->text(); }
    [[nodiscard]] QLineEdit &nameBox() { return *name_; }
    [[nodiscard]] QLineEdit &addressBox() { return *address_; }
    [[nodiscard]] QPushButton &connectButton() { return *connect_; }
    [[nodiscard]] QPushButton &trustButton() { return *trust_; }
    [[nodiscard]] bool isShowingKey() const { return pages_->currentIndex() == 1; }
    [[nodiscard]] QString shownFingerprint() const { return fingerprint_->text(); }

private:
    [[nodiscard]] QWidget *makeForm();
    [[nodiscard]] QWidget *makeKeyPage();
    void tryToConnect();
    void knock();
    void hear(const Result<Door> &answer);
    void say(const QString &trouble);
    void setBusy(bool isBusy);

    AskDoor askDoor_;
    SignIn signIn_;
    std::optional<PublicKey> offered_;
    QStackedWidget *pages_;
    QLineEdit *name_;
    QLineEdit *address_;
    QLabel *trouble_;
    QPushButton *connect_;
    QLabel *keyWords_;
    QLabel *fingerprint_;
    QPushButton *trust_;
};

} // namespace zchat::gui
