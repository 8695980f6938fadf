#include "shared/client/followed_rooms.hpp"

#include <algorithm>
#include <utility>

#include "shared/base/planted.hpp"
#include "shared/base/text.hpp"
#include "shared/client/bounds.hpp"

namespace zchat::client {

void FollowedRooms::connected(std::int64_t nowMs) {
    connected_ = true;
    compare(nowMs);
}

void FollowedRooms::disconnected() {
    connected_ = false;
    subscriptionsOpen_ = false;
    asking_ = 0;
    subscribed_ = 0;
    wanting_.clear();
    for (auto &[room, followed] : rooms_) {
        followed.subscribed = false;
        followed.heardHere = false;
        followed.log.asking = false;
        followed.log.askAtMs.reset();
    }
}

void FollowedRooms::openSubscriptions(Effects &effects) {
    subscriptionsOpen_ = true;
    for (auto &[room, followed] : rooms_)
        subscribe(room, followed, effects);
}

void FollowedRooms::subscribe(const RoomName &room, Followed &followed, Effects &effects) {
    if (!subscriptionsOpen_ || followed.subscribed || !followed.overPub ||
        subscribed_ >= bounds::subscriptions)
        return;
    followed.subscribed = true;
    subscribed_ += 1;
    effects.order(Subscribe{.topic = wire::roomTopic(room)});
}

void FollowedRooms::unsubscribe(const RoomName &room, Followed &followed, Effects &effects) {
    if (!std::exchange(followed.subscribed, false))
        return;
    subscribed_ -= 1;
    effects.order(Unsubscribe{.topic = wire::roomTopic(room)});
}

void FollowedRooms::follow(const FollowRoom &command, std::int64_t nowMs, Effects &effects) {
    const auto [found, isNew] =
        rooms_.try_emplace(command.room, Followed{.log = RoomLog(command.after),
                                                  .overPub = !isDirectName(command.room)});
    Followed &followed = found->second;
    followed.strict = true;
    if (!isNew)
        followed.log.jumpTo(command.after);
    subscribe(command.room, followed, effects);
    if (connected_)
        askAt(command.room, followed, nowMs);
}

void FollowedRooms::unfollow(const RoomName &room, Effects &effects) {
    const auto found = rooms_.find(room);
    if (found == rooms_.end())
        return;
    found->second.strict = false;
    if (!found->second.joined)
        endFollowing(room, effects);
}

void FollowedRooms::endFollowing(const RoomName &room, Effects &effects) {
    const auto found = rooms_.find(room);
    if (found->second.log.asking)
        asking_ -= 1;
    unsubscribe(room, found->second, effects);
    wanting_.erase(room);
    rooms_.erase(found);
}

void FollowedRooms::listed(const wire::RoomSummary &summary, bool fresh, std::int64_t nowMs,
                           Effects &effects) {
    const bool joined = summary.role.has_value() && followJoined_;
    auto found = rooms_.find(summary.room);
    const bool isNew = found == rooms_.end();
    if (isNew) {
        if (!joined)
            return;
        begin(summary, effects);
        found = rooms_.find(summary.room);
    }
    Followed &followed = found->second;
    followed.joined = joined;
    followed.overPub = summary.kind == wire::RoomKind::publicRoom;
    if (!joined && !followed.strict) {
        endFollowing(summary.room, effects);
        return;
    }
    if (!followed.overPub)
        unsubscribe(summary.room, followed, effects);
    subscribe(summary.room, followed, effects);
    if (fresh && !followed.heardHere && !followed.strict && summary.head < followed.log.have()) {
        followed.log.restart(summary.head);
        skip(summary.room, followed, effects);
    }
    followed.log.headSeen(summary.head);
    check(summary.room, followed, nowMs, effects);
    // An event may have been long on its way: what was said in between was published before we
    // listened, and the beats that told of it named a room that we did not know.
    if (isNew && !fresh && followed.overPub && connected_ && !followed.log.askAtMs)
        askAt(summary.room, followed, nowMs + chance_.upTo(bounds::gapJitterMs));
}

void FollowedRooms::begin(const wire::RoomSummary &summary, Effects &effects) {
    const auto position = positions_.find(summary.room);
    const Seq have = position == positions_.end() ? summary.head : position->second;
    if (position == positions_.end()) {
        positions_[summary.room] = have;
        effects.keep(KeepPosition{.room = summary.room, .position = have});
    }
    rooms_.emplace(summary.room, Followed{.log = RoomLog(have)});
}

void FollowedRooms::left(const RoomName &room, Effects &effects) {
    positions_.erase(room);
    const auto found = rooms_.find(room);
    if (found == rooms_.end())
        return;
    found->second.joined = false;
    if (!found->second.strict)
        endFollowing(room, effects);
}

void FollowedRooms::headsSeen(const std::map<RoomName, Seq> &heads, std::int64_t nowMs,
                              Effects &effects) {
    for (const auto &[room, head] : heads) {
        const auto found = rooms_.find(room);
        if (found == rooms_.end() || planted(Bug::ignoresHeads))
            continue;
        found->second.log.headSeen(head);
        check(room, found->second, nowMs, effects);
    }
}

void FollowedRooms::heard(const RoomName &room, std::vector<wire::Entry> entries,
                          std::int64_t nowMs, Effects &effects) {
    const auto found = rooms_.find(room);
    if (found == rooms_.end())
        return;
    deliver(room, found->second, found->second.log.hear(std::move(entries)), effects);
    check(room, found->second, nowMs, effects);
}

void FollowedRooms::deliver(const RoomName &room, Followed &followed,
                            std::vector<wire::Entry> entries, Effects &effects) {
    if (entries.empty())
        return;
    followed.heardHere = true;
    if (followed.joined)
        keep(room, entries, effects);
    added_.push_back(EntriesAdded{.room = room, .entries = std::move(entries)});
    effects.tell(added_.back());
}

// A room that was also followed by FollowRoom may be read again from further back, or from further
// on, than where its kept pages end.
void FollowedRooms::keep(const RoomName &room, const std::vector<wire::Entry> &entries,
                         Effects &effects) {
    Seq &position = positions_[room];
    if (entries.back().seq <= position)
        return;
    if (entries.front().seq > position.next())
        effects.keep(KeepPosition{.room = room, .position = Seq{entries.front().seq.value - 1}});
    KeepEntries next{.room = room, .entries = {}};
    std::copy_if(entries.begin(), entries.end(), std::back_inserter(next.entries),
                 [&](const wire::Entry &entry) { return entry.seq > position; });
    position = entries.back().seq;
    effects.keep(std::move(next));
}

void FollowedRooms::check(const RoomName &room, Followed &followed, std::int64_t nowMs,
                          Effects &effects) {
    RoomLog &log = followed.log;
    if (!log.behind()) {
        log.askAtMs.reset();
        wanting_.erase(room);
        return;
    }
    if (!followed.strict && log.behindBy() > bounds::skipBehind) {
        log.jumpTo(log.head());
        skip(room, followed, effects);
        return;
    }
    if (connected_ && !log.asking && !log.askAtMs)
        askAt(room, followed, nowMs + chance_.upTo(bounds::gapJitterMs));
}

void FollowedRooms::skip(const RoomName &room, Followed &followed, Effects &effects) {
    const Seq head = followed.log.head();
    positions_[room] = head;
    effects.keep(KeepPosition{.room = room, .position = head});
    effects.tell(RoomSkipped{.room = room, .head = head});
    followed.log.askAtMs.reset();
    wanting_.erase(room);
}

void FollowedRooms::askAt(const RoomName &room, Followed &followed, std::int64_t atMs) {
    followed.log.askAtMs = atMs;
    wanting_.insert(room);
}

void FollowedRooms::compare(std::int64_t nowMs) {
    for (auto &[room, followed] : rooms_)
        if (followed.strict && !followed.log.asking)
            askAt(room, followed, nowMs);
}

void FollowedRooms::replied(const ForEntries &asked, wire::EntriesReply reply, std::int64_t nowMs,
                            Effects &effects) {
    const auto found = rooms_.find(asked.room);
    if (found == rooms_.end() || !std::exchange(found->second.log.asking, false))
        return;
    asking_ -= 1;
    Followed &followed = found->second;
    const bool empty = reply.entries.empty();
    deliver(asked.room, followed, followed.log.hear(std::move(reply.entries)), effects);
    followed.log.headSeen(reply.head);
    check(asked.room, followed, nowMs, effects);
    // More pages follow at once. An empty page below the head is a reader that lags: a moment later
    // it will have caught up.
    if (followed.log.behind())
        askAt(asked.room, followed, empty ? nowMs + bounds::retryMs : nowMs);
}

void FollowedRooms::refused(const ForEntries &asked, const Refusal &refusal, std::int64_t nowMs,
                            Effects &effects) {
    const auto found = rooms_.find(asked.room);
    if (found == rooms_.end() || !std::exchange(found->second.log.asking, false))
        return;
    asking_ -= 1;
    if (refusal.code == Code::busy || refusal.code == Code::rate || refusal.code == Code::storage) {
        askAt(asked.room, found->second,
              nowMs + static_cast<std::int64_t>(refusal.retryMs.value_or(bounds::retryMs)));
        return;
    }
    // Not ours to see. Whoever asked to follow it hears so; it is tried again on the next
    // connection, or when the account enters the room.
    if (found->second.strict) {
        RoomChanged notice{.room = {}, .gone = true};
        notice.room.room = asked.room;
        effects.tell(std::move(notice));
    }
    found->second.joined = false;
    if (!found->second.strict)
        endFollowing(asked.room, effects);
}

void FollowedRooms::pump(std::int64_t nowMs, Asks &asks, Effects &effects) {
    if (!connected_)
        return;
    for (auto room = wanting_.begin(); room != wanting_.end() && asking_ < bounds::entriesAsks;) {
        RoomLog &log = rooms_.at(*room).log;
        if (log.asking || log.askAtMs.value_or(nowMs) > nowMs) {
            ++room;
            continue;
        }
        log.asking = true;
        log.askAtMs.reset();
        asking_ += 1;
        asks.send(wire::Entries{.room = *room, .after = log.have(), .limit = limits::pageEntries},
                  ForEntries{.room = *room}, effects);
        room = wanting_.erase(room);
    }
}

std::optional<std::int64_t> FollowedRooms::nextDueMs() const {
    std::optional<std::int64_t> due;
    if (!connected_ || asking_ >= bounds::entriesAsks)
        return due;
    for (const RoomName &room : wanting_) {
        const RoomLog &log = rooms_.at(room).log;
        if (!log.asking && log.askAtMs)
            due = std::min(due.value_or(*log.askAtMs), *log.askAtMs);
    }
    return due;
}

std::vector<EntriesAdded> FollowedRooms::takeAdded() {
    return std::exchange(added_, {});
}

std::optional<Seq> FollowedRooms::have(const RoomName &room) const {
    const auto found = rooms_.find(room);
    return found == rooms_.end() ? std::nullopt : std::optional<Seq>(found->second.log.have());
}

std::optional<Seq> FollowedRooms::position(const RoomName &room) const {
    const auto found = positions_.find(room);
    return found == positions_.end() ? std::nullopt : std::optional<Seq>(found->second);
}

} // namespace zchat::client
