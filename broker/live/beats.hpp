// Beats: the broker's public pulse, with the heads of the public rooms that moved lately.
//
// One a second, and one soon after each hello, so that a fresh subscriber need not wait to know
// that it hears; never more than 20 a second. Where more rooms moved than one map may name, the
// beat leaves in several frames.
#pragma once

#include <cstdint>
#include <optional>
#include <unordered_map>
#include <vector>

#include "shared/base/ids.hpp"
#include "shared/wire/events.hpp"

namespace zchat::live {

class Beats final {
public:
    void moved(const RoomName &room, Seq head, std::int64_t nowMs);
    // Someone said hello.
    void wanted(std::int64_t nowMs);

    [[nodiscard]] std::int64_t dueMs() const { return dueMs_; }
    [[nodiscard]] std::vector<wire::BeatEvent> take(std::int64_t nowMs, TimeMs wallMs);

private:
    struct Moved {
        Seq head;
        std::int64_t atMs = 0;
    };
    std::unordered_map<RoomName, Moved> moved_;
    std::optional<std::int64_t> toldMs_;
    std::int64_t dueMs_ = 0;
};

} // namespace zchat::live
