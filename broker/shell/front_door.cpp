#include "broker/shell/front_door.hpp"

#include <cerrno>
#include <cstring>
#include <netdb.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>
#include <utility>

#include "shared/base/address.hpp"

namespace zchat::shell {

namespace {

constexpr int backlog = 4096;
// Out of descriptors: wait a little instead of spinning on an accept that cannot succeed.
constexpr auto breath = std::chrono::milliseconds(50);

int listenOn(const addrinfo &address) {
    const int descriptor =
        ::socket(address.ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (descriptor < 0)
        return -1;
    const int on = 1;
    ::setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (::bind(descriptor, address.ai_addr, address.ai_addrlen) == 0 &&
        ::listen(descriptor, backlog) == 0)
        return descriptor;
    const int error = errno;
    ::close(descriptor);
    errno = error;
    return -1;
}

std::uint16_t portOf(int descriptor) {
    sockaddr_storage address{};
    socklen_t size = sizeof address;
    ::getsockname(descriptor, reinterpret_cast<sockaddr *>(&address), &size);
    return address.ss_family == AF_INET6
               ? ntohs(reinterpret_cast<const sockaddr_in6 &>(address).sin6_port)
               : ntohs(reinterpret_cast<const sockaddr_in &>(address).sin_port);
}

} // namespace

Result<Listening> Listening::open(const std::string &host, std::uint16_t port) {
    addrinfo hints{};
    hints.ai_socktype = SOCK_STREAM;
    hints.ai_flags = AI_PASSIVE | AI_NUMERICSERV;
    // A name gives its IPv4 address, as libzmq takes it for the other two ports.
    hints.ai_family = host.find(':') != std::string::npos ? AF_INET6 : AF_INET;
    addrinfo *found = nullptr;
    const std::string where = toString(Address{.host = host, .port = port});
    const int looked = ::getaddrinfo(host.c_str(), std::to_string(port).c_str(), &hints, &found);
    if (looked != 0)
        return Fault{"Cannot listen on " + where + ": " + ::gai_strerror(looked) + '.'};
    const std::unique_ptr<addrinfo, void (*)(addrinfo *)> owner(found, ::freeaddrinfo);
    const int descriptor = listenOn(*found);
    if (descriptor < 0)
        return Fault{"Cannot listen on " + where + ": " + std::strerror(errno) + '.'};
    return Listening(descriptor, portOf(descriptor));
}

Listening::~Listening() {
    if (descriptor_ >= 0)
        ::close(descriptor_);
}

Listening::Listening(Listening &&other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1))
    , port_(other.port_) {}

FrontDoor::FrontDoor(std::vector<Listening> doors, std::string line)
    : doors_(std::move(doors))
    , line_(std::move(line))
    , thread_([this] { run(); }) {}

FrontDoor::~FrontDoor() {
    stop_.wake();
    thread_.join();
}

void FrontDoor::run() {
    net::Poll poll;
    const std::size_t stopped = poll.add(stop_);
    for (const Listening &door : doors_)
        poll.addReadable(door.descriptor());
    while (true) {
        poll.wait(std::chrono::milliseconds(-1));
        if (poll.ready(stopped))
            return;
        for (const Listening &door : doors_) {
            const int guest =
                ::accept4(door.descriptor(), nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC);
            if (guest < 0) {
                if (errno == EMFILE || errno == ENFILE || errno == ENOMEM || errno == ENOBUFS)
                    std::this_thread::sleep_for(breath);
                continue;
            }
            // A fresh connection's buffer takes the line whole.
            [[maybe_unused]] const ssize_t sent =
                ::send(guest, line_.data(), line_.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
            ::close(guest);
        }
    }
}

} // namespace zchat::shell
