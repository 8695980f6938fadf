#include <algorithm>

#include "shared/wire/codec.hpp"
#include "shared/wire/fold.hpp"
#include "tests/support/catch.hpp"
#include "tests/wire/samples.hpp"

using namespace zchat;
using namespace zchat::wire;
using namespace zchat::wire::test;

namespace {

// Every struct of a variant occurs among the samples.
template <class Variant>
bool coversAll(const std::vector<Variant> &samples) {
    for (std::size_t index = 0; index < std::variant_size_v<Variant>; ++index)
        if (std::none_of(samples.begin(), samples.end(),
                         [&](const Variant &sample) { return sample.index() == index; }))
            return false;
    return true;
}

} // namespace

TEST_CASE("wire: every request comes back as the bytes that it was") {
    REQUIRE(coversAll(everyRequest()));
    for (const Request &request : everyRequest()) {
        const Bytes bytes = encodeRequest(7, request);
        const Incoming incoming = decodeRequest(bytes);
        INFO(opName(request));
        REQUIRE(incoming.request.ok());
        CHECK(incoming.re == 7U);
        CHECK(incoming.op == opName(request));
        CHECK(incoming.request->index() == request.index());
        CHECK(encodeRequest(7, *incoming.request) == bytes);
    }
}

TEST_CASE("wire: every kind of entry comes back as it was") {
    REQUIRE(coversAll(everyContent()));
    for (const Content &content : everyContent()) {
        INFO(kindName(content));
        const Entry before = entry(content);
        const Result<Entry> after = decodeEntry(encodeEntry(before));
        REQUIRE(after.ok());
        CHECK(*after == before);
    }
}

TEST_CASE("wire: a redacted entry of every kind comes back without its words") {
    for (const Content &content : everyContent()) {
        INFO(kindName(content));
        Entry before = entry(content);
        blank(before);
        const Result<Entry> after = decodeEntry(encodeEntry(before));
        REQUIRE(after.ok());
        CHECK(*after == before);
        CHECK(after->redacted);
    }
    Entry text = entry(Text{.body = "secret words", .reply = {}, .mentions = {"bob"}});
    blank(text);
    const Bytes bytes = encodeEntry(text);
    CHECK(bytes.find("body") == Bytes::npos);
    CHECK(bytes.find("bob") == Bytes::npos);
}

TEST_CASE("wire: a message comes back with all that was folded into it") {
    const Result<Message> after = decodeMessage(encodeMessage(message()));
    REQUIRE(after.ok());
    CHECK(*after == message());
}
TEST_CASE("wire: every reply comes back as the bytes that it was") {
    std::vector<Reply> replies;
    for (const auto &[asked, reply] : everyReply()) {
        replies.push_back(reply);
        const Bytes bytes = encodeReply(7, reply);
        const auto heard = decodeHeard(bytes);
        REQUIRE(heard.ok());
        const AnswerHeard &answer = std::get<AnswerHeard>(*heard);
        CHECK(answer.re == 7U);
        INFO(opName(asked));
        const Result<Reply> back = readReply(asked, std::get<Map>(answer.body));
        REQUIRE(back.ok());
        CHECK(back->index() == reply.index());
        CHECK(encodeReply(7, *back) == bytes);
    }
    // Heard as a reply with decoded ones, which the next test looks at.
    replies.emplace_back(EntriesPage{});
    replies.emplace_back(HistoryPage{});
    CHECK(coversAll(replies));
}

TEST_CASE("wire: a page that is encoded already is heard as one that was not") {
    std::vector<Entry> entries;
    std::vector<Encoded<Entry>> encodedEntries;
    for (const Content &content : everyContent()) {
        encodedEntries.push_back({encodeEntry(entry(content))});
        entries.push_back(entry(content));
    }
    CHECK(encodeReply(7, EntriesPage{.entries = encodedEntries, .head = Seq{42}}) ==
          encodeReply(7, EntriesReply{.entries = entries, .head = Seq{42}}));
    CHECK(encodeReply(7, HistoryPage{.messages = {{encodeMessage(message())}}, .head = Seq{42}}) ==
          encodeReply(7, HistoryReply{.messages = {message()}, .head = Seq{42}}));
}

