#include "broker/hub/access.hpp"

#include "shared/base/planted.hpp"

#include <algorithm>

namespace zchat::hub {

Refusal refuse(Code code, std::string text) {
    return Refusal{.code = code, .text = std::move(text), .retryMs = {}, .versions = {}};
}

Refusal tooFast(std::uint64_t retryMs) {
    Refusal refusal = refuse(Code::rate, "You send faster than this server takes; slow down.");
    refusal.retryMs = retryMs;
    return refusal;
}

Refusal noRoom(const RoomName &room) {
    return refuse(Code::notFound, "There is no room called " + room.value + " that you can see.");
}

Refusal noAccount(const AccountName &name) {
    return refuse(Code::notFound, "Nobody here is called " + name.value + ".");
}

Refusal noMember(const RoomName &room, const AccountName &name) {
    return refuse(Code::notFound, name.value + " is not in " + room.value + "; invite them first.");
}

bool isActive(const std::optional<AccountRecord> &account) {
    return account && !account->disabled && !account->removed;
}

Result<Speaker> speakerFrom(std::optional<DeviceRecord> device,
                            std::optional<AccountRecord> account) {
    if (!device)
        return refuse(Code::auth, "This key has no account; register a name or open an invite "
                                  "link first.");
    if (device->revoked || !isActive(account))
        return refuse(Code::auth, "This device may not sign in any more; ask an administrator for "
                                  "an invite link.");
    return Speaker{.account = std::move(*account), .device = std::move(*device)};
}

bool maySee(const Place &place) {
    return place.room.kind == wire::RoomKind::publicRoom || place.joined() ||
           planted(Bug::showsClosedRooms);
}

wire::Role roleIn(const AccountRecord &account, const Place &place) {
    if (place.room.kind == wire::RoomKind::publicRoom && account.role == wire::AccountRole::admin)
        return wire::Role::owner;
    return place.joined() ? place.member->role : wire::Role::member;
}

bool inScope(const AccountRecord &account, const RoomName &room) {
    if (!account.scope || !account.scope->rooms)
        return true;
    const std::vector<RoomName> &rooms = *account.scope->rooms;
    return std::find(rooms.begin(), rooms.end(), room) != rooms.end();
}

std::optional<Refusal> outsideScope(const AccountRecord &account, const wire::Request &request) {
    if (!account.scope)
        return std::nullopt;
    const std::string op(wire::opName(request));
    const bool always = op == wire::Hello::op || op == wire::Ping::op || op == wire::Bye::op;
    const std::optional<std::vector<std::string>> &ops = account.scope->ops;
    if (ops && !always && std::find(ops->begin(), ops->end(), op) == ops->end())
        return refuse(Code::denied, "This bot's scope does not hold " + op +
                                        "; it takes a bot with a wider one.");
    const wire::Create *create = std::get_if<wire::Create>(&request);
    const RoomName *room = create ? &create->room : wire::roomOf(request);
    // A direct room's name is made by the broker, so no scope can have named it beforehand.
    if (account.scope->rooms && std::holds_alternative<wire::Direct>(request))
        return refuse(Code::denied, "This bot's scope names rooms, so it cannot open direct ones.");
    if (room && !inScope(account, *room))
        return refuse(Code::denied, "This bot's scope does not hold the room " + room->value + ".");
    return std::nullopt;
}

} // namespace zchat::hub
