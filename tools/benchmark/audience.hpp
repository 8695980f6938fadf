// The audience: so many members who hear one room, each on an encrypted connection of its own.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "shared/net/poll.hpp"
#include "shared/net/socket.hpp"

namespace zchat::bench {

class Audience final {
public:
    // One subscriber for each key pair, connected and subscribed to the room's topic.
    [[nodiscard]] static Result<Audience> make(net::Context &context,
                                               const std::vector<crypto::KeyPair> &members,
                                               const PublicKey &server, std::uint16_t port);

    // Reads until every member has heard what `heardAll` wants of one member's frames, or for at
    // most `seconds`; `onFrame` gets each frame and the member's number.
    [[nodiscard]] bool listen(double seconds,
                              const std::function<void(std::size_t, const std::string &)> &onFrame,
                              const std::function<bool()> &heardAll);
    [[nodiscard]] std::size_t size() const { return subscribers_.size(); }

private:
    std::vector<net::Socket> subscribers_;
    net::Poll poll_;
};

} // namespace zchat::bench
