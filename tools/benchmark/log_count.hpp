// LogCount: what members hear of the broker's log events in one run, counted.
//
// Members hear the same frames, so each is decoded once; what was said before the run counts not.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "shared/base/ids.hpp"
#include "tools/benchmark/hearing.hpp"
#include "tools/benchmark/pace.hpp"

namespace zchat::bench {

class LogCount final {
public:
    explicit LogCount(const Seating &seating);

    // From here on counts what comes after these heads, one for each room.
    void begin(std::vector<Seq> heads);
    // And when, of what is posted into the one room there is.
    void follow(const Pace &pace) { pace_ = pace; }
    void hear(std::string_view frame);

    [[nodiscard]] std::uint64_t deliveries() const { return deliveries_; }
    [[nodiscard]] std::uint64_t frames() const { return frames_; }
    [[nodiscard]] std::vector<Delivery> takeTimes() { return std::move(times_); }

private:
    struct Said {
        std::size_t room = 0;
        Seq first;
        std::uint64_t entries = 0; // 0: no log event
    };
    [[nodiscard]] Said read(std::string_view frame) const;

    bool isPublished_; // with its topic in front
    std::unordered_map<RoomName, std::size_t> rooms_;
    std::vector<Seq> heads_;
    std::unordered_map<std::size_t, Said> known_; // by a hash of the frame
    std::optional<Pace> pace_;
    std::uint64_t deliveries_ = 0;
    std::uint64_t frames_ = 0;
    std::vector<Delivery> times_;
};

} // namespace zchat::bench
