// Busy rooms: what is said in them is told together, soon, once, and never before its turn.
#include "broker/live/holding.hpp"

#include <limits>
#include <optional>

#include "tests/live/stage.hpp"
#include "tests/support/catch.hpp"

using namespace zchat;
using namespace zchat::live;
using namespace zchat::live::test;

namespace {

// Two who hear an event take 50 ms at forty sends a second, of which 25 may be owed.
constexpr std::int64_t apartMs = 25;

LiveConfig brokerOf(std::size_t sendsPerSecond) {
    LiveConfig config = Stage::openBroker();
    config.sendsPerSecond = sendsPerSecond;
    return config;
}
LiveConfig slowBroker() {
    return brokerOf(40);
}

void fill(Stage &stage) {
    stage.account("alice");
    stage.account("bob");
    stage.room("lobby", wire::RoomKind::publicRoom, {"alice", "bob"});
    stage.room("den", wire::RoomKind::privateRoom, {"alice", "bob"});
    stage.hello(1, "alice");
    stage.hello(2, "bob");
    stage.pass(1);
    stage.clear();
}

std::vector<std::uint64_t> seqsOf(const std::vector<wire::LogEvent> &events) {
    std::vector<std::uint64_t> seqs;
    for (const wire::LogEvent &event : events)
        for (const wire::Entry &entry : event.entries)
            seqs.push_back(entry.seq.value);
    return seqs;
}

Held oneEntry(std::uint64_t seq) {
    return Held{.entries = {{wire::encodeEntry(textEntry(seq))}}, .head = Seq{seq}};
}

} // namespace

TEST_CASE("live: a silent room is told at once, and what follows together a little later") {
    Stage stage(slowBroker());
    fill(stage);
    stage.say("lobby", 1);
    CHECK(seqsOf(stage.published<wire::LogEvent>()) == std::vector<std::uint64_t>{1});
    stage.clear();
    stage.say("lobby", 2);
    stage.say("lobby", 3);
    stage.pass(apartMs - 1);
    CHECK(stage.published<wire::LogEvent>().empty());
    stage.pass(1);
    CHECK(stage.published<wire::LogEvent>().size() == 1);
    CHECK(seqsOf(stage.published<wire::LogEvent>()) == std::vector<std::uint64_t>{2, 3});
}

TEST_CASE("live: a room that fell silent is told at once again") {
    Stage stage(slowBroker());
    fill(stage);
    stage.say("lobby", 1);
    stage.say("lobby", 2);
    stage.pass(apartMs + limits::holdMs);
    stage.clear();
    stage.say("lobby", 3);
    CHECK(seqsOf(stage.published<wire::LogEvent>()) == std::vector<std::uint64_t>{3});
}

TEST_CASE("live: at the default pace a small room is never held") {
    Stage stage;
    fill(stage);
    for (std::uint64_t seq = 1; seq <= 3; ++seq)
        stage.say("lobby", seq);
    CHECK(stage.published<wire::LogEvent>().size() == 3);
}

TEST_CASE("live: members of a public room count without a session, those of a closed one do not") {
    Stage stage(slowBroker());
    stage.account("alice");
    stage.room("lobby", wire::RoomKind::publicRoom, {"alice", "bob", "carol"});
    stage.room("den", wire::RoomKind::privateRoom, {"alice", "bob", "carol"});
    stage.hello(1, "alice");
    stage.pass(1);
    stage.clear();
    for (const char *room : {"lobby", "den"}) {
        stage.say(room, 1);
        stage.pass(limits::holdMs);
        stage.clear();
        stage.say(room, 2);
        stage.say(room, 3);
        stage.pass(15);
        CHECK(stage.all<Publish>().size() + stage.all<Send>().size() ==
              (room == std::string("lobby") ? 1U : 2U));
        stage.pass(10 * limits::holdMs);
    }
}

TEST_CASE("live: a room waits longer while requests wait for the hub") {
    Stage stage(brokerOf(80));
    fill(stage);
    std::vector<std::uint64_t> asked;
    for (int i = 0; i < 32; ++i)
        stage.ask(2, "bob", wire::Rooms{}); // a reader's
    for (int i = 0; i < 16; ++i)
        asked.push_back(stage.ask(
            1, "alice", wire::Read{.room = RoomName("lobby"), .seq = Seq{1}, .cursor = {}}));
    stage.say("lobby", 1);
    stage.say("lobby", 2);
    CHECK(seqsOf(stage.published<wire::LogEvent>()) == std::vector<std::uint64_t>{1});
    stage.pass(apartMs);
    CHECK(seqsOf(stage.published<wire::LogEvent>()) == std::vector<std::uint64_t>{1, 2});
    SECTION("until they are answered") {
        for (const std::uint64_t re : asked)
            stage.hubAnswers(1, re, wire::ReadReply{.seq = Seq{1}});
    }
    SECTION("until who asked is gone") {
        stage.live().ended(SessionId{1}, stage.now());
    }
    stage.pass(10 * limits::holdMs);
    stage.clear();
    stage.say("lobby", 3);
    stage.say("lobby", 4);
    CHECK(seqsOf(stage.published<wire::LogEvent>()) == std::vector<std::uint64_t>{3, 4});
}

