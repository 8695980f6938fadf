#include "tests/sim/broker.hpp"

#include <algorithm>
#include <utility>

#include "shared/base/limits.hpp"

namespace zchat::sim {

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
    store_.breakDisk(diskBroken_);
    const bool prepared = hub_->prepare(now().wallMs).ok();
    store_.breakDisk(false);
    if (!prepared) {
        // Nothing was promised yet: whoever runs the broker starts it again.
        hub_.reset();
        timeline_.after(500, [this, process = process_] {
            if (process == process_ && !hub_)
                start();
        });
        return;
    }
    // As if each send took long, so that a handful of people make their rooms busy.
    constexpr std::size_t fewSends = 40;
    live_ = std::make_unique<live::Live>(live::LiveConfig{
        .serverName = "sim",
        .registrationOpen = true,
        .files = {},
        .pace = {},
        .folderKey = {},
        .sendsPerSecond = chance_.permille(500) ? fewSends : limits::sendsPerSecond});
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
    witness_.brokerEnded();
    live_.reset();
    hub_.reset();
    for (const auto &[session, connection] : std::exchange(sessions_, {}))
        connection->closeByBroker();
    for (const auto &connection : std::exchange(listeners_, {}))
        connection->closeByBroker();
    admitted_.clear();
    waiting_.clear();
    questionsOut_ = 0;
    ending_ = false;
    turnPlanned_ = false;
    tickAtMs_.reset();
}

void Broker::clearFaults() {
    crashAt_.reset();
    store_.failCommits(0);
    diskBroken_ = false;
    readFaultPermille_ = 0;
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
    if (known->second.expires && *known->second.expires <= now().wallMs)
        return false;
    return kind == client::Socket::requests ? known->second.requests : known->second.events;
}

void Broker::accept(const std::shared_ptr<Connection> &connection) {
    const std::weak_ptr<Connection> weak = connection;
    const std::uint64_t process = process_;
    connection->broker.heard = [this, weak, process](const wire::Bytes &body) {
        if (const auto from = weak.lock(); from && live_ && process == process_)
            heard(from, body);
    };
    connection->broker.heardNothing = [this, weak, process] {
        if (const auto from = weak.lock(); from && live_ && process == process_)
            heard(from, {});
    };
    connection->broker.down = [this, weak, process] {
        if (const auto from = weak.lock(); from && live_ && process == process_)
            gone(from);
    };
    if (connection->kind == client::Socket::events) {
        listeners_.push_back(connection);
        return;
    }
    connection->leaving = [this, key = connection->key](const wire::Bytes &body,
                                                        const std::vector<RoomName> &rooms) {
        witness_.secrecy().leaves(key, body, rooms);
    };
    sessions_.emplace(connection->number, connection);
}

void Broker::heard(const std::shared_ptr<Connection> &connection,
                   std::optional<std::string_view> body) {
    if (!live_ || !connection->brokerOpen() || !sessions_.contains(connection->number))
        return;
    if (!admits(connection->key, client::Socket::requests)) {
        // Revoked between its handshake and this word; live never hears of it.
        connection->closeByBroker();
        return gone(connection);
    }
    witness_.asked(connection->number, connection->key, body);
    live_->heard(connection->number, connection->key, false, body, now());
    act();
    witness_.bounded("unanswered requests of a session", witness_.unanswered(connection->number),
                     limits::unansweredRequests);
}

void Broker::forget(const std::shared_ptr<Connection> &connection) {
    std::erase(listeners_, connection);
    if (sessions_.erase(connection->number) == 0)
        return;
    witness_.sessionEnded(connection->number);
    live_->ended(connection->number, now());
}

void Broker::gone(const std::shared_ptr<Connection> &connection) {
    forget(connection);
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

void Broker::planTurn() {
    if (turnPlanned_ || waiting_.empty() || ending_)
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
    hub::Turn turn = makeTurn(envelopes);
    if (crashAt_ == CrashAt::afterCommit)
        return crash();
    // The loop hears of a commit a moment after it, and of commits in their order.
    lastTellMs_ = std::max(lastTellMs_, timeline_.nowMs() + chance_.between(0, 8));
    plan(lastTellMs_ - timeline_.nowMs(),
         [this, outputs = std::move(turn.outputs), ends = ending_] {
             tell(outputs);
             if (ends)
                 crash();
         });
}

hub::Turn Broker::makeTurn(const std::vector<hub::Envelope> &envelopes) {
    if (chance_.permille(readFaultPermille_))
        store_.failVerb(1 + chance_.below(12));
    store_.breakDisk(diskBroken_);
    const std::uint64_t commits = store_.commits();
    hub::Turn turn = hub_->turn(envelopes);
    // As HubThread: what this turn said is told, and no other begins.
    ending_ = store_.broken();
    store_.breakDisk(false);
    store_.failVerb(0);
    store_.clearFault();
    turns_ += 1;
    failedCommits_ += turn.fault ? 1 : 0;
    const auto asked =
        std::count_if(envelopes.begin(), envelopes.end(), [](const hub::Envelope &envelope) {
            return std::holds_alternative<wire::Request>(envelope.input);
        });
    witness_.turned(turn, static_cast<std::size_t>(asked), store_.commits() > commits);
    return turn;
}

void Broker::tell(std::vector<hub::Output> outputs) {
    witness_.brokerTold(outputs);
    for (const hub::Output &output : outputs)
        if (const auto *opened = std::get_if<hub::TransferOpened>(&output))
            live_->answered(opened->session, opened->re,
                            wire::Reply{wire::OfferReply{.transfer = opened->transfer}}, now());
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
