// FollowedRooms: every room whose entries this client hears without a gap.
//
// Two reasons to follow: the account is in the room (it goes on from the kept pages or from the
// head, and skips where that is too far behind), or somebody asked for it by FollowRoom (then no
// entry is ever skipped). It owns the subscriptions, notices holes by heads and events, and asks
// for what is missing, a few rooms at a time.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <vector>

#include "shared/client/asks.hpp"
#include "shared/client/chance.hpp"
#include "shared/client/room_log.hpp"
#include "shared/wire/replies.hpp"

namespace zchat::client {

class FollowedRooms final {
public:
    FollowedRooms(Chance &chance, bool followJoined)
        : chance_(chance)
        , followJoined_(followJoined) {}

    void start(std::map<RoomName, Seq> positions) { positions_ = std::move(positions); }
    // Requests can be made; the first list of this connection is still to come.
    void connected(std::int64_t nowMs);
    void disconnected();
    // A fresh SUB takes every subscription; without one there are none.
    void openSubscriptions(Effects &effects);

    void follow(const FollowRoom &command, std::int64_t nowMs, Effects &effects);
    void unfollow(const RoomName &room, Effects &effects);

    // A summary. `fresh`: nothing was heard on this connection before it, so a head below ours
    // means that the broker went back.
    void listed(const wire::RoomSummary &summary, bool fresh, std::int64_t nowMs, Effects &effects);
    void left(const RoomName &room, Effects &effects);
    void headsSeen(const std::map<RoomName, Seq> &heads, std::int64_t nowMs, Effects &effects);
    void heard(const RoomName &room, std::vector<wire::Entry> entries, std::int64_t nowMs,
               Effects &effects);
    // Rooms that the list may not name are asked one by one.
    void compare(std::int64_t nowMs);

    void replied(const ForEntries &asked, wire::EntriesReply reply, std::int64_t nowMs,
                 Effects &effects);
    void refused(const ForEntries &asked, const Refusal &refusal, std::int64_t nowMs,
                 Effects &effects);
    void pump(std::int64_t nowMs, Asks &asks, Effects &effects);
    [[nodiscard]] std::optional<std::int64_t> nextDueMs() const;

    // What was told since the last call, in order, for those who count and fold.
    [[nodiscard]] std::vector<EntriesAdded> takeAdded();
    // How far the room has been heard; absent where it is not followed.
    [[nodiscard]] std::optional<Seq> have(const RoomName &room) const;
    // The last entry that the kept pages of the room hold.
    [[nodiscard]] std::optional<Seq> position(const RoomName &room) const;

private:
    struct Followed {
        RoomLog log;
        bool joined = false;
        bool strict = false;
        bool overPub = true; // private and direct rooms come by ROUTER
        bool subscribed = false;
        bool heardHere = false; // on this connection
    };
    void begin(const wire::RoomSummary &summary, Effects &effects);
    void deliver(const RoomName &room, Followed &followed, std::vector<wire::Entry> entries,
                 Effects &effects);
    void keep(const RoomName &room, const std::vector<wire::Entry> &entries, Effects &effects);
    void check(const RoomName &room, Followed &followed, std::int64_t nowMs, Effects &effects);
    void skip(const RoomName &room, Followed &followed, Effects &effects);
    void askAt(const RoomName &room, Followed &followed, std::int64_t atMs);
    void subscribe(const RoomName &room, Followed &followed, Effects &effects);
    void unsubscribe(const RoomName &room, Followed &followed, Effects &effects);
    void endFollowing(const RoomName &room, Effects &effects);

    Chance &chance_;
    const bool followJoined_;
    bool connected_ = false;
    bool subscriptionsOpen_ = false;
    std::size_t asking_ = 0;
    std::size_t subscribed_ = 0;
    std::map<RoomName, Followed> rooms_;
    std::map<RoomName, Seq> positions_;
    std::set<RoomName> wanting_; // those with an askAtMs
    std::vector<EntriesAdded> added_;
};

} // namespace zchat::client
