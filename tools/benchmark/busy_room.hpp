// What a member hears of a busy room: frames of its topic, as the broker publishes them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "shared/base/ids.hpp"
#include "shared/wire/value.hpp"

namespace zchat::bench {

struct BusyRoom {
    RoomName room;
    Seq head;                 // what was said before
    std::size_t perFrame = 1; // entries that one turn of the hub made
    std::size_t bytes = 128;  // of a text
};

// Frames of entries that follow on `from.head`, whole frames only: mostly texts of many people, now
// and then with a mention, an answer, a reaction or an edit. The same every time.
[[nodiscard]] std::vector<wire::Bytes> busyFrames(const BusyRoom &from, std::size_t entries);
// The body in such a frame, after its topic.
[[nodiscard]] std::string_view bodyOf(std::string_view frame);

} // namespace zchat::bench
