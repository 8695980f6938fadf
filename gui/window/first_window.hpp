// FirstWindow: one window for one account at one server; a second start raises the first.
//
// Two programs would share one cache on disk and one place in the outbox. The name of the local
// socket holds who and where, so that two accounts can have two windows side by side. A start that
// names nobody, as the desktop's icon makes it, raises whichever window came first.
#pragma once

#include <QLocalServer>
#include <QObject>
#include <QString>
#include <string>

#include "shared/base/address.hpp"

namespace zchat::gui {

[[nodiscard]] QString windowKey(const AccountName &name, const Address &address);
[[nodiscard]] QString anyWindowKey();
// True where a first window stands and was asked to come forward, and to go to the message that a
// link names.
[[nodiscard]] bool raiseFirstWindow(const QString &key, const std::string &link = {});

class FirstWindow final : public QObject {
    Q_OBJECT
public:
    explicit FirstWindow(QObject *parent = nullptr);
    // Takes the key; false where somebody else holds it, who then comes forward.
    [[nodiscard]] bool hold(const QString &key);
    // Takes the calls of starts that name nobody, unless another window takes them already.
    void holdAny();
    [[nodiscard]] const QString &key() const { return key_; }

Q_SIGNALS:
    // The link may be empty.
    void raiseWanted(const QString &link);

private:
    void answer(QLocalServer &server);

    QString key_;
    QLocalServer own_;
    QLocalServer any_;
};

} // namespace zchat::gui
