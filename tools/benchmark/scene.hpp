// A scene of hearing: who sits where, how much is said, and what to call it in the table.
//
// The parts of the bench that measure hearing share it; each adds the figures that it looks for.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "tools/benchmark/fan_out.hpp"
#include "tools/benchmark/hearing.hpp"
#include "tools/benchmark/report.hpp"
#include "tools/benchmark/round.hpp"

namespace zchat::bench {

inline constexpr const char *cpuUnit = "server CPU s/million; floor: raw CURVE PUB";

struct Scene {
    std::string name;
    Seating seating;
    std::uint64_t messages;     // a round at scale 1
    std::uint64_t bareMessages; // of the floor, which takes longer for each
};
// The one that most is measured of.
inline const Scene crowd{.name = "100 members",
                         .seating = {.membersOfEach = 100},
                         .messages = 20'000,
                         .bareMessages = 10'000};

[[nodiscard]] Load loadOf(const Settings &settings, std::uint64_t messages);

// Both servers of a scene, with everybody signed in.
struct Both {
    std::unique_ptr<BrokerFanOut> broker;
    std::unique_ptr<RawFanOut> raw;
};
[[nodiscard]] Result<Both> startBoth(const Settings &settings, const std::string &folder,
                                     const Seating &seating);

// `of` says which server, in which scene.
void addHeard(const std::string &of, const Heard &heard, Report &report);
[[nodiscard]] double cpuOf(const Report &report, const std::string &of);

} // namespace zchat::bench
