#include "broker/shell/connections.hpp"

#include "broker/shell/listeners.hpp"
#include "shared/base/limits.hpp"
#include "shared/net/poll.hpp"
#include "shared/net/zap.hpp"
#include "tests/support/catch.hpp"

using namespace zchat;
using namespace zchat::shell;
using namespace std::chrono_literals;

namespace {

template <class T>
T value(Result<T> result) {
    REQUIRE(result);
    return std::move(*result);
}

// The broker's side of real sockets, with a handler that lets everybody in.
struct Server {
    net::Context context;
    crypto::KeyPair keys = crypto::generateKeyPair();
    net::ZapHandler zap = value(net::ZapHandler::bind(context));
    net::Socket router = value(net::makeRouter(context, {.keys = keys, .domain = "requests"}));
    net::Socket publisher = value(net::makePublisher(context, {.keys = keys, .domain = "events"}));
    std::uint16_t requests = value(router.bindTcp("127.0.0.1", 0));
    std::uint16_t events = value(publisher.bindTcp("127.0.0.1", 0));

    // Serves until `come` has what it waits for; a minute is for ever.
    template <class Come>
    void until(Come come) {
        const auto end = std::chrono::steady_clock::now() + 60s;
        while (!come()) {
            REQUIRE(std::chrono::steady_clock::now() < end);
            net::Poll poll;
            poll.add(zap.socket());
            poll.add(router);
            poll.add(publisher);
            poll.wait(10ms);
            while (const auto handshake = zap.receive())
                zap.answer(*handshake, net::Verdict::admit);
        }
    }
};

struct Device {
    crypto::KeyPair own = crypto::generateKeyPair();
    net::Socket socket;
    explicit Device(Server &server)
        : socket(value(
              net::makeDealer(server.context, {.own = own, .broker = server.keys.publicKey}))) {
        REQUIRE(socket.watch());
        REQUIRE(socket.connectTcp("127.0.0.1", server.requests));
    }
};

Connection &met(Server &server, Connections &connections, Device &device) {
    server.until([&] { return device.socket.send("hello") == net::Sent::sent; });
    std::optional<net::Received> received;
    server.until([&] { return (received = server.router.receive()).has_value(); });
    return *connections
                .meet(received->frames[0], *received->user, false, received->sourceDescriptor)
                .connection;
}

live::Send messageOf(const Connection &connection, std::size_t bytes,
                     std::vector<RoomName> rooms = {}) {
    return {.session = connection.session,
            .body = std::make_shared<const std::string>(bytes, 'x'),
            .rooms = std::move(rooms),
            .instead = {}};
}

// Sends until libzmq takes no more and something waits.
void fill(Server &server, Connections &connections, Connection &connection) {
    while (!connections.somethingWaits())
        REQUIRE(connections.send(server.router, connection, messageOf(connection, 64 * 1024)));
}

} // namespace

TEST_CASE("connections: what a slow reader does not take waits, and comes in order later") {
    Server server;
    Connections connections;
    Device device(server);
    Connection &connection = met(server, connections, device);
    fill(server, connections, connection);
    const auto last = std::make_shared<const std::string>("last");
    REQUIRE(connections.send(
        server.router, connection,
        live::Send{.session = connection.session, .body = last, .rooms = {}, .instead = {}}));
    std::string heard;
    server.until([&] {
        CHECK(connections.flush(server.router).empty());
        while (const auto received = device.socket.receive())
            heard = received->frames[0];
        return heard == "last";
    });
    CHECK_FALSE(connections.somethingWaits());
    CHECK(connection.outboxBytes == 0);
}

TEST_CASE("connections: one that lets too much wait is shut, and hears nothing more") {
    Server server;
    Connections connections;
    Device device(server);
    Connection &connection = met(server, connections, device);
    fill(server, connections, connection);
    const std::size_t atMost = limits::sessionOutboxBytes / (64 * 1024) + 1;
    std::size_t sent = 0;
    while (connections.send(server.router, connection, messageOf(connection, 64 * 1024)))
        REQUIRE(++sent <= atMost);
    CHECK(connection.shut);
    CHECK_FALSE(connections.somethingWaits());
    server.until([&] {
        for (const net::ConnectionEvent &event : device.socket.takeEvents())
            if (event.kind == net::ConnectionEventKind::disconnected)
                return true;
        while (device.socket.receive()) {
        }
        return false;
    });
    const SessionId session = connection.session;
    server.until([&] { return connections.sweep() == std::vector{session}; });
    CHECK(connections.size() == 0);
}

