#include <cstdio>
#include <string>
#include <vector>

#include "tools/benchmark/hearing_figures.hpp"
#include "tools/benchmark/pace.hpp"
#include "tools/benchmark/scene.hpp"
#include "tools/benchmark/sqlite_floor.hpp"

namespace zchat::bench {

namespace {

constexpr double busyPerSecond = 1'000;
constexpr std::uint64_t busySeconds = 5;
constexpr double calmPerSecond = 100;
constexpr std::uint64_t calmSeconds = 5;
constexpr double busyP99BoundMs = 15;

std::vector<double> waits(const std::vector<Delivery> &deliveries) {
    std::vector<double> each;
    for (const Delivery &delivery : deliveries)
        each.push_back(delivery.ms);
    return each;
}

// Commits what is due by then in one transaction, as any store would that fell behind;
// milliseconds from due to durable, of each.
std::vector<double> commitsAtPace(SqliteFloor &floor, std::uint64_t count, double perSecond) {
    std::vector<double> each;
    const Pace pace(perSecond);
    while (each.size() < count) {
        const std::uint64_t first = each.size();
        pace.waitFor(first);
        std::uint64_t batch = 1;
        while (first + batch < count && pace.due(first + batch) <= Pace::Clock::now())
            ++batch;
        floor.insert(batch, batch);
        const Pace::Clock::time_point durable = Pace::Clock::now();
        for (std::uint64_t done = 0; done < batch; ++done)
            each.push_back(pace.msSince(first + done, durable));
    }
    return each;
}

// Each delivery of a bare PUB after a commit of its message.
std::vector<double> summed(const std::vector<Delivery> &deliveries,
                           const std::vector<double> &commits) {
    std::vector<double> each;
    for (const Delivery &delivery : deliveries)
        each.push_back(delivery.ms + commits[delivery.message % commits.size()]);
    return each;
}

void addWaits(const std::string &what, const std::vector<double> &each, Report &report) {
    report.add(what + ", p50 ms", quantile(each, 0.5));
    report.add(what + ", p99 ms", quantile(each, 0.99));
}

Outcome busyRound(const Settings &settings, const Both &both, Report &report) {
    Load load = loadOf(settings, busySeconds * static_cast<std::uint64_t>(busyPerSecond));
    load.perSecond = busyPerSecond;
    const Result<Heard> heard = both.broker->run(load);
    if (!heard)
        return heard.fault();
    addHeard("broker, 1000 posts/s", *heard, report);
    addWaits("broker, 1000 posts/s", waits(heard->deliveries), report);
    const Result<Heard> bare = both.raw->run(load);
    if (!bare)
        return bare.fault();
    addHeard("raw PUB, 1000 posts/s", *bare, report);
    addWaits("raw PUB, 1000 posts/s", waits(bare->deliveries), report);
    return Done{};
}

Outcome calmRound(const Settings &settings, const Both &both, SqliteFloor &store, Report &report) {
    Load load = loadOf(settings, calmSeconds * static_cast<std::uint64_t>(calmPerSecond));
    load.perSecond = calmPerSecond;
    const Result<Heard> heard = both.broker->run(load);
    if (!heard)
        return heard.fault();
    addWaits("broker, 100 posts/s", waits(heard->deliveries), report);
    const Result<Heard> bare = both.raw->run(load);
    if (!bare)
        return bare.fault();
    addWaits("raw PUB, 100 posts/s", waits(bare->deliveries), report);
    const std::vector<double> commits = commitsAtPace(store, load.messages, calmPerSecond);
    addWaits("commit, 100 posts/s", commits, report);
    addWaits("raw PUB and commit, 100 posts/s", summed(bare->deliveries, commits), report);
    return Done{};
}

} // namespace

Outcome measurePace(const Settings &settings, const Scratch &scratch, Report &report) {
    const Result<Both> both = startBoth(settings, scratch.below("pace"), crowd.seating);
    if (!both)
        return both.fault();
    SqliteFloor store(scratch.below("pace, floor") + "/floor.db", settings.bytes);
    for (int round = 1; round <= settings.rounds; ++round) {
        std::fprintf(stderr, "pace, round %d of %d\n", round, settings.rounds);
        if (const Outcome done = busyRound(settings, *both, report); !done)
            return done;
        if (const Outcome done = calmRound(settings, *both, store, report); !done)
            return done;
    }
    report.row("1000 posts/s, 100 members", cpuUnit, cpuOf(report, "broker, 1000 posts/s"),
               cpuOf(report, "raw PUB, 1000 posts/s"));
    report.row("1000 posts/s, 100 members, p99", "ms from due to heard; floor: the bound",
               report.of("broker, 1000 posts/s, p99 ms"), busyP99BoundMs);
    for (const char *figure : {"p50", "p99"})
        report.row(std::string("100 posts/s, 100 members, ") + figure,
                   "ms from due to heard; floor: raw CURVE PUB and a commit",
                   report.of(std::string("broker, 100 posts/s, ") + figure + " ms"),
                   report.of(std::string("raw PUB and commit, 100 posts/s, ") + figure + " ms"));
    return Done{};
}

} // namespace zchat::bench
