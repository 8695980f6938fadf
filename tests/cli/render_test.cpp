#include "tests/support/catch.hpp"

#include <cstdlib>
#include <ctime>

#include "shared/base/text.hpp"
#include "tools/cli/render.hpp"

using namespace zchat;
using namespace zchat::cli;

namespace {

wire::Entry entryOf(wire::Content content) {
    return {.seq = Seq{42},
            .at = 1'795'410'000'000,
            .by = AccountName("alice"),
            .id = std::nullopt,
            .content = std::move(content),
            .redacted = false};
}
std::string told(wire::Content content) {
    return sentence(entryOf(std::move(content)));
}

bool holds(const std::string &text, std::string_view part) {
    return text.find(part) != std::string::npos;
}

struct InZone {
    explicit InZone(const char *zone) {
        ::setenv("TZ", zone, 1);
        ::tzset();
    }
    ~InZone() {
        ::unsetenv("TZ");
        ::tzset();
    }
};

} // namespace

TEST_CASE("render: what others wrote cannot steer a terminal") {
    CHECK(shown("\x1b[2Jgone\a\r") == "\\x1b[2Jgone\\x07\\x0d");
    CHECK(shown("a\u202eb\u2066c\u0085") == "a\\u202eb\\u2066c\\x85");
    CHECK(shown("bad \xff") == "bad \\xff");
    const std::string hostile = "\x1b]0;title\a\u202e";
    for (const auto &content : std::vector<wire::Content>{
             wire::Text{.body = hostile, .reply = {}, .mentions = {}},
             wire::File{.name = hostile,
             .size = 1,
             .hash = {},
             .media = hostile,
             .width = {},
             .height = {},
             .body = hostile,
             .reply = {}},
             wire::Data{.type = hostile, .data = {}, .body = hostile},
             wire::Edit{.of = Seq{1}, .body = hostile},
             wire::Redact{.of = Seq{1}, .reason = hostile},
             wire::React{.of = Seq{1}, .emoji = hostile},
             wire::RoomChange{.title = hostile, .topic = hostile, .archived = {}}})
        CHECK_FALSE(hasUnsafeCharacter(told(content)));
    wire::Message message{.entry = entryOf(wire::Text{.body = "x", .reply = {}, .mentions = {}}),
                          .edited = {},
                          .reactions = {},
                          .replies = 0,
                          .pinned = false};
    message.reactions[hostile] = {AccountName("bob")};
    CHECK_FALSE(hasUnsafeCharacter(sentence(message)));
}

TEST_CASE("render: code keeps its lines, tabs and backslashes readable") {
    CHECK(shown("if:\n\treturn \"\\n\"") == "if:\n        return \"\\n\"");
    CHECK(shown("a\nb", "") == "a\nb");
}

TEST_CASE("render: each kind of entry is a sentence") {
    CHECK(told(wire::Text{.body = "hi", .reply = Seq{7}, .mentions = {}}) == "alice (to 7): hi");
    CHECK(told(wire::File{.name = "a.png",
                          .size = 1536,
                          .hash = {},
                          .media = {},
                          .width = {},
                          .height = {},
                          .body = "look",
                          .reply = {}}) == "alice: [a.png, 1.5 KiB] look");
    CHECK(told(wire::Data{.type = "build", .data = {}, .body = "ok"}) == "alice: [build] ok");
    CHECK(told(wire::Edit{.of = Seq{7}, .body = "ho"}) == "alice edited 7: ho");
    CHECK(told(wire::Redact{.of = Seq{7}, .reason = "spam"}) == "alice deleted 7 (spam)");
    CHECK(told(wire::React{.of = Seq{7}, .emoji = "👍", .on = true}) == "alice reacted 👍 to 7");
    CHECK(told(wire::React{.of = Seq{7}, .emoji = "👍", .on = false}) == "alice took back 👍 from 7");
    CHECK(told(wire::Pin{.of = Seq{7}, .on = false}) == "alice unpinned 7");
    const AccountName bob("bob");
    CHECK(told(wire::MemberChange{.who = bob, .change = wire::Change::joined, .role = {}}) ==
          "bob joined");
    CHECK(told(wire::MemberChange{.who = bob, .change = wire::Change::invited, .role = {}}) ==
          "alice invited bob");
    CHECK(told(wire::MemberChange{.who = bob,
                                  .change = wire::Change::role,
                                  .role = wire::Role::moderator}) == "alice made bob moderator");
    CHECK(told(wire::RoomChange{.title = "Ops", .topic = {}, .archived = true}) ==
          "alice changed the title to \"Ops\", archived the room");
}

TEST_CASE("render: a message tells what came later") {
    wire::Message message{.entry = entryOf(wire::Text{.body = "hi", .reply = {}, .mentions = {}}),
                          .edited = 1,
                          .reactions = {},
                          .replies = 2,
                          .pinned = true};
    message.reactions["👍"] = {AccountName("bob"), AccountName("carol")};
    CHECK(sentence(message) == "alice: hi (edited) (pinned) (2 replies) [👍 2]");
    message.entry.redacted = true;
    message.entry.content = wire::Text{};
    message.reactions.clear();
    CHECK(sentence(message) == "alice: (deleted) (pinned) (2 replies)");
}

TEST_CASE("render: times are local") {
    const InZone zone("EST5");
    const auto entry = entryOf(wire::Text{.body = "hi", .reply = {}, .mentions = {}});
    CHECK(line(entry, "") == "2026-11-23 00:00:00 42 alice: hi");
    CHECK(line(entry, "lobby") == "2026-11-23 00:00:00 lobby 42 alice: hi");
    CHECK(localMinute(1'795'410'060'000) == "00:01");
}

TEST_CASE("render: an entry in JSON has the fields of the protocol, the room first") {
    auto entry = entryOf(wire::Text{.body = "hi\n", .reply = {}, .mentions = {"bob"}});
    entry.id = EntryId{};
    const std::string text = json(entry, RoomName("lobby"));
    CHECK(text.starts_with("{\"room\":\"lobby\","));
    for (const auto *part :
         {"\"seq\":42", "\"at\":1795410000000", "\"by\":\"alice\"", "\"kind\":\"text\"",
          "\"body\":\"hi\\u000a\"", "\"mentions\":[\"bob\"]",
          "\"id\":\"00000000000000000000000000000000\""})
        CHECK(holds(text, part));
    CHECK(text.find('\n') == std::string::npos);
}

TEST_CASE("render: rows of a reply are one JSON object each") {
    wire::RoomsReply reply;
    reply.rooms.resize(2);
    reply.rooms[0].room = RoomName("lobby");
    reply.rooms[1].room = RoomName("ops");
    const auto rows = jsonRows(reply, "rooms");
    REQUIRE(rows.size() == 2);
    CHECK(holds(rows[1], "\"room\":\"ops\""));
    CHECK(jsonRows(wire::ReadReply{.seq = Seq{3}}, "") == std::vector<std::string>{"{\"seq\":3}"});
}

TEST_CASE("render: a direct room is called by who else is in it") {
    wire::RoomSummary room;
    room.kind = wire::RoomKind::direct;
    CHECK(calledName(room, AccountName("alice")) == "@alice");
    room.with = {AccountName("bob"), AccountName("carol")};
    CHECK(calledName(room, AccountName("alice")) == "@bob,carol");
}

TEST_CASE("render: a table lines up wide characters too") {
    CHECK(table({{"日本", "x"}, {"a", "y"}, {"b", ""}}) == "日本  x\na     y\nb\n");
}
