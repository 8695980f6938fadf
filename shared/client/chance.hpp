// Chance from a seed (splitmix64), so that a simulation replays bit for bit. For jitter only, never
// for a key or an id.
#pragma once

#include <cstdint>

#include "shared/base/planted.hpp"

namespace zchat::client {

class Chance final {
public:
    explicit Chance(std::uint64_t seed)
        : state_(planted(Bug::countsProcesses) ? seed + ++processes() : seed) {}

    // From 0 to `most`, both included.
    [[nodiscard]] std::int64_t upTo(std::int64_t most) {
        state_ += 0x9e3779b97f4a7c15ULL;
        std::uint64_t mixed = state_;
        mixed = (mixed ^ (mixed >> 30U)) * 0xbf58476d1ce4e5b9ULL;
        mixed = (mixed ^ (mixed >> 27U)) * 0x94d049bb133111ebULL;
        mixed ^= mixed >> 31U;
        return most <= 0
                   ? 0
                   : static_cast<std::int64_t>(mixed % (static_cast<std::uint64_t>(most) + 1));
    }

private:
    static std::uint64_t &processes() {
        static std::uint64_t count = 0;
        return count;
    }
    std::uint64_t state_;
};

} // namespace zchat::client
