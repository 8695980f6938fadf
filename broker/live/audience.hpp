// Audience: the mirror of rooms and their members, which says who is to hear what at this moment.
//
// Public rooms are published and need no list; private and direct rooms are sent to their present
// members, one by one. The mirror is asked at the moment of sending and never before, so a removal
// works from the turn that made it durable.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <unordered_map>
#include <vector>

#include "broker/hub/envelope.hpp"
#include "broker/live/directory.hpp"

namespace zchat::live {

class Audience final {
public:
    void change(const hub::RoomChanged &changed);
    // True when this took someone's membership away.
    bool change(const hub::MemberChanged &changed);
    // A bot's scope names the rooms that its sessions hear.
    void change(const hub::AccountChanged &changed);
    void moved(const RoomName &room, Seq head);

    [[nodiscard]] bool known(const RoomName &room) const { return rooms_.contains(room); }
    [[nodiscard]] bool isPublic(const RoomName &room) const;
    [[nodiscard]] bool isMember(const RoomName &room, const AccountName &who) const;
    // Public rooms are anyone's to read.
    [[nodiscard]] bool maySee(const RoomName &room, const AccountName &who) const;
    [[nodiscard]] std::size_t members(const RoomName &room) const;
    // Small enough for typing and receipts.
    [[nodiscard]] bool isQuiet(const RoomName &room) const;

    // The accounts that hear the room by ROUTER: of a closed room its members, of a public one the
    // bots that get no PUB; of both only those whose scope allows it. Ascending.
    [[nodiscard]] std::vector<AccountName> hearers(const RoomName &room,
                                                   const Directory &directory) const;

    // Every move of a room is numbered, so that a session remembers one number and not a head for
    // each of its rooms.
    [[nodiscard]] std::uint64_t moves() const { return moves_; }
    // Heads of the rooms that this account hears by ROUTER and that moved after `movesSeen`.
    [[nodiscard]] std::map<RoomName, Seq>
    headsSince(std::uint64_t movesSeen, const AccountName &account, const Person &person) const;

private:
    struct Room {
        wire::RoomKind kind = wire::RoomKind::publicRoom;
        Seq head;
        std::uint64_t move = 0; // the number of its last move; 0: it never did
        std::set<AccountName> members;
    };
    [[nodiscard]] const Room *find(const RoomName &room) const;

    std::unordered_map<RoomName, Room> rooms_;
    std::unordered_map<AccountName, std::set<RoomName>> joined_;
    std::unordered_map<RoomName, std::set<AccountName>> botsOf_;
    std::unordered_map<AccountName, std::vector<RoomName>> scopes_;
    std::uint64_t moves_ = 1;
};

} // namespace zchat::live
