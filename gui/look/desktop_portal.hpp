// DesktopPortal: what the desktop says of its look, asked and heard over D-Bus.
//
// It asks org.freedesktop.portal.Settings once and listens from then on; without a bus or a portal
// it says nothing and costs nothing. It never waits: the answer comes when it comes. Values of a
// wrong kind are as good as none.
#pragma once

#include <QDBusConnection>
#include <QDBusMessage>
#include <QObject>
#include <QVariantMap>

#include "gui/look/look.hpp"

namespace zchat::gui {

// What one setting of the portal changes, pure.
void takeSetting(SystemLook &look, const QString &space, const QString &key, const QVariant &value);

class DesktopPortal final : public QObject {
    Q_OBJECT
public:
    explicit DesktopPortal(const QDBusConnection &bus, QObject *parent = nullptr);
    [[nodiscard]] const SystemLook &said() const { return said_; }

Q_SIGNALS:
    void changed(const zchat::gui::SystemLook &said);

private Q_SLOTS:
    void hear(const QDBusMessage &message);

private:
    SystemLook said_;
};

} // namespace zchat::gui
