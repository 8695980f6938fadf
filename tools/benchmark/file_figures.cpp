#include "tools/benchmark/file_figures.hpp"

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "shared/base/limits.hpp"
#include "shared/crypto/random.hpp"
#include "tools/benchmark/client.hpp"
#include "tools/benchmark/file_floor.hpp"
#include "tools/benchmark/file_member.hpp"
#include "tools/benchmark/process.hpp"

namespace zchat::bench {

namespace {

namespace fs = std::filesystem;
constexpr std::uint64_t roundBytes = 256 * limits::MiB; // of all transfers of a round at scale 1
constexpr std::size_t crowd = 4;                        // transfers at once

// A file of bytes that were never seen before: a broker does not ask for those that it has.
Outcome makeFresh(const std::string &path, std::uint64_t bytes) {
    const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    std::vector<std::uint8_t> slice(limits::MiB);
    for (std::uint64_t done = 0; done < bytes;) {
        const std::size_t next = std::min<std::uint64_t>(slice.size(), bytes - done);
        crypto::fillRandom(std::span(slice).first(next));
        if (::write(file, slice.data(), next) != static_cast<ssize_t>(next))
            return Fault{.text = "Could not write " + path + "."};
        done += next;
    }
    const bool synced = ::fsync(file) == 0; // so that its writing slows nothing later
    ::close(file);
    return synced ? Outcome(Done{}) : Outcome(Fault{.text = "Could not sync " + path + "."});
}

// What was free for a while belongs to the host of a virtual machine, and the first touch of such a
// page may cost several times its copy. So every step finds as much memory that was touched just
// now, and none pays for what another left.
void warmMemory(std::uint64_t bytes) {
    void *memory = ::mmap(nullptr, bytes, PROT_READ | PROT_WRITE,
                          MAP_PRIVATE | MAP_ANONYMOUS | MAP_POPULATE, -1, 0);
    if (memory != MAP_FAILED)
        ::munmap(memory, bytes);
}

bool equalFiles(const std::string &one, const std::string &other) {
    std::ifstream left(one, std::ios::binary);
    std::ifstream right(other, std::ios::binary);
    std::vector<char> a(limits::MiB);
    std::vector<char> b(limits::MiB);
    while (left && right) {
        left.read(a.data(), static_cast<std::streamsize>(a.size()));
        right.read(b.data(), static_cast<std::streamsize>(b.size()));
        if (left.gcount() != right.gcount() ||
            !std::equal(a.begin(), a.begin() + left.gcount(), b.begin()))
            return false;
    }
    return left.eof() && right.eof();
}

std::string named(const char *what, std::size_t transfers) {
    return std::string(what) + ", " + std::to_string(transfers) +
           (transfers == 1 ? " transfer" : " transfers");
}

std::vector<std::string> pathsIn(const std::string &folder, std::size_t count) {
    std::vector<std::string> paths;
    for (std::size_t i = 0; i < count; ++i)
        paths.push_back(folder + "/" + std::to_string(i) + ".bin");
    return paths;
}

// Folders of one run: sources here, copies there, what came down from the broker.
struct Places {
    std::string sources;
    std::string copies;
    std::string saved;
};

Outcome fileRound(std::size_t transfers, std::uint64_t bytes, FileMember &member, FileFloor &floor,
                  const Places &places, Report &report) {
    const std::vector<std::string> sources = pathsIn(places.sources, transfers);
    for (const std::string &source : sources)
        if (const Outcome made = makeFresh(source, bytes / transfers); !made)
            return made;
    struct Step {
        const char *name;
        std::function<Outcome()> work;
    };
    const std::vector<Step> steps{
        {"raw copy up and hashed, MiB/s",
         [&] { return floor.up(sources, FileFloor::Hashing::bothSides); }},
        {"raw copy up, MiB/s", [&] { return floor.up(sources, FileFloor::Hashing::none); }},
        {"upload, MiB/s",
         [&] {
             member.beginUpload(sources);
             return member.awaitAll();
         }},
        {"raw copy down, MiB/s", [&] { return floor.down(pathsIn(places.copies, transfers)); }},
        {"download, MiB/s",
         [&] {
             member.beginDownload(places.saved);
             return member.awaitAll();
         }},
    };
    for (const Step &step : steps) {
        warmMemory(2 * bytes);
        const Result<double> seconds = secondsFor(step.work);
        if (!seconds)
            return seconds.fault();
        report.add(named(step.name, transfers),
                   static_cast<double>(bytes) / static_cast<double>(limits::MiB) / *seconds);
    }
    for (const std::string &source : sources)
        if (!equalFiles(source, places.saved + "/" + fs::path(source).filename().string()))
            return Fault{.text = "What came down is not what went up."};
    for (const fs::path &saved : fs::directory_iterator(places.saved))
        fs::remove(saved);
    return member.redactAll();
}

// Posts one after the other while it holds, at most `most`; milliseconds each.
Result<std::vector<double>> latencies(Member &poster, std::uint64_t most, std::size_t bytes,
                                      const std::function<Result<bool>()> &holds) {
    std::vector<double> each;
    while (each.size() < most) {
        const Result<bool> goOn = holds();
        if (!goOn)
            return goOn.fault();
        if (!*goOn)
            break;
        const Result<double> seconds = secondsFor([&]() -> Outcome {
            const Result<Seq> posted = poster.post(1, 1, bytes);
            return posted ? Outcome(Done{}) : Outcome(Fault{.text = posted.why()});
        });
        if (!seconds)
            return seconds.fault();
        each.push_back(*seconds * 1e3);
    }
    return each;
}

// Latencies while all transfers run that were begun just now; then waits until they are done.
Result<std::vector<double>> latenciesBeside(FileMember &member, Member &poster, std::size_t bytes) {
    while (!member.allRun() && !member.allDone())
        if (const Outcome heard = member.hear(std::chrono::milliseconds(10)); !heard)
            return heard.fault();
    auto found = latencies(poster, 100'000, bytes, [&]() -> Result<bool> {
        if (const Outcome heard = member.hear(std::chrono::milliseconds(0)); !heard)
            return heard.fault();
        return member.allRun();
    });
    if (const Outcome done = member.awaitAll(); !done)
        return done.fault();
    return found;
}

void addLatencies(const std::string &when, const std::vector<double> &each, Report &report) {
    report.add("posts " + when, static_cast<double>(each.size()));
    report.add("posts " + when + ", median ms", quantile(each, 0.5));
    report.add("posts " + when + ", p99 ms", quantile(each, 0.99));
}

Outcome wordsRound(const Settings &settings, FileMember &member, Member &poster,
                   const Places &places, Report &report) {
    const std::vector<std::string> sources = pathsIn(places.sources, crowd);
    for (const std::string &source : sources)
        if (const Outcome made = makeFresh(source, scaled(roundBytes / 2, settings.scale)); !made)
            return made;
    const auto alone = latencies(poster, scaled(400, settings.scale), settings.bytes,
                                 []() -> Result<bool> { return true; });
    if (!alone)
        return alone.fault();
    addLatencies("alone", *alone, report);
    member.beginUpload(sources);
    const auto up = latenciesBeside(member, poster, settings.bytes);
    if (!up)
        return up.fault();
    addLatencies("beside 4 uploads", *up, report);
    member.beginDownload(places.saved);
    const auto down = latenciesBeside(member, poster, settings.bytes);
    if (!down)
        return down.fault();
    addLatencies("beside 4 downloads", *down, report);
    for (const fs::path &saved : fs::directory_iterator(places.saved))
        fs::remove(saved);
    return member.redactAll();
}

// Runs a chat-cli to its end; its peak resident memory in KiB.
Result<std::uint64_t> peakOf(const std::vector<std::string> &words, std::string &said) {
    Result<Process> process = Process::start(words);
    if (!process)
        return process.fault();
    std::uint64_t peak = 0;
    while (!process->waitAtMost(std::chrono::milliseconds(20)))
        peak = std::max(peak, process->peakKiB());
    said = process->readLine();
    if (process->status() != 0)
        return Fault{.text = words.at(0) + " " + words.at(5) + " failed."};
    return peak;
}

} // namespace

