// scenarios --names | --built-by | NAME
#include "tests/performance/scenarios.hpp"

#include <algorithm>
#include <cstdio>
#include <string_view>

// A name that does not depend on how a compiler writes a namespace, for callgrind's
// --toggle-collect.
extern "C" [[gnu::noinline]] void countedInstructions(const std::function<void()> *work) {
    (*work)();
    asm volatile(""); // so that the call above is no jump, which would leave this function early
}

namespace zchat::performance {

void counted(const std::function<void()> &work) {
    countedInstructions(&work);
}

} // namespace zchat::performance

using namespace zchat::performance;

int main(int argc, char *argv[]) {
    std::vector<Scenario> all;
    for (const auto &some : {clientScenarios(), codecScenarios(), hubScenarios()})
        all.insert(all.end(), some.begin(), some.end());
    const std::string_view asked = argc == 2 ? argv[1] : "";
    if (asked == "--names") {
        for (const Scenario &scenario : all)
            std::printf("%s\n", scenario.name.c_str());
        return 0;
    }
    if (asked == "--built-by") {
        std::puts(ZCHAT_BUILT_BY);
        return 0;
    }
    const auto found = std::find_if(
        all.begin(), all.end(), [&](const Scenario &scenario) { return scenario.name == asked; });
    if (found == all.end()) {
        std::fputs("Usage: scenarios --names | --built-by | NAME\n", stderr);
        return 2;
    }
    found->run();
    return 0;
}
