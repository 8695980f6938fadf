#include "shared/net/socket.hpp"

#include <array>
#include <functional>

#include "shared/base/limits.hpp"
#include "shared/net/poll.hpp"
#include "shared/net/zap.hpp"
#include "tests/support/catch.hpp"

using namespace zchat;
using namespace std::chrono_literals;
using net::ConnectionEventKind;
using net::Sent;

namespace {

// A broker's and a client's sockets in one thread: what the handler says is the test's choice.
class Pair final {
public:
    explicit Pair(net::Verdict verdict = net::Verdict::admit)
        : verdict_(verdict)
        , zap_(value(net::ZapHandler::bind(context_)))
        , router(value(net::makeRouter(context_, {.keys = broker, .domain = "requests"})))
        , publisher(value(net::makePublisher(context_, {.keys = broker, .domain = "events"})))
        , requestsPort(value(router.bindTcp("127.0.0.1", 0)))
        , eventsPort(value(publisher.bindTcp("127.0.0.1", 0))) {}

    net::Socket dealer(const PublicKey &brokerKey) {
        net::Socket socket = value(net::makeDealer(context_, {.own = own, .broker = brokerKey}));
        REQUIRE(socket.watch());
        REQUIRE(socket.connectTcp("127.0.0.1", requestsPort));
        return socket;
    }
    net::Socket subscriber() {
        net::Socket socket =
            value(net::makeSubscriber(context_, {.own = own, .broker = broker.publicKey}));
        REQUIRE(socket.watch());
        REQUIRE(socket.connectTcp("127.0.0.1", eventsPort));
        return socket;
    }

    // Serves the handler and looks at the condition until it holds; a minute is for ever.
    void until(const std::function<bool()> &holds) {
        const auto end = std::chrono::steady_clock::now() + 60s;
        while (!holds()) {
            REQUIRE(std::chrono::steady_clock::now() < end);
            net::Poll poll;
            poll.add(zap_.socket());
            poll.add(router);
            poll.add(publisher);
            poll.wait(20ms);
            while (const auto handshake = zap_.receive()) {
                domains.push_back(handshake->domain);
                zap_.answer(*handshake, verdict_);
            }
        }
    }
    // The first event of a kind on a client's socket; others before it are passed over.
    net::ConnectionEvent await(net::Socket &socket, ConnectionEventKind kind) {
        net::ConnectionEvent found{.kind = kind};
        until([&] {
            for (const net::ConnectionEvent &event : socket.takeEvents())
                if (event.kind == kind) {
                    found = event;
                    return true;
                }
            return false;
        });
        return found;
    }
    net::Received next(net::Socket &socket) {
        std::optional<net::Received> received;
        until([&] {
            received = socket.receive();
            return received.has_value();
        });
        return *received;
    }

    template <class T>
    static T value(Result<T> result) {
        INFO((result ? std::string() : result.why()));
        REQUIRE(result);
        return std::move(*result);
    }

    crypto::KeyPair broker = crypto::generateKeyPair();
    crypto::KeyPair own = crypto::generateKeyPair();
    std::vector<std::string> domains;

private:
    net::Context context_;
    net::Verdict verdict_;
    net::ZapHandler zap_;

public:
    net::Socket router;
    net::Socket publisher;
    std::uint16_t requestsPort;
    std::uint16_t eventsPort;
};

} // namespace

