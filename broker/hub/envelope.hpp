// What enters the hub, and what leaves it: the whole of its world.
//
// An Envelope carries everything that a rule may use, so that the same envelopes in the same order
// give the same store and the same outputs on any machine. Outputs are acted on only after the turn
// that made them is durable.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "shared/base/ids.hpp"
#include "shared/base/limits.hpp"
#include "shared/base/result.hpp"
#include "shared/wire/events.hpp"
#include "shared/wire/replies.hpp"
#include "shared/wire/requests.hpp"

namespace zchat::hub {

// A key pair made beside the hub for a `ticket` request; the secret stands in the link alone.
struct FreshTicket {
    PublicKey key;
    std::string link;
};

// The loop noticed a device at work (its hello); durable so that `devices` can tell.
struct Seen {};

// The bytes of a transfer were looked at after its `finish`, whose session and re the envelope
// bears: sealed and durable under their hash, or other bytes than were offered.
struct BlobSealed {
    std::uint64_t transfer = 0;
    bool ok = true;
};

// Transfers that nobody went on with for a day end.
struct SweepTransfers {};

// What a configuration and a disk allow files, as of this envelope. Absent: no bound.
struct FileBounds {
    std::uint64_t fileBytes = limits::fileBytes;
    std::optional<std::uint64_t> accountBytes;
    std::optional<std::uint64_t> diskBytes;
    std::uint64_t reserveBytes = limits::diskReserveBytes;
    std::optional<std::uint64_t> freeBytes; // on the disk now, over the reserve; with offer
};

struct Envelope {
    SessionId session;
    std::optional<std::uint64_t> re;
    PublicKey device;       // from the CURVE key of that very message
    bool folderKey = false; // the data folder's own key, which administers and has no account
    bool registrationOpen = false;
    TimeMs at = 0;
    std::array<std::uint8_t, 16> random{};
    FileBounds files;
    std::optional<Hash> digest;        // of contentBytes(), keyed; with post and offer
    std::optional<FreshTicket> ticket; // with ticket
    std::optional<std::uint64_t>
        overRateMs; // over its rate: retry after; a known id is answered all the same
    std::variant<wire::Request, Seen, BlobSealed, SweepTransfers> input;
};

// Who asked what, answered.
struct Answer {
    SessionId session;
    std::optional<std::uint64_t> re;
    std::variant<wire::Reply, Refusal> body;
};
// Entries of one room, in order: one `log` event, or several where it would pass its bound.
struct Said {
    RoomName room;
    std::vector<wire::Entry> entries;
};
// An event for every session of one account but `except`.
struct Told {
    AccountName account;
    wire::Event event;
    std::optional<SessionId> except;
};
// A read marker moved; live gathers these into `receipt` events.
struct ReceiptMoved {
    RoomName room;
    AccountName who;
    Seq read;
};

// What live mirrors. A snapshot at the start is a list of these, too.
struct AccountChanged {
    AccountName name;
    std::string title;
    wire::AccountRole role = wire::AccountRole::member;
    bool bot = false;
    std::optional<wire::Scope> scope;
    bool enabled = true; // false: disabled or removed
};
struct DeviceChanged {
    PublicKey device;
    AccountName account;
    bool revoked = false;
};
struct TicketChanged {
    PublicKey ticket;
    TimeMs expires = 0;
    bool spent = false;
    bool revoked = false;
};
struct RoomChanged {
    RoomName room;
    wire::RoomKind kind = wire::RoomKind::publicRoom;
    Seq head;
};
struct MemberChanged {
    RoomName room;
    AccountName who;
    bool present = true;
};

// For those who hold the files; live has no part in them.
//
// An offer was taken: whoever holds the file says from which offset it goes on, and so answers.
struct TransferOpened {
    SessionId session;
    std::optional<std::uint64_t> re;
    std::uint64_t transfer = 0;
    AccountName account;
    std::uint64_t sizeBytes = 0;
    Hash hash;
};
// A transfer is over, however it ended: its partial file goes.
struct TransferEnded {
    std::uint64_t transfer = 0;
    Hash hash;
    bool kept = false; // whether a message has the bytes of that hash now
};
// The last message that had these bytes was redacted.
struct BlobOrphaned {
    Hash hash;
};

using Output =
    std::variant<Answer, Said, Told, ReceiptMoved, AccountChanged, DeviceChanged, TicketChanged,
                 RoomChanged, MemberChanged, TransferOpened, TransferEnded, BlobOrphaned>;

} // namespace zchat::hub
