// Bubbles: what puts a notification in front of a person: the desktop's service over D-Bus where
// there is one, else the icon in the tray.
//
// Title and body are plain text, whoever wrote them: nothing in them is ever markup. A bubble shown
// under a number that is shown already takes its place. It decides nothing about what is worth
// showing.
#pragma once

#include <QDBusConnection>
#include <QDBusPendingCallWatcher>
#include <QObject>
#include <QPointer>
#include <QString>
#include <QSystemTrayIcon>
#include <map>
#include <memory>
#include <vector>

namespace zchat::gui {

struct Bubble {
    QString title;
    QString body;
};

class Bubbles : public QObject {
    Q_OBJECT
public:
    using QObject::QObject;

    virtual void show(quint64 number, const Bubble &bubble) = 0;
    // Takes it away again, where that can be done.
    virtual void withdraw(quint64 number) = 0;

Q_SIGNALS:
    void clicked(quint64 number);
    void closed(quint64 number); // by the person or by time
};

// org.freedesktop.Notifications. Every call is asynchronous: a service that hangs freezes nothing.
class BusBubbles final : public Bubbles {
    Q_OBJECT
public:
    explicit BusBubbles(const QDBusConnection &bus, QObject *parent = nullptr);

    // Whether the service runs on this bus or would be started by the first call.
    [[nodiscard]] static bool isServed(const QDBusConnection &bus);

    void show(quint64 number, const Bubble &bubble) override;
    void withdraw(quint64 number) override;

private Q_SLOTS:
    void hearAction(uint id, const QString &action);
    void hearClosed(uint id, uint reason);
    void hearToken(uint id, const QString &token);

private:
    struct Shown {
        uint id = 0;              // the service's; 0 until it has answered
        bool isAsked = false;     // an answer is on its way
        bool isUnwanted = false;  // withdrawn before it came
        std::vector<Bubble> next; // what takes its place once it has come; one at most
    };

    void send(quint64 number, const Bubble &bubble);
    void close(uint id);
    void hearAnswer(quint64 number, QDBusPendingCallWatcher &call);
    [[nodiscard]] quint64 numberOf(uint id) const; // 0: not ours

    QDBusConnection bus_;
    bool knowsMarkup_ = false; // the service said whether it takes markup
    bool takesMarkup_ = false;
    std::map<quint64, Shown> shown_;
    std::vector<std::pair<quint64, Bubble>> early_; // until then
};

// The icon in the tray shows one at a time, and cannot take it back.
class TrayBubbles final : public Bubbles {
    Q_OBJECT
public:
    explicit TrayBubbles(QSystemTrayIcon &icon, QObject *parent = nullptr);

    void show(quint64 number, const Bubble &bubble) override;
    void withdraw(quint64 number) override;

private:
    QPointer<QSystemTrayIcon> icon_;
    quint64 last_ = 0;
};

// What this desktop has; null where it shows nothing.
[[nodiscard]] std::unique_ptr<Bubbles> desktopBubbles(QSystemTrayIcon *icon);

} // namespace zchat::gui
