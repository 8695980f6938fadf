// Findings: what must never have happened and did, and one number for everything that was seen.
//
// The numbers I1 to I14 in the sentences are those of docs/reliability.md.
#pragma once

#include <cstdint>
#include <cstdio>
#include <cstring>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "shared/wire/value.hpp"

namespace zchat::sim {

class Findings final {
public:
    std::function<std::int64_t()> clockMs; // to say when
    bool tracing = false;                  // prints every body, for one who looks for a bug

    [[nodiscard]] std::int64_t nowMs() const { return clockMs ? clockMs() : 0; }

    void violation(const std::string &what) {
        if (violations_.size() < 10)
            violations_.push_back("at " + std::to_string(nowMs()) + " ms: " + what);
    }
    // The first first.
    [[nodiscard]] const std::vector<std::string> &violations() const { return violations_; }

    // Everything that is seen goes into one number: a seed that replays gives it again (I14).
    void mark(std::string_view what) {
        fold(static_cast<std::uint64_t>(nowMs()));
        fold(what.size());
        for (; what.size() >= 8; what.remove_prefix(8))
            fold(eight(what.data(), 8));
        fold(eight(what.data(), what.size()));
    }
    [[nodiscard]] std::uint64_t trace() const { return trace_; }

    void show(const char *how, std::uint64_t whom, const wire::Bytes &body) const {
        if (!tracing)
            return;
        const auto value =
            wire::decodeValue(body, wire::DecodeBounds{.mapKeys = limits::nameMapKeys});
        std::printf("%lld %s %llu %.400s\n", static_cast<long long>(nowMs()), how,
                    static_cast<unsigned long long>(whom),
                    value.ok() ? wire::toJson(*value).c_str() : "what nobody can read");
    }

private:
    static std::uint64_t eight(const char *bytes, std::size_t count) {
        std::uint64_t word = 0;
        std::memcpy(&word, bytes, count);
        return word;
    }
    void fold(std::uint64_t word) {
        trace_ = (trace_ ^ word) * 0x9e3779b97f4a7c15ULL;
        trace_ ^= trace_ >> 29U;
    }

    std::vector<std::string> violations_;
    std::uint64_t trace_ = 0xcbf29ce484222325ULL;
};

} // namespace zchat::sim
