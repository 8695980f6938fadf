#include <limits>

#include "shared/wire/codec.hpp"
#include "tests/support/catch.hpp"

using namespace zchat;
using namespace zchat::wire;

namespace {

Value number(std::int64_t value) {
    return Value{value};
}
Value words(std::string text) {
    return Value{std::move(text)};
}
const Value sixteen{Bin{Bytes(16, 'i')}};
const std::string hexKey(64, 'a');

// A body with op and re, and the fields given.
Map ask(const char *op, Map fields = {}) {
    Map body{{"op", words(op)}, {"re", number(7)}};
    for (auto &field : fields)
        body.push_back(std::move(field));
    return body;
}
Map with(Map body, const char *key, Value value) {
    for (auto &[name, held] : body)
        if (name == key) {
            held = std::move(value);
            return body;
        }
    body.emplace_back(key, std::move(value));
    return body;
}
Map without(const Map &body, std::string_view key) {
    Map out;
    for (const auto &[name, held] : body)
        if (name != key)
            out.emplace_back(name, held);
    return out;
}
// "ok", or the code of the refusal.
std::string outcome(const Map &body) {
    const Incoming incoming = decodeRequest(encodeValue(Value{body}));
    if (incoming.request.ok())
        return "ok";
    const Incoming built = readRequest(body);
    CHECK(built.request.refusal() == incoming.request.refusal());
    const std::string &text = incoming.request.refusal().text;
    CHECK((!text.empty() && text.back() == '.'));
    return codeName(incoming.request.refusal().code);
}
template <class Struct>
Struct readAs(const Map &body) {
    const Incoming incoming = readRequest(body);
    REQUIRE(incoming.request.ok());
    return std::get<Struct>(*incoming.request);
}

const Map post = ask(
    "post",
    {{"room", words("lobby")}, {"id", sixteen}, {"kind", words("text")}, {"body", words("hi")}});
const Map entries = ask("entries", {{"room", words("lobby")}, {"after", number(0)}});
const Map data = ask("post", {{"room", words("lobby")},
                              {"id", sixteen},
                              {"kind", words("data")},
                              {"type", words("build")},
                              {"data", Value{Map{{"ok", Value{true}}}}},
                              {"body", words("passed")}});
const Map hello =
    ask("hello",
        {{"versions", Value{Array{number(1)}}}, {"client", words("t")}, {"events", Value{false}}});
const Map create = ask("create", {{"room", words("ops")}, {"kind", words("public")}});
const Map offer = ask("offer", {{"room", words("lobby")},
                                {"id", sixteen},
                                {"name", words("a.png")},
                                {"size", number(3)},
                                {"hash", Value{Bin{Bytes(32, 'h')}}}});

// The least that each op needs.
const std::vector<Map> &leastOfEach() {
    static const std::vector<Map> all{
        hello,
        post,
        entries,
        data,
        create,
        offer,
        ask("register", {{"name", words("alice")}}),
        ask("redeem", {{"device", words(hexKey)}}),
        ask("ticket", {{"purpose", words("account")}}),
        ask("account", {{"who", words("alice")}}),
        ask("history", {{"room", words("lobby")}}),
        ask("search", {{"query", words("")}}),
        ask("read", {{"room", words("lobby")}, {"seq", number(1)}}),
        ask("room", {{"room", words("lobby")}}),
        ask("direct", {{"with", Value{Array{words("bob")}}}}),
        ask("join", {{"room", words("lobby")}}),
        ask("leave", {{"room", words("lobby")}}),
        ask("invite", {{"room", words("lobby")}, {"who", words("bob")}}),
        ask("remove", {{"room", words("lobby")}, {"who", words("bob")}}),
        ask("role", {{"room", words("lobby")}, {"who", words("bob")}, {"role", words("owner")}}),
        ask("notify", {{"room", words("lobby")}, {"mode", words("none")}}),
        ask("members", {{"room", words("lobby")}}),
        ask("status", {{"state", words("away")}}),
        ask("typing", {{"room", words("lobby")}}),
        ask("chunk", {{"transfer", number(1)}, {"offset", number(0)}, {"data", sixteen}}),
        ask("finish", {{"transfer", number(1)}}),
        ask("cancel", {{"transfer", number(1)}}),
        ask("fetch", {{"room", words("lobby")},
                      {"seq", number(1)},
                      {"offset", number(0)},
                      {"length", number(1)}})};
    return all;
}

} // namespace

