// Encrypted sockets: libzmq behind values that never block, never throw and never lose an option.
//
// Each maker sets every option that its kind of socket needs (docs/architecture.md, "libzmq: what
// bites"), so that no caller can forget one: CURVE, message size, handshake time, linger 0, TCP
// keepalive, reconnecting. A socket belongs to the thread that made it. Callers: the broker's
// shell and a client's link; nobody else sees a socket.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "shared/base/ids.hpp"
#include "shared/base/result.hpp"
#include "shared/crypto/keys.hpp"

namespace zchat::net {

// Bytes that several sessions share without a copy each.
using SharedBytes = std::shared_ptr<const std::string>;

// libzmq's own threads. It outlives its sockets; ending it waits for nothing but what a socket was
// told to linger for.
class Context final {
public:
    Context();
    ~Context();
    Context(const Context &) = delete;
    Context &operator=(const Context &) = delete;

private:
    friend class Socket;
    friend class SocketMaker;
    void *handle_;
};

// One message with all its frames.
struct Received {
    std::vector<std::string> frames; // the first `framesKept`; `frameCount` says how many came
    std::size_t frameCount = 0;
    // What ZAP said about the sender, from the body frame: a ROUTER's id frame has none.
    std::optional<PublicKey> user;
    int sourceDescriptor = -1; // of the connection that it came by; -1 where there is none
};
inline constexpr std::size_t framesKept = 9; // what a ZAP request has

enum class Sent : std::uint8_t {
    sent,
    full, // the other side is slow, or a DEALER has no connection: keep it and try again
    gone, // ROUTER: that connection ended
};

// What a connection of a watched socket went through.
enum class ConnectionEventKind : std::uint8_t {
    connected,        // TCP stands, the handshake begins
    ready,            // the handshake is done
    handshakeFailed,  // it ended without a word: a wrong key at the other side, or no broker
    handshakeRefused, // the broker said no; status tells: 400 for good, 500 try later
    disconnected,
    retrying, // libzmq will connect again by itself
};
struct ConnectionEvent {
    ConnectionEventKind kind;
    int status = 0; // with handshakeRefused: 300, 400 or 500
};

class Socket final {
public:
    ~Socket();
    Socket(Socket &&other) noexcept;
    Socket &operator=(Socket &&other) noexcept;

    // "tcp://127.0.0.1:5556"; port 0 takes any free one. Returns the port. The fault's sentence
    // names the address.
    [[nodiscard]] Result<std::uint16_t> bindTcp(const std::string &host, std::uint16_t port);
    [[nodiscard]] Outcome connectTcp(const std::string &host, std::uint16_t port);

    // SUB.
    void subscribe(std::string_view topic);
    void unsubscribe(std::string_view topic);

    // All frames or none.
    [[nodiscard]] Sent send(std::span<const std::string_view> frames);
    [[nodiscard]] Sent send(std::string_view body) { return send(std::span(&body, 1)); }
    // Sharing the body, where copying it would cost more.
    [[nodiscard]] Sent send(const SharedBytes &body);
    // ROUTER: to one connection, sharing the body; `emptyFrame` is what a REQ socket waits for.
    [[nodiscard]] Sent sendTo(std::string_view routingId, bool emptyFrame, const SharedBytes &body);

    // From now on, ending the context waits this long for what was sent to get out.
    void lingerFor(std::chrono::milliseconds atMost);

    // nullopt: nothing waits.
    [[nodiscard]] std::optional<Received> receive();
    // False: nothing waits. What is received many times a second into the same place takes no new
    // memory for each: fresh pages for every chunk of a file cost more than its copy.
    [[nodiscard]] bool receive(Received &into);

    // Gathers connection events from now on; call before connectTcp, and take them at every pass.
    [[nodiscard]] Outcome watch();
    [[nodiscard]] std::vector<ConnectionEvent> takeEvents();

private:
    friend class Poll;
    friend class SocketMaker;
    Socket(Context &context, void *handle)
        : context_(&context)
        , handle_(handle) {}

    Context *context_;
    void *handle_ = nullptr;
    void *monitor_ = nullptr;
};

// Who the broker is, and the ZAP domain that admits to this socket. Without a ZAP handler bound in
// the same context nobody gets in.
struct CurveServer {
    crypto::KeyPair keys;
    std::string domain;
};
struct CurveClient {
    crypto::KeyPair own;
    PublicKey broker;
};

// ROUTER for requests: mandatory, so that a slow and a gone connection are told apart.
[[nodiscard]] Result<Socket> makeRouter(Context &context, const CurveServer &server);
// XPUB for events: receive() yields each subscription frame, 0 or 1 and the topic.
[[nodiscard]] Result<Socket> makePublisher(Context &context, const CurveServer &server);
// DEALER: sends only while a connection stands; reconnects by itself, 250 ms to 10 s.
[[nodiscard]] Result<Socket> makeDealer(Context &context, const CurveClient &client);
// SUB; loses no subscription however many there are.
[[nodiscard]] Result<Socket> makeSubscriber(Context &context, const CurveClient &client);

} // namespace zchat::net
