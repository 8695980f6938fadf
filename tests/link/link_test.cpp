#include "shared/base/text.hpp"
#include "tests/link/broker_process.hpp"

using namespace zchat;
using namespace zchat::client;
using namespace zchat::tests;

namespace {

std::vector<std::string> numbered(const std::string &word, int count) {
    std::vector<std::string> all;
    for (int i = 1; i <= count; ++i)
        all.push_back(word + " " + std::to_string(i));
    return all;
}

} // namespace

TEST_CASE("link: two people register, pin the broker's key and hear each other in order") {
    const TemporaryFolder data;
    const TemporaryFolder home;
    const BrokerProcess broker(data.path(), 0, {"--rate", "off"});
    Watcher alice(configOf("alice", broker.address(), home.path()));
    alice.awaitOnline();
    REQUIRE(alice.heard<FirstContact>().size() == 1);
    CHECK(alice.heard<FirstContact>()[0].key == broker.line().key);
    CHECK(alice.heard<SignedIn>()[0].me.name == AccountName("alice"));

    Watcher bob(configOf("bob", broker.address(), home.path()));
    bob.awaitOnline();
    CHECK(bob.heard<FirstContact>().empty()); // pinned by alice's program in the same folder

    const auto lines = numbered("line", 300);
    EntryId last;
    for (const std::string &line : lines)
        last = alice.post(line);
    alice.await([&] { return alice.reached(last, DraftState::stored); });
    bob.await([&] { return bob.texts().size() >= lines.size(); });
    CHECK(bob.texts() == lines);
    alice.await([&] { return alice.texts().size() >= lines.size(); });
    CHECK(alice.texts() == lines);
}

TEST_CASE("link: a private room's words reach its members by their own connection") {
    const TemporaryFolder data;
    const TemporaryFolder home;
    const BrokerProcess broker(data.path());
    Watcher alice(configOf("alice", broker.address(), home.path()));
    Watcher bob(configOf("bob", broker.address(), home.path()));
    alice.awaitOnline();
    bob.awaitOnline();
    (void)alice.ask<wire::RoomReply>(wire::Create{.room = RoomName("ops"),
                                                  .kind = wire::RoomKind::privateRoom,
                                                  .title = {},
                                                  .topic = {},
                                                  .invite = {AccountName("bob")}});
    bob.await([&] {
        const auto rooms = bob.heard<RoomChanged>();
        return std::any_of(rooms.begin(), rooms.end(),
                           [](const RoomChanged &each) { return each.room.room.value == "ops"; });
    });
    alice.post("quietly", "ops");
    bob.await([&] { return !bob.texts("ops").empty(); });
    CHECK(bob.texts("ops") == std::vector<std::string>{"quietly"});
}

TEST_CASE("link: a broker that comes back on other ports is found, and nothing is lost meanwhile") {
    const TemporaryFolder data;
    const TemporaryFolder home;
    BrokerProcess broker(data.path(), 0, {"--rate", "off"});
    Watcher alice(configOf("alice", broker.address(), home.path()));
    Watcher bob(configOf("bob", broker.address(), home.path()));
    alice.awaitOnline();
    bob.awaitOnline();
    const std::uint16_t before = broker.line().requests;
    SECTION("killed") {
        broker.kill();
    }
    SECTION("ended properly") {
        broker.terminate();
    }
    alice.await([&] { return alice.lastConnection().state == Connection::offline; });
    const auto lines = numbered("meanwhile", 5);
    for (const std::string &line : lines)
        alice.post(line);
    broker.startAgain();
    CHECK(broker.line().requests != before);
    alice.push(ReconnectNow{});
    bob.await([&] { return bob.texts().size() >= lines.size(); });
    CHECK(bob.texts() == lines);
    CHECK(alice.heard<FirstContact>().size() == 1);
    CHECK(alice.heard<KeyChanged>().empty());
}

TEST_CASE("link: posts in flight while the broker is killed stand once each, in order") {
    const TemporaryFolder data;
    const TemporaryFolder home;
    BrokerProcess broker(data.path(), 0, {"--rate", "off"});
    Watcher alice(configOf("alice", broker.address(), home.path()));
    alice.awaitOnline();
    const auto lines = numbered("line", 400);
    std::vector<EntryId> ids;
    for (std::size_t i = 0; i < lines.size(); ++i) {
        ids.push_back(alice.post(lines[i]));
        if (i == 100 || i == 250) {
            // In the middle of it: some are stored, some on their way, some not yet sent.
            alice.await([&] { return alice.reached(ids[i - 60], DraftState::stored); });
            broker.kill();
            broker.startAgain();
        }
    }
    alice.await([&] { return alice.reached(ids.back(), DraftState::stored); });

    Watcher bob(configOf("bob", broker.address(), home.path()));
    bob.push(FollowRoom{.room = RoomName("lobby"), .after = Seq{0}});
    bob.await([&] { return bob.texts().size() >= lines.size(); });
    CHECK(bob.texts() == lines);
    alice.await([&] { return alice.texts().size() >= lines.size(); });
    CHECK(alice.texts() == lines);
}

