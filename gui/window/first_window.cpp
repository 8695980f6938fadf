#include "gui/window/first_window.hpp"

#include <QCryptographicHash>
#include <QDir>
#include <QLocalSocket>

namespace zchat::gui {

namespace {

constexpr int answerMs = 500;
constexpr qint64 longestCall = 4096;

QString keyOf(const std::string &who) {
    // The home stands in it, because two people of one machine share the folder of sockets.
    const QByteArray words = QDir::homePath().toUtf8() + '\n' + qgetenv("ZCHAT_HOME") + '\n' +
                             QByteArray::fromStdString(who);
    return "zchat-" + QCryptographicHash::hash(words, QCryptographicHash::Sha256).toHex().left(24);
}

bool isAnswered(const QString &key) {
    QLocalSocket socket;
    socket.connectToServer(key);
    return socket.waitForConnected(answerMs);
}

// Whoever holds the key is asked before: with access for the user alone, Qt renames its socket over
// one that is in use.
bool listenOn(QLocalServer &server, const QString &key) {
    // A crash leaves its socket behind; one that nobody answers is nobody's.
    QLocalServer::removeServer(key);
    return server.listen(key);
}

} // namespace

QString windowKey(const AccountName &name, const Address &address) {
    return keyOf(name.value + "\n" + toString(address));
}

QString anyWindowKey() {
    return keyOf({});
}

bool raiseFirstWindow(const QString &key, const std::string &link) {
    QLocalSocket socket;
    socket.connectToServer(key);
    if (!socket.waitForConnected(answerMs))
        return false;
    socket.write(QByteArray::fromStdString("raise " + link + "\n"));
    socket.waitForBytesWritten(answerMs);
    socket.disconnectFromServer();
    return true;
}

FirstWindow::FirstWindow(QObject *parent)
    : QObject(parent) {
    answer(own_);
    answer(any_);
}

void FirstWindow::answer(QLocalServer &server) {
    server.setSocketOptions(QLocalServer::UserAccessOption);
    connect(&server, &QLocalServer::newConnection, this, [this, &server] {
        while (QLocalSocket *caller = server.nextPendingConnection()) {
            caller->setReadBufferSize(longestCall);
            connect(caller, &QLocalSocket::disconnected, caller, &QObject::deleteLater);
            const auto hear = [this, caller] {
                if (caller->canReadLine())
                    Q_EMIT raiseWanted(
                        QString::fromUtf8(caller->readLine()).section(' ', 1).trimmed());
            };
            connect(caller, &QLocalSocket::readyRead, this, hear);
            hear();
        }
    });
}

bool FirstWindow::hold(const QString &key) {
    if (raiseFirstWindow(key) || !listenOn(own_, key))
        return false;
    key_ = key;
    return true;
}

void FirstWindow::holdAny() {
    if (!any_.isListening() && !isAnswered(anyWindowKey()))
        static_cast<void>(listenOn(any_, anyWindowKey()));
}

} // namespace zchat::gui
