// RoomList: the summaries of the rooms that this account is in or could join.
//
// It reads them page by page ("comparing every room"), takes single ones from events and replies,
// and says what is new. A listing is a snapshot that may be older than an event that came while it
// was read: rooms touched meanwhile are left as the event left them.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <vector>

#include "shared/client/asks.hpp"
#include "shared/wire/replies.hpp"

namespace zchat::client {

// What a page or an event brought. `complete`: the listing has come to its end.
struct RoomNews {
    std::vector<wire::RoomSummary> heard;
    std::vector<RoomName> gone;
    bool complete = false;
};

class RoomList final {
public:
    void start(std::map<RoomName, wire::RoomSummary> kept, Effects &effects);
    void disconnected();

    // Reads the whole list as soon as it can, once more where it is being read.
    void compare() { wanted_ = true; }
    // The first page comes with hello.
    [[nodiscard]] RoomNews helloPage(std::vector<wire::RoomSummary> rooms, Effects &effects);
    [[nodiscard]] RoomNews page(const ForRoomsPage &asked, std::vector<wire::RoomSummary> rooms,
                                Effects &effects);
    // Busy or rate: later. Anything else (a bot that may not list): what is known is all.
    [[nodiscard]] RoomNews pageRefused(const ForRoomsPage &asked, const Refusal &refusal,
                                       std::int64_t nowMs, Effects &effects);
    [[nodiscard]] RoomNews changed(const wire::RoomSummary &room, bool gone, Effects &effects);
    // What the log itself says of a room: who came and went, its title, topic and archive; of large
    // rooms the broker says it in no other way. The summary as it is now, where that changed it: to
    // be numbered and given to retold().
    [[nodiscard]] std::optional<wire::RoomSummary>
    entriesAdded(const RoomName &room, const std::vector<wire::Entry> &entries);
    void retold(const wire::RoomSummary &room, Effects &effects) { take(room, effects); }

    void pump(std::int64_t nowMs, Asks &asks, Effects &effects);
    [[nodiscard]] std::optional<std::int64_t> nextDueMs() const;

    // Whether a complete list was read on this connection.
    [[nodiscard]] bool listed() const { return listed_; }
    [[nodiscard]] const wire::RoomSummary *find(const RoomName &room) const;

private:
    struct Listing {
        std::uint64_t number = 0;
        std::optional<RoomName> after;
        bool asking = false;
        std::int64_t askAtMs = 0;
        std::set<RoomName> seen;
        std::set<RoomName> touched;
    };
    void begin();
    [[nodiscard]] RoomNews finish(Effects &effects);
    void take(const wire::RoomSummary &room, Effects &effects);
    void forget(const RoomName &room, Effects &effects);

    std::map<RoomName, wire::RoomSummary> rooms_;
    std::optional<Listing> listing_;
    std::uint64_t lastListing_ = 0;
    bool wanted_ = false;
    bool listed_ = false;
};

} // namespace zchat::client
