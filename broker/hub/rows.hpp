// Rows: what the hub read lately from its store, kept in memory so that a post costs no lookup of
// its author, room and membership.
//
// It writes through: a row is put into the store and remembered at once, but for a room that only
// moves its head, which a turn of many posts would write as often. It remembers only what is
// there, never an absence, and forgets everything when a kind of row outgrows its bound or a commit
// fails. No rule may depend on whether a row was remembered. One Rules owns it.
#pragma once

#include <optional>
#include <set>
#include <unordered_map>

#include "broker/hub/store.hpp"

namespace zchat::hub {

class Rows final {
public:
    explicit Rows(Store &store)
        : store_(store) {}

    [[nodiscard]] std::optional<AccountRecord> account(const AccountName &name);
    // Whether a person, not a bot, ever had an account here; asked until it is so.
    [[nodiscard]] bool hasPeople();
    [[nodiscard]] std::optional<DeviceRecord> device(const PublicKey &key);
    [[nodiscard]] std::optional<RoomRecord> room(const RoomName &name);
    [[nodiscard]] std::optional<MemberRecord> member(const RoomName &room, const AccountName &who);

    void put(const AccountRecord &account);
    void put(const DeviceRecord &device);
    void put(const RoomRecord &room);
    void put(const RoomName &room, const AccountName &who, const MemberRecord &member);

    // Remembered at once, and put into the store by write().
    void hold(const RoomRecord &room);
    // Puts what is held; before a turn's commit.
    void write();

    // For what is not remembered here: tickets, entries, messages, ids, markers.
    [[nodiscard]] Store &store() { return store_; }
    void forget();

private:
    struct Membership {
        RoomName room;
        AccountName who;
        friend bool operator==(const Membership &, const Membership &) = default;
    };
    struct MembershipHash {
        std::size_t operator()(const Membership &membership) const noexcept {
            return std::hash<RoomName>{}(membership.room) * 31 +
                   std::hash<AccountName>{}(membership.who);
        }
    };

    void keepHeld();

    Store &store_;
    bool hasPeople_ = false;
    std::unordered_map<AccountName, AccountRecord> accounts_;
    std::unordered_map<PublicKey, DeviceRecord> devices_;
    std::unordered_map<RoomName, RoomRecord> rooms_;
    std::set<RoomName> held_; // each in rooms_, too
    std::unordered_map<Membership, MemberRecord, MembershipHash> members_;
};

} // namespace zchat::hub
