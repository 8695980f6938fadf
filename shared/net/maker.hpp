// Makes bare sockets and sets their options; for the sources of this folder alone.
#pragma once

#include <string>

#include "shared/net/socket.hpp"

namespace zchat::net {

class SocketMaker final {
public:
    // A fault names the option or the socket that could not be had.
    [[nodiscard]] static Result<Socket> make(Context &context, int type);
    static bool set(Socket &socket, int option, int value);
    static bool set(Socket &socket, int option, std::string_view bytes);
    [[nodiscard]] static void *handle(const Socket &socket) { return socket.handle_; }
};

} // namespace zchat::net
