#include <cmath>
#include <limits>

#include "shared/base/limits.hpp"
#include "shared/wire/value.hpp"
#include "tests/support/catch.hpp"

using namespace zchat;
using namespace zchat::wire;

namespace {

constexpr DecodeBounds requests{.mapKeys = limits::mapKeys};
constexpr DecodeBounds heard{.mapKeys = limits::nameMapKeys};

Bytes bytes(std::initializer_list<int> octets) {
    Bytes out;
    for (const int octet : octets)
        out.push_back(static_cast<char>(octet));
    return out;
}
// Why the bytes are refused; empty where they are not.
std::string code(std::string_view body, DecodeBounds bounds = requests) {
    const Result<Value> value = decodeValue(body, bounds);
    return value.ok() ? "" : codeName(value.refusal().code);
}
Map numbered(std::size_t keys) {
    Map out;
    for (std::size_t i = 0; i < keys; ++i)
        out.emplace_back("k" + std::to_string(i), Value{true});
    return out;
}
Value nested(std::size_t levels) {
    Value value{std::int64_t{1}};
    for (std::size_t i = 0; i < levels; ++i)
        value = Value{Array{value}};
    return value;
}

} // namespace

TEST_CASE("value: every type comes back as it was") {
    const Map all{{"nil", Value{}},
                  {"yes", Value{true}},
                  {"small", Value{std::int64_t{5}}},
                  {"negative", Value{std::int64_t{-300}}},
                  {"largest signed", Value{std::numeric_limits<std::int64_t>::max()}},
                  {"largest", Value{std::numeric_limits<std::uint64_t>::max()}},
                  {"ratio", Value{-0.25}},
                  {"whole ratio", Value{1.0}},
                  {"text", Value{std::string("häß🎈")}},
                  {"raw", Value{Bin{bytes({0, 255, 0})}}},
                  {"list", Value{Array{Value{std::int64_t{1}}, Value{Map{}}}}}};
    const Result<Value> back = decodeValue(encodeValue(Value{all}), requests);
    REQUIRE(back.ok());
    CHECK(*back == Value{all});
}

TEST_CASE("value: integers take the fewest bytes and fit back into int64 where they can") {
    CHECK(encodeValue(Value{std::int64_t{127}}).size() == 1);
    CHECK(encodeValue(Value{std::int64_t{128}}).size() == 2);
    CHECK(encodeValue(Value{std::int64_t{-32}}).size() == 1);
    const Result<Value> edge =
        decodeValue(bytes({0xcf, 0x7f, 255, 255, 255, 255, 255, 255, 255}), requests);
    REQUIRE(edge.ok());
    CHECK(edge->as<std::int64_t>() != nullptr);
    const Result<Value> beyond = decodeValue(bytes({0xcf, 0x80, 0, 0, 0, 0, 0, 0, 0}), requests);
    REQUIRE(beyond.ok());
    CHECK(beyond->as<std::uint64_t>() != nullptr);
}

TEST_CASE("value: what ends too early, or not at all, is refused") {
    CHECK(code("") == "E_DECODE");
    const Bytes whole = encodeValue(Value{numbered(5)});
    for (std::size_t length = 0; length < whole.size(); ++length)
        CHECK(code(std::string_view(whole).substr(0, length)) == "E_DECODE");
    CHECK(code(whole + bytes({0xc0})) == "E_DECODE");
    CHECK(code(whole + whole) == "E_DECODE");
    CHECK(code(bytes({0xc1})) == "E_DECODE");
}

TEST_CASE("value: a key that occurs twice is refused at every level") {
    CHECK(code(bytes({0x82, 0xa1, 'a', 1, 0xa1, 'a', 2})) == "E_DECODE");
    CHECK(code(bytes({0x82, 0xa1, 'a', 1, 0xd9, 1, 'a', 2})) == "E_DECODE"); // str8 is str too
    CHECK(code(bytes({0x81, 0xa1, 'x', 0x82, 0xa1, 'a', 1, 0xa1, 'a', 2})) == "E_DECODE");
    CHECK(code(bytes({0x82, 1, 1, 1, 2})) == "E_DECODE");
    CHECK(code(bytes({0x82, 0xa1, 'a', 1, 0xa1, 'b', 2})).empty());
}

TEST_CASE("value: the body is level 1 and level 8 is the last") {
    CHECK(code(encodeValue(nested(8))).empty());
    CHECK(code(encodeValue(nested(9))) == "E_DECODE");
    CHECK(code(encodeValue(Value{Map{{"a", nested(7)}}})).empty());
    CHECK(code(encodeValue(Value{Map{{"a", nested(8)}}})) == "E_DECODE");
}

