// What a broker with a large store takes: to start, to show pages at any depth, to count what is
// unread, to search; and what searches cost the posts beside them.
#pragma once

#include "shared/base/result.hpp"
#include "tools/benchmark/report.hpp"
#include "tools/benchmark/round.hpp"

namespace zchat::bench {

// With `settings.messages` stored.
[[nodiscard]] Outcome measureStored(const Settings &settings, const Scratch &scratch,
                                    Report &report);
// The same with 10^4 and ten times more each, up to that many, and where a step grows worse than
// linear.
[[nodiscard]] Outcome measureStoredGrowth(const Settings &settings, const Scratch &scratch,
                                          Report &report);

} // namespace zchat::bench
