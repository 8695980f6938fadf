#include "shared/client/bounds.hpp"
#include "shared/wire/fold.hpp"
#include "tests/client/brain.hpp"

using namespace zchat;
using namespace zchat::client;

namespace {
using Seqs = std::vector<std::uint64_t>;
}

TEST_CASE("rooms: a room is followed from its head, then entry by entry") {
    Brain brain;
    brain.start();
    brain.connect({summary(lobby, 10)});
    CHECK(brain.seqsAdded(lobby).empty());
    brain.say(lobby, texts(11, 12));
    brain.say(lobby, texts(12, 13)); // one of them again
    CHECK(brain.seqsAdded(lobby) == Seqs{11, 12, 13});
    CHECK(brain.kept.positions[lobby] == Seq{13});
}

TEST_CASE("rooms: who comes and goes is counted from the log, and its changes are taken over") {
    Brain brain;
    brain.start();
    wire::RoomSummary before = summary(lobby, 10);
    before.members = 3;
    brain.connect({before});
    const auto entry = [](std::uint64_t seq, wire::Content content) {
        wire::Entry made = text(seq, "");
        made.id.reset();
        made.content = std::move(content);
        return made;
    };
    const auto member = [&](std::uint64_t seq, wire::Change change) {
        return entry(seq, wire::MemberChange{.who = bob, .change = change, .role = {}});
    };
    // The tenth is in the summary's count already.
    brain.say(lobby, {member(10, wire::Change::joined), member(11, wire::Change::joined),
                      member(12, wire::Change::invited), member(13, wire::Change::left),
                      member(14, wire::Change::role)});
    REQUIRE_FALSE(brain.heard<RoomChanged>().empty());
    CHECK(brain.heard<RoomChanged>().back().room.members == 4);
    brain.say(lobby, {entry(15, wire::RoomChange{.title = "Hall", .topic = {}, .archived = {}})});
    CHECK(brain.heard<RoomChanged>().back().room.title == "Hall");
    CHECK(brain.heard<RoomChanged>().back().room.topic == before.topic);
}

TEST_CASE("rooms: a hole is asked for, and what came early waits for it") {
    Brain brain;
    brain.start();
    brain.connect({summary(lobby, 10)});
    brain.say(lobby, texts(13, 14));
    CHECK(brain.seqsAdded(lobby).empty());
    CHECK_FALSE(brain.tryNext<wire::Entries>()); // not all clients at the same moment
    brain.pass(250);
    const auto asked = brain.next<wire::Entries>();
    CHECK(asked.request.after == Seq{10});
    brain.reply(asked.re, wire::EntriesReply{.entries = texts(11, 13), .head = Seq{14}});
    CHECK(brain.seqsAdded(lobby) == Seqs{11, 12, 13, 14});
    CHECK_FALSE(brain.tryNext<wire::Entries>());
}

TEST_CASE("rooms: a hole that fills by itself is not asked for") {
    Brain brain;
    brain.start();
    brain.connect({summary(lobby, 10)});
    brain.say(lobby, texts(12, 12));
    brain.say(lobby, texts(11, 11));
    CHECK(brain.seqsAdded(lobby) == Seqs{11, 12});
    brain.pass(500);
    CHECK_FALSE(brain.tryNext<wire::Entries>());
}

TEST_CASE("rooms: the head in a beat shows that the last message before a silence was lost") {
    Brain brain;
    brain.start();
    brain.connect({summary(lobby, 10)});
    brain.beat({{lobby, Seq{11}}});
    brain.pass(250);
    const auto asked = brain.next<wire::Entries>();
    brain.reply(asked.re, wire::EntriesReply{.entries = texts(11, 11), .head = Seq{11}});
    CHECK(brain.seqsAdded(lobby) == Seqs{11});
}

