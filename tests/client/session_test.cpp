#include "tests/client/brain.hpp"

using namespace zchat;
using namespace zchat::client;

TEST_CASE("client: a known device says hello, subscribes, and is online with the first beat") {
    Brain brain;
    brain.start();
    REQUIRE(brain.ordered<AskFrontDoor>());
    brain.openDoor();
    REQUIRE(brain.ordered<OpenRequests>());
    brain.in(SocketUp{.socket = Socket::requests});
    CHECK_FALSE(brain.ordered<OpenEvents>());

    const auto first = brain.next<wire::Hello>();
    CHECK_FALSE(first.request.events);
    brain.reply(first.re, brain.helloReply({summary(lobby, 3)}));
    const auto page = brain.next<wire::Rooms>();
    CHECK(page.request.after == lobby);
    brain.reply(page.re, wire::RoomsReply{});

    REQUIRE(brain.ordered<OpenEvents>());
    CHECK(brain.topics == std::set<std::string>{"room/lobby/", "beat/", "presence/"});
    brain.in(SocketUp{.socket = Socket::events});
    const auto second = brain.next<wire::Hello>();
    CHECK(second.request.events);
    brain.reply(second.re, brain.helloReply({summary(lobby, 3)}));
    CHECK(brain.lastConnection().state == Connection::connecting);
    brain.beat();
    CHECK(brain.lastConnection().state == Connection::online);
    CHECK_FALSE(brain.next<wire::Rooms>().request.after); // compares every room
    CHECK(brain.heard<SignedIn>().size() == 1);
    CHECK(brain.heard<RoomsListed>().size() == 1);
}

TEST_CASE("client: the topics of private and direct rooms are never subscribed to") {
    Brain brain;
    brain.start();
    const RoomName direct("~abcdefghijklmnopqrstuvwxyz");
    brain.connect({summary(lobby, 1), summary(ops, 4, wire::RoomKind::privateRoom),
                   summary(direct, 2, wire::RoomKind::direct)});
    CHECK(brain.topics == std::set<std::string>{"room/lobby/", "beat/", "presence/"});
    brain.whisper(wire::LogEvent{.room = ops, .entries = {text(5, "quiet")}});
    CHECK(brain.seqsAdded(ops) == std::vector<std::uint64_t>{5});
}

TEST_CASE("client: a device without an account registers where registration is open") {
    Brain brain;
    brain.start();
    brain.openDoor();
    brain.in(SocketUp{.socket = Socket::requests});
    wire::HelloReply stranger = brain.helloReply({});
    stranger.me.reset();
    brain.reply(brain.next<wire::Hello>().re, stranger);
    const auto asked = brain.next<wire::Register>();
    CHECK(asked.request.name == alice);
    CHECK_FALSE(brain.ordered<OpenEvents>());

    SECTION("and goes on as that account") {
        brain.reply(asked.re, wire::MeReply{.me = *brain.helloReply({}).me});
        CHECK(brain.kept.me->name == alice);
        brain.answerHello({summary(lobby, 1)});
        brain.answerListing({});
        CHECK(brain.ordered<OpenEvents>());
    }
    SECTION("and stops where the name is taken") {
        brain.refuse(asked.re, refusalOf(Code::conflict));
        CHECK(brain.lastConnection().state == Connection::stopped);
        CHECK(brain.lastConnection().trouble == Trouble::nameRefused);
    }
}

