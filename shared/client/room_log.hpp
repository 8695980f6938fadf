// RoomLog: how far one followed room has been heard, and whether something is missing.
//
// PUB may drop, the log may not: entries that are next pass, those already heard fall away, those
// beyond a hole wait here (a bounded number; more can be asked for again), and a head that is ahead
// says that something must be asked for. It asks nobody itself: FollowedRooms does.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <vector>

#include "shared/base/ids.hpp"
#include "shared/wire/entry.hpp"

namespace zchat::client {

class RoomLog final {
public:
    explicit RoomLog(Seq have)
        : have_(have)
        , head_(have) {}

    // The entries that go on exactly where the last ones ended.
    [[nodiscard]] std::vector<wire::Entry> hear(std::vector<wire::Entry> entries);
    void headSeen(Seq head);
    // Goes on after this seq; what waited beyond a hole is forgotten.
    void jumpTo(Seq have);
    // The broker itself went back, as one restored from a backup does.
    void restart(Seq head);

    [[nodiscard]] Seq have() const { return have_; }
    [[nodiscard]] Seq head() const { return head_; }
    [[nodiscard]] bool behind() const { return head_ > have_; }
    [[nodiscard]] std::uint64_t behindBy() const { return head_.value - have_.value; }

    // Whether an `entries` request is on its way, and when the next one may go.
    bool asking = false;
    std::optional<std::int64_t> askAtMs;

private:
    Seq have_;
    Seq head_;
    std::map<Seq, wire::Entry> early_;
};

} // namespace zchat::client
