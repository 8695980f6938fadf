#include "tools/benchmark/brain_figures.hpp"

#include <cstdio>
#include <ctime>
#include <string>
#include <vector>

#include "shared/wire/codec.hpp"
#include "tools/benchmark/busy_room.hpp"
#include "tools/benchmark/online_brain.hpp"

namespace zchat::bench {

namespace {

const RoomName room("lobby");
constexpr Seq standing{1'000'000};
constexpr std::size_t batchFrames = 512;

// What this thread has had of a core: the rest of the machine may be busy.
double threadSeconds() {
    timespec spent{};
    ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &spent);
    return static_cast<double>(spent.tv_sec) + static_cast<double>(spent.tv_nsec) / 1e9;
}

struct Scene {
    const char *name;
    std::size_t perFrame;
    std::uint64_t heardBefore; // entries, since the client started
    std::uint64_t entries;     // a round at scale 1
};
constexpr Scene scenes[] = {
    {.name = "1 entry a frame", .perFrame = 1, .heardBefore = 0, .entries = 20'000},
    {.name = "16 entries a frame", .perFrame = 16, .heardBefore = 0, .entries = 80'000},
    {.name = "1 a frame after 10,000", .perFrame = 1, .heardBefore = 10'000, .entries = 20'000},
    {.name = "16 a frame after 10,000", .perFrame = 16, .heardBefore = 10'000, .entries = 80'000}};

// Entries a second. Frames are made and copied beforehand, some at a time, as they come from a
// socket: ready, and not all in the cache of the core.
template <class Take>
double rateOf(const std::vector<wire::Bytes> &frames, std::size_t perFrame, Take take) {
    double seconds = 0;
    std::size_t heard = 0;
    for (std::size_t first = 0; first < frames.size(); first += batchFrames) {
        const std::size_t end = std::min(frames.size(), first + batchFrames);
        std::vector<wire::Bytes> batch(frames.begin() + static_cast<std::ptrdiff_t>(first),
                                       frames.begin() + static_cast<std::ptrdiff_t>(end));
        const double before = threadSeconds();
        for (wire::Bytes &frame : batch)
            heard += take(std::move(frame));
        seconds += threadSeconds() - before;
    }
    INVARIANT(heard == frames.size() * perFrame, "every entry was taken in");
    return static_cast<double>(heard) / seconds;
}

std::size_t decoded(const wire::Bytes &frame) {
    const auto heard = wire::decodeHeard(bodyOf(frame));
    INVARIANT(heard.ok(), "what a broker publishes can be read");
    return std::get<wire::LogEvent>(std::get<wire::Event>(*heard)).entries.size();
}

void brainRound(const Settings &settings, const Scene &scene, Report &report) {
    const BusyRoom past{.room = room, .head = standing, .perFrame = 1, .bytes = settings.bytes};
    OnlineBrain brain(room, standing);
    for (wire::Bytes &frame : busyFrames(past, scene.heardBefore))
        brain.hear(std::move(frame));
    const BusyRoom now{.room = room,
                       .head = Seq{standing.value + scene.heardBefore},
                       .perFrame = scene.perFrame,
                       .bytes = settings.bytes};
    const std::vector<wire::Bytes> frames = busyFrames(now, scaled(scene.entries, settings.scale));
    report.add(std::string("codec, ") + scene.name + "/s", rateOf(frames, scene.perFrame, decoded));
    report.add(std::string("brain, ") + scene.name + "/s",
               rateOf(frames, scene.perFrame,
                      [&brain](wire::Bytes frame) { return brain.hear(std::move(frame)); }));
}

} // namespace

Outcome measureBrain(const Settings &settings, const Scratch &, Report &report) {
    for (int round = 1; round <= settings.rounds; ++round) {
        std::fprintf(stderr, "brain, round %d of %d\n", round, settings.rounds);
        for (const Scene &scene : scenes)
            brainRound(settings, scene, report);
    }
    for (const Scene &scene : scenes)
        report.row(std::string("brain, ") + scene.name, "entries/s of one core; floor: the codec",
                   report.of(std::string("brain, ") + scene.name + "/s"),
                   report.of(std::string("codec, ") + scene.name + "/s"));
    return Done{};
}

} // namespace zchat::bench
