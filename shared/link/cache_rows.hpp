// How what a client keeps becomes rows of its cache, and back. The bodies are the wire's own: its
// strict codec reads them again, so a damaged file is noticed and not shown.
//
// A row that cannot be read is left out; an outbox or summary from a newer program costs that row,
// never the start.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "shared/client/kept.hpp"
#include "shared/db/database.hpp"
#include "shared/wire/value.hpp"

namespace zchat::link::rows {

struct DraftBytes {
    wire::Bytes post;
    std::optional<wire::Bytes> refusal;
};
[[nodiscard]] DraftBytes draftBytes(const client::KeptDraft &draft);
[[nodiscard]] wire::Bytes summaryBytes(const wire::RoomSummary &summary);
[[nodiscard]] wire::Bytes meBytes(const wire::Me &me);

[[nodiscard]] std::vector<client::KeptDraft> drafts(db::Database &database);
[[nodiscard]] std::map<RoomName, wire::RoomSummary> rooms(db::Database &database);
[[nodiscard]] std::map<RoomName, Seq> positions(db::Database &database);
[[nodiscard]] std::map<RoomName, Seq> markers(db::Database &database);
[[nodiscard]] std::map<RoomName, std::string> composers(db::Database &database);
[[nodiscard]] std::optional<wire::Me> me(db::Database &database);

// The last ones below, or the first ones above, in ascending order.
[[nodiscard]] std::vector<wire::Message> messagesBelow(db::Database &database, const RoomName &room,
                                                       Seq below, std::uint64_t most);
[[nodiscard]] std::vector<wire::Message> messagesAbove(db::Database &database, const RoomName &room,
                                                       Seq above, std::uint64_t most);

} // namespace zchat::link::rows