TEST_CASE("wire: an entry's bytes become those of its message") {
    for (const Content &content : everyContent()) {
        INFO(kindName(content));
        Entry said = entry(content);
        REQUIRE(messageOf(encodeEntry(said)).has_value());
        CHECK(messageOf(encodeEntry(said))->bytes == encodeMessage(toMessage(said)));
        blank(said);
        CHECK(messageOf(encodeEntry(said))->bytes == encodeMessage(toMessage(said)));
    }
    CHECK_FALSE(messageOf("").has_value());
    CHECK_FALSE(messageOf("\xde").has_value());
}

TEST_CASE("wire: every event comes back as the bytes that it was") {
    REQUIRE(coversAll(everyEvent()));
    for (const Event &event : everyEvent()) {
        const Bytes bytes = encodeEvent(event);
        const auto heard = decodeHeard(bytes);
        REQUIRE(heard.ok());
        const Event &back = std::get<Event>(*heard);
        CHECK(back.index() == event.index());
        CHECK(encodeEvent(back) == bytes);
    }
}

TEST_CASE("wire: a log of encoded entries is the bytes of its event") {
    for (const Event &event : everyEvent()) {
        const auto *log = std::get_if<LogEvent>(&event);
        if (log == nullptr)
            continue;
        LogPage page{.room = log->room, .entries = {}};
        for (const Entry &entry : log->entries)
            page.entries.push_back({encodeEntry(entry)});
        REQUIRE_FALSE(page.entries.empty());
        CHECK(encodeLog(page) == encodeEvent(event));
    }
}

TEST_CASE("wire: hello tells every bound by its name") {
    const auto heard = decodeHeard(encodeReply(1, HelloReply{}));
    REQUIRE(heard.ok());
    const Map &reply = std::get<Map>(std::get<AnswerHeard>(*heard).body);
    const Map &bounds = *find(reply, "limits")->as<Map>();
    for (const char *name :
         {"frame",      "text",     "file",  "page",   "chunk", "window", "fetch",  "requests",
          "unanswered", "sessions", "rooms", "direct", "title", "topic",  "reason", "query",
          "label",      "type",     "emoji", "cursor", "media", "status", "name"})
        CHECK(find(bounds, name) != nullptr);
    CHECK(bounds.size() == 23);
    CHECK(find(reply, "me")->as<std::monostate>() != nullptr);
}

TEST_CASE("wire: refusals come back with what they carry") {
    const Refusal busy{.code = Code::busy, .text = "Slow down.", .retryMs = 250, .versions = {}};
    const Refusal version{.code = Code::version, .text = "No.", .retryMs = {}, .versions = {1, 1}};
    for (const Refusal &refusal : {busy, version}) {
        const auto heard = decodeHeard(encodeRefusal(std::nullopt, refusal));
        REQUIRE(heard.ok());
        const AnswerHeard &answer = std::get<AnswerHeard>(*heard);
        CHECK_FALSE(answer.re);
        CHECK(std::get<Refusal>(answer.body) == refusal);
    }
}

TEST_CASE("wire: a code that a client does not know is a plain no") {
    const Map body{{"re", Value{std::int64_t{1}}},
                   {"ok", Value{false}},
                   {"code", Value{std::string("E_MOON")}},
                   {"text", Value{std::string("Not tonight.")}}};
    const auto heard = decodeHeard(encodeValue(Value{body}));
    REQUIRE(heard.ok());
    const Refusal &refusal = std::get<Refusal>(std::get<AnswerHeard>(*heard).body);
    CHECK(refusal.code == Code::denied);
    CHECK(refusal.text == "Not tonight.");
}

TEST_CASE("wire: what is neither answer nor event, or an event of another time, is refused") {
    const auto refused = [](Map body) { return decodeHeard(encodeValue(Value{std::move(body)})); };
    CHECK(refused({}).refusal().code == Code::schema);
    CHECK(refused({{"re", Value{std::int64_t{1}}}}).refusal().code == Code::schema);
    CHECK(refused({{"ev", Value{std::string("eclipse")}}}).refusal().code == Code::op);
    CHECK(refused({{"ev", Value{std::string("beat")}}}).refusal().code == Code::schema);
}

TEST_CASE("wire: topics end in a slash so that none is a prefix of another") {
    CHECK(roomTopic(RoomName("lobby")) == "room/lobby/");
    CHECK(std::string(word(RoomKind::publicRoom)) == "public");
    CHECK(std::string(word(State::away)) == "away");
    CHECK(std::string(word(Has::link)) == "link");
}
