#include "tools/benchmark/fan_out.hpp"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <optional>
#include <thread>

#include "shared/base/limits.hpp"
#include "shared/wire/codec.hpp"
#include "tools/benchmark/pace.hpp"

namespace zchat::bench {

namespace {

constexpr double patienceSeconds = 60;
// For one message to those who connect.
constexpr double leastPatienceSeconds = 0.1;
constexpr double mostPatienceSeconds = 4;
constexpr std::size_t connectedAtOnce = 100;
constexpr double pingSeconds = static_cast<double>(limits::pingEveryMs) / 1000;

std::vector<Hearer> hearers(const std::vector<crypto::KeyPair> &keys, const Seating &seating) {
    std::vector<Hearer> hearers;
    for (std::size_t member = 0; member < keys.size(); ++member)
        hearers.push_back(Hearer{.keys = keys[member], .topics = seating.topicsOf(member)});
    return hearers;
}

// Has something said to the first so many members; whether they heard it within so many seconds.
using Reaches = std::function<Result<bool>(std::size_t members, double seconds)>;

// Connects so many members at a time until all hear: where the handshakes of a crowd run all at
// once, each takes longer than the broker lets a stranger take.
Outcome gather(Audience &audience, const Reaches &reaches) {
    std::size_t standing = 0;
    double patience = leastPatienceSeconds;
    for (double waited = 0; waited < patienceSeconds;) {
        const std::size_t members = audience.connect(standing + connectedAtOnce);
        const Result<bool> reached = reaches(members, patience);
        if (!reached)
            return Fault{.text = reached.why()};
        if (!*reached) {
            waited += patience;
            patience = std::min(2 * patience, mostPatienceSeconds);
            continue;
        }
        standing = members;
        if (standing == audience.size())
            return Done{};
        waited = 0;
        patience = leastPatienceSeconds;
    }
    return Fault{.text = "Of " + std::to_string(audience.size()) + " members only " +
                         std::to_string(standing) + " hear."};
}

double msSince(std::int64_t ns) {
    const auto now = Pace::Clock::now().time_since_epoch();
    return std::chrono::duration<double, std::milli>(now - std::chrono::nanoseconds(ns)).count();
}

// As many for each room, so that every member hears as many.
std::uint64_t evenly(std::uint64_t messages, std::size_t rooms) {
    return (messages + rooms - 1) / rooms * rooms;
}

} // namespace

Result<std::unique_ptr<BrokerFanOut>>
BrokerFanOut::start(const Settings &settings, const std::string &folder, const Seating &seating) {
    Result<RunningBroker> broker = startBroker(settings.broker, folder);
    if (!broker)
        return broker.fault();
    std::unique_ptr<BrokerFanOut> made(new BrokerFanOut(std::move(*broker), seating));
    made->poster_ = std::make_unique<Member>(made->context_, made->broker_.line);
    if (const Outcome in = made->poster_->registerAs("poster"); !in)
        return in.fault();
    if (const Outcome seated = made->seat(); !seated)
        return seated.fault();
    return made;
}

Outcome BrokerFanOut::seat() {
    std::vector<AccountName> names;
    for (std::size_t member = 0; member < seating_.members(); ++member)
        names.push_back(memberName(member));
    const FrontLine &line = broker_.line;
    const Result<std::vector<crypto::KeyPair>> keys = Member::registerAll(line, names);
    if (!keys)
        return keys.fault();
    if (const Outcome made = makeRooms(); !made)
        return made;
    const bool isPrivate = seating_.isPrivate;
    Result<std::unique_ptr<Audience>> audience =
        Audience::make(isPrivate ? Audience::Kind::dealers : Audience::Kind::subscribers,
                       hearers(*keys, seating_), line.key, isPrivate ? line.requests : line.events);
    if (!audience)
        return audience.fault();
    audience_ = std::move(*audience);
    return Done{};
}

Outcome BrokerFanOut::makeRooms() {
    // The lobby is there.
    for (std::size_t room = seating_.isPrivate ? 0 : 1; room < seating_.rooms; ++room) {
        const wire::Create request{.room = seating_.room(room),
                                   .kind = seating_.isPrivate ? wire::RoomKind::privateRoom
                                                              : wire::RoomKind::publicRoom,
                                   .title = std::nullopt,
                                   .topic = std::nullopt,
                                   .invite = seating_.membersOf(room)};
        if (const Outcome made = poster_->ask(request); !made)
            return made;
    }
    return Done{};
}

// Whether the first so many members hear one message in each of their rooms.
Result<bool> BrokerFanOut::reaches(std::size_t members, double seconds, LogCount &count) {
    // Before each run: a session that says nothing for half a minute hears no more.
    if (seating_.isPrivate)
        audience_->ask(wire::encodeRequest(
            1,
            wire::Hello{.versions = {limits::highestVersion}, .client = "bench", .events = true}));
    const Posting one{.rooms = seating_.roomNames(), .count = seating_.rooms, .bytes = 16};
    const Result<std::vector<Seq>> said = poster_->post(one, limits::turnEnvelopes);
    if (!said)
        return Fault{.text = said.why()};
    std::vector<Seq> before;
    for (const Seq &seq : *said)
        before.push_back(Seq{seq.value - 1});
    count.begin(before);
    const std::uint64_t expected = members * seating_.roomsOfEach();
    const bool heard = audience_->listen(
        seconds, [&](std::string_view frame) { count.hear(frame); },
        [&] { return count.deliveries() == expected; });
    count.begin(*said);
    return heard;
}

bool BrokerFanOut::listen(LogCount &count, const std::function<bool()> &heardAll) {
    for (double waited = 0; waited < patienceSeconds; waited += pingSeconds) {
        if (audience_->listen(
                pingSeconds, [&](std::string_view frame) { count.hear(frame); }, heardAll))
            return true;
        if (seating_.isPrivate)
            audience_->ask(wire::encodeRequest(2, wire::Ping{}));
    }
    return false;
}

Result<Heard> BrokerFanOut::run(const Load &load) {
    INVARIANT(!load.perSecond || seating_.rooms == 1, "a pace is followed in one room");
    LogCount count(seating_);
    const Outcome ready = gather(*audience_, [&](std::size_t members, double seconds) {
        return reaches(members, seconds, count);
    });
    if (!ready)
        return ready.fault();
    const Posting posting{.rooms = seating_.roomNames(),
                          .count = evenly(load.messages, seating_.rooms),
                          .bytes = load.bytes};
    const std::uint64_t expected = posting.count * seating_.membersOfEach;
    const Meter meter(broker_.process);
    std::optional<Pace> pace;
    if (load.perSecond)
        count.follow(pace.emplace(*load.perSecond));
    Outcome said = Done{};
    std::atomic<bool> failed = false;
    std::thread poster([&] {
        if (pace)
            said = poster_->postAtPace(posting, *pace);
        else if (const auto posted = poster_->post(posting, load.inFlight); !posted)
            said = Fault{.text = posted.why()};
        failed = !said.ok();
    });
    const bool heard =
        listen(count, [&] { return count.deliveries() >= expected || failed.load(); });
    poster.join();
    if (!said)
        return Fault{.text = said.why()};
    if (!heard)
        return Fault{.text = "Of " + std::to_string(expected) + " deliveries " +
                             std::to_string(count.deliveries()) + " came in time."};
    Heard figure = meter.heard(expected, count.frames());
    figure.deliveries = count.takeTimes();
    return figure;
}

Result<std::unique_ptr<RawFanOut>> RawFanOut::start(const Settings &settings, Seating seating) {
    Result<RawServer> server = startRaw(settings.self, publishWord);
    if (!server)
        return server.fault();
    seating.isPrivate = false; // to a PUB all topics are alike
    std::unique_ptr<RawFanOut> made(new RawFanOut(std::move(*server), seating));
    std::vector<crypto::KeyPair> keys;
    for (std::size_t member = 0; member < seating.members(); ++member)
        keys.push_back(crypto::generateKeyPair());
    Result<std::unique_ptr<Audience>> audience = Audience::make(
        Audience::Kind::subscribers, hearers(keys, seating), made->server_.key, made->server_.port);
    if (!audience)
        return audience.fault();
    made->audience_ = std::move(*audience);
    return made;
}

Result<Heard> RawFanOut::run(const Load &load, Framing framing) {
    const Load one{.messages = seating_.rooms, .bytes = sizeof(RawTail), .perSecond = std::nullopt};
    const Outcome ready =
        gather(*audience_, [&](std::size_t members, double seconds) -> Result<bool> {
            return runOnce(one, framing, members * seating_.roomsOfEach(), seconds).ok();
        });
    if (!ready)
        return ready.fault();
    Load even = load;
    even.messages = evenly(load.messages, seating_.rooms);
    return runOnce(even, framing, even.messages * seating_.membersOfEach, patienceSeconds);
}

Result<Heard> RawFanOut::runOnce(const Load &load, Framing framing, std::uint64_t expected,
                                 double patience) {
    const std::uint32_t run = ++runs_;
    std::uint64_t heard = 0;
    std::vector<Delivery> deliveries;
    const auto onFrame = [&](std::string_view frame) {
        const RawTail tail = tailOf(frame);
        if (tail.run != run)
            return;
        heard += 1;
        if (load.perSecond)
            deliveries.push_back(Delivery{.message = tail.message, .ms = msSince(tail.dueNs)});
    };
    const Meter meter(server_.process);
    server_.process.writeLine(
        toLine(RawRun{.number = run, .load = load, .rooms = seating_.rooms, .framing = framing}));
    if (!audience_->listen(patience, onFrame, [&] { return heard == expected; }))
        return Fault{.text = "Of " + std::to_string(expected) + " deliveries of the bare PUB " +
                             std::to_string(heard) + " came in time."};
    Heard figure = meter.heard(expected, expected);
    figure.deliveries = std::move(deliveries);
    return figure;
}

} // namespace zchat::bench
