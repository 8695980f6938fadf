#include "broker/hub/rows.hpp"

#include <algorithm>

namespace zchat::hub {

namespace {

// Some 10 MB at the most for each kind; a broker of a few thousand people never fills them.
constexpr std::size_t rowsAtMost = 20'000;

template <class Held, class Key, class Row>
void remember(Held &held, const Key &key, const Row &row) {
    if (held.size() >= rowsAtMost)
        held.clear();
    held.insert_or_assign(key, row);
}

template <class Held, class Key, class Fetch>
auto fetched(Held &held, const Key &key, Fetch fetch) -> decltype(fetch()) {
    const auto found = held.find(key);
    if (found != held.end())
        return found->second;
    auto row = fetch();
    if (row)
        remember(held, key, *row);
    return row;
}

} // namespace

std::optional<AccountRecord> Rows::account(const AccountName &name) {
    return fetched(accounts_, name, [&] { return store_.account(name); });
}

bool Rows::hasPeople() {
    if (!hasPeople_ && store_.hasAccounts()) {
        const std::vector<AccountRecord> accounts = store_.everyAccount();
        hasPeople_ = std::any_of(accounts.begin(), accounts.end(),
                                 [](const AccountRecord &account) { return !account.bot; });
    }
    return hasPeople_;
}

std::optional<DeviceRecord> Rows::device(const PublicKey &key) {
    return fetched(devices_, key, [&] { return store_.device(key); });
}

// What is held must not be forgotten.
void Rows::keepHeld() {
    if (rooms_.size() >= rowsAtMost)
        write();
}

std::optional<RoomRecord> Rows::room(const RoomName &name) {
    keepHeld();
    return fetched(rooms_, name, [&] { return store_.room(name); });
}

std::optional<MemberRecord> Rows::member(const RoomName &room, const AccountName &who) {
    return fetched(members_, Membership{.room = room, .who = who},
                   [&] { return store_.member(room, who); });
}

void Rows::put(const AccountRecord &account) {
    store_.put(account);
    remember(accounts_, account.name, account);
}

void Rows::put(const DeviceRecord &device) {
    store_.put(device);
    remember(devices_, device.key, device);
}

void Rows::put(const RoomRecord &room) {
    keepHeld();
    store_.put(room);
    remember(rooms_, room.name, room);
    held_.erase(room.name);
}

void Rows::hold(const RoomRecord &room) {
    keepHeld();
    remember(rooms_, room.name, room);
    held_.insert(room.name);
}

void Rows::write() {
    for (const RoomName &name : held_)
        store_.put(rooms_.at(name));
    held_.clear();
}

void Rows::put(const RoomName &room, const AccountName &who, const MemberRecord &member) {
    store_.put(room, who, member);
    remember(members_, Membership{.room = room, .who = who}, member);
}

void Rows::forget() {
    hasPeople_ = false;
    accounts_.clear();
    devices_.clear();
    rooms_.clear();
    held_.clear();
    members_.clear();
}

} // namespace zchat::hub
