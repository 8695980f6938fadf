// TransferProgress: how fast a transfer goes, and when that is worth telling again.
#pragma once

#include <algorithm>
#include <cstdint>
#include <deque>
#include <optional>

#include "shared/client/bounds.hpp"

namespace zchat::client {

class TransferProgress final {
public:
    // From here on: what is done already came at no rate.
    void begin(std::uint64_t doneBytes, std::int64_t nowMs) {
        samples_.assign(1, Sample{.atMs = nowMs, .doneBytes = doneBytes});
    }
    void moved(std::uint64_t doneBytes, std::int64_t nowMs) {
        if (samples_.empty() || doneBytes < samples_.back().doneBytes) {
            begin(doneBytes, nowMs);
            return;
        }
        // A sample is closed once it is old enough, so that there are few of them.
        if (samples_.size() > 1 &&
            nowMs - samples_[samples_.size() - 2].atMs < bounds::tellProgressMs)
            samples_.pop_back();
        samples_.push_back(Sample{.atMs = nowMs, .doneBytes = doneBytes});
        while (samples_.size() > 2 && nowMs - samples_[1].atMs >= bounds::rateOverMs)
            samples_.pop_front();
    }
    [[nodiscard]] std::uint64_t bytesPerSecond(std::int64_t nowMs) const {
        if (samples_.empty())
            return 0;
        const std::int64_t overMs = std::max<std::int64_t>(nowMs - samples_.front().atMs, 1);
        const std::uint64_t bytes = samples_.back().doneBytes - samples_.front().doneBytes;
        return bytes * 1000 / static_cast<std::uint64_t>(overMs);
    }
    [[nodiscard]] std::optional<std::int64_t> leftMs(std::uint64_t sizeBytes,
                                                     std::int64_t nowMs) const {
        const std::uint64_t rate = bytesPerSecond(nowMs);
        if (rate == 0 || samples_.back().doneBytes > sizeBytes)
            return std::nullopt;
        return static_cast<std::int64_t>((sizeBytes - samples_.back().doneBytes) * 1000 / rate);
    }

private:
    struct Sample {
        std::int64_t atMs = 0;
        std::uint64_t doneBytes = 0;
    };
    std::deque<Sample> samples_; // the first is where the rate is measured from
};

} // namespace zchat::client
