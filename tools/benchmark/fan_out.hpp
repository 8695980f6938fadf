// Fan-out: what a server pays to let every member of a room hear each message.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "shared/base/result.hpp"
#include "tools/benchmark/audience.hpp"
#include "tools/benchmark/client.hpp"
#include "tools/benchmark/raw_zmq.hpp"

namespace zchat::bench {

struct FanOutFigure {
    double cpuSecondsPerMillion = 0; // of the server, for a million messages heard by one member
    double messagesPerSecond = 0;
    double messagesPerFrame = 1;
    std::size_t frameBytes = 0; // of the last frame
};

// The broker with `members` accounts in its lobby; stays for all runs.
class BrokerFanOut final {
public:
    [[nodiscard]] static Result<std::unique_ptr<BrokerFanOut>>
    start(const std::string &program, const std::string &folder, std::size_t members);
    [[nodiscard]] Result<FanOutFigure> run(std::uint64_t messages, std::uint64_t inFlight,
                                           std::size_t bytes);

private:
    explicit BrokerFanOut(RunningBroker broker)
        : broker_(std::move(broker)) {}

    net::Context context_;
    RunningBroker broker_;
    std::unique_ptr<Member> poster_;
    std::unique_ptr<Audience> audience_;
};

// A bare PUB with as many subscribers.
class RawFanOut final {
public:
    [[nodiscard]] static Result<std::unique_ptr<RawFanOut>> start(const std::string &program,
                                                                  std::size_t members);
    [[nodiscard]] Result<FanOutFigure> run(std::uint64_t messages, std::size_t frameBytes,
                                           double messagesPerSecond);

private:
    explicit RawFanOut(RawServer server)
        : server_(std::move(server)) {}

    net::Context context_;
    RawServer server_;
    std::unique_ptr<Audience> audience_;
};

} // namespace zchat::bench
