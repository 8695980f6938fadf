// A bus of its own, and on it a notification service that a test plays: what was shown, what was
// taken back, and a click.
#pragma once

#include <QDBusConnection>
#include <QFile>
#include <QObject>
#include <QProcess>
#include <QTemporaryDir>
#include <QVariantMap>
#include <QtTest/QTest>
#include <vector>

namespace zchat::gui::test {

struct Told {
    uint id = 0;
    uint replaces = 0;
    QString title;
    QString body;
    QStringList actions;
};

class NotificationServer final : public QObject {
    Q_OBJECT
    Q_CLASSINFO("D-Bus Interface", "org.freedesktop.Notifications")
public:
    std::vector<Told> told;
    QList<uint> closed;
    QStringList capabilities{"body", "actions"};

public Q_SLOTS:
    QStringList GetCapabilities() { return capabilities; }
    uint Notify(const QString & /*app*/, uint replaces, const QString & /*icon*/,
                const QString &title, const QString &body, const QStringList &actions,
                const QVariantMap & /*hints*/, int /*expires*/) {
        const uint id = replaces != 0 ? replaces : ++last_;
        told.push_back({id, replaces, title, body, actions});
        return id;
    }
    void CloseNotification(uint id) { closed << id; }

Q_SIGNALS:
    void ActionInvoked(uint id, const QString &action);
    void NotificationClosed(uint id, uint reason);

private:
    uint last_ = 0;
};

// A dbus-daemon that ends with the test. No one else can hear it.
class PrivateBus final {
public:
    PrivateBus() {
        QFile file(folder_.filePath("bus.conf"));
        if (!file.open(QIODevice::WriteOnly))
            return;
        file.write(R"(<busconfig><type>session</type><listen>unix:dir=)" +
                   QFile::encodeName(folder_.path()) + R"(</listen><policy context="default">
            <allow send_destination="*"/><allow receive_sender="*"/><allow own="*"/>
            </policy></busconfig>)");
        file.close();
        daemon_.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        daemon_.start("dbus-daemon",
                      {"--nofork", "--print-address=1", "--config-file=" + file.fileName()});
        while (!daemon_.canReadLine() && daemon_.waitForReadyRead(10'000)) {
        }
        address_ = QString::fromUtf8(daemon_.readLine()).trimmed();
    }
    ~PrivateBus() {
        for (const QString &name : names_)
            QDBusConnection::disconnectFromBus(name);
        daemon_.terminate();
        daemon_.waitForFinished(5'000);
    }
    [[nodiscard]] bool isThere() const { return !address_.isEmpty(); }
    [[nodiscard]] QDBusConnection connect(const QString &name) {
        static int number = 0;
        names_ << name + QString::number(++number);
        return QDBusConnection::connectToBus(address_, names_.back());
    }
    // The service, from now on.
    [[nodiscard]] bool serve(NotificationServer &server) {
        QDBusConnection bus = connect("server");
        return bus.registerObject("/org/freedesktop/Notifications", &server,
                                  QDBusConnection::ExportAllSlots |
                                      QDBusConnection::ExportAllSignals) &&
               bus.registerService("org.freedesktop.Notifications");
    }

private:
    QTemporaryDir folder_;
    QProcess daemon_;
    QString address_;
    QStringList names_;
};

} // namespace zchat::gui::test
