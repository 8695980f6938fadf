#include "broker/live/holding.hpp"

#include <algorithm>

#include "shared/base/limits.hpp"
#include "shared/base/result.hpp"

namespace zchat::live {

namespace {

// The sends of so long may be made in advance: no more than what libzmq's threads get done before
// anybody would notice.
constexpr std::int64_t aheadMs = 25;
// So many requests that wait make a send count for twice as much.
constexpr std::size_t manyWait = 16;

} // namespace

void Holding::add(const RoomName &room, Held said) {
    Talk &talk = rooms_[room];
    for (wire::Encoded<wire::Entry> &entry : said.entries) {
        talk.bytes += entry.bytes.size();
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

std::optional<RoomName> Holding::due(std::int64_t nowMs) {
    forgetSilent(nowMs);
    if (waiting_.empty() || dueMs() > nowMs)
        return std::nullopt;
    return waiting_.begin()->second;
}

Held Holding::take(const RoomName &room, std::size_t hearers, std::size_t waitForHub,
                   std::int64_t nowMs) {
    Talk &talk = rooms_.at(room);
    INVARIANT(waiting_.erase({talk.toldMs, room}) == 1, "what is taken was waiting");
    talk.toldMs = nowMs;
    talk.bytes = 0;
    told_.emplace_back(nowMs, room);

    const std::size_t sends = hearers * (manyWait + waitForHub) / manyWait;
    const auto priceUs = static_cast<std::int64_t>(sends * 1'000'000 / sendsPerSecond_);
    // More than that is never owed, so that what one event costs is forgiven in as long as any
    // room may have to wait.
    const std::int64_t atMostUs = (nowMs + aheadMs + limits::holdMs) * 1000;
    paidUntilUs_ = std::min(std::max(paidUntilUs_, nowMs * 1000) + priceUs, atMostUs);
    return std::exchange(talk.held, {});
}

std::int64_t Holding::dueMs() const {
    if (waiting_.empty())
        return std::numeric_limits<std::int64_t>::max();
    const std::int64_t latestMs = waiting_.begin()->first + limits::holdMs;
    const std::int64_t affordedMs = (paidUntilUs_ + 999) / 1000 - aheadMs;
    return stopped_ ? longAgo : std::min(latestMs, affordedMs);
}

void Holding::forgetSilent(std::int64_t nowMs) {
    for (; !told_.empty() && told_.front().first + limits::holdMs <= nowMs; told_.pop_front()) {
        const auto found = rooms_.find(told_.front().second);
        if (found != rooms_.end() && found->second.toldMs == told_.front().first &&
            found->second.held.entries.empty())
            rooms_.erase(found);
    }
}

} // namespace zchat::live
