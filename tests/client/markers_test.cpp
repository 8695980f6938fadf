#include "tests/client/brain.hpp"

using namespace zchat;
using namespace zchat::client;

namespace {

wire::RoomSummary unreadSummary(std::uint64_t head, std::uint64_t read, std::uint64_t unread) {
    wire::RoomSummary made = summary(lobby, head);
    made.read = Seq{read};
    made.unread = unread;
    return made;
}

wire::Entry naming(std::uint64_t seq, const std::string &who) {
    wire::Entry entry = text(seq, "@" + who);
    std::get<wire::Text>(entry.content).mentions = {who};
    return entry;
}

MarkerMoved lastMarker(Brain &brain) {
    const auto all = brain.heard<MarkerMoved>();
    REQUIRE_FALSE(all.empty());
    return all.back();
}

} // namespace

TEST_CASE("markers: what others say after the marker counts, mentions apart") {
    Brain brain;
    brain.start();
    brain.connect({unreadSummary(10, 8, 2)});
    brain.say(lobby,
              {text(11, "hi"), naming(12, "alice"), text(13, "mine", alice), naming(14, "all")});
    CHECK(lastMarker(brain).unread == 5);
    CHECK(lastMarker(brain).mentions == 2);
    wire::Entry redact = text(15, "");
    redact.content = wire::Redact{.of = Seq{12}, .reason = {}};
    brain.say(lobby, {redact});
    CHECK(lastMarker(brain).unread == 4);
    CHECK(lastMarker(brain).mentions == 1);
    brain.ask(MarkRead{.room = lobby, .seq = Seq{11}});
    CHECK(lastMarker(brain).unread == 1);
    CHECK(lastMarker(brain).mentions == 1);
}

TEST_CASE("markers: everything in a direct room is a mention") {
    const RoomName direct("~abcdefghijklmnopqrstuvwxyz");
    Brain brain;
    brain.start();
    brain.connect({summary(direct, 2, wire::RoomKind::direct)});
    brain.whisper(wire::LogEvent{.room = direct, .entries = {text(3, "psst")}});
    CHECK(lastMarker(brain).mentions == 1);
}

TEST_CASE("markers: several moves within half a second are told as one, and kept until then") {
    Brain brain;
    brain.start();
    brain.connect({unreadSummary(10, 5, 5)});
    brain.ask(MarkRead{.room = lobby, .seq = Seq{7}});
    brain.ask(MarkRead{.room = lobby, .seq = Seq{10}});
    brain.ask(MarkRead{.room = lobby, .seq = Seq{6}}); // it only rises
    CHECK_FALSE(brain.tryNext<wire::Read>());
    CHECK(brain.kept.markers[lobby] == Seq{10});
    CHECK(lastMarker(brain).unread == 0);
    brain.pass(600);
    const auto read = brain.next<wire::Read>();
    CHECK(read.request.seq == Seq{10});
    CHECK_FALSE(brain.tryNext<wire::Read>());
    brain.reply(read.re, wire::ReadReply{.seq = Seq{10}});
    CHECK(brain.kept.markers.empty());
}

TEST_CASE("markers: what was read offline is told after the next start") {
    Kept kept;
    kept.rooms[lobby] = unreadSummary(10, 5, 5);
    Brain brain(aliceConfig(), kept);
    brain.start();
    brain.ask(MarkRead{.room = lobby, .seq = Seq{9}});
    Brain next(aliceConfig(), brain.kept);
    next.start();
    next.connect({unreadSummary(10, 5, 5)});
    const auto read = next.next<wire::Read>();
    CHECK(read.request.seq == Seq{9});
    next.reply(read.re, wire::ReadReply{.seq = Seq{9}});
    CHECK(lastMarker(next).seq == Seq{9});
    // Only the broker can count between 5 and 10: the rooms are compared.
    CHECK(next.tryNext<wire::Rooms>().has_value());
}

TEST_CASE("markers: another session's reading is taken over") {
    Brain brain;
    brain.start();
    brain.connect({unreadSummary(10, 5, 5)});
    brain.whisper(
        wire::MarkerEvent{.room = lobby, .seq = Seq{8}, .unread = 2, .mentions = 1, .cursor = {}});
    CHECK(lastMarker(brain).seq == Seq{8});
    CHECK(lastMarker(brain).unread == 2);
    brain.say(lobby, texts(11, 11));
    CHECK(lastMarker(brain).unread == 3);
}

TEST_CASE("markers: what another session's reading counts ahead of the log is counted once") {
    Brain brain;
    brain.start();
    brain.connect({unreadSummary(10, 5, 5)});
    // The broker had 12 entries when it counted; two of them come after its word.
    brain.whisper(
        wire::MarkerEvent{.room = lobby, .seq = Seq{8}, .unread = 4, .mentions = 0, .cursor = {}});
    brain.say(lobby, texts(11, 12));
    brain.answerListing({unreadSummary(12, 8, 4)});
    CHECK(lastMarker(brain).unread == 4);
    brain.say(lobby, texts(13, 13));
    CHECK(lastMarker(brain).unread == 5);
    CHECK_FALSE(brain.tryNext<wire::Rooms>());
}