TEST_CASE("rooms: the head in a ping's answer does the same for a private room") {
    Brain brain;
    brain.start();
    brain.connect({summary(ops, 10, wire::RoomKind::privateRoom)});
    for (int i = 0; i < 10; ++i) {
        brain.pass(1'000);
        brain.beat();
    }
    brain.reply(brain.next<wire::Ping>().re,
                wire::PingReply{.now = 1, .events = true, .heads = {{ops, Seq{11}}}});
    brain.pass(250);
    CHECK(brain.next<wire::Entries>().request.room == ops);
}

TEST_CASE("rooms: pages are asked for until the head is reached") {
    Brain brain;
    brain.start();
    brain.connect({summary(lobby, 10)});
    brain.beat({{lobby, Seq{450}}});
    brain.pass(250);
    for (std::uint64_t first : {11U, 211U, 411U}) {
        const auto asked = brain.next<wire::Entries>();
        CHECK(asked.request.after == Seq{first - 1});
        CHECK(asked.request.limit == 200);
        brain.reply(
            asked.re,
            wire::EntriesReply{.entries = texts(first, std::min<std::uint64_t>(first + 199, 450)),
                               .head = Seq{450}});
    }
    CHECK_FALSE(brain.tryNext<wire::Entries>());
    CHECK(brain.seqsAdded(lobby).size() == 440);
}

TEST_CASE("rooms: what came early is bounded, and what did not fit is asked for") {
    Brain brain;
    brain.start();
    brain.connect({summary(lobby, 10)});
    for (std::uint64_t first = 12; first < 1'512; first += 100)
        brain.say(lobby, texts(first, first + 99));
    brain.pass(250);
    std::uint64_t reached = 10;
    while (auto asked = brain.tryNext<wire::Entries>()) {
        const std::uint64_t after = asked->request.after.value;
        reached = std::min<std::uint64_t>(after + 200, 1'511);
        brain.reply(asked->re,
                    wire::EntriesReply{.entries = texts(after + 1, reached), .head = Seq{1'511}});
    }
    const Seqs seqs = brain.seqsAdded(lobby);
    REQUIRE(seqs.size() == 1'501);
    for (std::size_t i = 0; i < seqs.size(); ++i)
        REQUIRE(seqs[i] == 11 + i);
}

TEST_CASE("rooms: after a reconnect every room that moved is asked for where it was left") {
    Brain brain;
    brain.start();
    brain.connect({summary(lobby, 10), summary(ops, 4)});
    brain.say(lobby, texts(11, 11));
    brain.lose();
    brain.reconnect({summary(lobby, 15), summary(ops, 4)});
    brain.pass(250);
    const auto asked = brain.next<wire::Entries>();
    CHECK(asked.request.room == lobby);
    CHECK(asked.request.after == Seq{11});
    CHECK_FALSE(brain.tryNext<wire::Entries>());
}

TEST_CASE("rooms: a new client goes on from the pages that were kept") {
    Kept kept;
    kept.positions[lobby] = Seq{7};
    kept.rooms[lobby] = summary(lobby, 7);
    Brain brain(aliceConfig(), kept);
    brain.start();
    REQUIRE(brain.heard<RoomsListed>().size() == 1);
    CHECK(brain.heard<RoomsListed>()[0].fromCache);
    brain.connect({summary(lobby, 10)});
    brain.pass(250);
    CHECK(brain.next<wire::Entries>().request.after == Seq{7});
}

TEST_CASE("rooms: a room too far ahead is skipped to its head") {
    Kept kept;
    kept.positions[lobby] = Seq{7};
    Brain brain(aliceConfig(), kept);
    brain.start();
    brain.connect({summary(lobby, 5'000)});
    REQUIRE(brain.heard<RoomSkipped>().size() == 1);
    CHECK(brain.heard<RoomSkipped>()[0].head == Seq{5'000});
    CHECK(brain.kept.positions[lobby] == Seq{5'000});
    brain.pass(250);
    CHECK_FALSE(brain.tryNext<wire::Entries>());
    brain.say(lobby, texts(5'001, 5'001));
    CHECK(brain.seqsAdded(lobby) == Seqs{5'001});
}

TEST_CASE("rooms: FollowRoom hears every entry after a seq, however far back") {
    CoreConfig config = aliceConfig();
    config.joinedRooms = false;
    Brain brain(config);
    brain.start();
    brain.ask(FollowRoom{.room = ops, .after = Seq{0}});
    brain.connect({summary(lobby, 10), summary(ops, 3'000)});
    CHECK(brain.topics.contains("room/ops/"));
    CHECK_FALSE(brain.topics.contains("room/lobby/"));
    while (auto asked = brain.tryNext<wire::Entries>()) {
        CHECK(asked->request.room == ops);
        const std::uint64_t after = asked->request.after.value;
        brain.reply(asked->re, wire::EntriesReply{.entries = texts(after + 1, after + 200),
                                                  .head = Seq{3'000}});
    }
    const Seqs seqs = brain.seqsAdded(ops);
    REQUIRE(seqs.size() == 3'000);
    CHECK(seqs.front() == 1);
    CHECK(seqs.back() == 3'000);
    CHECK(brain.heard<RoomSkipped>().empty());
    brain.ask(UnfollowRoom{.room = ops});
    CHECK_FALSE(brain.topics.contains("room/ops/"));
}

TEST_CASE("rooms: a room to follow that nobody may see is said to be gone") {
    Brain brain;
    brain.start();
    brain.connect({summary(lobby, 1)});
    brain.ask(FollowRoom{.room = ops, .after = Seq{0}});
    brain.refuse(brain.next<wire::Entries>().re, refusalOf(Code::notFound));
    const auto changed = brain.heard<RoomChanged>();
    REQUIRE(changed.size() == 1);
    CHECK(changed[0].room.room == ops);
    CHECK(changed[0].gone);
}

TEST_CASE("rooms: entering a room subscribes to it, leaving it ends that") {
    Brain brain;
    brain.start();
    brain.connect({summary(lobby, 1)});
    brain.whisper(wire::RoomsEvent{.room = summary(ops, 3), .gone = false});
    CHECK(brain.topics.contains("room/ops/"));
    CHECK(brain.kept.rooms.contains(ops));
    brain.publish(wire::LogEvent{.room = ops, .entries = texts(4, 4)}, "room/ops/");
    CHECK(brain.seqsAdded(ops) == Seqs{4});
    brain.whisper(wire::RoomsEvent{.room = summary(ops, 4), .gone = true});
    CHECK_FALSE(brain.topics.contains("room/ops/"));
    CHECK_FALSE(brain.kept.rooms.contains(ops));
    CHECK_FALSE(brain.kept.positions.contains(ops));
    CHECK(brain.heard<RoomChanged>().back().gone);
}

TEST_CASE("rooms: what was said in a room before its entering was heard is asked for") {
    Brain brain;
    brain.start();
    brain.connect({summary(lobby, 1)});
    brain.whisper(wire::RoomsEvent{.room = summary(ops, 3), .gone = false});
    brain.pass(1'000);
    const auto asked = brain.next<wire::Entries>();
    CHECK(asked.request.after == Seq{3});
    brain.reply(asked.re, wire::EntriesReply{.entries = texts(4, 4), .head = Seq{4}});
    CHECK(brain.seqsAdded(ops) == Seqs{4});
}

TEST_CASE("rooms: a list that was read while a room was entered does not undo that") {
    Brain brain;
    brain.start();
    brain.connect({summary(lobby, 1)});
    brain.pass(2'500); // no beat: compares
    const auto page = brain.next<wire::Rooms>();
    brain.whisper(wire::RoomsEvent{.room = summary(ops, 3), .gone = false});
    brain.reply(page.re, wire::RoomsReply{.rooms = {summary(lobby, 1)}});
    brain.reply(brain.next<wire::Rooms>().re, wire::RoomsReply{});
    CHECK(brain.topics.contains("room/ops/"));
    CHECK(brain.kept.rooms.contains(ops));
}

TEST_CASE("rooms: a row of a list that an event overtook is asked for again") {
    Brain brain;
    brain.start();
    brain.connect({summary(lobby, 1)});
    brain.pass(2'500); // no beat: compares
    const auto page = brain.next<wire::Rooms>();
    brain.whisper(wire::RoomsEvent{.room = summary(lobby, 2), .gone = false});
    brain.reply(page.re, wire::RoomsReply{.rooms = {summary(lobby, 3)}});
    brain.reply(brain.next<wire::Rooms>().re, wire::RoomsReply{});
    brain.pass(100);
    const auto again = brain.next<wire::Rooms>();
    CHECK_FALSE(again.request.after);
}

TEST_CASE("rooms: a broker that was restored from a backup is followed from where it stands") {
    Brain brain;
    brain.start();
    brain.connect({summary(lobby, 10)});
    brain.lose();
    brain.reconnect({summary(lobby, 6)});
    REQUIRE(brain.heard<RoomSkipped>().size() == 1);
    CHECK(brain.heard<RoomSkipped>()[0].head == Seq{6});
    brain.say(lobby, texts(7, 7));
    CHECK(brain.seqsAdded(lobby) == Seqs{7});
}

TEST_CASE("rooms: a window holds what was heard while it was on its way") {
    Brain brain;
    brain.start();
    brain.connect({summary(lobby, 10)});
    brain.ask(LoadWindow{
        .token = 5, .room = lobby, .before = {}, .after = {}, .around = {}, .limit = 50});
    const auto asked = brain.next<wire::History>();
    brain.say(lobby, texts(11, 11));
    wire::Entry edit = text(12, "");
    edit.content = wire::Edit{.of = Seq{10}, .body = "better"};
    brain.say(lobby, {edit});
    wire::HistoryReply page;
    page.messages.push_back(wire::toMessage(text(10, "line 10")));
    page.head = Seq{10};
    brain.reply(asked.re, page);
    const auto loaded = brain.heard<WindowLoaded>();
    REQUIRE(loaded.size() == 1);
    CHECK(loaded[0].head == Seq{12});
    REQUIRE(loaded[0].messages.size() == 2);
    CHECK(std::get<wire::Text>(loaded[0].messages[0].entry.content).body == "better");
    CHECK(loaded[0].messages[1].entry.seq == Seq{11});
}

TEST_CASE("rooms: a window that ends before what was heard begins is asked for again") {
    Brain brain;
    brain.start();
    brain.connect({summary(lobby, 1), summary(ops, 7)});
    brain.ask(
        LoadWindow{.token = 5, .room = ops, .before = {}, .after = {}, .around = {}, .limit = 50});
    const auto early = brain.next<wire::History>();
    brain.say(ops, texts(8, 8));
    brain.reply(early.re, wire::HistoryReply{.messages = {wire::toMessage(text(5, "line 5"))},
                                             .head = Seq{5}});
    CHECK(brain.heard<WindowLoaded>().empty());
    const auto again = brain.next<wire::History>();
    brain.reply(again.re, wire::HistoryReply{.messages = {wire::toMessage(text(8, "line 8"))},
                                             .head = Seq{8}});
    const auto loaded = brain.heard<WindowLoaded>();
    REQUIRE(loaded.size() == 1);
    CHECK(loaded[0].token == 5);
    CHECK(loaded[0].head == Seq{8});
}

TEST_CASE(
    "rooms: a window of a broker that stands behind what was heard is not asked for without end") {
    Brain brain;
    brain.start();
    brain.connect({summary(lobby, 10)});
    brain.ask(LoadWindow{
        .token = 5, .room = lobby, .before = {}, .after = {}, .around = {}, .limit = 50});
    for (std::size_t asks = 0; asks <= bounds::windowRepeats; ++asks)
        brain.reply(brain.next<wire::History>().re,
                    wire::HistoryReply{.messages = {}, .head = Seq{6}});
    const auto loaded = brain.heard<WindowLoaded>();
    REQUIRE(loaded.size() == 1);
    CHECK(loaded[0].head == Seq{6});
}

TEST_CASE("rooms: a window without a connection comes from the cache") {
    Brain brain;
    brain.start();
    brain.ask(LoadWindow{
        .token = 5, .room = lobby, .before = {}, .after = {}, .around = {}, .limit = 50});
    CHECK(brain.ordered<ReadCache>());
    brain.connect({summary(lobby, 10)});
    brain.forget();
    brain.ask(LoadWindow{
        .token = 6, .room = lobby, .before = {}, .after = {}, .around = {}, .limit = 50});
    CHECK_FALSE(brain.ordered<ReadCache>());
    brain.lose();
    CHECK(brain.ordered<ReadCache>()); // it was still on its way
}

TEST_CASE("rooms: who is in very many rooms hears the last ones by the heads in beats") {
    Brain brain;
    brain.start();
    std::vector<wire::RoomSummary> rooms;
    for (int i = 100; i < 1'000; ++i)
        rooms.push_back(summary(RoomName("room" + std::to_string(i)), 1));
    brain.connect(rooms);
    CHECK(brain.topics.size() < 500); // the account's other sessions need some, too
    const RoomName last = rooms.back().room;
    brain.beat({{last, Seq{2}}});
    brain.pass(250);
    const auto asked = brain.next<wire::Entries>();
    CHECK(asked.request.room == last);
    brain.reply(asked.re, wire::EntriesReply{.entries = texts(2, 2), .head = Seq{2}});
    CHECK(brain.seqsAdded(last) == Seqs{2});
}
