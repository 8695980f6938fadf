#include <array>
#include <csignal>
#include <fstream>

#include "shared/base/private_file.hpp"
#include "shared/net/front_door.hpp"
#include "tests/broker/process.hpp"

using namespace zchat;
using namespace zchat::tests;
using namespace std::chrono_literals;

namespace {

wire::Register registerAs(const char *name) {
    return {.name = AccountName(name), .title = {}, .label = {}};
}

} // namespace

TEST_CASE("broker: the ready file and the front door say the same") {
    const TemporaryFolder data;
    const BrokerProcess broker(data.path());
    REQUIRE(broker.line.front);
    const auto answer =
        net::askFrontDoor(Address{.host = "127.0.0.1", .port = *broker.line.front}, 10s);
    REQUIRE(std::holds_alternative<net::DoorFound>(answer));
    const FrontLine &line = std::get<net::DoorFound>(answer).line;
    CHECK(line.key == broker.line.key);
    CHECK(line.requests == broker.line.requests);
    CHECK(line.events == broker.line.events);
    CHECK(line.name == "Test chat");
    CHECK_FALSE(line.front);
}

TEST_CASE("broker: what one posts the other hears, and both read it again") {
    const TemporaryFolder data;
    const BrokerProcess broker(data.path());
    Client alice(broker.line);
    Client bob(broker.line);
    CHECK(alice.get<wire::MeReply>(registerAs("alice")).me.role == wire::AccountRole::admin);
    CHECK(bob.get<wire::MeReply>(registerAs("bob")).me.role == wire::AccountRole::member);
    bob.listen();
    const wire::Post post = textPost("hello, bob");
    const auto posted = alice.get<wire::PostReply>(post);
    wire::LogEvent heard;
    do
        heard = bob.nextEvent<wire::LogEvent>();
    while (heard.entries.back().seq < posted.seq);
    CHECK(heard.room == RoomName("lobby"));
    CHECK(heard.entries.back().by == AccountName("alice"));
    CHECK(std::get<wire::Text>(heard.entries.back().content).body == "hello, bob");
    const auto page = bob.get<wire::EntriesReply>(
        wire::Entries{.room = RoomName("lobby"), .after = Seq{posted.seq.value - 1}, .limit = 10});
    CHECK(page.entries == std::vector<wire::Entry>{heard.entries.back()});
}

TEST_CASE("broker: a post that is sent again after a kill gets its first answer") {
    const TemporaryFolder data;
    const crypto::KeyPair own = crypto::generateKeyPair();
    const wire::Post post = textPost("once");
    wire::PostReply first;
    PublicKey key;
    {
        const BrokerProcess broker(data.path());
        Client alice(broker.line, own);
        static_cast<void>(alice.get<wire::MeReply>(registerAs("alice")));
        first = alice.get<wire::PostReply>(post);
        key = broker.line.key;
        broker.signal(SIGKILL);
    }
    const BrokerProcess broker(data.path());
    CHECK(broker.line.key == key);
    Client alice(broker.line, own);
    const auto again = alice.get<wire::PostReply>(post);
    CHECK(again.seq == first.seq);
    CHECK(again.at == first.at);
}

TEST_CASE("broker: private events go to members alone and never by PUB") {
    const TemporaryFolder data;
    const BrokerProcess broker(data.path());
    Client alice(broker.line);
    Client bob(broker.line);
    Client carol(broker.line);
    static_cast<void>(alice.get<wire::MeReply>(registerAs("alice")));
    static_cast<void>(bob.get<wire::MeReply>(registerAs("bob")));
    static_cast<void>(carol.get<wire::MeReply>(registerAs("carol")));
    bob.listen();
    carol.listen(); // to everything
    static_cast<void>(alice.get<wire::RoomReply>(wire::Create{.room = RoomName("secret"),
                                                              .kind = wire::RoomKind::privateRoom,
                                                              .title = {},
                                                              .topic = {},
                                                              .invite = {AccountName("bob")}}));
    wire::Post secret = textPost("between us");
    secret.room = RoomName("secret");
    static_cast<void>(alice.get<wire::PostReply>(secret));
    static_cast<void>(alice.get<wire::PostReply>(textPost("for all")));
    const auto says = [](Client &client, const std::string &body) {
        while (true) {
            const auto event = client.nextEvent<wire::LogEvent>();
            for (const wire::Entry &entry : event.entries)
                if (const auto *text = std::get_if<wire::Text>(&entry.content)) {
                    if (text->body == body)
                        return true;
                    return false;
                }
        }
    };
    CHECK(says(bob, "between us"));
    CHECK(says(carol, "for all")); // the first text that she hears
}

