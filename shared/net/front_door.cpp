#include "shared/net/front_door.hpp"

#include <cerrno>
#include <cstring>
#include <memory>
#include <netdb.h>
#include <netinet/in.h>
#include <optional>
#include <sys/socket.h>
#include <unistd.h>
#include <vector>

namespace zchat::net {

namespace {

using Clock = std::chrono::steady_clock;
constexpr std::size_t lineBytes = 512;

struct Candidate {
    sockaddr_storage address{};
    socklen_t size = 0;
    std::string host;
};

class Connection final {
public:
    explicit Connection(int family)
        : fd_(::socket(family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0)) {}
    ~Connection() {
        if (fd_ >= 0)
            ::close(fd_);
    }
    Connection(const Connection &) = delete;
    Connection &operator=(const Connection &) = delete;
    [[nodiscard]] int get() const { return fd_; }

private:
    int fd_;
};

// Waits until the connection is ready for one side, or says why there is no more waiting.
std::optional<DoorTrouble> waitFor(int fd, bool writable, Clock::time_point until,
                                   const Waker *stop) {
    while (true) {
        const auto left =
            std::chrono::duration_cast<std::chrono::milliseconds>(until - Clock::now());
        if (left.count() <= 0)
            return DoorTrouble::unreachable;
        Poll poll;
        const std::size_t mine = writable ? poll.addWritable(fd) : poll.addReadable(fd);
        const std::optional<std::size_t> stopped =
            stop != nullptr ? std::optional(poll.add(*stop)) : std::nullopt;
        poll.wait(left);
        if (stopped && poll.ready(*stopped))
            return DoorTrouble::stopped;
        if (poll.ready(mine))
            return std::nullopt;
    }
}

DoorTrouble troubleOf(int error) {
    return error == ECONNREFUSED ? DoorTrouble::refused : DoorTrouble::unreachable;
}

// The line without its newline, or what went wrong.
std::variant<std::string, DoorTrouble> readLine(const Candidate &candidate, Clock::time_point until,
                                                const Waker *stop) {
    const Connection connection(candidate.address.ss_family);
    if (connection.get() < 0)
        return DoorTrouble::unreachable;
    if (::connect(connection.get(), reinterpret_cast<const sockaddr *>(&candidate.address),
                  candidate.size) != 0) {
        if (errno != EINPROGRESS)
            return troubleOf(errno);
        if (const auto trouble = waitFor(connection.get(), true, until, stop))
            return *trouble;
        int error = 0;
        socklen_t size = sizeof error;
        ::getsockopt(connection.get(), SOL_SOCKET, SO_ERROR, &error, &size);
        if (error != 0)
            return troubleOf(error);
    }
    std::string line;
    while (true) {
        if (const auto trouble = waitFor(connection.get(), false, until, stop))
            return *trouble == DoorTrouble::stopped ? *trouble : DoorTrouble::notABroker;
        char buffer[lineBytes];
        const ssize_t got = ::recv(connection.get(), buffer, sizeof buffer, 0);
        if (got < 0 && (errno == EINTR || errno == EAGAIN))
            continue;
        if (got <= 0)
            return DoorTrouble::notABroker;
        line.append(buffer, static_cast<std::size_t>(got));
        const std::size_t end = line.find('\n');
        if (end != std::string::npos && end < lineBytes)
            return line.substr(0, end);
        if (line.size() >= lineBytes)
            return DoorTrouble::notABroker;
    }
}

std::vector<Candidate> lookUp(const Address &address) {
    addrinfo hints{};
    hints.ai_socktype = SOCK_STREAM;
    hints.ai_flags = AI_NUMERICSERV;
    addrinfo *found = nullptr;
    std::vector<Candidate> candidates;
    if (::getaddrinfo(address.host.c_str(), std::to_string(address.port).c_str(), &hints, &found) !=
        0)
        return candidates;
    const std::unique_ptr<addrinfo, void (*)(addrinfo *)> owner(found, ::freeaddrinfo);
    for (const addrinfo *each = found; each != nullptr; each = each->ai_next) {
        char host[NI_MAXHOST];
        if (each->ai_addrlen > sizeof(sockaddr_storage) ||
            ::getnameinfo(each->ai_addr, each->ai_addrlen, host, sizeof host, nullptr, 0,
                          NI_NUMERICHOST) != 0)
            continue;
        Candidate candidate;
        std::memcpy(&candidate.address, each->ai_addr, each->ai_addrlen);
        candidate.size = each->ai_addrlen;
        candidate.host = host;
        candidates.push_back(std::move(candidate));
    }
    return candidates;
}

DoorFailure failure(DoorTrouble trouble, const Address &address) {
    const std::string where = toString(address);
    switch (trouble) {
    case DoorTrouble::noSuchHost:
        return {.trouble = trouble,
                .sentence = "There is no host called " + address.host +
                            ". Check the address and this computer's network."};
    case DoorTrouble::refused:
        return {.trouble = trouble,
                .sentence = "No broker listens at " + where +
                            ". Start one there with chat-broker, or check the address."};
    case DoorTrouble::unreachable:
        return {.trouble = trouble,
                .sentence = "Nothing answers at " + where +
                            ". The host is off, unreachable, or a firewall stands in between."};
    case DoorTrouble::notABroker:
        return {.trouble = trouble,
                .sentence = "What answers at " + where +
                            " is no zchat broker. Check the port; the usual one is " +
                            std::to_string(defaultPort) + '.'};
    case DoorTrouble::stopped:
        return {.trouble = trouble, .sentence = "Connecting to " + where + " was cancelled."};
    }
    invariantBroken("a trouble without a sentence", __FILE__, __LINE__);
}

} // namespace

std::variant<DoorFound, DoorFailure>
askFrontDoor(const Address &address, std::chrono::milliseconds atMost, const Waker *stop) {
    const std::vector<Candidate> candidates = lookUp(address);
    if (candidates.empty())
        return failure(DoorTrouble::noSuchHost, address);
    const Clock::time_point until = Clock::now() + atMost;
    DoorTrouble worst = DoorTrouble::unreachable;
    for (std::size_t i = 0; i < candidates.size(); ++i) {
        // Each gets an even share of what is left, so that a silent first one leaves time for the
        // next.
        const auto now = Clock::now();
        const auto share = (until - now) / static_cast<int>(candidates.size() - i);
        const auto answer = readLine(candidates[i], now + share, stop);
        if (const auto *line = std::get_if<std::string>(&answer)) {
            if (std::optional<FrontLine> parsed = parseFrontLine(*line))
                return DoorFound{.line = std::move(*parsed), .host = candidates[i].host};
            worst = DoorTrouble::notABroker;
            continue;
        }
        const DoorTrouble trouble = std::get<DoorTrouble>(answer);
        if (trouble == DoorTrouble::stopped)
            return failure(trouble, address);
        // Of several addresses, tell of the one where somebody was at home.
        if (trouble == DoorTrouble::notABroker || worst == DoorTrouble::unreachable)
            worst = trouble;
    }
    return failure(worst, address);
}

} // namespace zchat::net
