// One session that asks one thing at a time, and says how long each answer took.
#pragma once

#include <cstddef>
#include <cstdint>

#include "shared/base/address.hpp"
#include "shared/net/poll.hpp"
#include "shared/net/socket.hpp"
#include "shared/wire/codec.hpp"

namespace zchat::bench {

class Asker final {
public:
    // Connects; whoever asks first waits for the handshake.
    Asker(net::Context &context, const FrontLine &broker, const crypto::KeyPair &keys);

    struct Answered {
        double ms = 0;         // from when libzmq has the request until the answer is here
        std::size_t bytes = 0; // of the answer
        wire::Reply reply;
    };
    // A refusal is a fault: nothing here asks for what it may not have.
    [[nodiscard]] Result<Answered> ask(const wire::Request &request);

private:
    net::Socket dealer_;
    net::Poll poll_;
    std::uint64_t asked_ = 0;
};

} // namespace zchat::bench
