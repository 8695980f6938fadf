// What the broker answers when it does what it was asked, one struct for each shape of reply.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "shared/wire/entry.hpp"
#include "shared/wire/requests.hpp"

namespace zchat::wire {

struct RoomSummary {
    RoomName room;
    RoomKind kind = RoomKind::publicRoom;
    std::string title;
    std::string topic;
    bool archived = false;
    Seq head;
    Seq read;
    std::uint64_t unread = 0;
    std::uint64_t mentions = 0;
    std::optional<Role> role; // absent: not a member
    Notify notify = Notify::all;
    std::uint64_t members = 0;
    std::vector<AccountName> with; // direct rooms: the others
    friend bool operator==(const RoomSummary &, const RoomSummary &) = default;
};

struct Me {
    AccountName name;
    std::string title;
    AccountRole role = AccountRole::member;
    PublicKey device;
    friend bool operator==(const Me &, const Me &) = default;
};

// The bounds that `hello` tells; some are configurable, the rest are limits.hpp.
struct Limits {
    std::uint64_t fileBytes = limits::fileBytes;
    // The codec writes the others from limits.hpp: frame text file page chunk window fetch requests
    // unanswered sessions rooms direct title topic reason query label type emoji cursor media
    // status name.
    friend bool operator==(const Limits &, const Limits &) = default;
};

struct OkReply {};
struct HelloReply {
    std::uint64_t version = limits::highestVersion;
    std::string server;
    bool registrationOpen = false; // "open" or "invite" on the wire
    Limits limits;
    std::optional<Me> me; // nil on the wire where absent
    std::vector<RoomSummary> rooms;
    TimeMs now = 0;
};
struct PingReply {
    TimeMs now = 0;
    bool events = false;
    std::map<RoomName, Seq> heads;
};
struct MeReply {
    Me me;
};
struct DeviceRow {
    PublicKey device;
    std::string label;
    TimeMs added = 0;
    TimeMs seen = 0;
    bool current = false;
    friend bool operator==(const DeviceRow &, const DeviceRow &) = default;
};
struct DevicesReply {
    std::vector<DeviceRow> devices;
};
struct TicketReply {
    PublicKey ticket;
    std::string link;
};
struct AccountRow {
    AccountName name;
    std::string title;
    AccountRole role = AccountRole::member;
    bool bot = false;
    std::uint64_t devices = 0;
    TimeMs seen = 0;
    bool disabled = false;
    friend bool operator==(const AccountRow &, const AccountRow &) = default;
};
struct AccountsReply {
    std::vector<AccountRow> accounts;
};
struct PostReply { // post, finish, and offer of what is already done
    Seq seq;
    TimeMs at = 0;
};
template <class Row>
struct EntriesOf {
    std::vector<Row> entries;
    Seq head;
};
template <class Row>
struct HistoryOf {
    std::vector<Row> messages;
    Seq head;
};
using EntriesReply = EntriesOf<Entry>;
using HistoryReply = HistoryOf<Message>;
// As a broker says them; a client never gets these two.
using EntriesPage = EntriesOf<Encoded<Entry>>;
using HistoryPage = HistoryOf<Encoded<Message>>;
struct Hit {
    RoomName room;
    Message message;
    std::string snippet;
    friend bool operator==(const Hit &, const Hit &) = default;
};
struct HitsReply { // search, mentions
    std::vector<Hit> hits;
    std::optional<std::string> next;
};
struct ReadReply {
    Seq seq;
};
struct RoomsReply {
    std::vector<RoomSummary> rooms;
};
struct RoomReply { // create, room, direct, join
    RoomSummary room;
};
struct MemberRow {
    AccountName name;
    std::string title;
    Role role = Role::member;
    State state = State::offline;
    Seq read;
    friend bool operator==(const MemberRow &, const MemberRow &) = default;
};
struct MembersReply {
    std::vector<MemberRow> members;
};
struct PersonRow {
    AccountName name;
    std::string title;
    State state = State::offline;
    std::optional<std::string> text;
    bool bot = false;
    friend bool operator==(const PersonRow &, const PersonRow &) = default;
};
struct PeopleReply {
    std::vector<PersonRow> people;
};
struct OfferReply {
    std::uint64_t transfer = 0;
    std::uint64_t offset = 0;
    std::uint64_t chunk = limits::chunkBytes;
    std::uint64_t window = limits::windowChunks;
};
struct ChunkReply {
    std::uint64_t offset = 0;
};
struct FetchReply {
    Bytes data;
    std::uint64_t size = 0;
};

using Reply = std::variant<OkReply, HelloReply, PingReply, MeReply, DevicesReply, TicketReply,
                           AccountsReply, PostReply, EntriesReply, HistoryReply, EntriesPage,
                           HistoryPage, HitsReply, ReadReply, RoomsReply, RoomReply, MembersReply,
                           PeopleReply, OfferReply, ChunkReply, FetchReply>;

} // namespace zchat::wire
