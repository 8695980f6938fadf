#include "shared/base/address.hpp"

#include "shared/base/text.hpp"
#include "tests/support/catch.hpp"

using namespace zchat;

namespace {
const std::string keyHex(64, 'a');
const std::string secretHex(64, 'b');
} // namespace

TEST_CASE("address: host and port are what a person types") {
    CHECK(parseAddress("Chat.Example") == Address{.host = "chat.example", .port = 5555});
    CHECK(parseAddress("localhost:6000") == Address{.host = "localhost", .port = 6000});
    CHECK(parseAddress("[::1]:6000") == Address{.host = "::1", .port = 6000});
    CHECK(parseAddress("[::1]") == Address{.host = "::1", .port = 5555});
    for (const std::string bad : {"", ":", "host:", "host:0", "host:65536", "host:x", "a b", "a/b",
                                  "::1", "[::1", "[host]", "[host]:1"})
        CHECK_FALSE(parseAddress(bad));
    CHECK(toString(Address{.host = "::1", .port = 1}) == "[::1]:1");
}

TEST_CASE("address: an invite link carries address, broker key and ticket") {
    const std::string text = "zchat://chat.example:6000/#" + keyHex + "." + secretHex;
    const auto link = parseInviteLink(text);
    REQUIRE(link);
    CHECK(link->address.host == "chat.example");
    CHECK(toHex(link->broker) == keyHex);
    CHECK(toString(*link) == text);
    CHECK_FALSE(parseInviteLink(text + "0"));
    CHECK_FALSE(parseInviteLink("http://chat.example/#" + keyHex + "." + secretHex));
    CHECK_FALSE(parseInviteLink("zchat://chat.example:6000/#" + keyHex));
}

TEST_CASE("address: a message link names room and seq") {
    const auto link = parseMessageLink("zchat://localhost:5555/ops/42");
    REQUIRE(link);
    CHECK(link->room == RoomName("ops"));
    CHECK(link->seq == Seq{42});
    CHECK(toString(*link) == "zchat://localhost:5555/ops/42");
    CHECK_FALSE(parseMessageLink("zchat://localhost:5555/ops/0"));
    CHECK_FALSE(parseMessageLink("zchat://localhost:5555/ops"));
}

TEST_CASE("address: the front door's line is read whatever else stands in it") {
    const auto line = parseFrontLine("zchat/1 key=" + keyHex +
                                     " requests=5556 events=5557 name=Harbour%20Labs more=1 odd");
    REQUIRE(line);
    CHECK(line->requests == 5556);
    CHECK(line->name == "Harbour Labs");
    CHECK(parseFrontLine(toString(*line))->events == 5557);
    CHECK_FALSE(parseFrontLine("zchat/2 key=" + keyHex + " requests=1 events=2"));
    CHECK_FALSE(parseFrontLine("zchat/1 requests=1 events=2"));
    CHECK_FALSE(parseFrontLine("SSH-2.0-OpenSSH_9.2"));
    CHECK_FALSE(parseFrontLine(""));
}
