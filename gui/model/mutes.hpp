// Mutes: rooms that are muted for an hour or until tomorrow, and the timer that ends it.
//
// The broker ends a timed mute by itself and goes back to "everything"; this knows what it was
// before, tells the broker so, and tells this window, which hears of no change that time makes.
#pragma once

#include <QDateTime>
#include <QObject>
#include <QTimer>
#include <map>

#include "gui/model/desk.hpp"

namespace zchat::gui {

// Eight in the morning of the next day; of this one before four, when "tomorrow" has begun but no
// night has passed.
[[nodiscard]] QDateTime tomorrowMorning(const QDateTime &now);

class Mutes final : public QObject {
    Q_OBJECT
public:
    explicit Mutes(Desk &desk, QObject *parent = nullptr);

    void muteUntil(const RoomName &room, const QDateTime &until);
    // By a person, for good: forgets any time that was set.
    void set(const RoomName &room, wire::Notify mode);
    [[nodiscard]] std::optional<QDateTime> until(const RoomName &room) const;
    [[nodiscard]] QTimer &timer() { return timer_; }
    // Ends what is due by then.
    void lift(const QDateTime &now);

private:
    void readKept();
    void keep();

    Desk &desk_;
    std::map<RoomName, TimedMute> mutes_;
    QTimer timer_;
    bool hasRead_ = false;
};

} // namespace zchat::gui