TEST_CASE("live: no beat and no ping names a head that is held") {
    Stage stage(slowBroker());
    fill(stage);
    for (const char *room : {"lobby", "den"}) {
        stage.say(room, 1);
        stage.say(room, 2);
    }
    stage.hello(3, "alice"); // asks for a beat
    stage.pass(1);
    for (const wire::BeatEvent &beat : stage.published<wire::BeatEvent>())
        for (const auto &[room, head] : beat.heads)
            CHECK(head == Seq{1});
    const auto re = stage.ask(1, "alice", wire::Ping{});
    const auto pinged = stage.reply<wire::PingReply>(1, re, wire::Ping{});
    REQUIRE(pinged);
    CHECK(pinged->heads == std::map<RoomName, Seq>{{RoomName("den"), Seq{1}}});
    stage.pass(limits::holdMs);
    const auto again = stage.ask(1, "alice", wire::Ping{});
    CHECK(stage.reply<wire::PingReply>(1, again, wire::Ping{})->heads ==
          std::map<RoomName, Seq>{{RoomName("den"), Seq{2}}});
}

TEST_CASE("live: who left meanwhile does not hear what was held, whoever came does") {
    Stage stage(slowBroker());
    fill(stage);
    stage.account("carol");
    stage.hello(3, "carol");
    stage.say("den", 1);
    stage.clear();
    stage.say("den", 2);
    stage.remove("den", "bob");
    stage.told({hub::MemberChanged{
        .room = RoomName("den"), .who = AccountName("carol"), .present = true}});
    stage.pass(limits::holdMs);
    CHECK(seqsOf(stage.events<wire::LogEvent>(1)) == std::vector<std::uint64_t>{2});
    CHECK(stage.events<wire::LogEvent>(2).empty());
    CHECK(seqsOf(stage.events<wire::LogEvent>(3)) == std::vector<std::uint64_t>{2});
}

TEST_CASE("live: a broker that goes down tells what it holds first, and holds nothing more") {
    Stage stage(slowBroker());
    fill(stage);
    stage.say("den", 1);
    stage.say("den", 2);
    stage.clear();
    stage.live().goingDown(stage.now());
    stage.collect();
    REQUIRE(stage.all<Send>().size() == 4);
    CHECK(seqsOf(stage.events<wire::LogEvent>(1)) == std::vector<std::uint64_t>{2});
    stage.clear();
    stage.say("den", 3);
    CHECK(seqsOf(stage.events<wire::LogEvent>(1)) == std::vector<std::uint64_t>{3});
}

TEST_CASE("holding: rooms share the sends, the one told the longest ago first, each in 100 ms") {
    Holding holding(1000);
    const RoomName a("a");
    const RoomName b("b");
    const auto tell = [&](const RoomName &room, std::size_t hearers, std::int64_t nowMs) {
        REQUIRE(holding.due(nowMs) == room);
        CHECK(holding.take(room, hearers, 0, nowMs).entries.size() == 1);
    };
    holding.add(a, oneEntry(1));
    tell(a, 20, 0);
    holding.add(b, oneEntry(1));
    tell(b, 25, 0);
    holding.add(b, oneEntry(2));
    holding.add(a, oneEntry(2));
    CHECK(holding.dueMs() == 20); // 45 sends were made, 25 may be owed
    CHECK_FALSE(holding.due(19));
    tell(a, 60, 20);
    CHECK(holding.dueMs() == 80);
    CHECK_FALSE(holding.due(79));
    tell(b, 10'000, 80);
    holding.add(a, oneEntry(3));
    CHECK(holding.dueMs() == 20 + limits::holdMs);
    tell(a, 5, 20 + limits::holdMs);
    CHECK(holding.dueMs() == std::numeric_limits<std::int64_t>::max());
    // Of the ten thousand no more than a hundred are still owed for.
    holding.add(a, oneEntry(4));
    CHECK(holding.dueMs() == 185);
}

TEST_CASE("holding: a few sends may be made in advance") {
    Holding holding(1000);
    const RoomName room("a");
    for (int i = 0; i < 6; ++i) {
        holding.add(room, oneEntry(1));
        REQUIRE(holding.due(5) == room);
        CHECK(holding.take(room, 5, 0, 5).head == Seq{1});
    }
    holding.add(room, oneEntry(2));
    CHECK(holding.dueMs() == 10);
}

TEST_CASE("holding: as much as one event may say does not wait for more") {
    Holding holding(1);
    const RoomName room("a");
    holding.add(room, oneEntry(1));
    CHECK(holding.take(room, 10, 0, 0).entries.size() == 1);
    holding.add(room, oneEntry(2));
    CHECK_FALSE(holding.due(1));
    holding.add(room, Held{.entries = {{wire::Bytes(limits::eventBytes, 'x')}}, .head = Seq{3}});
    REQUIRE(holding.due(1) == room);
    CHECK(holding.take(room, 10, 0, 1).entries.size() == 2);
}
