#include "gui/look/desktop_portal.hpp"

#include <QDBusMetaType>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>
#include <QDBusVariant>

namespace zchat::gui {

namespace {

using Settings = QMap<QString, QVariantMap>; // by namespace, then by key

const QString service = "org.freedesktop.portal.Desktop";
const QString path = "/org/freedesktop/portal/desktop";
const QString interface = "org.freedesktop.portal.Settings";
const QString appearance = "org.freedesktop.appearance";
const QString gnome = "org.gnome.desktop.interface";
const QString plasma = "org.kde.kdeglobals.KDE";

} // namespace

void takeSetting(SystemLook &look, const QString &space, const QString &key,
                 const QVariant &value) {
    if (space == appearance && key == "color-scheme") {
        const uint scheme = value.toUInt(); // 0: no preference
        look.isDark =
            scheme == 1 ? std::optional(true) : (scheme == 2 ? std::optional(false) : std::nullopt);
    } else if (space == appearance && key == "contrast") {
        look.wantsContrast = value.toUInt() == 1;
    } else if (space == appearance && key == "reduced-motion") {
        look.wantsNoMotion = value.toUInt() == 1;
    } else if (space == gnome && key == "enable-animations") {
        look.wantsNoMotion = !value.toBool();
    } else if (space == plasma && key == "AnimationDurationFactor") {
        bool isNumber = false;
        const double factor = value.toDouble(&isNumber);
        look.wantsNoMotion = isNumber && factor <= 0;
    }
}

DesktopPortal::DesktopPortal(const QDBusConnection &bus, QObject *parent)
    : QObject(parent) {
    if (!bus.isConnected())
        return;
    qDBusRegisterMetaType<Settings>();
    QDBusConnection line = bus;
    line.connect(service, path, interface, "SettingChanged", this, SLOT(hear(QDBusMessage)));
    QDBusMessage ask = QDBusMessage::createMethodCall(service, path, interface, "ReadAll");
    ask << QStringList{appearance, gnome, plasma};
    auto *answer = new QDBusPendingCallWatcher(line.asyncCall(ask), this);
    connect(answer, &QDBusPendingCallWatcher::finished, this, [this, answer] {
        answer->deleteLater();
        const QDBusPendingReply<Settings> reply = *answer;
        if (reply.isError())
            return;
        const Settings settings = reply.value();
        for (auto space = settings.begin(); space != settings.end(); ++space)
            for (auto key = space->begin(); key != space->end(); ++key)
                takeSetting(said_, space.key(), key.key(), key.value());
        Q_EMIT changed(said_);
    });
}

void DesktopPortal::hear(const QDBusMessage &message) {
    const QVariantList words = message.arguments();
    if (words.size() != 3)
        return;
    SystemLook said = said_;
    takeSetting(said, words[0].toString(), words[1].toString(),
                qvariant_cast<QDBusVariant>(words[2]).variant());
    if (said == said_)
        return;
    said_ = said;
    Q_EMIT changed(said_);
}

} // namespace zchat::gui
