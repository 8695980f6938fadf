// ClientCore: the client's brain. What came in goes into step(); what to do comes out.
//
// It has no socket, file, thread, clock or randomness of its own: time is an argument, chance is a
// seed. shared/link drives it with real sockets and SQLite, tests and the simulator with fake ones;
// GUI, command line and load generator all run this very code. It decides when to connect, who it
// is, what to send again, what is missing and what the person is told.
//
// How to drive it:
//  1. step(Start{kept}) first, with what was kept on disk (empty at the very first start).
//  2. Carry the outputs of each step out: all `Keep`s in one durable transaction before the first
//     `Send`, everything else in order.
//  3. AskFrontDoor is answered by DoorAnswered or DoorFailed; OpenRequests and OpenEvents make a
//     fresh socket each and are answered by SocketUp once the handshake is done, or by
//     SocketRefused (the broker's ZAP status) or SocketDown. After CloseSockets nothing that comes
//     from the old sockets may be handed in. The brain never relies on libzmq's own reconnecting:
//     any SocketDown makes it close both and begin again at the front door.
//  4. Subscribe names a topic for the SUB made by the last OpenEvents. Each frame from it goes in
//     as TopicHeard, each body from the DEALER as BodyHeard.
//  5. ReadCache asks for a page from the disk, for a person who is offline; answer it with a
//     WindowLoaded notice, or ignore it where there is no cache.
//  6. OpenTransfers makes a DEALER of its own for the bytes of files; what comes from it goes in as
//     TransferBodyHeard. Orders about files are carried out on another thread.
//  7. Call step(Tick{}) no later than nextDueMs(). Time never runs backwards and is in
//     milliseconds from any origin.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "shared/base/address.hpp"
#include "shared/client/commands.hpp"
#include "shared/client/kept.hpp"
#include "shared/client/notices.hpp"
#include "shared/wire/value.hpp"

