// The ZAP handler's socket: each CURVE handshake of this context asks here and is answered.
//
// Bind it before any server socket. The verdict's rules are the broker's (broker/shell); here is
// only the dialect.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "shared/net/poll.hpp"
#include "shared/net/socket.hpp"

namespace zchat::net {

struct Handshake {
    std::string route; // back to the asking connection
    std::string requestId;
    std::string domain;
    std::string peer;             // the address, without a port
    std::optional<PublicKey> key; // absent: not CURVE, or broken
};

enum class Verdict : std::uint8_t {
    admit,  // 200; the key in hex becomes the User-Id of every message
    refuse, // 400: the client's socket gives up for good
    later,  // 500: the client may make a new socket after a while
};

class ZapHandler final {
public:
    [[nodiscard]] static Result<ZapHandler> bind(Context &context);

    [[nodiscard]] const Socket &socket() const { return socket_; }
    // nullopt: nobody waits. Each one is answered before the next is received.
    [[nodiscard]] std::optional<Handshake> receive();
    void answer(const Handshake &handshake, Verdict verdict);

private:
    explicit ZapHandler(Socket socket)
        : socket_(std::move(socket)) {}
    Socket socket_;
};

} // namespace zchat::net
