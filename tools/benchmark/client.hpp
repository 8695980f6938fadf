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
#include "tools/benchmark/pace.hpp"
#include "tools/benchmark/process.hpp"

namespace zchat::bench {

// A chat-broker on the data of a folder, with its rates off.
struct RunningBroker {
    Process process;
    FrontLine line;
};
// 0 takes any free one.
struct BrokerPorts {
    std::uint16_t front = 0;
    std::uint16_t requests = 0;
    std::uint16_t events = 0;
};
[[nodiscard]] Result<RunningBroker>
startBroker(const std::string &program, const std::string &folder, const BrokerPorts &ports = {});

// Texts to post, room after room in turns.
struct Posting {
    std::vector<RoomName> rooms;
    std::uint64_t count = 0;
    std::size_t bytes = 0;
};

// What somebody says: some twenty words of a small language, so that the search index works as it
// would.
[[nodiscard]] std::string someWords(std::uint64_t number, std::size_t bytes);

// A DEALER on its way to the broker.
[[nodiscard]] net::Socket connectedDealer(net::Context &context, const FrontLine &broker,
                                          const crypto::KeyPair &keys);
// One that is not connected yet says full, as one whose queue is: tries again until it is neither.
[[nodiscard]] Outcome sendPatiently(net::Socket &dealer, const wire::Bytes &body);

class Member final {
public:
    Member(net::Context &context, const FrontLine &broker);

    [[nodiscard]] Outcome registerAs(const std::string &name);
    // An account for each name, many at once so that they share commits; their keys in that order.
    [[nodiscard]] static Result<std::vector<crypto::KeyPair>>
    registerAll(const FrontLine &broker, const std::vector<AccountName> &names);
    [[nodiscard]] const crypto::KeyPair &keys() const { return keys_; }

    // One request that is granted.
    [[nodiscard]] Outcome ask(const wire::Request &request);

    // Posts, never more than `inFlight` unacknowledged, and waits for the last acknowledgement.
    // Returns the highest seq of each room.
    [[nodiscard]] Result<std::vector<Seq>> post(const Posting &posting, std::uint64_t inFlight);
    // So many texts into the lobby; its highest seq.
    [[nodiscard]] Result<Seq> post(std::uint64_t count, std::uint64_t inFlight, std::size_t bytes);
    // Posts each text when it is due, whatever is unacknowledged, and waits for the last
    // acknowledgement.
    [[nodiscard]] Outcome postAtPace(const Posting &posting, const Pace &pace);

private:
    struct Granted {
        std::uint64_t re = 0;
        wire::Map fields;
    };
    [[nodiscard]] Outcome send(const wire::Request &request);
    [[nodiscard]] Outcome sendText(const Posting &posting, std::uint64_t number);
    // nullopt: nothing waits.
    [[nodiscard]] std::optional<Result<Granted>> takeAnswer();
    [[nodiscard]] Result<Granted> answer();

    crypto::KeyPair keys_;
    net::Socket dealer_;
    net::Poll poll_;
    std::uint64_t asked_ = 0;
};

} // namespace zchat::bench
