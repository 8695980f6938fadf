#include "tools/benchmark/stored_figures.hpp"

#include <algorithm>
#include <cstdio>
#include <string>
#include <vector>

#include "tools/benchmark/growth.hpp"
#include "tools/benchmark/questions.hpp"
#include "tools/benchmark/stored_round.hpp"

namespace zchat::bench {

namespace {

constexpr double startBoundSeconds = 0.5;
constexpr double pageBoundMs = 2;
constexpr double searchBoundMs = 100;
constexpr std::uint64_t smallestStore = 10'000;

std::string storesAbove(const Settings &settings, const Scratch &scratch) {
    return settings.keepStore.empty() ? scratch.below("stored") : settings.keepStore;
}

Outcome measureHouse(const Settings &settings, const std::string &above, std::uint64_t messages,
                     const std::string &prefix, Report &report) {
    const Result<StoredHouse> house = storedHouse(above, messages);
    if (!house)
        return house.fault();
    for (int round = 1; round <= settings.rounds; ++round) {
        std::fprintf(stderr, "%llu stored, round %d of %d\n",
                     static_cast<unsigned long long>(messages), round, settings.rounds);
        if (const Outcome done = storedRound(settings, *house, prefix, report); !done)
            return done;
    }
    return Done{};
}

// A figure beside its bound, or alone.
void addRow(Report &report, const std::string &figure, const std::string &unit, double bound = 0) {
    report.row(figure, unit + (bound > 0 ? "; floor: the bound" : ""), report.of(figure), bound);
}

// Figure names end with their unit, which the table has a column for.
void addMsRow(Report &report, const std::string &name, double bound = 0) {
    report.row(name, std::string("ms at the broker") + (bound > 0 ? "; floor: the bound" : ""),
               report.of(name + " ms"), bound);
}

struct Growing {
    const char *name;
    const char *figure;
    const char *unit = "ms";
};
constexpr Growing growing[] = {
    {.name = "start", .figure = startFigure, .unit = "s"},
    {.name = "history page, p99", .figure = "history page, p99 ms"},
    {.name = "entries page, p99", .figure = "entries page, p99 ms"},
    {.name = "unread of a room, p99", .figure = "unread of a room, p99 ms"},
    {.name = "unread of all rooms, p99", .figure = "unread of all rooms, p99 ms"},
    {.name = "any search, p99", .figure = anySearchFigure},
    {.name = "search until full, p99", .figure = wholeSearchFigure},
    {.name = "broker CPU of a post", .figure = postCpuFigure}};

} // namespace

Outcome measureStored(const Settings &settings, const Scratch &scratch, Report &report) {
    const std::string above = storesAbove(settings, scratch);
    if (const Outcome done = measureHouse(settings, above, settings.messages, "", report); !done)
        return done;
    addRow(report, startFigure, "s until hello is answered", startBoundSeconds);
    for (const Question &question : everyQuestion()) {
        const bool isSearch = question.topic == Topic::search;
        addMsRow(report, question.name + ", p50");
        addMsRow(report, question.name + ", p99", isSearch ? searchBoundMs : pageBoundMs);
    }
    addMsRow(report, "any search, p99", searchBoundMs);
    addMsRow(report, "search until full, p99");
    for (const char *part : {", p50 ms", ", p99 ms"})
        report.row(std::string(besideFigure) + std::string(part).substr(0, 5), "ms; floor: alone",
                   report.of(besideFigure + std::string(part)),
                   report.of(aloneFigure + std::string(part)));
    return Done{};
}

Outcome measureStoredGrowth(const Settings &settings, const Scratch &scratch, Report &report) {
    const std::string above = storesAbove(settings, scratch);
    std::vector<std::vector<GrowthPoint>> points(std::size(growing));
    for (std::uint64_t messages = smallestStore; messages <= settings.messages; messages *= 10) {
        const std::string prefix = std::to_string(messages) + ": ";
        if (const Outcome done = measureHouse(settings, above, messages, prefix, report); !done)
            return done;
        for (std::size_t i = 0; i < std::size(growing); ++i) {
            const double cost = report.of(prefix + growing[i].figure);
            report.row(prefix + growing[i].name, growing[i].unit, cost, 0);
            points[i].push_back(GrowthPoint{.size = static_cast<double>(messages), .cost = cost});
        }
    }
    for (std::size_t i = 0; i < std::size(growing); ++i)
        report.note(
            growthSentence(std::string(growing[i].name) + " over messages stored", points[i]));
    return Done{};
}

} // namespace zchat::bench
