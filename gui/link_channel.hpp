// LinkChannel: the Channel that the program ships with: a Link and nothing else.
#pragma once

#include "gui/model/channel.hpp"
#include "gui/window/sign_in_dialog.hpp"

namespace zchat::gui {

[[nodiscard]] OpenChannel openLink(const SignIn &signIn);
// Who has signed in at this address from this machine.
[[nodiscard]] std::vector<AccountName> accountsAt(const Address &address);
// For the sign-in dialog: what the front door at an address says, against what is pinned here.
[[nodiscard]] Result<Door> knockAt(const Address &address);

} // namespace zchat::gui
