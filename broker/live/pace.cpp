#include "broker/live/pace.hpp"

#include <algorithm>

namespace zchat::live {

namespace {

constexpr std::uint64_t oneToken = 1000;
// A rate above this is no limit anyone could feel, and keeps the arithmetic far from overflow.
constexpr std::uint64_t highestRate = 1'000'000;
// What is told where a rate of nothing would mean waiting for ever.
constexpr std::uint64_t neverMs = 3'600'000;

std::optional<std::uint64_t> takeFrom(std::optional<Bucket> &bucket, PerSecond rate, Burst burst,
                                      std::int64_t nowMs) {
    if (!bucket)
        bucket.emplace(rate, burst);
    return bucket->take(nowMs);
}

std::optional<std::uint64_t> takeLight(std::optional<Bucket> &bucket, std::int64_t nowMs) {
    return takeFrom(bucket, PerSecond{limits::lightOpsPerSecond}, Burst{limits::lightOpsBurst},
                    nowMs);
}

} // namespace

Bucket::Bucket(PerSecond rate, Burst burst)
    : rate_(std::min(rate.value, highestRate))
    , fullLevel_(std::min(burst.value, highestRate) * oneToken)
    , level_(fullLevel_) {}

std::optional<std::uint64_t> Bucket::take(std::int64_t nowMs) {
    if (nowMs > filledMs_) {
        const auto elapsedMs = static_cast<std::uint64_t>(nowMs - filledMs_);
        const std::uint64_t missing = fullLevel_ - level_;
        const bool full = rate_ > 0 && elapsedMs > missing / rate_;
        level_ = full ? fullLevel_ : level_ + std::min(missing, elapsedMs * rate_);
        filledMs_ = nowMs;
    }
    if (level_ >= oneToken) {
        level_ -= oneToken;
        return std::nullopt;
    }
    if (rate_ == 0 || fullLevel_ < oneToken)
        return neverMs;
    return (oneToken - level_ + rate_ - 1) / rate_;
}

Paces::Paces(Pace pace)
    : pace_(pace) {}

std::optional<std::uint64_t> Paces::take(const AccountName &account,
                                         const std::optional<std::uint64_t> &rate,
                                         const wire::Request &request, std::int64_t nowMs) {
    Buckets &buckets = buckets_[account];
    if (rate) {
        const Burst burst{*rate};
        if (const auto waitMs = takeFrom(buckets.own, PerSecond{*rate}, burst, nowMs))
            return waitMs;
    }
    if (!pace_.limited)
        return std::nullopt;
    return takeShared(buckets, request, nowMs);
}

std::optional<std::uint64_t> Paces::takeShared(Buckets &buckets, const wire::Request &request,
                                               std::int64_t nowMs) const {
    if (std::holds_alternative<wire::Post>(request) || std::holds_alternative<wire::Offer>(request))
        return takeFrom(buckets.posts, PerSecond{pace_.postsPerSecond}, Burst{pace_.postsBurst},
                        nowMs);
    if (std::holds_alternative<wire::Typing>(request))
        return takeLight(buckets.typing, nowMs);
    if (std::holds_alternative<wire::SetStatus>(request))
        return takeLight(buckets.status, nowMs);
    if (std::holds_alternative<wire::Read>(request))
        return takeLight(buckets.read, nowMs);
    if (std::holds_alternative<wire::Search>(request))
        return takeLight(buckets.search, nowMs);
    return std::nullopt;
}

void Paces::forget(const AccountName &account) {
    buckets_.erase(account);
}

} // namespace zchat::live
