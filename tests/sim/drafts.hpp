// Drafts: what was typed, the truth that the logs are held against.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "shared/wire/entry.hpp"

namespace zchat::sim {

struct Typed {
    EntryId id;
    std::size_t client = 0;
    AccountName by;
    RoomName room;
    wire::Content content;
    std::uint64_t order = 0; // of typing, within its client
    bool kept = false;       // it stands in the outbox on disk: it may not be lost any more
    bool dropped = false;    // its author gave it up; it may stand in the log or not
    std::optional<Seq> stored;
    bool refused = false;
    // By how many connections it was sent. A copy on one that ended may come after the answer to a
    // later one: where that was a refusal, the post stands in the log all the same, and late.
    std::size_t connections = 0;
    std::uint64_t lastConnection = 0;
    bool everRefused = false;
    [[nodiscard]] bool mayComeLate() const { return everRefused && connections > 1; }
    // By a hostile client, which may say other things under the same id and in any order.
    bool hostile = false;
    std::vector<std::pair<RoomName, wire::Content>> alsoSaid;
};

// Ids belong to accounts.
using DraftKey = std::pair<AccountName, EntryId>;
using Drafts = std::map<DraftKey, Typed>;

// The words of a closed room carry its name, so that they are known wherever they turn up.
[[nodiscard]] inline std::string wordsFor(const RoomName &room, const std::string &text) {
    return "<<" + room.value + ">> " + text;
}

} // namespace zchat::sim
