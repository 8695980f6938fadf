// The simulator as a test program; tools/sim runs more of it on every core.
//
//   test_sim                          200 seeds
//   ZCHAT_SIM_SEEDS=2000 test_sim     more of them; ZCHAT_SIM_FIRST says from which on
//   ZCHAT_SIM_SEED=17 test_sim        one seed again, with what it did
//   ZCHAT_SIM_TRACE=1                 and every body with its time
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string>

#include "tests/sim/world.hpp"
#include "tests/support/catch.hpp"

using namespace zchat;

namespace {

// What a library keeps for itself when it is used for the first time; a leak grows with each seed.
constexpr std::size_t keptForGoodBytes = 4'096;
constexpr std::uint64_t sayEverySeeds = 500;

std::uint64_t fromEnvironment(const char *name, std::uint64_t otherwise) {
    const char *value = std::getenv(name);
    return value == nullptr ? otherwise : std::strtoull(value, nullptr, 10);
}

std::string report(const sim::Outcome &outcome) {
    std::string text =
        "seed " + std::to_string(outcome.seed) + ": " + std::to_string(outcome.entries) +
        " entries, " + std::to_string(outcome.turns) + " turns, " +
        std::to_string(outcome.brokerCrashes) + " broker crashes, " +
        std::to_string(outcome.clientCrashes) + " client crashes, " +
        std::to_string(outcome.failedCommits) + " failed commits, " +
        std::to_string(outcome.hostileRequests) + " hostile requests, converged " +
        std::to_string(outcome.convergedMs) + " ms after healing\n  with " + outcome.troubles;
    for (const std::string &violation : outcome.violations)
        text += "\n  " + violation;
    if (!outcome.violations.empty())
        text += "\n  replay: ZCHAT_SIM_SEED=" + std::to_string(outcome.seed) + " test_sim";
    return text;
}

} // namespace

TEST_CASE("sim: whatever breaks, nothing acknowledged is lost and everyone sees the log") {
    const std::uint64_t only = fromEnvironment("ZCHAT_SIM_SEED", 0);
    const std::uint64_t first = only != 0 ? only : fromEnvironment("ZCHAT_SIM_FIRST", 1);
    const std::uint64_t count = only != 0 ? 1 : fromEnvironment("ZCHAT_SIM_SEEDS", 200);
    const auto begin = std::chrono::steady_clock::now();
    const auto say = [begin](std::uint64_t seeds, std::size_t entries) {
        const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
        std::printf("%llu seeds, %zu entries, %.1f seeds per second\n",
                    static_cast<unsigned long long>(seeds), entries,
                    static_cast<double>(seeds) / took.count());
        std::fflush(stdout);
    };
    std::size_t entries = 0;
    for (std::uint64_t seed = first; seed < first + count; ++seed) {
        const sim::Outcome outcome = sim::simulate(seed, std::getenv("ZCHAT_SIM_TRACE") != nullptr);
        entries += outcome.entries;
        if (only != 0)
            std::printf("%s\n", report(outcome).c_str());
        INFO(report(outcome));
        CHECK(outcome.violations.empty());
        if (seed != first)
            CHECK(outcome.leftBytes < keptForGoodBytes);
        const std::uint64_t done = seed - first + 1;
        if (done % sayEverySeeds == 0 && done != count)
            say(done, entries);
    }
    say(count, entries);
}

TEST_CASE("sim: a seed replays bit for bit") {
    const std::uint64_t first = fromEnvironment("ZCHAT_SIM_FIRST", 1);
    for (std::uint64_t seed = first; seed < first + 20; ++seed)
        CHECK(sim::simulate(seed).trace == sim::simulate(seed).trace);
}
