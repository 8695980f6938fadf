#include "shared/net/socket.hpp"

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <cstring>
#include <utility>
#include <zmq.hpp>

#include "shared/base/limits.hpp"
#include "shared/base/text.hpp"
#include "shared/net/maker.hpp"

// The C functions of libzmq are used, not the classes of zmq.hpp: they say "no" by a value, so
// nothing here can throw across the folder.

namespace zchat::net {

namespace {

// Above this a body is shared with libzmq instead of copied: below, the copy is cheaper than the
// reference count and the call back.
constexpr std::size_t copyUpToBytes = 1024;

// libzmq gives a new connection to the thread that has the fewest. With one thread a word waits for
// the chunks of every file that are being decrypted: beside four uploads a post took 3.4 times as
// long as alone (median), with two 1.5 times.
constexpr int ioThreads = 2;

// zmq.h hides this one behind its draft switch; the library of Debian 12 has it all the same. Left
// on, each connection has the counters of 249 messages behind its receive buffer, for messages that
// share the buffer. Ours never do: CURVE decrypts into new memory.
constexpr int zeroCopyReceive = 10;

std::string lastError() {
    return zmq_strerror(zmq_errno());
}

std::string endpoint(const std::string &host, std::uint16_t port) {
    const bool v6 = host.find(':') != std::string::npos;
    return "tcp://" + (v6 ? '[' + host + ']' : host) + ':' +
           (port == 0 ? std::string("*") : std::to_string(port));
}

// IPv6 only for an address that is one: switched on for all, libzmq would look a name up as IPv6
// first and stop there, and report IPv4 ports as mapped addresses.
void allowColons(void *socket, const std::string &host) {
    const int v6 = host.find(':') != std::string::npos ? 1 : 0;
    zmq_setsockopt(socket, ZMQ_IPV6, &v6, sizeof v6);
}

// A message that closes itself.
class Message final {
public:
    Message() { zmq_msg_init(&message_); }
    explicit Message(std::string_view bytes) { copy(bytes); }
    explicit Message(const SharedBytes &bytes) {
        if (bytes->size() <= copyUpToBytes) {
            copy(*bytes);
            return;
        }
        auto *held = new SharedBytes(bytes);
        const int made = zmq_msg_init_data(
            &message_, const_cast<char *>(bytes->data()), bytes->size(),
            [](void *, void *hint) { delete static_cast<SharedBytes *>(hint); }, held);
        INVARIANT(made == 0, "no memory for a message");
    }
    ~Message() { zmq_msg_close(&message_); }
    Message(const Message &) = delete;
    Message &operator=(const Message &) = delete;
    [[nodiscard]] zmq_msg_t *get() { return &message_; }
    [[nodiscard]] std::string_view view() {
        return {static_cast<const char *>(zmq_msg_data(&message_)), zmq_msg_size(&message_)};
    }

private:
    void copy(std::string_view bytes) {
        INVARIANT(zmq_msg_init_size(&message_, bytes.size()) == 0, "no memory for a message");
        if (!bytes.empty())
            std::memcpy(zmq_msg_data(&message_), bytes.data(), bytes.size());
    }

