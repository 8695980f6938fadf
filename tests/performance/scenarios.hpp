// Fixed pieces of work whose instructions are counted by tests/performance/instructions_test.py.
//
// The same seed, the same bytes, the same order each time, no clock and no other thread: what
// changes the count is the code, the compiler or a library.
#pragma once

#include <functional>
#include <string>
#include <vector>

namespace zchat::performance {

struct Scenario {
    std::string name;
    // Everything that is not to be counted is done in here; the work that is goes through
    // counted().
    std::function<void()> run;
};

// Calls the work; callgrind counts inside this function alone.
void counted(const std::function<void()> &work);

[[nodiscard]] std::vector<Scenario> clientScenarios();
[[nodiscard]] std::vector<Scenario> codecScenarios();
[[nodiscard]] std::vector<Scenario> hubScenarios();

} // namespace zchat::performance
