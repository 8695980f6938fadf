// The client's brain: how many events it applies in a second on one core, beside the codec alone.
#pragma once

#include "shared/base/result.hpp"
#include "tools/benchmark/report.hpp"
#include "tools/benchmark/round.hpp"

namespace zchat::bench {

[[nodiscard]] Outcome measureBrain(const Settings &settings, const Scratch &scratch,
                                   Report &report);

} // namespace zchat::bench