TEST_CASE("broker: a REQ socket works for one-shot scripts") {
    const TemporaryFolder data;
    const BrokerProcess broker(data.path());
    Client client(broker.line);
    client.awaitRequests(net::ConnectionEventKind::ready);
    const wire::Bytes ping = wire::encodeRequest(1, wire::Ping{});
    const std::array<std::string_view, 2> frames{"", ping};
    REQUIRE(client.requests().send(frames) == net::Sent::sent);
    std::optional<net::Received> received;
    await(
        [&] {
            received = client.requests().receive();
            return received.has_value();
        },
        [] {});
    REQUIRE(received->frames.size() == 2);
    CHECK(received->frames[0].empty());
    CHECK(wire::decodeHeard(received->frames[1]));
}

TEST_CASE("broker: frames that are no request are refused without ending anything") {
    const TemporaryFolder data;
    const BrokerProcess broker(data.path());
    Client client(broker.line);
    client.awaitRequests(net::ConnectionEventKind::ready);
    const std::vector<std::string_view> many(64, "x");
    REQUIRE(client.requests().send(many) == net::Sent::sent);
    std::optional<net::Received> received;
    await(
        [&] {
            received = client.requests().receive();
            return received.has_value();
        },
        [] {});
    const auto heard = wire::decodeHeard(received->frames.back());
    REQUIRE(heard);
    const auto &answer = std::get<wire::AnswerHeard>(*heard);
    CHECK_FALSE(answer.re);
    CHECK(std::get<Refusal>(answer.body).code == Code::frame);
    CHECK(client.get<wire::PingReply>(wire::Ping{}).now > 0);
}

TEST_CASE("broker: a second one on the same data is refused with a sentence") {
    const TemporaryFolder data;
    const BrokerProcess broker(data.path());
    const Ended second = runBroker({"--data", data.path().string(), "--port", "0"});
    CHECK(second.status == 1);
    CHECK(second.err.find("Another broker already runs on") != std::string::npos);
}

TEST_CASE("broker: a port that is taken stops the start with a sentence") {
    const TemporaryFolder data;
    const TemporaryFolder other;
    const BrokerProcess broker(data.path());
    const Ended second =
        runBroker({"--data", other.path().string(), "--port", std::to_string(*broker.line.front)});
    CHECK(second.status == 1);
    CHECK(second.err.find("Cannot listen on 127.0.0.1:") != std::string::npos);
}

TEST_CASE("broker: SIGTERM tells clients, answers what was asked and ends well") {
    const TemporaryFolder data;
    BrokerProcess broker(data.path(), {"--rate", "off"});
    Client alice(broker.line);
    static_cast<void>(alice.get<wire::MeReply>(registerAs("alice")));
    alice.listen();
    std::vector<std::uint64_t> asked;
    for (int i = 0; i < 200; ++i)
        asked.push_back(alice.send(textPost(std::to_string(i))));
    static_cast<void>(alice.answerTo(asked.front()));
    broker.signal(SIGTERM);
    CHECK(alice.nextEvent<wire::NoticeEvent>().text.find("going down") != std::string::npos);
    const Ended ended = broker.end();
    CHECK(ended.status == 0);
    CHECK(ended.err.find("The broker has ended.") != std::string::npos);
    CHECK_FALSE(std::filesystem::exists(data.path() / "running"));
    alice.awaitRequests(net::ConnectionEventKind::disconnected);
}

