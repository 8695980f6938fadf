#include "broker/live/holding.hpp"

#include <algorithm>

#include "shared/base/limits.hpp"
#include "shared/base/result.hpp"

namespace zchat::live {

void Holding::add(const RoomName &room, Held said, std::size_t hearers, std::int64_t nowMs) {
    forgetSilent(nowMs);
    Talk &talk = rooms_[room];
    hearers_ += hearers - talk.hearers;
    talk.hearers = hearers;
    for (wire::Bytes &entry : said.entries) {
        talk.bytes += entry.size();
        talk.held.entries.push_back(std::move(entry));
    }
    talk.held.head = said.head;
    if (talk.bytes >= limits::eventBytes) {
        // As much as one event may say: there is nothing to gain any more.
        waiting_.erase({talk.toldMs, room});
        talk.toldMs = longAgo;
    }
    waiting_.emplace(talk.toldMs, room);
}

bool Holding::isDue(const RoomName &room, std::int64_t nowMs) const {
    const auto found = rooms_.find(room);
    return found != rooms_.end() && waiting_.contains({found->second.toldMs, room}) &&
           found->second.toldMs + apartMs() <= nowMs;
}

Held Holding::take(const RoomName &room, std::int64_t nowMs) {
    Talk &talk = rooms_.at(room);
    INVARIANT(waiting_.erase({talk.toldMs, room}) == 1, "what is taken was waiting");
    talk.toldMs = nowMs;
    talk.bytes = 0;
    told_.emplace_back(nowMs, room);
    return std::exchange(talk.held, {});
}

std::int64_t Holding::dueMs() const {
    if (waiting_.empty())
        return std::numeric_limits<std::int64_t>::max();
    return waiting_.begin()->first + apartMs();
}

std::vector<RoomName> Holding::due(std::int64_t nowMs) {
    forgetSilent(nowMs);
    std::vector<RoomName> rooms;
    const std::int64_t latestMs = nowMs - apartMs();
    for (auto each = waiting_.begin(); each != waiting_.end() && each->first <= latestMs; ++each)
        rooms.push_back(each->second);
    std::sort(rooms.begin(), rooms.end());
    return rooms;
}

std::int64_t Holding::apartMs() const {
    if (stopped_)
        return 0;
    return std::min(static_cast<std::int64_t>(hearers_ * 1000 / sendsPerSecond_), limits::holdMs);
}

void Holding::forgetSilent(std::int64_t nowMs) {
    for (; !told_.empty() && told_.front().first + limits::holdMs <= nowMs; told_.pop_front()) {
        const auto found = rooms_.find(told_.front().second);
        if (found == rooms_.end() || found->second.toldMs != told_.front().first ||
            !found->second.held.entries.empty())
            continue;
        hearers_ -= found->second.hearers;
        rooms_.erase(found);
    }
}

} // namespace zchat::live
