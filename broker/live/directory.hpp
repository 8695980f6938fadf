// Directory: the mirror of accounts, devices and tickets, and which keys may connect to what.
//
// It follows the hub's changes and never decides anything that lasts. Admission is worked out from
// the mirror as a whole once a turn's changes are in, so that their order within the turn does not
// matter; a key is named only when what it may do has changed.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "broker/hub/envelope.hpp"
#include "broker/live/live.hpp"

namespace zchat::live {

struct Person {
    std::string title;
    bool bot = false;
    std::optional<wire::Scope> scope;
    bool enabled = true;
    std::set<PublicKey> devices;

    // A bot whose scope names rooms gets no SUB: what it may hear comes to its sessions.
    [[nodiscard]] bool heardByRoomsOnly() const { return scope && scope->rooms; }
    [[nodiscard]] bool mayUseRoom(const RoomName &room) const;
    [[nodiscard]] bool mayUseOp(std::string_view op) const;
};

class Directory final {
public:
    explicit Directory(bool registrationOpen)
        : registrationOpen_(registrationOpen) {}

    void change(const hub::AccountChanged &changed);
    void change(const hub::DeviceChanged &changed);
    void change(const hub::TicketChanged &changed);
    // Tickets whose time is over stop admitting.
    void expireTickets(TimeMs nowMs);

    [[nodiscard]] const Person *person(const AccountName &name) const;
    // Whose device this key is, revoked or not.
    [[nodiscard]] const AccountName *accountOf(const PublicKey &key) const;
    // A revoked key, or a device of an account that is disabled or gone.
    [[nodiscard]] bool refused(const PublicKey &key) const;

    // What keys may do, where that differs from what was said before.
    [[nodiscard]] std::vector<Admit> takeAdmissions(TimeMs nowMs);

private:
    struct Device {
        AccountName account;
        bool revoked = false;
    };
    struct Ticket {
        TimeMs expires = 0;
        bool spent = false;
        bool revoked = false;
    };
    struct Said {
        bool requests = false;
        bool events = false;
        friend bool operator==(const Said &, const Said &) = default;
    };
    [[nodiscard]] Admit admission(const PublicKey &key, TimeMs nowMs) const;

    const bool registrationOpen_;
    std::unordered_map<AccountName, Person> people_;
    std::unordered_map<PublicKey, Device> devices_;
    std::unordered_map<PublicKey, Ticket> tickets_;
    std::multimap<TimeMs, PublicKey> expiries_;
    std::unordered_map<PublicKey, Said> said_;
    std::set<PublicKey> touched_;
};

} // namespace zchat::live
