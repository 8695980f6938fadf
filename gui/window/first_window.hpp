// FirstWindow: one window for one account at one server; a second start raises the first.
//
// Two programs would share one cache on disk and one place in the outbox. The name of the local
// socket holds who and where, so that two accounts can have two windows side by side.
#pragma once

#include <QLocalServer>
#include <QObject>
#include <QString>

#include "shared/base/address.hpp"

namespace zchat::gui {

[[nodiscard]] QString windowKey(const AccountName &name, const Address &address);
// True where a first window stands and was asked to come forward.
[[nodiscard]] bool raiseFirstWindow(const QString &key);

class FirstWindow final : public QObject {
    Q_OBJECT
public:
    explicit FirstWindow(QObject *parent = nullptr);
    // Takes the key; false where somebody else holds it.
    [[nodiscard]] bool hold(const QString &key);

Q_SIGNALS:
    void raiseWanted();

private:
    QLocalServer server_;
};

} // namespace zchat::gui