Outcome measureFiles(const Settings &settings, const Scratch &scratch, Report &report) {
    const Result<RunningBroker> broker = startBroker(settings.broker, scratch.below("files"));
    if (!broker)
        return broker.fault();
    FileMember member(*broker, "sender", scratch.below("home"));
    if (const Outcome in = member.signIn(); !in)
        return in;
    const auto floor = FileFloor::start(settings.self, scratch.below("copied-up"));
    if (!floor)
        return floor.fault();
    const Places places{.sources = scratch.below("sources"),
                        .copies = scratch.below("copied-down"),
                        .saved = scratch.below("saved")};
    const std::uint64_t bytes = scaled(roundBytes, settings.scale);
    for (int round = 1; round <= settings.rounds; ++round) {
        std::fprintf(stderr, "files, round %d of %d\n", round, settings.rounds);
        for (const std::size_t transfers : {std::size_t{1}, crowd})
            if (const Outcome done = fileRound(transfers, bytes, member, **floor, places, report);
                !done)
                return done;
    }
    const std::string unit = "MiB/s; floor: raw CURVE copy, synced";
    for (const std::size_t transfers : {std::size_t{1}, crowd}) {
        const double uploads = report.of(named("upload, MiB/s", transfers));
        report.row(named("upload", transfers), unit, uploads,
                   report.of(named("raw copy up, MiB/s", transfers)));
        report.row(named("upload", transfers), unit + ", hashed on both sides", uploads,
                   report.of(named("raw copy up and hashed, MiB/s", transfers)));
        report.row(named("download", transfers), unit,
                   report.of(named("download, MiB/s", transfers)),
                   report.of(named("raw copy down, MiB/s", transfers)));
    }
    return Done{};
}

