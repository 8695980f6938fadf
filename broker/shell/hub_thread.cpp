#include "broker/shell/hub_thread.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

#include "shared/base/limits.hpp"
#include "shared/crypto/keys.hpp"
#include "shared/crypto/random.hpp"
#include "shared/wire/codec.hpp"

namespace zchat::shell {

namespace {

constexpr auto tidyEvery = std::chrono::hours(24);

// nullopt where the system does not tell.
std::optional<std::uint64_t> freeBytesOf(const std::filesystem::path &folder) {
    std::error_code failed;
    const std::filesystem::space_info space = std::filesystem::space(folder, failed);
    return failed ? std::nullopt : std::optional<std::uint64_t>(space.available);
}

} // namespace

void Stamp::operator()(hub::Envelope &envelope) const {
    envelope.random = crypto::randomArray<decltype(envelope.random)>();
    const auto *request = std::get_if<wire::Request>(&envelope.input);
    if (request == nullptr)
        return;
    if (const auto *post = std::get_if<wire::Post>(request))
        envelope.digest =
            crypto::keyedHash(parts_.key, wire::contentBytes(post->room, post->content));
    if (const auto *offer = std::get_if<wire::Offer>(request)) {
        envelope.digest =
            crypto::keyedHash(parts_.key, wire::contentBytes(offer->room, offer->file));
        if (const std::optional<std::uint64_t> free = freeBytesOf(parts_.files))
            envelope.files.freeBytes = *free - std::min(*free, envelope.files.reserveBytes);
    }
    if (std::holds_alternative<wire::Ticket>(*request)) {
        const crypto::KeyPair keys = crypto::generateKeyPair();
        const InviteLink link{
            .address = parts_.linkAddress, .broker = parts_.broker, .ticketSecret = keys.secretKey};
        envelope.ticket = hub::FreshTicket{.key = keys.publicKey, .link = toString(link)};
    }
}

HubThread::HubThread(hub::Hub &hub, store::SqliteStore &store, Stamp stamp,
                     BoundedQueue<TurnDone> &done, Log &log)
    : hub_(hub)
    , store_(store)
    , stamp_(std::move(stamp))
    , done_(done)
    , log_(log)
    , thread_([this] { run(); }) {}

HubThread::~HubThread() {
    // What still waits was never answered, so its senders will ask again; a turn under way ends.
    static_cast<void>(queue_.take());
    queue_.close();
    thread_.join();
}

void HubThread::run() {
    using Clock = std::chrono::steady_clock;
    Clock::time_point tidyDue = Clock::now() + tidyEvery;
    bool tidying = false;
    while (true) {
        const auto left =
            tidying ? std::chrono::milliseconds(0)
                    : std::chrono::duration_cast<std::chrono::milliseconds>(tidyDue - Clock::now());
        std::vector<hub::Envelope> envelopes = queue_.wait(limits::turnEnvelopes, left);
        if (!envelopes.empty()) {
            TurnDone done = turn(std::move(envelopes));
            const bool broken = done.broken;
            INVARIANT(done_.push(std::move(done)), "the queue of turns holds all that are made");
            if (broken)
                return;
        } else if (queue_.closed()) {
            return;
        }
        // The search index is merged anew once a day, a slice between two turns.
        if (!tidying && Clock::now() >= tidyDue) {
            tidyDue = Clock::now() + tidyEvery;
            store_.startOptimizing();
            tidying = true;
        }
        if (tidying)
            tidying = store_.optimizeSome();
        if (store_.broken())
            return tellBroken();
    }
}

void HubThread::tellBroken() {
    INVARIANT(done_.push(TurnDone{.outputs = {}, .envelopes = 0, .broken = true}),
              "the queue of turns holds all that are made");
}

TurnDone HubThread::turn(std::vector<hub::Envelope> envelopes) {
    for (hub::Envelope &envelope : envelopes)
        stamp_(envelope);
    hub::Turn turn = hub_.turn(envelopes);
    const bool broken = store_.broken();
    if (turn.fault)
        log_.error(
            "A turn could not be made durable; its requests were refused.",
            {{"why", turn.fault->text}, {"requests", static_cast<std::int64_t>(envelopes.size())}});
    else if (readOnly_)
        log_.info("Writing works again.");
    readOnly_ = turn.fault.has_value();
    return TurnDone{
        .outputs = std::move(turn.outputs), .envelopes = envelopes.size(), .broken = broken};
}

} // namespace zchat::shell
