// Pace: when each message of an open loop is due.
//
// It goes on whatever the server does, and a time is counted from the moment at which a message was
// due, not from that at which it was sent: else a server that stalls would be asked less while it
// does, and its worst moments would count once.
#pragma once

#include <chrono>
#include <cstdint>

namespace zchat::bench {

class Pace final {
public:
    using Clock = std::chrono::steady_clock;

    // Number 0 is due now.
    explicit Pace(double perSecond)
        : start_(Clock::now())
        , apart_(1 / perSecond) {}

    [[nodiscard]] Clock::time_point due(std::uint64_t number) const;
    // Milliseconds from then until `at`.
    [[nodiscard]] double msSince(std::uint64_t number, Clock::time_point at) const;
    // Sleeps until it is due; not at all where that has passed.
    void waitFor(std::uint64_t number) const;

private:
    Clock::time_point start_;
    std::chrono::duration<double> apart_;
};

} // namespace zchat::bench
