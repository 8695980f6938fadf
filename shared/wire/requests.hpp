// What a client may ask, one struct for each op of the protocol. Names in them are valid and
// folded, texts within their limits: the codec refuses anything else before a rule sees it.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "shared/base/limits.hpp"
#include "shared/wire/entry.hpp"

namespace zchat::wire {

enum class Notify : std::uint8_t { all, mentions, none };
enum class Purpose : std::uint8_t { account, device, bot };
enum class AccountRole : std::uint8_t { member, admin };
enum class State : std::uint8_t { offline, away, online };
enum class Has : std::uint8_t { file, link };

// What a bot may do. Rooms and ops that are absent are unrestricted; present and empty allow none.
struct Scope {
    std::optional<std::vector<RoomName>> rooms;
    std::optional<std::vector<std::string>> ops;
    std::optional<std::uint64_t> rate; // requests per second
    friend bool operator==(const Scope &, const Scope &) = default;
};

// Sessions, devices, administration.
struct Hello {
    static constexpr std::string_view op = "hello";
    std::vector<std::uint64_t> versions;
    std::string client;
    bool events = false;
};
struct Ping {
    static constexpr std::string_view op = "ping";
};
struct Bye {
    static constexpr std::string_view op = "bye";
};
struct Register {
    static constexpr std::string_view op = "register";
    AccountName name;
    std::optional<std::string> title;
    std::optional<std::string> label;
};
struct Redeem {
    static constexpr std::string_view op = "redeem";
    PublicKey device;
    std::optional<AccountName> name;
    std::optional<std::string> title;
    std::optional<std::string> label;
};
struct Devices {
    static constexpr std::string_view op = "devices";
};
struct Ticket {
    static constexpr std::string_view op = "ticket";
    Purpose purpose = Purpose::account;
    std::optional<AccountName> name;
    std::optional<Scope> scope;
    std::optional<std::uint64_t> expiresS;
    std::optional<std::uint64_t> uses;
};
struct Revoke {
    static constexpr std::string_view op = "revoke";
    std::optional<PublicKey> device; // exactly one of the two
    std::optional<PublicKey> ticket;
};
struct Accounts {
    static constexpr std::string_view op = "accounts";
    std::optional<std::string> query;
    std::optional<AccountName> after;
    std::uint64_t limit = limits::defaultLimit;
};
struct Account {
    static constexpr std::string_view op = "account";
    AccountName who;
    std::optional<std::string> title;
    std::optional<AccountRole> role;
    std::optional<bool> disabled;
    std::optional<bool> removed;
};

// Rooms and entries.
struct Post {
    static constexpr std::string_view op = "post";
    RoomName room;
    EntryId id;
    Content content; // text, data, edit, redact, react or pin
    std::optional<EntryId> prev;
};
struct Entries {
    static constexpr std::string_view op = "entries";
    RoomName room;
    Seq after;
    std::uint64_t limit = limits::defaultLimit;
};
struct History {
    static constexpr std::string_view op = "history";
    RoomName room;
    std::optional<Seq> before; // at most one of the three
    std::optional<Seq> after;
    std::optional<Seq> around;
    std::uint64_t limit = limits::defaultLimit;
};
struct Search {
    static constexpr std::string_view op = "search";
    std::string query;
    std::optional<RoomName> room;
    std::optional<AccountName> from;
    std::optional<Has> has;
    std::optional<TimeMs> since;
    std::optional<TimeMs> until;
    std::optional<std::string> page;
    std::uint64_t limit = limits::defaultLimit;
};
struct Mentions {
    static constexpr std::string_view op = "mentions";
    std::optional<std::string> page;
    std::uint64_t limit = limits::defaultLimit;
};
struct Read {
    static constexpr std::string_view op = "read";
    RoomName room;
    Seq seq;
    std::optional<std::string> cursor;
    bool lower = false;
};
struct Rooms {
    static constexpr std::string_view op = "rooms";
    std::optional<RoomName> after;
    std::uint64_t limit = limits::defaultLimit;
};
struct Create {
    static constexpr std::string_view op = "create";
    RoomName room;
    RoomKind kind = RoomKind::publicRoom; // public or private
    std::optional<std::string> title;
    std::optional<std::string> topic;
    std::vector<AccountName> invite;
};
struct Room {
    static constexpr std::string_view op = "room";
    RoomName room;
    std::optional<std::string> title;
    std::optional<std::string> topic;
    std::optional<bool> archived;
};
struct Direct {
    static constexpr std::string_view op = "direct";
    std::vector<AccountName> with;
};
struct Join {
    static constexpr std::string_view op = "join";
    RoomName room;
};
struct Leave {
    static constexpr std::string_view op = "leave";
    RoomName room;
};
struct Invite {
    static constexpr std::string_view op = "invite";
    RoomName room;
    AccountName who;
};
struct Remove {
    static constexpr std::string_view op = "remove";
    RoomName room;
    AccountName who;
};
struct SetRole {
    static constexpr std::string_view op = "role";
    RoomName room;
    AccountName who;
    Role role = Role::member;
};
struct SetNotify {
    static constexpr std::string_view op = "notify";
    RoomName room;
    Notify mode = Notify::all;
    std::optional<TimeMs> until;
};
struct Members {
    static constexpr std::string_view op = "members";
    RoomName room;
    std::optional<AccountName> after;
    std::uint64_t limit = limits::defaultLimit;
};
struct People {
    static constexpr std::string_view op = "people";
    std::optional<std::string> query;
    std::optional<AccountName> after;
    std::uint64_t limit = limits::defaultLimit;
};
struct SetStatus {
    static constexpr std::string_view op = "status";
    State state = State::online; // online or away
    std::optional<std::string> text;
};
struct Typing {
    static constexpr std::string_view op = "typing";
    RoomName room;
};

// Files.
struct Offer {
    static constexpr std::string_view op = "offer";
    RoomName room;
    EntryId id;
    File file;
    std::optional<EntryId> prev;
};
struct Chunk {
    static constexpr std::string_view op = "chunk";
    std::uint64_t transfer = 0;
    std::uint64_t offset = 0;
    Bytes data;
};
struct Finish {
    static constexpr std::string_view op = "finish";
    std::uint64_t transfer = 0;
};
struct Cancel {
    static constexpr std::string_view op = "cancel";
    std::uint64_t transfer = 0;
};
struct Fetch {
    static constexpr std::string_view op = "fetch";
    RoomName room;
    Seq seq;
    std::uint64_t offset = 0;
    std::uint64_t length = 0;
};

using Request = std::variant<Hello, Ping, Bye, Register, Redeem, Devices, Ticket, Revoke, Accounts,
                             Account, Post, Entries, History, Search, Mentions, Read, Rooms, Create,
                             Room, Direct, Join, Leave, Invite, Remove, SetRole, SetNotify, Members,
                             People, SetStatus, Typing, Offer, Chunk, Finish, Cancel, Fetch>;

// The `op` of a request, and whether a word is an op at all.
[[nodiscard]] std::string_view opName(const Request &request);
[[nodiscard]] bool isOp(std::string_view word);
// The room that a request names, where it names one that must exist (create names none).
[[nodiscard]] const RoomName *roomOf(const Request &request);

} // namespace zchat::wire
