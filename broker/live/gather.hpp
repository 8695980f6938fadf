// Gather: what happened in rooms since it was last told, told at most once a second each room.
//
// The first thing after a quiet second is due at once; what follows within that second waits for
// its end and leaves together. Typing and receipts are kept in one of these each.
#pragma once

#include <algorithm>
#include <cstdint>
#include <limits>
#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "shared/base/ids.hpp"
#include "shared/base/limits.hpp"

namespace zchat::live {

template <class Held>
class Gather final {
public:
    // What is gathered for this room, to add to.
    [[nodiscard]] Held &at(const RoomName &room, std::int64_t nowMs) {
        Waiting &waiting = rooms_[room];
        if (!waiting.held)
            waiting.held.emplace();
        const std::int64_t dueMs = waiting.toldMs ? *waiting.toldMs + limits::gatherMs : nowMs;
        dueMs_ = std::min(dueMs_, dueMs);
        return *waiting.held;
    }

    // When take() next has something; the far future where nothing waits.
    [[nodiscard]] std::int64_t dueMs() const { return dueMs_; }

    // What is due, ascending by room.
    [[nodiscard]] std::vector<std::pair<RoomName, Held>> take(std::int64_t nowMs) {
        std::vector<std::pair<RoomName, Held>> due;
        dueMs_ = never;
        for (auto it = rooms_.begin(); it != rooms_.end();) {
            Waiting &waiting = it->second;
            const std::int64_t freeMs = waiting.toldMs ? *waiting.toldMs + limits::gatherMs : nowMs;
            if (!waiting.held && freeMs <= nowMs) {
                it = rooms_.erase(it);
                continue;
            }
            if (waiting.held && freeMs <= nowMs) {
                due.emplace_back(it->first, std::move(*waiting.held));
                waiting.held.reset();
                waiting.toldMs = nowMs;
            } else if (waiting.held) {
                dueMs_ = std::min(dueMs_, freeMs);
            }
            ++it;
        }
        return due;
    }

private:
    struct Waiting {
        std::optional<Held> held;
        std::optional<std::int64_t> toldMs;
    };
    static constexpr std::int64_t never = std::numeric_limits<std::int64_t>::max();
    std::map<RoomName, Waiting> rooms_;
    std::int64_t dueMs_ = never;
};

} // namespace zchat::live
