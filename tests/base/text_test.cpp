#include "shared/base/text.hpp"

#include "tests/support/catch.hpp"

using namespace zchat;

TEST_CASE("text: UTF-8 is checked to the letter of RFC 3629") {
    CHECK(isUtf8(""));
    CHECK(isUtf8("Grüße, 世界 👍"));
    CHECK_FALSE(isUtf8("\xc0\x80"));         // overlong NUL
    CHECK_FALSE(isUtf8("\xe0\x80\x80"));     // overlong
    CHECK_FALSE(isUtf8("\xed\xa0\x80"));     // lone surrogate
    CHECK_FALSE(isUtf8("\xf4\x90\x80\x80")); // above U+10FFFF
    CHECK_FALSE(isUtf8("\xe2\x82"));         // cut short
    CHECK_FALSE(isUtf8("\x80"));             // continuation alone
}

TEST_CASE("text: names fold upper case and refuse what could pose as another") {
    CHECK(parseAccountName("Alice") == AccountName("alice"));
    CHECK(parseAccountName("a.b_c-9") == AccountName("a.b_c-9"));
    CHECK(parseAccountName(std::string(32, 'a')).has_value());
    for (const std::string bad :
         {"", ".a", "a.", "-a", "a_", "a b", "a\r\nb", "\x1b[2J", "\xd0\xb0lice", "a\xe2\x80\x8d",
          "a\xe2\x80\xae", "all", "Here", "everyone", "admin", "SYSTEM", "~a"})
        CHECK_FALSE(parseAccountName(bad));
    CHECK_FALSE(parseAccountName(std::string(33, 'a')));
}

TEST_CASE("text: a direct room's name is a room name and no account name") {
    const std::string direct = "~abcdefghijklmnopqrstuvwx27";
    CHECK(parseRoomName(direct) == RoomName(direct));
    CHECK(isDirectName(RoomName(direct)));
    CHECK_FALSE(parseAccountName(direct));
    CHECK_FALSE(parseRoomName("~abcdefghijklmnopqrstuvwx21")); // 1 is no base32 digit
    CHECK_FALSE(parseRoomName("~abc"));
}

TEST_CASE("text: titles are free but for control and bidirectional characters and length") {
    CHECK(isTitle("Tom Okafor 🚀"));
    CHECK(isTitle(""));
    std::string longest;
    for (int i = 0; i < 64; ++i)
        longest += "ü";
    CHECK(isTitle(longest));
    CHECK_FALSE(isTitle(longest + "x"));
    CHECK_FALSE(isTitle("a\nb"));
    CHECK_FALSE(isTitle("a\xe2\x80\xae"
                        "b"));
    CHECK_FALSE(isTitle("\xff"));
}

TEST_CASE("text: what a terminal or a log would act on is escaped") {
    CHECK(escaped("plain ü") == "plain ü");
    CHECK(escaped("a\nb\x1b[2J") == "a\\nb\\x1b[2J");
    CHECK(escaped("\xe2\x80\xae") == "\\u202e");
    CHECK(escaped("\xff") == "\\xff");
}

TEST_CASE("text: hex, base32 and percent escapes go there and back") {
    const auto key = fromHex<EntryId>("000102030405060708090a0b0c0d0e0f");
    REQUIRE(key);
    CHECK(toHex(*key) == "000102030405060708090a0b0c0d0e0f");
    CHECK_FALSE(fromHex<EntryId>("00"));
    CHECK_FALSE(fromHex<EntryId>("g00102030405060708090a0b0c0d0e0f"));
    CHECK(toBase32(key->bytes) == "aaaqeayeaudaocajbifqydiob4");
    CHECK(percentEncoded("Harbour Labs=1") == "Harbour%20Labs%3d1");
    CHECK(percentDecoded("Harbour%20Labs%3D1") == "Harbour Labs=1");
    CHECK_FALSE(percentDecoded("%2"));
    CHECK_FALSE(percentDecoded("%zz"));
}
