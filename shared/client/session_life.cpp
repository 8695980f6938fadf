// How a Session stays alive, and how it ends and comes back.
#include <algorithm>

#include "shared/base/planted.hpp"
#include "shared/client/bounds.hpp"
#include "shared/client/sentences.hpp"
#include "shared/client/session.hpp"

namespace zchat::client {

void Session::tick(std::int64_t nowMs, Effects &effects) {
    if (stage_ == Stage::resting) {
        if (retryAtMs_ && nowMs >= *retryAtMs_)
            attempt(nowMs, effects);
        return;
    }
    // Listing takes as long as the broker answers: pings watch over it.
    const bool timed = stage_ < Stage::online && stage_ != Stage::listing;
    if (timed && nowMs - stageSinceMs_ >= bounds::stageMs)
        lose(ready() ? Trouble::lost : Trouble::noBroker, nowMs, effects);
    else
        watch(nowMs, effects);
}

void Session::watch(std::int64_t nowMs, Effects &effects) {
    if (!ready())
        return;
    // Any word from the broker is life; only silence after a ping is not.
    const std::int64_t aliveMs = std::max(heardRequestsMs_, pingedMs_);
    if (pinging_ && nowMs - aliveMs >= bounds::silenceMs) {
        lose(Trouble::lost, nowMs, effects);
        return;
    }
    if (!pinging_ && nowMs - pingedMs_ >= limits::pingEveryMs && !planted(Bug::neverPings)) {
        pinging_ = true;
        pingedMs_ = nowMs;
        asks_.send(wire::Ping{}, ForPing{}, effects);
    }
    if (stage_ == Stage::online && config_.events && !withoutSub_)
        watchBeats(nowMs, effects);
}

void Session::watchBeats(std::int64_t nowMs, Effects &effects) {
    const std::int64_t silenceMs = nowMs - beatMs_;
    if (silenceMs >= bounds::silenceMs) {
        lose(Trouble::lost, nowMs, effects);
        return;
    }
    // Once when the silence begins, again while it lasts, and once more with the beat that ends it.
    if (silenceMs > limits::beatSilenceMs &&
        (!silent_ || nowMs - comparedMs_ >= bounds::compareAgainMs)) {
        silent_ = true;
        comparedMs_ = nowMs;
        happenings_.push_back(Happening::compare);
    }
}

void Session::beatHeard(std::int64_t nowMs, Effects &effects) {
    const bool wasSilent = silent_ || nowMs - beatMs_ > limits::beatSilenceMs;
    beatMs_ = nowMs;
    silent_ = false;
    if (stage_ == Stage::settling)
        goOnline(nowMs, effects);
    else if (stage_ == Stage::online && wasSilent)
        happenings_.push_back(Happening::compare);
}

void Session::pingAnswered(const wire::PingReply &reply, std::int64_t nowMs, Effects &effects) {
    pinging_ = false;
    heardRequestsMs_ = nowMs;
    if (stage_ != Stage::online || !config_.events || reply.events)
        return;
    // The broker takes this connection for a stranger's: what it did not send must be asked for.
    sayHello(true, effects);
    happenings_.push_back(Happening::compare);
}

void Session::close(Effects &effects) {
    effects.order(CloseSockets{});
}

void Session::lose(Trouble trouble, std::int64_t nowMs, Effects &effects,
                   std::optional<std::int64_t> retryInMs) {
    close(effects);
    const std::int64_t cap =
        std::min(bounds::longestRetryMs, bounds::firstRetryMs << std::min(failures_, 10U));
    failures_ += 1;
    const std::int64_t pauseMs =
        retryInMs.value_or(std::max(bounds::shortestRetryMs, chance_.upTo(cap)));
    enter(Stage::resting, nowMs);
    retryAtMs_ = nowMs + pauseMs;
    happenings_.push_back(Happening::lost);
    effects.tell(ConnectionChanged{.state = Connection::offline,
                                   .trouble = trouble,
                                   .text = sentences::offline(trouble, config_.address),
                                   .retryInMs = pauseMs});
}

void Session::halt(Trouble trouble, const std::string &text, Effects &effects) {
    close(effects);
    stage_ = Stage::resting;
    retryAtMs_.reset();
    failures_ = 0;
    refusals_ = 0;
    happenings_.push_back(Happening::lost);
    effects.tell(ConnectionChanged{
        .state = Connection::stopped, .trouble = trouble, .text = text, .retryInMs = 0});
}

std::int64_t Session::nextDueMs() const {
    constexpr std::int64_t never = std::int64_t{1} << 62U;
    if (stage_ == Stage::resting)
        return retryAtMs_.value_or(never);
    std::int64_t due = never;
    if (stage_ < Stage::online && stage_ != Stage::listing)
        due = stageSinceMs_ + bounds::stageMs;
    if (!ready())
        return due;
    due = std::min(due, pinging_ ? std::max(heardRequestsMs_, pingedMs_) + bounds::silenceMs
                                 : pingedMs_ + limits::pingEveryMs);
    if (stage_ == Stage::online && config_.events && !withoutSub_) {
        due = std::min(due, beatMs_ + bounds::silenceMs);
        due = std::min(due, silent_ ? comparedMs_ + bounds::compareAgainMs
                                    : beatMs_ + limits::beatSilenceMs + 1);
    }
    return due;
}

} // namespace zchat::client