TEST_CASE(
    "client: an invite link is redeemed with its ticket, then the device's own key connects") {
    CoreConfig config = aliceConfig();
    config.invited = brokerKey;
    Brain brain(config);
    brain.start();
    brain.openDoor();
    CHECK(std::get<OpenRequests>(brain.orders.back()).identity == Identity::ticket);
    CHECK(brain.kept.pinned == brokerKey);
    CHECK(brain.heard<FirstContact>().empty()); // the link vouches for the key

    brain.in(SocketUp{.socket = Socket::requests});
    const auto redeem = brain.next<wire::Redeem>();
    CHECK(redeem.request.device == deviceKey);

    SECTION("the broker takes it") {
        brain.reply(redeem.re, wire::MeReply{.me = *brain.helloReply({}).me});
        CHECK(brain.kept.me->name == alice);
        CHECK(std::get<OpenRequests>(brain.orders.back()).identity == Identity::device);
        brain.in(SocketUp{.socket = Socket::requests});
        brain.answerHello({summary(lobby, 1)});
        CHECK(brain.heard<SignedIn>().size() == 1);
    }
    SECTION("the answer was lost: the device's key is welcome already") {
        brain.lose();
        brain.pass(1'000);
        brain.openDoor();
        brain.in(SocketRefused{.socket = Socket::requests, .status = 400});
        CHECK(std::get<OpenRequests>(brain.orders.back()).identity == Identity::device);
        brain.dropSent();
        brain.in(SocketUp{.socket = Socket::requests});
        brain.answerHello({summary(lobby, 1)});
        CHECK(brain.heard<SignedIn>().size() == 1);
    }
    SECTION("it is spent, and neither is the device known") {
        brain.refuse(redeem.re, refusalOf(Code::gone));
        brain.in(SocketRefused{.socket = Socket::requests, .status = 400});
        CHECK(brain.lastConnection().state == Connection::stopped);
        CHECK(brain.lastConnection().trouble == Trouble::ticketSpent);
    }
}

TEST_CASE("client: the first key seen at an address is pinned, another one stops the client") {
    Brain brain;
    brain.start();
    brain.openDoor();
    REQUIRE(brain.heard<FirstContact>().size() == 1);
    CHECK(brain.kept.pinned == brokerKey);

    Brain later(aliceConfig(), brain.kept);
    later.start();
    later.openDoor(keyOf(0xee));
    CHECK(later.heard<KeyChanged>().size() == 1);
    CHECK(later.lastConnection().state == Connection::stopped);
    CHECK(later.lastConnection().trouble == Trouble::keyChanged);
    CHECK_FALSE(later.ordered<OpenRequests>());
    CHECK(later.kept.pinned == brokerKey);
    later.orders.clear();
    later.pass(60'000);
    CHECK_FALSE(later.ordered<AskFrontDoor>());
    later.ask(ReconnectNow{});
    CHECK(later.ordered<AskFrontDoor>());
}

TEST_CASE("client: an invite link replaces the pin, but not against a front door that differs") {
    CoreConfig config = aliceConfig();
    config.invited = brokerKey;
    Kept kept;
    kept.pinned = keyOf(0x01);
    SECTION("the front door shows the link's key") {
        Brain brain(config, kept);
        brain.start();
        brain.openDoor();
        CHECK(brain.kept.pinned == brokerKey);
        CHECK(brain.ordered<OpenRequests>());
    }
    SECTION("the front door shows the old one") {
        Brain brain(config, kept);
        brain.start();
        brain.openDoor(keyOf(0x01));
        CHECK(brain.lastConnection().trouble == Trouble::keyChanged);
        CHECK(brain.kept.pinned == keyOf(0x01));
    }
}

TEST_CASE("client: a device that the broker does not know stops, once that is certain") {
    Brain brain;
    brain.start();
    brain.openDoor();
    brain.in(SocketRefused{.socket = Socket::requests, .status = 400});
    CHECK(brain.lastConnection().state == Connection::offline);
    brain.pass(1'000);
    brain.openDoor();
    brain.in(SocketRefused{.socket = Socket::requests, .status = 400});
    CHECK(brain.lastConnection().state == Connection::stopped);
    CHECK(brain.lastConnection().trouble == Trouble::keyRefused);
    CHECK(brain.lastConnection().text.find("invite link") != std::string::npos);
}

TEST_CASE("client: a broker that limits handshakes is asked again five seconds later") {
    Brain brain;
    brain.start();
    brain.openDoor();
    brain.in(SocketRefused{.socket = Socket::requests, .status = 500});
    CHECK(brain.lastConnection().trouble == Trouble::tooFast);
    CHECK(brain.lastConnection().retryInMs == 5'000);
    brain.forget();
    brain.pass(4'900);
    CHECK_FALSE(brain.ordered<AskFrontDoor>());
    brain.pass(200);
    CHECK(brain.ordered<AskFrontDoor>());
}

TEST_CASE("client: it waits with jitter, longer each time but never over ten seconds") {
    Brain brain;
    brain.start();
    std::int64_t longest = 0;
    for (int i = 0; i < 40; ++i) {
        brain.in(DoorFailed{.trouble = Trouble::noBroker});
        const ConnectionChanged changed = brain.lastConnection();
        REQUIRE(changed.state == Connection::offline);
        REQUIRE(changed.trouble == Trouble::noBroker);
        REQUIRE(changed.retryInMs <= 10'000);
        if (i < 1)
            CHECK(changed.retryInMs <= 500);
        longest = std::max(longest, changed.retryInMs);
        brain.pass(changed.retryInMs);
    }
    CHECK(longest > 5'000);
}

TEST_CASE("client: ReconnectNow does not wait for the pause to end") {
    Brain brain;
    brain.start();
    for (int i = 0; i < 6; ++i) {
        brain.in(DoorFailed{.trouble = Trouble::unreachable});
        brain.forget();
        brain.ask(ReconnectNow{});
        REQUIRE(brain.ordered<AskFrontDoor>());
    }
}

TEST_CASE("client: a broker that answers no ping is left after fifteen seconds") {
    Brain brain;
    brain.start();
    brain.connect({summary(lobby, 1)});
    brain.forget();
    // Beats go on, so only the requests' side is half open.
    for (int i = 0; i < 24; ++i) {
        brain.pass(1'000);
        brain.beat();
    }
    CHECK_FALSE(brain.ordered<CloseSockets>());
    brain.pass(1'000);
    CHECK(brain.ordered<CloseSockets>());
    CHECK(brain.lastConnection().trouble == Trouble::lost);
}

TEST_CASE("client: any word of the broker counts as life") {
    Brain brain;
    brain.start();
    brain.connect({summary(lobby, 1)});
    brain.forget();
    for (int i = 0; i < 60; ++i) {
        brain.pass(1'000);
        brain.beat();
        brain.whisper(wire::NoticeEvent{.text = "still here", .warning = false});
    }
    CHECK_FALSE(brain.ordered<CloseSockets>());
}

TEST_CASE("client: without beats every room is compared, and in the end the sockets are renewed") {
    Brain brain;
    brain.start();
    brain.connect({summary(lobby, 1)});
    brain.forget();
    brain.pass(2'500);
    brain.answerListing({summary(lobby, 1)});
    SECTION("the beat that ends the silence compares once more") {
        brain.beat();
        CHECK(brain.tryNext<wire::Rooms>().has_value());
    }
    SECTION("the silence lasts") {
        brain.pass(15'000);
        CHECK(brain.ordered<CloseSockets>());
    }
}

TEST_CASE("client: told that it gets no events it says hello again and compares") {
    Brain brain;
    brain.start();
    brain.connect({summary(lobby, 1)});
    for (int i = 0; i < 10; ++i) {
        brain.pass(1'000);
        brain.beat();
    }
    const auto ping = brain.next<wire::Ping>();
    brain.reply(ping.re, wire::PingReply{.now = 1, .events = false, .heads = {}});
    CHECK(brain.next<wire::Hello>().request.events);
    CHECK(brain.tryNext<wire::Rooms>().has_value());
}

TEST_CASE("client: a bot that may not hear the events' port hears all by its requests") {
    Brain brain;
    brain.start();
    brain.openDoor();
    brain.in(SocketUp{.socket = Socket::requests});
    brain.answerHello({summary(ops, 1)});
    brain.answerListing({});
    brain.in(SocketRefused{.socket = Socket::events, .status = 400});
    brain.answerHello({summary(ops, 1)});
    CHECK(brain.lastConnection().state == Connection::online);
    brain.whisper(wire::LogEvent{.room = ops, .entries = {text(2, "by router")}});
    CHECK(brain.seqsAdded(ops) == std::vector<std::uint64_t>{2});
}

TEST_CASE("client: a question without a connection is refused at once") {
    Brain brain;
    brain.start();
    brain.ask(AskBroker{.token = 7, .request = wire::Devices{}});
    const auto answers = brain.heard<Answered>();
    REQUIRE(answers.size() == 1);
    CHECK(answers[0].token == 7);
    CHECK(std::get<Refusal>(answers[0].body).code == Code::busy);
}

TEST_CASE("client: a question finds its answer, or the end of its connection") {
    Brain brain;
    brain.start();
    brain.connect({summary(lobby, 1)});
    brain.ask(AskBroker{.token = 1, .request = wire::Devices{}});
    brain.ask(AskBroker{.token = 2, .request = wire::People{.query = {}, .after = {}, .limit = 5}});
    brain.reply(brain.next<wire::People>().re, wire::PeopleReply{});
    brain.lose();
    const auto answers = brain.heard<Answered>();
    REQUIRE(answers.size() == 2);
    CHECK(answers[0].token == 2);
    CHECK(std::holds_alternative<wire::Reply>(answers[0].body));
    CHECK(answers[1].token == 1);
    CHECK(std::get<Refusal>(answers[1].body).code == Code::busy);
}

TEST_CASE("client: no common version is a hard stop") {
    Brain brain;
    brain.start();
    brain.openDoor();
    brain.in(SocketUp{.socket = Socket::requests});
    Refusal refusal = refusalOf(Code::version);
    refusal.versions = {7, 9};
    brain.refuse(brain.next<wire::Hello>().re, refusal);
    CHECK(brain.lastConnection().state == Connection::stopped);
    CHECK(brain.lastConnection().trouble == Trouble::version);
}

TEST_CASE("client: it says goodbye before it ends") {
    Brain brain;
    brain.start();
    SECTION("where somebody listens") {
        brain.connect({summary(lobby, 1)});
        brain.in(Stop{});
        CHECK_FALSE(brain.ordered<SaidGoodbye>());
        brain.reply(brain.next<wire::Bye>().re, wire::OkReply{});
        CHECK(brain.ordered<SaidGoodbye>());
    }
    SECTION("and waits for nobody else") {
        brain.in(Stop{});
        CHECK(brain.ordered<SaidGoodbye>());
    }
}
