// The data folder's tools: backup, export, check. They read beside a running broker and need none.
#pragma once

#include "broker/shell/config.hpp"

namespace zchat::shell {

// Each returns the exit status and says on stderr what went wrong.
[[nodiscard]] int backUp(const BackupCommand &command);
[[nodiscard]] int exportAll(const ExportCommand &command);
[[nodiscard]] int checkAll(const CheckCommand &command);

} // namespace zchat::shell
