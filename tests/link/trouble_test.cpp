#include <arpa/inet.h>
#include <array>
#include <fcntl.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <thread>
#include <unistd.h>

#include "shared/base/private_file.hpp"
#include "tests/link/broker_process.hpp"

using namespace zchat;
using namespace zchat::client;
using namespace zchat::tests;

namespace {

// A plain TCP socket on loopback: listening it answers as somebody who is no broker, closed it
// leaves a port behind where nobody answers.
class Listener final {
public:
    Listener()
        : descriptor_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        REQUIRE(::bind(descriptor_, reinterpret_cast<sockaddr *>(&address), sizeof address) == 0);
        socklen_t size = sizeof address;
        REQUIRE(::getsockname(descriptor_, reinterpret_cast<sockaddr *>(&address), &size) == 0);
        address_ = Address{.host = "127.0.0.1", .port = ntohs(address.sin_port)};
    }
    ~Listener() {
        ::shutdown(descriptor_, SHUT_RDWR);
        if (thread_.joinable())
            thread_.join();
        ::close(descriptor_);
    }
    Listener(const Listener &) = delete;
    Listener &operator=(const Listener &) = delete;

    void speak() {
        REQUIRE(::listen(descriptor_, 4) == 0);
        thread_ = std::thread([this] {
            for (int each = ::accept(descriptor_, nullptr, nullptr); each >= 0;
                 each = ::accept(descriptor_, nullptr, nullptr)) {
                constexpr std::string_view words = "HTTP/1.1 400 Bad Request\r\n\r\n";
                (void)!::write(each, words.data(), words.size());
                ::close(each);
            }
        });
    }
    [[nodiscard]] const Address &address() const { return address_; }

private:
    int descriptor_;
    Address address_;
    std::thread thread_;
};

} // namespace

TEST_CASE("link: where nobody listens it says so and tries again") {
    const TemporaryFolder home;
    const Listener silent; // bound, but not listening
    Watcher alice(configOf("alice", silent.address(), home.path()));
    const ConnectionChanged last = alice.awaitTrouble(Trouble::noBroker);
    CHECK(last.state == Connection::offline);
    CHECK(last.text.find(toString(silent.address())) != std::string::npos);
    const EntryId id = alice.post("for later");
    alice.await([&] { return alice.reached(id, DraftState::queued); });
    CHECK(link::askFrontDoor(home.path(), silent.address(), std::chrono::seconds(5)).faulted());
}

TEST_CASE("link: somebody who is no broker is called that") {
    const TemporaryFolder home;
    Listener web;
    web.speak();
    Watcher alice(configOf("alice", web.address(), home.path()));
    CHECK(alice.awaitTrouble(Trouble::notABroker).state == Connection::offline);
}

TEST_CASE("link: a host without an address is unreachable") {
    const TemporaryFolder home;
    Watcher alice(configOf("alice", Address{.host = "no-such-host.invalid"}, home.path()));
    CHECK(alice.awaitTrouble(Trouble::unreachable).state == Connection::offline);
}

TEST_CASE("link: another key at a pinned address is a hard stop") {
    const TemporaryFolder data;
    const TemporaryFolder other;
    const TemporaryFolder home;
    std::optional<BrokerProcess> broker(std::in_place, data.path());
    const Address address = broker->address();
    {
        Watcher alice(configOf("alice", address, home.path()));
        alice.awaitOnline();
    }
    broker.reset();
    const BrokerProcess impostor(other.path(), address.port);
    Watcher alice(configOf("alice", address, home.path()));
    const EntryId id = alice.post("for the real one");
    CHECK(alice.awaitTrouble(Trouble::keyChanged).state == Connection::stopped);
    REQUIRE(alice.heard<KeyChanged>().size() == 1);
    CHECK(alice.heard<KeyChanged>()[0].pinnedFingerprint !=
          alice.heard<KeyChanged>()[0].offeredFingerprint);
    CHECK_FALSE(alice.reached(id, DraftState::sent));
    const auto door = link::askFrontDoor(home.path(), address, std::chrono::seconds(5));
    REQUIRE(door.ok());
    CHECK(door->pinnedFingerprint);
    CHECK(door->pinnedFingerprint != door->fingerprint);
}

