// Rooms, members and markers, row by row. The words of ReadStore and Store (broker/hub/store.hpp)
// hold for them. Private to broker/store.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "broker/hub/store.hpp"
#include "broker/store/tables.hpp"

namespace zchat::store {

[[nodiscard]] std::optional<hub::RoomRecord> roomRecord(Tables &tables, const RoomName &name);
[[nodiscard]] std::optional<RoomName> directOf(Tables &tables,
                                               const std::vector<AccountName> &people);
[[nodiscard]] std::vector<hub::RoomRecord> everyRoom(Tables &tables);
void put(Tables &tables, const hub::RoomRecord &room);

[[nodiscard]] std::optional<hub::MemberRecord> member(Tables &tables, const RoomName &room,
                                                      const AccountName &who);
[[nodiscard]] std::vector<std::pair<AccountName, hub::MemberRecord>>
members(Tables &tables, const RoomName &room, const std::optional<AccountName> &after,
        std::uint64_t limit);
[[nodiscard]] std::vector<RoomName> joinedBy(Tables &tables, const AccountName &who);
[[nodiscard]] std::vector<RoomName> visibleTo(Tables &tables, const AccountName &who,
                                              const std::optional<RoomName> &after,
                                              std::uint64_t limit);
void put(Tables &tables, const RoomName &room, const AccountName &who,
         const hub::MemberRecord &member);

[[nodiscard]] Seq marker(Tables &tables, const AccountName &account, const RoomName &room,
                         const std::string &cursor);
void putMarker(Tables &tables, const AccountName &account, const RoomName &room,
               const std::string &cursor, Seq seq);

} // namespace zchat::store
