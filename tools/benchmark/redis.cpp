#include "tools/benchmark/redis.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <sstream>
#include <string_view>
#include <thread>
#include <utility>

#include "tools/benchmark/raw_socket.hpp"

namespace zchat::bench {

namespace {

constexpr int patienceSeconds = 30;
constexpr const char *channel = "lobby";

std::string fromPath(const std::string &program) {
    const char *path = std::getenv("PATH");
    std::istringstream folders(path == nullptr ? "" : path);
    for (std::string folder; std::getline(folders, folder, ':');)
        if (const std::string file = folder + '/' + program; ::access(file.c_str(), X_OK) == 0)
            return file;
    return {};
}

sockaddr_in loopback(std::uint16_t port) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return address;
}

// Redis takes no port 0.
std::uint16_t freePort() {
    const int descriptor = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address = loopback(0);
    socklen_t size = sizeof address;
    expect(::bind(descriptor, reinterpret_cast<sockaddr *>(&address), size) == 0);
    expect(::getsockname(descriptor, reinterpret_cast<sockaddr *>(&address), &size) == 0);
    ::close(descriptor);
    return ntohs(address.sin_port);
}

int connected(std::uint16_t port) {
    const int descriptor = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const int yes = 1;
    const timeval patience{.tv_sec = patienceSeconds, .tv_usec = 0};
    expect(::setsockopt(descriptor, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes) == 0);
    expect(::setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience) == 0);
    const sockaddr_in address = loopback(port);
    if (::connect(descriptor, reinterpret_cast<const sockaddr *>(&address), sizeof address) == 0)
        return descriptor;
    ::close(descriptor);
    return -1;
}

// What was said, in RESP: an array of strings.
std::string resp(const std::vector<std::string> &words) {
    std::string text = "*" + std::to_string(words.size()) + "\r\n";
    for (const std::string &word : words)
        text += "$" + std::to_string(word.size()) + "\r\n" + word + "\r\n";
    return text;
}

bool sendAll(int descriptor, std::string_view bytes) {
    while (!bytes.empty()) {
        const ssize_t sent = ::send(descriptor, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (sent <= 0)
            return false;
        bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
}

} // namespace

Result<std::unique_ptr<RedisFanOut>> RedisFanOut::startIfInstalled(const Seating &seating) {
    const std::string program = fromPath("redis-server");
    if (program.empty())
        return std::unique_ptr<RedisFanOut>();
    const std::uint16_t port = freePort();
    // No bound on what a slow subscriber leaves unread: it must drop nothing either.
    Result<Process> server =
        Process::start({program, "--port", std::to_string(port), "--bind", "127.0.0.1", "--save",
                        "", "--appendonly", "no", "--client-output-buffer-limit", "pubsub 0 0 0"});
    if (!server)
        return server.fault();
    while (server->readLine().find("Ready to accept connections") == std::string::npos)
        if (server->waitAtMost(std::chrono::milliseconds(0)))
            return Fault{.text = program + " did not become ready."};
    std::unique_ptr<RedisFanOut> made(new RedisFanOut(std::move(*server)));
    if (const Outcome ready = made->connect(port, seating.members()); !ready)
        return ready.fault();
    return made;
}

RedisFanOut::RedisFanOut(Process server)
    : server_(std::move(server))
    , epoll_(::epoll_create1(EPOLL_CLOEXEC)) {
    expect(epoll_ >= 0);
}

RedisFanOut::~RedisFanOut() {
    for (const int descriptor : subscribers_)
        ::close(descriptor);
    if (publisher_ >= 0)
        ::close(publisher_);
    ::close(epoll_);
}

Outcome RedisFanOut::connect(std::uint16_t port, std::size_t members) {
    publisher_ = connected(port);
    if (publisher_ < 0)
        return Fault{.text = "Redis lets nobody in."};
    for (std::size_t member = 0; member < members; ++member) {
        const int descriptor = connected(port);
        if (descriptor < 0 || !sendAll(descriptor, resp({"SUBSCRIBE", channel})))
            return Fault{.text = "Redis lets no subscriber in."};
        epoll_event event{.events = EPOLLIN, .data = {.fd = descriptor}};
        expect(::epoll_ctl(epoll_, EPOLL_CTL_ADD, descriptor, &event) == 0);
        subscribers_.push_back(descriptor);
    }
    const std::string subscribed = "*3\r\n$9\r\nsubscribe\r\n$" +
                                   std::to_string(std::string_view(channel).size()) + "\r\n" +
                                   channel + "\r\n:1\r\n";
    if (!listen(subscribed.size() * members))
        return Fault{.text = "Redis does not answer every subscriber."};
    return Done{};
}

// Its answers are lines, one for each request.
Outcome RedisFanOut::publish(const std::string &request, const Load &load) const {
    std::array<char, 4096> answers{};
    std::uint64_t sent = 0;
    for (std::uint64_t acknowledged = 0; acknowledged < load.messages;) {
        std::string batch;
        for (; sent < load.messages && sent < acknowledged + load.inFlight; ++sent)
            batch += request;
        if (!sendAll(publisher_, batch))
            return Fault{.text = "Redis takes no message."};
        const ssize_t got = ::recv(publisher_, answers.data(), answers.size(), 0);
        if (got <= 0)
            return Fault{.text = "Redis does not answer."};
        acknowledged +=
            static_cast<std::uint64_t>(std::count(answers.data(), answers.data() + got, '\n'));
    }
    return Done{};
}

bool RedisFanOut::listen(std::uint64_t bytes) {
    std::vector<char> buffer(256 * 1024);
    std::array<epoll_event, 256> ready{};
    while (bytes > 0) {
        const int count = ::epoll_wait(epoll_, ready.data(), static_cast<int>(ready.size()),
                                       patienceSeconds * 1000);
        if (count <= 0)
            return false;
        for (int i = 0; i < count; ++i) {
            const ssize_t got = ::recv(ready.at(static_cast<std::size_t>(i)).data.fd, buffer.data(),
                                       buffer.size(), 0);
            if (got <= 0)
                return false;
            bytes -= std::min(bytes, static_cast<std::uint64_t>(got));
        }
    }
    return true;
}

Result<Heard> RedisFanOut::run(const Load &load) {
    const std::string text(load.bytes, 'x');
    const std::uint64_t deliveries = load.messages * subscribers_.size();
    const Meter meter(server_);
    Outcome said = Done{};
    std::thread publisher([&] { said = publish(resp({"PUBLISH", channel, text}), load); });
    const bool heard = listen(deliveries * resp({"message", channel, text}).size());
    publisher.join();
    if (!said)
        return Fault{.text = said.why()};
    if (!heard)
        return Fault{.text = "Not every subscriber of Redis heard every message in time."};
    return meter.heard(deliveries, deliveries);
}

} // namespace zchat::bench
