// The client's half of the front door: one TCP connection, one line, and what is wrong where there
// is none. Knows nothing of pins; shared/link compares keys.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <variant>

#include "shared/base/address.hpp"
#include "shared/net/poll.hpp"

namespace zchat::net {

struct DoorFound {
    FrontLine line;
    // The numeric address that answered: connect the sockets to it, so that a name with several
    // addresses leads to the same broker.
    std::string host;
};

enum class DoorTrouble : std::uint8_t {
    noSuchHost,
    refused,     // nobody listens there
    unreachable, // no route, or no answer in time
    notABroker,  // someone answered, but not with a front door's line
    stopped,     // the caller's waker fired
};
struct DoorFailure {
    DoorTrouble trouble;
    std::string sentence; // for a person; names the address
};

// Tries each address of the host until one speaks as a broker; `atMost` bounds all of it but the
// system's own look-up of the name, which cannot be interrupted: call it off any thread that a
// person waits for. `stop` ends it early.
[[nodiscard]] std::variant<DoorFound, DoorFailure>
askFrontDoor(const Address &address, std::chrono::milliseconds atMost, const Waker *stop = nullptr);

} // namespace zchat::net
