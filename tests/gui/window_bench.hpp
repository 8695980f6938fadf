// The parts of window-bench, each run in a process of its own.
#pragma once

#include <QString>
#include <map>
#include <vector>

namespace zchat::gui::bench {

using Figures = std::map<QString, double>;

// Of the clock that all processes share.
[[nodiscard]] double monotonicMs();
[[nodiscard]] double quantile(std::vector<double> values, double part);

[[nodiscard]] bool makeCache();
// On that cache; `spawnedMs` is when this process was asked for.
[[nodiscard]] Figures measureStart(double spawnedMs);
// On a scripted server.
[[nodiscard]] Figures measureScrolling();
[[nodiscard]] Figures measureResizing();
[[nodiscard]] Figures measureTyping();

} // namespace zchat::gui::bench
