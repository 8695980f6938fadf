#include "tests/support/catch.hpp"

#include "tools/cli/json.hpp"

using namespace zchat;
using namespace zchat::cli;

TEST_CASE("json: an object becomes a map in its own order") {
    const auto value = parseJson(R"( {"b": 1, "a": [true, null, -2.5, "x\n\u00e9\ud83d\udc4d"]} )");
    REQUIRE(value);
    const auto *map = value->as<wire::Map>();
    REQUIRE(map != nullptr);
    REQUIRE(map->size() == 2);
    CHECK((*map)[0].first == "b");
    CHECK((*map)[0].second == wire::Value(std::int64_t{1}));
    const auto *array = (*map)[1].second.as<wire::Array>();
    REQUIRE(array != nullptr);
    CHECK((*array)[0] == wire::Value(true));
    CHECK((*array)[1] == wire::Value());
    CHECK((*array)[2] == wire::Value(-2.5));
    CHECK((*array)[3] == wire::Value(std::string("x\né👍")));
}

TEST_CASE("json: empty maps and arrays, zero and large numbers are values") {
    for (const auto *text : {"{}", "[]", "0", "-0", "9223372036854775807", "1e3", "0.5", "\"\""})
        CHECK(parseJson(text));
}

TEST_CASE("json: anything else is refused") {
    for (const auto *text : {"",
                             "{",
                             "{]",
                             "{\"a\"}",
                             "{\"a\":1,}",
                             "[1,]",
                             "[1 2]",
                             "01",
                             "1.",
                             ".5",
                             "+1",
                             "-",
                             "1e",
                             "tru",
                             "nul",
                             "'a'",
                             "\"a",
                             "\"\n\"",
                             "\"\\x\"",
                             "\"\\ud800\"",
                             "\"\\udc00\"",
                             "\"\xff\"",
                             "{} {}",
                             "{\"a\":1,\"a\":2}",
                             "NaN",
                             "[[[[[[[[[1]]]]]]]]]"})
        CHECK_FALSE(parseJson(text));
}
