// Reading the logs: pages of entries and messages, ids, and what is unread. The words of ReadStore
// (broker/hub/store.hpp) hold for them. Private to broker/store.
#pragma once

#include <optional>
#include <vector>

#include "broker/hub/store.hpp"
#include "broker/store/tables.hpp"

namespace zchat::store {

[[nodiscard]] std::vector<wire::Encoded<wire::Entry>> entries(Tables &tables, const RoomName &room,
                                                              Seq after, std::uint64_t limit,
                                                              std::size_t pageBytes);
[[nodiscard]] std::optional<wire::Entry> entry(Tables &tables, const RoomName &room, Seq seq);
[[nodiscard]] std::vector<wire::Encoded<wire::Message>> history(Tables &tables,
                                                                const RoomName &room,
                                                                const hub::HistoryWindow &window,
                                                                std::size_t pageBytes);
[[nodiscard]] std::optional<wire::Message> message(Tables &tables, const RoomName &room, Seq seq);
[[nodiscard]] std::optional<wire::Message> messageAt(Tables &tables, std::int64_t key);
[[nodiscard]] std::optional<hub::IdRecord> idOf(Tables &tables, const AccountName &account,
                                                const EntryId &id);
[[nodiscard]] hub::Counts counts(Tables &tables, const AccountName &account, const RoomName &room,
                                 Seq marker);

// Countable messages of the room, and of one author in it, up to and including a row.
[[nodiscard]] std::int64_t countedUpTo(Tables &tables, std::int64_t key);
[[nodiscard]] std::int64_t ownUpTo(Tables &tables, AuthorNumber author, std::int64_t key);

} // namespace zchat::store
