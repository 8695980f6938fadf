#include "shared/net/maker.hpp"

#include <array>
#include <bit>
#include <cstdint>
#include <cstdlib>
#include <zmq.hpp>

#include "shared/base/limits.hpp"
#include "shared/crypto/random.hpp"

namespace zchat::net {

namespace {

// zmq.h hides this one behind its draft switch; the library of Debian 12 has it all the same, and
// without it a handshake for which no handler answers would be let in.
constexpr int zapEnforceDomain = 93;
// What CURVE adds to a frame on its way: MAXMSGSIZE is compared with the encrypted size.
constexpr int curveFrameBytes = 33;
constexpr int listenBacklog = 4096;
constexpr int sendBound = 1000;
constexpr int reconnectFromMs = 250;
constexpr int reconnectToMs = 10'000;

std::string_view octets(const PublicKey &key) {
    return {reinterpret_cast<const char *>(key.bytes.data()), key.bytes.size()};
}
std::string_view octets(const crypto::SecretKey &key) {
    return {reinterpret_cast<const char *>(key.bytes.data()), key.bytes.size()};
}

Fault optionFault() {
    return Fault{std::string("A socket refused an option: ") + zmq_strerror(zmq_errno()) + '.'};
}

bool setCommon(Socket &socket, int frameBytes) {
    return SocketMaker::set(socket, ZMQ_MAXMSGSIZE, frameBytes + curveFrameBytes) &&
           SocketMaker::set(socket, ZMQ_HANDSHAKE_IVL, static_cast<int>(limits::handshakeMs)) &&
           SocketMaker::set(socket, ZMQ_TCP_KEEPALIVE, 1) &&
           SocketMaker::set(socket, ZMQ_TCP_KEEPALIVE_IDLE, 30) &&
           SocketMaker::set(socket, ZMQ_TCP_KEEPALIVE_INTVL, 10) &&
           SocketMaker::set(socket, ZMQ_TCP_KEEPALIVE_CNT, 3);
}

bool setServer(Socket &socket, const CurveServer &server) {
    return SocketMaker::set(socket, ZMQ_CURVE_SERVER, 1) &&
           SocketMaker::set(socket, ZMQ_CURVE_SECRETKEY, octets(server.keys.secretKey)) &&
           SocketMaker::set(socket, ZMQ_ZAP_DOMAIN, server.domain) &&
           SocketMaker::set(socket, zapEnforceDomain, 1) &&
           SocketMaker::set(socket, ZMQ_BACKLOG, listenBacklog) &&
           SocketMaker::set(socket, ZMQ_SNDHWM, sendBound);
}

bool setClient(Socket &socket, const CurveClient &client) {
    return SocketMaker::set(socket, ZMQ_CURVE_SERVERKEY, octets(client.broker)) &&
           SocketMaker::set(socket, ZMQ_CURVE_PUBLICKEY, octets(client.own.publicKey)) &&
           SocketMaker::set(socket, ZMQ_CURVE_SECRETKEY, octets(client.own.secretKey)) &&
           SocketMaker::set(socket, ZMQ_RECONNECT_IVL, reconnectFromMs) &&
           SocketMaker::set(socket, ZMQ_RECONNECT_IVL_MAX, reconnectToMs);
}

Result<Socket> finished(Result<Socket> socket, bool allSet) {
    if (socket && !allSet)
        return optionFault();
    return socket;
}

} // namespace

Result<Socket> SocketMaker::make(Context &context, int type) {
    void *handle = zmq_socket(context.handle_, type);
    if (handle == nullptr)
        return Fault{std::string("No more sockets can be made: ") + zmq_strerror(zmq_errno()) +
                     '.'};
    Socket socket(context, handle);
    if (!set(socket, ZMQ_LINGER, 0))
        return optionFault();
    return socket;
}

bool SocketMaker::set(Socket &socket, int option, int value) {
    if (option == ZMQ_MAXMSGSIZE) {
        const std::int64_t wide = value;
        return zmq_setsockopt(socket.handle_, option, &wide, sizeof wide) == 0;
    }
    return zmq_setsockopt(socket.handle_, option, &value, sizeof value) == 0;
}

bool SocketMaker::set(Socket &socket, int option, std::string_view bytes) {
    return zmq_setsockopt(socket.handle_, option, bytes.data(), bytes.size()) == 0;
}

Result<Socket> makeRouter(Context &context, const CurveServer &server) {
    // A ROUTER numbers its connections from rand(); a peer that claims the next number aborts the
    // process, so the numbers must not be guessed.
    std::array<std::uint8_t, sizeof(unsigned)> seed{};
    crypto::fillRandom(seed);
    std::srand(std::bit_cast<unsigned>(seed));
    Result<Socket> socket = SocketMaker::make(context, ZMQ_ROUTER);
    const bool set = socket && setCommon(*socket, static_cast<int>(limits::frameBytes)) &&
                     setServer(*socket, server) &&
                     SocketMaker::set(*socket, ZMQ_ROUTER_MANDATORY, 1);
    return finished(std::move(socket), set);
}

Result<Socket> makePublisher(Context &context, const CurveServer &server) {
    Result<Socket> socket = SocketMaker::make(context, ZMQ_XPUB);
    // One byte before the topic says subscribe or unsubscribe.
    const bool set = socket &&
                     setCommon(*socket, static_cast<int>(limits::subscriptionBytes) + 1) &&
                     setServer(*socket, server) && SocketMaker::set(*socket, ZMQ_XPUB_VERBOSER, 1);
    return finished(std::move(socket), set);
}

Result<Socket> makeDealer(Context &context, const CurveClient &client) {
    Result<Socket> socket = SocketMaker::make(context, ZMQ_DEALER);
    const bool set = socket && setCommon(*socket, static_cast<int>(limits::frameBytes)) &&
                     setClient(*socket, client) &&
                     SocketMaker::set(*socket, ZMQ_SNDHWM, sendBound) &&
                     SocketMaker::set(*socket, ZMQ_IMMEDIATE, 1);
    return finished(std::move(socket), set);
}

Result<Socket> makeSubscriber(Context &context, const CurveClient &client) {
    Result<Socket> socket = SocketMaker::make(context, ZMQ_SUB);
    const bool set = socket && setCommon(*socket, static_cast<int>(limits::frameBytes)) &&
                     setClient(*socket, client) && SocketMaker::set(*socket, ZMQ_SNDHWM, 0);
    return finished(std::move(socket), set);
}

} // namespace zchat::net
