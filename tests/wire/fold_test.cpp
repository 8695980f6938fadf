#include "shared/wire/codec.hpp"
#include "shared/wire/fold.hpp"
#include "tests/support/catch.hpp"

using namespace zchat;
using namespace zchat::wire;

namespace {

Entry entry(std::uint64_t seq, const char *by, Content content) {
    return {.seq = Seq{seq},
            .at = static_cast<TimeMs>(seq) * 1000,
            .by = AccountName(by),
            .id = {},
            .content = std::move(content),
            .redacted = false};
}
Entry text(std::uint64_t seq, const char *body, std::optional<Seq> reply = {}) {
    return entry(seq, "alice", Text{.body = body, .reply = reply, .mentions = {"bob"}});
}
std::string body(const Message &message) {
    return std::get<Text>(message.entry.content).body;
}

} // namespace

TEST_CASE("fold: the last edit wins and says when") {
    Message message = toMessage(text(1, "first"));
    fold(message, entry(2, "alice", Edit{.of = Seq{1}, .body = "second"}));
    fold(message, entry(3, "alice", Edit{.of = Seq{1}, .body = "third"}));
    CHECK(body(message) == "third");
    CHECK(message.edited == 3000);
    CHECK(std::get<Text>(message.entry.content).mentions == std::vector<std::string>{"bob"});
}

TEST_CASE("fold: an edit of a file changes its caption alone") {
    Message message = toMessage(entry(1, "alice",
                                      File{.name = "a",
                                           .size = 1,
                                           .hash = {},
                                           .media = "m",
                                           .width = {},
                                           .height = {},
                                           .body = "",
                                           .reply = {}}));
    fold(message, entry(2, "alice", Edit{.of = Seq{1}, .body = "caption"}));
    CHECK(std::get<File>(message.entry.content).body == "caption");
    CHECK(std::get<File>(message.entry.content).name == "a");
}

TEST_CASE("fold: what names another message does nothing") {
    Message message = toMessage(text(1, "first"));
    const Message before = message;
    fold(message, entry(3, "alice", Edit{.of = Seq{2}, .body = "second"}));
    fold(message, entry(4, "alice", Redact{.of = Seq{2}, .reason = {}}));
    fold(message, entry(5, "alice", React{.of = Seq{2}, .emoji = "x", .on = true}));
    fold(message, entry(6, "alice", Pin{.of = Seq{2}, .on = true}));
    fold(message, text(7, "no reply"));
    fold(message, text(8, "a reply elsewhere", Seq{2}));
    CHECK(message == before);
}

TEST_CASE("fold: reactions stand once a person, in order, and go when taken back") {
    Message message = toMessage(text(1, "first"));
    fold(message, entry(2, "bob", React{.of = Seq{1}, .emoji = "+1", .on = true}));
    fold(message, entry(3, "alice", React{.of = Seq{1}, .emoji = "+1", .on = true}));
    fold(message, entry(4, "bob", React{.of = Seq{1}, .emoji = "+1", .on = true}));
    CHECK(message.reactions.at("+1") == std::vector{AccountName("bob"), AccountName("alice")});
    fold(message, entry(5, "bob", React{.of = Seq{1}, .emoji = "+1", .on = false}));
    CHECK(message.reactions.at("+1") == std::vector{AccountName("alice")});
    fold(message, entry(6, "alice", React{.of = Seq{1}, .emoji = "+1", .on = false}));
    fold(message, entry(7, "alice", React{.of = Seq{1}, .emoji = "-1", .on = false}));
    CHECK(message.reactions.empty());
}

TEST_CASE("fold: replies are counted and pins go on or off") {
    Message message = toMessage(text(1, "first"));
    fold(message, text(2, "reply", Seq{1}));
    fold(message, text(3, "reply", Seq{1}));
    fold(message, entry(4, "alice", Pin{.of = Seq{1}, .on = true}));
    CHECK(message.replies == 2);
    CHECK(message.pinned);
    fold(message, entry(5, "alice", Pin{.of = Seq{1}, .on = false}));
    CHECK_FALSE(message.pinned);
}

