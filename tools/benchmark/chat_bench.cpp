// chat-bench: what the broker costs beside the bare engines that it stands on, in the same run.
//
// Posts acknowledged durable, beside bare SQLite putting the same rows; members hearing messages,
// beside a bare CURVE PUB: as many as can be said, and at a pace; files, beside a bare copy over
// CURVE, and what they cost the posts beside them. Rounds alternate between ours and the floor, so
// that a slow minute of the machine slows both; figures are medians. tools/bench builds and runs
// it.
#include <CLI/CLI.hpp>

#include <cstdio>
#include <filesystem>
#include <fstream>

#include "tools/benchmark/client.hpp"
#include "tools/benchmark/file_figures.hpp"
#include "tools/benchmark/file_floor.hpp"
#include "tools/benchmark/hearing_figures.hpp"
#include "tools/benchmark/process.hpp"
#include "tools/benchmark/raw_publisher.hpp"
#include "tools/benchmark/raw_zmq.hpp"
#include "tools/benchmark/report.hpp"
#include "tools/benchmark/round.hpp"
#include "tools/benchmark/sqlite_floor.hpp"

namespace {

using namespace zchat;
using namespace zchat::bench;

struct Load {
    std::uint64_t inFlight;
    std::uint64_t posts; // a round at scale 1: about a second on a small machine
};
constexpr Load loads[] = {{.inFlight = 1, .posts = 400},
                          {.inFlight = 16, .posts = 4'000},
                          {.inFlight = 256, .posts = 16'000}};

std::string named(const char *what, std::uint64_t inFlight) {
    return std::string(what) + ", " + std::to_string(inFlight) + " in flight";
}

Outcome postRound(const Settings &settings, Member &poster, SqliteFloor &floor,
                  const RawServer &echo, Report &report) {
    for (const Load &load : loads) {
        const std::uint64_t posts = scaled(load.posts, settings.scale);
        const Result<double> bare = secondsFor([&]() -> Outcome {
            floor.insert(posts, load.inFlight);
            return Done{};
        });
        const Result<double> ours = secondsFor([&]() -> Outcome {
            const Result<Seq> done = poster.post(posts, load.inFlight, settings.bytes);
            return done ? Outcome(Done{}) : Outcome(Fault{.text = done.why()});
        });
        if (!ours)
            return ours.fault();
        report.add(named("SQLite, posts/s", load.inFlight), static_cast<double>(posts) / *bare);
        report.add(named("broker, posts/s", load.inFlight), static_cast<double>(posts) / *ours);
    }
    const Result<double> trip =
        rawRoundTrip(echo, scaled(2'000, settings.scale), 2 * settings.bytes);
    if (!trip)
        return trip.fault();
    report.add("raw CURVE round trip, ms", *trip * 1e3);
    return Done{};
}

Outcome measurePosts(const Settings &settings, const Scratch &scratch, Report &report) {
    Result<RunningBroker> broker = startBroker(settings.broker, scratch.below("posts"));
    if (!broker)
        return broker.fault();
    net::Context context;
    Member poster(context, broker->line);
    if (const Outcome outcome = poster.registerAs("poster"); !outcome)
        return outcome;
    SqliteFloor floor(scratch.below("floor") + "/floor.db", settings.bytes);
    const Result<RawServer> echo = startRaw(settings.self, echoWord);
    if (!echo)
        return echo.fault();
    for (int round = 1; round <= settings.rounds; ++round) {
        std::fprintf(stderr, "posts, round %d of %d\n", round, settings.rounds);
        if (const Outcome done = postRound(settings, poster, floor, *echo, report); !done)
            return done;
    }
    const std::string trip = "raw CURVE round trip, ms";
    for (const Load &load : loads) {
        const double bare = report.of(named("SQLite, posts/s", load.inFlight));
        const double ours = report.of(named("broker, posts/s", load.inFlight));
        report.row(named("posts", load.inFlight), "1/s; floor: SQLite, same rows", ours, bare);
        // Whoever waits for each answer pays the way there and back, too.
        if (load.inFlight == 1)
            report.row("posts, 1 in flight", "1/s; floor: that and a raw CURVE round trip", ours,
                       1 / (1 / bare + report.of(trip) / 1e3));
    }
    return Done{};
}

struct Part {
    const char *name;
    Outcome (*measure)(const Settings &, const Scratch &, Report &);
    bool byDefault = true;
};
constexpr Part parts[] = {{.name = "posts", .measure = &measurePosts},
                          {.name = "hearing", .measure = &measureHearing},
                          {.name = "pace", .measure = &measurePace},
                          {.name = "growth", .measure = &measureGrowth, .byDefault = false},
                          {.name = "files", .measure = &measureFiles},
                          {.name = "words", .measure = &measureWordsBesideFiles},
                          {.name = "memory", .measure = &measureFileMemory}};

int measure(const Settings &settings, const std::string &only) {
    const Scratch scratch(settings.folder);
    Report report;
    for (const Part &part : parts) {
        if (only.empty() ? !part.byDefault : only != part.name)
            continue;
        if (const Outcome done = part.measure(settings, scratch, report); !done) {
            std::fprintf(stderr, "chat-bench: %s\n", done.why().c_str());
            return 1;
        }
    }
    std::printf("%s", report.table().c_str());
    if (!settings.json.empty())
        std::ofstream(settings.json) << report.json();
    return 0;
}

} // namespace

int main(int argc, char *argv[]) {
    raiseDescriptorLimit();
    Settings settings;
    settings.self = std::filesystem::read_symlink("/proc/self/exe");
    const std::filesystem::path built =
        std::filesystem::path(settings.self).parent_path().parent_path().parent_path();
    settings.broker = built / "broker/shell/chat-broker";
    settings.cli = built / "tools/chat-cli";
    std::string only;
    CLI::App app("Measures a chat-broker beside bare SQLite and bare libzmq.");
    app.add_option("--broker", settings.broker, "The chat-broker to measure");
    app.add_option("--cli", settings.cli, "The chat-cli whose memory to measure");
    app.add_option("--only", only, "One part alone")
        ->check(CLI::IsMember({"posts", "hearing", "pace", "growth", "files", "words", "memory"}));
    app.add_option("--folder", settings.folder, "A folder on the disk to measure");
    app.add_option("--json", settings.json, "Write every figure to this file, too");
    app.add_option("--rounds", settings.rounds, "Rounds to take medians of")
        ->check(CLI::Range(1, 99));
    app.add_option("--scale", settings.scale, "More or less work in each round")
        ->check(CLI::Range(0.01, 100.0));
    app.require_subcommand(0, 1);
    const CLI::App *echo = app.add_subcommand(echoWord, "")->group("");
    const CLI::App *publish = app.add_subcommand(publishWord, "")->group("");
    std::string copies;
    CLI::App *copy = app.add_subcommand(copyWord, "")->group("");
    copy->add_option("folder", copies)->required();
    CLI11_PARSE(app, argc, argv);
    if (echo->parsed())
        return runRawEcho();
    if (publish->parsed())
        return runRawPublisher();
    if (copy->parsed())
        return runRawCopy(copies);
    return measure(settings, only);
}
