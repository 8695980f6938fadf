// Outbox: the posts of this device that the broker has not acknowledged, oldest first.
//
// It is written to disk before anything is sent, so a crash on either side sends again and loses
// nothing; the broker finds the first answer by (account, id). After a reconnect the whole queue
// goes out again in order: libzmq's own queue is never trusted. Many posts of a room are under way
// at once; each names the one before it (`prev`), so that a refusal in the middle can never let a
// later one overtake: the followers come back with E_BUSY and are sent again, chained anew.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <unordered_map>
#include <vector>

#include "shared/client/asks.hpp"
#include "shared/client/bounds.hpp"
#include "shared/client/kept.hpp"
#include "shared/wire/replies.hpp"

namespace zchat::client {

class Outbox final {
public:
    // What was kept: refused ones wait for the person, the rest for a connection.
    void start(std::vector<KeptDraft> drafts, Effects &effects);

    void post(PostDraft draft, Effects &effects);
    void retry(const EntryId &id, Effects &effects);
    // A draft that is on its way cannot be called back.
    void drop(const EntryId &id, Effects &effects);

    void connected() { connected_ = true; }
    // Whatever was under way may or may not have arrived: it waits again.
    void disconnected(Effects &effects);

    void stored(const EntryId &id, const wire::PostReply &reply, Effects &effects);
    // Busy, rate, storage and auth pass by themselves; anything else is for the person.
    void refused(const EntryId &id, const Refusal &refusal, std::int64_t nowMs, Effects &effects);

    // Sends what may be sent now.
    void pump(std::int64_t nowMs, Asks &asks, Effects &effects);
    // When a pause ends, where one is on.
    [[nodiscard]] std::optional<std::int64_t> nextDueMs() const;
    [[nodiscard]] std::size_t waiting() const { return roomOf_.size(); }

private:
    struct Item {
        KeptDraft draft;
        bool inFlight = false;
        bool toldSent = false;
    };
    // The queue of one room. `window` is how many may be under way: it halves when the broker is
    // busy and grows again with each acknowledgement.
    struct Lane {
        std::deque<Item> items;
        std::size_t inFlight = 0;
        std::size_t window = bounds::postsInFlightPerRoom;
        std::int64_t pausedUntil = 0;
    };

    void enqueue(KeptDraft draft);
    [[nodiscard]] std::optional<Refusal> refusedHere(const KeptDraft &draft) const;
    [[nodiscard]] Lane *laneOf(const EntryId &id);
    [[nodiscard]] static std::deque<Item>::iterator find(Lane &lane, const EntryId &id);
    void remove(const EntryId &id);
    void pause(Lane &lane, const Refusal &refusal, std::int64_t nowMs);
    void pumpLane(Lane &lane, Asks &asks, Effects &effects);

    bool connected_ = false;
    std::uint64_t lastOrder_ = 0;
    std::size_t inFlight_ = 0;
    std::int64_t pausedUntil_ = 0; // the whole account: E_RATE
    std::map<RoomName, Lane> lanes_;
    std::unordered_map<EntryId, RoomName> roomOf_;
    std::map<EntryId, KeptDraft> refused_;
};

} // namespace zchat::client
