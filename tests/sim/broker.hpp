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
    // The disk is full from now on, or has room again: every commit fails meanwhile.
    void fillDisk(bool full) { store_.failCommits(full ? forEver : 0); }
    void failNextCommit() { store_.failCommits(1); }
    // The disk fails in the midst of the next turn, and the process ends over it; no other begins
    // before the disk is mended.
    void breakDisk() { diskBroken_ = true; }
    void mendDisk() { diskBroken_ = false; }
    // Reads fail this often, for turns and for readers.
    void failReads(std::uint64_t permille) { readFaultPermille_ = permille; }
    void clearFaults();
    void moveClock(std::int64_t ms) { wallOffsetMs_ += ms; }

    [[nodiscard]] bool up() const { return live_ != nullptr; }
    [[nodiscard]] FrontLine door() const;
    [[nodiscard]] bool admits(const PublicKey &key, client::Socket kind) const;
    // A handshake has come to its end.
    void accept(const std::shared_ptr<Connection> &connection);

    [[nodiscard]] std::size_t crashes() const { return crashes_; }
    [[nodiscard]] std::size_t failedCommits() const { return failedCommits_; }
    [[nodiscard]] std::size_t turns() const { return turns_; }
    // Its queues are within their bounds, and nothing is kept for connections that are gone (I9).
    void checkBounds() const;

private:
    static constexpr std::uint64_t forEver = std::uint64_t{1} << 62U;
    [[nodiscard]] live::Now now() const;
    void heard(const std::shared_ptr<Connection> &connection, std::optional<std::string_view> body);
    void forget(const std::shared_ptr<Connection> &connection);
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
    void carryOut(live::Carry &carry);
    void answerBusy(SessionId session, std::optional<std::uint64_t> re);
    [[nodiscard]] hub::Turn makeTurn(const std::vector<hub::Envelope> &envelopes);
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
    std::uint64_t tickets_ = 0;
    bool diskBroken_ = false;
    std::uint64_t readFaultPermille_ = 0;

    // Of one process.
    std::uint64_t process_ = 0;
    std::unique_ptr<hub::Hub> hub_;
    std::unique_ptr<live::Live> live_;
    std::map<PublicKey, live::Admit> admitted_;
    std::map<SessionId, std::shared_ptr<Connection>> sessions_;
    std::vector<std::shared_ptr<Connection>> listeners_;
    std::deque<hub::Envelope> waiting_;
    std::size_t questionsOut_ = 0;
    bool ending_ = false; // the disk broke: no turn begins any more
    bool turnPlanned_ = false;
    std::int64_t lastTellMs_ = 0;
    std::optional<std::int64_t> tickAtMs_;
};

} // namespace zchat::sim
