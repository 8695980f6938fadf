#include <algorithm>
#include <cstdio>
#include <string>
#include <vector>

#include "tools/benchmark/growth.hpp"
#include "tools/benchmark/hearing_figures.hpp"
#include "tools/benchmark/scene.hpp"

namespace zchat::bench {

namespace {

// One point of a table.
struct Step {
    double size;
    Scene scene;
    std::size_t bytes;
};

template <class Server>
Outcome runRounds(const Settings &settings, const Load &load, const std::string &of, Server &server,
                  Report &report) {
    for (int round = 1; round <= settings.rounds; ++round) {
        const Result<Heard> heard = server.run(load);
        if (!heard)
            return heard.fault();
        addHeard(of, *heard, report);
    }
    return Done{};
}

std::string oursOf(const Step &step) {
    return "growth, broker, " + step.scene.name;
}
std::string bareOf(const Step &step) {
    return "growth, raw PUB, " + step.scene.name;
}

// Ours ends before the floor begins: the largest crowds take most of the open files that a process
// may have.
Outcome measureStep(const Settings &settings, const Scratch &scratch, const Step &step,
                    Report &report) {
    const Scene &scene = step.scene;
    std::fprintf(stderr, "growth, %s\n", scene.name.c_str());
    Load load = loadOf(settings, scene.messages);
    load.bytes = step.bytes;
    {
        const auto broker =
            BrokerFanOut::start(settings, scratch.below("growth, " + scene.name), scene.seating);
        if (!broker)
            return broker.fault();
        if (const Outcome done = runRounds(settings, load, oursOf(step), **broker, report); !done)
            return done;
    }
    const auto raw = RawFanOut::start(settings, scene.seating);
    if (!raw)
        return raw.fault();
    load.messages = scaled(scene.bareMessages, settings.scale);
    if (const Outcome done = runRounds(settings, load, bareOf(step), **raw, report); !done)
        return done;
    report.row("growth, " + scene.name, cpuUnit, cpuOf(report, oursOf(step)),
               cpuOf(report, bareOf(step)));
    return Done{};
}

enum class Cost : std::uint8_t { ofPost, ofDelivery };

Outcome measureTable(const Settings &settings, const Scratch &scratch, const std::string &over,
                     Cost cost, const std::vector<Step> &steps, Report &report) {
    std::vector<GrowthPoint> ours;
    std::vector<GrowthPoint> bare;
    for (const Step &step : steps) {
        if (const Outcome done = measureStep(settings, scratch, step, report); !done)
            return done;
        const double times =
            cost == Cost::ofPost ? static_cast<double>(step.scene.seating.membersOfEach) : 1;
        ours.push_back({.size = step.size, .cost = times * cpuOf(report, oursOf(step))});
        bare.push_back({.size = step.size, .cost = times * cpuOf(report, bareOf(step))});
    }
    report.note(growthSentence(over + ", broker", ours));
    report.note(growthSentence(over + ", raw PUB", bare));
    return Done{};
}

// Enough posts for some thirty turns of the broker, that the first and the last count little; the
// floor's messages cost the same from the first one on.
std::vector<Step> overMembers(std::size_t bytes) {
    struct Crowd {
        std::size_t members;
        std::uint64_t messages;
        std::uint64_t bareMessages;
    };
    std::vector<Step> steps;
    for (const Crowd &each : {Crowd{10, 20'000, 20'000}, Crowd{100, 10'000, 10'000},
                              Crowd{1'000, 2'000, 1'000}, Crowd{5'000, 1'000, 200}})
        steps.push_back(Step{.size = static_cast<double>(each.members),
                             .scene = {.name = std::to_string(each.members) + " members",
                                       .seating = {.membersOfEach = each.members},
                                       .messages = each.messages,
                                       .bareMessages = each.bareMessages},
                             .bytes = bytes});
    return steps;
}

std::vector<Step> overRooms(std::size_t bytes) {
    std::vector<Step> steps;
    for (const std::size_t rooms : {1, 10, 100, 1'000})
        steps.push_back(Step{
            .size = static_cast<double>(rooms),
            .scene = {.name = std::to_string(rooms) + (rooms == 1 ? " room" : " rooms") + " of 20",
                      .seating = {.rooms = rooms, .membersOfEach = 20},
                      .messages = 20'000,
                      .bareMessages = 20'000},
            .bytes = bytes});
    return steps;
}

std::vector<Step> overSize() {
    constexpr std::uint64_t mostBytes = 32'000'000; // of one round, to each member
    std::vector<Step> steps;
    for (const std::size_t bytes : {16, 128, 1'024, 4'096, 16'384}) {
        const std::uint64_t messages = std::min<std::uint64_t>(10'000, mostBytes / bytes);
        steps.push_back(Step{.size = static_cast<double>(bytes),
                             .scene = {.name = std::to_string(bytes) + " bytes",
                                       .seating = crowd.seating,
                                       .messages = messages,
                                       .bareMessages = messages / 4},
                             .bytes = bytes});
    }
    return steps;
}

} // namespace

Outcome measureGrowth(const Settings &settings, const Scratch &scratch, Report &report) {
    if (const Outcome done = measureTable(settings, scratch, "CPU of a post over members",
                                          Cost::ofPost, overMembers(settings.bytes), report);
        !done)
        return done;
    if (const Outcome done = measureTable(settings, scratch, "CPU of a delivery over rooms",
                                          Cost::ofDelivery, overRooms(settings.bytes), report);
        !done)
        return done;
    return measureTable(settings, scratch, "CPU of a delivery over bytes", Cost::ofDelivery,
                        overSize(), report);
}

} // namespace zchat::bench
