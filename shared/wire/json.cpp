#include <array>
#include <cmath>
#include <cstdio>
#include <span>

#include "shared/base/log.hpp"
#include "shared/base/text.hpp"
#include "shared/wire/value.hpp"

namespace zchat::wire {

namespace {

struct JsonWriter {
    std::string &out;

    void operator()(std::monostate) const { out += "null"; }
    void operator()(bool held) const { out += held ? "true" : "false"; }
    void operator()(std::int64_t held) const { out += std::to_string(held); }
    void operator()(std::uint64_t held) const { out += std::to_string(held); }
    void operator()(double held) const {
        if (!std::isfinite(held)) {
            out += "null";
            return;
        }
        std::array<char, 40> text{};
        std::snprintf(text.data(), text.size(), "%.17g", held);
        std::string number = text.data();
        for (char &character : number) // a locale may write another point
            if (character == ',')
                character = '.';
        out += number;
    }
    void operator()(const std::string &held) const { out += jsonString(held); }
    void operator()(const Bin &held) const {
        out += '"';
        out += toHex(std::span(reinterpret_cast<const std::uint8_t *>(held.bytes.data()),
                               held.bytes.size()));
        out += '"';
    }
    void operator()(const Array &held) const {
        out += '[';
        const char *separator = "";
        for (const Value &element : held) {
            out += separator;
            separator = ",";
            std::visit(*this, element.held());
        }
        out += ']';
    }
    void operator()(const Map &held) const {
        out += '{';
        const char *separator = "";
        for (const auto &[key, element] : held) {
            out += separator;
            separator = ",";
            out += jsonString(key);
            out += ':';
            std::visit(*this, element.held());
        }
        out += '}';
    }
};

} // namespace

std::string toJson(const Value &value) {
    std::string out;
    std::visit(JsonWriter{out}, value.held());
    return out;
}

} // namespace zchat::wire