TEST_CASE("sockets: a request arrives with the key of its sender, and the answer goes back") {
    Pair pair;
    net::Socket dealer = pair.dealer(pair.broker.publicKey);
    pair.await(dealer, ConnectionEventKind::ready);
    CHECK(pair.domains == std::vector<std::string>{"requests"});
    REQUIRE(dealer.send("question") == Sent::sent);
    const net::Received question = pair.next(pair.router);
    REQUIRE(question.frameCount == 2);
    CHECK(question.frames[1] == "question");
    CHECK(question.user == pair.own.publicKey);
    CHECK(question.sourceDescriptor >= 0);

    for (const std::size_t size : {std::size_t{5}, std::size_t{100'000}}) {
        const auto body = std::make_shared<const std::string>(size, 'x');
        REQUIRE(pair.router.sendTo(question.frames[0], false, body) == Sent::sent);
        CHECK(pair.next(dealer).frames == std::vector<std::string>{*body});
    }
}

TEST_CASE("sockets: an empty frame goes back to one who asked with one") {
    Pair pair;
    net::Socket dealer = pair.dealer(pair.broker.publicKey);
    pair.await(dealer, ConnectionEventKind::ready);
    const std::array<std::string_view, 2> asked{"", "question"};
    REQUIRE(dealer.send(asked) == Sent::sent);
    const net::Received question = pair.next(pair.router);
    REQUIRE(question.frameCount == 3);
    REQUIRE(pair.router.sendTo(question.frames[0], true,
                               std::make_shared<const std::string>("answer")) == Sent::sent);
    CHECK(pair.next(dealer).frames == std::vector<std::string>{"", "answer"});
}

TEST_CASE("sockets: an event reaches its subscriber, and the publisher learns who listens") {
    Pair pair;
    net::Socket subscriber = pair.subscriber();
    subscriber.subscribe("room/lobby/");
    const net::Received subscription = pair.next(pair.publisher);
    CHECK(subscription.frames == std::vector<std::string>{"\x01room/lobby/"});
    CHECK(subscription.user == pair.own.publicKey);
    CHECK(pair.domains == std::vector<std::string>{"events"});
    using namespace std::literals;
    REQUIRE(pair.publisher.send("room/ops/\0secret"sv) == Sent::sent);
    REQUIRE(pair.publisher.send("room/lobby/\0hello"sv) == Sent::sent);
    CHECK(pair.next(subscriber).frames == std::vector<std::string>{"room/lobby/\0hello"s});
    subscriber.unsubscribe("room/lobby/");
    CHECK(pair.next(pair.publisher).frames == std::vector<std::string>{"\0room/lobby/"s});
}

TEST_CASE("sockets: a refused key learns that it is refused for good") {
    Pair pair(net::Verdict::refuse);
    net::Socket dealer = pair.dealer(pair.broker.publicKey);
    CHECK(pair.await(dealer, ConnectionEventKind::handshakeRefused).status == 400);
}

TEST_CASE("sockets: a key that knocks too often learns that it may come later") {
    Pair pair(net::Verdict::later);
    net::Socket dealer = pair.dealer(pair.broker.publicKey);
    CHECK(pair.await(dealer, ConnectionEventKind::handshakeRefused).status == 500);
}

TEST_CASE("sockets: a wrong broker key is seen as a handshake that fails without a word") {
    Pair pair;
    net::Socket dealer = pair.dealer(crypto::generateKeyPair().publicKey);
    pair.await(dealer, ConnectionEventKind::handshakeFailed);
    CHECK(pair.domains.empty());
    CHECK(dealer.send("question") == Sent::full);
}

TEST_CASE("sockets: without a handler's answer nobody gets in") {
    net::Context context;
    const crypto::KeyPair broker = crypto::generateKeyPair();
    net::Socket router =
        Pair::value(net::makeRouter(context, {.keys = broker, .domain = "requests"}));
    const std::uint16_t port = Pair::value(router.bindTcp("127.0.0.1", 0));
    net::Socket dealer = Pair::value(
        net::makeDealer(context, {.own = crypto::generateKeyPair(), .broker = broker.publicKey}));
    REQUIRE(dealer.watch());
    REQUIRE(dealer.connectTcp("127.0.0.1", port));
    bool failed = false;
    while (!failed) {
        net::Poll poll;
        poll.addEvents(dealer);
        poll.wait(60s);
        REQUIRE(poll.ready(0));
        for (const net::ConnectionEvent &event : dealer.takeEvents()) {
            CHECK(event.kind != ConnectionEventKind::ready);
            failed = failed || event.kind == ConnectionEventKind::disconnected ||
                     event.kind == ConnectionEventKind::handshakeFailed;
        }
    }
    CHECK_FALSE(router.receive());
}

TEST_CASE("sockets: a frame of the largest size passes and one byte more ends the connection") {
    Pair pair;
    net::Socket dealer = pair.dealer(pair.broker.publicKey);
    pair.await(dealer, ConnectionEventKind::ready);
    REQUIRE(dealer.send(std::string(limits::frameBytes, 'x')) == Sent::sent);
    CHECK(pair.next(pair.router).frames.at(1).size() == limits::frameBytes);
    REQUIRE(dealer.send(std::string(limits::frameBytes + 1, 'x')) == Sent::sent);
    pair.await(dealer, ConnectionEventKind::disconnected);
    CHECK_FALSE(pair.router.receive());
}

TEST_CASE("sockets: sending to a connection that ended says that it is gone") {
    Pair pair;
    std::string route;
    {
        net::Socket dealer = pair.dealer(pair.broker.publicKey);
        pair.await(dealer, ConnectionEventKind::ready);
        REQUIRE(dealer.send("question") == Sent::sent);
        route = pair.next(pair.router).frames[0];
    }
    const auto body = std::make_shared<const std::string>("late");
    pair.until([&] { return pair.router.sendTo(route, false, body) == Sent::gone; });
    CHECK(pair.router.sendTo("nobody", false, body) == Sent::gone);
}

TEST_CASE("sockets: a client without a connection keeps what it cannot send") {
    net::Context context;
    const crypto::KeyPair own = crypto::generateKeyPair();
    net::Socket dealer = Pair::value(
        net::makeDealer(context, {.own = own, .broker = crypto::generateKeyPair().publicKey}));
    REQUIRE(dealer.connectTcp("127.0.0.1", 1));
    CHECK(dealer.send("question") == Sent::full);
}

TEST_CASE("sockets: a port that is taken is told with its address") {
    Pair pair;
    const auto bound = pair.publisher.bindTcp("127.0.0.1", pair.requestsPort);
    REQUIRE(bound.faulted());
    CHECK(bound.fault().text.find("127.0.0.1:") != std::string::npos);
}

TEST_CASE("sockets: more frames than a message may have are counted and not kept") {
    Pair pair;
    net::Socket dealer = pair.dealer(pair.broker.publicKey);
    pair.await(dealer, ConnectionEventKind::ready);
    const std::vector<std::string_view> many(64, "x");
    REQUIRE(dealer.send(many) == Sent::sent);
    const net::Received received = pair.next(pair.router);
    CHECK(received.frameCount == 65);
    CHECK(received.frames.size() == net::framesKept);
}
