// One round over a stored house: a broker is started on it, asked everything, and ended.
#pragma once

#include <string>

#include "shared/base/result.hpp"
#include "tools/benchmark/report.hpp"
#include "tools/benchmark/round.hpp"
#include "tools/benchmark/stored_house.hpp"

namespace zchat::bench {

// The names of its figures; `prefix` tells houses apart. Each of everyQuestion() has ", p50 ms" and
// ", p99 ms" of its own name.
inline constexpr const char *startFigure = "start, s";
inline constexpr const char *pingFigure = "ping, ms";
inline constexpr const char *anySearchFigure = "any search, p99 ms";
inline constexpr const char *wholeSearchFigure = "search until full, p99 ms";
inline constexpr const char *aloneFigure = "posts alone";
inline constexpr const char *besideFigure = "posts beside searches";
inline constexpr const char *postCpuFigure = "post, broker CPU ms";

[[nodiscard]] Outcome storedRound(const Settings &settings, const StoredHouse &house,
                                  const std::string &prefix, Report &report);

} // namespace zchat::bench
