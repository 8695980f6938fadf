// Who hears what, and when: nothing private is ever published, and nobody hears a room they left.
#include "tests/live/stage.hpp"
#include "tests/support/catch.hpp"

using namespace zchat;
using namespace zchat::live;
using namespace zchat::live::test;

namespace {

wire::Scope rooms(std::vector<std::string> names) {
    std::vector<RoomName> scope;
    for (std::string &name : names)
        scope.emplace_back(std::move(name));
    return wire::Scope{.rooms = std::move(scope), .ops = {}, .rate = {}};
}

wire::RoomSummary summary(const std::string &room) {
    wire::RoomSummary made;
    made.room = RoomName(room);
    made.kind = wire::RoomKind::privateRoom;
    return made;
}

// Two people who hear events, one public room and a private one of alice's.
void fill(Stage &stage) {
    stage.account("alice");
    stage.account("bob");
    stage.room("lobby", wire::RoomKind::publicRoom, {"alice", "bob"});
    stage.room("den", wire::RoomKind::privateRoom, {"alice"});
    stage.hello(1, "alice");
    stage.hello(2, "bob");
    stage.pass(1);
    stage.clear();
}

} // namespace

TEST_CASE("live: a public room's entries are published once and sent to nobody") {
    Stage stage;
    fill(stage);
    stage.say("lobby", 1);
    REQUIRE(stage.all<Publish>().size() == 1);
    CHECK(stage.all<Publish>()[0].topic == "room/lobby/");
    CHECK(stage.all<Send>().empty());
}

TEST_CASE("live: a private room's entries go to its members and are never published") {
    Stage stage;
    fill(stage);
    stage.say("den", 1);
    CHECK(stage.all<Publish>().empty());
    REQUIRE(stage.all<Send>().size() == 1);
    CHECK(stage.all<Send>()[0].session == SessionId{1});
    CHECK(stage.all<Send>()[0].rooms == std::vector{RoomName("den")});
}

TEST_CASE("live: sessions that did not ask for events hear none") {
    Stage stage;
    fill(stage);
    stage.hello(3, "alice", false);
    stage.clear();
    stage.say("den", 1);
    CHECK(stage.events<wire::LogEvent>(1).size() == 1);
    CHECK(stage.events<wire::LogEvent>(3).empty());
}

TEST_CASE("live: a removed member hears nothing of the turn that removed, and loses what waits") {
    Stage stage;
    fill(stage);
    stage.told(
        {hub::MemberChanged{.room = RoomName("den"), .who = AccountName("bob"), .present = true}});
    stage.say("den", 1);
    CHECK(stage.events<wire::LogEvent>(2).size() == 1);
    stage.clear();
    stage.told(
        {hub::MemberChanged{.room = RoomName("den"), .who = AccountName("bob"), .present = false},
         hub::Said{.room = RoomName("den"), .entries = {textEntry(2), textEntry(3)}},
         hub::Told{.account = AccountName("bob"),
                   .event = wire::RoomsEvent{.room = summary("den"), .gone = true},
                   .except = {}}});
    CHECK(stage.events<wire::LogEvent>(2).empty());
    CHECK(stage.events<wire::LogEvent>(1).size() == 1);
    REQUIRE(stage.all<Purge>().size() == 1);
    CHECK(stage.all<Purge>()[0].session == SessionId{2});
    CHECK(stage.all<Purge>()[0].room == RoomName("den"));
    const auto gone = stage.events<wire::RoomsEvent>(2);
    REQUIRE(gone.size() == 1);
    CHECK(gone[0].gone);
    CHECK(stage.all<Send>().back().rooms.empty());
}

TEST_CASE("live: a page asked for as a member and read before the removal is not handed out") {
    Stage stage;
    fill(stage);
    const wire::Entries asked{.room = RoomName("den"), .after = Seq{}, .limit = 50};
    const auto re = stage.ask(1, "alice", asked);
    stage.remove("den", "alice");
    stage.readerAnswers(
        1, re,
        wire::Reply(wire::EntriesReply{.entries = {textEntry(1, "secret")}, .head = Seq{1}}));
    CHECK(stage.answers(1, re) == std::vector<std::string>{"E_NOT_FOUND"});
}

