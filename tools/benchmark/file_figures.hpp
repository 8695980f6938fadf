// Files: how fast they go up and down beside a bare copy of the same bytes, what they cost the
// words that are said meanwhile, and how much memory both sides take for the largest of them.
#pragma once

#include "shared/base/result.hpp"
#include "tools/benchmark/report.hpp"
#include "tools/benchmark/round.hpp"

namespace zchat::bench {

[[nodiscard]] Outcome measureFiles(const Settings &settings, const Scratch &scratch,
                                   Report &report);
[[nodiscard]] Outcome measureWordsBesideFiles(const Settings &settings, const Scratch &scratch,
                                              Report &report);
// The largest file up and down by chat-cli, with the peak resident memory of broker and client.
[[nodiscard]] Outcome measureFileMemory(const Settings &settings, const Scratch &scratch,
                                        Report &report);

} // namespace zchat::bench
