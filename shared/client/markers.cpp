#include "shared/client/markers.hpp"

#include <algorithm>
#include <utility>

#include "shared/base/planted.hpp"
#include "shared/client/bounds.hpp"

namespace zchat::client {

void Markers::start(std::map<RoomName, Seq> wanted, std::int64_t nowMs) {
    for (const auto &[room, seq] : wanted)
        wanted_[room] = Wanted{.seq = seq, .dueMs = nowMs};
}

void Markers::disconnected(std::int64_t nowMs) {
    connected_ = false;
    for (auto &[room, wanted] : wanted_) {
        wanted.inFlight = false;
        wanted.dueMs = nowMs;
    }
}

void Markers::listed(const wire::RoomSummary &summary, Effects &effects) {
    if (!summary.role) {
        left(summary.room);
        return;
    }
    Known &known = known_[summary.room];
    known.direct = summary.kind == wire::RoomKind::direct;
    const UnreadCount told{.unread = summary.unread, .mentions = summary.mentions};
    const UnreadCount before = known.unread.count();
    // Either another session lowered it, or the list was read before our own `read` was written:
    // the next list tells which.
    inexact_ = inexact_ || summary.read < known.unread.marker();
    known.unread.told(summary.head, summary.read, told);
    inexact_ = inexact_ || known.unread.doubtful(); // it was read before a redaction heard since
    if (const auto wanted = wanted_.find(summary.room);
        wanted != wanted_.end() && wanted->second.seq > known.unread.marker())
        known.unread.moveMarker(wanted->second.seq);
    // A summary that brings no news is not told, so what it changes here is.
    if (known.unread.count() != told || known.unread.count() != before)
        tell(summary.room, known.unread, effects);
}

void Markers::left(const RoomName &room) {
    known_.erase(room);
    wanted_.erase(room);
}

void Markers::entriesAdded(const RoomName &room, const std::vector<wire::Entry> &entries,
                           Effects &effects) {
    const auto known = known_.find(room);
    if (known == known_.end())
        return;
    Unread &unread = known->second.unread;
    const UnreadCount before = unread.count();
    const bool wasExact = unread.exact();
    unread.heard(entries, Unread::Reader{.me = me_, .direct = known->second.direct});
    inexact_ = inexact_ || (wasExact && !unread.exact());
    if (unread.count() != before)
        tell(room, unread, effects);
}

void Markers::mark(const MarkRead &mark, std::int64_t nowMs, Effects &effects) {
    if (const auto known = known_.find(mark.room); known != known_.end()) {
        if (mark.seq <= known->second.unread.marker())
            return;
        known->second.unread.moveMarker(mark.seq);
        tell(mark.room, known->second.unread, effects);
    }
    const auto found = wanted_.find(mark.room);
    if (found == wanted_.end()) {
        wanted_[mark.room] = Wanted{.seq = mark.seq, .dueMs = nowMs + bounds::markerGatherMs};
    } else if (mark.seq > found->second.seq) {
        found->second.seq = mark.seq;
    } else {
        return;
    }
    effects.keep(KeepMarker{.room = mark.room, .seq = mark.seq});
}

void Markers::heard(const wire::MarkerEvent &event, Seq head, Effects &effects) {
    if (event.cursor) {
        effects.tell(MarkerMoved{.room = event.room,
                                 .seq = event.seq,
                                 .unread = event.unread,
                                 .mentions = event.mentions,
                                 .cursor = event.cursor});
        return;
    }
    const auto known = known_.find(event.room);
    if (known == known_.end())
        return;
    Unread &unread = known->second.unread;
    moveMarker(unread, event.seq);
    if (!unread.exact()) {
        unread.told(head, event.seq, {.unread = event.unread, .mentions = event.mentions});
        // The broker may have counted entries that are still on their way here: the next list
        // tells.
        inexact_ = true;
    }
    tell(event.room, unread, effects);
}

void Markers::movedTo(const RoomName &room, Seq seq, Effects &effects) {
    const auto known = known_.find(room);
    if (known == known_.end() || known->second.unread.marker() == seq)
        return;
    if (const auto wanted = wanted_.find(room);
        wanted != wanted_.end() && !wanted->second.inFlight && wanted->second.seq > seq) {
        wanted_.erase(wanted); // "mark unread from here" outlives an earlier glance
        effects.keep(ForgetMarker{.room = room});
    }
    moveMarker(known->second.unread, seq);
    inexact_ = inexact_ || !known->second.unread.exact();
    tell(room, known->second.unread, effects);
}

// A list that is under way may have been read before the marker was lowered, and would raise it
// again as another session may: the next list tells.
void Markers::moveMarker(Unread &unread, Seq seq) {
    inexact_ = inexact_ || seq < unread.marker();
    unread.moveMarker(seq);
}

void Markers::replied(const ForRead &read, const wire::ReadReply &reply, Effects &effects) {
    // Nothing is wanted any more where the room was left and entered again meanwhile; the broker
    // moved the marker all the same.
    if (const auto found = wanted_.find(read.room); found != wanted_.end()) {
        found->second.inFlight = false;
        if (found->second.seq <= read.seq) {
            wanted_.erase(found);
            effects.keep(ForgetMarker{.room = read.room});
        }
    }
    const auto known = known_.find(read.room);
    if (known == known_.end())
        return;
    if (reply.seq > known->second.unread.marker())
        known->second.unread.moveMarker(reply.seq);
    inexact_ = inexact_ || !known->second.unread.exact();
    tell(read.room, known->second.unread, effects);
}

void Markers::refused(const ForRead &read, const Refusal &refusal, std::int64_t nowMs,
                      Effects &effects) {
    const auto found = wanted_.find(read.room);
    if (found == wanted_.end())
        return;
    found->second.inFlight = false;
    if (refusal.code == Code::rate || refusal.code == Code::busy || refusal.code == Code::storage) {
        found->second.dueMs =
            nowMs + static_cast<std::int64_t>(refusal.retryMs.value_or(bounds::retryMs));
        return;
    }
    wanted_.erase(found);
    effects.keep(ForgetMarker{.room = read.room});
}

void Markers::pump(std::int64_t nowMs, Asks &asks, Effects &effects) {
    if (!connected_ || planted(Bug::tellsNoMarkers))
        return;
    for (auto &[room, wanted] : wanted_) {
        if (wanted.inFlight || wanted.dueMs > nowMs)
            continue;
        wanted.inFlight = true;
        wanted.dueMs = nowMs + bounds::markerGatherMs;
        asks.send(wire::Read{.room = room, .seq = wanted.seq, .cursor = {}, .lower = false},
                  ForRead{.room = room, .seq = wanted.seq}, effects);
    }
}

std::optional<std::int64_t> Markers::nextDueMs() const {
    std::optional<std::int64_t> due;
    if (!connected_)
        return due;
    for (const auto &[room, wanted] : wanted_)
        if (!wanted.inFlight)
            due = std::min(due.value_or(wanted.dueMs), wanted.dueMs);
    return due;
}

void Markers::number(wire::RoomSummary &summary) const {
    const auto known = known_.find(summary.room);
    if (known == known_.end())
        return;
    const UnreadCount count = known->second.unread.count();
    summary.read = known->second.unread.marker();
    summary.unread = count.unread;
    summary.mentions = count.mentions;
}

bool Markers::takeInexact() {
    return std::exchange(inexact_, false);
}

void Markers::tell(const RoomName &room, const Unread &unread, Effects &effects) const {
    const UnreadCount count = unread.count();
    effects.tell(MarkerMoved{.room = room,
                             .seq = unread.marker(),
                             .unread = count.unread,
                             .mentions = count.mentions,
                             .cursor = std::nullopt});
}

} // namespace zchat::client
