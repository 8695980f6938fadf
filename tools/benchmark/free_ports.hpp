// Ports for a server that is to be killed and started again where it was.
#pragma once

#include "shared/base/result.hpp"
#include "tools/benchmark/client.hpp"

namespace zchat::bench {

// Free now, and below those that the system gives to connections: of a thousand clients that come
// back, one would be given a port that the server is about to bind again.
[[nodiscard]] Result<BrokerPorts> freePorts();

} // namespace zchat::bench
