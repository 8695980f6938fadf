#include "tools/benchmark/pace.hpp"

#include <sys/prctl.h>

#include <thread>

namespace zchat::bench {

Pace::Clock::time_point Pace::due(std::uint64_t number) const {
    return start_ +
           std::chrono::duration_cast<Clock::duration>(apart_ * static_cast<double>(number));
}

double Pace::msSince(std::uint64_t number, Clock::time_point at) const {
    return std::chrono::duration<double, std::milli>(at - due(number)).count();
}

void Pace::waitFor(std::uint64_t number) const {
    // The system may wake a thread 50 µs late to save power, and that would count as latency.
    ::prctl(PR_SET_TIMERSLACK, 1UL);
    std::this_thread::sleep_until(due(number));
}

} // namespace zchat::bench
