// Membership: how an account comes into a room and goes out of it, with all that follows from it:
// the entry, the count, what live mirrors and what the account is told.
//
// The verbs assume that every check has passed; the rules that call them (rooms, posts, accounts)
// make those checks first, because a rule that has written may no longer refuse.
#pragma once

#include "broker/hub/access.hpp"
#include "broker/hub/work.hpp"

namespace zchat::hub {

// The public room that everyone is a member of.
[[nodiscard]] const RoomName &lobby();

// Who did something to whom, when: what an entry made by the broker says.
struct Deed {
    AccountName by;
    AccountName who;
    TimeMs at = 0;
};

// E_CONFLICT where the account is in as many rooms as it may be.
[[nodiscard]] std::optional<Refusal> roomsFull(Work &work, const AccountName &who);
// Whether `who` is the only owner of a room where others remain; the lobby has administrators.
[[nodiscard]] bool isLastOwner(Work &work, const RoomRecord &room, const AccountName &who);

// Makes `who` a member and writes `change` (joined or invited); direct rooms write no entry.
void enter(Work &work, RoomRecord &room, const Deed &deed, wire::Change change, wire::Role role);
// Ends the membership of `who` and writes `change` (left or removed).
void depart(Work &work, RoomRecord &room, const Deed &deed, wire::Change change);
// Gives `who` the role and writes it.
void appoint(Work &work, RoomRecord &room, const Deed &deed, wire::Role role);

// Tells every account touched in this turn how it stands with the room now; whoever is no longer a
// member hears that the room is gone. A bot hears of the rooms in its scope only.
void tellStandings(Work &work);

// Every joined member, in order; for rare deeds only.
template <class Visit>
void eachMember(const ReadStore &store, const RoomName &room, Visit visit) {
    std::optional<AccountName> after;
    for (;;) {
        const auto page = store.members(room, after, limits::pageEntries);
        for (const auto &[name, member] : page)
            visit(name, member);
        if (page.empty())
            return;
        after = page.back().first;
    }
}

} // namespace zchat::hub
