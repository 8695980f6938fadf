// What the client tells the person or program that uses it.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "shared/base/address.hpp"
#include "shared/base/result.hpp"
#include "shared/client/commands.hpp"
#include "shared/wire/events.hpp"
#include "shared/wire/replies.hpp"

namespace zchat::client {

enum class Connection : std::uint8_t {
    connecting, // front door, handshake or hello under way
    online,     // hello answered and the events are live
    offline,    // will retry by itself in retryInMs
    stopped,    // will not retry by itself: see why
};
// Why a connection is not, or stopped being; each has one sentence in `text`.
enum class Trouble : std::uint8_t {
    none,
    noBroker,    // nobody listens at that address
    unreachable, // the host has no route or no name
    notABroker,  // something answered, but not a front door
    lost,        // a connection that was there ended, or fell silent
    keyChanged,  // stopped: the broker's key is not the pinned one
    keyRefused,  // stopped: this broker does not know this device; ask for an invite link
    nameRefused, // stopped: the name is taken or not allowed
    ticketSpent, // stopped: the invite link is used up or expired
    version,     // stopped: no common version of the wire
    tooFast,     // the broker limits handshakes; will retry
};
struct ConnectionChanged {
    Connection state = Connection::connecting;
    Trouble trouble = Trouble::none;
    std::string text;
    std::int64_t retryInMs = 0;
};
// The broker's key was seen for the first time at this address and is pinned from now on.
struct FirstContact {
    Address address;
    PublicKey key;
    std::string fingerprint; // for people: groups of four
    std::string serverName;  // a label only
};
// The hard stop. The pin stays; only a new invite link for the address replaces it.
struct KeyChanged {
    Address address;
    std::string pinnedFingerprint;
    std::string offeredFingerprint;
};
// After each hello.
struct SignedIn {
    wire::Me me;
    std::string serverName;
    wire::Limits limits;
};

// One room's summary came or changed; `gone` where the account is no longer in it or may not see
// it.
struct RoomChanged {
    wire::RoomSummary room;
    bool gone = false;
};
// The first complete list since the connection (or, at the start, the cached one).
struct RoomsListed {
    std::vector<wire::RoomSummary> rooms;
    bool fromCache = false;
};

// The next entries of a followed room: they go on exactly where the last ones of it ended.
struct EntriesAdded {
    RoomName room;
    std::vector<wire::Entry> entries;
};
// A followed room moved on too far to be worth catching up entry by entry; windows must be loaded
// anew. Never sent for a room that was followed by FollowRoom.
struct RoomSkipped {
    RoomName room;
    Seq head;
};
struct WindowLoaded {
    Token token = 0;
    RoomName room;
    std::vector<wire::Message> messages; // ascending; folded up to `head`
    Seq head;
    bool fromCache = false;
    std::optional<Refusal> refusal; // then there are no messages
};

// The life of an own post: queued (on disk), sent (under way), stored (acknowledged), refused.
enum class DraftState : std::uint8_t { queued, sent, stored, refused, dropped };
struct DraftChanged {
    EntryId id;
    RoomName room;
    wire::Content content;
    DraftState state = DraftState::queued;
    Seq seq;                        // stored
    TimeMs at = 0;                  // stored
    std::optional<Refusal> refusal; // refused
};

struct Answered {
    Token token = 0;
    std::variant<wire::Reply, Refusal> body;
};
struct MarkerMoved {
    RoomName room;
    Seq seq;
    std::uint64_t unread = 0;
    std::uint64_t mentions = 0;
    std::optional<std::string> cursor;
};
struct PresenceChanged {
    std::vector<wire::PresenceState> states;
};
struct TypingChanged {
    RoomName room;
    std::vector<AccountName> who; // others, for the next 5 s
};
struct ReceiptsMoved {
    RoomName room;
    std::map<AccountName, Seq> read;
};
// The life of a transfer: preparing (the file is read and hashed, or a download looks for what it
// has), waiting (for a connection or its turn), running, paused (by the person), then done or
// failed
// (`why` says it in a sentence; ResumeTransfer tries again) or cancelled (it leaves the list).
enum class TransferState : std::uint8_t {
    preparing,
    waiting,
    running,
    paused,
    done,
    failed,
    cancelled
};
// At the start once for each that is kept; while it runs at most every 100 ms.
struct TransferChanged {
    EntryId id;
    bool upload = false;
    RoomName room;
    std::optional<Seq> seq; // of the entry: always of a download, of an upload once it is done
    wire::File file;        // an upload's size and hash are 0 until they are known
    std::string path;       // the source; of a download where it was saved, once it is done
    TransferState state = TransferState::preparing;
    std::uint64_t doneBytes = 0;
    std::uint64_t bytesPerSecond = 0;   // over the last seconds, while running
    std::optional<std::int64_t> leftMs; // at that rate
    std::string why;
};
// At the start, for each room that has one.
struct ComposerKept {
    RoomName room;
    std::string text;
};
// A sentence from the broker (going down, a device was added).
struct BrokerSays {
    std::string text;
    bool warning = false;
};
// This machine fails (disk full, file not readable): one sentence that says what to do.
struct LocalTrouble {
    std::string text;
};

using Notice = std::variant<ConnectionChanged, FirstContact, KeyChanged, SignedIn, RoomChanged,
                            RoomsListed, EntriesAdded, RoomSkipped, WindowLoaded, DraftChanged,
                            Answered, MarkerMoved, PresenceChanged, TypingChanged, ReceiptsMoved,
                            TransferChanged, ComposerKept, BrokerSays, LocalTrouble>;

} // namespace zchat::client