TEST_CASE("requests: each op needs its fields, of their types, and none is nil") {
    for (const Map &body : leastOfEach()) {
        INFO(toJson(Value{body}));
        CHECK(outcome(body) == "ok");
        for (const auto &[key, value] : body) {
            if (key == "op" || key == "re")
                continue;
            INFO(key);
            CHECK(outcome(without(body, key)) == "E_SCHEMA");
            CHECK(outcome(with(body, key.c_str(), Value{})) == "E_SCHEMA");
            CHECK(outcome(with(body, key.c_str(), Value{0.5})) == "E_SCHEMA");
            CHECK(outcome(with(body, key.c_str(), number(-1))) == "E_SCHEMA");
        }
        CHECK(outcome(with(body, "surprise", Value{})) == "ok");
    }
    for (const char *op : {"ping", "bye", "devices", "accounts", "mentions", "rooms", "people"})
        CHECK(outcome(ask(op)) == "ok");
}

TEST_CASE("requests: a bad or missing re is refused without one") {
    for (const Map &body : {without(post, "re"), with(post, "re", Value{}),
                            with(post, "re", number(-1)), with(post, "re", words("7"))}) {
        CHECK(outcome(body) == "E_SCHEMA");
        CHECK_FALSE(readRequest(body).re);
    }
    CHECK(readRequest(with(post, "re", Value{std::numeric_limits<std::uint64_t>::max()})).re ==
          std::numeric_limits<std::uint64_t>::max());
}

TEST_CASE("requests: an unknown op is found before anything that is wrong with the fields") {
    CHECK(outcome(with(post, "op", words("shout"))) == "E_OP");
    CHECK(outcome(without(with(post, "op", words("shout")), "re")) == "E_OP");
    CHECK(outcome(with(post, "op", number(1))) == "E_SCHEMA");
    CHECK(outcome(without(post, "op")) == "E_SCHEMA");
    CHECK(readRequest(without(post, "op")).re == 7U);
    CHECK(readRequest(with(post, "op", words("shout"))).op.empty());
    CHECK(readRequest(with(post, "body", Value{})).op == "post");
}

TEST_CASE(
    "requests: a body that is no map cannot be decoded, one with an integer key is no request") {
    CHECK(decodeRequest(encodeValue(number(1))).request.refusal().code == Code::decode);
    CHECK(decodeRequest(encodeValue(Value{Array{}})).request.refusal().code == Code::decode);
    const Bytes ping = encodeRequest(7, Ping{});
    Bytes odd = ping;
    odd[0] = static_cast<char>(odd[0] + 1);
    odd += std::string("\x01\x02", 2);
    const Incoming incoming = decodeRequest(odd);
    REQUIRE_FALSE(incoming.request.ok());
    CHECK(incoming.request.refusal().code == Code::schema);
    CHECK(incoming.re == 7U);
}

TEST_CASE("requests: a seq or offset is a whole number up to 2^63-1") {
    const Value beyond{std::uint64_t{1} << 63};
    const Value last{std::numeric_limits<std::int64_t>::max()};
    const Value notNumber{std::numeric_limits<double>::quiet_NaN()};
    for (const Value &bad : {beyond, number(-1), notNumber, Value{1.0}, words("1"), Value{true}}) {
        INFO(toJson(bad));
        CHECK(outcome(with(entries, "after", bad)) == "E_SCHEMA");
        CHECK(outcome(with(ask("read", {{"room", words("lobby")}}), "seq", bad)) == "E_SCHEMA");
    }
    CHECK(outcome(with(entries, "after", last)) == "ok");
    CHECK(outcome(with(offer, "size", beyond)) == "E_TOO_LARGE");
    CHECK(outcome(ask("search", {{"query", words("")}, {"since", number(-1)}})) == "E_SCHEMA");
}

TEST_CASE("requests: a limit is 50 by default and clamped to what the op allows") {
    const Value huge{std::uint64_t{1} << 63};
    CHECK(readAs<Entries>(entries).limit == 50);
    CHECK(readAs<Entries>(with(entries, "limit", huge)).limit == 200);
    CHECK(readAs<Entries>(with(entries, "limit", number(0))).limit == 1);
    CHECK(readAs<Search>(ask("search", {{"query", words("")}, {"limit", huge}})).limit == 50);
    CHECK(readAs<wire::Mentions>(ask("mentions", {{"limit", huge}})).limit == 50);
    for (const char *op : {"rooms", "people", "accounts"})
        CHECK(outcome(ask(op, {{"limit", huge}})) == "ok");
    CHECK(outcome(with(entries, "limit", number(-1))) == "E_SCHEMA");
    CHECK(readAs<Fetch>(ask("fetch", {{"room", words("lobby")},
                                      {"seq", number(1)},
                                      {"offset", number(0)},
                                      {"length", number(1'000'000)}}))
              .length == limits::fetchBytes);
}