TEST_CASE("live: hits and rooms read before a removal lose that room") {
    Stage stage;
    fill(stage);
    wire::Hit hit;
    hit.room = RoomName("den");
    hit.message.entry = textEntry(1, "secret");
    const wire::Mentions asked{};
    const auto mentions = stage.ask(1, "alice", asked);
    const auto list = stage.ask(1, "alice", wire::Rooms{});
    stage.remove("den", "alice");
    stage.readerAnswers(1, mentions, wire::Reply(wire::HitsReply{.hits = {hit}, .next = {}}));
    stage.readerAnswers(1, list, wire::Reply(wire::RoomsReply{.rooms = {summary("den")}}));
    const auto hits = stage.reply<wire::HitsReply>(1, mentions, asked);
    REQUIRE(hits);
    CHECK(hits->hits.empty());
    CHECK(stage.reply<wire::RoomsReply>(1, list, wire::Rooms{})->rooms.empty());
}

TEST_CASE("live: a batch over 64 KiB leaves as several log events, in order") {
    Stage stage;
    fill(stage);
    hub::Said said{.room = RoomName("lobby"), .entries = {}};
    for (std::uint64_t seq = 1; seq <= 20; ++seq)
        said.entries.push_back(textEntry(seq, std::string(16'000, 'x')));
    stage.told({said});
    std::uint64_t expected = 1;
    for (const Publish &published : stage.all<Publish>())
        CHECK(published.body->size() <= limits::eventBytes);
    for (const wire::LogEvent &event : stage.published<wire::LogEvent>())
        for (const wire::Entry &entry : event.entries)
            CHECK(entry.seq.value == expected++);
    CHECK(expected == 21);
    CHECK(stage.all<Publish>().size() == 5);
}

TEST_CASE("live: copies to several sessions share one body") {
    Stage stage;
    fill(stage);
    stage.hello(3, "alice");
    stage.clear();
    stage.say("den", 1);
    const auto sent = stage.all<Send>();
    REQUIRE(sent.size() == 2);
    CHECK(sent[0].body == sent[1].body);
}

TEST_CASE("live: a bot with a room scope hears those rooms by its session, and no others") {
    Stage stage;
    fill(stage);
    stage.account("bot", rooms({"lobby", "den"}));
    stage.room("other", wire::RoomKind::privateRoom, {"bot"});
    stage.hello(7, "bot");
    stage.clear();
    stage.say("lobby", 1);
    CHECK(stage.all<Publish>().size() == 1);
    CHECK(stage.events<wire::LogEvent>(7).size() == 1);
    stage.say("den", 1);   // in scope, but no member
    stage.say("other", 1); // a member, but out of scope
    CHECK(stage.events<wire::LogEvent>(7).size() == 1);
    stage.told(
        {hub::MemberChanged{.room = RoomName("den"), .who = AccountName("bot"), .present = true}});
    stage.say("den", 2);
    CHECK(stage.events<wire::LogEvent>(7).size() == 2);
}

TEST_CASE("live: what is told to an account reaches its other sessions only") {
    Stage stage;
    fill(stage);
    stage.hello(3, "alice");
    stage.clear();
    stage.told({hub::Told{
        .account = AccountName("alice"),
        .event =
            wire::MarkerEvent{
                .room = RoomName("lobby"), .seq = Seq{1}, .unread = 0, .mentions = 0, .cursor = {}},
        .except = SessionId{1}}});
    CHECK(stage.events<wire::MarkerEvent>(1).empty());
    CHECK(stage.events<wire::MarkerEvent>(2).empty());
    CHECK(stage.events<wire::MarkerEvent>(3).size() == 1);
}

TEST_CASE("live: a beat each second names the public rooms that moved in the last five") {
    Stage stage;
    fill(stage);
    stage.say("lobby", 4);
    stage.say("den", 9);
    stage.clear();
    stage.pass(10'000);
    const auto beats = stage.published<wire::BeatEvent>();
    REQUIRE(beats.size() == 10);
    CHECK(beats[0].heads == std::map<RoomName, Seq>{{RoomName("lobby"), Seq{4}}});
    CHECK(beats[4].heads.size() == 1);
    CHECK(beats[6].heads.empty());
}

TEST_CASE("live: a hello brings a beat at once, never more than twenty a second") {
    Stage stage;
    fill(stage);
    stage.pass(100);
    stage.clear();
    stage.hello(3, "alice");
    stage.pass(0);
    CHECK(stage.published<wire::BeatEvent>().size() == 1);
    for (int i = 0; i < 100; ++i) {
        stage.hello(3, "alice");
        stage.pass(10);
    }
    CHECK(stage.published<wire::BeatEvent>().size() <= 21);
    CHECK(stage.published<wire::BeatEvent>().size() >= 19);
}

TEST_CASE("live: ping tells the closed rooms that moved since the last ping, or since hello") {
    Stage stage;
    fill(stage);
    stage.room("idle", wire::RoomKind::privateRoom, {"alice"});
    stage.say("den", 1);
    stage.say("lobby", 1);
    const auto first = stage.ask(1, "alice", wire::Ping{});
    CHECK(stage.reply<wire::PingReply>(1, first, wire::Ping{})->heads ==
          std::map<RoomName, Seq>{{RoomName("den"), Seq{1}}});
    CHECK(stage.reply<wire::PingReply>(1, first, wire::Ping{})->events);
    const auto second = stage.ask(1, "alice", wire::Ping{});
    CHECK(stage.reply<wire::PingReply>(1, second, wire::Ping{})->heads.empty());
    const auto bobs = stage.ask(2, "bob", wire::Ping{});
    CHECK(stage.reply<wire::PingReply>(2, bobs, wire::Ping{})->heads.empty());
    // Without a hello a first ping compares with nothing.
    const auto fresh = stage.ask(8, "alice", wire::Ping{});
    CHECK(stage.reply<wire::PingReply>(8, fresh, wire::Ping{})->heads.size() == 1);
    CHECK_FALSE(stage.reply<wire::PingReply>(8, fresh, wire::Ping{})->events);
}

TEST_CASE("live: presence is gathered, at most one event a second, with titles") {
    Stage stage;
    stage.account("alice");
    stage.account("bob");
    stage.hello(1, "alice");
    stage.pass(0);
    auto events = stage.published<wire::PresenceEvent>();
    REQUIRE(events.size() == 1);
    REQUIRE(events[0].states.size() == 1);
    CHECK(events[0].states[0].who == AccountName("alice"));
    CHECK(events[0].states[0].title == "alice");
    CHECK(events[0].states[0].state == wire::State::online);
    stage.clear();
    stage.hello(2, "bob");
    stage.ask(1, "alice", wire::SetStatus{.state = wire::State::away, .text = "lunch"});
    stage.pass(900);
    CHECK(stage.published<wire::PresenceEvent>().empty());
    stage.pass(100);
    events = stage.published<wire::PresenceEvent>();
    REQUIRE(events.size() == 1);
    REQUIRE(events[0].states.size() == 2);
    CHECK(events[0].states[0].state == wire::State::away);
    CHECK(events[0].states[0].text == std::optional<std::string>("lunch"));
}

TEST_CASE("live: who is gone before it was told was never here") {
    Stage stage;
    stage.account("alice");
    stage.account("bob");
    stage.hello(1, "alice");
    stage.pass(0);
    stage.clear();
    stage.hello(2, "bob");
    stage.live().ended(SessionId{2}, stage.now());
    stage.pass(2000);
    CHECK(stage.published<wire::PresenceEvent>().empty());
}

TEST_CASE("live: the last session with events that ends takes its account offline") {
    Stage stage;
    stage.account("alice");
    stage.hello(1, "alice");
    stage.hello(2, "alice");
    stage.pass(2000);
    stage.live().ended(SessionId{1}, stage.now());
    stage.clear();
    stage.pass(2000);
    CHECK(stage.published<wire::PresenceEvent>().empty());
    stage.live().ended(SessionId{2}, stage.now());
    stage.pass(2000);
    const auto events = stage.published<wire::PresenceEvent>();
    REQUIRE(events.size() == 1);
    CHECK(events[0].states[0].state == wire::State::offline);
}

TEST_CASE("live: lists of people and members say who is here") {
    Stage stage;
    fill(stage);
    stage.ask(1, "alice", wire::SetStatus{.state = wire::State::away, .text = "lunch"});
    const auto re = stage.ask(2, "bob", wire::People{});
    wire::PeopleReply people;
    people.people.push_back({.name = AccountName("alice"),
                             .title = "alice",
                             .state = wire::State::offline,
                             .text = {},
                             .bot = false});
    stage.readerAnswers(2, re, wire::Reply(people));
    const auto reply = stage.reply<wire::PeopleReply>(2, re, wire::People{});
    REQUIRE(reply);
    CHECK(reply->people[0].state == wire::State::away);
    CHECK(reply->people[0].text == std::optional<std::string>("lunch"));
}

TEST_CASE("live: typing is gathered, at most one event a second for each room") {
    Stage stage;
    fill(stage);
    stage.ask(1, "alice", typingIn("lobby"));
    stage.pass(0);
    CHECK(stage.published<wire::TypingEvent>().size() == 1);
    stage.ask(1, "alice", typingIn("lobby"));
    stage.ask(2, "bob", typingIn("lobby"));
    stage.pass(999);
    CHECK(stage.published<wire::TypingEvent>().size() == 1);
    stage.pass(1);
    const auto events = stage.published<wire::TypingEvent>();
    REQUIRE(events.size() == 2);
    CHECK(events[1].who == std::vector<AccountName>{AccountName("alice"), AccountName("bob")});
}

TEST_CASE("live: typing in a private room is sent to its members") {
    Stage stage;
    fill(stage);
    stage.ask(1, "alice", typingIn("den"));
    stage.pass(0);
    CHECK(stage.published<wire::TypingEvent>().empty());
    CHECK(stage.events<wire::TypingEvent>(1).size() == 1);
    CHECK(stage.events<wire::TypingEvent>(2).empty());
}

TEST_CASE("live: typing and receipts of rooms with more than 32 members are not told") {
    Stage stage;
    fill(stage);
    for (int i = 0; i < 31; ++i)
        stage.told({hub::MemberChanged{.room = RoomName("lobby"),
                                       .who = AccountName("extra" + std::to_string(i)),
                                       .present = true}});
    const auto re = stage.ask(1, "alice", typingIn("lobby"));
    stage.told({hub::ReceiptMoved{
        .room = RoomName("lobby"), .who = AccountName("alice"), .read = Seq{1}}});
    stage.pass(2000);
    CHECK(stage.answers(1, re) == std::vector<std::string>{"ok"});
    CHECK(stage.published<wire::TypingEvent>().empty());
    CHECK(stage.published<wire::ReceiptEvent>().empty());
}

TEST_CASE("live: receipts are gathered for each room") {
    Stage stage;
    fill(stage);
    stage.told({hub::ReceiptMoved{
        .room = RoomName("lobby"), .who = AccountName("alice"), .read = Seq{1}}});
    stage.pass(0);
    for (std::uint64_t seq : {2, 3})
        stage.told({hub::ReceiptMoved{
            .room = RoomName("lobby"), .who = AccountName("bob"), .read = Seq{seq}}});
    stage.pass(1000);
    const auto events = stage.published<wire::ReceiptEvent>();
    REQUIRE(events.size() == 2);
    CHECK(events[1].read == std::map<AccountName, Seq>{{AccountName("bob"), Seq{3}}});
}

TEST_CASE("live: everyone who hears events is told when the broker goes down") {
    Stage stage;
    fill(stage);
    stage.hello(3, "bob", false);
    stage.clear();
    stage.live().goingDown(stage.now());
    stage.collect();
    CHECK(stage.events<wire::NoticeEvent>(1).size() == 1);
    CHECK(stage.events<wire::NoticeEvent>(2).size() == 1);
    CHECK(stage.events<wire::NoticeEvent>(3).empty());
}
