// The seam through which the hub keeps things: what a room's log, its members and the accounts are.
//
// ReadStore is what readers may ask on their own connection; Store adds writing inside one
// transaction a turn. Both are tables with verbs: no rule lives behind the seam, and no SQL before
// it. MemoryStore (tests, simulator) and SqliteStore pass one contract suite.
//
// Errors are sticky: a read or write that fails answers as if nothing were there and is remembered;
// commit() then fails, the turn's outputs are dropped, and a reader looks at fault() before it
// answers. So the rules read as rules, and nothing is said on the strength of a failed read.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "shared/base/ids.hpp"
#include "shared/base/result.hpp"
#include "shared/wire/entry.hpp"
#include "shared/wire/requests.hpp"

namespace zchat::hub {

struct AccountRecord {
    AccountName name;
    std::string title;
    wire::AccountRole role = wire::AccountRole::member;
    bool bot = false;
    std::optional<wire::Scope> scope;
    bool disabled = false;
    bool removed = false; // the name stays taken for ever
    TimeMs added = 0;
    friend bool operator==(const AccountRecord &, const AccountRecord &) = default;
};

struct DeviceRecord {
    PublicKey key;
    AccountName account;
    std::string label;
    TimeMs added = 0;
    TimeMs seen = 0;
    bool revoked = false;
    std::optional<PublicKey> ticket; // the one it was redeemed with
    friend bool operator==(const DeviceRecord &, const DeviceRecord &) = default;
};

struct TicketRecord {
    PublicKey key;
    wire::Purpose purpose = wire::Purpose::account;
    std::optional<AccountName> name; // of the new account, or of the account that gets a device
    std::optional<wire::Scope> scope;
    std::optional<AccountName> by; // absent: the data folder's key
    TimeMs expires = 0;
    std::uint64_t usesLeft = 1;
    bool revoked = false;
    friend bool operator==(const TicketRecord &, const TicketRecord &) = default;
};

struct RoomRecord {
    RoomName name;
    wire::RoomKind kind = wire::RoomKind::publicRoom;
    std::string title;
    std::string topic;
    bool archived = false;
    Seq head;
    TimeMs lastAt = 0; // of the head; `at` never runs backwards within a room
    std::uint64_t members = 0;
    std::vector<AccountName> direct; // direct rooms: everyone in it, sorted
    friend bool operator==(const RoomRecord &, const RoomRecord &) = default;
};

enum class Standing : std::uint8_t { joined, left, removed };

struct MemberRecord {
    wire::Role role = wire::Role::member;
    Standing standing = Standing::joined;
    wire::Notify notify = wire::Notify::all;
    std::optional<TimeMs> notifyUntil;
    friend bool operator==(const MemberRecord &, const MemberRecord &) = default;
};

// The first answer that a repeated id gets again, and the digest that tells whether it is a repeat.
struct IdRecord {
    RoomName room;
    Seq seq;
    TimeMs at = 0;
    Hash digest;
    friend bool operator==(const IdRecord &, const IdRecord &) = default;
};

// An upload under way. Numbers rise and are never given twice, so that a partial file is never
// taken for another's.
struct TransferRecord {
    std::uint64_t number = 0;
    AccountName account;
    EntryId id;
    Hash digest; // of the offer's content, keyed
    RoomName room;
    wire::File file;
    TimeMs offered = 0; // the last time
    friend bool operator==(const TransferRecord &, const TransferRecord &) = default;
};

struct Counts {
    std::uint64_t unread = 0;
    std::uint64_t mentions = 0;
    friend bool operator==(const Counts &, const Counts &) = default;
};

// At most one of the three; bounds are exclusive, `around` is centred on its seq and includes it.
struct HistoryWindow {
    std::optional<Seq> before;
    std::optional<Seq> after;
    std::optional<Seq> around;
    std::uint64_t limit = 0;
};

struct SearchQuery {
    AccountName viewer;                         // sees public rooms and those joined
    std::optional<std::vector<RoomName>> rooms; // only these, where present
    std::string words;                          // empty matches everything
    std::optional<AccountName> from;
    std::optional<wire::Has> has;
    std::optional<TimeMs> since; // inclusive
    std::optional<TimeMs> until; // exclusive
    std::optional<std::string> page;
    std::uint64_t limit = 0;
};

struct FoundMessage {
    RoomName room;
    wire::Message message;
    std::string snippet;
};
struct FoundPage {
    std::vector<FoundMessage> found; // newest first
    std::optional<std::string> next; // opaque; absent at the end
};

class ReadStore {
public:
    virtual ~ReadStore() = default;

