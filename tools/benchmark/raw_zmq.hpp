// libzmq's own floors: how their servers are started, and a CURVE echo for round trips.
//
// They run as processes of their own (this program again, with a hidden word), as the broker does,
// so that the system tells their cost apart from the load's.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "shared/net/poll.hpp"
#include "shared/net/socket.hpp"
#include "tools/benchmark/process.hpp"

namespace zchat::bench {

inline constexpr const char *echoWord = "raw-echo";

// What that word runs: until its standard input ends.
[[nodiscard]] int runRawEcho();

// A started raw server and how to reach it.
struct RawServer {
    Process process;
    PublicKey key;
    std::uint16_t port = 0;
};
[[nodiscard]] Result<RawServer> startRaw(const std::string &program, const char *word,
                                         const std::vector<std::string> &more = {});

// Round trips one after the other; seconds for each.
[[nodiscard]] Result<double> rawRoundTrip(const RawServer &server, std::uint64_t count,
                                          std::size_t bytes);

} // namespace zchat::bench
