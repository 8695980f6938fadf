#include "tests/sim/broker.hpp"

#include <algorithm>
#include <utility>

#include "broker/hub/query.hpp"
#include "shared/wire/codec.hpp"

namespace zchat::sim {

namespace {

// Past this a session's outbox shuts it; far below limits::sessionOutboxBytes, so that simulated
// stalls reach it.
constexpr std::size_t outboxBytes = 64 * limits::KiB;

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

live::Now Broker::now() const {
    return live::Now{.steadyMs = timeline_.nowMs(), .wallMs = timeline_.nowMs() + wallOffsetMs_};
}

void Broker::plan(std::int64_t ms, std::function<void()> thing) {
    timeline_.after(ms, [this, process = process_, thing = std::move(thing)] {
        if (live_ && process == process_)
            thing();
    });
}

void Broker::start() {
    process_ += 1;
    hub_ = std::make_unique<hub::Hub>(store_);
    if (!hub_->prepare(now().wallMs).ok()) {
        // Nothing was promised yet: whoever runs the broker starts it again.
        hub_.reset();
        timeline_.after(100, [this] { start(); });
        return;
    }
    live_ = std::make_unique<live::Live>(live::LiveConfig{
        .serverName = "sim", .registrationOpen = true, .limits = {}, .pace = {}, .folderKey = {}});
    const std::vector<hub::Output> snapshot = hub_->snapshot();
    witness_.brokerStarted(snapshot);
    live_->told(snapshot, now());
    act();
}

void Broker::crash() {
    if (!live_)
        return;
    crashes_ += 1;
    crashAt_.reset();
    live_.reset();
    hub_.reset();
    for (const auto &[session, connection] : std::exchange(sessions_, {}))
        connection->closeByBroker();
    for (const auto &connection : std::exchange(listeners_, {}))
        connection->closeByBroker();
    admitted_.clear();
    waiting_.clear();
    turnPlanned_ = false;
    tickAtMs_.reset();
}

FrontLine Broker::door() const {
    FrontLine line;
    line.key.bytes.fill(0xb0);
    line.requests = 5556;
    line.events = 5557;
    line.name = "sim";
    return line;
}

bool Broker::admits(const PublicKey &key, client::Socket kind) const {
    const auto known = admitted_.find(key);
    if (known == admitted_.end())
        return kind == client::Socket::requests; // registration is open
    return kind == client::Socket::requests ? known->second.requests : known->second.events;
}

void Broker::accept(const std::shared_ptr<Connection> &connection) {
    const std::weak_ptr<Connection> weak = connection;
    const std::uint64_t process = process_;
    connection->broker.heard = [this, weak, process](const wire::Bytes &body) {
        if (const auto from = weak.lock(); from && live_ && process == process_)
            heard(from, body);
    };
    connection->broker.down = [this, weak, process] {
        if (const auto from = weak.lock(); from && live_ && process == process_)
            gone(from);
    };
    if (connection->kind == client::Socket::events) {
        listeners_.push_back(connection);
        return;
    }
    connection->leaving = [this, key = connection->key](const wire::Bytes &body) {
        witness_.leaves(key, body);
    };
    sessions_.emplace(connection->number, connection);
}

void Broker::heard(const std::shared_ptr<Connection> &connection, const wire::Bytes &body) {
    witness_.asked(connection->number, connection->key, body);
    live_->heard(connection->number, connection->key, false, body, now());
    act();
}

void Broker::gone(const std::shared_ptr<Connection> &connection) {
    std::erase(listeners_, connection);
    if (sessions_.erase(connection->number) == 0)
        return;
    witness_.sessionEnded(connection->number);
    live_->ended(connection->number, now());
    act();
}

void Broker::act() {
    while (live_) {
        std::vector<live::Action> actions = live_->take();
        if (actions.empty())
            break;
        for (live::Action &action : actions)
            std::visit([this](auto &each) { carryOut(each); }, action);
    }
    planTick();
}

void Broker::carryOut(live::Send &send) {
    const auto session = sessions_.find(send.session);
    if (session == sessions_.end())
        return;
    const std::shared_ptr<Connection> connection = session->second;
    witness_.sent(send.session, connection->key, *send.body);
    connection->toClient(*send.body, send.room);
    if (connection->outboxBytes() <= outboxBytes)
        return;
    connection->closeByBroker();
    gone(connection);
}

void Broker::carryOut(live::Publish &publish) {
    witness_.published(publish.topic, *publish.body);
    wire::Bytes frame = publish.topic;
    frame.push_back('\0');
    frame += *publish.body;
    for (const auto &listener : listeners_)
        if (listener->topics.contains(publish.topic))
            listener->toClient(frame);
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

void Broker::carryOut(live::Submit &submit) {
    hub::Envelope envelope = std::move(submit.envelope);
    for (std::uint8_t &byte : envelope.random)
        byte = static_cast<std::uint8_t>(chance_.next());
    if (const auto *request = std::get_if<wire::Request>(&envelope.input))
        if (const auto *post = std::get_if<wire::Post>(request))
            envelope.digest = digestOf(wire::contentBytes(post->room, post->content));
    waiting_.push_back(std::move(envelope));
    planTurn();
}

void Broker::carryOut(live::Ask &ask) {
    // The reader looks now and then; its answer comes later still.
    plan(chance_.between(0, 15), [this, ask = std::move(ask)] {
        store_.clearFault();
        const hub::Asker asker{.device = ask.device, .folderKey = ask.folderKey};
        Result<wire::Reply> reply = hub::answer(store_, asker, ask.request, now().wallMs);
        plan(chance_.between(0, 25),
             [this, session = ask.session, re = ask.re, reply = std::move(reply)] {
                 live_->answered(session, re, reply, now());
                 act();
             });
    });
}

void Broker::planTurn() {
    if (turnPlanned_ || waiting_.empty())
        return;
    turnPlanned_ = true;
    plan(chance_.between(1, 12), [this] {
        turnPlanned_ = false;
        turn();
        planTurn();
    });
}

void Broker::turn() {
    const std::size_t most = std::min(waiting_.size(), limits::turnEnvelopes);
    std::vector<hub::Envelope> envelopes;
    for (std::size_t i = 0; i < most; ++i) {
        envelopes.push_back(std::move(waiting_.front()));
        waiting_.pop_front();
    }
    if (crashAt_ == CrashAt::beforeCommit)
        return crash();
    hub::Turn turn = hub_->turn(envelopes);
    turns_ += 1;
    failedCommits_ += turn.fault ? 1 : 0;
    if (crashAt_ == CrashAt::afterCommit)
        return crash();
    // The loop hears of a commit a moment after it, and of commits in their order.
    lastTellMs_ = std::max(lastTellMs_, timeline_.nowMs() + chance_.between(0, 8));
    plan(lastTellMs_ - timeline_.nowMs(),
         [this, outputs = std::move(turn.outputs)] { tell(outputs); });
}

void Broker::tell(std::vector<hub::Output> outputs) {
    witness_.brokerTold(outputs);
    live_->told(outputs, now());
    act();
}

void Broker::planTick() {
    if (!live_)
        return;
    const std::int64_t dueMs = std::max(live_->nextDueMs(), timeline_.nowMs());
    if (tickAtMs_ && *tickAtMs_ <= dueMs)
        return;
    tickAtMs_ = dueMs;
    plan(dueMs - timeline_.nowMs(), [this, dueMs] {
        if (tickAtMs_ == dueMs)
            tickAtMs_.reset();
        live_->tick(now());
        act();
    });
}

} // namespace zchat::sim
