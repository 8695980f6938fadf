#include "tests/support/catch.hpp"

#include <cstdlib>
#include <ctime>

#include "tools/cli/words.hpp"

using namespace zchat;
using namespace zchat::cli;
using std::chrono::milliseconds;

TEST_CASE("words: who to be is a name, and a host where it is not localhost") {
    CHECK(parseIdentity("Alice")->name == AccountName("alice"));
    CHECK(parseIdentity("alice")->address == Address{.host = "localhost", .port = 5555});
    CHECK(parseIdentity("alice@Host:7")->address == Address{.host = "host", .port = 7});
    for (const auto *text : {"", "@host", "alice@", "alice@host:0", "a b", "all"})
        CHECK_FALSE(parseIdentity(text));
}

TEST_CASE("words: a target is a room or people") {
    CHECK(parseTarget("#Lobby") == Target{RoomName("lobby")});
    CHECK(parseTarget("@bob,@carol") ==
          Target{std::vector<AccountName>{AccountName("bob"), AccountName("carol")}});
    CHECK(parseTarget("~abcdefghijklmnopqrstuvwxyz"));
    for (const auto *text : {"", "#", "@", "@bob,", "@,bob", "two words", "~short"})
        CHECK_FALSE(parseTarget(text));
}

TEST_CASE("words: durations have units, or are seconds") {
    CHECK(parseDuration("1s") == milliseconds(1000));
    CHECK(parseDuration("500ms") == milliseconds(500));
    CHECK(parseDuration("0.5") == milliseconds(500));
    CHECK(parseDuration("2h") == milliseconds(7'200'000));
    CHECK(parseDuration("7d") == milliseconds(604'800'000));
    CHECK(parseDuration("0") == milliseconds(0));
    for (const auto *text : {"", "s", "-1s", "1 s", "1w", "1.2.3s", "1e3", "99999999999d"})
        CHECK_FALSE(parseDuration(text));
}

TEST_CASE("words: moments are read in local time") {
    ::setenv("TZ", "EST5", 1);
    ::tzset();
    constexpr TimeMs now = 1'000'000'000'000;
    CHECK(parseMoment("2026-11-23", now) == 1'795'410'000'000);
    CHECK(parseMoment("2026-11-23 17:22", now) == 1'795'410'000'000 + 62'520'000);
    CHECK(parseMoment("2026-11-23T17:22:05", now) == 1'795'410'000'000 + 62'525'000);
    CHECK(parseMoment("90s", now) == now - 90'000);
    for (const auto *text : {"", "2026-11", "2026-02-31", "2026-11-23 17", "2026-11-23x", "soon"})
        CHECK_FALSE(parseMoment(text, now));
    ::unsetenv("TZ");
    ::tzset();
}

TEST_CASE("words: a count is digits alone") {
    CHECK(parseCount("42") == 42U);
    CHECK(parseCount("9223372036854775807"));
    for (const auto *text : {"", "-1", "4x", "+4", "9223372036854775808"})
        CHECK_FALSE(parseCount(text));
}