TEST_CASE("broker: after a write that fails nothing more is acknowledged, and nothing is lost") {
    const TemporaryFolder data;
    const crypto::KeyPair own = crypto::generateKeyPair();
    std::uint64_t acknowledged = 0;
    {
        BrokerProcess broker(data.path(), {"--rate", "off"}, 512);
        Client alice(broker.line, own);
        static_cast<void>(alice.get<wire::MeReply>(registerAs("alice")));
        while (true) {
            const auto answer =
                alice.answerUnlessEnded(alice.send(textPost(std::string(4'000, 'x'))));
            if (!answer)
                break; // what failed came after the last commit
            if (const auto *refusal = std::get_if<Refusal>(&*answer)) {
                CHECK(refusal->code == Code::storage);
                break;
            }
            REQUIRE(++acknowledged < 10'000);
        }
        const Ended ended = broker.end();
        CHECK(ended.status == 1);
        CHECK(ended.err.find("The disk failed") != std::string::npos);
    }
    CHECK(acknowledged > 0);
    const BrokerProcess broker(data.path());
    Client alice(broker.line, own);
    const auto page = alice.get<wire::EntriesReply>(
        wire::Entries{.room = RoomName("lobby"), .after = Seq{0}, .limit = 1});
    CHECK(page.head.value == acknowledged + 1); // and alice's joining
    static_cast<void>(alice.get<wire::PostReply>(textPost("and on")));
}

TEST_CASE(
    "broker: SIGHUP reads the configuration again, and keeps the old one where it is broken") {
    const TemporaryFolder data;
    const auto file = data.path() / "broker.toml";
    REQUIRE(writePrivateFile(file, "rate = \"1/1\"\n"));
    BrokerProcess broker(data.path() / "data", {"--config", file.string()});
    Client alice(broker.line);
    static_cast<void>(alice.get<wire::MeReply>(registerAs("alice")));
    const auto mayPost = [&alice] {
        return std::holds_alternative<wire::Map>(alice.ask(textPost("again")));
    };
    await([&] { return !mayPost(); }, [] {}); // one a second
    REQUIRE(writePrivateFile(file, "rate = \"often\"\n"));
    broker.signal(SIGHUP);
    await([&] { return broker.err().find("stays as it was") != std::string::npos; },
          [&] { static_cast<void>(alice.get<wire::PingReply>(wire::Ping{})); });
    REQUIRE(writePrivateFile(file, "rate = \"off\"\n"));
    broker.signal(SIGHUP);
    await([&] { return broker.err().find("Read the configuration again") != std::string::npos; },
          [&] { static_cast<void>(alice.get<wire::PingReply>(wire::Ping{})); });
    for (int i = 0; i < 50; ++i)
        CHECK(mayPost());
}

TEST_CASE("broker: by invitation only, a stranger does not get past the handshake") {
    const TemporaryFolder data;
    const BrokerProcess broker(data.path(), {"--registration", "invite"});
    Client stranger(broker.line);
    CHECK(stranger.awaitRequests(net::ConnectionEventKind::handshakeRefused).status == 400);
}

TEST_CASE("broker: the first start by invitation prints a link that makes the administrator") {
    const TemporaryFolder data;
    const BrokerProcess broker(data.path(), {"--registration", "invite", "--public", "chat.test"});
    std::string text = broker.out();
    REQUIRE(text.ends_with('\n'));
    text.pop_back();
    const auto link = parseInviteLink(text);
    REQUIRE(link);
    CHECK(link->address == Address{.host = "chat.test", .port = *broker.line.front});
    CHECK(link->broker == broker.line.key);
    Client holder(broker.line, crypto::keyPairOf(crypto::SecretKey{link->ticketSecret}));
    const crypto::KeyPair device = crypto::generateKeyPair();
    const auto me = holder.get<wire::MeReply>(wire::Redeem{
        .device = device.publicKey, .name = AccountName("alice"), .title = {}, .label = {}});
    CHECK(me.me.role == wire::AccountRole::admin);
    Client alice(broker.line, device);
    CHECK(alice.get<wire::DevicesReply>(wire::Devices{}).devices.size() == 1);
    // The ticket is spent: its connection ends, and no other begins.
    holder.awaitRequests(net::ConnectionEventKind::disconnected);
    Client late(broker.line, holder.own);
    CHECK(late.awaitRequests(net::ConnectionEventKind::handshakeRefused).status == 400);
}
