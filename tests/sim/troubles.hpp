// Troubles: what one seed has to live with. Each is absent from some seeds, so that it cannot hide
// what another does.
#pragma once

#include <array>
#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include "tests/sim/hostile.hpp"

namespace zchat::sim {

enum class Trouble : std::uint8_t {
    cuts,
    halfOpens,
    stalls,
    brokerCrashes,
    failedCommits,
    fullDisks,
    brokenDisks,
    clientCrashes,
    clockMoves,
    failedReads,
    secondDevices,
    bots,
    revocations
};

// Those that happen at one moment, now and then.
inline const std::vector<Trouble> sudden{
    Trouble::cuts,          Trouble::halfOpens,     Trouble::stalls,
    Trouble::brokerCrashes, Trouble::failedCommits, Trouble::fullDisks,
    Trouble::brokenDisks,   Trouble::clientCrashes, Trouble::clockMoves};

struct Troubles {
    std::set<Trouble> present;
    Weather weather;
    std::vector<Malice> malices;
    [[nodiscard]] bool has(Trouble trouble) const { return present.contains(trouble); }
};

[[nodiscard]] Troubles chooseTroubles(Chance &chance);
[[nodiscard]] std::string namesOf(const Troubles &troubles);

} // namespace zchat::sim