TEST_CASE("markers: a marker that moved while the room was left and entered again has moved") {
    Brain brain;
    brain.start();
    brain.connect({unreadSummary(10, 5, 5)});
    brain.ask(MarkRead{.room = lobby, .seq = Seq{8}});
    brain.pass(600);
    const auto read = brain.next<wire::Read>();
    wire::RoomSummary left = unreadSummary(10, 5, 0);
    left.role.reset();
    brain.whisper(wire::RoomsEvent{.room = left, .gone = true});
    brain.whisper(wire::RoomsEvent{.room = unreadSummary(10, 5, 5), .gone = false});
    brain.reply(read.re, wire::ReadReply{.seq = Seq{8}});
    CHECK(lastMarker(brain).seq == Seq{8});
}

TEST_CASE("markers: marking unread from here is told by its own answer") {
    Brain brain;
    brain.start();
    brain.connect({unreadSummary(10, 10, 0)});
    brain.ask(AskBroker{.token = 3,
                        .request =
                            wire::Read{.room = lobby, .seq = Seq{6}, .cursor = {}, .lower = true}});
    brain.reply(brain.next<wire::Read>().re, wire::ReadReply{.seq = Seq{6}});
    brain.answerListing({unreadSummary(10, 6, 4)});
    const auto changed = brain.heard<RoomChanged>();
    REQUIRE_FALSE(changed.empty());
    CHECK(changed.back().room.unread == 4);
}

TEST_CASE("markers: a redaction of what only the broker counted has it counted again") {
    Brain brain;
    brain.start();
    brain.connect({unreadSummary(10, 5, 5)});
    wire::Entry redact = text(11, "");
    redact.content = wire::Redact{.of = Seq{8}, .reason = {}};
    brain.say(lobby, {redact});
    brain.answerListing({unreadSummary(11, 5, 4)});
    brain.say(lobby, texts(12, 12));
    CHECK(lastMarker(brain).unread == 5);
    CHECK_FALSE(brain.tryNext<wire::Rooms>()); // once is enough
}

TEST_CASE("markers: a list read before a redaction that was heard since is asked for again") {
    Brain brain;
    brain.start();
    brain.connect({unreadSummary(10, 5, 5)});
    wire::Entry first = text(11, "");
    first.content = wire::Redact{.of = Seq{8}, .reason = {}};
    brain.say(lobby, {first});
    const auto asked = brain.next<wire::Rooms>();
    wire::Entry second = text(12, "");
    second.content = wire::Redact{.of = Seq{9}, .reason = {}};
    brain.say(lobby, {second});
    brain.reply(asked.re, wire::RoomsReply{.rooms = {unreadSummary(11, 5, 4)}});
    brain.reply(brain.next<wire::Rooms>().re, wire::RoomsReply{.rooms = {}});
    brain.answerListing({unreadSummary(12, 5, 3)});
    brain.say(lobby, texts(13, 13));
    CHECK(lastMarker(brain).unread == 4);
    CHECK_FALSE(brain.tryNext<wire::Rooms>());
}

TEST_CASE("markers: a list read before the own marker moved is asked for again") {
    Brain brain;
    brain.start();
    brain.connect({unreadSummary(10, 5, 5)});
    wire::Entry redact = text(11, "");
    redact.content = wire::Redact{.of = Seq{7}, .reason = {}};
    brain.say(lobby, {redact});
    const auto asked = brain.next<wire::Rooms>();
    brain.ask(MarkRead{.room = lobby, .seq = Seq{11}});
    brain.pass(600);
    brain.reply(brain.next<wire::Read>().re, wire::ReadReply{.seq = Seq{11}});
    brain.reply(asked.re, wire::RoomsReply{.rooms = {unreadSummary(11, 5, 4)}});
    brain.reply(brain.next<wire::Rooms>().re, wire::RoomsReply{.rooms = {}});
    brain.answerListing({unreadSummary(11, 11, 0)});
    brain.say(lobby, texts(12, 12));
    CHECK(lastMarker(brain).seq == Seq{11});
    CHECK(lastMarker(brain).unread == 1);
    CHECK_FALSE(brain.tryNext<wire::Rooms>());
}

TEST_CASE("markers: a list read before the marker was lowered again is asked for again") {
    Brain brain;
    brain.start();
    brain.connect({unreadSummary(10, 5, 5)});
    brain.ask(MarkRead{.room = lobby, .seq = Seq{8}});
    brain.pass(600);
    brain.reply(brain.next<wire::Read>().re, wire::ReadReply{.seq = Seq{8}});
    const auto asked = brain.next<wire::Rooms>();
    SECTION("by this client") {
        brain.ask(AskBroker{
            .token = 3,
            .request = wire::Read{.room = lobby, .seq = Seq{5}, .cursor = {}, .lower = true}});
        brain.reply(brain.next<wire::Read>().re, wire::ReadReply{.seq = Seq{5}});
    }
    SECTION("by another session") {
        brain.whisper(wire::MarkerEvent{
            .room = lobby, .seq = Seq{5}, .unread = 5, .mentions = 0, .cursor = {}});
    }
    CHECK(lastMarker(brain).unread == 5);
    brain.reply(asked.re, wire::RoomsReply{.rooms = {unreadSummary(10, 8, 2)}});
    brain.reply(brain.next<wire::Rooms>().re, wire::RoomsReply{.rooms = {}});
    brain.answerListing({unreadSummary(10, 5, 5)});
    brain.answerListing({unreadSummary(10, 5, 5)}); // which lowered what the first list said
    brain.say(lobby, texts(11, 11));
    CHECK(lastMarker(brain).seq == Seq{5});
    CHECK(lastMarker(brain).unread == 6);
    CHECK_FALSE(brain.tryNext<wire::Rooms>());
}
