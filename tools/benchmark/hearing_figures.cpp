#include "tools/benchmark/hearing_figures.hpp"

#include <cstdio>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "tools/benchmark/fan_out.hpp"
#include "tools/benchmark/other_fan_out.hpp"
#include "tools/benchmark/scene.hpp"

namespace zchat::bench {

namespace {

const Scene largeCrowd{.name = "1000 members",
                       .seating = {.membersOfEach = 1000},
                       .messages = 2'000,
                       .bareMessages = 1'000};
const Scene manyRooms{.name = "50 rooms of 20",
                      .seating = {.rooms = 50, .membersOfEach = 20},
                      .messages = 20'000,
                      .bareMessages = 20'000};
const Scene closedRoom{.name = "a private room of 100",
                       .seating = {.membersOfEach = 100, .isPrivate = true},
                       .messages = 10'000,
                       .bareMessages = 10'000};

Outcome sceneRound(const Settings &settings, const Scene &scene, const Both &both, Report &report) {
    const Result<Heard> heard = both.broker->run(loadOf(settings, scene.messages));
    if (!heard)
        return heard.fault();
    addHeard("broker, " + scene.name, *heard, report);
    const Result<Heard> bare = both.raw->run(loadOf(settings, scene.bareMessages));
    if (!bare)
        return bare.fault();
    addHeard("raw PUB, " + scene.name, *bare, report);
    return Done{};
}

Outcome measureScene(const Settings &settings, const Scene &scene, const std::string &folder,
                     Report &report) {
    const Result<Both> both = startBoth(settings, folder, scene.seating);
    if (!both)
        return both.fault();
    for (int round = 1; round <= settings.rounds; ++round) {
        std::fprintf(stderr, "hearing, %s, round %d of %d\n", scene.name.c_str(), round,
                     settings.rounds);
        if (const Outcome done = sceneRound(settings, scene, *both, report); !done)
            return done;
    }
    report.row("fan-out, " + scene.name, cpuUnit, cpuOf(report, "broker, " + scene.name),
               cpuOf(report, "raw PUB, " + scene.name));
    return Done{};
}

// Those that are installed, each plain and under TLS.
std::vector<std::unique_ptr<OtherFanOut>> startOthers(const std::string &folder,
                                                      const Seating &seating, Report &report) {
    std::vector<std::unique_ptr<OtherFanOut>> started;
    std::vector<std::optional<Certificate>> ways{std::nullopt};
    if (!Stream::hasTls) {
        report.note("Built without OpenSSL: no row of TLS.");
    } else if (Result<Certificate> made = makeCertificate(folder)) {
        ways.emplace_back(std::move(*made));
    } else {
        report.note(made.fault().text + " No row of TLS.");
    }
    for (const OtherBroker &broker : otherBrokers()) {
        if (programNamed(broker.program).empty()) {
            report.note(broker.name + " is not installed: no row of it.");
            continue;
        }
        for (const std::optional<Certificate> &certificate : ways) {
            auto other =
                OtherFanOut::start(broker, folder + "/" + broker.name + (certificate ? "-tls" : ""),
                                   seating.members(), certificate);
            if (other)
                started.push_back(std::move(*other));
            else
                report.note(other.fault().text + " No row of it.");
        }
    }
    return started;
}

// The scene that most is measured of: how fast it goes, and beside other floors.
Outcome measureCrowd(const Settings &settings, const std::string &folder, Report &report) {
    const Result<Both> both = startBoth(settings, folder, crowd.seating);
    if (!both)
        return both.fault();
    const auto others = startOthers(folder, crowd.seating, report);
    for (int round = 1; round <= settings.rounds; ++round) {
        std::fprintf(stderr, "hearing, %s, round %d of %d\n", crowd.name.c_str(), round,
                     settings.rounds);
        if (const Outcome done = sceneRound(settings, crowd, *both, report); !done)
            return done;
        const Result<Heard> one =
            both->raw->run(loadOf(settings, crowd.bareMessages), Framing::oneFrame);
        if (!one)
            return one.fault();
        addHeard("raw PUB in one frame, " + crowd.name, *one, report);
        for (const std::unique_ptr<OtherFanOut> &other : others) {
            const Result<Heard> theirs = other->run(loadOf(settings, crowd.messages));
            if (!theirs)
                return theirs.fault();
            addHeard(other->name() + ", " + crowd.name, *theirs, report);
        }
    }
    const double ours = cpuOf(report, "broker, " + crowd.name);
    const std::string fanOut = "fan-out, " + crowd.name;
    report.row(fanOut, cpuUnit, ours, cpuOf(report, "raw PUB, " + crowd.name));
    report.row(fanOut, "server CPU s/million; floor: raw CURVE PUB, one frame", ours,
               cpuOf(report, "raw PUB in one frame, " + crowd.name));
    for (const std::unique_ptr<OtherFanOut> &other : others)
        report.row(fanOut, "server CPU s/million; floor: " + other->name() + ", in memory", ours,
                   cpuOf(report, other->name() + ", " + crowd.name));
    report.row("deliveries, " + crowd.name, "1/s; floor: raw CURVE PUB",
               report.of("broker, " + crowd.name + ", deliveries/s"),
               report.of("raw PUB, " + crowd.name + ", deliveries/s"));
    return Done{};
}

} // namespace

Outcome measureHearing(const Settings &settings, const Scratch &scratch, Report &report) {
    if (const Outcome done = measureCrowd(settings, scratch.below("crowd"), report); !done)
        return done;
    for (const Scene &scene : {largeCrowd, manyRooms, closedRoom})
        if (const Outcome done = measureScene(settings, scene, scratch.below(scene.name), report);
            !done)
            return done;
    return Done{};
}

} // namespace zchat::bench
