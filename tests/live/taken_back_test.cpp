// What a removal takes back: answers about closed rooms that were made, or waited, before it.
#include "tests/live/stage.hpp"
#include "tests/support/catch.hpp"

using namespace zchat;
using namespace zchat::live;
using zchat::live::test::Stage;

namespace {

wire::RoomSummary summary(const std::string &name) {
    wire::RoomSummary made;
    made.room = RoomName(name);
    return made;
}

} // namespace

TEST_CASE("live: a summary made in the turn that removed its reader is not handed out") {
    Stage stage;
    stage.account("alice");
    stage.room("lobby", wire::RoomKind::publicRoom, {"alice"});
    stage.room("den", wire::RoomKind::privateRoom, {"alice"});
    stage.hello(1, "alice");
    stage.clear();
    const auto asked = stage.ask(
        1, "alice",
        wire::Room{.room = RoomName("den"), .title = "secret plans", .topic = {}, .archived = {}});
    stage.told(
        {hub::MemberChanged{.room = RoomName("den"), .who = AccountName("alice"), .present = false},
         hub::Answer{.session = SessionId{1},
                     .re = asked,
                     .body = wire::Reply{wire::RoomReply{.room = summary("den")}}}});
    CHECK(stage.answers(1, asked) == std::vector<std::string>{"E_NOT_FOUND"});
}

TEST_CASE("live: an answer that tells of a private room can be taken back while it waits") {
    Stage stage;
    stage.account("alice");
    stage.room("lobby", wire::RoomKind::publicRoom, {"alice"});
    stage.room("den", wire::RoomKind::privateRoom, {"alice"});
    stage.hello(1, "alice");
    stage.clear();
    const wire::Entries asked{.room = RoomName("den"), .after = {}, .limit = 10};
    const auto page = stage.ask(1, "alice", asked);
    stage.readerAnswers(1, page, wire::Reply{wire::EntriesReply{.entries = {}, .head = Seq{1}}});
    REQUIRE(stage.all<Send>().size() == 1);
    CHECK(stage.all<Send>()[0].rooms == std::vector{RoomName("den")});
    REQUIRE(stage.all<Send>()[0].instead);
    const auto instead = wire::decodeHeard(*stage.all<Send>()[0].instead);
    const auto &answer = std::get<wire::AnswerHeard>(instead.value());
    CHECK(answer.re == page);
    CHECK(std::get<Refusal>(answer.body).code == Code::busy);
    stage.clear();
    const auto list = stage.ask(1, "alice", wire::Rooms{.after = {}});
    stage.readerAnswers(1, list,
                        wire::Reply{wire::RoomsReply{.rooms = {summary("den"), summary("lobby")}}});
    REQUIRE(stage.all<Send>().size() == 1);
    CHECK(stage.all<Send>()[0].rooms == std::vector{RoomName("den")});
    CHECK(stage.all<Send>()[0].instead);
}
