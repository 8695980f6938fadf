// The half of rooms.hpp that is about other people's place in a room, and one's own wishes there.
#include "broker/hub/membership.hpp"
#include "broker/hub/rooms.hpp"

namespace zchat::hub {

namespace {

Refusal directIsFixed() {
    return refuse(Code::denied,
                  "A direct room is for the same people always; open another one for others.");
}

// Someone's place in the same room, the one who is acted on; E_NOT_FOUND where there is none.
Result<Place> memberPlace(Work &work, const RoomRecord &room, const AccountName &who) {
    Place place{.room = room, .member = work.rows().member(room.name, who)};
    if (!place.joined())
        return noMember(room.name, who);
    return place;
}

} // namespace

Ruling inviteMember(Work &work, const Envelope &envelope, const Speaker &speaker,
                    const wire::Invite &request) {
    const Result<Place> place = placeOf(work.rows(), speaker.account.name, request.room);
    if (!place)
        return place.refusal();
    const std::optional<AccountRecord> guest = work.rows().account(request.who);
    if (!isActive(guest))
        return noAccount(request.who);
    if (place->direct())
        return directIsFixed();
    if (!place->joined() && roleIn(speaker.account, *place) != wire::Role::owner)
        return refuse(Code::denied, "Only members invite; join " + request.room.value + " first.");
    const Place theirs{.room = place->room,
                       .member = work.rows().member(request.room, request.who)};
    if (theirs.joined())
        return wire::Reply{wire::OkReply{}};
    if (const std::optional<Refusal> refusal = roomsFull(work, request.who))
        return *refusal;
    RoomRecord room = place->room;
    enter(work, room, Deed{.by = speaker.account.name, .who = request.who, .at = envelope.at},
          wire::Change::invited, wire::Role::member);
    return wire::Reply{wire::OkReply{}};
}

Ruling removeMember(Work &work, const Envelope &envelope, const Speaker &speaker,
                    const wire::Remove &request) {
    const Result<Place> place = placeOf(work.rows(), speaker.account.name, request.room);
    if (!place)
        return place.refusal();
    if (place->direct())
        return directIsFixed();
    const Result<Place> theirs = memberPlace(work, place->room, request.who);
    if (!theirs)
        return theirs.refusal();
    if (request.room == lobby())
        return refuse(Code::denied, "Everyone is in the lobby; an administrator can disable an "
                                    "account.");
    const wire::Role mine = roleIn(speaker.account, *place);
    const std::optional<AccountRecord> target = work.rows().account(request.who);
    const bool ofOwner = target && roleIn(*target, *theirs) == wire::Role::owner;
    if (mine < wire::Role::moderator || (ofOwner && mine != wire::Role::owner))
        return refuse(Code::denied, "Only moderators remove members, and only owners remove "
                                    "owners; ask one of them.");
    if (isLastOwner(work, place->room, request.who))
        return refuse(Code::conflict, request.who.value +
                                          " is the last owner here; make another member an owner "
                                          "first.");
    RoomRecord room = place->room;
    depart(work, room, Deed{.by = speaker.account.name, .who = request.who, .at = envelope.at},
           wire::Change::removed);
    return wire::Reply{wire::OkReply{}};
}

Ruling setRole(Work &work, const Envelope &envelope, const Speaker &speaker,
               const wire::SetRole &request) {
    const Result<Place> place = placeOf(work.rows(), speaker.account.name, request.room);
    if (!place)
        return place.refusal();
    if (place->direct())
        return directIsFixed();
    const Result<Place> theirs = memberPlace(work, place->room, request.who);
    if (!theirs)
        return theirs.refusal();
    if (roleIn(speaker.account, *place) != wire::Role::owner)
        return refuse(Code::denied, "Only owners give roles; ask one of them.");
    if (theirs->member->role == request.role)
        return wire::Reply{wire::OkReply{}};
    if (isLastOwner(work, place->room, request.who))
        return refuse(Code::conflict, request.who.value +
                                          " is the last owner here; make another member an owner "
                                          "first.");
    RoomRecord room = place->room;
    appoint(work, room, Deed{.by = speaker.account.name, .who = request.who, .at = envelope.at},
            request.role);
    return wire::Reply{wire::OkReply{}};
}

Ruling setNotify(Work &work, const Envelope &envelope, const Speaker &speaker,
                 const wire::SetNotify &request) {
    const AccountName &self = speaker.account.name;
    const Result<Place> place = placeOf(work.rows(), self, request.room);
    if (!place)
        return place.refusal();
    if (!place->joined())
        return refuse(Code::denied, "Only members choose; join " + request.room.value + " first.");
    MemberRecord member = *place->member;
    member.notify = request.mode;
    member.notifyUntil = request.until;
    if (member == *place->member)
        return wire::Reply{wire::OkReply{}};
    work.rows().put(request.room, self, member);
    work.touch(request.room, self, envelope.at, envelope.session);
    return wire::Reply{wire::OkReply{}};
}

} // namespace zchat::hub