    zmq_msg_t message_{};
};

Sent sendOne(void *socket, Message &message, bool more) {
    while (zmq_msg_send(message.get(), socket, ZMQ_DONTWAIT | (more ? ZMQ_SNDMORE : 0)) < 0) {
        const int error = zmq_errno();
        if (error == EINTR)
            continue;
        INVARIANT(error == EAGAIN || error == EHOSTUNREACH || error == ETERM,
                  "a socket refused a message for a reason of ours");
        return error == EAGAIN ? Sent::full : Sent::gone;
    }
    return Sent::sent;
}

// The rest of a message whose first frame went out; libzmq takes it whole.
void sendRest(void *socket, Message &message, bool more) {
    const Sent sent = sendOne(socket, message, more);
    INVARIANT(sent != Sent::full, "a message was cut in the middle");
}

std::optional<ConnectionEvent> eventFrom(std::uint16_t number, std::uint32_t value) {
    using Kind = ConnectionEventKind;
    switch (number) {
    case ZMQ_EVENT_CONNECTED:
        return ConnectionEvent{.kind = Kind::connected};
    case ZMQ_EVENT_HANDSHAKE_SUCCEEDED:
        return ConnectionEvent{.kind = Kind::ready};
    case ZMQ_EVENT_HANDSHAKE_FAILED_NO_DETAIL:
    case ZMQ_EVENT_HANDSHAKE_FAILED_PROTOCOL:
        return ConnectionEvent{.kind = Kind::handshakeFailed};
    case ZMQ_EVENT_HANDSHAKE_FAILED_AUTH:
        return ConnectionEvent{.kind = Kind::handshakeRefused, .status = static_cast<int>(value)};
    case ZMQ_EVENT_DISCONNECTED:
        return ConnectionEvent{.kind = Kind::disconnected};
    case ZMQ_EVENT_CONNECT_RETRIED:
        return ConnectionEvent{.kind = Kind::retrying};
    default: // events of libzmq that say nothing new
        return std::nullopt;
    }
}

} // namespace

Context::Context()
    : handle_(zmq_ctx_new()) {
    INVARIANT(handle_ != nullptr, "libzmq could not start");
    zmq_ctx_set(handle_, ZMQ_BLOCKY, 0);
    zmq_ctx_set(handle_, ZMQ_IO_THREADS, ioThreads);
    zmq_ctx_set(handle_, zeroCopyReceive, 0);
}

Context::~Context() {
    while (zmq_ctx_term(handle_) != 0 && zmq_errno() == EINTR) {
    }
}

Socket::~Socket() {
    // Watching ends while its other end still listens. zmq_close() returns before the socket is
    // gone; what libzmq's thread says to a monitor that is closed by then, it waits for ever to
    // say, and with it every socket of the process (seen in one of ten reconnects).
    if (handle_ != nullptr && monitor_ != nullptr)
        zmq_socket_monitor(handle_, nullptr, 0);
    if (handle_ != nullptr)
        zmq_close(handle_);
    if (monitor_ != nullptr)
        zmq_close(monitor_);
}

Socket::Socket(Socket &&other) noexcept
    : context_(other.context_)
    , handle_(std::exchange(other.handle_, nullptr))
    , monitor_(std::exchange(other.monitor_, nullptr)) {}

Socket &Socket::operator=(Socket &&other) noexcept {
    std::swap(context_, other.context_);
    std::swap(handle_, other.handle_);
    std::swap(monitor_, other.monitor_);
    return *this;
}

Result<std::uint16_t> Socket::bindTcp(const std::string &host, std::uint16_t port) {
    allowColons(handle_, host);
    if (zmq_bind(handle_, endpoint(host, port).c_str()) != 0)
        return Fault{"Cannot listen on " + toString(Address{.host = host, .port = port}) + ": " +
                     lastError() + '.'};
    std::array<char, 256> bound{};
    std::size_t size = bound.size();
    if (zmq_getsockopt(handle_, ZMQ_LAST_ENDPOINT, bound.data(), &size) != 0)
        return Fault{"Cannot tell the port that was bound: " + lastError() + '.'};
    const std::string_view text(bound.data());
    const std::optional<Address> address =
        parseAddress(text.substr(text.starts_with("tcp://") ? 6 : 0));
    if (!address)
        return Fault{"Cannot tell the port that was bound."};
    return address->port;
}

Outcome Socket::connectTcp(const std::string &host, std::uint16_t port) {
    allowColons(handle_, host);
    if (zmq_connect(handle_, endpoint(host, port).c_str()) != 0)
        return Fault{"Cannot connect to " + toString(Address{.host = host, .port = port}) + ": " +
                     lastError() + '.'};
    return Done{};
}

void Socket::subscribe(std::string_view topic) {
    zmq_setsockopt(handle_, ZMQ_SUBSCRIBE, topic.data(), topic.size());
}

void Socket::unsubscribe(std::string_view topic) {
    zmq_setsockopt(handle_, ZMQ_UNSUBSCRIBE, topic.data(), topic.size());
}

Sent Socket::send(std::span<const std::string_view> frames) {
    for (std::size_t i = 0; i < frames.size(); ++i) {
        Message message(frames[i]);
        const bool more = i + 1 < frames.size();
        if (i > 0) {
            sendRest(handle_, message, more);
            continue;
        }
        if (const Sent sent = sendOne(handle_, message, more); sent != Sent::sent)
            return sent;
    }
    return Sent::sent;
}

Sent Socket::send(const SharedBytes &body) {
    Message shared(body);
    return sendOne(handle_, shared, false);
}

Sent Socket::sendTo(std::string_view routingId, bool emptyFrame, const SharedBytes &body) {
    Message id(routingId);
    if (const Sent sent = sendOne(handle_, id, true); sent != Sent::sent)
        return sent;
    if (emptyFrame) {
        Message empty;
        sendRest(handle_, empty, true);
    }
    Message shared(body);
    sendRest(handle_, shared, false);
    return Sent::sent;
}

void Socket::lingerFor(std::chrono::milliseconds atMost) {
    SocketMaker::set(*this, ZMQ_LINGER, static_cast<int>(atMost.count()));
}

std::optional<Received> Socket::receive() {
    std::optional<Received> received(std::in_place);
    if (!receive(*received))
        received.reset();
    return received;
}

bool Socket::receive(Received &received) {
    received.frameCount = 0;
    received.user.reset();
    received.sourceDescriptor = -1;
    bool more = true;
    while (more) {
        Message frame;
        // Frames of one message arrive together, so only the first may find nothing.
        if (zmq_msg_recv(frame.get(), handle_, ZMQ_DONTWAIT) < 0) {
            if (zmq_errno() == EINTR)
                continue;
            return false;
        }
        more = zmq_msg_more(frame.get()) != 0;
        const std::size_t index = received.frameCount++;
        if (index < std::min(received.frames.size(), framesKept))
            received.frames[index].assign(frame.view());
        else if (index < framesKept)
            received.frames.emplace_back(frame.view());
        if (!more) {
            if (const char *user = zmq_msg_gets(frame.get(), "User-Id"))
                received.user = fromHex<PublicKey>(user);
            received.sourceDescriptor = zmq_msg_get(frame.get(), ZMQ_SRCFD);
        }
    }
    received.frames.resize(std::min(received.frameCount, framesKept));
    return true;
}

Outcome Socket::watch() {
    static std::atomic<std::uint64_t> watched = 0; // names must differ within a process
    const std::string name = "inproc://events-" + std::to_string(++watched);
    const int events = ZMQ_EVENT_CONNECTED | ZMQ_EVENT_CONNECT_RETRIED | ZMQ_EVENT_DISCONNECTED |
                       ZMQ_EVENT_HANDSHAKE_SUCCEEDED | ZMQ_EVENT_HANDSHAKE_FAILED_NO_DETAIL |
                       ZMQ_EVENT_HANDSHAKE_FAILED_PROTOCOL | ZMQ_EVENT_HANDSHAKE_FAILED_AUTH;
    if (zmq_socket_monitor(handle_, name.c_str(), events) != 0)
        return Fault{"Cannot watch a socket: " + lastError() + '.'};
    monitor_ = zmq_socket(context_->handle_, ZMQ_PAIR);
    // No bound: a full monitor would block libzmq's own thread. Its owner drains it at every pass.
    const int none = 0;
    if (monitor_ == nullptr || zmq_setsockopt(monitor_, ZMQ_RCVHWM, &none, sizeof none) != 0 ||
        zmq_setsockopt(monitor_, ZMQ_LINGER, &none, sizeof none) != 0 ||
        zmq_connect(monitor_, name.c_str()) != 0)
        return Fault{"Cannot watch a socket: " + lastError() + '.'};
    return Done{};
}

std::vector<ConnectionEvent> Socket::takeEvents() {
    std::vector<ConnectionEvent> events;
    while (monitor_ != nullptr) {
        Message number;
        if (zmq_msg_recv(number.get(), monitor_, ZMQ_DONTWAIT) < 0) {
            if (zmq_errno() == EINTR)
                continue;
            break;
        }
        Message address;
        if (zmq_msg_more(number.get()) != 0)
            zmq_msg_recv(address.get(), monitor_, ZMQ_DONTWAIT);
        std::uint16_t kind = 0;
        std::uint32_t value = 0;
        if (number.view().size() != sizeof kind + sizeof value)
            continue;
        std::memcpy(&kind, number.view().data(), sizeof kind);
        std::memcpy(&value, number.view().data() + sizeof kind, sizeof value);
        if (const std::optional<ConnectionEvent> event = eventFrom(kind, value))
            events.push_back(*event);
    }
    return events;
}

} // namespace zchat::net
