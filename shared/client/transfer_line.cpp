#include "shared/client/transfer_line.hpp"

#include <algorithm>
#include <utility>

#include "shared/client/bounds.hpp"
#include "shared/wire/codec.hpp"

namespace zchat::client {

void TransferLine::allow(std::uint16_t port, const PublicKey &broker, std::int64_t nowMs) {
    port_ = port;
    broker_ = broker;
    stage_ = Stage::closed;
    failures_ = 0;
    notBeforeMs_ = nowMs;
}

void TransferLine::forbid() {
    lost_ = lost_ || stage_ == Stage::open;
    stage_ = Stage::forbidden;
    pending_.clear();
    ping_.reset();
}

void TransferLine::tend(bool wanted, std::int64_t nowMs, Effects &effects) {
    wanted_ = wanted;
    if (wanted)
        wantedMs_ = nowMs;
    switch (stage_) {
    case Stage::forbidden:
        break;
    case Stage::closed:
        if (wanted && nowMs >= notBeforeMs_) {
            stage_ = Stage::opening;
            openingSinceMs_ = nowMs;
            effects.order(OpenTransfers{.port = port_, .broker = broker_});
        }
        break;
    case Stage::opening:
        if (nowMs - openingSinceMs_ >= bounds::stageMs)
            down(nowMs, effects);
        break;
    case Stage::open:
        watch(nowMs, effects);
        break;
    }
}

// Pings are answered by the broker's loop, so a file that is long being synced is no silence.
void TransferLine::watch(std::int64_t nowMs, Effects &effects) {
    if (!wanted_ && nowMs - wantedMs_ >= bounds::transferLineIdleMs) {
        end(0, nowMs, effects);
    } else if (ping_ && nowMs - std::max(heardMs_, pingedMs_) >= bounds::silenceMs) {
        down(nowMs, effects);
    } else if (!ping_ && nowMs - heardMs_ >= limits::pingEveryMs) {
        last_ += 1;
        ping_ = last_;
        pingedMs_ = nowMs;
        effects.order(SendTransfer{.body = wire::encodeRequest(last_, wire::Ping{})});
    }
}

void TransferLine::up(std::int64_t nowMs) {
    if (stage_ != Stage::opening)
        return;
    stage_ = Stage::open;
    heardMs_ = nowMs;
}

void TransferLine::down(std::int64_t nowMs, Effects &effects) {
    const std::int64_t cap =
        std::min(bounds::longestRetryMs, bounds::firstRetryMs << std::min(failures_, 10U));
    end(std::max(bounds::shortestRetryMs, chance_.upTo(cap)), nowMs, effects);
}

void TransferLine::refused(int status, std::int64_t nowMs, Effects &effects) {
    // A key that is welcome no more loses the connection for requests too, which then says why.
    end(status == 500 ? bounds::tooFastRetryMs : bounds::longestRetryMs, nowMs, effects);
}

void TransferLine::end(std::int64_t pauseMs, std::int64_t nowMs, Effects &effects) {
    if (stage_ != Stage::opening && stage_ != Stage::open)
        return;
    effects.order(CloseTransfers{});
    lost_ = lost_ || stage_ == Stage::open;
    stage_ = Stage::closed;
    failures_ += 1;
    notBeforeMs_ = nowMs + pauseMs;
    pending_.clear();
    ping_.reset();
}

void TransferLine::send(wire::Request request, const Purpose &purpose, std::int64_t nowMs,
                        Effects &effects) {
    last_ += 1;
    effects.order(SendTransfer{.body = wire::encodeRequest(last_, request)});
    if (wire::Chunk *chunk = std::get_if<wire::Chunk>(&request))
        chunk->data = {};
    pending_.emplace(last_, Asked{.request = std::move(request), .purpose = purpose});
    wantedMs_ = nowMs;
}

std::optional<TransferLine::Asked> TransferLine::answered(std::uint64_t re, std::int64_t nowMs) {
    heardMs_ = nowMs;
    failures_ = 0;
    ping_.reset();
    const auto found = pending_.find(re);
    if (found == pending_.end())
        return std::nullopt;
    Asked asked = std::move(found->second);
    pending_.erase(found);
    return asked;
}

bool TransferLine::takeLost() {
    return std::exchange(lost_, false);
}

std::optional<std::int64_t> TransferLine::nextDueMs() const {
    switch (stage_) {
    case Stage::forbidden:
        break;
    case Stage::closed:
        if (wanted_)
            return notBeforeMs_;
        break;
    case Stage::opening:
        return openingSinceMs_ + bounds::stageMs;
    case Stage::open: {
        const std::int64_t life = ping_ ? std::max(heardMs_, pingedMs_) + bounds::silenceMs
                                        : heardMs_ + limits::pingEveryMs;
        return wanted_ ? life : std::min(life, wantedMs_ + bounds::transferLineIdleMs);
    }
    }
    return std::nullopt;
}

} // namespace zchat::client
