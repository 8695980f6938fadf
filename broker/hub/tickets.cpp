#include "broker/hub/tickets.hpp"

#include <algorithm>

#include "broker/hub/accounts.hpp"

namespace zchat::hub {

namespace {

// Longer or more often than anyone means; keeps the arithmetic of times and counts in range.
constexpr std::uint64_t longestTicketS = 100ULL * 365 * 24 * 3600;
constexpr std::uint64_t mostUses = 1'000'000;

// "The device kitchen laptop", or "A device" where its owner gave no label.
std::string deviceWords(const DeviceRecord &device) {
    return device.label.empty() ? std::string("A device") : "The device \"" + device.label + "\"";
}

std::optional<Refusal> refusedTicket(Work &work, const Actor &actor, const wire::Ticket &request,
                                     const std::optional<AccountName> &name) {
    const bool forDevice = request.purpose == wire::Purpose::device;
    if (request.scope && request.purpose != wire::Purpose::bot)
        return refuse(Code::schema, "Only a bot's ticket takes a `scope`; leave it out.");
    if (forDevice && !name)
        return refuse(Code::name, "Say in `name` whose account the device is for.");
    const std::optional<AccountRecord> account =
        name ? work.rows().account(*name) : std::optional<AccountRecord>{};
    if (forDevice && (!account || account->removed))
        return noAccount(*name);
    if (!actor.administers() && !(forDevice && actor.is(*name)))
        return refuse(Code::denied, "Only an administrator may make this ticket; you may make "
                                    "`device` tickets for yourself.");
    if (!forDevice && account)
        return refuse(Code::conflict, "The name " + name->value + " is taken; choose another one.");
    if (forDevice && account->disabled)
        return refuse(Code::conflict, name->value + " is disabled; enable the account first.");
    return std::nullopt;
}

void spend(Work &work, TicketRecord ticket) {
    --ticket.usesLeft;
    work.store().put(ticket);
    work.change(changeOf(ticket));
}

// A device that was redeemed with this very ticket gets the first answer again while it is good.
Ruling firstRedemption(Work &work, const DeviceRecord &device) {
    const std::optional<AccountRecord> account = work.rows().account(device.account);
    if (device.revoked || !isActive(account))
        return refuse(Code::conflict,
                      "This device key is registered already; make a fresh one to redeem with.");
    return wire::Reply{wire::MeReply{.me = meOf(*account, device.key)}};
}

std::optional<Refusal> refusedRedemption(Work &work, const Envelope &envelope,
                                         const TicketRecord &ticket, const AccountName &name) {
    const std::optional<AccountRecord> account = work.rows().account(name);
    if (ticket.revoked || ticket.usesLeft == 0 || envelope.at >= ticket.expires)
        return refuse(Code::gone, "This invite link is spent or expired; ask for a new one.");
    if (ticket.purpose == wire::Purpose::device) {
        if (!isActive(account))
            return refuse(Code::gone, "The account that this link was made for is closed; ask an "
                                      "administrator.");
        return std::nullopt;
    }
    if (account)
        return refuse(Code::conflict, "The name " + name.value + " is taken; choose another one.");
    return std::nullopt;
}

AccountRecord enrol(Work &work, const TicketRecord &ticket, const DeviceRecord &device,
                    const wire::Redeem &request) {
    if (ticket.purpose != wire::Purpose::device)
        return welcome(work,
                       Newcomer{.name = device.account,
                                .title = request.title.value_or(""),
                                .bot = ticket.purpose == wire::Purpose::bot,
                                .scope = ticket.scope},
                       device);
    admit(work, device);
    work.tell(device.account,
              wire::NoticeEvent{.text = deviceWords(device) +
                                        " was added to your account. If that was not you, revoke "
                                        "it and tell an administrator.",
                                .warning = true});
    return work.rows().account(device.account).value_or(AccountRecord{});
}

Ruling revokeDevice(Work &work, const Envelope &envelope, const Actor &actor,
                    const PublicKey &key) {
    std::optional<DeviceRecord> device = work.rows().device(key);
    if (!device || (!actor.is(device->account) && !actor.administers()))
        return refuse(Code::notFound, "You have no such device; `devices` lists yours.");
    if (device->revoked)
        return wire::Reply{wire::OkReply{}};
    device->revoked = true;
    work.rows().put(*device);
    work.change(DeviceChanged{.device = key, .account = device->account, .revoked = true});
    const bool own = actor.is(device->account);
    work.tell(device->account,
              wire::NoticeEvent{.text = deviceWords(*device) + " of your account was revoked.",
                                .warning = true},
              own ? std::optional(envelope.session) : std::nullopt);
    return wire::Reply{wire::OkReply{}};
}

Ruling revokeTicket(Work &work, const Actor &actor, const PublicKey &key) {
    std::optional<TicketRecord> ticket = work.store().ticket(key);
    const bool own =
        ticket &&
        ((ticket->by && actor.is(*ticket->by)) ||
         (ticket->purpose == wire::Purpose::device && ticket->name && actor.is(*ticket->name)));
    if (!ticket || (!own && !actor.administers()))
        return refuse(Code::notFound, "You have made no such ticket.");
    if (ticket->revoked)
        return wire::Reply{wire::OkReply{}};
    ticket->revoked = true;
    work.store().put(*ticket);
    work.change(changeOf(*ticket));
    return wire::Reply{wire::OkReply{}};
}

} // namespace

TicketChanged changeOf(const TicketRecord &ticket) {
    return TicketChanged{.ticket = ticket.key,
                         .expires = ticket.expires,
                         .spent = ticket.usesLeft == 0,
                         .revoked = ticket.revoked};
}

Ruling makeTicket(Work &work, const Envelope &envelope, const Actor &actor,
                  const wire::Ticket &request) {
    const bool forDevice = request.purpose == wire::Purpose::device;
    std::optional<AccountName> name = request.name;
    if (forDevice && !name && actor.speaker)
        name = actor.speaker->account.name;
    if (const std::optional<Refusal> refusal = refusedTicket(work, actor, request, name))
        return *refusal;
    INVARIANT(envelope.ticket, "a `ticket` request comes with the key pair made for it");
    const auto lifetimeS =
        std::min(request.expiresS.value_or(static_cast<std::uint64_t>(limits::ticketExpiresS)),
                 longestTicketS);
    const TicketRecord ticket{.key = envelope.ticket->key,
                              .purpose = request.purpose,
                              .name = name,
                              .scope = request.scope,
                              .by = actor.speaker ? std::optional(actor.speaker->account.name)
                                                  : std::nullopt,
                              .expires = envelope.at + static_cast<TimeMs>(lifetimeS) * 1000,
                              .usesLeft = std::min(request.uses.value_or(1), mostUses),
                              .revoked = false};
    work.store().put(ticket);
    work.change(changeOf(ticket));
    return wire::Reply{
        wire::TicketReply{.ticket = envelope.ticket->key, .link = envelope.ticket->link}};
}

Ruling redeemTicket(Work &work, const Envelope &envelope, const wire::Redeem &request) {
    const std::optional<TicketRecord> ticket = work.store().ticket(envelope.device);
    if (!ticket)
        return refuse(Code::denied, "This key is no ticket; open an invite link to redeem one.");
    const std::optional<DeviceRecord> known = work.rows().device(request.device);
    if (known && known->ticket == ticket->key)
        return firstRedemption(work, *known);
    const std::optional<AccountName> name = ticket->name ? ticket->name : request.name;
    if (!name)
        return refuse(Code::name, "Choose a name for the account.");
    if (const std::optional<Refusal> refusal = refusedRedemption(work, envelope, *ticket, *name))
        return *refusal;
    if (known || work.store().ticket(request.device))
        return refuse(Code::conflict,
                      "This device key is registered already; make a fresh one to redeem with.");
    spend(work, *ticket);
    const DeviceRecord device{.key = request.device,
                              .account = *name,
                              .label = request.label.value_or(""),
                              .added = envelope.at,
                              .seen = envelope.at,
                              .revoked = false,
                              .ticket = ticket->key};
    const AccountRecord account = enrol(work, *ticket, device, request);
    return wire::Reply{wire::MeReply{.me = meOf(account, device.key)}};
}

Ruling revokeKey(Work &work, const Envelope &envelope, const Actor &actor,
                 const wire::Revoke &request) {
    if (request.device)
        return revokeDevice(work, envelope, actor, *request.device);
    if (request.ticket)
        return revokeTicket(work, actor, *request.ticket);
    return refuse(Code::schema, "`revoke` takes one of `device` and `ticket`.");
}

} // namespace zchat::hub
