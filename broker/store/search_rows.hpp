// Search and mentions. The words of ReadStore (broker/hub/store.hpp) hold for them.
//
// Filters are words of the index, too (its column `tags`), so that a search in one room or by one
// author reads that room's or author's part of the index and not everyone's. What a viewer may not
// read is dropped hit by hit. A call looks at
// stretches of the log, newest first, until its page is full or its time is up, and then says where
// to go on: no query is dear enough to hold up the ones behind it. Private to broker/store.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "broker/hub/store.hpp"
#include "broker/store/tables.hpp"

namespace zchat::store {

[[nodiscard]] hub::FoundPage search(Tables &tables, const hub::SearchQuery &query);
[[nodiscard]] hub::FoundPage mentions(Tables &tables, const AccountName &viewer,
                                      const std::optional<std::vector<RoomName>> &rooms,
                                      const std::optional<std::string> &page, std::uint64_t limit);

// The filters that a message answers to, as the index has them.
[[nodiscard]] std::string searchTags(RoomNumber room, AuthorNumber author,
                                     const wire::Content &content);

} // namespace zchat::store