    // Whatever went wrong since the last begin(), or since the reader's last clearFault().
    [[nodiscard]] virtual std::optional<Fault> fault() const = 0;
    virtual void clearFault() = 0;

    [[nodiscard]] virtual std::optional<AccountRecord> account(const AccountName &name) const = 0;
    // Not removed, ascending by name after `after`; `query` is a part of name or title in any case.
    [[nodiscard]] virtual std::vector<AccountRecord>
    accounts(const std::string &query, const std::optional<AccountName> &after,
             std::uint64_t limit) const = 0;
    [[nodiscard]] virtual bool hasAccounts() const = 0;
    [[nodiscard]] virtual std::optional<DeviceRecord> device(const PublicKey &key) const = 0;
    // Not revoked, in order of adding.
    [[nodiscard]] virtual std::vector<DeviceRecord> devicesOf(const AccountName &account) const = 0;
    [[nodiscard]] virtual std::optional<TicketRecord> ticket(const PublicKey &key) const = 0;

    [[nodiscard]] virtual std::optional<RoomRecord> room(const RoomName &name) const = 0;
    // The direct room of exactly these people, sorted.
    [[nodiscard]] virtual std::optional<RoomName>
    directOf(const std::vector<AccountName> &people) const = 0;
    // Joined, left and removed alike.
    [[nodiscard]] virtual std::optional<MemberRecord> member(const RoomName &room,
                                                             const AccountName &who) const = 0;
    // Joined ones, ascending by name.
    [[nodiscard]] virtual std::vector<std::pair<AccountName, MemberRecord>>
    members(const RoomName &room, const std::optional<AccountName> &after,
            std::uint64_t limit) const = 0;
    // Rooms this account has joined, ascending.
    [[nodiscard]] virtual std::vector<RoomName> joinedBy(const AccountName &who) const = 0;
    // Those and every public room, ascending after `after`.
    [[nodiscard]] virtual std::vector<RoomName> visibleTo(const AccountName &who,
                                                          const std::optional<RoomName> &after,
                                                          std::uint64_t limit) const = 0;

    // Raw, ascending; ends at `limit` or before `pageBytes` is passed, but holds one where there is
    // one.
    [[nodiscard]] virtual std::vector<wire::Encoded<wire::Entry>>
    entries(const RoomName &room, Seq after, std::uint64_t limit, std::size_t pageBytes) const = 0;
    [[nodiscard]] virtual std::optional<wire::Entry> entry(const RoomName &room, Seq seq) const = 0;
    // Folded, ascending, bounded likewise (nearest to the bound asked for first).
    [[nodiscard]] virtual std::vector<wire::Encoded<wire::Message>>
    history(const RoomName &room, const HistoryWindow &window, std::size_t pageBytes) const = 0;
    [[nodiscard]] virtual std::optional<wire::Message> message(const RoomName &room,
                                                               Seq seq) const = 0;
    [[nodiscard]] virtual std::optional<IdRecord> idOf(const AccountName &account,
                                                       const EntryId &id) const = 0;

    // 0 where none was ever set. The empty cursor is the read marker.
    [[nodiscard]] virtual Seq marker(const AccountName &account, const RoomName &room,
                                     const std::string &cursor) const = 0;
    // Counted entries after `marker` that are not the account's own and not redacted; the mentions
    // among them (in a direct room: all of them).
    [[nodiscard]] virtual Counts counts(const AccountName &account, const RoomName &room,
                                        Seq marker) const = 0;