TEST_CASE("requests: names are folded or refused") {
    const auto room = [](const std::string &name) { return with(entries, "room", words(name)); };
    CHECK(readAs<Entries>(room("LoBBy")).room == RoomName("lobby"));
    for (const std::string &name :
         {std::string("lob\r\nby"), std::string("\x1b[2J"), std::string("l\xd0\xb0obby"),
          std::string("lob\xe2\x80\x8d"
                      "by"),
          std::string("\xe2\x80\xae"
                      "lobby"),
          std::string(33, 'a'), std::string(), std::string("-lobby"), std::string("lobby."),
          std::string("everyone"), std::string("~short")})
        CHECK(outcome(room(name)) == "E_NAME");
    CHECK(outcome(room(std::string(32, 'a'))) == "ok");
    CHECK(outcome(room(std::string("lo\0by", 5))) == "E_SCHEMA");
    CHECK(outcome(room("~abcdefghijklmnopqrstuvwxyz")) == "ok");
    CHECK(outcome(with(create, "room", words("~abcdefghijklmnopqrstuvwxyz"))) == "E_NAME");
}

TEST_CASE("requests: the first refusal in the protocol's order is the answer") {
    const Map wrongName = with(post, "room", words("-"));
    CHECK(outcome(with(wrongName, "body", words(std::string(17'000, 'a')))) == "E_NAME");
    CHECK(outcome(without(wrongName, "id")) == "E_SCHEMA");
    const Map longClient = with(hello, "client", words(std::string(200, 'a')));
    CHECK(outcome(longClient) == "E_TOO_LARGE");
    CHECK(outcome(with(longClient, "versions", Value{Array{}})) == "E_VERSION");
    CHECK(outcome(with(hello, "versions", Value{Array{}})) == "ok"); // for the broker to judge
}

TEST_CASE("requests: texts are bounded in bytes and hold no zero character") {
    const std::string most(16 * 1024, 'a');
    CHECK(outcome(with(post, "body", words(most))) == "ok");
    CHECK(outcome(with(post, "body", words(most + "a"))) == "E_TOO_LARGE");
    CHECK(outcome(with(post, "body", words(""))) == "E_SCHEMA");
    CHECK(outcome(with(post, "body", words(std::string("a\0b", 3)))) == "E_SCHEMA");
    const Map edit = with(with(post, "kind", words("edit")), "of", number(1));
    CHECK(outcome(edit) == "ok");
    CHECK(outcome(with(edit, "body", words(""))) == "E_SCHEMA");
    CHECK(outcome(with(edit, "body", words(most + "a"))) == "E_TOO_LARGE");
    const Map redact = with(with(post, "kind", words("redact")), "of", number(1));
    CHECK(outcome(with(redact, "reason", words(std::string(257, 'a')))) == "E_TOO_LARGE");
    const Map react =
        with(with(with(post, "kind", words("react")), "of", number(1)), "on", Value{true});
    CHECK(outcome(with(react, "emoji", words("+1"))) == "ok");
    CHECK(outcome(with(react, "emoji", words(""))) == "E_SCHEMA");
    CHECK(outcome(with(react, "emoji", words(std::string(65, 'a')))) == "E_TOO_LARGE");
    CHECK(outcome(with(create, "topic", words(std::string(1025, 'a')))) == "E_TOO_LARGE");
    CHECK(outcome(ask("search", {{"query", words(std::string(257, 'a'))}})) == "E_TOO_LARGE");
    const Map read = ask("read", {{"room", words("lobby")}, {"seq", number(1)}});
    CHECK(outcome(with(read, "cursor", words(""))) == "E_SCHEMA");
    CHECK(outcome(with(read, "cursor", words(std::string(65, 'a')))) == "E_TOO_LARGE");
}

TEST_CASE("requests: titles are free but for control and bidirectional characters") {
    const Map room = ask("room", {{"room", words("lobby")}});
    CHECK(outcome(with(room, "title", words("Büro 🎈"))) == "ok");
    CHECK(outcome(with(room, "title",
                       words("\xe2\x80\xae"
                             "evil"))) == "E_NAME");
    CHECK(outcome(with(room, "title", words("a\nb"))) == "E_NAME");
    std::string title;
    for (int i = 0; i < 64; ++i)
        title += "ü";
    CHECK(outcome(with(room, "title", words(title))) == "ok");
    CHECK(outcome(with(room, "title", words(title + "a"))) == "E_TOO_LARGE");
}

TEST_CASE("requests: clients post six kinds, and the broker makes the rest") {
    for (const char *kind : {"file", "member", "room", "poem", ""})
        CHECK(outcome(with(post, "kind", words(kind))) == "E_SCHEMA");
    CHECK(outcome(with(post, "id", Value{Bin{Bytes(15, 'i')}})) == "E_SCHEMA");
    CHECK(outcome(with(post, "id", words("0123456789abcdef"))) == "E_SCHEMA");
    const Post read = readAs<Post>(
        with(with(post, "mentions", Value{Array{words("bob")}}), "by", words("mallory")));
    CHECK(std::get<Text>(read.content).mentions.empty());
}

TEST_CASE("requests: a data post is measured with all it holds") {
    const Map large{{"blob", words(std::string(16'350, 'x'))}};
    CHECK(outcome(with(data, "data", Value{large})) == "ok");
    CHECK(outcome(with(with(data, "data", Value{large}), "body", words(std::string(30, 'b')))) ==
          "E_TOO_LARGE");
    CHECK(outcome(with(data, "body", words(""))) == "ok");
    CHECK(outcome(with(data, "type", words(""))) == "E_SCHEMA");
    CHECK(outcome(with(data, "data", Value{Array{}})) == "E_SCHEMA");
    CHECK(outcome(with(data, "data", Value{Map{{"nothing", Value{}}, {"ratio", Value{0.5}}}})) ==
          "ok");
}

TEST_CASE("requests: what fields may not say together is refused") {
    const Map history = ask("history", {{"room", words("lobby")}, {"before", number(3)}});
    CHECK(outcome(history) == "ok");
    CHECK(outcome(with(history, "after", number(1))) == "E_SCHEMA");
    CHECK(outcome(ask("revoke")) == "E_SCHEMA");
    CHECK(outcome(ask("revoke", {{"device", words(hexKey)}})) == "ok");
    CHECK(outcome(ask("revoke", {{"device", words(hexKey)}, {"ticket", words(hexKey)}})) ==
          "E_SCHEMA");
    CHECK(outcome(ask("revoke", {{"device", words("abc")}})) == "E_SCHEMA");
    CHECK(outcome(with(create, "kind", words("direct"))) == "E_SCHEMA");
    CHECK(outcome(ask("status", {{"state", words("offline")}})) == "E_SCHEMA");
    Array nine(9, words("bob"));
    CHECK(outcome(ask("direct", {{"with", Value{nine}}})) == "E_TOO_LARGE");
    CHECK(outcome(ask("direct", {{"with", Value{Array{}}}})) == "E_SCHEMA");
    const Map ticket = ask("ticket", {{"purpose", words("bot")}});
    CHECK(outcome(with(ticket, "uses", number(0))) == "E_SCHEMA");
    CHECK(outcome(with(ticket, "scope", Value{Map{{"rate", number(0)}}})) == "E_SCHEMA");
    CHECK(outcome(with(ticket, "scope", Value{Map{{"ops", Value{Array{words("shout")}}}}})) ==
          "E_SCHEMA");
    CHECK(outcome(with(ticket, "scope", Value{Map{{"rooms", Value{Array{words("-")}}}}})) ==
          "E_NAME");
}

TEST_CASE("requests: a file name is a label of 1 to 255 bytes") {
    CHECK(outcome(with(offer, "name", words(std::string(255, 'a')))) == "ok");
    CHECK(outcome(with(offer, "name", words(std::string(300, 'a')))) == "E_NAME");
    CHECK(outcome(with(offer, "name", words(""))) == "E_NAME");
    CHECK(outcome(with(offer, "name", words("../../.ssh/authorized_keys"))) == "ok");
}

TEST_CASE("requests: a request names the room that must exist, if any") {
    CHECK(*roomOf(readAs<Post>(post)) == RoomName("lobby"));
    CHECK(roomOf(readAs<Create>(create)) == nullptr);
    CHECK(roomOf(Request{Ping{}}) == nullptr);
    CHECK(roomOf(readAs<Search>(ask("search", {{"query", words("")}}))) == nullptr);
    CHECK(*roomOf(readAs<Search>(ask("search", {{"query", words("")}, {"room", words("ops")}}))) ==
          RoomName("ops"));
    CHECK(isOp("post"));
    CHECK_FALSE(isOp("shout"));
}
