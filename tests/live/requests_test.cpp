// Who is heard, in which order refusals are found, and how fast one may ask.
#include "tests/live/stage.hpp"
#include "tests/support/catch.hpp"

using namespace zchat;
using namespace zchat::live;
using namespace zchat::live::test;

namespace {

using Words = std::vector<std::string>;

wire::Scope scopeOf(std::optional<std::vector<std::string>> ops,
                    std::optional<std::uint64_t> rate = {}) {
    return wire::Scope{.rooms = {}, .ops = std::move(ops), .rate = rate};
}

} // namespace

TEST_CASE("live: frames that are no request are E_FRAME without a re") {
    Stage stage;
    stage.raw(1, "stranger", std::nullopt);
    CHECK(stage.answers(1, std::nullopt) == Words{"E_FRAME"});
}

TEST_CASE("live: bytes that are no MessagePack are E_DECODE without a re") {
    Stage stage;
    stage.raw(1, "stranger", "\xc1");
    CHECK(stage.answers(1, std::nullopt) == Words{"E_DECODE"});
}

TEST_CASE("live: an unknown op is E_OP even for a key without an account") {
    Stage stage;
    stage.raw(1, "stranger",
              wire::encodeValue(wire::Map{{"op", std::string("dance")}, {"re", std::int64_t{3}}}));
    CHECK(stage.answers(1, 3) == Words{"E_OP"});
}

TEST_CASE("live: E_AUTH is found before what is wrong with the fields") {
    Stage stage;
    stage.raw(1, "stranger",
              wire::encodeValue(wire::Map{{"op", std::string("post")}, {"re", std::int64_t{3}}}));
    CHECK(stage.answers(1, 3) == Words{"E_AUTH"});
}

TEST_CASE("live: a key without an account may say hello, and has nobody's name") {
    Stage stage;
    const auto re = stage.ask(1, "stranger", helloWith(true));
    const auto reply = stage.reply<wire::HelloReply>(1, re, helloWith(true));
    REQUIRE(reply);
    CHECK_FALSE(reply->me);
    CHECK(reply->server == "stage");
    CHECK(reply->registrationOpen);
    CHECK(stage.all<Ask>().empty());
}

TEST_CASE("live: the data folder's key may only administer") {
    Stage stage;
    const auto register_ = stage.ask(
        1, "folder", wire::Register{.name = AccountName("eve"), .title = {}, .label = {}});
    CHECK(stage.answers(1, register_) == Words{"E_AUTH"});
    stage.ask(1, "folder", wire::Revoke{.device = keyOf("alice"), .ticket = {}});
    REQUIRE(stage.all<Submit>().size() == 1);
    CHECK(stage.all<Submit>()[0].envelope.folderKey);
}

TEST_CASE("live: a post goes to the hub with the key and the time of its own message") {
    Stage stage;
    stage.account("alice");
    const auto re = stage.ask(1, "alice", textPost("lobby"));
    const auto submitted = stage.all<Submit>();
    REQUIRE(submitted.size() == 1);
    CHECK(submitted[0].envelope.device == keyOf("alice"));
    CHECK(submitted[0].envelope.re == re);
    CHECK(submitted[0].envelope.at == stage.now().wallMs);
    CHECK(submitted[0].envelope.registrationOpen);
    CHECK_FALSE(submitted[0].envelope.overRateMs);
}

TEST_CASE("live: each request gets exactly one answer") {
    Stage stage;
    stage.account("alice");
    const auto re = stage.ask(1, "alice", textPost("lobby"));
    stage.hubAnswers(1, re, wire::PostReply{.seq = Seq{1}, .at = 1});
    stage.hubAnswers(1, re, wire::PostReply{.seq = Seq{1}, .at = 1});
    CHECK(stage.answers(1, re) == Words{"ok"});
}

