// Accounts, devices and tickets, row by row. The words of ReadStore and Store
// (broker/hub/store.hpp) hold for them. Private to broker/store.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "broker/hub/store.hpp"
#include "broker/store/tables.hpp"

namespace zchat::store {

[[nodiscard]] std::optional<hub::AccountRecord> account(Tables &tables, const AccountName &name);
[[nodiscard]] std::vector<hub::AccountRecord> accounts(Tables &tables, const std::string &query,
                                                       const std::optional<AccountName> &after,
                                                       std::uint64_t limit);
[[nodiscard]] bool hasAccounts(Tables &tables);
[[nodiscard]] std::vector<hub::AccountRecord> everyAccount(Tables &tables);
void put(Tables &tables, const hub::AccountRecord &account);

[[nodiscard]] std::optional<hub::DeviceRecord> device(Tables &tables, const PublicKey &key);
[[nodiscard]] std::vector<hub::DeviceRecord> devicesOf(Tables &tables, const AccountName &account);
[[nodiscard]] std::vector<hub::DeviceRecord> everyDevice(Tables &tables);
void put(Tables &tables, const hub::DeviceRecord &device);

[[nodiscard]] std::optional<hub::TicketRecord> ticket(Tables &tables, const PublicKey &key);
[[nodiscard]] std::vector<hub::TicketRecord> everyTicket(Tables &tables);
void put(Tables &tables, const hub::TicketRecord &ticket);

} // namespace zchat::store
