// Administration from the command line: one request to the running broker with the folder's key.
#pragma once

#include "broker/shell/config.hpp"

namespace zchat::shell {

// Prints the answer to stdout, for people or as JSON, and whatever went wrong to stderr. Returns
// the exit status.
[[nodiscard]] int administer(const AdminCommand &command);

} // namespace zchat::shell
