// A member of the broker under load: signs in, posts with so many in flight, hears the room.
//
// It speaks the wire over the project's own sockets, without the client library's outbox and
// cache, so that the load costs little beside the broker that it loads.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "shared/base/address.hpp"
#include "shared/net/poll.hpp"
#include "shared/net/socket.hpp"
#include "shared/wire/codec.hpp"
#include "tools/benchmark/process.hpp"

namespace zchat::bench {

// A chat-broker in a fresh folder, with its rates off.
struct RunningBroker {
    Process process;
    FrontLine line;
};
[[nodiscard]] Result<RunningBroker> startBroker(const std::string &program,
                                                const std::string &folder);

// What somebody says: some twenty words of a small language, so that the search index works as it
// would.
[[nodiscard]] std::string someWords(std::uint64_t number, std::size_t bytes);

class Member final {
public:
    Member(net::Context &context, const FrontLine &broker);

    [[nodiscard]] Outcome registerAs(const std::string &name);
    [[nodiscard]] const crypto::KeyPair &keys() const { return keys_; }

    // Posts `count` texts, never more than `inFlight` unacknowledged, and waits for the last
    // acknowledgement. Returns the highest seq.
    [[nodiscard]] Result<Seq> post(std::uint64_t count, std::uint64_t inFlight, std::size_t bytes);

private:
    [[nodiscard]] Result<wire::Map> answer();
    [[nodiscard]] Outcome send(const wire::Bytes &body);

    crypto::KeyPair keys_;
    net::Socket dealer_;
    net::Poll poll_;
    std::uint64_t asked_ = 0;
};

} // namespace zchat::bench
