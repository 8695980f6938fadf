#include "shared/base/text.hpp"
#include "tests/broker/process.hpp"

using namespace zchat;
using namespace zchat::tests;
using namespace std::chrono_literals;

namespace {

void makeAccount(Client &client, const char *name) {
    static_cast<void>(client.get<wire::MeReply>(
        wire::Register{.name = AccountName(name), .title = {}, .label = {}}));
}

} // namespace

TEST_CASE("revoke: a revoked device loses both connections within a second, for good") {
    const TemporaryFolder data;
    const BrokerProcess broker(data.path());
    Client alice(broker.line);
    makeAccount(alice, "alice");
    Client bob(broker.line);
    makeAccount(bob, "bob");
    bob.listen();
    const auto asked = std::chrono::steady_clock::now();
    static_cast<void>(
        alice.get<wire::OkReply>(wire::Revoke{.device = bob.own.publicKey, .ticket = {}}));
    bob.awaitRequests(net::ConnectionEventKind::disconnected);
    bob.awaitEvents(net::ConnectionEventKind::disconnected);
    // The protocol's own bound, not a measurement.
    CHECK(std::chrono::steady_clock::now() - asked < 1s);
    CHECK(bob.awaitRequests(net::ConnectionEventKind::handshakeRefused).status == 400);
    CHECK(bob.awaitEvents(net::ConnectionEventKind::handshakeRefused).status == 400);
}

TEST_CASE("revoke: one's own device is answered before its connection ends") {
    const TemporaryFolder data;
    const BrokerProcess broker(data.path());
    Client alice(broker.line);
    makeAccount(alice, "alice");
    static_cast<void>(
        alice.get<wire::OkReply>(wire::Revoke{.device = alice.own.publicKey, .ticket = {}}));
    alice.awaitRequests(net::ConnectionEventKind::disconnected);
}

TEST_CASE("revoke: a disabled account is shut out, an enabled one gets in again") {
    const TemporaryFolder data;
    const BrokerProcess broker(data.path());
    Client alice(broker.line);
    makeAccount(alice, "alice");
    const crypto::KeyPair bobsKey = crypto::generateKeyPair();
    {
        Client bob(broker.line, bobsKey);
        makeAccount(bob, "bob");
        const Ended disabled =
            runBroker({"account", "bob", "--disable", "--data", data.path().string()});
        CHECK(disabled.status == 0);
        bob.awaitRequests(net::ConnectionEventKind::disconnected);
        CHECK(bob.awaitRequests(net::ConnectionEventKind::handshakeRefused).status == 400);
    }
    CHECK(runBroker({"account", "bob", "--enable", "--data", data.path().string()}).status == 0);
    Client again(broker.line, bobsKey);
    CHECK(again.get<wire::DevicesReply>(wire::Devices{}).devices.size() == 1);
}

TEST_CASE("admin: the command line lists accounts, makes tickets, withdraws them") {
    const TemporaryFolder data;
    const BrokerProcess broker(data.path());
    Client alice(broker.line);
    makeAccount(alice, "alice");
    const std::string folder = data.path().string();
    const Ended accounts = runBroker({"accounts", "--data", folder});
    CHECK(accounts.status == 0);
    CHECK(accounts.out.find("\nalice  admin  1 ") != std::string::npos);
    const Ended asJson = runBroker({"accounts", "--json", "--data", folder});
    CHECK(asJson.out.find("{\"name\":\"alice\"") == 0);

    Ended made = runBroker({"ticket", "--data", folder, "--name", "bob"});
    REQUIRE(made.out.ends_with('\n'));
    made.out.pop_back();
    const auto link = parseInviteLink(made.out);
    REQUIRE(link);
    const crypto::KeyPair ticket = crypto::keyPairOf(link->ticketSecret);
    Client holder(broker.line, ticket);
    CHECK_FALSE(
        holder
            .get<wire::HelloReply>(wire::Hello{.versions = {1}, .client = "test", .events = false})
            .me);
    CHECK(runBroker({"revoke", "--ticket", toHex(ticket.publicKey), "--data", folder}).status == 0);
    holder.awaitRequests(net::ConnectionEventKind::disconnected);
    CHECK(runBroker({"revoke", "--ticket", std::string(64, 'a'), "--data", folder}).status == 1);
}

TEST_CASE("admin: without a broker each command says how to start one") {
    const TemporaryFolder data;
    const Ended ended = runBroker({"accounts", "--data", data.path().string()});
    CHECK(ended.status == 3);
    CHECK(ended.err.find("Start it with: chat-broker --data") != std::string::npos);
}

TEST_CASE("keeping: a backup made under load is the same server to every client") {
    const TemporaryFolder data;
    const TemporaryFolder elsewhere;
    const std::filesystem::path copy = elsewhere.path() / "copy";
    const crypto::KeyPair own = crypto::generateKeyPair();
    const wire::Post post = textPost("kept");
    PublicKey key;
    wire::PostReply first;
    {
        const BrokerProcess broker(data.path(), {"--rate", "off"});
        key = broker.line.key;
        Client alice(broker.line, own);
        makeAccount(alice, "alice");
        first = alice.get<wire::PostReply>(post);
        std::vector<std::uint64_t> asked;
        for (int i = 0; i < 500; ++i)
            asked.push_back(alice.send(textPost(std::to_string(i))));
        const Ended made = runBroker({"backup", copy.string(), "--data", data.path().string()});
        INFO(made.err);
        REQUIRE(made.status == 0);
        CHECK(made.out.find("lobby ") != std::string::npos);
        static_cast<void>(alice.answerTo(asked.back()));
    }
    const Ended checked = runBroker({"check", "--data", copy.string()});
    INFO(checked.out);
    CHECK(checked.status == 0);
    const Ended exported = runBroker({"export", "--data", copy.string()});
    CHECK(exported.status == 0);
    CHECK(exported.out.find("\"kept\"") != std::string::npos);
    const BrokerProcess restored(copy);
    CHECK(restored.line.key == key);
    Client alice(restored.line, own);
    CHECK(alice.get<wire::PostReply>(post).seq == first.seq);
}

TEST_CASE("keeping: check and export beside no data say what is missing") {
    const TemporaryFolder empty;
    for (const char *word : {"check", "export"}) {
        const Ended ended = runBroker({word, "--data", empty.path().string()});
        CHECK(ended.status == 1);
        CHECK(ended.err.find("chat-broker: ") == 0);
    }
}
