#include "tests/hub/speech.hpp"

#include <algorithm>
#include <charconv>
#include <stdexcept>

#include "shared/base/limits.hpp"
#include "shared/base/text.hpp"

namespace zchat::testing {

using wire::Array;
using wire::Bin;
using wire::Bytes;
using wire::Map;
using wire::Value;

namespace {

bool isBare(std::string_view text) {
    return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '_' ||
               c == '-' || c == '~' || c == '/' || c == ':';
    });
}

bool isNumber(std::string_view text) {
    return !text.empty() && text.find_first_not_of("0123456789.-") == std::string_view::npos;
}

// The letters that fill the front of the bytes, the rest being zero; empty where that is not so.
std::string lettersOf(std::string_view bytes) {
    const std::size_t end = std::min(bytes.find('\0'), bytes.size());
    const std::string_view letters = bytes.substr(0, end);
    if (!isBare(letters) || bytes.find_first_not_of('\0', end) != std::string_view::npos)
        return {};
    return std::string(letters);
}

std::string quoted(std::string_view text) {
    std::string out = "\"";
    for (const char c : escaped(text)) {
        if (c == '"')
            out += '\\';
        out += c;
    }
    return out + "\"";
}

class Parser final {
public:
    explicit Parser(std::string_view text)
        : text_(text) {}

    std::string word(std::string_view end) {
        const std::size_t stop = std::min(text_.find_first_of(end, at_), text_.size());
        std::string found(text_.substr(at_, stop - at_));
        at_ = stop;
        return found;
    }
    void spaces() {
        while (at_ < text_.size() && text_[at_] == ' ')
            ++at_;
    }
    bool take(char c) {
        if (at_ >= text_.size() || text_[at_] != c)
            return false;
        ++at_;
        return true;
    }
    void expect(char c) {
        if (!take(c))
            fail();
    }
    [[nodiscard]] bool done() const { return at_ >= text_.size(); }
    [[noreturn]] void fail() const {
        throw std::runtime_error("cannot read at " + std::to_string(at_) + ": " +
                                 std::string(text_));
    }

    Map pairs(char end) {
        Map map;
        for (spaces(); !done() && !take(end); spaces()) {
            std::string key = word("= }");
            expect('=');
            map.emplace_back(std::move(key), value());
        }
        return map;
    }

    Value value() {
        if (take('"'))
            return Value{text()};
        if (take('['))
            return Value{list()};
        if (take('{'))
            return Value{pairs('}')};
        const std::string bare = word(" ]}");
        if (bare == "nil")
            return Value{};
        if (bare == "true" || bare == "false")
            return Value{bare == "true"};
        if (bare.starts_with("#")) {
            const auto id = idNamed<EntryId>(bare.substr(1));
            return Value{Bin{Bytes(id.bytes.begin(), id.bytes.end())}};
        }
        if (bare.starts_with("@"))
            return Value{toHex(idNamed<PublicKey>(bare.substr(1)))};
        if (bare.starts_with("0x"))
            return Value{Bin{hex(bare)}};
        return isNumber(bare) ? number(bare) : Value{bare};
    }

    Bytes hex(std::string_view digits) const {
        std::vector<std::uint8_t> bytes((digits.size() - 2) / 2);
        if (!hexInto(digits.substr(2), bytes))
            fail();
        return Bytes(bytes.begin(), bytes.end());
    }

private:
    Array list() {
        Array array;
        for (spaces(); !take(']'); spaces()) {
            if (done())
                fail();
            array.push_back(value());
        }
        return array;
    }

    std::string text() {
        std::string out;
        while (!take('"')) {
            if (done())
                fail();
            if (take('\\'))
                out += take('n') ? '\n' : take('0') ? '\0' : text_.at(at_++);
            else
                out += text_[at_++];
        }
        return out;
    }

    Value number(const std::string &bare) const {
        if (bare.find('.') != std::string::npos)
            return Value{std::stod(bare)};
        std::int64_t held = 0;
        if (std::from_chars(bare.data(), bare.data() + bare.size(), held).ec == std::errc{})
            return Value{held};
        std::uint64_t large = 0;
        if (std::from_chars(bare.data(), bare.data() + bare.size(), large).ec != std::errc{})
            fail();
        return Value{large};
    }

    std::string_view text_;
    std::size_t at_ = 0;
};

std::string printedText(const std::string &text) {
    if (const std::optional<PublicKey> key = fromHex<PublicKey>(text))
        return "@" + nameOf(*key);
    const bool special = text == "true" || text == "false" || text == "nil";
    return isBare(text) && !isNumber(text) && !special ? text : quoted(text);
}

std::string printedBytes(const Bytes &bytes) {
    const std::string letters = lettersOf(bytes);
    if (!letters.empty())
        return "#" + letters;
    return "0x" +
           toHex(std::span(reinterpret_cast<const std::uint8_t *>(bytes.data()), bytes.size()));
}

std::string printedList(const Array &array) {
    std::string out = "[";
    for (const Value &value : array)
        out += (out.size() > 1 ? " " : "") + printed(value);
    return out + "]";
}

} // namespace

std::string nameOf(const PublicKey &key) {
    const std::string letters =
        lettersOf({reinterpret_cast<const char *>(key.bytes.data()), key.bytes.size()});
    return letters.empty() ? toHex(key) : letters;
}

Line parseLine(std::string_view line) {
    Parser parser(line);
    Line parsed;
    parsed.speaker = parser.word(">");
    parser.expect('>');
    parser.spaces();
    const std::string op = parser.word(" ");
    parser.spaces();
    if (op == "raw") {
        parsed.isRaw = true;
        parsed.raw = parser.hex(parser.word(" "));
        return parsed;
    }
    parsed.body = parser.pairs('\0');
    if (op != "nothing")
        parsed.body.insert(parsed.body.begin(), {"op", Value{op}});
    return parsed;
}

std::string printed(const Value &value) {
    struct Printer {
        std::string operator()(std::monostate) const { return "nil"; }
        std::string operator()(bool held) const { return held ? "true" : "false"; }
        std::string operator()(std::int64_t held) const { return std::to_string(held); }
        std::string operator()(std::uint64_t held) const { return std::to_string(held); }
        std::string operator()(double held) const { return std::to_string(held); }
        std::string operator()(const std::string &held) const { return printedText(held); }
        std::string operator()(const Bin &held) const { return printedBytes(held.bytes); }
        std::string operator()(const Array &held) const { return printedList(held); }
        std::string operator()(const Map &held) const { return "{" + printed(held) + "}"; }
    };
    return std::visit(Printer{}, value.held());
}

std::string printed(const Map &map, std::initializer_list<std::string_view> without) {
    std::string out;
    for (const auto &[key, value] : map) {
        const std::string *text = value.as<std::string>();
        const bool nothing = text && text->empty() && (key == "title" || key == "topic");
        if (nothing || std::find(without.begin(), without.end(), key) != without.end())
            continue;
        // The bounds are the same in every hello; the codec's tests look at them.
        out += (out.empty() ? "" : " ") + (isBare(key) ? key : quoted(key)) + "=" +
               (key == "limits" ? std::string("{...}") : printed(value));
    }
    return out;
}

Map mapOf(const Bytes &body) {
    const Result<Value> value = wire::decodeValue(body, {.mapKeys = limits::nameMapKeys});
    if (!value || !value->as<Map>())
        throw std::runtime_error("a codec made what it cannot read");
    return *value->as<Map>();
}

} // namespace zchat::testing
