#include <fstream>
#include <random>
#include <set>
#include <sstream>

#include "shared/base/text.hpp"
#include "shared/wire/codec.hpp"
#include "tests/support/catch.hpp"

using namespace zchat;
using namespace zchat::wire;

namespace {

struct Vector {
    std::string kind;
    std::string name;
    Bytes bytes;
    std::string json;
};

Bytes fromHexText(const std::string &hex) {
    Bytes out(hex == "-" ? 0 : hex.size() / 2, '\0');
    if (!out.empty())
        REQUIRE(hexInto(hex, std::span(reinterpret_cast<std::uint8_t *>(out.data()), out.size())));
    return out;
}

std::string readFile(const char *path) {
    std::ifstream file(path);
    REQUIRE(file.good());
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

const std::vector<Vector> &vectors() {
    static const std::vector<Vector> all = [] {
        std::vector<Vector> out;
        std::istringstream file(readFile(ZCHAT_VECTORS));
        for (std::string line; std::getline(file, line);) {
            if (line.empty() || line[0] == '#')
                continue;
            std::istringstream columns(line);
            Vector vector;
            std::string hex;
            columns >> vector.kind >> vector.name >> hex >> std::ws;
            std::getline(columns, vector.json);
            vector.bytes = fromHexText(hex);
            out.push_back(std::move(vector));
        }
        return out;
    }();
    return all;
}

std::string json(std::string_view bytes) {
    const Result<Value> value = decodeValue(bytes, {.mapKeys = limits::nameMapKeys});
    REQUIRE(value.ok());
    return toJson(*value);
}

// The bytes that the codec writes for what it read from a vector.
Bytes throughCodec(const Vector &vector) {
    if (vector.kind == "request") {
        const Incoming incoming = decodeRequest(vector.bytes);
        REQUIRE(incoming.request.ok());
        return encodeRequest(*incoming.re, *incoming.request);
    }
    if (vector.kind == "entry") {
        const Result<Entry> entry = decodeEntry(vector.bytes);
        REQUIRE(entry.ok());
        return encodeEntry(*entry);
    }
    const auto heard = decodeHeard(vector.bytes);
    REQUIRE(heard.ok());
    if (vector.kind == "event")
        return encodeEvent(std::get<Event>(*heard));
    const AnswerHeard &answer = std::get<AnswerHeard>(*heard);
    if (vector.kind == "refusal")
        return encodeRefusal(answer.re, std::get<Refusal>(answer.body));
    // A reply: any request of the op that the vector is named for tells its shape.
    for (const Vector &other : vectors()) {
        if (other.kind != "request")
            continue;
        const Incoming asked = decodeRequest(other.bytes);
        if (asked.op != vector.name)
            continue;
        const Result<Reply> reply = readReply(*asked.request, std::get<Map>(answer.body));
        REQUIRE(reply.ok());
        return encodeReply(answer.re, *reply);
    }
    FAIL("no request of the op " << vector.name);
    return {};
}

} // namespace

TEST_CASE("vectors: each says what stands beside it") {
    CHECK(vectors().size() > 100);
    for (const Vector &vector : vectors()) {
        INFO(vector.kind << " " << vector.name);
        if (vector.kind == "bad")
            continue;
        if (vector.kind == "frame") {
            const std::size_t zero = vector.bytes.find('\0');
            REQUIRE(zero != Bytes::npos);
            const std::string_view body = std::string_view(vector.bytes).substr(zero + 1);
            CHECK("[\"" + vector.bytes.substr(0, zero) + "\"," + json(body) + "]" == vector.json);
            const auto heard = decodeHeard(body);
            REQUIRE(heard.ok());
            CHECK(encodeEvent(std::get<Event>(*heard)) == body);
            continue;
        }
        CHECK(json(vector.bytes) == vector.json);
        CHECK(json(throughCodec(vector)) == vector.json);
        CHECK(throughCodec(vector) == vector.bytes);
    }
}

TEST_CASE("vectors: each bad body is refused with the code beside it") {
    for (const Vector &vector : vectors()) {
        if (vector.kind != "bad")
            continue;
        INFO(vector.name);
        const Incoming incoming = decodeRequest(vector.bytes);
        REQUIRE_FALSE(incoming.request.ok());
        CHECK("\"" + std::string(codeName(incoming.request.refusal().code)) + "\"" == vector.json);
    }
}

TEST_CASE("vectors: whatever becomes of their bytes is a value or a refusal") {
    std::mt19937 chance(20260725); // the same damage in every run
    const auto below = [&](std::size_t end) { return chance() % end; };
    std::size_t survived = 0;
    for (const Vector &vector : vectors()) {
        for (int round = 0; round < 100 && !vector.bytes.empty(); ++round) {
            Bytes bytes = vector.bytes;
            for (std::size_t damage = 1 + below(3); damage > 0; --damage) {
                const std::size_t at = below(bytes.size());
                switch (below(3)) {
                case 0:
                    bytes[at] = static_cast<char>(below(256));
                    break;
                case 1:
                    bytes.insert(at, 1, static_cast<char>(below(256)));
                    break;
                case 2:
                    bytes.resize(at + 1);
                    break;
                }
            }
            const Incoming incoming = decodeRequest(bytes);
            if (incoming.request.ok()) {
                ++survived;
                const Bytes again = encodeRequest(*incoming.re, *incoming.request);
                const Incoming twice = decodeRequest(again);
                REQUIRE(twice.request.ok());
                REQUIRE(encodeRequest(*twice.re, *twice.request) == again);
            } else {
                REQUIRE_FALSE(incoming.request.refusal().text.empty());
            }
            if (const Result<Entry> entry = decodeEntry(bytes)) {
                const Result<Entry> twice = decodeEntry(encodeEntry(*entry));
                REQUIRE(twice.ok());
                REQUIRE(*twice == *entry);
            }
            (void)decodeHeard(bytes);
            (void)decodeMessage(bytes);
        }
    }
    CHECK(survived > 100);
}

TEST_CASE("vectors: every op, kind of entry and event has one") {
    std::set<std::string> seen;
    for (const Vector &vector : vectors()) {
        if (vector.kind == "request")
            seen.insert("op " + decodeRequest(vector.bytes).op);
        if (vector.kind == "entry")
            seen.insert(std::string("kind ") + kindName(decodeEntry(vector.bytes).value().content));
        if (vector.kind == "event")
            seen.insert("event " +
                        std::to_string(std::get<Event>(*decodeHeard(vector.bytes)).index()));
    }
    CHECK(seen.size() ==
          std::variant_size_v<Request> + std::variant_size_v<Content> + std::variant_size_v<Event>);
}

TEST_CASE("vectors: every hex example of the protocol page is one of them") {
    // An example stands in a block that opens with ```hex; its spaces and line breaks are for
    // people.
    std::set<Bytes> known;
    for (const Vector &vector : vectors())
        known.insert(vector.bytes);
    std::istringstream page(readFile(ZCHAT_PROTOCOL_PAGE));
    std::size_t examples = 0;
    for (std::string line; std::getline(page, line);) {
        if (line != "```hex")
            continue;
        std::string hex;
        for (; std::getline(page, line) && line != "```";)
            for (const char character : line.substr(0, line.find('#'))) // a comment ends a line
                if (character != ' ')
                    hex += character;
        INFO(hex);
        CHECK(known.count(fromHexText(hex)) == 1);
        ++examples;
    }
    CHECK(examples >= 6);
}
