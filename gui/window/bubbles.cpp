#include "gui/window/bubbles.hpp"

#include <QDBusConnectionInterface>
#include <QDBusMessage>
#include <QDBusPendingReply>
#include <QDBusReply>
#include <QVariantMap>
#include <algorithm>

namespace zchat::gui {

namespace {

const char *const service = "org.freedesktop.Notifications";
const char *const path = "/org/freedesktop/Notifications";
constexpr int answerMs = 5000;

QDBusMessage callTo(const char *method) {
    return QDBusMessage::createMethodCall(service, path, service, method);
}

} // namespace

bool BusBubbles::isServed(const QDBusConnection &bus) {
    if (!bus.isConnected())
        return false;
    if (bus.interface()->isServiceRegistered(service))
        return true;
    const QDBusReply<QStringList> startable = bus.interface()->activatableServiceNames();
    return startable.isValid() && startable.value().contains(service);
}

BusBubbles::BusBubbles(const QDBusConnection &bus, QObject *parent)
    : Bubbles(parent)
    , bus_(bus) {
    bus_.connect(service, path, service, "ActionInvoked", this, SLOT(hearAction(uint, QString)));
    bus_.connect(service, path, service, "NotificationClosed", this, SLOT(hearClosed(uint, uint)));
    bus_.connect(service, path, service, "ActivationToken", this, SLOT(hearToken(uint, QString)));
    auto *asked =
        new QDBusPendingCallWatcher(bus_.asyncCall(callTo("GetCapabilities"), answerMs), this);
    connect(asked, &QDBusPendingCallWatcher::finished, this, [this, asked] {
        const QDBusPendingReply<QStringList> reply = *asked;
        // A service that does not say is taken for one that would read markup: escaped words can be
        // read there, and words that are not escaped could pose as something else.
        takesMarkup_ = reply.isError() || reply.value().contains("body-markup");
        knowsMarkup_ = true;
        asked->deleteLater();
        for (const auto &[number, bubble] : std::exchange(early_, {}))
            show(number, bubble);
    });
}

void BusBubbles::show(quint64 number, const Bubble &bubble) {
    if (!knowsMarkup_) {
        std::erase_if(early_, [number](const auto &one) { return one.first == number; });
        early_.emplace_back(number, bubble);
        return;
    }
    Shown &shown = shown_[number];
    shown.isUnwanted = false;
    // Only the answer tells which number the next one has to replace.
    if (shown.isAsked)
        shown.next = {bubble};
    else
        send(number, bubble);
}

void BusBubbles::send(quint64 number, const Bubble &bubble) {
    Shown &shown = shown_[number];
    shown.isAsked = true;
    const QString body = takesMarkup_ ? bubble.body.toHtmlEscaped() : bubble.body;
    const QVariantMap hints{{"desktop-entry", "zchat"}, {"category", "im.received"}};
    QDBusMessage call = callTo("Notify");
    call << "zchat" << shown.id << "zchat" << bubble.title << body
         << QStringList{"default", tr("Open")} << hints << -1;
    auto *asked = new QDBusPendingCallWatcher(bus_.asyncCall(call, answerMs), this);
    connect(asked, &QDBusPendingCallWatcher::finished, this, [this, number, asked] {
        hearAnswer(number, *asked);
        asked->deleteLater();
    });
}

void BusBubbles::hearAnswer(quint64 number, QDBusPendingCallWatcher &call) {
    const QDBusPendingReply<uint> reply = call;
    const auto found = shown_.find(number);
    if (found == shown_.end())
        return;
    Shown &shown = found->second;
    shown.isAsked = false;
    if (reply.isError()) {
        shown_.erase(found);
        Q_EMIT closed(number);
        return;
    }
    shown.id = reply.value();
    if (shown.isUnwanted) {
        close(shown.id);
        shown_.erase(found);
        return;
    }
    if (const std::vector<Bubble> next = std::exchange(shown.next, {}); !next.empty())
        send(number, next.front());
}

void BusBubbles::withdraw(quint64 number) {
    std::erase_if(early_, [number](const auto &one) { return one.first == number; });
    const auto found = shown_.find(number);
    if (found == shown_.end())
        return;
    if (found->second.isAsked) {
        found->second.isUnwanted = true;
        found->second.next.clear();
        return;
    }
    close(found->second.id);
    shown_.erase(found);
}

void BusBubbles::close(uint id) {
    QDBusMessage call = callTo("CloseNotification");
    call << id;
    bus_.asyncCall(call, answerMs);
}

quint64 BusBubbles::numberOf(uint id) const {
    const auto found = std::find_if(shown_.begin(), shown_.end(),
                                    [id](const auto &one) { return one.second.id == id; });
    return id == 0 || found == shown_.end() ? 0 : found->first;
}

void BusBubbles::hearAction(uint id, const QString &action) {
    if (const quint64 number = numberOf(id); number != 0 && action == "default")
        Q_EMIT clicked(number);
}

void BusBubbles::hearClosed(uint id, uint /*reason*/) {
    const quint64 number = numberOf(id);
    if (number == 0)
        return;
    Shown &shown = shown_[number];
    shown.id = 0;
    if (shown.isAsked)
        return;
    shown_.erase(number);
    Q_EMIT closed(number);
}

// With it a Wayland compositor lets the window come forward; Qt takes it from there.
void BusBubbles::hearToken(uint id, const QString &token) {
    if (numberOf(id) != 0)
        qputenv("XDG_ACTIVATION_TOKEN", token.toUtf8());
}

TrayBubbles::TrayBubbles(QSystemTrayIcon &icon, QObject *parent)
    : Bubbles(parent)
    , icon_(&icon) {
    connect(&icon, &QSystemTrayIcon::messageClicked, this, [this] { Q_EMIT clicked(last_); });
}

void TrayBubbles::show(quint64 number, const Bubble &bubble) {
    last_ = number;
    if (icon_)
        icon_->showMessage(bubble.title, bubble.body, icon_->icon());
}

void TrayBubbles::withdraw(quint64 /*number*/) {}

std::unique_ptr<Bubbles> desktopBubbles(QSystemTrayIcon *icon) {
    // Without an address Qt would start a bus of its own, on which nobody shows anything.
    if (qEnvironmentVariableIsSet("DBUS_SESSION_BUS_ADDRESS")) {
        const QDBusConnection bus = QDBusConnection::sessionBus();
        if (BusBubbles::isServed(bus))
            return std::make_unique<BusBubbles>(bus);
    }
    if (icon != nullptr && QSystemTrayIcon::isSystemTrayAvailable() &&
        QSystemTrayIcon::supportsMessages())
        return std::make_unique<TrayBubbles>(*icon);
    return nullptr;
}

} // namespace zchat::gui
