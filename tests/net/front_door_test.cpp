#include "shared/net/front_door.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <string>
#include <sys/socket.h>
#include <thread>
#include <unistd.h>

#include "shared/base/text.hpp"
#include "tests/support/catch.hpp"

using namespace zchat;
using namespace std::chrono_literals;

namespace {

// A door on a free loopback port; says what it is given to the first who comes, or nothing.
class Door final {
public:
    Door() {
        fd_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        REQUIRE(::bind(fd_, reinterpret_cast<sockaddr *>(&address), sizeof address) == 0);
        REQUIRE(::listen(fd_, 8) == 0);
        socklen_t size = sizeof address;
        REQUIRE(::getsockname(fd_, reinterpret_cast<sockaddr *>(&address), &size) == 0);
        port = ntohs(address.sin_port);
    }
    ~Door() {
        ::close(fd_);
        if (thread_.joinable())
            thread_.join();
    }
    void say(std::string line) {
        thread_ = std::thread([this, line = std::move(line)] {
            const int guest = ::accept(fd_, nullptr, nullptr);
            // In two parts, since TCP promises no boundaries.
            const auto half = line.size() / 2;
            [[maybe_unused]] auto sent = ::send(guest, line.data(), half, MSG_NOSIGNAL);
            sent = ::send(guest, line.data() + half, line.size() - half, MSG_NOSIGNAL);
            ::close(guest);
        });
    }
    [[nodiscard]] Address address() const { return {.host = "127.0.0.1", .port = port}; }

    std::uint16_t port = 0;

private:
    int fd_ = -1;
    std::thread thread_;
};

net::DoorFailure failureOf(const Address &address, std::chrono::milliseconds atMost = 10s) {
    const auto answer = net::askFrontDoor(address, atMost);
    REQUIRE(std::holds_alternative<net::DoorFailure>(answer));
    return std::get<net::DoorFailure>(answer);
}

} // namespace

TEST_CASE("front door: its line is read and its numeric address is told") {
    FrontLine line{.key = {}, .requests = 5556, .events = 5557, .name = "Our chat", .front = {}};
    line.key.bytes.fill(7);
    Door door;
    door.say(toString(line) + '\n');
    const auto answer = net::askFrontDoor({.host = "localhost", .port = door.port}, 10s);
    REQUIRE(std::holds_alternative<net::DoorFound>(answer));
    const auto &found = std::get<net::DoorFound>(answer);
    CHECK(found.line.key == line.key);
    CHECK(found.line.requests == 5556);
    CHECK(found.line.events == 5557);
    CHECK(found.line.name == "Our chat");
    CHECK(found.host == "127.0.0.1");
}

TEST_CASE("front door: a closed port is told as refused") {
    Address nobody;
    {
        const Door door;
        nobody = door.address();
    }
    const net::DoorFailure failure = failureOf(nobody);
    CHECK(failure.trouble == net::DoorTrouble::refused);
    CHECK(failure.sentence.find("No broker listens at 127.0.0.1:") != std::string::npos);
}

TEST_CASE("front door: a name that is none is told") {
    CHECK(failureOf({.host = "no-such-host.invalid", .port = 5555}).trouble ==
          net::DoorTrouble::noSuchHost);
}

TEST_CASE("front door: another service's words are told as no broker") {
    for (const std::string &words :
         {std::string("SSH-2.0-OpenSSH_9.2\r\n"), std::string("\n"), std::string(),
          std::string(2000, 'x'), std::string("zchat/1 key=short requests=1 events=2\n")}) {
        Door door;
        door.say(words);
        CHECK(failureOf(door.address()).trouble == net::DoorTrouble::notABroker);
    }
}

TEST_CASE("front door: one who says nothing is told as no broker once the time is over") {
    const Door door; // accepted by the system, answered by nobody
    CHECK(failureOf(door.address(), 50ms).trouble == net::DoorTrouble::notABroker);
}

TEST_CASE("front door: a caller that is leaving does not wait") {
    const Door door;
    net::Waker stop;
    stop.wake();
    const auto answer = net::askFrontDoor(door.address(), 1h, &stop);
    REQUIRE(std::holds_alternative<net::DoorFailure>(answer));
    CHECK(std::get<net::DoorFailure>(answer).trouble == net::DoorTrouble::stopped);
}
