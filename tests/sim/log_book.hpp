// LogBook: the logs as they grow, read entry by entry after each turn that became durable, and held
// against what was typed.
//
// It keeps its own account of heads, ids, order, members and unread counts, so that a mistake in
// the hub's books shows at the turn that made it (I1, I2, I3, I5, I6, I7, I8, I13).
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "broker/hub/envelope.hpp"
#include "broker/hub/store.hpp"
#include "tests/sim/drafts.hpp"
#include "tests/sim/findings.hpp"

namespace zchat::sim {

// As the client sent it: the broker fills in mentions.
[[nodiscard]] bool sameWords(const wire::Content &logged, const wire::Content &typed);

class LogBook final {
public:
    LogBook(const hub::Store &store, const Drafts &drafts, Findings &findings)
        : store_(store)
        , drafts_(drafts)
        , findings_(findings) {}

    void turned(const std::vector<hub::Output> &outputs);
    // Every room from where it was read so far.
    void readOn();
    // What was acknowledged stands where it was said to stand, and what was refused nowhere.
    void checkDrafts() const;
    // Everyone's numbers in every room.
    void checkCounts();

    [[nodiscard]] hub::Counts countsOf(const hub::RoomRecord &room, const AccountName &who,
                                       Seq read);
    // Who is in a room by its own log; empty for direct ones, which log nobody's coming.
    [[nodiscard]] const std::set<AccountName> &inside(const RoomName &room);

private:
    struct Counted {
        Seq seq;
        AccountName by;
        std::vector<std::string> mentions;
        bool redacted = false;
    };
    struct Room {
        Seq head;
        TimeMs lastAt = 0;
        std::map<std::size_t, std::uint64_t> lastOrder; // by client
        std::set<AccountName> inside;
        std::set<AccountName> removed; // and not invited again
        std::vector<Counted> counted;
    };

    void read(const hub::RoomRecord &record);
    void read(const hub::RoomRecord &record, Room &room, const wire::Entry &entry);
    void readWords(const hub::RoomRecord &record, Room &room, const wire::Entry &entry);
    void readEffects(const hub::RoomRecord &record, Room &room, const wire::Entry &entry);
    void checkMembers(const hub::RoomRecord &record, const Room &room) const;
    void checkCountsOf(const hub::RoomRecord &record, const AccountName &who);

    const hub::Store &store_;
    const Drafts &drafts_;
    Findings &findings_;
    std::map<RoomName, Room> rooms_;
    std::set<DraftKey> ids_;
    std::uint64_t turns_ = 0;
};

} // namespace zchat::sim