TEST_CASE("link: another key than the one that a person accepted is a hard stop") {
    const TemporaryFolder data;
    const TemporaryFolder home;
    const BrokerProcess broker(data.path());
    link::LinkConfig config = configOf("alice", broker.address(), home.path());
    SECTION("it came between the dialog and the connection") {
        config.accepted.emplace().bytes.fill(7);
        Watcher alice(config);
        CHECK(alice.awaitTrouble(Trouble::keyChanged).state == Connection::stopped);
        CHECK(alice.heard<FirstContact>().empty());
    }
    SECTION("the accepted one is pinned without another word") {
        config.accepted = broker.line().key;
        Watcher alice(config);
        alice.awaitOnline();
        CHECK(alice.heard<FirstContact>().empty());
    }
}

TEST_CASE("link: another key after a restart, in the middle of it, is a hard stop too") {
    const TemporaryFolder data;
    const TemporaryFolder other;
    const TemporaryFolder home;
    std::optional<BrokerProcess> broker(std::in_place, data.path());
    const Address address = broker->address();
    Watcher alice(configOf("alice", address, home.path()));
    alice.awaitOnline();
    broker.reset();
    const BrokerProcess impostor(other.path(), address.port);
    CHECK(alice.awaitTrouble(Trouble::keyChanged).state == Connection::stopped);
}

TEST_CASE("link: a device that an inviting broker does not know is told how to get in") {
    const TemporaryFolder data;
    const TemporaryFolder home;
    const BrokerProcess broker(data.path(), 0, {"--registration", "invite"});
    Watcher alice(configOf("alice", broker.address(), home.path()));
    const ConnectionChanged last = alice.awaitTrouble(Trouble::keyRefused);
    CHECK(last.state == Connection::stopped);
    CHECK(last.text.find("invite link") != std::string::npos);
}

TEST_CASE("link: a name that is taken is refused") {
    const TemporaryFolder data;
    const TemporaryFolder home;
    const TemporaryFolder elsewhere;
    const BrokerProcess broker(data.path());
    Watcher alice(configOf("alice", broker.address(), home.path()));
    alice.awaitOnline();
    Watcher another(configOf("alice", broker.address(), elsewhere.path()));
    const ConnectionChanged last = another.awaitTrouble(Trouble::nameRefused);
    CHECK(last.state == Connection::stopped);
    CHECK_FALSE(last.text.empty());
}

TEST_CASE("link: an invite link whose key is not the front door's stops") {
    const TemporaryFolder data;
    const TemporaryFolder home;
    const BrokerProcess broker(data.path());
    link::LinkConfig config = configOf("alice", broker.address(), home.path());
    InviteLink invite{.address = broker.address(), .broker = {}, .ticketSecret = {}};
    invite.broker.bytes.fill(7);
    invite.ticketSecret.bytes.fill(9);
    config.invite = invite;
    Watcher alice(config);
    CHECK(alice.awaitTrouble(Trouble::keyChanged).state == Connection::stopped);
}

TEST_CASE("link: a key that others may read is not used, and the sentence says what to do") {
    const TemporaryFolder home;
    const Listener silent;
    {
        Watcher first(configOf("alice", silent.address(), home.path()));
        (void)first.awaitTrouble(Trouble::noBroker);
    }
    const auto file = home.path() / "servers" /
                      ("127.0.0.1_" + std::to_string(silent.address().port)) / "alice.key";
    std::filesystem::permissions(file, std::filesystem::perms::others_read,
                                 std::filesystem::perm_options::add);
    Watcher alice(configOf("alice", silent.address(), home.path()));
    alice.await([&] { return !alice.heard<LocalTrouble>().empty(); });
    alice.await([&] { return alice.lastConnection().state == Connection::stopped; });
    CHECK(alice.heard<LocalTrouble>()[0].text.find("chmod") != std::string::npos);
}
