// Fan-out: a server under measurement, and the members who hear it.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "shared/base/result.hpp"
#include "tools/benchmark/audience.hpp"
#include "tools/benchmark/client.hpp"
#include "tools/benchmark/hearing.hpp"
#include "tools/benchmark/log_count.hpp"
#include "tools/benchmark/raw_publisher.hpp"
#include "tools/benchmark/raw_zmq.hpp"
#include "tools/benchmark/round.hpp"

namespace zchat::bench {

// The broker, with an account for each member; stays for all runs.
class BrokerFanOut final {
public:
    [[nodiscard]] static Result<std::unique_ptr<BrokerFanOut>>
    start(const Settings &settings, const std::string &folder, const Seating &seating);
    // Messages that are not a whole number for each room are rounded up to it. Only one room may
    // have a pace.
    [[nodiscard]] Result<Heard> run(const Load &load);

private:
    BrokerFanOut(RunningBroker broker, const Seating &seating)
        : seating_(seating)
        , broker_(std::move(broker)) {}
    [[nodiscard]] Outcome seat();
    [[nodiscard]] Outcome makeRooms();
    [[nodiscard]] Result<bool> reaches(std::size_t members, double seconds, LogCount &count);
    [[nodiscard]] bool listen(LogCount &count, const std::function<bool()> &heardAll);

    Seating seating_;
    RunningBroker broker_;
    net::Context context_;
    std::unique_ptr<Member> poster_;
    std::unique_ptr<Audience> audience_;
};

// A bare PUB with as many subscribers to as many topics.
class RawFanOut final {
public:
    [[nodiscard]] static Result<std::unique_ptr<RawFanOut>> start(const Settings &settings,
                                                                  Seating seating);
    [[nodiscard]] Result<Heard> run(const Load &load, Framing framing = Framing::twoFrames);

private:
    RawFanOut(RawServer server, const Seating &seating)
        : seating_(seating)
        , server_(std::move(server)) {}
    [[nodiscard]] Result<Heard> runOnce(const Load &load, Framing framing, std::uint64_t expected,
                                        double patience);

    Seating seating_;
    RawServer server_;
    std::unique_ptr<Audience> audience_;
    std::uint32_t runs_ = 0;
};

} // namespace zchat::bench
