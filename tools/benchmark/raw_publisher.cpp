#include "tools/benchmark/raw_publisher.hpp"

#include <zmq.h>

#include <cstring>
#include <iostream>
#include <sstream>
#include <vector>

#include "shared/base/result.hpp"
#include "shared/wire/events.hpp"
#include "tools/benchmark/pace.hpp"
#include "tools/benchmark/raw_socket.hpp"

namespace zchat::bench {

namespace {

RawRun fromLine(const std::string &line) {
    std::istringstream words(line);
    RawRun run;
    double perSecond = 0;
    int framing = 0;
    words >> run.number >> run.load.messages >> run.load.bytes >> perSecond >> run.rooms >> framing;
    if (perSecond > 0)
        run.load.perSecond = perSecond;
    run.framing = static_cast<Framing>(framing);
    return run;
}

void send(void *publisher, const std::string &frame, bool more) {
    const int flags = more ? ZMQ_SNDMORE : 0;
    expect(zmq_send(publisher, frame.data(), frame.size(), flags) >= 0);
}

void publish(void *publisher, const RawRun &run) {
    const bool isApart = run.framing == Framing::twoFrames;
    std::vector<std::string> topics;
    std::vector<std::string> frames; // that end in a tail
    for (const RoomName &room : Seating{.rooms = run.rooms}.roomNames()) {
        topics.push_back(wire::roomTopic(room));
        frames.push_back((isApart ? "" : topics.back()) + std::string(run.load.bytes, 'x'));
    }
    const std::optional<Pace> pace =
        run.load.perSecond ? std::optional<Pace>(*run.load.perSecond) : std::nullopt;
    for (std::uint32_t message = 0; message < run.load.messages; ++message) {
        RawTail tail{.dueNs = 0, .message = message, .run = run.number};
        if (pace) {
            pace->waitFor(message);
            tail.dueNs = std::chrono::nanoseconds(pace->due(message).time_since_epoch()).count();
        }
        const std::size_t room = message % run.rooms;
        std::string &frame = frames[room];
        std::memcpy(frame.data() + frame.size() - sizeof tail, &tail, sizeof tail);
        if (isApart)
            send(publisher, topics[room], true);
        send(publisher, frame, false);
    }
}

} // namespace

int runRawPublisher() {
    // As many threads of libzmq as the broker has.
    const RawSocket publisher(ZMQ_PUB, {.ioThreads = 2, .sendBound = 1000, .waits = true});
    for (std::string line; std::getline(std::cin, line);)
        publish(publisher.handle(), fromLine(line));
    return 0;
}

std::string toLine(const RawRun &run) {
    std::ostringstream line;
    line << run.number << ' ' << run.load.messages << ' ' << run.load.bytes << ' '
         << run.load.perSecond.value_or(0) << ' ' << run.rooms << ' '
         << static_cast<int>(run.framing);
    return line.str();
}

RawTail tailOf(std::string_view frame) {
    INVARIANT(frame.size() >= sizeof(RawTail), "a raw message without its end");
    RawTail tail{};
    std::memcpy(&tail, frame.data() + frame.size() - sizeof tail, sizeof tail);
    return tail;
}

} // namespace zchat::bench
