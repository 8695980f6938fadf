// Holding: entries that are durable and acknowledged, and that a busy room is not told yet.
//
// An event costs a send for each who hears it, however little it says. So a room that was told a
// moment ago waits, and what is said in it meanwhile leaves as one event: for so long that all the
// rooms that talk, each told once in that time, take no more than `sendsPerSecond`, and never
// longer than limits::holdMs. A room that was silent is told at once, and where few hear no room
// waits at all. Who hears an event is decided when it is made, and not here.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <limits>
#include <set>
#include <unordered_map>
#include <utility>
#include <vector>

#include "shared/base/ids.hpp"
#include "shared/wire/value.hpp"

namespace zchat::live {

struct Held {
    std::vector<wire::Bytes> entries; // encoded, in order, at least one
    Seq head;                         // of the last
};

class Holding final {
public:
    explicit Holding(std::size_t sendsPerSecond)
        : sendsPerSecond_(sendsPerSecond) {}

    // `hearers` is how many the room's next event will be sent to.
    void add(const RoomName &room, Held said, std::size_t hearers, std::int64_t nowMs);
    [[nodiscard]] bool isDue(const RoomName &room, std::int64_t nowMs) const;
    [[nodiscard]] Held take(const RoomName &room, std::int64_t nowMs);

    // When due() next has something; the far future where nothing waits.
    [[nodiscard]] std::int64_t dueMs() const;
    // The rooms that are due and are to be taken, ascending.
    [[nodiscard]] std::vector<RoomName> due(std::int64_t nowMs);
    // Nothing waits from now on.
    void stop() { stopped_ = true; }

private:
    static constexpr std::int64_t longAgo = std::numeric_limits<std::int64_t>::min() / 2;
    struct Talk {
        Held held;
        std::size_t bytes = 0;
        std::size_t hearers = 0;
        std::int64_t toldMs = longAgo;
    };
    // How long a room waits after it was told.
    [[nodiscard]] std::int64_t apartMs() const;
    void forgetSilent(std::int64_t nowMs);

    const std::size_t sendsPerSecond_;
    // The rooms that were told within limits::holdMs or wait, and how many hear them together.
    std::unordered_map<RoomName, Talk> rooms_;
    std::size_t hearers_ = 0;
    std::deque<std::pair<std::int64_t, RoomName>> told_;  // when, the earliest first
    std::set<std::pair<std::int64_t, RoomName>> waiting_; // by when they are due, but for apartMs()
    bool stopped_ = false;
};

} // namespace zchat::live
