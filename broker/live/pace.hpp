// Pace: how fast an account may ask, as token buckets on the steady clock.
//
// It counts and says how long to wait; what a request over its pace gets (a refusal, or a mark for
// the hub) is the caller's choice. Buckets belong to accounts, so opening more sessions buys
// nothing. `--rate off` lifts them all but a bot's own rate, which belongs to its scope.
#pragma once

#include <cstdint>
#include <optional>
#include <unordered_map>

#include "broker/live/live.hpp"
#include "shared/base/ids.hpp"
#include "shared/wire/requests.hpp"

namespace zchat::live {

struct PerSecond {
    std::uint64_t value = 0;
};
struct Burst {
    std::uint64_t value = 0;
};

class Bucket final {
public:
    Bucket(PerSecond rate, Burst burst);
    // Takes one where there is one: nullopt. Else the milliseconds until there will be.
    [[nodiscard]] std::optional<std::uint64_t> take(std::int64_t nowMs);

private:
    // In thousandths, so that each millisecond adds exactly the rate and nothing is rounded.
    std::uint64_t rate_;
    std::uint64_t fullLevel_;
    std::uint64_t level_;
    std::int64_t filledMs_ = 0;
};

class Paces final {
public:
    explicit Paces(Pace pace);

    // Nullopt: go ahead. Else the wait in milliseconds. `rate` is the bot's own, from its scope.
    [[nodiscard]] std::optional<std::uint64_t> take(const AccountName &account,
                                                    const std::optional<std::uint64_t> &rate,
                                                    const wire::Request &request,
                                                    std::int64_t nowMs);
    void forget(const AccountName &account);

private:
    struct Buckets {
        std::optional<Bucket> posts;
        std::optional<Bucket> typing;
        std::optional<Bucket> status;
        std::optional<Bucket> read;
        std::optional<Bucket> search;
        std::optional<Bucket> own;
    };
    [[nodiscard]] std::optional<std::uint64_t>
    takeShared(Buckets &buckets, const wire::Request &request, std::int64_t nowMs) const;

    Pace pace_;
    std::unordered_map<AccountName, Buckets> buckets_;
};

} // namespace zchat::live
