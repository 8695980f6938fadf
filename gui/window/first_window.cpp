#include "gui/window/first_window.hpp"

#include <QCryptographicHash>
#include <QDir>
#include <QLocalSocket>

namespace zchat::gui {

namespace {

constexpr int answerMs = 500;

} // namespace

QString windowKey(const AccountName &name, const Address &address) {
    // The home stands in it, because two people of one machine share the folder of sockets.
    const QByteArray words = QDir::homePath().toUtf8() + '\n' + qgetenv("ZCHAT_HOME") + '\n' +
                             QByteArray::fromStdString(name.value + "\n" + toString(address));
    return "zchat-" + QCryptographicHash::hash(words, QCryptographicHash::Sha256).toHex().left(24);
}

bool raiseFirstWindow(const QString &key) {
    QLocalSocket socket;
    socket.connectToServer(key);
    if (!socket.waitForConnected(answerMs))
        return false;
    socket.write("raise\n");
    socket.waitForBytesWritten(answerMs);
    socket.disconnectFromServer();
    return true;
}

FirstWindow::FirstWindow(QObject *parent)
    : QObject(parent) {
    server_.setSocketOptions(QLocalServer::UserAccessOption);
    connect(&server_, &QLocalServer::newConnection, this, [this] {
        while (QLocalSocket *caller = server_.nextPendingConnection()) {
            connect(caller, &QLocalSocket::disconnected, caller, &QObject::deleteLater);
            Q_EMIT raiseWanted();
        }
    });
}

bool FirstWindow::hold(const QString &key) {
    // Asked first: with access for the user alone, Qt renames its socket over one that is in use.
    if (raiseFirstWindow(key))
        return false;
    // A crash leaves its socket behind; one that nobody answers is nobody's.
    QLocalServer::removeServer(key);
    return server_.listen(key);
}

} // namespace zchat::gui
