// The two clocks of the process, read together: the one place of the broker that asks the time.
#pragma once

#include <chrono>

#include "broker/live/live.hpp"

namespace zchat::shell {

[[nodiscard]] inline live::Now now() {
    using std::chrono::duration_cast;
    using std::chrono::milliseconds;
    return {
        .steadyMs = duration_cast<milliseconds>(std::chrono::steady_clock::now().time_since_epoch())
                        .count(),
        .wallMs = duration_cast<milliseconds>(std::chrono::system_clock::now().time_since_epoch())
                      .count()};
}

} // namespace zchat::shell
