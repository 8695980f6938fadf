#include "tests/sim/troubles.hpp"

namespace zchat::sim {

namespace {

struct Likely {
    Trouble trouble;
    const char *name;
    std::uint64_t percent;
};
constexpr std::array<Likely, 13> likely{{{Trouble::cuts, "cuts", 70},
                                         {Trouble::halfOpens, "half-opens", 50},
                                         {Trouble::stalls, "slow-readers", 60},
                                         {Trouble::brokerCrashes, "broker-crashes", 60},
                                         {Trouble::failedCommits, "failed-commits", 50},
                                         {Trouble::fullDisks, "full-disks", 25},
                                         {Trouble::brokenDisks, "broken-disks", 25},
                                         {Trouble::clientCrashes, "client-crashes", 60},
                                         {Trouble::clockMoves, "clock-moves", 40},
                                         {Trouble::failedReads, "failed-reads", 20},
                                         {Trouble::secondDevices, "second-devices", 35},
                                         {Trouble::bots, "bots", 20},
                                         {Trouble::revocations, "revocations", 20}}};

} // namespace

Troubles chooseTroubles(Chance &chance) {
    Troubles troubles;
    for (const Likely &each : likely)
        if (chance.percent(each.percent))
            troubles.present.insert(each.trouble);
    Weather &weather = troubles.weather;
    if (chance.percent(60))
        weather.dropPermille = static_cast<std::uint64_t>(chance.between(1, 300));
    if (chance.percent(50))
        weather.duplicatePermille = 50;
    if (chance.percent(60)) {
        weather.slowPercent = static_cast<std::uint64_t>(chance.between(1, 40));
        weather.slowestMs = chance.between(20, 3'000);
    }
    if (chance.percent(30))
        troubles.malices.push_back(Malice::member);
    if (chance.percent(20))
        troubles.malices.push_back(Malice::stranger);
    if (chance.percent(10))
        troubles.malices.push_back(Malice::flood);
    return troubles;
}

std::string namesOf(const Troubles &troubles) {
    std::string names;
    for (const Likely &each : likely)
        if (troubles.has(each.trouble))
            names += std::string(names.empty() ? "" : " ") + each.name;
    const auto &weather = troubles.weather;
    if (weather.dropPermille > 0)
        names += " drops";
    if (weather.duplicatePermille > 0)
        names += " duplicates";
    if (weather.slowPercent > 0)
        names += " delays";
    for (const Malice malice : troubles.malices)
        names += malice == Malice::member     ? " hostile-member"
                 : malice == Malice::stranger ? " hostile-stranger"
                                              : " hostile-flood";
    return names;
}

} // namespace zchat::sim
