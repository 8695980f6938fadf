// World: one simulation of one seed, from the first hello to the last check.
//
// Most of a minute of broken network, failing disks, crashes, hostile clients and people who do as
// they please; then everything is healed, each room hears one last word, and within 30 simulated
// seconds of the healing every view must equal the log.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace zchat::sim {

struct Outcome {
    std::uint64_t seed = 0;
    std::vector<std::string> violations;
    // Of everything that anybody was sent or shown, with its time: equal for equal seeds.
    std::uint64_t trace = 0;
    std::size_t entries = 0;
    std::size_t brokerCrashes = 0;
    std::size_t clientCrashes = 0;
    std::size_t failedCommits = 0;
    std::size_t hostileRequests = 0;
    std::size_t turns = 0;
    std::int64_t convergedMs = 0; // after healing
    std::string troubles;         // those that this seed has
    std::size_t leftBytes = 0;    // of memory, once all of it has ended
};

// `tracing` prints every body that is asked, sent or published.
[[nodiscard]] Outcome simulate(std::uint64_t seed, bool tracing = false);

} // namespace zchat::sim
