// FakePortal: answers for the desktop on a bus of the test's own, as the settings portal would.
#pragma once

#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusVariant>
#include <QMap>
#include <QObject>
#include <QVariantMap>

namespace zchat::gui::test {

class FakePortal final : public QObject {
    Q_OBJECT
    Q_CLASSINFO("D-Bus Interface", "org.freedesktop.portal.Settings")
public:
    explicit FakePortal(QDBusConnection line)
        : line_(std::move(line)) {
        line_.registerObject(path, this,
                             QDBusConnection::ExportAllSlots | QDBusConnection::ExportAllSignals);
        line_.registerService("org.freedesktop.portal.Desktop");
    }
    void change(const QString &space, const QString &key, const QVariant &value) {
        QDBusMessage signal =
            QDBusMessage::createSignal(path, "org.freedesktop.portal.Settings", "SettingChanged");
        signal << space << key << QVariant::fromValue(QDBusVariant(value));
        line_.send(signal);
    }
    QMap<QString, QVariantMap> settings;
    int asked = 0;

public Q_SLOTS:
    QMap<QString, QVariantMap> ReadAll(const QStringList & /*spaces*/) {
        ++asked;
        return settings;
    }

private:
    const QString path = "/org/freedesktop/portal/desktop";
    QDBusConnection line_;
};

} // namespace zchat::gui::test
