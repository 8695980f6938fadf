// Hearing: what it costs the broker that members hear a message, and how long they wait for it,
// beside a bare CURVE PUB that stores nothing.
#pragma once

#include "shared/base/result.hpp"
#include "tools/benchmark/report.hpp"
#include "tools/benchmark/round.hpp"

namespace zchat::bench {

// As much as can be said: one room, many rooms, a private one.
[[nodiscard]] Outcome measureHearing(const Settings &settings, const Scratch &scratch,
                                     Report &report);
// At a pace that does not heed the broker: a busy room, and how long a message takes.
[[nodiscard]] Outcome measurePace(const Settings &settings, const Scratch &scratch, Report &report);
// Over members, rooms and the size of a message.
[[nodiscard]] Outcome measureGrowth(const Settings &settings, const Scratch &scratch,
                                    Report &report);

} // namespace zchat::bench
