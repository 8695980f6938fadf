// Timeline: the simulated clock. Time passes only from one planned thing to the next; what is
// planned for the same millisecond happens in the order in which it was planned.
#pragma once

#include <algorithm>
#include <cstdint>
#include <functional>
#include <map>
#include <utility>

namespace zchat::sim {

class Timeline final {
public:
    [[nodiscard]] std::int64_t nowMs() const { return nowMs_; }

    void after(std::int64_t ms, std::function<void()> thing) { at(nowMs_ + ms, std::move(thing)); }
    void at(std::int64_t ms, std::function<void()> thing) {
        planned_.emplace(std::pair{std::max(ms, nowMs_), number_++}, std::move(thing));
    }

    // Does the next thing; false when none is planned up to `endMs`, and time stands there.
    bool step(std::int64_t endMs) {
        if (planned_.empty() || planned_.begin()->first.first > endMs) {
            nowMs_ = std::max(nowMs_, endMs);
            return false;
        }
        auto next = planned_.extract(planned_.begin());
        nowMs_ = next.key().first;
        next.mapped()();
        return true;
    }

private:
    std::int64_t nowMs_ = 1'000;
    std::uint64_t number_ = 0;
    std::map<std::pair<std::int64_t, std::uint64_t>, std::function<void()>> planned_;
};

} // namespace zchat::sim
