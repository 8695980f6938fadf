// What live wants done, done: sends, shuts, and work for the hub and the readers.
#include <algorithm>
#include <utility>

#include "broker/hub/query.hpp"
#include "shared/base/limits.hpp"
#include "shared/wire/codec.hpp"
#include "tests/sim/broker.hpp"

namespace zchat::sim {

namespace {

// Past this a session's outbox shuts it; far below limits::sessionOutboxBytes, so that simulated
// stalls reach it.
constexpr std::size_t outboxBytes = 64 * limits::KiB;
// As the loop's own bounds on what is under way to the hub and to the readers, in small; one
// session alone reaches its own first.
constexpr std::size_t envelopesUnderWay = limits::unansweredRequests + 1'024;
constexpr std::size_t questionsUnderWay = limits::unansweredRequests + 1'024;
constexpr std::uint64_t busyRetryMs = 200;

// Stands for the keyed hash: equal bytes, equal digest; nothing here tries to collide.
Hash digestOf(std::string_view bytes) {
    Hash digest;
    std::uint64_t state = 0xcbf29ce484222325ULL;
    for (std::size_t i = 0; i < digest.bytes.size(); ++i) {
        for (const char byte : bytes)
            state = (state ^ static_cast<std::uint8_t>(byte)) * 0x100000001b3ULL;
        digest.bytes[i] = static_cast<std::uint8_t>(state >> 56U);
        state ^= i + 1;
        if (i == 7)
            break; // 64 bits are plenty for a few thousand posts
    }
    return digest;
}

} // namespace

void Broker::carryOut(live::Send &send) {
    const auto session = sessions_.find(send.session);
    if (session == sessions_.end())
        return;
    const std::shared_ptr<Connection> connection = session->second;
    witness_.sent(send.session, connection->key, send.body);
    connection->toClient(*send.body, send.rooms, send.instead);
    if (connection->outboxBytes() <= outboxBytes)
        return;
    connection->closeByBroker();
    forget(connection);
}

void Broker::carryOut(live::Publish &publish) {
    witness_.published(publish.topic, publish.body);
    wire::Bytes frame = publish.topic;
    frame.push_back('\0');
    frame += *publish.body;
    for (const auto &listener : listeners_) {
        // XPUB drops for whoever is slow; the log and the beats make up for it.
        if (!listener->subscribed(publish.topic) || listener->outboxBytes() > outboxBytes)
            continue;
        witness_.secrecy().hears(listener->key);
        listener->toClient(frame);
    }
}

void Broker::carryOut(live::Shut &shut) {
    const auto session = sessions_.find(shut.session);
    if (session == sessions_.end())
        return;
    session->second->closeByBroker();
    witness_.sessionEnded(shut.session);
    sessions_.erase(session);
}

void Broker::carryOut(live::Admit &admit) {
    if (admit.known)
        admitted_[admit.key] = admit;
    else
        admitted_.erase(admit.key);
    if (!admits(admit.key, client::Socket::requests)) {
        std::vector<std::shared_ptr<Connection>> refused;
        for (const auto &[number, connection] : sessions_)
            if (connection->key == admit.key)
                refused.push_back(connection);
        for (const auto &connection : refused) {
            connection->closeByBroker();
            forget(connection);
        }
    }
    if (admit.events)
        return;
    for (const auto &listener : listeners_)
        if (listener->key == admit.key)
            listener->closeByBroker();
    std::erase_if(listeners_, [](const auto &listener) { return !listener->brokerOpen(); });
}

void Broker::carryOut(live::Purge &purge) {
    const auto session = sessions_.find(purge.session);
    if (session != sessions_.end())
        session->second->purge(purge.room);
}

void Broker::answerBusy(SessionId session, std::optional<std::uint64_t> re) {
    live_->told({hub::Answer{.session = session,
                             .re = re,
                             .body = Refusal{.code = Code::busy,
                                             .text = "The server has too much to do. Try again.",
                                             .retryMs = busyRetryMs,
                                             .versions = {}}}},
                now());
}

void Broker::carryOut(live::Submit &submit) {
    hub::Envelope envelope = std::move(submit.envelope);
    if (waiting_.size() >= envelopesUnderWay)
        return answerBusy(envelope.session, envelope.re);
    for (std::uint8_t &byte : envelope.random)
        byte = static_cast<std::uint8_t>(chance_.next());
    if (const auto *request = std::get_if<wire::Request>(&envelope.input)) {
        if (const auto *post = std::get_if<wire::Post>(request))
            envelope.digest = digestOf(wire::contentBytes(post->room, post->content));
        if (const auto *offer = std::get_if<wire::Offer>(request))
            envelope.digest = digestOf(wire::contentBytes(offer->room, offer->file));
        if (std::holds_alternative<wire::Ticket>(*request)) {
            hub::FreshTicket fresh;
            fresh.key.bytes.fill(0x70);
            for (std::size_t i = 0; i < 8; ++i)
                fresh.key.bytes[i] = static_cast<std::uint8_t>(tickets_ >> (8 * i));
            ++tickets_;
            envelope.ticket = fresh;
        }
    }
    waiting_.push_back(std::move(envelope));
    planTurn();
}

void Broker::carryOut(live::Ask &ask) {
    if (questionsOut_ >= questionsUnderWay) {
        live_->answered(ask.session, ask.re,
                        Refusal{.code = Code::busy,
                                .text = "The server has too much to do. Try again.",
                                .retryMs = busyRetryMs,
                                .versions = {}},
                        now());
        return;
    }
    ++questionsOut_;
    // The reader looks now and then; its answer comes later still.
    plan(chance_.between(0, 15), [this, ask = std::move(ask)] {
        if (chance_.permille(readFaultPermille_))
            store_.failVerb(1 + chance_.below(8));
        const hub::Asker asker{.device = ask.device, .folderKey = ask.folderKey};
        Result<wire::Reply> reply = hub::answer(store_, asker, ask.request, now().wallMs);
        witness_.read(reply, store_.fault().has_value());
        store_.failVerb(0);
        store_.clearFault();
        plan(chance_.between(0, 25),
             [this, session = ask.session, re = ask.re, reply = std::move(reply)] {
                 --questionsOut_;
                 live_->answered(session, re, reply, now());
                 act();
             });
    });
}

void Broker::carryOut(live::Carry &carry) {
    // Nobody sends files in this world but who has no business to: there is none to go on with.
    live_->answered(carry.session, carry.re,
                    Refusal{.code = Code::notFound,
                            .text = "There is no such transfer.",
                            .retryMs = {},
                            .versions = {}},
                    now());
}

void Broker::checkBounds() const {
    if (!live_)
        return;
    witness_.bounded("requests under way to the hub", waiting_.size(), envelopesUnderWay);
    witness_.bounded("questions under way to readers", questionsOut_, questionsUnderWay);
    witness_.bounded("sessions", live_->sessions(), sessions_.size());
    for (const auto &[number, connection] : sessions_)
        witness_.bounded("bytes of an outbox", connection->outboxBytes(), outboxBytes);
    for (const auto &listener : listeners_)
        witness_.bounded("bytes of a listener's outbox", listener->outboxBytes(),
                         outboxBytes + limits::frameBytes);
}

} // namespace zchat::sim