TEST_CASE("live: a hello without a common version is told the range") {
    Stage stage;
    stage.account("alice");
    for (const auto &versions : {std::vector<std::uint64_t>{}, {0}, {9999}}) {
        const auto re = stage.ask(
            1, "alice", wire::Hello{.versions = versions, .client = "old", .events = true});
        const auto refusal = stage.refusal(1, re);
        REQUIRE(refusal);
        CHECK(refusal->code == Code::version);
        CHECK(refusal->versions == std::vector<std::uint64_t>{1, 1});
    }
}

TEST_CASE("live: a REQ socket cannot ask for events") {
    Stage stage;
    stage.account("alice");
    stage.raw(1, "alice", wire::encodeRequest(5, helloWith(true)), true);
    CHECK(stage.answers(1, 5) == Words{"E_SCHEMA"});
    stage.raw(1, "alice", wire::encodeRequest(6, helloWith(false)), true);
    CHECK(stage.all<Ask>().size() == 1);
}

TEST_CASE("live: a reader that failed is E_STORAGE") {
    Stage stage;
    stage.account("alice");
    const auto re = stage.ask(1, "alice", wire::Devices{});
    stage.readerAnswers(1, re, Fault{.text = "disk"});
    CHECK(stage.answers(1, re) == Words{"E_STORAGE"});
}

TEST_CASE("live: more than 4,096 unanswered requests are E_BUSY") {
    LiveConfig config = Stage::openBroker();
    config.pace.limited = false;
    Stage stage(config);
    stage.account("alice");
    for (std::size_t i = 0; i < limits::unansweredRequests; ++i)
        stage.ask(1, "alice", textPost("lobby"));
    CHECK(stage.all<Submit>().size() == limits::unansweredRequests);
    const auto re = stage.ask(1, "alice", textPost("lobby"));
    const auto refusal = stage.refusal(1, re);
    REQUIRE(refusal);
    CHECK(refusal->code == Code::busy);
    CHECK(refusal->retryMs);
}

TEST_CASE("live: more than 4 MiB of unanswered requests are E_BUSY until answers come") {
    LiveConfig config = Stage::openBroker();
    config.pace.limited = false;
    Stage stage(config);
    stage.account("alice");
    std::uint64_t first = 0;
    std::uint64_t last = 0;
    while (stage.answers(1, last).empty()) {
        last = stage.ask(1, "alice", textPost("lobby", std::string(limits::textBytes, 'x')));
        if (first == 0)
            first = last;
        REQUIRE(last < 1000);
    }
    CHECK(stage.answers(1, last) == Words{"E_BUSY"});
    stage.hubAnswers(1, first, wire::PostReply{.seq = Seq{1}, .at = 1});
    const auto again =
        stage.ask(1, "alice", textPost("lobby", std::string(limits::textBytes, 'x')));
    CHECK(stage.answers(1, again).empty());
}

TEST_CASE("live: typing over its pace is E_RATE and says how long to wait") {
    Stage stage;
    stage.account("alice");
    stage.room("lobby", wire::RoomKind::publicRoom, {"alice"});
    for (std::uint64_t i = 0; i < limits::lightOpsBurst; ++i) {
        const auto re = stage.ask(1, "alice", typingIn("lobby"));
        REQUIRE(stage.answers(1, re) == Words{"ok"});
    }
    const auto re = stage.ask(1, "alice", typingIn("lobby"));
    const auto refusal = stage.refusal(1, re);
    REQUIRE(refusal);
    CHECK(refusal->code == Code::rate);
    REQUIRE(refusal->retryMs);
    CHECK(*refusal->retryMs == 200);
    stage.pass(200);
    const auto later = stage.ask(1, "alice", typingIn("lobby"));
    CHECK(stage.answers(1, later) == Words{"ok"});
}

TEST_CASE("live: a second session of an account buys no pace") {
    Stage stage;
    stage.account("alice");
    for (std::uint64_t i = 0; i < limits::lightOpsBurst; ++i)
        stage.ask(1, "alice", wire::SetStatus{.state = wire::State::away, .text = {}});
    const auto re = stage.ask(2, "alice", wire::SetStatus{.state = wire::State::away, .text = {}});
    CHECK(stage.answers(2, re) == Words{"E_RATE"});
}

