// Accounts: who comes in (register, redeem), by whose leave (ticket), and who goes (revoke,
// account).
//
// Each function is one rule: it checks everything before it writes anything.
#pragma once

#include "broker/hub/ruling.hpp"

namespace zchat::hub {

[[nodiscard]] Ruling registerAccount(Work &work, const Envelope &envelope,
                                     const wire::Register &request);
[[nodiscard]] Ruling changeAccount(Work &work, const Envelope &envelope, const Actor &actor,
                                   const wire::Account &request);
// A device was at work.
void seen(Work &work, const Envelope &envelope);

// What a new account comes with; the first person of a fresh broker is its administrator. Writes
// the account, its device and its place in the lobby.
struct Newcomer {
    AccountName name;
    std::string title;
    bool bot = false;
    std::optional<wire::Scope> scope;
};
[[nodiscard]] AccountRecord welcome(Work &work, const Newcomer &newcomer,
                                    const DeviceRecord &device);
// Writes a device and lets its key in.
void admit(Work &work, const DeviceRecord &device);
// What live mirrors of an account.
[[nodiscard]] AccountChanged changeOf(const AccountRecord &account);
[[nodiscard]] wire::Me meOf(const AccountRecord &account, const PublicKey &device);

} // namespace zchat::hub
