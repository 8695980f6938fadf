#include "broker/live/beats.hpp"

#include <algorithm>
#include <utility>

#include "shared/base/limits.hpp"

namespace zchat::live {

void Beats::moved(const RoomName &room, Seq head, std::int64_t nowMs) {
    moved_[room] = Moved{.head = head, .atMs = nowMs};
}

void Beats::wanted(std::int64_t nowMs) {
    constexpr std::int64_t apartMs = 1000 / limits::beatsPerSecondAtMost;
    dueMs_ = std::min(dueMs_, toldMs_ ? std::max(nowMs, *toldMs_ + apartMs) : nowMs);
}

std::vector<wire::BeatEvent> Beats::take(std::int64_t nowMs, TimeMs wallMs) {
    std::erase_if(moved_, [nowMs](const auto &room) {
        return room.second.atMs + limits::beatHeadsMs < nowMs;
    });
    std::vector<wire::BeatEvent> beats;
    wire::BeatEvent beat{.at = wallMs, .heads = {}};
    for (const auto &[room, moved] : moved_) {
        if (beat.heads.size() == limits::nameMapKeys)
            beats.push_back(std::exchange(beat, {.at = wallMs, .heads = {}}));
        beat.heads.emplace(room, moved.head);
    }
    beats.push_back(std::move(beat));
    toldMs_ = nowMs;
    dueMs_ = nowMs + limits::beatEveryMs;
    return beats;
}

} // namespace zchat::live
