// The floor of hearing: a bare CURVE PUB, a process of its own, that sends each message by itself.
//
// Nothing is stored and nothing decided. It drops nothing: where a subscriber is a thousand
// messages behind, it waits for it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "tools/benchmark/hearing.hpp"

namespace zchat::bench {

inline constexpr const char *publishWord = "raw-publish";

// What that word runs: until its standard input ends.
[[nodiscard]] int runRawPublisher();

enum class Framing : std::uint8_t {
    twoFrames, // topic and body, as a PUB is mostly used
    oneFrame,  // the topic in front of the body: half the encryption
};

// The line that has it publish. Messages of another run are told apart by its number.
struct RawRun {
    std::uint32_t number = 0;
    Load load;
    std::size_t rooms = 1;
    Framing framing = Framing::twoFrames;
};
[[nodiscard]] std::string toLine(const RawRun &run);

// How every message ends.
struct RawTail {
    std::int64_t dueNs; // of the system's steady clock; 0 where there is no pace
    std::uint32_t message;
    std::uint32_t run;
};
[[nodiscard]] RawTail tailOf(std::string_view frame);

} // namespace zchat::bench