TEST_CASE("live: a post over its pace reaches the hub with a mark") {
    Stage stage;
    stage.account("alice");
    for (std::uint64_t i = 0; i <= limits::postsBurst; ++i)
        stage.ask(1, "alice", textPost("lobby"));
    const auto submitted = stage.all<Submit>();
    REQUIRE(submitted.size() == limits::postsBurst + 1);
    CHECK_FALSE(submitted[limits::postsBurst - 1].envelope.overRateMs);
    CHECK(submitted.back().envelope.overRateMs == std::optional<std::uint64_t>(20));
}

TEST_CASE("live: without limits only a bot's own rate holds") {
    LiveConfig config = Stage::openBroker();
    config.pace.limited = false;
    Stage stage(config);
    stage.account("alice");
    stage.account("bot", scopeOf({}, 2));
    for (std::uint64_t i = 0; i < 2 * limits::postsBurst; ++i)
        stage.ask(1, "alice", textPost("lobby"));
    for (const Submit &submitted : stage.all<Submit>())
        REQUIRE_FALSE(submitted.envelope.overRateMs);
    stage.clear();
    for (int i = 0; i < 3; ++i)
        stage.ask(2, "bot", textPost("lobby"));
    CHECK(stage.all<Submit>().back().envelope.overRateMs == std::optional<std::uint64_t>(500));
    const auto re = stage.ask(2, "bot", wire::Devices{});
    CHECK(stage.answers(2, re) == Words{"E_RATE"});
}

TEST_CASE("live: a bot may not type or set a status outside its ops") {
    Stage stage;
    stage.account("bot", scopeOf(std::vector<std::string>{"post"}));
    stage.room("lobby", wire::RoomKind::publicRoom, {"bot"});
    const auto typing = stage.ask(1, "bot", typingIn("lobby"));
    CHECK(stage.answers(1, typing) == Words{"E_DENIED"});
    const auto ping = stage.ask(1, "bot", wire::Ping{});
    CHECK(stage.answers(1, ping) == Words{"ok"});
}

TEST_CASE("live: typing in a secret room and in an absent one is refused alike") {
    Stage secret;
    secret.account("alice");
    secret.account("bob");
    secret.room("ops", wire::RoomKind::privateRoom, {"bob"});
    secret.raw(1, "alice", wire::encodeRequest(7, typingIn("ops")));
    Stage absent;
    absent.account("alice");
    absent.raw(1, "alice", wire::encodeRequest(7, typingIn("ops")));
    REQUIRE(secret.answers(1, 7) == Words{"E_NOT_FOUND"});
    CHECK(*secret.all<Send>()[0].body == *absent.all<Send>()[0].body);
}

TEST_CASE("live: bye is answered, then the session is gone") {
    Stage stage;
    stage.account("alice");
    stage.hello(1, "alice");
    const auto re = stage.ask(1, "alice", wire::Bye{});
    CHECK(stage.answers(1, re) == Words{"ok"});
    CHECK(stage.live().sessions() == 0);
    const auto late = stage.ask(1, "alice", wire::Ping{});
    CHECK(stage.answers(1, late).empty());
    CHECK(stage.live().sessions() == 0);
    stage.pass(1000);
    CHECK(stage.wasShut(1));
}

TEST_CASE("live: a hello tells the hub that the device was seen, at most once a minute") {
    Stage stage;
    stage.account("alice");
    stage.hello(1, "alice");
    stage.hello(1, "alice");
    CHECK(stage.all<Submit>().size() == 1);
    CHECK(std::holds_alternative<hub::Seen>(stage.all<Submit>()[0].envelope.input));
    for (int i = 0; i < 4; ++i) {
        stage.pass(20'000);
        stage.ask(1, "alice", wire::Ping{});
    }
    stage.hello(1, "alice");
    CHECK(stage.all<Submit>().size() == 2);
}
