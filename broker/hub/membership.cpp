#include "broker/hub/membership.hpp"

#include "broker/hub/summary.hpp"
#include "shared/base/planted.hpp"

namespace zchat::hub {

namespace {

void write(Work &work, RoomRecord &room, const Deed &deed, wire::Change change,
           std::optional<wire::Role> role) {
    if (room.kind == wire::RoomKind::direct) {
        work.rows().put(room);
        return;
    }
    work.append(
        room, Draft{.by = deed.by,
                    .at = deed.at,
                    .content = wire::MemberChange{.who = deed.who, .change = change, .role = role},
                    .id = {},
                    .digest = {}});
}

} // namespace

const RoomName &lobby() {
    static const RoomName name("lobby");
    return name;
}

std::optional<Refusal> roomsFull(Work &work, const AccountName &who) {
    if (work.store().joinedBy(who).size() < limits::roomsPerAccount)
        return std::nullopt;
    return refuse(Code::conflict, who.value + " is in " + std::to_string(limits::roomsPerAccount) +
                                      " rooms already; leave one first.");
}

bool isLastOwner(Work &work, const RoomRecord &room, const AccountName &who) {
    if (room.name == lobby() || room.kind == wire::RoomKind::direct)
        return false;
    const std::optional<MemberRecord> member = work.rows().member(room.name, who);
    if (!member || member->standing != Standing::joined || member->role != wire::Role::owner)
        return false;
    bool others = false;
    bool otherOwner = false;
    eachMember(work.store(), room.name, [&](const AccountName &name, const MemberRecord &held) {
        others = others || name != who;
        otherOwner = otherOwner || (name != who && held.role == wire::Role::owner);
    });
    return others && !otherOwner;
}

void enter(Work &work, RoomRecord &room, const Deed &deed, wire::Change change, wire::Role role) {
    MemberRecord member = work.rows().member(room.name, deed.who).value_or(MemberRecord{});
    member.role = role;
    member.standing = Standing::joined;
    if (!planted(Bug::entersWithoutMembership) || change != wire::Change::invited)
        work.rows().put(room.name, deed.who, member);
    ++room.members;
    work.change(MemberChanged{.room = room.name, .who = deed.who, .present = true});
    write(work, room, deed, change, std::nullopt);
    work.touch(room.name, deed.who, deed.at);
}

void depart(Work &work, RoomRecord &room, const Deed &deed, wire::Change change) {
    MemberRecord member = work.rows().member(room.name, deed.who).value_or(MemberRecord{});
    member.role = wire::Role::member;
    member.standing = change == wire::Change::removed ? Standing::removed : Standing::left;
    work.rows().put(room.name, deed.who, member);
    --room.members;
    if (!planted(Bug::removesWithoutTelling))
        work.change(MemberChanged{.room = room.name, .who = deed.who, .present = false});
    write(work, room, deed, change, std::nullopt);
    work.touch(room.name, deed.who, deed.at);
}

void appoint(Work &work, RoomRecord &room, const Deed &deed, wire::Role role) {
    MemberRecord member = work.rows().member(room.name, deed.who).value_or(MemberRecord{});
    member.role = role;
    work.rows().put(room.name, deed.who, member);
    write(work, room, deed, wire::Change::role, role);
    work.touch(room.name, deed.who, deed.at);
}

void tellStandings(Work &work) {
    for (const auto &[key, touched] : work.takeTouched()) {
        const auto &[room, who] = key;
        const std::optional<AccountRecord> account = work.rows().account(who);
        const std::optional<RoomRecord> record = work.rows().room(room);
        if (!isActive(account) || !record || !inScope(*account, room))
            continue;
        const Place place{.room = *record, .member = work.rows().member(room, who)};
        const bool gone = !place.joined();
        work.tell(
            who,
            wire::RoomsEvent{.room = gone ? farewellOf(work.store(), *account, place, touched.at)
                                          : summaryOf(work.store(), *account, place, touched.at),
                             .gone = gone},
            touched.except);
    }
}

} // namespace zchat::hub
