// Broker: the real hub, live, codec and memory store behind simulated connections.
//
// It does what broker/shell does with threads and sockets: turns some milliseconds after something
// waits, outputs told a little after their commit, readers that answer from what they read earlier.
// The store survives a crash; everything else does not.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <vector>

#include "broker/hub/hub.hpp"
#include "broker/live/live.hpp"
#include "broker/store/memory_store.hpp"
#include "tests/sim/network.hpp"
#include "tests/sim/witness.hpp"

namespace zchat::sim {

class Broker final {
public:
    Broker(Timeline &timeline, Chance &chance, Witness &witness, store::MemoryStore &store)
        : timeline_(timeline)
        , chance_(chance)
        , witness_(witness)
        , store_(store) {}

    void start();
    // Without a warning: what waited, what was committed but not yet told, and every connection is
    // gone.
    void crash();
    // The next turn that has something to do ends in a crash, before or after its commit.
    enum class CrashAt : std::uint8_t { beforeCommit, afterCommit };
    void crashAtNextTurn(CrashAt at) { crashAt_ = at; }
    void clearPlans() { crashAt_.reset(); }
    void failNextCommit() { store_.failCommits(1); }
    void moveClock(std::int64_t ms) { wallOffsetMs_ += ms; }

    [[nodiscard]] bool up() const { return live_ != nullptr; }
    [[nodiscard]] FrontLine door() const;
    [[nodiscard]] bool admits(const PublicKey &key, client::Socket kind) const;
    // A handshake has come to its end.
    void accept(const std::shared_ptr<Connection> &connection);

    [[nodiscard]] std::size_t crashes() const { return crashes_; }
    [[nodiscard]] std::size_t failedCommits() const { return failedCommits_; }
    [[nodiscard]] std::size_t turns() const { return turns_; }

private:
    [[nodiscard]] live::Now now() const;
    void heard(const std::shared_ptr<Connection> &connection, const wire::Bytes &body);
    void gone(const std::shared_ptr<Connection> &connection);
    // Carries out what live wants done.
    void act();
    void carryOut(live::Send &send);
    void carryOut(live::Publish &publish);
    void carryOut(live::Shut &shut);
    void carryOut(live::Admit &admit);
    void carryOut(live::Purge &purge);
    void carryOut(live::Submit &submit);
    void carryOut(live::Ask &ask);
    void planTurn();
    void turn();
    void tell(std::vector<hub::Output> outputs);
    void planTick();
    // Planned for this process; void once it has crashed.
    void plan(std::int64_t ms, std::function<void()> thing);

    Timeline &timeline_;
    Chance &chance_;
    Witness &witness_;
    store::MemoryStore &store_;
    std::int64_t wallOffsetMs_ = 1'789'000'000'000;
    std::optional<CrashAt> crashAt_;
    std::size_t crashes_ = 0;
    std::size_t failedCommits_ = 0;
    std::size_t turns_ = 0;

    // Of one process.
    std::uint64_t process_ = 0;
    std::unique_ptr<hub::Hub> hub_;
    std::unique_ptr<live::Live> live_;
    std::map<PublicKey, live::Admit> admitted_;
    std::map<SessionId, std::shared_ptr<Connection>> sessions_;
    std::vector<std::shared_ptr<Connection>> listeners_;
    std::deque<hub::Envelope> waiting_;
    bool turnPlanned_ = false;
    std::int64_t lastTellMs_ = 0;
    std::optional<std::int64_t> tickAtMs_;
};

} // namespace zchat::sim
