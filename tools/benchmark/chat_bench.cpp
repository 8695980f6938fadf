// chat-bench: what the broker costs beside the bare engines that it stands on, in the same run.
//
// Posts acknowledged durable, beside bare SQLite putting the same rows; members hearing messages,
// beside a bare CURVE PUB: as many as can be said, and at a pace; files, beside a bare copy over
// CURVE, and what they cost the posts beside them; what a large store takes to open, to page
// through and to search; what a crowd takes to hold and to take back, beside bare sockets; a
// client's brain, beside the codec alone. Rounds alternate between ours and the floor, so that a
// slow minute of the machine slows both; figures are medians. tools/bench builds and runs it.
#include <CLI/CLI.hpp>

#include <csignal>
#include <cstdio>
#include <filesystem>
#include <fstream>

#include "shared/base/text.hpp"
#include "tools/benchmark/brain_figures.hpp"
#include "tools/benchmark/client.hpp"
#include "tools/benchmark/crowd_figures.hpp"
#include "tools/benchmark/file_figures.hpp"
#include "tools/benchmark/file_floor.hpp"
#include "tools/benchmark/hearing_figures.hpp"
#include "tools/benchmark/idle_crowd.hpp"
#include "tools/benchmark/process.hpp"
#include "tools/benchmark/raw_pair.hpp"
#include "tools/benchmark/raw_publisher.hpp"
#include "tools/benchmark/raw_zmq.hpp"
#include "tools/benchmark/report.hpp"
#include "tools/benchmark/round.hpp"
#include "tools/benchmark/sqlite_floor.hpp"
#include "tools/benchmark/stored_figures.hpp"

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
constexpr Part parts[] = {
    {.name = "posts", .measure = &measurePosts},
    {.name = "hearing", .measure = &measureHearing},
    {.name = "pace", .measure = &measurePace},
    {.name = "growth", .measure = &measureGrowth, .byDefault = false},
    {.name = "files", .measure = &measureFiles},
    {.name = "words", .measure = &measureWordsBesideFiles},
    {.name = "memory", .measure = &measureFileMemory},
    {.name = "stored", .measure = &measureStored},
    {.name = "members", .measure = &measureMembers},
    {.name = "storm", .measure = &measureStorm},
    {.name = "brain", .measure = &measureBrain},
    {.name = "growth-stored", .measure = &measureStoredGrowth, .byDefault = false}};

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

// What this program is when it is started again as a server or a crowd of its own.
class OwnWords final {
public:
    explicit OwnWords(CLI::App &app)
        : echo_(hidden(app, echoWord))
        , publish_(hidden(app, publishWord))
        , copy_(hidden(app, copyWord))
        , pair_(hidden(app, pairWord))
        , crowd_(hidden(app, idleCrowdWord)) {
        copy_->add_option("folder", copies_)->required();
        pair_->add_option("secret", secret_)->required();
        pair_->add_option("requests", ports_.requests)->required();
        pair_->add_option("events", ports_.events)->required();
        pair_->add_option("admission", admission_)->required();
        crowd_->add_option("line", line_)->required();
        crowd_->add_option("of", of_)->required();
        crowd_->add_option("first", members_.first)->required();
        crowd_->add_option("count", members_.count)->required();
    }
    // nullopt: it is the bench itself.
    [[nodiscard]] std::optional<int> run() {
        if (echo_->parsed())
            return runRawEcho();
        if (publish_->parsed())
            return runRawPublisher();
        if (copy_->parsed())
            return runRawCopy(copies_);
        if (pair_->parsed())
            return runRawPair(RawPairOptions{
                .keys = crypto::keyPairOf(fromHex<crypto::SecretKey>(secret_).value()),
                .ports = ports_,
                .admission = admission_ == "zap" ? Admission::zap : Admission::none});
        if (!crowd_->parsed())
            return std::nullopt;
        members_.of = of_ == "broker" ? CrowdOf::broker : CrowdOf::rawPair;
        members_.line = parseFrontLine(line_).value_or(FrontLine{});
        return runIdleCrowd(members_);
    }

private:
    static CLI::App *hidden(CLI::App &app, const char *word) {
        return app.add_subcommand(word, "")->group("");
    }

    CLI::App *echo_;
    CLI::App *publish_;
    CLI::App *copy_;
    CLI::App *pair_;
    CLI::App *crowd_;
    std::string copies_;
    std::string secret_;
    BrokerPorts ports_;
    std::string admission_;
    std::string line_;
    std::string of_;
    IdleMembers members_;
};

} // namespace

int main(int argc, char *argv[]) {
    raiseDescriptorLimit();
    // A server that ends amid a TLS write is a sentence, not the end of the bench. (To ignore the
    // signal would be inherited by the servers.)
    std::signal(SIGPIPE, [](int) {});
    Settings settings;
    settings.self = std::filesystem::read_symlink("/proc/self/exe");
    const std::filesystem::path built =
        std::filesystem::path(settings.self).parent_path().parent_path().parent_path();
    settings.broker = built / "broker/shell/chat-broker";
    settings.cli = built / "tools/chat-cli";
    settings.crowdProgram = built / "tests/load/crowd";
    std::string only;
    CLI::App app("Measures a chat-broker beside bare SQLite and bare libzmq.");
    app.add_option("--broker", settings.broker, "The chat-broker to measure");
    app.add_option("--cli", settings.cli, "The chat-cli whose memory to measure");
    app.add_option("--only", only, "One part alone")
        ->check(CLI::IsMember({"posts", "hearing", "pace", "growth", "files", "words", "memory",
                               "stored", "members", "storm", "brain", "growth-stored"}));
    app.add_option("--folder", settings.folder, "A folder on the disk to measure");
    app.add_option("--json", settings.json, "Write every figure to this file, too");
    app.add_option("--rounds", settings.rounds, "Rounds to take medians of")
        ->check(CLI::Range(1, 99));
    app.add_option("--scale", settings.scale, "More or less work in each round")
        ->check(CLI::Range(0.01, 100.0));
    app.add_option("--messages", settings.messages, "Messages stored")
        ->check(CLI::Range(10'000, 100'000'000));
    app.add_option("--keep-store", settings.keepStore,
                   "A folder that keeps the stores made, to be used again");
    app.add_option("--crowd", settings.crowd, "Members connected at once")
        ->check(CLI::Range(1, 10'000));
    app.add_option("--crowd-program", settings.crowdProgram, "The crowd of tests/load");
    app.require_subcommand(0, 1);
    OwnWords own(app);
    CLI11_PARSE(app, argc, argv);
    const std::optional<int> ran = own.run();
    return ran ? *ran : measure(settings, only);
}
