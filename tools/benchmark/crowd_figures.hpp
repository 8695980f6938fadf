// Many members at once: the memory that a server keeps for each, and how long all of them take to
// come back to one that was killed.
#pragma once

#include "shared/base/result.hpp"
#include "tools/benchmark/report.hpp"
#include "tools/benchmark/round.hpp"

namespace zchat::bench {

[[nodiscard]] Outcome measureMembers(const Settings &settings, const Scratch &scratch,
                                     Report &report);
[[nodiscard]] Outcome measureStorm(const Settings &settings, const Scratch &scratch,
                                   Report &report);

} // namespace zchat::bench