    [[nodiscard]] virtual std::optional<TransferRecord> transfer(std::uint64_t number) const = 0;
    [[nodiscard]] virtual std::optional<TransferRecord> transferOf(const AccountName &account,
                                                                   const EntryId &id) const = 0;
    [[nodiscard]] virtual std::uint64_t transfersOf(const AccountName &account) const = 0;
    // Those last offered before that time, ascending by number.
    [[nodiscard]] virtual std::vector<TransferRecord>
    transfersBefore(TimeMs offered, std::uint64_t limit) const = 0;
    // File messages, redacted ones left out, that have the bytes of this hash.
    [[nodiscard]] virtual std::uint64_t references(const Hash &hash) const = 0;
    // Whether one of them says this size and stands where the viewer may read it; in one of
    // `rooms`, where that is present.
    [[nodiscard]] virtual bool mayReadFile(const AccountName &viewer,
                                           const std::optional<std::vector<RoomName>> &rooms,
                                           const wire::File &file) const = 0;
    // Bytes that an account's file messages and transfers take, each message for itself; or that
    // all of them take together, where equal bytes count once.
    [[nodiscard]] virtual std::uint64_t
    fileBytes(const std::optional<AccountName> &account) const = 0;

    // Of what was committed; a turn that is not yet may be found or not.
    [[nodiscard]] virtual FoundPage search(const SearchQuery &query) const = 0;
    // Messages by others that name the viewer, in rooms that the viewer may read.
    [[nodiscard]] virtual FoundPage mentions(const AccountName &viewer,
                                             const std::optional<std::vector<RoomName>> &rooms,
                                             const std::optional<std::string> &page,
                                             std::uint64_t limit) const = 0;

    // What a starting broker holds in memory.
    [[nodiscard]] virtual std::vector<AccountRecord> everyAccount() const = 0;
    [[nodiscard]] virtual std::vector<DeviceRecord> everyDevice() const = 0;
    [[nodiscard]] virtual std::vector<TicketRecord> everyTicket() const = 0;
    [[nodiscard]] virtual std::vector<RoomRecord> everyRoom() const = 0;
};

class Store : public ReadStore {
public:
    // One turn. A failed commit has rolled back; rollback() may be called at any time inside.
    virtual void begin() = 0;
    [[nodiscard]] virtual Outcome commit() = 0;
    virtual void rollback() = 0;

    // Insert or replace by key.
    virtual void put(const AccountRecord &account) = 0;
    virtual void put(const DeviceRecord &device) = 0;
    virtual void put(const TicketRecord &ticket) = 0;
    virtual void put(const RoomRecord &room) = 0;
    virtual void put(const RoomName &room, const AccountName &who, const MemberRecord &member) = 0;
    virtual void putMarker(const AccountName &account, const RoomName &room,
                           const std::string &cursor, Seq seq) = 0;

    // The number of the next transfer.
    [[nodiscard]] virtual std::uint64_t nextTransfer() const = 0;
    virtual void put(const TransferRecord &transfer) = 0;
    virtual void removeTransfer(std::uint64_t number) = 0;

    // The next entry of the room (entry.seq is head + 1; the caller puts the room with its new
    // head). A message entry also becomes its folded message, is indexed for search and for the
    // mentions in it; a file refers to its bytes until its message is replaced by a redacted one.
    // `digest` is kept with the author's id for ever; absent for what the broker made.
    virtual void append(const RoomName &room, const wire::Entry &entry,
                        const std::optional<Hash> &digest) = 0;
    // The folded message as it stands now; search follows its body.
    virtual void replace(const RoomName &room, const wire::Message &message) = 0;
    // Blanks, in the raw log, the entry `of` and every edit of it.
    virtual void blank(const RoomName &room, Seq of) = 0;
};

} // namespace zchat::hub
