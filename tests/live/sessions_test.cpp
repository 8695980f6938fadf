// Sessions and admission: who is connected, for how long, and which keys may.
#include "tests/live/stage.hpp"
#include "tests/support/catch.hpp"

using namespace zchat;
using namespace zchat::live;
using namespace zchat::live::test;

namespace {

hub::TicketChanged ticket(const std::string &key, TimeMs expires, bool spent, bool revoked) {
    return hub::TicketChanged{
        .ticket = keyOf(key), .expires = expires, .spent = spent, .revoked = revoked};
}

hub::DeviceChanged revoked(const std::string &name) {
    return hub::DeviceChanged{.device = keyOf(name), .account = AccountName(name), .revoked = true};
}

} // namespace

TEST_CASE("live: the 33rd session of an account ends its longest silent one") {
    Stage stage;
    stage.account("alice");
    for (std::uint64_t id = 1; id <= limits::sessionsPerAccount; ++id) {
        stage.ask(id, "alice", wire::Ping{});
        stage.pass(1);
    }
    stage.ask(1, "alice", wire::Ping{});
    stage.ask(100, "alice", wire::Ping{});
    CHECK(stage.wasShut(2));
    CHECK_FALSE(stage.wasShut(1));
    CHECK(stage.live().sessions() == limits::sessionsPerAccount);
}

TEST_CASE("live: a key without an account has at most four sessions") {
    Stage stage;
    for (std::uint64_t id = 1; id <= 5; ++id) {
        stage.ask(id, "stranger", wire::Ping{});
        stage.pass(1);
    }
    CHECK(stage.wasShut(1));
    CHECK(stage.live().sessions() == limits::sessionsPerStranger);
}

TEST_CASE("live: a session silent for 30 s is shut, one that pings is not") {
    Stage stage;
    stage.account("alice");
    stage.account("bob");
    stage.ask(1, "alice", wire::Ping{});
    stage.ask(2, "bob", wire::Ping{});
    for (int i = 0; i < 4; ++i) {
        stage.pass(limits::pingEveryMs);
        stage.ask(2, "bob", wire::Ping{});
    }
    CHECK(stage.wasShut(1));
    CHECK_FALSE(stage.wasShut(2));
}

TEST_CASE("live: a key is admitted before the reply that announces it") {
    Stage stage;
    const auto re = stage.ask(
        1, "alice", wire::Register{.name = AccountName("alice"), .title = {}, .label = {}});
    stage.clear();
    stage.told(
        {hub::AccountChanged{.name = AccountName("alice"),
                             .title = "alice",
                             .role = wire::AccountRole::member,
                             .bot = false,
                             .scope = {},
                             .enabled = true},
         hub::DeviceChanged{
             .device = keyOf("alice"), .account = AccountName("alice"), .revoked = false},
         hub::Answer{.session = SessionId{1}, .re = re, .body = wire::Reply(wire::OkReply{})}});
    REQUIRE(stage.actions().size() == 2);
    CHECK(std::holds_alternative<Admit>(stage.actions()[0]));
    CHECK(std::holds_alternative<Send>(stage.actions()[1]));
    CHECK(stage.admitted("alice")->requests);
    CHECK(stage.admitted("alice")->events);
    stage.ask(1, "alice", textPost("lobby"));
    CHECK(stage.all<Submit>().size() == 1);
}

TEST_CASE("live: a bot whose scope names rooms is not admitted to events") {
    Stage stage;
    stage.account("rooms", wire::Scope{.rooms = std::vector<RoomName>{}, .ops = {}, .rate = {}});
    stage.account("ops",
                  wire::Scope{.rooms = {}, .ops = std::vector<std::string>{"post"}, .rate = {}});
    CHECK_FALSE(stage.admitted("rooms")->events);
    CHECK(stage.admitted("rooms")->requests);
    CHECK(stage.admitted("ops")->events);
}

