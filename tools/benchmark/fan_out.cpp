#include "tools/benchmark/fan_out.hpp"

#include <algorithm>
#include <chrono>
#include <thread>

namespace zchat::bench {

namespace {

using Clock = std::chrono::steady_clock;
constexpr double patienceSeconds = 60;

// The highest seq in a frame of the room's topic, and how many entries it holds.
struct FrameHeard {
    Seq last;
    std::uint64_t entries = 0;
};
FrameHeard heardIn(const std::string &frame) {
    FrameHeard found;
    const std::size_t body = frame.find('\0') + 1;
    const auto heard = wire::decodeHeard(std::string_view(frame).substr(body));
    const wire::Event *event = heard ? std::get_if<wire::Event>(&*heard) : nullptr;
    const wire::LogEvent *log = event ? std::get_if<wire::LogEvent>(event) : nullptr;
    if (log != nullptr && !log->entries.empty())
        found = {.last = log->entries.back().seq, .entries = log->entries.size()};
    return found;
}

std::vector<crypto::KeyPair> strangers(std::size_t count) {
    std::vector<crypto::KeyPair> keys;
    for (std::size_t i = 0; i < count; ++i)
        keys.push_back(crypto::generateKeyPair());
    return keys;
}

} // namespace

Result<std::unique_ptr<BrokerFanOut>>
BrokerFanOut::start(const std::string &program, const std::string &folder, std::size_t members) {
    Result<RunningBroker> broker = startBroker(program, folder);
    if (!broker)
        return broker.fault();
    std::unique_ptr<BrokerFanOut> made(new BrokerFanOut(std::move(*broker)));
    made->poster_ = std::make_unique<Member>(made->context_, made->broker_.line);
    if (const Outcome outcome = made->poster_->registerAs("poster"); !outcome)
        return outcome.fault();
    std::vector<crypto::KeyPair> keys;
    for (std::size_t i = 0; i < members; ++i) {
        Member member(made->context_, made->broker_.line);
        if (const Outcome outcome = member.registerAs("member" + std::to_string(i)); !outcome)
            return outcome.fault();
        keys.push_back(member.keys());
    }
    Result<Audience> audience =
        Audience::make(made->context_, keys, made->broker_.line.key, made->broker_.line.events);
    if (!audience)
        return audience.fault();
    made->audience_ = std::make_unique<Audience>(std::move(*audience));
    return made;
}

Result<FanOutFigure> BrokerFanOut::run(std::uint64_t messages, std::uint64_t inFlight,
                                       std::size_t bytes) {
    std::vector<Seq> heardUpTo(audience_->size());
    std::string lastFrame;
    FrameHeard lastHeard;
    std::uint64_t frames = 0;
    const auto onFrame = [&](std::size_t member, const std::string &frame) {
        // The members hear the same frames, so most are decoded once.
        if (frame != lastFrame) {
            lastFrame = frame;
            lastHeard = heardIn(frame);
        }
        heardUpTo[member] = std::max(heardUpTo[member], lastHeard.last);
        frames += member == 0 ? 1 : 0;
    };
    const auto allHave = [&](Seq seq) {
        return std::all_of(heardUpTo.begin(), heardUpTo.end(),
                           [&](Seq heard) { return heard >= seq; });
    };
    // One message that everyone hears: every subscription is live from here on.
    Result<Seq> start = poster_->post(1, 1, bytes);
    for (int tries = 0; start; ++tries) {
        if (audience_->listen(2, onFrame, [&] { return allHave(*start); }))
            break;
        if (tries == 20)
            return Fault{.text = "Not every member hears the room."};
        start = poster_->post(1, 1, bytes);
    }
    if (!start)
        return Fault{.text = start.why()};
    frames = 0;
    const double before = broker_.process.cpuSeconds();
    const Clock::time_point began = Clock::now();
    Result<Seq> end = Seq{};
    double posting = 0;
    std::thread poster([&] {
        end = poster_->post(messages, inFlight, bytes);
        posting = std::chrono::duration<double>(Clock::now() - began).count();
    });
    const Seq last{start->value + messages};
    const bool heard = audience_->listen(patienceSeconds, onFrame, [&] { return allHave(last); });
    poster.join();
    if (!end)
        return Fault{.text = end.why()};
    if (!heard)
        return Fault{.text = "Not every member heard every message in time."};
    const double heardMillions = static_cast<double>(messages * audience_->size()) / 1e6;
    return FanOutFigure{
        .cpuSecondsPerMillion = (broker_.process.cpuSeconds() - before) / heardMillions,
        .messagesPerSecond = static_cast<double>(messages) / posting,
        .messagesPerFrame = static_cast<double>(messages) / static_cast<double>(frames),
        .frameBytes = lastFrame.size()};
}

Result<std::unique_ptr<RawFanOut>> RawFanOut::start(const std::string &program,
                                                    std::size_t members) {
    Result<RawServer> server = startRaw(program, publishWord);
    if (!server)
        return server.fault();
    std::unique_ptr<RawFanOut> made(new RawFanOut(std::move(*server)));
    Result<Audience> audience =
        Audience::make(made->context_, strangers(members), made->server_.key, made->server_.port);
    if (!audience)
        return audience.fault();
    made->audience_ = std::make_unique<Audience>(std::move(*audience));
    return made;
}

Result<FanOutFigure> RawFanOut::run(std::uint64_t messages, std::size_t frameBytes,
                                    double messagesPerSecond) {
    std::vector<std::uint64_t> heard(audience_->size());
    std::size_t bytes = 0;
    const auto onFrame = [&](std::size_t member, const std::string &frame) {
        heard[member] += 1;
        bytes = frame.size();
    };
    const auto publish = [&](std::uint64_t count) {
        server_.process.writeLine(std::to_string(count) + ' ' + std::to_string(frameBytes) + ' ' +
                                  std::to_string(messagesPerSecond));
    };
    const auto allHeard = [&](std::uint64_t count) {
        return std::all_of(heard.begin(), heard.end(),
                           [&](std::uint64_t one) { return one >= count; });
    };
    for (int tries = 0; tries < 20; ++tries) {
        publish(1);
        if (audience_->listen(2, onFrame, [&] { return allHeard(1); }))
            break;
    }
    // Whatever of those tries is still on its way.
    static_cast<void>(audience_->listen(0.2, onFrame, [] { return false; }));
    std::fill(heard.begin(), heard.end(), 0);
    const double before = server_.process.cpuSeconds();
    publish(messages);
    if (!audience_->listen(patienceSeconds, onFrame, [&] { return allHeard(messages); }))
        return Fault{.text = "Not every raw subscriber heard every frame in time."};
    const double heardMillions = static_cast<double>(messages * audience_->size()) / 1e6;
    return FanOutFigure{.cpuSecondsPerMillion =
                            (server_.process.cpuSeconds() - before) / heardMillions,
                        .messagesPerSecond = messagesPerSecond,
                        .messagesPerFrame = 1,
                        .frameBytes = bytes};
}

} // namespace zchat::bench
