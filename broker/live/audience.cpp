#include "broker/live/audience.hpp"

#include "shared/base/limits.hpp"
#include "shared/base/result.hpp"

namespace zchat::live {

void Audience::change(const hub::RoomChanged &changed) {
    Room &room = rooms_[changed.room];
    room.kind = changed.kind;
    if (changed.head > room.head)
        moved(changed.room, changed.head);
}

bool Audience::change(const hub::MemberChanged &changed) {
    Room &room = rooms_[changed.room];
    if (changed.present) {
        room.members.insert(changed.who);
        joined_[changed.who].insert(changed.room);
        return false;
    }
    joined_[changed.who].erase(changed.room);
    return room.members.erase(changed.who) > 0;
}

void Audience::change(const hub::AccountChanged &changed) {
    if (const auto before = scopes_.find(changed.name); before != scopes_.end()) {
        for (const RoomName &room : before->second)
            botsOf_[room].erase(changed.name);
        scopes_.erase(before);
    }
    if (!changed.enabled || !changed.scope || !changed.scope->rooms)
        return;
    scopes_[changed.name] = *changed.scope->rooms;
    for (const RoomName &room : *changed.scope->rooms)
        botsOf_[room].insert(changed.name);
}

void Audience::moved(const RoomName &room, Seq head) {
    Room &known = rooms_[room];
    known.head = head;
    known.move = ++moves_;
}

const Audience::Room *Audience::find(const RoomName &room) const {
    const auto found = rooms_.find(room);
    return found == rooms_.end() ? nullptr : &found->second;
}

bool Audience::isPublic(const RoomName &room) const {
    const Room *known = find(room);
    return known != nullptr && known->kind == wire::RoomKind::publicRoom;
}

bool Audience::isMember(const RoomName &room, const AccountName &who) const {
    const Room *known = find(room);
    return known != nullptr && known->members.contains(who);
}

bool Audience::maySee(const RoomName &room, const AccountName &who) const {
    return isPublic(room) || isMember(room, who);
}

std::size_t Audience::members(const RoomName &room) const {
    const Room *known = find(room);
    return known == nullptr ? 0 : known->members.size();
}

bool Audience::isQuiet(const RoomName &room) const {
    return known(room) && members(room) <= limits::quietRoomMembers;
}

std::vector<AccountName> Audience::hearers(const RoomName &room, const Directory &directory) const {
    std::vector<AccountName> hearers;
    const Room *known = find(room);
    if (known == nullptr)
        return hearers;
    const auto bots = botsOf_.find(room);
    if (known->kind == wire::RoomKind::publicRoom) {
        if (bots != botsOf_.end())
            hearers.assign(bots->second.begin(), bots->second.end());
        return hearers;
    }
    for (const AccountName &member : known->members) {
        const Person *person = directory.person(member);
        if (person != nullptr && person->enabled && person->mayUseRoom(room))
            hearers.push_back(member);
    }
    return hearers;
}

std::map<RoomName, Seq> Audience::headsSince(std::uint64_t movesSeen, const AccountName &account,
                                             const Person &person) const {
    std::map<RoomName, Seq> heads;
    const auto note = [&](const RoomName &name) {
        const Room *room = find(name);
        if (room != nullptr && room->move > movesSeen && heads.size() < limits::nameMapKeys)
            heads.emplace(name, room->head);
    };
    if (const auto scope = scopes_.find(account); scope != scopes_.end()) {
        for (const RoomName &room : scope->second)
            if (maySee(room, account))
                note(room);
        return heads;
    }
    if (const auto joined = joined_.find(account); joined != joined_.end())
        for (const RoomName &room : joined->second)
            if (!isPublic(room) && person.mayUseRoom(room))
                note(room);
    return heads;
}

} // namespace zchat::live