TEST_CASE("live: a revoked device is refused at once, and heard no more") {
    Stage stage;
    stage.account("alice");
    stage.hello(1, "alice");
    stage.clear();
    stage.told({revoked("alice")});
    CHECK_FALSE(stage.admitted("alice")->requests);
    CHECK_FALSE(stage.admitted("alice")->events);
    CHECK(stage.admitted("alice")->known);
    CHECK(stage.wasShut(1));
    stage.clear();
    stage.ask(2, "alice", wire::Ping{});
    CHECK(stage.wasShut(2));
    CHECK(stage.all<Send>().empty());
}

TEST_CASE("live: who revokes the own device hears the answer before being shut") {
    Stage stage;
    stage.account("alice");
    stage.hello(1, "alice");
    const auto re = stage.ask(1, "alice", wire::Revoke{.device = keyOf("alice"), .ticket = {}});
    stage.clear();
    stage.told(
        {revoked("alice"),
         hub::Answer{.session = SessionId{1}, .re = re, .body = wire::Reply(wire::OkReply{})}});
    CHECK(stage.answers(1, re) == std::vector<std::string>{"ok"});
    CHECK_FALSE(stage.wasShut(1));
    const auto late = stage.ask(1, "alice", wire::Ping{});
    CHECK(stage.answers(1, late).empty());
    stage.pass(1000);
    CHECK(stage.wasShut(1));
    CHECK_FALSE(stage.admitted("alice")->requests);
}

TEST_CASE("live: disabling an account refuses every device of it, enabling admits them again") {
    Stage stage;
    stage.account("alice");
    hub::AccountChanged changed{.name = AccountName("alice"),
                                .title = "alice",
                                .role = wire::AccountRole::member,
                                .bot = false,
                                .scope = {},
                                .enabled = false};
    stage.told({changed});
    CHECK_FALSE(stage.admitted("alice")->requests);
    changed.enabled = true;
    stage.told({changed});
    CHECK(stage.admitted("alice")->requests);
}

TEST_CASE("live: a spent ticket's connection ends within a second where strangers may not be") {
    Stage stage(Stage::inviteBroker());
    stage.told({ticket("ticket", stage.now().wallMs + 60'000, false, false)});
    CHECK(stage.admitted("ticket")->requests);
    CHECK_FALSE(stage.admitted("ticket")->events);
    CHECK(stage.admitted("ticket")->expires == stage.now().wallMs + 60'000);
    const auto re = stage.ask(
        1, "ticket",
        wire::Redeem{
            .device = keyOf("alice"), .name = AccountName("alice"), .title = {}, .label = {}});
    stage.told(
        {ticket("ticket", stage.now().wallMs + 60'000, true, false),
         hub::Answer{.session = SessionId{1}, .re = re, .body = wire::Reply(wire::OkReply{})}});
    CHECK(stage.answers(1, re) == std::vector<std::string>{"ok"});
    stage.pass(1000);
    CHECK(stage.wasShut(1));
    CHECK_FALSE(stage.admitted("ticket")->requests);
    CHECK_FALSE(stage.admitted("ticket")->known);
}

TEST_CASE("live: an expired ticket's connection ends within a second where strangers may not be") {
    Stage stage(Stage::inviteBroker());
    stage.told({ticket("ticket", stage.now().wallMs + 5'000, false, false)});
    stage.ask(1, "ticket", wire::Ping{});
    stage.pass(4'999);
    CHECK_FALSE(stage.wasShut(1));
    stage.pass(1'000);
    CHECK(stage.wasShut(1));
}

TEST_CASE("live: where registration is open a spent ticket is a stranger, a revoked one refused") {
    Stage stage;
    stage.told({ticket("spent", stage.now().wallMs + 5'000, false, false),
                ticket("revoked", stage.now().wallMs + 5'000, false, false)});
    stage.ask(1, "spent", wire::Ping{});
    stage.ask(2, "revoked", wire::Ping{});
    stage.told({ticket("spent", stage.now().wallMs + 5'000, true, false),
                ticket("revoked", stage.now().wallMs + 5'000, false, true)});
    CHECK_FALSE(stage.wasShut(1));
    CHECK(stage.admitted("spent")->requests);
    CHECK_FALSE(stage.admitted("spent")->known);
    CHECK(stage.wasShut(2));
    CHECK_FALSE(stage.admitted("revoked")->requests);
}
