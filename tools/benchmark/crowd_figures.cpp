#include "tools/benchmark/crowd_figures.hpp"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <optional>
#include <string>

#include "shared/crypto/keys.hpp"
#include "tools/benchmark/client.hpp"
#include "tools/benchmark/free_ports.hpp"
#include "tools/benchmark/idle_crowd.hpp"
#include "tools/benchmark/raw_pair.hpp"

namespace zchat::bench {

namespace {

using Clock = std::chrono::steady_clock;

constexpr double emptyBoundMiB = 16;
constexpr const char *emptyFigure = "empty broker, MiB";
constexpr const char *brokerMemberFigure = "broker, KiB a member";
constexpr const char *backFigure = "clients back, s";
constexpr const char *rawBackFigure = "raw pairs back, s";
// In one process, where each takes a dozen open files.
constexpr std::size_t stormClients = 1'000;

const char *rawMemberFigure(Admission admission) {
    return admission == Admission::zap ? "raw pair with ZAP, KiB a member"
                                       : "raw pair, KiB a member";
}

double secondsSince(Clock::time_point start) {
    return std::chrono::duration<double>(Clock::now() - start).count();
}

double kibEach(std::uint64_t before, const Process &server, std::size_t members) {
    return (static_cast<double>(server.residentKiB()) - static_cast<double>(before)) /
           static_cast<double>(members);
}

Result<IdleCrowd::Carried> brokerRound(const Settings &settings, const std::string &folder,
                                       Report &report) {
    const Result<RunningBroker> broker = startBroker(settings.broker, folder);
    if (!broker)
        return broker.fault();
    const std::uint64_t empty = broker->process.residentKiB();
    report.add(emptyFigure, static_cast<double>(empty) / 1024);
    Result<IdleCrowd> crowd =
        IdleCrowd::start(settings.self, broker->line, CrowdOf::broker, settings.crowd);
    if (!crowd)
        return crowd.fault();
    if (const Outcome settled = crowd->settle(); !settled)
        return settled.fault();
    report.add(brokerMemberFigure, kibEach(empty, broker->process, settings.crowd));
    return crowd->carried();
}

// The same number of messages has gone each way when the floor is looked at.
Outcome rawRound(const Settings &settings, Admission admission, const IdleCrowd::Carried &carried,
                 Report &report) {
    Result<RawPair> raw = RawPair::start(settings.self, {.ports = {}, .admission = admission});
    if (!raw)
        return raw.fault();
    const std::uint64_t empty = raw->process().residentKiB();
    Result<IdleCrowd> crowd =
        IdleCrowd::start(settings.self, raw->line(), CrowdOf::rawPair, settings.crowd);
    if (!crowd)
        return crowd.fault();
    if (const Outcome settled = crowd->settle(); !settled)
        return settled;
    raw->beat(carried.frames);
    if (const Outcome done = crowd->carry(carried); !done)
        return done;
    report.add(rawMemberFigure(admission), kibEach(empty, raw->process(), settings.crowd));
    return Done{};
}

Outcome membersRound(const Settings &settings, const std::string &folder, Report &report) {
    const Result<IdleCrowd::Carried> carried = brokerRound(settings, folder, report);
    if (!carried)
        return carried.fault();
    for (const Admission admission : {Admission::none, Admission::zap})
        if (const Outcome done = rawRound(settings, admission, *carried, report); !done)
            return done;
    return Done{};
}

// The crowd of tests/load: real clients in one process, told what to do by lines.
class RealCrowd final {
public:
    static Result<RealCrowd> start(const Settings &settings, const FrontLine &broker) {
        Result<Process> process =
            Process::start({settings.crowdProgram, std::to_string(broker.front.value_or(0)),
                            std::to_string(settings.crowd)});
        if (!process)
            return process.fault();
        RealCrowd crowd(std::move(*process));
        for (const char *order : {"online", "say lobby 200", "settle lobby"})
            if (const Outcome done = crowd.tell(order); !done)
                return done.fault();
        return crowd;
    }
    [[nodiscard]] Outcome tell(const std::string &order) {
        process_.writeLine(order);
        if (process_.readLine().empty())
            return Fault{.text = "The crowd waited in vain: " + order + "."};
        return Done{};
    }

private:
    explicit RealCrowd(Process process)
        : process_(std::move(process)) {}
    Process process_;
};

// Kills a broker again and again; its crowd stays.
class Storm final {
public:
    Storm(const Settings &settings, std::string folder, const BrokerPorts &ports)
        : settings_(settings)
        , folder_(std::move(folder))
        , ports_(ports) {}