namespace zchat::client {

struct CoreConfig {
    std::uint64_t seed = 1; // for jitter
    Address address;        // as typed: named in sentences
    std::optional<AccountName> name;
    PublicKey device;                 // of this device's own key pair
    std::optional<PublicKey> invited; // the broker's key in an invite link: redeem its ticket first
    std::string client = "zchat";
    std::optional<std::string> title;
    std::string label;
    bool joinedRooms = true;
    bool events = true;
    bool transfers = true; // false: kept ones are left for another start, none begins
};

enum class Socket : std::uint8_t { requests, events, transfers };
// The key pair that a connection is made with.
enum class Identity : std::uint8_t { device, ticket };

// What comes in.
struct Start {
    Kept kept;
};
struct Ask {
    Command command;
};
struct DoorAnswered {
    FrontLine line;
};
struct DoorFailed {
    Trouble trouble = Trouble::noBroker; // noBroker, unreachable or notABroker
};
struct SocketUp {
    Socket socket = Socket::requests;
};
struct SocketDown {
    Socket socket = Socket::requests;
};
struct SocketRefused {
    Socket socket = Socket::requests;
    int status = 400; // of ZAP: 300, 400 or 500
};
struct BodyHeard {
    wire::Bytes body;
};
// topic, a zero byte, body
struct TopicHeard {
    wire::Bytes frame;
};
// From the DEALER that carries the bytes of files.
struct TransferBodyHeard {
    wire::Bytes body;
};
// Answers of whoever has the files, each to one order below. `attempt` is the order's: what was
// given up meanwhile is known by it.
struct FileHashed {
    EntryId id;
    std::uint64_t attempt = 0;
    std::uint64_t sizeBytes = 0;
    Hash hash;
    TimeMs modified = 0;
};
// In between, for the progress; first of all with nothing done, so that the size is known early.
struct FileHashing {
    EntryId id;
    std::uint64_t attempt = 0;
    std::uint64_t doneBytes = 0;
    std::uint64_t sizeBytes = 0;
};
struct SliceRead {
    EntryId id;
    std::uint64_t attempt = 0;
    std::uint64_t offset = 0;
    wire::Bytes data;
};
struct PartFound {
    EntryId id;
    std::uint64_t attempt = 0;
    std::uint64_t sizeBytes = 0; // 0: there is none
};
struct SliceWritten {
    EntryId id;
    std::uint64_t attempt = 0;
    std::uint64_t offset = 0; // where the next slice goes
};
struct FilePlaced {
    EntryId id;
    std::uint64_t attempt = 0;
    std::string path;
};
struct FileFailed {
    EntryId id;
    std::uint64_t attempt = 0;
    std::string why;        // a sentence for the person
    bool changed = false;   // an upload's source is not what was read: read it anew
    bool wrongHash = false; // a download's bytes are not what the entry says; the part is gone
};
struct Tick {};
// The process ends: says goodbye where somebody listens. Nothing may follow but the end.
struct Stop {};

using Input =
    std::variant<Start, Ask, DoorAnswered, DoorFailed, SocketUp, SocketDown, SocketRefused,
                 BodyHeard, TopicHeard, TransferBodyHeard, FileHashed, FileHashing, SliceRead,
                 PartFound, SliceWritten, FilePlaced, FileFailed, Tick, Stop>;

// What to do.
struct AskFrontDoor {};
struct OpenRequests {
    std::uint16_t port = 0;
    PublicKey broker;
    Identity identity = Identity::device;
};
struct OpenEvents {
    std::uint16_t port = 0;
    PublicKey broker;
};
struct CloseSockets {};
struct Subscribe {
    std::string topic;
};
struct Unsubscribe {
    std::string topic;
};
struct Send {
    wire::Bytes body;
};
// The third socket is opened when there is something to transfer, with the device's key, after
// hello was answered; CloseSockets closes it too. A SocketDown of it alone is mended alone.
struct OpenTransfers {
    std::uint16_t port = 0;
    PublicKey broker;
};
struct CloseTransfers {};
struct SendTransfer {
    wire::Bytes body;
};
// Files, carried out on a thread of their own in the order of one id; each is answered once, or by
// FileFailed. Reads the source whole and hashes it, with FileHashing in between.
struct HashFile {
    EntryId id;
    std::uint64_t attempt = 0;
    std::string path;
};
// Answered by SliceRead; FileFailed{changed} where size or time of change are not those given. No
// bytes at all asks just that.
struct ReadSlice {
    EntryId id;
    std::uint64_t attempt = 0;
    std::string path;
    std::uint64_t offset = 0;
    std::uint64_t bytes = 0;
    std::uint64_t sizeBytes = 0;
    TimeMs modified = 0;
};
// Answered by PartFound: how much of a download is there from before (hashed anew in slices, so
// that the hash of the whole is known at its end). One longer than the file is emptied.
struct FindPart {
    EntryId id;
    std::uint64_t attempt = 0;
    std::string folder;
    std::optional<std::string> saveAs;
    std::uint64_t sizeBytes = 0;
};
// Answered by SliceWritten. Slices come in order, without a gap.
struct WriteSlice {
    EntryId id;
    std::uint64_t attempt = 0;
    std::uint64_t offset = 0;
    wire::Bytes data;
};
// Verifies the hash, syncs, names: answered by FilePlaced, or FileFailed{wrongHash}. The part stays
// until DropFile removes it, so that a crash in between finds what was placed and not a second one.
struct PlaceFile {
    EntryId id;
    std::uint64_t attempt = 0;
    Hash hash;
    std::string name; // a label, made safe here
};
// Forgets an id: closes its files. Not answered.
struct DropFile {
    EntryId id;
};
// Forgets a download and removes its part. Not answered.
struct RemovePart {
    EntryId id;
    std::string folder;
    std::optional<std::string> saveAs;
};
struct ReadCache {
    LoadWindow window;
};
// The broker has answered the goodbye of Stop: the sockets may close now.
struct SaidGoodbye {};
struct Tell {
    Notice notice;
};

using Output =
    std::variant<AskFrontDoor, OpenRequests, OpenEvents, CloseSockets, Subscribe, Unsubscribe, Send,
                 Keep, OpenTransfers, CloseTransfers, SendTransfer, HashFile, ReadSlice, FindPart,
                 WriteSlice, PlaceFile, DropFile, RemovePart, ReadCache, SaidGoodbye, Tell>;

class ClientCore final {
public:
    explicit ClientCore(CoreConfig config);
    ~ClientCore();
    ClientCore(const ClientCore &) = delete;
    ClientCore &operator=(const ClientCore &) = delete;

    [[nodiscard]] std::vector<Output> step(Input input, std::int64_t nowMs);
    // When step(Tick{}) has something to do; never later than a second after the last step.
    [[nodiscard]] std::int64_t nextDueMs() const;

private:
    class State;
    std::unique_ptr<State> state_;
};

} // namespace zchat::client
