// What a rule answers, and who it hears: shared by the files that hold the rules.
#pragma once

#include <string>

#include "broker/hub/access.hpp"
#include "broker/hub/work.hpp"
#include "shared/wire/replies.hpp"

namespace zchat::hub {

using Ruling = Result<wire::Reply>;

// Who administers: an account, or the data folder's key, which has none.
struct Actor {
    std::optional<Speaker> speaker;
    [[nodiscard]] bool administers() const {
        return !speaker || speaker->account.role == wire::AccountRole::admin;
    }
    [[nodiscard]] bool is(const AccountName &name) const {
        return speaker && speaker->account.name == name;
    }
};

} // namespace zchat::hub
