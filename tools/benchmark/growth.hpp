// How a cost grows over what it depends on, said in one sentence.
#pragma once

#include <string>
#include <vector>

namespace zchat::bench {

struct GrowthPoint {
    double size; // ascending
    double cost;
};

// "members: 10 to 100 ×1.60, 100 to 1000 ×8.10; no step grows worse than linear."
[[nodiscard]] std::string growthSentence(const std::string &over,
                                         const std::vector<GrowthPoint> &points);

} // namespace zchat::bench
