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
//  6. Call step(Tick{}) no later than nextDueMs(). Time never runs backwards and is in
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
};

enum class Socket : std::uint8_t { requests, events };
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
struct Tick {};
// The process ends: says goodbye where somebody listens. Nothing may follow but the end.
struct Stop {};

using Input = std::variant<Start, Ask, DoorAnswered, DoorFailed, SocketUp, SocketDown,
                           SocketRefused, BodyHeard, TopicHeard, Tick, Stop>;

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
struct ReadCache {
    LoadWindow window;
};
// The broker has answered the goodbye of Stop: the sockets may close now.
struct SaidGoodbye {};
struct Tell {
    Notice notice;
};

using Output = std::variant<AskFrontDoor, OpenRequests, OpenEvents, CloseSockets, Subscribe,
                            Unsubscribe, Send, Keep, ReadCache, SaidGoodbye, Tell>;

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
