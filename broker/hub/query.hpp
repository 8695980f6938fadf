// Questions: what may be answered from a store without changing it, on any reader's thread.
//
// Authorised at use, every time, from the store that answers. Presence is not here: live fills the
// states of people and members in before the reply is encoded.
#pragma once

#include "broker/hub/store.hpp"
#include "shared/base/result.hpp"
#include "shared/wire/replies.hpp"
#include "shared/wire/requests.hpp"

namespace zchat::hub {

struct Asker {
    PublicKey device;
    bool folderKey = false;
};

// devices, accounts, entries, history, search, mentions, rooms, members, people; and hello, of
// which `me` and `rooms` are filled in here and the rest by live.
[[nodiscard]] bool isQuery(const wire::Request &request);
// A read that failed is E_STORAGE. `now` is for what expires (notify until).
[[nodiscard]] Result<wire::Reply> answer(ReadStore &store, const Asker &asker,
                                         const wire::Request &request, TimeMs now);

} // namespace zchat::hub