    [[nodiscard]] Outcome start() {
        if (const Outcome up = startServer(); !up)
            return up;
        Result<RealCrowd> crowd = RealCrowd::start(settings_, broker_->line);
        if (!crowd)
            return crowd.fault();
        crowd_.emplace(std::move(*crowd));
        return Done{};
    }
    // Seconds from the kill until each of the crowd is online and has a word that was said after
    // it.
    [[nodiscard]] Result<double> strike() {
        const Clock::time_point killed = Clock::now();
        broker_->process.kill();
        broker_.reset();
        if (const Outcome up = startServer(); !up)
            return up.fault();
        for (const char *order : {"say lobby 200", "settle lobby"})
            if (const Outcome done = crowd_->tell(order); !done)
                return done.fault();
        return secondsSince(killed);
    }

private:
    Outcome startServer() {
        Result<RunningBroker> broker = startBroker(settings_.broker, folder_, ports_);
        if (!broker)
            return broker.fault();
        broker_.emplace(std::move(*broker));
        return Done{};
    }

    const Settings &settings_;
    const std::string folder_;
    const BrokerPorts ports_;
    std::optional<RunningBroker> broker_;
    std::optional<RealCrowd> crowd_; // ends before the broker
};

// The same of the bare pair: sockets alone, which libzmq connects again by itself.
class RawStorm final {
public:
    RawStorm(const Settings &settings, const BrokerPorts &ports)
        : settings_(settings)
        , ports_(ports) {}

    [[nodiscard]] Outcome start() {
        if (const Outcome up = startServer(); !up)
            return up;
        Result<IdleCrowd> crowd =
            IdleCrowd::start(settings_.self, pair_->line(), CrowdOf::rawPair, settings_.crowd);
        if (!crowd)
            return crowd.fault();
        crowd_.emplace(std::move(*crowd));
        return crowd_->settle();
    }
    // Seconds from the kill until every DEALER has shaken hands and every SUB has subscribed.
    [[nodiscard]] Result<double> strike() {
        const Clock::time_point killed = Clock::now();
        pair_->process().kill();
        pair_.reset();
        if (const Outcome up = startServer(); !up)
            return up.fault();
        if (const Outcome back = pair_->await(settings_.crowd); !back)
            return back.fault();
        return secondsSince(killed);
    }

private:
    Outcome startServer() {
        Result<RawPair> pair = RawPair::start(settings_.self, {.keys = keys_, .ports = ports_});
        if (!pair)
            return pair.fault();
        pair_.emplace(std::move(*pair));
        return Done{};
    }

    const Settings &settings_;
    const BrokerPorts ports_;
    const crypto::KeyPair keys_ = crypto::generateKeyPair();
    std::optional<RawPair> pair_;
    std::optional<IdleCrowd> crowd_;
};

template <class Server>
Outcome strikes(const Settings &settings, Server &server, const std::string &what, Report &report) {
    if (const Outcome up = server.start(); !up)
        return up;
    for (int round = 1; round <= settings.rounds; ++round) {
        std::fprintf(stderr, "storm, round %d of %d\n", round, settings.rounds);
        const Result<double> back = server.strike();
        if (!back)
            return back.fault();
        report.add(what, *back);
    }
    return Done{};
}

} // namespace

Outcome measureMembers(const Settings &settings, const Scratch &scratch, Report &report) {
    for (int round = 1; round <= settings.rounds; ++round) {
        std::fprintf(stderr, "members, round %d of %d\n", round, settings.rounds);
        const std::string folder = scratch.below("members " + std::to_string(round));
        if (const Outcome done = membersRound(settings, folder, report); !done)
            return done;
    }
    report.row(emptyFigure, "resident; floor: the bound", report.of(emptyFigure), emptyBoundMiB);
    const std::string each = std::to_string(settings.crowd) + " members, KiB each";
    const double ours = report.of(brokerMemberFigure);
    report.row(each, "resident; floor: raw CURVE, both sockets", ours,
               report.of(rawMemberFigure(Admission::none)));
    report.row(each, "the same with admission by ZAP", ours,
               report.of(rawMemberFigure(Admission::zap)));
    return Done{};
}

// One after the other and not in turns: real clients that wait for their next turn hear a beat each
// second, which the floor would pay for.
Outcome measureStorm(const Settings &settings, const Scratch &scratch, Report &report) {
    Settings fewer = settings;
    fewer.crowd = std::min(settings.crowd, stormClients);
    const Result<BrokerPorts> ports = freePorts();
    if (!ports)
        return ports.fault();
    {
        RawStorm floor(fewer, *ports);
        if (const Outcome done = strikes(fewer, floor, rawBackFigure, report); !done)
            return done;
    }
    Storm ours(fewer, scratch.below("storm"), *ports);
    std::fprintf(stderr, "storm: %zu clients sign in\n", fewer.crowd);
    if (const Outcome done = strikes(fewer, ours, backFigure, report); !done)
        return done;
    report.row(std::to_string(fewer.crowd) + " clients back after kill -9",
               "s; floor: raw sockets, both of each", report.of(backFigure),
               report.of(rawBackFigure));
    return Done{};
}

} // namespace zchat::bench
