// Work: one turn in the making. Rules read and write rows through it and leave their outputs here.
//
// It knows no rule of its own beyond how an entry gets its number and time. Entries gather by room,
// so that those of one turn leave together; changes are kept apart, because they leave first. When
// the commit fails the whole Work is thrown away.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "broker/hub/envelope.hpp"
#include "broker/hub/rows.hpp"

namespace zchat::hub {

struct Draft {
    AccountName by;
    TimeMs at = 0;
    wire::Content content;
    std::optional<EntryId> id;
    std::optional<Hash> digest;
};

class Work final {
public:
    explicit Work(Rows &rows)
        : rows_(rows) {}

    [[nodiscard]] Rows &rows() { return rows_; }
    [[nodiscard]] Store &store() { return rows_.store(); }

    // Writes the room's next entry and moves its head; `at` never runs backwards within a room.
    wire::Entry append(RoomRecord &room, Draft draft);

    // What live mirrors; leaves before everything else.
    template <class Change>
    void change(Change changed) {
        changes_.push_back(std::move(changed));
    }
    void answer(Answer answer) { answers_.push_back(std::move(answer)); }
    void tell(const AccountName &account, wire::Event event,
              std::optional<SessionId> except = std::nullopt);
    // A marker that moves more than once in a turn is told as it stands at its end, to all sessions
    // but the last that moved it: every session hears its own answer first, and an event of an
    // earlier move would take back what that answer said.
    void tellMarker(const AccountName &account, wire::MarkerEvent event, SessionId mover);
    void moved(ReceiptMoved receipt) { receipts_.push_back(std::move(receipt)); }

    // How an account stands with a room changed: it is told once, when the turn is done, however
    // often that happened in it. `except` is a session that knows already.
    void touch(const RoomName &room, const AccountName &who, TimeMs at,
               std::optional<SessionId> except = std::nullopt);
    struct Touched {
        TimeMs at = 0;
        std::optional<SessionId> except;
    };
    [[nodiscard]] std::map<std::pair<RoomName, AccountName>, Touched> takeTouched() {
        return std::exchange(touched_, {});
    }

    // Changes, answers, entries by room, events, receipts.
    [[nodiscard]] std::vector<Output> take();

private:
    Rows &rows_;
    std::vector<Output> changes_;
    std::vector<Output> answers_;
    std::vector<Said> said_; // in the order in which the rooms were first heard
    std::map<RoomName, std::size_t> saidAt_;
    std::vector<Output> told_;
    // By account, room and cursor: where in told_ it stands.
    std::map<std::tuple<AccountName, RoomName, std::optional<std::string>>, std::size_t> markerAt_;
    std::vector<Output> receipts_;
    std::map<std::pair<RoomName, AccountName>, Touched> touched_;
};

} // namespace zchat::hub
