#include "tools/benchmark/growth.hpp"

#include <cstdio>

namespace zchat::bench {

namespace {

// What two medians of the same thing may differ by.
constexpr double noise = 1.1;

std::string stepText(const GrowthPoint &from, const GrowthPoint &to) {
    char text[96];
    std::snprintf(text, sizeof text, "%.0f to %.0f ×%.2f", from.size, to.size, to.cost / from.cost);
    return text;
}

} // namespace

std::string growthSentence(const std::string &over, const std::vector<GrowthPoint> &points) {
    std::string steps;
    std::string worse;
    for (std::size_t i = 1; i < points.size(); ++i) {
        const GrowthPoint &from = points[i - 1];
        const GrowthPoint &to = points[i];
        const std::string step = stepText(from, to);
        steps += (steps.empty() ? "" : ", ") + step;
        if (to.cost / from.cost > noise * (to.size / from.size))
            worse += (worse.empty() ? "" : ", ") + step;
    }
    return over + ": " + steps + "; " +
           (worse.empty() ? "no step grows worse than linear."
                          : "worse than linear: " + worse + ".");
}

} // namespace zchat::bench