Outcome measureWordsBesideFiles(const Settings &settings, const Scratch &scratch, Report &report) {
    const Result<RunningBroker> broker = startBroker(settings.broker, scratch.below("beside"));
    if (!broker)
        return broker.fault();
    net::Context context;
    Member poster(context, broker->line);
    if (const Outcome in = poster.registerAs("poster"); !in)
        return in;
    FileMember member(*broker, "sender", scratch.below("home-beside"));
    if (const Outcome in = member.signIn(); !in)
        return in;
    const Places places{
        .sources = scratch.below("sources"), .copies = {}, .saved = scratch.below("saved")};
    for (int round = 1; round <= settings.rounds; ++round) {
        std::fprintf(stderr, "words beside files, round %d of %d\n", round, settings.rounds);
        if (const Outcome done = wordsRound(settings, member, poster, places, report); !done)
            return done;
    }
    for (const char *when : {"beside 4 uploads", "beside 4 downloads"})
        for (const char *figure : {", median ms", ", p99 ms"})
            report.row(std::string("posts ") + when,
                       std::string(figure).substr(2) + "; floor: alone",
                       report.of(std::string("posts ") + when + figure),
                       report.of(std::string("posts alone") + figure));
    return Done{};
}

Outcome measureFileMemory(const Settings &settings, const Scratch &scratch, Report &report) {
    const std::uint64_t bytes = scaled(limits::fileBytes, std::min(1.0, settings.scale));
    std::fprintf(stderr, "memory: %llu MiB up and down\n",
                 static_cast<unsigned long long>(bytes / limits::MiB));
    const Result<RunningBroker> broker = startBroker(settings.broker, scratch.below("memory"));
    if (!broker)
        return broker.fault();
    const std::string source = scratch.below("sources") + "/largest.bin";
    const std::string saved = scratch.below("saved") + "/largest.bin";
    if (const Outcome made = makeFresh(source, bytes); !made)
        return made;
    const std::vector<std::string> cli{
        settings.cli, "--as", "sender@127.0.0.1:" + std::to_string(broker->line.front.value_or(0)),
        "--home", scratch.below("home-memory")};
    const auto with = [&](std::vector<std::string> more) {
        more.insert(more.begin(), cli.begin(), cli.end());
        return more;
    };
    std::string said;
    const Result<std::uint64_t> up =
        peakOf(with({"upload", source, "--room", "lobby", "--print-seq"}), said);
    if (!up)
        return up.fault();
    const std::string seq = said;
    const Result<std::uint64_t> down = peakOf(with({"download", "lobby", seq, "-o", saved}), said);
    if (!down)
        return down.fault();
    if (!equalFiles(source, saved))
        return Fault{.text = "What came down is not what went up."};
    const auto row = [&](const char *name, std::uint64_t peakKiB, double boundMiB) {
        report.add(std::string(name) + ", peak MiB", static_cast<double>(peakKiB) / 1024);
        report.row(name, "MiB resident at most; floor: the bound",
                   static_cast<double>(peakKiB) / 1024, boundMiB);
    };
    row("memory of the broker", broker->process.peakKiB(), 100);
    row("memory of the sender", *up, 150);
    row("memory of the receiver", *down, 150);
    return Done{};
}

} // namespace zchat::bench
