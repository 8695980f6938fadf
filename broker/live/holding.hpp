// Holding: entries that are durable and acknowledged, and that a busy room is not told yet.
//
// An event costs a send for each who hears it, however little it says. Up to `sendsPerSecond`, and
// a few in advance, every room is told at once. Beyond it rooms wait, what is said in them
// meanwhile leaves as one event each, and the one that was told the longest ago comes first. None
// waits longer than limits::holdMs after it was last told, so that a silent room never waits at
// all. While requests wait for the hub there is no time to spare, and a send counts for more. Who
// hears an event is decided when it is made, and not here.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <limits>
#include <optional>
#include <set>
#include <unordered_map>
#include <utility>
#include <vector>

#include "shared/base/ids.hpp"
#include "shared/wire/entry.hpp"

namespace zchat::live {

struct Held {
    std::vector<wire::Encoded<wire::Entry>> entries; // in order, at least one
    Seq head;                                        // of the last
};

class Holding final {
public:
    explicit Holding(std::size_t sendsPerSecond)
        : sendsPerSecond_(sendsPerSecond) {}

    void add(const RoomName &room, Held said);
    // Which room is to be taken now.
    [[nodiscard]] std::optional<RoomName> due(std::int64_t nowMs);
    // `hearers` is how many sends it will be, `waitForHub` how many requests do.
    [[nodiscard]] Held take(const RoomName &room, std::size_t hearers, std::size_t waitForHub,
                            std::int64_t nowMs);

    // When due() next has something; the far future where nothing waits.
    [[nodiscard]] std::int64_t dueMs() const;
    // Nothing waits from now on.
    void stop() { stopped_ = true; }

private:
    static constexpr std::int64_t longAgo = std::numeric_limits<std::int64_t>::min() / 2;
    struct Talk {
        Held held;
        std::size_t bytes = 0;
        std::int64_t toldMs = longAgo;
    };
    void forgetSilent(std::int64_t nowMs);

    const std::size_t sendsPerSecond_;
    std::unordered_map<RoomName, Talk> rooms_; // that were told within limits::holdMs or wait
    std::deque<std::pair<std::int64_t, RoomName>> told_;  // when, the earliest first
    std::set<std::pair<std::int64_t, RoomName>> waiting_; // by when they were told
    std::int64_t paidUntilUs_ = 0; // by then the sends made so far are within the pace
    bool stopped_ = false;
};

} // namespace zchat::live
