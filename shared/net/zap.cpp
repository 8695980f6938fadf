#include "shared/net/zap.hpp"

#include <algorithm>
#include <array>
#include <zmq.hpp>

#include "shared/base/text.hpp"
#include "shared/net/maker.hpp"

namespace zchat::net {

namespace {

constexpr const char *zapEndpoint = "inproc://zeromq.zap.01";
constexpr std::string_view zapVersion = "1.0";
constexpr std::size_t routedFrames = 2; // the asker's route and an empty frame
// version, request id, domain, address, identity, mechanism, credentials
constexpr std::size_t zapFrames = 7;

} // namespace

Result<ZapHandler> ZapHandler::bind(Context &context) {
    // ROUTER rather than REP: the same frames, and no state that a broken request could wedge.
    Result<Socket> socket = SocketMaker::make(context, ZMQ_ROUTER);
    if (!socket)
        return socket.fault();
    if (zmq_bind(SocketMaker::handle(*socket), zapEndpoint) != 0)
        return Fault{std::string("Cannot bind the ZAP handler: ") + zmq_strerror(zmq_errno()) +
                     '.'};
    return ZapHandler(std::move(*socket));
}

std::optional<Handshake> ZapHandler::receive() {
    while (true) {
        const std::optional<Received> received = socket_.receive();
        if (!received)
            return std::nullopt;
        const std::vector<std::string> &frames = received->frames;
        if (received->frameCount < routedFrames + zapFrames || frames[2] != zapVersion)
            continue; // only libzmq itself can reach this socket
        Handshake handshake{.route = frames[0],
                            .requestId = frames[3],
                            .domain = frames[4],
                            .peer = frames[5],
                            .key = std::nullopt};
        PublicKey key;
        if (frames[7] == "CURVE" && frames[8].size() == key.bytes.size()) {
            std::copy(frames[8].begin(), frames[8].end(), key.bytes.begin());
            handshake.key = key;
        }
        return handshake;
    }
}

void ZapHandler::answer(const Handshake &handshake, Verdict verdict) {
    std::string_view status = "500";
    std::string_view text = "Try again later";
    std::string user;
    switch (verdict) {
    case Verdict::admit:
        status = "200";
        text = "OK";
        user = handshake.key ? toHex(*handshake.key) : std::string();
        break;
    case Verdict::refuse:
        status = "400";
        text = "Unknown key";
        break;
    case Verdict::later:
        break;
    }
    const std::array<std::string_view, 8> frames{
        handshake.route, "", zapVersion, handshake.requestId, status, text, user, ""};
    // A full or gone asker has lost its connection meanwhile; there is nobody to tell.
    [[maybe_unused]] const Sent sent = socket_.send(frames);
}

} // namespace zchat::net
