#include "broker/live/directory.hpp"

#include "shared/base/planted.hpp"

#include <algorithm>

namespace zchat::live {

bool Person::mayUseRoom(const RoomName &room) const {
    return !heardByRoomsOnly() ||
           std::find(scope->rooms->begin(), scope->rooms->end(), room) != scope->rooms->end();
}

bool Person::mayUseOp(std::string_view op) const {
    return !scope || !scope->ops ||
           std::find(scope->ops->begin(), scope->ops->end(), op) != scope->ops->end();
}

void Directory::change(const hub::AccountChanged &changed) {
    Person &person = people_[changed.name];
    person.title = changed.title;
    person.bot = changed.bot;
    person.scope = changed.scope;
    person.enabled = changed.enabled;
    touched_.insert(person.devices.begin(), person.devices.end());
}

void Directory::change(const hub::DeviceChanged &changed) {
    devices_[changed.device] = Device{.account = changed.account, .revoked = changed.revoked};
    people_[changed.account].devices.insert(changed.device);
    touched_.insert(changed.device);
}

void Directory::change(const hub::TicketChanged &changed) {
    const auto [ticket, fresh] = tickets_.try_emplace(changed.ticket);
    if (fresh || ticket->second.expires != changed.expires)
        expiries_.emplace(changed.expires, changed.ticket);
    ticket->second =
        Ticket{.expires = changed.expires, .spent = changed.spent, .revoked = changed.revoked};
    touched_.insert(changed.ticket);
}

void Directory::expireTickets(TimeMs nowMs) {
    while (!expiries_.empty() && expiries_.begin()->first <= nowMs) {
        touched_.insert(expiries_.begin()->second);
        expiries_.erase(expiries_.begin());
    }
}

const Person *Directory::person(const AccountName &name) const {
    const auto found = people_.find(name);
    return found == people_.end() ? nullptr : &found->second;
}

const AccountName *Directory::accountOf(const PublicKey &key) const {
    const auto found = devices_.find(key);
    return found == devices_.end() ? nullptr : &found->second.account;
}

bool Directory::refused(const PublicKey &key) const {
    if (const auto device = devices_.find(key); device != devices_.end())
        return (device->second.revoked || !people_.at(device->second.account).enabled) &&
               !planted(Bug::hearsRevoked);
    const auto ticket = tickets_.find(key);
    return ticket != tickets_.end() && ticket->second.revoked;
}

Admit Directory::admission(const PublicKey &key, TimeMs nowMs) const {
    if (refused(key))
        return Admit{.key = key, .requests = false, .events = false, .known = true, .expires = {}};
    if (const AccountName *account = accountOf(key)) {
        const bool events = !people_.at(*account).heardByRoomsOnly();
        return Admit{.key = key, .requests = true, .events = events, .known = true, .expires = {}};
    }
    const auto ticket = tickets_.find(key);
    const bool valid =
        ticket != tickets_.end() && !ticket->second.spent && ticket->second.expires > nowMs;
    if (valid)
        return Admit{.key = key,
                     .requests = true,
                     .events = false,
                     .known = true,
                     .expires = ticket->second.expires};
    return Admit{
        .key = key, .requests = registrationOpen_, .events = false, .known = false, .expires = {}};
}

std::vector<Admit> Directory::takeAdmissions(TimeMs nowMs) {
    std::vector<Admit> admissions;
    for (const PublicKey &key : touched_) {
        const Admit admit = admission(key, nowMs);
        const Said now{.requests = admit.requests, .events = admit.events};
        const auto before = said_.find(key);
        if (!admit.known) {
            // Spent or expired. Nothing was ever said of one that came that way from the store.
            tickets_.erase(key);
            if (before == said_.end())
                continue;
            said_.erase(before);
        } else if (before != said_.end() && before->second == now) {
            continue;
        } else {
            said_[key] = now;
        }
        admissions.push_back(admit);
    }
    touched_.clear();
    return admissions;
}

} // namespace zchat::live
