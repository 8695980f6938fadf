// Chance: the only source of chance in a simulation, so that a seed replays bit for bit.
//
// Its own generator and its own ranges: those of the standard library differ between platforms.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace zchat::sim {

class Chance final {
public:
    explicit Chance(std::uint64_t seed)
        : state_(seed * 0x9e3779b97f4a7c15ULL + 0x1234567) {}

    // SplitMix64: every state has a successor, and seeds that differ by one differ in everything.
    std::uint64_t next() {
        state_ += 0x9e3779b97f4a7c15ULL;
        std::uint64_t mixed = state_;
        mixed = (mixed ^ (mixed >> 30U)) * 0xbf58476d1ce4e5b9ULL;
        mixed = (mixed ^ (mixed >> 27U)) * 0x94d049bb133111ebULL;
        return mixed ^ (mixed >> 31U);
    }
    // 0 to count - 1.
    std::size_t below(std::size_t count) { return static_cast<std::size_t>(next() % count); }
    // From low to high, both included.
    std::int64_t between(std::int64_t low, std::int64_t high) {
        return low + static_cast<std::int64_t>(next() % static_cast<std::uint64_t>(high - low + 1));
    }
    bool percent(std::uint64_t chances) { return next() % 100 < chances; }
    bool permille(std::uint64_t chances) { return next() % 1000 < chances; }
    template <class T>
    const T &pick(const std::vector<T> &among) {
        return among[below(among.size())];
    }

private:
    std::uint64_t state_;
};

} // namespace zchat::sim
