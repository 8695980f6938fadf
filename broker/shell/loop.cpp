#include "broker/shell/loop.hpp"

#include <algorithm>
#include <string>
#include <utility>

#include "broker/shell/clock.hpp"
#include "shared/base/limits.hpp"
#include "shared/wire/codec.hpp"

namespace zchat::shell {

namespace {

// Requests taken in one pass, so that answers and beats go out in between under any load.
constexpr std::size_t requestsPerPass = 512;
constexpr std::size_t subscriptionsPerPass = 20'000;
constexpr std::int64_t longestPassMs = 1'000;
// A slow reader's outbox is tried again this often: libzmq does not tell when a peer takes more.
constexpr std::int64_t outboxRetryMs = 5;
constexpr std::int64_t sweepEveryMs = 1'000;
// With what follows it (Broker's last words, the threads, the store) an end takes less than five
// seconds, on a busy machine too.
constexpr std::int64_t gracefulEndMs = 2'000;
constexpr std::int64_t deliveryRetryMs = 10;
// In a row, 300 ms in all: libzmq's thread may be about to write, and a client that sends only on
// live connections forgets what it has not read yet at the moment in which its connection ends.
constexpr int quietPasses = 30;
constexpr std::uint64_t busyRetryMs = 200;

// libzmq's own routes are five bytes and begin with a zero; no other can belong to a session, or
// its next owner would inherit what was meant for the last.
bool isOwnRoute(const std::string &route) {
    return route.size() == 5 && route.front() == '\0';
}

Refusal busy() {
    return Refusal{.code = Code::busy,
                   .text = "The server has too much to do. Try again.",
                   .retryMs = busyRetryMs,
                   .versions = {}};
}

} // namespace

void Loop::begin(const std::vector<hub::Output> &snapshot) {
    for (const hub::Output &output : snapshot)
        if (const auto *device = std::get_if<hub::DeviceChanged>(&output))
            listeners_.belongs(device->device, device->account);
    parts_.live.told(snapshot, now());
    perform();
}

Loop::End Loop::run(int signals, const std::function<bool()> &heed) {
    bool stopAsked = false;
    while (!stopAsked && !broken_) {
        const live::Now before = now();
        std::int64_t leftMs = std::min({parts_.live.nextDueMs() - before.steadyMs,
                                        sweepDueMs_ - before.steadyMs, longestPassMs});
        if (connections_.somethingWaits())
            leftMs = std::min(leftMs, outboxRetryMs);
        if (pass(std::max<std::int64_t>(leftMs, 0), signals))
            stopAsked = heed();
    }
    endGracefully();
    return broken_ ? End::broken : End::asked;
}

bool Loop::pass(std::int64_t atMostMs, std::optional<int> signals) {
    poll_.clear();
    const std::size_t woken = poll_.add(parts_.waker);
    const std::size_t published = poll_.add(parts_.publisher);
    const std::optional<std::size_t> signalled =
        signals ? std::optional(poll_.addReadable(*signals)) : std::nullopt;
    const std::optional<std::size_t> asked =
        listening_ ? std::optional(poll_.add(parts_.router)) : std::nullopt;
    poll_.wait(std::chrono::milliseconds(atMostMs));

    if (poll_.ready(woken))
        parts_.waker.drain();
    if (poll_.ready(published))
        hearSubscriptions();
    hearTurns();
    hearAnswers();
    hearBlobs();
    if (asked && poll_.ready(*asked))
        hearRequests();
    ended(connections_.flush(parts_.router));
    tickIfDue();
    return signalled && poll_.ready(*signalled);
}

void Loop::hearSubscriptions() {
    for (std::size_t i = 0; i < subscriptionsPerPass; ++i) {
        const std::optional<net::Received> frame = parts_.publisher.receive();
        if (!frame)
            return;
        if (frame->user && !parts_.admission.mayEnter(*frame->user, Door::events, now().wallMs)) {
            // Revoked between its handshake and its first subscription.
            shut(wireOf(frame->sourceDescriptor));
            continue;
        }
        if (listeners_.heard(*frame))
            parts_.log.warning("An account subscribed to too much; its connection was shut.");
    }
}

void Loop::hearRequests() {
    carriesThisPass_ = 0;
    for (std::size_t i = 0; i < requestsPerPass && carriesThisPass_ < limits::carriesPerPass; ++i) {
        if (!parts_.router.receive(received_))
            return;
        hear(received_);
        perform();
    }
}

void Loop::hear(const net::Received &received) {
    if (!received.user || received.frames.empty())
        return; // ZAP names the sender of everything; what it did not name is nobody's
    const std::string &route = received.frames[0];
    const std::size_t body = received.frameCount - 1;
    const bool viaReq = body == 2 && received.frames[1].empty();
    const bool framed = body == 1 || viaReq;
    if (!isOwnRoute(route)) {
        const auto refusal = std::make_shared<const std::string>(
            wire::encodeRefusal({}, Refusal{.code = Code::frame,
                                            .text = "Leave the routing id of your socket unset.",
                                            .retryMs = {},
                                            .versions = {}}));
        [[maybe_unused]] const net::Sent sent = parts_.router.sendTo(route, viaReq, refusal);
        return;
    }
    const live::Now at = now();
    const auto [connection, replaced] =
        connections_.meet(route, *received.user, viaReq, received.sourceDescriptor);
    if (replaced)
        parts_.live.ended(*replaced, at);
    if (connection->shut)
        return;
    if (!parts_.admission.mayEnter(*received.user, Door::requests, at.wallMs)) {
        // Revoked between its handshake and its first word; live never hears of it.
        connections_.shutDown(connection->session);
        return;
    }
    const bool sameForm = viaReq == connection->viaReq;
    parts_.live.heard(connection->session, *received.user, viaReq,
                      framed && sameForm ? std::optional<std::string_view>(received.frames[body])
                                         : std::nullopt,
                      at);
}

void Loop::hearTurns() {
    for (TurnDone &done : parts_.turns.take()) {
        envelopesOut_ -= std::min(envelopesOut_, done.envelopes);
        broken_ = broken_ || done.broken;
        for (const hub::Output &output : done.outputs)
            passOn(output);
        parts_.live.told(done.outputs, now());
        perform();
    }
}

// What concerns others than live.
void Loop::passOn(const hub::Output &output) {
    struct PassOn {
        Loop &loop;
        void operator()(const hub::DeviceChanged &changed) const {
            loop.listeners_.belongs(changed.device, changed.account);
        }
        void operator()(const hub::TransferOpened &opened) const {
            if (!loop.parts_.blobs.open(opened))
                loop.parts_.live.answered(opened.session, opened.re, busy(), now());
        }
        void operator()(const hub::TransferEnded &ended) const { loop.parts_.blobs.end(ended); }
        void operator()(const hub::BlobOrphaned &orphaned) const {
            loop.parts_.blobs.orphan(orphaned);
        }
        void operator()(const hub::Answer &) const {}
        void operator()(const hub::Said &) const {}
        void operator()(const hub::Told &) const {}
        void operator()(const hub::ReceiptMoved &) const {}
        void operator()(const hub::AccountChanged &) const {}
        void operator()(const hub::TicketChanged &) const {}
        void operator()(const hub::RoomChanged &) const {}
        void operator()(const hub::MemberChanged &) const {}
    };
    std::visit(PassOn{.loop = *this}, output);
}

void Loop::hearAnswers() {
    for (Answered &answered : parts_.answers.take()) {
        questionsOut_ -= std::min<std::size_t>(questionsOut_, 1);
        parts_.live.answered(answered.session, answered.re, std::move(answered.reply), now());
        perform();
    }
}

void Loop::hearBlobs() {
    for (BlobDone &done : parts_.blobsDone.take()) {
        std::visit([this](auto &&each) { hear(std::forward<decltype(each)>(each)); },
                   std::move(done));
        perform();
    }
}

void Loop::hear(BlobAnswer &&answer) {
    broken_ = broken_ || answer.broken;
    if (answer.ofCarry)
        carriesOut_ -= std::min<std::size_t>(carriesOut_, 1);
    if (auto *piece = std::get_if<live::SharedBytes>(&answer.body))
        parts_.live.carried(answer.session, answer.re, std::move(*piece), now());
    else
        parts_.live.answered(answer.session, answer.re,
                             std::move(std::get<Result<wire::Reply>>(answer.body)), now());
}

void Loop::hear(const BlobLookedAt &lookedAt) {
    carriesOut_ -= std::min<std::size_t>(carriesOut_, 1);
    hub::Envelope envelope;
    envelope.session = lookedAt.session;
    envelope.re = lookedAt.re;
    envelope.device = lookedAt.device;
    envelope.at = now().wallMs;
    envelope.input = lookedAt.seal;
    submit(std::move(envelope));
}

void Loop::tickIfDue() {
    const live::Now at = now();
    if (at.steadyMs >= transferSweepDueMs_) {
        transferSweepDueMs_ = at.steadyMs + limits::transferSweepEveryMs;
        hub::Envelope envelope;
        envelope.at = at.wallMs;
        envelope.input = hub::SweepTransfers{};
        submit(std::move(envelope));
    }
    if (at.steadyMs >= parts_.live.nextDueMs()) {
        parts_.live.tick(at);
        perform();
    }
    if (at.steadyMs >= sweepDueMs_) {
        sweepDueMs_ = at.steadyMs + sweepEveryMs;
        listeners_.sweep();
        ended(connections_.sweep());
    }
}

void Loop::endGracefully() {
    parts_.log.info("Going down: telling clients, finishing what can be finished.");
    const std::int64_t until = now().steadyMs + gracefulEndMs;
    listening_ = false;
    parts_.live.goingDown(now());
    perform();
    while (!idle() && !broken_ && now().steadyMs < until)
        pass(outboxRetryMs, std::nullopt);
    // Closing a connection on which requests still come in resets it, and a reset throws away what
    // was not delivered yet: the answers and the farewell. So see first that all of it arrived.
    for (int quiet = 0; quiet < quietPasses && connections_.size() > 0 && now().steadyMs < until;) {
        pass(deliveryRetryMs, std::nullopt);
        quiet = connections_.allDelivered() && !connections_.somethingWaits() ? quiet + 1 : 0;
    }
}

bool Loop::idle() const {
    return envelopesOut_ == 0 && questionsOut_ == 0 && carriesOut_ == 0 &&
           !connections_.somethingWaits();
}

void Loop::perform() {
    // Acting can make live act again: a session that is found gone changes who is online.
    for (auto actions = parts_.live.take(); !actions.empty(); actions = parts_.live.take())
        for (live::Action &action : actions)
            std::visit([this](auto &&each) { act(std::forward<decltype(each)>(each)); },
                       std::move(action));
}

void Loop::act(live::Send &&send) {
    Connection *connection = connections_.find(send.session);
    if (connection == nullptr)
        return;
    const SessionId session = send.session;
    if (!connections_.send(parts_.router, *connection, std::move(send)))
        parts_.live.ended(session, now());
}

void Loop::act(const live::Publish &publish) {
    std::string frame;
    frame.reserve(publish.topic.size() + 1 + publish.body->size());
    frame.append(publish.topic).push_back('\0');
    frame.append(*publish.body);
    // XPUB drops for whoever is slow; the log and the beats make up for it.
    [[maybe_unused]] const net::Sent sent = parts_.publisher.send(frame);
}

void Loop::act(const live::Shut &shut) {
    connections_.shutDown(shut.session);
}

void Loop::act(const live::Admit &admit) {
    parts_.admission.apply(admit);
    const TimeMs at = now().wallMs;
    if (!parts_.admission.mayEnter(admit.key, Door::requests, at))
        for (const SessionId session : connections_.ofKey(admit.key)) {
            connections_.shutDown(session);
            parts_.live.ended(session, now());
        }
    if (!parts_.admission.mayEnter(admit.key, Door::events, at))
        listeners_.shutKey(admit.key);
}

void Loop::act(const live::Purge &purge) {
    connections_.purge(purge.session, purge.room);
}

void Loop::act(live::Submit &&submit) {
    parts_.blobs.giveWay(now().steadyMs);
    this->submit(std::move(submit.envelope));
}

void Loop::submit(hub::Envelope &&envelope) {
    const SessionId session = envelope.session;
    const std::optional<std::uint64_t> re = envelope.re;
    // Bounded here and not by the queue alone, so that the queue of turns holds whatever comes
    // back.
    if (envelopesOut_ >= envelopesUnderWay || !parts_.hub.submit(std::move(envelope))) {
        parts_.live.told({hub::Answer{.session = session, .re = re, .body = busy()}}, now());
        return;
    }
    ++envelopesOut_;
}

void Loop::act(live::Ask &&ask) {
    const SessionId session = ask.session;
    const std::optional<std::uint64_t> re = ask.re;
    if (questionsOut_ >= questionsUnderWay || !parts_.readers.ask(std::move(ask))) {
        parts_.live.answered(session, re, busy(), now());
        return;
    }
    ++questionsOut_;
}

void Loop::act(live::Carry &&carry) {
    const SessionId session = carry.session;
    const std::optional<std::uint64_t> re = carry.re;
    ++carriesThisPass_;
    if (carriesOut_ >= limits::carriesUnderWay || !parts_.blobs.carry(std::move(carry))) {
        parts_.live.answered(session, re, busy(), now());
        return;
    }
    ++carriesOut_;
}

void Loop::ended(const std::vector<SessionId> &sessions) {
    for (const SessionId session : sessions)
        parts_.live.ended(session, now());
    perform();
}

} // namespace zchat::shell
