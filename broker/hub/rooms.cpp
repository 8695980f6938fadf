#include "broker/hub/rooms.hpp"

#include <algorithm>

#include "broker/hub/membership.hpp"
#include "broker/hub/summary.hpp"
#include "shared/base/text.hpp"

namespace zchat::hub {

namespace {

wire::Reply summaryReply(Work &work, const Speaker &speaker, const RoomName &room, TimeMs at) {
    wire::RoomReply reply;
    if (const std::optional<RoomRecord> record = work.rows().room(room)) {
        const Place place{.room = *record,
                          .member = work.rows().member(room, speaker.account.name)};
        reply.room = summaryOf(work.store(), speaker.account, place, at);
    }
    return reply;
}

// Without the asker and without repeats, ascending.
std::vector<AccountName> others(const std::vector<AccountName> &names, const AccountName &self) {
    std::vector<AccountName> sorted = names;
    std::sort(sorted.begin(), sorted.end());
    sorted.erase(std::unique(sorted.begin(), sorted.end()), sorted.end());
    std::erase(sorted, self);
    return sorted;
}

std::optional<Refusal> refusedPeople(Work &work, const std::vector<AccountName> &names) {
    for (const AccountName &name : names)
        if (!isActive(work.rows().account(name)))
            return noAccount(name);
    return std::nullopt;
}

std::optional<Refusal> refusedFullness(Work &work, const std::vector<AccountName> &names) {
    for (const AccountName &name : names)
        if (std::optional<Refusal> refusal = roomsFull(work, name))
            return refusal;
    return std::nullopt;
}

// What of the change differs from how the room stands.
wire::RoomChange differing(const RoomRecord &room, const wire::Room &request) {
    wire::RoomChange change;
    if (request.title && *request.title != room.title)
        change.title = request.title;
    if (request.topic && *request.topic != room.topic)
        change.topic = request.topic;
    if (request.archived && *request.archived != room.archived)
        change.archived = request.archived;
    return change;
}

// In a large room the entry is enough; telling each member costs a count of what is unread for
// each.
void tellMembers(Work &work, const RoomRecord &room, TimeMs at) {
    if (room.members > limits::quietRoomMembers)
        return;
    eachMember(work.store(), room.name, [&](const AccountName &name, const MemberRecord &) {
        work.touch(room.name, name, at);
    });
}

RoomName directName(const std::array<std::uint8_t, 16> &random) {
    return RoomName("~" + toBase32(random));
}

} // namespace

Ruling createRoom(Work &work, const Envelope &envelope, const Speaker &speaker,
                  const wire::Create &request) {
    const AccountName &creator = speaker.account.name;
    const std::vector<AccountName> invited = others(request.invite, creator);
    if (const std::optional<Refusal> refusal = refusedPeople(work, invited))
        return *refusal;
    if (work.rows().room(request.room))
        return refuse(Code::conflict,
                      "The name " + request.room.value + " is taken; choose another one.");
    std::vector<AccountName> everyone = invited;
    everyone.push_back(creator);
    if (const std::optional<Refusal> refusal = refusedFullness(work, everyone))
        return *refusal;

    RoomRecord room;
    room.name = request.room;
    room.kind = request.kind;
    room.title = request.title.value_or("");
    room.topic = request.topic.value_or("");
    work.rows().put(room);
    work.change(RoomChanged{.room = room.name, .kind = room.kind, .head = room.head});
    enter(work, room, Deed{.by = creator, .who = creator, .at = envelope.at}, wire::Change::joined,
          wire::Role::owner);
    for (const AccountName &who : invited)
        enter(work, room, Deed{.by = creator, .who = who, .at = envelope.at}, wire::Change::invited,
              wire::Role::member);
    return summaryReply(work, speaker, room.name, envelope.at);
}

Ruling changeRoom(Work &work, const Envelope &envelope, const Speaker &speaker,
                  const wire::Room &request) {
    const Result<Place> place = placeOf(work.rows(), speaker.account.name, request.room);
    if (!place)
        return place.refusal();
    if (place->direct())
        return refuse(Code::denied, "A direct room has no title, no topic and no archive.");
    if (roleIn(speaker.account, *place) < wire::Role::moderator)
        return refuse(Code::denied, "Only moderators change a room; ask one of its owners.");
    const wire::RoomChange change = differing(place->room, request);
    if (change == wire::RoomChange{})
        return summaryReply(work, speaker, request.room, envelope.at);
    RoomRecord room = place->room;
    room.title = change.title.value_or(room.title);
    room.topic = change.topic.value_or(room.topic);
    room.archived = change.archived.value_or(room.archived);
    work.append(room, Draft{.by = speaker.account.name,
                            .at = envelope.at,
                            .content = change,
                            .id = {},
                            .digest = {}});
    tellMembers(work, room, envelope.at);
    return summaryReply(work, speaker, request.room, envelope.at);
}

Ruling openDirect(Work &work, const Envelope &envelope, const Speaker &speaker,
                  const wire::Direct &request) {
    const AccountName &self = speaker.account.name;
    std::vector<AccountName> people = others(request.with, self);
    if (people.empty())
        return refuse(Code::schema, "`with` names nobody but you; name at least one other.");
    if (people.size() >= limits::directMembers)
        return refuse(Code::tooLarge, "A direct room holds you and at most " +
                                          std::to_string(limits::directMembers - 1) + " others.");
    if (const std::optional<Refusal> refusal = refusedPeople(work, people))
        return *refusal;
    people.push_back(self);
    std::sort(people.begin(), people.end());
    if (const std::optional<RoomName> known = work.store().directOf(people))
        return summaryReply(work, speaker, *known, envelope.at);
    if (const std::optional<Refusal> refusal = refusedFullness(work, people))
        return *refusal;

    RoomRecord room;
    room.name = directName(envelope.random);
    room.kind = wire::RoomKind::direct;
    room.direct = people;
    if (work.rows().room(room.name))
        return refuse(Code::conflict, "The new room's name is taken by chance; try again.");
    work.rows().put(room);
    work.change(RoomChanged{.room = room.name, .kind = room.kind, .head = room.head});
    for (const AccountName &who : people)
        enter(work, room, Deed{.by = self, .who = who, .at = envelope.at}, wire::Change::joined,
              wire::Role::member);
    return summaryReply(work, speaker, room.name, envelope.at);
}

Ruling joinRoom(Work &work, const Envelope &envelope, const Speaker &speaker,
                const wire::Join &request) {
    const AccountName &self = speaker.account.name;
    const Result<Place> place = placeOf(work.rows(), self, request.room);
    if (!place)
        return place.refusal();
    if (place->joined())
        return summaryReply(work, speaker, request.room, envelope.at);
    if (place->shutOut())
        return refuse(Code::denied, "You were removed from " + request.room.value +
                                        "; ask a member to invite you.");
    if (const std::optional<Refusal> refusal = roomsFull(work, self))
        return *refusal;
    RoomRecord room = place->room;
    enter(work, room, Deed{.by = self, .who = self, .at = envelope.at}, wire::Change::joined,
          wire::Role::member);
    return summaryReply(work, speaker, request.room, envelope.at);
}

Ruling leaveRoom(Work &work, const Envelope &envelope, const Speaker &speaker,
                 const wire::Leave &request) {
    const AccountName &self = speaker.account.name;
    const Result<Place> place = placeOf(work.rows(), self, request.room);
    if (!place)
        return place.refusal();
    if (place->direct())
        return refuse(Code::denied, "A direct room cannot be left; mute it instead.");
    if (request.room == lobby())
        return refuse(Code::denied, "Everyone is in the lobby; it cannot be left.");
    if (!place->joined())
        return wire::Reply{wire::OkReply{}};
    if (isLastOwner(work, place->room, self))
        return refuse(Code::conflict,
                      "You are the last owner here; make another member an owner first.");
    RoomRecord room = place->room;
    depart(work, room, Deed{.by = self, .who = self, .at = envelope.at}, wire::Change::left);
    return wire::Reply{wire::OkReply{}};
}

} // namespace zchat::hub
