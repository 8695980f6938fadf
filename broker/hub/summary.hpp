// Summaries: a room as one account sees it in its list. Shared by the hub, which tells an account
// when its membership changed, and by the readers, who answer `rooms` and `hello`.
#pragma once

#include "broker/hub/access.hpp"
#include "shared/wire/replies.hpp"

namespace zchat::hub {

// What the account has not read after `marker`; nothing in a room that it has not joined, since
// whoever only looks in owes that room no reading.
[[nodiscard]] Counts unreadOf(const ReadStore &store, const AccountName &account,
                              const Place &place, Seq marker);

[[nodiscard]] wire::RoomSummary summaryOf(const ReadStore &store, const AccountRecord &viewer,
                                          const Place &place, TimeMs now);

// For who is no longer in the room: of a private one nothing but its name.
[[nodiscard]] wire::RoomSummary farewellOf(const ReadStore &store, const AccountRecord &viewer,
                                           const Place &place, TimeMs now);

} // namespace zchat::hub
