// Markers: how far this account has read each of its rooms, and what stands after it.
//
// A marker moves here at once and is told to the broker half a second later, several moves as one;
// it is kept on disk until the broker has it, so that what was read offline stays read. Markers of
// the account's other sessions come in as events.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <vector>

#include "shared/client/asks.hpp"
#include "shared/client/unread.hpp"
#include "shared/wire/events.hpp"
#include "shared/wire/replies.hpp"

namespace zchat::client {

class Markers final {
public:
    void start(std::map<RoomName, Seq> wanted, std::int64_t nowMs);
    void signedIn(const AccountName &me) { me_ = me; }
    void connected() { connected_ = true; }
    void disconnected(std::int64_t nowMs);

    // The broker's numbers for a room of ours.
    void listed(const wire::RoomSummary &summary, Effects &effects);
    void left(const RoomName &room);
    void entriesAdded(const RoomName &room, const std::vector<wire::Entry> &entries,
                      Effects &effects);
    void mark(const MarkRead &mark, std::int64_t nowMs, Effects &effects);
    // Another session moved it; `head` is how far this client has heard the room.
    void heard(const wire::MarkerEvent &event, Seq head, Effects &effects);
    // A program moved it by a request of its own, up or down.
    void movedTo(const RoomName &room, Seq seq, Effects &effects);

    void replied(const ForRead &read, const wire::ReadReply &reply, Effects &effects);
    void refused(const ForRead &read, const Refusal &refusal, std::int64_t nowMs, Effects &effects);
    void pump(std::int64_t nowMs, Asks &asks, Effects &effects);
    [[nodiscard]] std::optional<std::int64_t> nextDueMs() const;
    // This client's own numbers of a room put into a summary that may be older.
    void number(wire::RoomSummary &summary) const;
    // True once after a marker moved to where only the broker can count.
    [[nodiscard]] bool takeInexact();

private:
    struct Known {
        Unread unread;
        bool direct = false;
    };
    struct Wanted {
        Seq seq;
        std::int64_t dueMs = 0;
        bool inFlight = false;
    };
    // Wherever the account moved it, down perhaps.
    void moveMarker(Unread &unread, Seq seq);
    void tell(const RoomName &room, const Unread &unread, Effects &effects) const;

    AccountName me_;
    bool connected_ = false;
    bool inexact_ = false;
    std::map<RoomName, Known> known_;
    std::map<RoomName, Wanted> wanted_;
};

} // namespace zchat::client
