#include "gui/model/mutes.hpp"

#include <algorithm>
#include <limits>

namespace zchat::gui {

namespace {

// A machine that slept, or whose clock was set, is asked again this soon.
constexpr qint64 longestWaitMs = 60'000;
const QTime morning(8, 0);
const QTime nightEnds(4, 0);

} // namespace

QDateTime tomorrowMorning(const QDateTime &now) {
    const QDate day = now.time() < nightEnds ? now.date() : now.date().addDays(1);
    return {day, morning};
}

Mutes::Mutes(Desk &desk, QObject *parent)
    : QObject(parent)
    , desk_(desk) {
    timer_.setSingleShot(true);
    connect(&timer_, &QTimer::timeout, this, [this] { lift(QDateTime::currentDateTime()); });
    connect(&desk, &Desk::preferencesChanged, this, &Mutes::readKept);
    connect(&desk, &Desk::connectionChanged, this, [this] { lift(QDateTime::currentDateTime()); });
    readKept();
}

void Mutes::readKept() {
    if (hasRead_ || desk_.settings() == nullptr)
        return;
    hasRead_ = true;
    mutes_ = desk_.settings()->mutes();
    keep();
}

void Mutes::muteUntil(const RoomName &room, const QDateTime &until) {
    const wire::RoomSummary *summary = desk_.rooms().find(room);
    if (summary == nullptr)
        return;
    const auto known = mutes_.find(room);
    const wire::Notify before = known != mutes_.end()                   ? known->second.before
                                : summary->notify == wire::Notify::none ? wire::Notify::all
                                                                        : summary->notify;
    mutes_[room] = TimedMute{.until = until.toMSecsSinceEpoch(), .before = before};
    keep();
    desk_.setNotify(room, wire::Notify::none, until.toMSecsSinceEpoch());
}

void Mutes::set(const RoomName &room, wire::Notify mode) {
    mutes_.erase(room);
    keep();
    desk_.setNotify(room, mode);
}

std::optional<QDateTime> Mutes::until(const RoomName &room) const {
    const auto found = mutes_.find(room);
    if (found == mutes_.end())
        return std::nullopt;
    return QDateTime::fromMSecsSinceEpoch(found->second.until);
}

void Mutes::lift(const QDateTime &now) {
    // Without a connection nobody can be told; it is tried again once there is one.
    if (!desk_.isOnline())
        return;
    std::map<RoomName, TimedMute> due;
    for (const auto &[room, mute] : mutes_)
        if (mute.until <= now.toMSecsSinceEpoch())
            due.emplace(room, mute);
    for (const auto &[room, mute] : due) {
        mutes_.erase(room);
        desk_.setNotify(room, mute.before);
    }
    keep();
}

void Mutes::keep() {
    if (desk_.settings() != nullptr && desk_.settings()->mutes() != mutes_)
        desk_.settings()->setMutes(mutes_);
    timer_.stop();
    if (mutes_.empty())
        return;
    qint64 next = std::numeric_limits<qint64>::max();
    for (const auto &[room, mute] : mutes_)
        next = std::min<qint64>(next, mute.until);
    const qint64 wait = next - QDateTime::currentMSecsSinceEpoch();
    timer_.start(static_cast<int>(std::clamp<qint64>(wait, 1000, longestWaitMs)));
}

} // namespace zchat::gui
