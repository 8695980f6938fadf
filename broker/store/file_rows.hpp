// Uploads under way, which message has which bytes, and what files take; row by row. The words of
// ReadStore and Store (broker/hub/store.hpp) hold for them. Private to broker/store.
#pragma once

#include <optional>
#include <vector>

#include "broker/hub/store.hpp"
#include "broker/store/tables.hpp"

namespace zchat::store {

[[nodiscard]] std::optional<hub::TransferRecord> transfer(Tables &tables, std::uint64_t number);
[[nodiscard]] std::optional<hub::TransferRecord>
transferOf(Tables &tables, const AccountName &account, const EntryId &id);
[[nodiscard]] std::uint64_t transfersOf(Tables &tables, const AccountName &account);
[[nodiscard]] std::vector<hub::TransferRecord> transfersBefore(Tables &tables, TimeMs offered,
                                                               std::uint64_t limit);
[[nodiscard]] std::uint64_t nextTransfer(Tables &tables);
void put(Tables &tables, const hub::TransferRecord &transfer);
void removeTransfer(Tables &tables, std::uint64_t number);

// A file message came, or was redacted.
void addAttachment(Tables &tables, std::int64_t key, const AccountName &by, const wire::File &file);
void removeAttachment(Tables &tables, std::int64_t key, const AccountName &by,
                      const wire::File &file);
[[nodiscard]] std::uint64_t references(Tables &tables, const Hash &hash);
[[nodiscard]] bool mayReadFile(Tables &tables, const AccountName &viewer,
                               const std::optional<std::vector<RoomName>> &rooms,
                               const wire::File &file);
[[nodiscard]] std::uint64_t fileBytes(Tables &tables, const std::optional<AccountName> &account);

} // namespace zchat::store
