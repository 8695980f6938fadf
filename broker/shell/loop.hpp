// The loop: the one thread that owns ROUTER and XPUB and drives live.
//
// It never waits for anybody: every send is dontwait, what a slow reader does not take waits in
// that connection's bounded outbox, and the hub, the readers and the ZAP thread are reached by
// bounded queues and one map. What live wants done is done here, in order, and nothing else is
// decided here.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

#include "broker/live/live.hpp"
#include "broker/shell/admission.hpp"
#include "broker/shell/blobs.hpp"
#include "broker/shell/connections.hpp"
#include "broker/shell/hub_thread.hpp"
#include "broker/shell/listeners.hpp"
#include "broker/shell/readers.hpp"
#include "shared/base/bounded_queue.hpp"
#include "shared/base/log.hpp"
#include "shared/net/poll.hpp"

namespace zchat::shell {

class Loop final {
public:
    struct Parts {
        net::Socket &router;
        net::Socket &publisher;
        live::Live &live;
        Admission &admission;
        HubThread &hub;
        Readers &readers;
        Blobs &blobs;
        BoundedQueue<TurnDone> &turns;
        BoundedQueue<Answered> &answers;
        BoundedQueue<BlobDone> &blobsDone;
        net::Waker &waker; // written by all three queues
        Log &log;
    };
    explicit Loop(Parts parts)
        : parts_(parts) {}
    Loop(const Loop &) = delete;
    Loop &operator=(const Loop &) = delete;

    enum class End : std::uint8_t {
        asked, // everybody was told, what was asked is answered
        broken // the disk failed: nothing more is acknowledged
    };
    // What live makes of the hub's snapshot, before anybody can connect.
    void begin(const std::vector<hub::Output> &snapshot);
    // Heeds what the descriptor has to say whenever it is readable, until that asks for the end;
    // then at most until the deadline of a graceful one. `heed` runs here, so it may change what
    // the loop owns.
    [[nodiscard]] End run(int signals, const std::function<bool()> &heed);
    void changePace(live::Pace pace) { parts_.live.changePace(pace); }
    void changeFiles(const hub::FileBounds &files) {
        parts_.live.changeFiles(files);
        parts_.blobs.keepFree(files.reserveBytes);
    }

private:
    // True: the descriptor is readable.
    bool pass(std::int64_t atMostMs, std::optional<int> signals);
    void hearSubscriptions();
    void hearRequests();
    void hear(const net::Received &received);
    void hearTurns();
    void hearAnswers();
    void hearBlobs();
    void hear(BlobAnswer &&answer);
    void hear(const BlobLookedAt &lookedAt);
    void passOn(const hub::Output &output);
    void tickIfDue();
    void endGracefully();
    [[nodiscard]] bool idle() const;

    void perform();
    void act(live::Send &&send);
    void act(const live::Publish &publish);
    void act(const live::Shut &shut);
    void act(const live::Admit &admit);
    void act(const live::Purge &purge);
    void act(live::Submit &&submit);
    void act(live::Ask &&ask);
    void act(live::Carry &&carry);
    void submit(hub::Envelope &&envelope);
    void ended(const std::vector<SessionId> &sessions);

    Parts parts_;
    Connections connections_;
    Listeners listeners_;
    net::Poll poll_;
    net::Received received_; // the last request's frames, whose memory the next one takes
    std::size_t envelopesOut_ = 0;
    std::size_t questionsOut_ = 0;
    std::size_t carriesOut_ = 0;
    std::size_t carriesThisPass_ = 0;
    std::int64_t transferSweepDueMs_ = 0;
    std::int64_t sweepDueMs_ = 0;
    bool listening_ = true; // false: requests that still come in are left where they are
    bool broken_ = false;
};

} // namespace zchat::shell
