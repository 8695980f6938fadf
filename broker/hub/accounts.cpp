#include "broker/hub/accounts.hpp"

#include <algorithm>

#include "broker/hub/membership.hpp"

namespace zchat::hub {

namespace {

// Nobody else could administer if this one did not. Bots do not count: they follow their scripts.
bool isLastAdministrator(Work &work, const AccountRecord &account) {
    const auto administers = [](const AccountRecord &held) {
        return held.role == wire::AccountRole::admin && !held.bot && isActive(held);
    };
    if (!administers(account))
        return false;
    const std::vector<AccountRecord> everyone = work.store().everyAccount();
    return std::none_of(everyone.begin(), everyone.end(), [&](const AccountRecord &held) {
        return held.name != account.name && administers(held);
    });
}

// Who owns the room once its last owner is gone: its first moderator by name, else its first
// member.
std::optional<AccountName> heirOf(Work &work, const RoomName &room, const AccountName &leaving) {
    std::optional<AccountName> moderator;
    std::optional<AccountName> member;
    eachMember(work.store(), room, [&](const AccountName &name, const MemberRecord &held) {
        if (name == leaving)
            return;
        if (!member)
            member = name;
        if (!moderator && held.role == wire::Role::moderator)
            moderator = name;
    });
    return moderator ? moderator : member;
}

void leaveEveryRoom(Work &work, const AccountName &who, TimeMs at) {
    for (const RoomName &name : work.store().joinedBy(who)) {
        std::optional<RoomRecord> room = work.rows().room(name);
        if (!room)
            continue;
        if (isLastOwner(work, *room, who)) {
            if (const std::optional<AccountName> heir = heirOf(work, name, who))
                appoint(work, *room, Deed{.by = who, .who = *heir, .at = at}, wire::Role::owner);
        }
        depart(work, *room, Deed{.by = who, .who = who, .at = at}, wire::Change::left);
    }
}

void retire(Work &work, const AccountRecord &account, TimeMs at) {
    leaveEveryRoom(work, account.name, at);
    for (DeviceRecord device : work.store().devicesOf(account.name)) {
        device.revoked = true;
        work.rows().put(device);
        work.change(DeviceChanged{.device = device.key, .account = account.name, .revoked = true});
    }
}

std::optional<Refusal> refusedChange(Work &work, const Actor &actor, const AccountRecord &account,
                                     const wire::Account &request) {
    const bool onlyTitle = !request.role && !request.disabled && !request.removed;
    if (!actor.administers() && !(actor.is(account.name) && onlyTitle))
        return refuse(Code::denied, "Only an administrator may do this; your own title is yours to "
                                    "change.");
    const bool steps = request.role == wire::AccountRole::member ||
                       request.disabled == std::optional(true) ||
                       request.removed == std::optional(true);
    if (steps && isLastAdministrator(work, account))
        return refuse(Code::conflict, account.name.value +
                                          " is the last administrator; appoint another one first.");
    return std::nullopt;
}

} // namespace

AccountChanged changeOf(const AccountRecord &account) {
    return AccountChanged{.name = account.name,
                          .title = account.title,
                          .role = account.role,
                          .bot = account.bot,
                          .scope = account.scope,
                          .enabled = !account.disabled && !account.removed};
}

wire::Me meOf(const AccountRecord &account, const PublicKey &device) {
    return wire::Me{
        .name = account.name, .title = account.title, .role = account.role, .device = device};
}

void admit(Work &work, const DeviceRecord &device) {
    work.rows().put(device);
    work.change(DeviceChanged{.device = device.key, .account = device.account, .revoked = false});
}

AccountRecord welcome(Work &work, const Newcomer &newcomer, const DeviceRecord &device) {
    const bool first = !newcomer.bot && !work.rows().hasPeople();
    const AccountRecord account{.name = newcomer.name,
                                .title = newcomer.title,
                                .role =
                                    first ? wire::AccountRole::admin : wire::AccountRole::member,
                                .bot = newcomer.bot,
                                .scope = newcomer.scope,
                                .disabled = false,
                                .removed = false,
                                .added = device.added};
    work.rows().put(account);
    work.change(changeOf(account));
    admit(work, device);
    if (std::optional<RoomRecord> room = work.rows().room(lobby()))
        enter(work, *room, Deed{.by = account.name, .who = account.name, .at = device.added},
              wire::Change::joined, wire::Role::member);
    return account;
}

Ruling registerAccount(Work &work, const Envelope &envelope, const wire::Register &request) {
    if (const std::optional<DeviceRecord> device = work.rows().device(envelope.device)) {
        const std::optional<AccountRecord> account = work.rows().account(device->account);
        const Result<Speaker> speaker = speakerFrom(device, account);
        if (!speaker)
            return speaker.refusal();
        if (account->name != request.name)
            return refuse(Code::conflict, "This device is registered as " + account->name.value +
                                              " already; use that name.");
        return wire::Reply{wire::MeReply{.me = meOf(*account, device->key)}};
    }
    if (work.store().ticket(envelope.device))
        return refuse(Code::denied, "A ticket's key cannot register; redeem it for a device key.");
    if (!envelope.registrationOpen)
        return refuse(Code::denied, "This server takes new people by invitation; ask for an invite "
                                    "link.");
    if (work.rows().account(request.name))
        return refuse(Code::conflict,
                      "The name " + request.name.value + " is taken; choose another one.");
    const AccountRecord account = welcome(
        work,
        Newcomer{
            .name = request.name, .title = request.title.value_or(""), .bot = false, .scope = {}},
        DeviceRecord{.key = envelope.device,
                     .account = request.name,
                     .label = request.label.value_or(""),
                     .added = envelope.at,
                     .seen = envelope.at,
                     .revoked = false,
                     .ticket = {}});
    return wire::Reply{wire::MeReply{.me = meOf(account, envelope.device)}};
}

Ruling changeAccount(Work &work, const Envelope &envelope, const Actor &actor,
                     const wire::Account &request) {
    const std::optional<AccountRecord> held = work.rows().account(request.who);
    if (!held || held->removed)
        return noAccount(request.who);
    if (const std::optional<Refusal> refusal = refusedChange(work, actor, *held, request))
        return *refusal;
    AccountRecord account = *held;
    account.title = request.title.value_or(account.title);
    account.role = request.role.value_or(account.role);
    account.disabled = request.disabled.value_or(account.disabled);
    account.removed = request.removed.value_or(false);
    if (account == *held)
        return wire::Reply{wire::OkReply{}};
    work.rows().put(account);
    work.change(changeOf(account));
    if (account.removed)
        retire(work, account, envelope.at);
    return wire::Reply{wire::OkReply{}};
}

void seen(Work &work, const Envelope &envelope) {
    std::optional<DeviceRecord> device = work.rows().device(envelope.device);
    if (!device || device->revoked || device->seen >= envelope.at)
        return;
    device->seen = envelope.at;
    work.rows().put(*device);
}

} // namespace zchat::hub