TEST_CASE("fold: a redaction takes words, edits, reactions and the pin, for good") {
    Message message = toMessage(text(1, "secret", Seq{9}));
    fold(message, entry(2, "alice", Edit{.of = Seq{1}, .body = "still secret"}));
    fold(message, entry(3, "bob", React{.of = Seq{1}, .emoji = "+1", .on = true}));
    fold(message, entry(4, "alice", Pin{.of = Seq{1}, .on = true}));
    fold(message, entry(5, "alice", Redact{.of = Seq{1}, .reason = "oops"}));
    CHECK(message.entry.redacted);
    CHECK(body(message).empty());
    CHECK(std::get<Text>(message.entry.content).reply == Seq{9});
    CHECK(std::get<Text>(message.entry.content).mentions.empty());
    CHECK_FALSE(message.edited);
    CHECK(message.reactions.empty());
    CHECK_FALSE(message.pinned);
    const Message redacted = message;
    fold(message, entry(6, "alice", Edit{.of = Seq{1}, .body = "back again"}));
    fold(message, entry(7, "bob", React{.of = Seq{1}, .emoji = "+1", .on = true}));
    fold(message, entry(8, "alice", Pin{.of = Seq{1}, .on = true}));
    CHECK(message == redacted);
}

TEST_CASE("fold: a log gives the same message before and after a redaction blanked it") {
    std::vector<Entry> log{text(1, "secret"), entry(2, "alice", Edit{.of = Seq{1}, .body = "more"}),
                           text(3, "a reply", Seq{1}),
                           entry(4, "bob", React{.of = Seq{1}, .emoji = "+1", .on = true}),
                           entry(5, "alice", Redact{.of = Seq{1}, .reason = {}})};
    Message asItHappened = toMessage(log[0]);
    for (std::size_t i = 1; i < log.size(); ++i)
        fold(asItHappened, log[i]);
    blank(log[0]);
    blank(log[1]);
    Message refolded = toMessage(log[0]);
    for (std::size_t i = 1; i < log.size(); ++i)
        fold(refolded, log[i]);
    CHECK(refolded == asItHappened);
    CHECK(refolded.replies == 1);
}

TEST_CASE("fold: text, file and data are counted; with member and room they are messages") {
    CHECK(isCounted(Content{Text{}}));
    CHECK(isCounted(Content{File{}}));
    CHECK(isCounted(Content{Data{}}));
    CHECK_FALSE(isCounted(Content{MemberChange{}}));
    CHECK(isMessage(Content{MemberChange{}}));
    CHECK(isMessage(Content{RoomChange{}}));
    CHECK_FALSE(isMessage(Content{Edit{}}));
    CHECK_FALSE(isMessage(Content{Redact{}}));
    CHECK_FALSE(isMessage(Content{React{}}));
    CHECK_FALSE(isMessage(Content{Pin{}}));
}

TEST_CASE("fold: the same content has the same bytes, whatever order its keys came in") {
    const RoomName room("lobby");
    const Map one{{"a", Value{std::int64_t{1}}}, {"b", Value{Map{{"x", Value{}}, {"y", Value{}}}}}};
    const Map two{{"b", Value{Map{{"y", Value{}}, {"x", Value{}}}}}, {"a", Value{std::int64_t{1}}}};
    CHECK(contentBytes(room, Data{.type = "t", .data = one, .body = "b"}) ==
          contentBytes(room, Data{.type = "t", .data = two, .body = "b"}));
    CHECK(contentBytes(room, Text{.body = "hi", .reply = {}, .mentions = {"bob"}}) ==
          contentBytes(room, Text{.body = "hi", .reply = {}, .mentions = {}}));
    CHECK(contentBytes(room, Text{.body = "hi", .reply = {}, .mentions = {}}) !=
          contentBytes(RoomName("ops"), Text{.body = "hi", .reply = {}, .mentions = {}}));
    CHECK(contentBytes(room, Edit{.of = Seq{1}, .body = "hi"}) !=
          contentBytes(room, Edit{.of = Seq{2}, .body = "hi"}));
    CHECK(contentBytes(room, React{.of = Seq{1}, .emoji = "x", .on = true}) !=
          contentBytes(room, React{.of = Seq{1}, .emoji = "x", .on = false}));
}
