#include "tools/cli/json.hpp"

#include <charconv>
#include <cstdint>
#include <string>
#include <utility>

#include "shared/base/limits.hpp"
#include "shared/base/text.hpp"

namespace zchat::cli {

namespace {

void appendUtf8(std::string &out, char32_t c) {
    const auto push = [&out](char32_t byte) { out.push_back(static_cast<char>(byte)); };
    if (c < 0x80) {
        push(c);
    } else if (c < 0x800) {
        push(0xc0U | (c >> 6U));
        push(0x80U | (c & 0x3fU));
    } else if (c < 0x10000) {
        push(0xe0U | (c >> 12U));
        push(0x80U | ((c >> 6U) & 0x3fU));
        push(0x80U | (c & 0x3fU));
    } else {
        push(0xf0U | (c >> 18U));
        push(0x80U | ((c >> 12U) & 0x3fU));
        push(0x80U | ((c >> 6U) & 0x3fU));
        push(0x80U | (c & 0x3fU));
    }
}

class Reader final {
public:
    explicit Reader(std::string_view text)
        : rest_(text) {}

    std::optional<wire::Value> whole() {
        std::optional<wire::Value> value = read(1);
        skipSpace();
        return rest_.empty() ? std::move(value) : std::nullopt;
    }

private:
    using Read = std::optional<wire::Value>;

    void skipSpace() {
        const auto begin = rest_.find_first_not_of(" \t\r\n");
        rest_.remove_prefix(begin == std::string_view::npos ? rest_.size() : begin);
    }
    bool take(std::string_view word) {
        skipSpace();
        if (!rest_.starts_with(word))
            return false;
        rest_.remove_prefix(word.size());
        return true;
    }

    Read read(std::size_t depth) {
        if (depth > limits::nestingDepth)
            return std::nullopt;
        if (take("{"))
            return readMap(depth);
        if (take("["))
            return readArray(depth);
        if (take("\"")) {
            auto text = readString();
            return text ? Read(wire::Value(std::move(*text))) : std::nullopt;
        }
        if (take("true"))
            return wire::Value(true);
        if (take("false"))
            return wire::Value(false);
        if (take("null"))
            return wire::Value(std::monostate{});
        return readNumber();
    }

    Read readMap(std::size_t depth) {
        wire::Map map;
        if (take("}"))
            return wire::Value(std::move(map));
        do {
            if (!take("\""))
                return std::nullopt;
            auto key = readString();
            if (!key || wire::find(map, *key) != nullptr || !take(":"))
                return std::nullopt;
            Read value = read(depth + 1);
            if (!value)
                return std::nullopt;
            map.emplace_back(std::move(*key), std::move(*value));
        } while (take(","));
        return take("}") ? Read(wire::Value(std::move(map))) : std::nullopt;
    }

    Read readArray(std::size_t depth) {
        wire::Array array;
        if (take("]"))
            return wire::Value(std::move(array));
        do {
            Read value = read(depth + 1);
            if (!value)
                return std::nullopt;
            array.push_back(std::move(*value));
        } while (take(","));
        return take("]") ? Read(wire::Value(std::move(array))) : std::nullopt;
    }

    // The rest of a string whose opening quote is taken.
    std::optional<std::string> readString() {
        std::string out;
        while (!rest_.empty()) {
            const char c = rest_.front();
            rest_.remove_prefix(1);
            if (c == '"')
                return isUtf8(out) ? std::optional(std::move(out)) : std::nullopt;
            if (static_cast<unsigned char>(c) < 0x20)
                return std::nullopt;
            if (c != '\\')
                out.push_back(c);
            else if (!readEscape(out))
                return std::nullopt;
        }
        return std::nullopt;
    }

    bool readEscape(std::string &out) {
        if (rest_.empty())
            return false;
        const char c = rest_.front();
        rest_.remove_prefix(1);
        constexpr std::string_view names = "\"\\/bfnrt";
        constexpr std::string_view meanings = "\"\\/\b\f\n\r\t";
        if (const auto at = names.find(c); at != std::string_view::npos) {
            out.push_back(meanings[at]);
            return true;
        }
        if (c != 'u')
            return false;
        std::optional<char32_t> unit = readHex4();
        if (unit && *unit >= 0xd800 && *unit < 0xdc00) { // the first half of a pair
            if (!rest_.starts_with("\\u"))
                return false;
            rest_.remove_prefix(2);
            const std::optional<char32_t> low = readHex4();
            if (!low || *low < 0xdc00 || *low > 0xdfff)
                return false;
            unit = 0x10000U + ((*unit - 0xd800U) << 10U) + (*low - 0xdc00U);
        }
        if (unit)
            appendUtf8(out, *unit);
        return unit.has_value();
    }

    std::optional<char32_t> readHex4() {
        std::uint32_t unit = 0;
        if (rest_.size() < 4)
            return std::nullopt;
        const auto [end, error] = std::from_chars(rest_.data(), rest_.data() + 4, unit, 16);
        if (error != std::errc{} || end != rest_.data() + 4)
            return std::nullopt;
        rest_.remove_prefix(4);
        return char32_t{unit};
    }

    Read readNumber() {
        const std::string_view word = rest_.substr(0, rest_.find_first_not_of("+-.0123456789eE"));
        const std::string_view digits = word.starts_with('-') ? word.substr(1) : word;
        const bool leadingZero =
            digits.size() > 1 && digits[0] == '0' && digits[1] >= '0' && digits[1] <= '9';
        if (digits.empty() || digits[0] < '0' || digits[0] > '9' || leadingZero ||
            word.back() == '.')
            return std::nullopt;
        rest_.remove_prefix(word.size());
        const char *const begin = word.data();
        const char *const end = begin + word.size();
        std::int64_t integer = 0;
        if (const auto done = std::from_chars(begin, end, integer);
            done.ec == std::errc{} && done.ptr == end)
            return wire::Value(integer);
        double real = 0;
        const auto done = std::from_chars(begin, end, real);
        return done.ec == std::errc{} && done.ptr == end ? Read(wire::Value(real)) : std::nullopt;
    }

    std::string_view rest_;
};

} // namespace

std::optional<wire::Value> parseJson(std::string_view text) {
    return Reader(text).whole();
}

} // namespace zchat::cli