TEST_CASE("connections: what waits from a room is taken back when its member is removed") {
    Server server;
    Connections connections;
    Device device(server);
    Connection &connection = met(server, connections, device);
    fill(server, connections, connection);
    const RoomName secret("secret");
    const std::size_t before = connection.outboxBytes;
    live::Send answer = messageOf(connection, 30, {RoomName("other"), secret});
    answer.instead = std::make_shared<const std::string>("ask again");
    REQUIRE(connections.send(server.router, connection, messageOf(connection, 10, {secret})));
    REQUIRE(connections.send(server.router, connection, answer));
    REQUIRE(connections.send(server.router, connection, messageOf(connection, 20)));
    const std::size_t waited = connection.outbox.size();
    connections.purge(connection.session, secret);
    // The event is gone; the answer, which is owed, says something else in its place.
    REQUIRE(connection.outbox.size() == waited - 1);
    CHECK(connection.outbox.back().body->size() == 20);
    CHECK(*connection.outbox[waited - 3].body == "ask again");
    CHECK(connection.outbox[waited - 3].rooms.empty());
    CHECK(connection.outboxBytes == before + 9 + 20);
}

TEST_CASE("connections: a connection that ends without a word is noticed") {
    Server server;
    Connections connections;
    std::optional<Device> device(std::in_place, server);
    const SessionId session = met(server, connections, *device).session;
    CHECK(connections.sweep().empty());
    device.reset();
    server.until([&] { return connections.sweep() == std::vector{session}; });
    CHECK(connections.find(session) == nullptr);
}

TEST_CASE("connections: another key behind a known route is another session") {
    Connections connections;
    const PublicKey one = crypto::generateKeyPair().publicKey;
    const PublicKey two = crypto::generateKeyPair().publicKey;
    const SessionId first = connections.meet("route", one, false, -1).connection->session;
    CHECK(connections.meet("route", one, false, -1).connection->session == first);
    const Connections::Met met = connections.meet("route", two, false, -1);
    CHECK(met.replaced == first);
    CHECK(met.connection->session != first);
    CHECK(connections.find(first) == nullptr);
}

TEST_CASE("listeners: an account that subscribes to too much is shut") {
    Server server;
    Listeners listeners;
    const crypto::KeyPair own = crypto::generateKeyPair();
    listeners.belongs(own.publicKey, AccountName("alice"));
    net::Socket subscriber =
        value(net::makeSubscriber(server.context, {.own = own, .broker = server.keys.publicKey}));
    REQUIRE(subscriber.watch());
    for (std::size_t i = 0; i <= limits::subscriptionsPerAccount; ++i)
        subscriber.subscribe("room/" + std::to_string(i) + '/');
    REQUIRE(subscriber.connectTcp("127.0.0.1", server.events));
    std::size_t heard = 0;
    bool tooMany = false;
    server.until([&] {
        while (const auto frame = server.publisher.receive()) {
            tooMany = listeners.heard(*frame) || tooMany;
            ++heard;
            if (tooMany)
                return true;
        }
        return false;
    });
    CHECK(heard == limits::subscriptionsPerAccount + 1);
    server.until([&] {
        for (const net::ConnectionEvent &event : subscriber.takeEvents())
            if (event.kind == net::ConnectionEventKind::disconnected)
                return true;
        return false;
    });
}

TEST_CASE("listeners: a key's connections are shut, and forgotten once they are gone") {
    Server server;
    Listeners listeners;
    const crypto::KeyPair own = crypto::generateKeyPair();
    net::Socket subscriber =
        value(net::makeSubscriber(server.context, {.own = own, .broker = server.keys.publicKey}));
    REQUIRE(subscriber.watch());
    subscriber.subscribe("beat/");
    REQUIRE(subscriber.connectTcp("127.0.0.1", server.events));
    server.until([&] {
        const auto frame = server.publisher.receive();
        return frame && !listeners.heard(*frame);
    });
    CHECK(listeners.size() == 1);
    listeners.shutKey(own.publicKey);
    server.until([&] {
        for (const net::ConnectionEvent &event : subscriber.takeEvents())
            if (event.kind == net::ConnectionEventKind::disconnected)
                return true;
        return false;
    });
    server.until([&] {
        listeners.sweep();
        // The subscriber comes back by itself, on a connection that this table has not met.
        return listeners.size() == 0;
    });
}
