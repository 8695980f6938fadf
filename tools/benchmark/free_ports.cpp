#include "tools/benchmark/free_ports.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <random>

namespace zchat::bench {

namespace {

constexpr std::uint16_t lowest = 20'000;
constexpr std::uint16_t highest = 32'000;
constexpr int tries = 1'000;

bool isFree(std::uint16_t port) {
    const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(port);
    const bool bound =
        ::bind(socket, reinterpret_cast<const sockaddr *>(&address), sizeof address) == 0;
    ::close(socket);
    return bound;
}

} // namespace

Result<BrokerPorts> freePorts() {
    std::random_device chance;
    std::uniform_int_distribution<std::uint16_t> any(lowest, highest - 2);
    for (int i = 0; i < tries; ++i) {
        const std::uint16_t port = any(chance);
        const auto requests = static_cast<std::uint16_t>(port + 1);
        const auto events = static_cast<std::uint16_t>(port + 2);
        if (isFree(port) && isFree(requests) && isFree(events))
            return BrokerPorts{.front = port, .requests = requests, .events = events};
    }
    return Fault{.text = "No free ports were found."};
}

} // namespace zchat::bench