TEST_CASE("link: it opens with its history before the network answers") {
    const TemporaryFolder data;
    const TemporaryFolder home;
    BrokerProcess broker(data.path());
    const auto lines = numbered("line", 20);
    {
        Watcher alice(configOf("alice", broker.address(), home.path()));
        alice.awaitOnline();
        CHECK_FALSE(alice.window().fromCache);
        for (const std::string &line : lines)
            alice.post(line);
        alice.await([&] { return alice.texts().size() >= lines.size(); });
        CHECK(alice.window("lobby", 10).fromCache); // what it has it need not ask for
        alice.push(KeepComposer{.room = RoomName("lobby"), .text = "half a thou"});
    }
    broker.kill();
    Watcher alice(configOf("alice", broker.address(), home.path()));
    const WindowLoaded page = alice.window("lobby", 100);
    CHECK(page.fromCache);
    REQUIRE(page.messages.size() >= lines.size());
    CHECK(std::get<wire::Text>(page.messages.back().entry.content).body == lines.back());
    REQUIRE(alice.heard<RoomsListed>().size() == 1);
    CHECK(alice.heard<RoomsListed>()[0].fromCache);
    REQUIRE(alice.heard<ComposerKept>().size() == 1);
    CHECK(alice.heard<ComposerKept>()[0].text == "half a thou");
}

TEST_CASE("link: an invite link makes an account, once, and leads to it ever after") {
    const TemporaryFolder data;
    const TemporaryFolder home;
    const TemporaryFolder elsewhere;
    const BrokerProcess broker(data.path());
    Watcher alice(configOf("alice", broker.address(), home.path()));
    alice.awaitOnline();
    const auto ticket = alice.ask<wire::TicketReply>(wire::Ticket{.purpose = wire::Purpose::account,
                                                                  .name = AccountName("carol"),
                                                                  .scope = {},
                                                                  .expiresS = {},
                                                                  .uses = {}});
    auto invite = parseInviteLink(ticket.link);
    REQUIRE(invite);
    invite->address = broker.address();
    link::LinkConfig config = configOf("x", broker.address(), elsewhere.path());
    config.name.reset();
    config.invite = invite;
    {
        Watcher carol(config);
        carol.awaitOnline();
        CHECK(carol.heard<FirstContact>().empty()); // the link vouches for the key
        CHECK(carol.heard<SignedIn>().back().me.name == AccountName("carol"));
        const EntryId id = carol.post("hello");
        carol.await([&] { return carol.reached(id, DraftState::stored); });
    }
    SECTION("opened again on this machine it is the same account") {
        Watcher carol(config);
        carol.awaitOnline();
        CHECK(carol.heard<SignedIn>().back().me.name == AccountName("carol"));
    }
    SECTION("and by name") {
        Watcher carol(configOf("carol", broker.address(), elsewhere.path()));
        carol.awaitOnline();
        CHECK(carol.heard<SignedIn>().back().me.name == AccountName("carol"));
    }
    SECTION("opened on another machine it is spent") {
        const TemporaryFolder third;
        config.folder = third.path();
        Watcher mallory(config);
        const ConnectionChanged last = mallory.awaitTrouble(Trouble::ticketSpent);
        CHECK(last.state == Connection::stopped);
    }
}

TEST_CASE("link: two programs of one account on one machine do not disturb each other") {
    const TemporaryFolder data;
    const TemporaryFolder home;
    const BrokerProcess broker(data.path());
    Watcher window(configOf("alice", broker.address(), home.path()));
    window.awaitOnline();
    {
        Watcher shell(configOf("alice", broker.address(), home.path()));
        shell.awaitOnline();
        const EntryId id = shell.post("from the shell");
        shell.await([&] { return shell.reached(id, DraftState::stored); });
        window.await([&] { return window.texts().size() == 1; });
        window.post("from the window");
        shell.await([&] { return shell.texts().size() == 2; });
    }
    window.await([&] { return window.texts().size() == 2; });
    CHECK(window.texts() == std::vector<std::string>{"from the shell", "from the window"});
    const auto devices = window.ask<wire::DevicesReply>(wire::Devices{});
    CHECK(devices.devices.size() == 1);
}

TEST_CASE("link: one-shot use needs no events") {
    const TemporaryFolder data;
    const TemporaryFolder home;
    const BrokerProcess broker(data.path());
    link::LinkConfig config = configOf("alice", broker.address(), home.path());
    config.events = false;
    config.joinedRooms = false;
    config.keepCache = false;
    Watcher alice(config);
    const EntryId id = alice.post("hello");
    alice.await([&] { return alice.reached(id, DraftState::stored); });
    alice.awaitOnline();
    alice.await([&] { return !alice.heard<RoomsListed>().empty(); });
    CHECK(alice.heard<RoomsListed>()[0].rooms.size() == 1);
    alice.push(FollowRoom{.room = RoomName("lobby"), .after = Seq{0}});
    alice.await([&] { return alice.texts().size() == 1; });
}