TEST_CASE("value: a million nested arrays are refused at the ninth") {
    CHECK(code(Bytes(1'000'000, '\x91')) == "E_DECODE");
}

TEST_CASE("value: false claims are refused before memory is taken for them") {
    CHECK(code(bytes({0xdd, 0x80, 0, 0, 0})) == "E_DECODE");          // array32 of 2^31
    CHECK(code(bytes({0xdf, 0xff, 0xff, 0xff, 0xff})) == "E_DECODE"); // map32
    CHECK(code(bytes({0xdb, 0xff, 0xff, 0xff, 0xff})) == "E_DECODE"); // str32
    CHECK(code(bytes({0xc6, 0xff, 0xff, 0xff, 0xff})) == "E_DECODE"); // bin32
}

TEST_CASE("value: maps end at 64 keys, or at 1,024 where a broker speaks") {
    CHECK(code(encodeValue(Value{numbered(64)})).empty());
    CHECK(code(encodeValue(Value{numbered(65)})) == "E_DECODE");
    CHECK(code(encodeValue(Value{numbered(1024)}), heard).empty());
    CHECK(code(encodeValue(Value{numbered(1025)}), heard) == "E_DECODE");
}

TEST_CASE("value: arrays, strings and binary data end at their bounds") {
    CHECK(code(encodeValue(Value{Array(1024)})).empty());
    CHECK(code(encodeValue(Value{Array(1025)})) == "E_DECODE");
    CHECK(code(encodeValue(Value{std::string(limits::stringBytes, 'a')})).empty());
    CHECK(code(encodeValue(Value{std::string(limits::stringBytes + 1, 'a')})) == "E_DECODE");
    CHECK(code(encodeValue(Value{Bin{Bytes(limits::binBytes, 'a')}})).empty());
    CHECK(code(encodeValue(Value{Bin{Bytes(limits::binBytes + 1, 'a')}})) == "E_DECODE");
}

TEST_CASE("value: extension types are refused, timestamps too") {
    CHECK(code(bytes({0xd4, 1, 0})) == "E_DECODE");
    CHECK(code(bytes({0xd6, 0xff, 0, 0, 0, 0})) == "E_DECODE");
    CHECK(code(bytes({0xc7, 1, 5, 0})) == "E_DECODE");
}

TEST_CASE("value: strings that are not UTF-8 are refused, as keys too") {
    CHECK(code(bytes({0xa2, 0xc3, 0x28})) == "E_DECODE");
    CHECK(code(bytes({0xa2, 0xc0, 0x80})) == "E_DECODE");             // overlong
    CHECK(code(bytes({0xa3, 0xed, 0xa0, 0x80})) == "E_DECODE");       // lone surrogate
    CHECK(code(bytes({0xa4, 0xf4, 0x90, 0x80, 0x80})) == "E_DECODE"); // over U+10FFFF
    CHECK(code(bytes({0x81, 0xa1, 0xff, 1})) == "E_DECODE");
}

TEST_CASE("value: a key that is not a string breaks the schema, after all that breaks decoding") {
    const Bytes body = bytes({0x82, 1, 2, 0xa1, 'a', 3});
    CHECK(code(body) == "E_SCHEMA");
    CHECK(code(bytes({0x81, 0x91, 1, 2})) == "E_SCHEMA"); // an array as a key
    CHECK(code(body + bytes({0})) == "E_DECODE");
    const Result<DecodedTree> tree = decodeTree(body, requests);
    REQUIRE(tree.ok());
    CHECK(tree->foreignKeys);
    CHECK(tree->value == Value{Map{{"a", Value{std::int64_t{3}}}}});
}

TEST_CASE("value: JSON has binary data as hex and no number that JSON lacks") {
    const Map map{{"raw", Value{Bin{bytes({1, 0xab})}}},
                  {"none", Value{std::numeric_limits<double>::quiet_NaN()}},
                  {"endless", Value{std::numeric_limits<double>::infinity()}},
                  {"half", Value{0.5}},
                  {"big", Value{std::numeric_limits<std::uint64_t>::max()}},
                  {"say \"hi\"\n", Value{Array{Value{}, Value{false}}}}};
    CHECK(toJson(Value{map}) == R"({"raw":"01ab","none":null,"endless":null,"half":0.5,)"
                                R"("big":18446744073709551615,"say \"hi\"\u000a":[null,false]})");
}
