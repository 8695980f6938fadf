// What every fuzz target is: one function that takes foreign bytes and promises something of them.
//
// libFuzzer calls it with what it makes up (tools/fuzz); corpus_main.cpp with what is in the
// corpus. A promise is an INVARIANT, so that breaking it ends the process as a crash does.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "shared/base/result.hpp"

// The name is libFuzzer's.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size);

namespace zchat::fuzz {

inline std::string_view textOf(const std::uint8_t *data, std::size_t size) {
    return {reinterpret_cast<const char *>(data), size};
}

// Takes pieces off the front of an input that stands for several.
class Pieces final {
public:
    explicit Pieces(std::string_view left)
        : left_(left) {}

    [[nodiscard]] bool empty() const { return left_.empty(); }
    std::uint8_t byte() {
        if (left_.empty())
            return 0;
        const auto first = static_cast<std::uint8_t>(left_.front());
        left_.remove_prefix(1);
        return first;
    }
    // Two bytes say how long it is.
    std::string_view text() {
        const std::size_t high = byte();
        const std::size_t low = byte();
        const std::string_view taken = left_.substr(0, high * 256 + low);
        left_.remove_prefix(taken.size());
        return taken;
    }

private:
    std::string_view left_;
};

} // namespace zchat::fuzz
