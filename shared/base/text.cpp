#include "shared/base/text.hpp"

#include <algorithm>
#include <array>
#include <cstdio>

#include "shared/base/limits.hpp"

namespace zchat {

namespace {

// The length of the well-formed sequence at the start, or 0.
std::size_t sequenceLength(std::string_view text) {
    const auto at = [&](std::size_t i) -> unsigned {
        return i < text.size() ? static_cast<unsigned char>(text[i]) : 0U;
    };
    const auto follows = [&](std::size_t i, unsigned low = 0x80, unsigned high = 0xbf) {
        return at(i) >= low && at(i) <= high;
    };
    const unsigned lead = at(0);
    if (text.empty())
        return 0;
    if (lead < 0x80)
        return 1;
    if (lead >= 0xc2 && lead <= 0xdf)
        return follows(1) ? 2 : 0;
    if (lead >= 0xe0 && lead <= 0xef) {
        const bool second = follows(1, lead == 0xe0 ? 0xa0 : 0x80, lead == 0xed ? 0x9f : 0xbf);
        return second && follows(2) ? 3 : 0;
    }
    if (lead >= 0xf0 && lead <= 0xf4) {
        const bool second = follows(1, lead == 0xf0 ? 0x90 : 0x80, lead == 0xf4 ? 0x8f : 0xbf);
        return second && follows(2) && follows(3) ? 4 : 0;
    }
    return 0;
}

std::optional<std::string> foldedName(std::string_view text) {
    if (text.empty() || text.size() > limits::nameBytes)
        return std::nullopt;
    std::string folded(text);
    for (char &c : folded) {
        if (c >= 'A' && c <= 'Z')
            c = static_cast<char>(c - 'A' + 'a');
        const bool letter = c >= 'a' && c <= 'z';
        const bool digit = c >= '0' && c <= '9';
        if (!letter && !digit && c != '.' && c != '_' && c != '-')
            return std::nullopt;
    }
    const auto isMark = [](char c) { return c == '.' || c == '_' || c == '-'; };
    if (isMark(folded.front()) || isMark(folded.back()))
        return std::nullopt;
    constexpr std::array<std::string_view, 5> reserved{"all", "here", "everyone", "admin",
                                                       "system"};
    if (std::find(reserved.begin(), reserved.end(), folded) != reserved.end())
        return std::nullopt;
    return folded;
}

constexpr std::string_view base32Digits = "abcdefghijklmnopqrstuvwxyz234567";

} // namespace

bool isUtf8(std::string_view text) {
    while (!text.empty()) {
        const std::size_t length = sequenceLength(text);
        if (length == 0)
            return false;
        text.remove_prefix(length);
    }
    return true;
}

std::size_t countCharacters(std::string_view utf8) {
    return static_cast<std::size_t>(std::count_if(utf8.begin(), utf8.end(), [](char c) {
        return (static_cast<unsigned char>(c) & 0xc0U) != 0x80U;
    }));
}

bool isUnsafeCharacter(char32_t c) {
    return c < 0x20 || (c >= 0x7f && c < 0xa0) || c == 0x061c || c == 0x200e || c == 0x200f ||
           (c >= 0x2028 && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);
}

bool hasUnsafeCharacter(std::string_view utf8) {
    bool found = false;
    eachCharacter(utf8,
                  [&](char32_t c, std::string_view) { found = found || isUnsafeCharacter(c); });
    return found;
}

std::optional<AccountName> parseAccountName(std::string_view text) {
    if (auto folded = foldedName(text))
        return AccountName(std::move(*folded));
    return std::nullopt;
}

std::optional<RoomName> parseRoomName(std::string_view text) {
    if (text.size() == 27 && text.front() == '~') {
        const auto rest = text.substr(1);
        if (rest.find_first_not_of(base32Digits) == std::string_view::npos)
            return RoomName(text);
        return std::nullopt;
    }
    if (auto folded = foldedName(text))
        return RoomName(std::move(*folded));
    return std::nullopt;
}

bool isDirectName(const RoomName &room) {
    return !room.value.empty() && room.value.front() == '~';
}

bool isTitle(std::string_view text) {
    return isUtf8(text) && countCharacters(text) <= limits::titleCharacters &&
           !hasUnsafeCharacter(text);
}

std::string escaped(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    char buffer[16];
    while (!text.empty()) {
        const std::size_t length = sequenceLength(text);
        if (length == 0) {
            std::snprintf(buffer, sizeof buffer, "\\x%02x",
                          static_cast<unsigned char>(text.front()));
            out += buffer;
            text.remove_prefix(1);
            continue;
        }
        eachCharacter(text.substr(0, length), [&](char32_t c, std::string_view bytes) {
            if (c == '\n')
                out += "\\n";
            else if (c == '\t')
                out += "\\t";
            else if (c == '\\')
                out += "\\\\";
            else if (isUnsafeCharacter(c)) {
                std::snprintf(buffer, sizeof buffer, c < 0x100 ? "\\x%02x" : "\\u%04x",
                              static_cast<unsigned>(c));
                out += buffer;
            } else
                out += bytes;
        });
        text.remove_prefix(length);
    }
    return out;
}

std::string toHex(std::span<const std::uint8_t> bytes) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string hex;
    hex.reserve(bytes.size() * 2);
    for (const std::uint8_t byte : bytes) {
        hex.push_back(digits[byte >> 4U]);
        hex.push_back(digits[byte & 0xfU]);
    }
    return hex;
}

bool hexInto(std::string_view hex, std::span<std::uint8_t> out) {
    if (hex.size() != out.size() * 2)
        return false;
    const auto nibble = [](char c) -> int {
        if (c >= '0' && c <= '9')
            return c - '0';
        if (c >= 'a' && c <= 'f')
            return c - 'a' + 10;
        if (c >= 'A' && c <= 'F')
            return c - 'A' + 10;
        return -1;
    };
    for (std::size_t i = 0; i < out.size(); ++i) {
        const int high = nibble(hex[2 * i]);
        const int low = nibble(hex[2 * i + 1]);
        if (high < 0 || low < 0)
            return false;
        out[i] = static_cast<std::uint8_t>(high * 16 + low);
    }
    return true;
}

std::string toBase32(std::span<const std::uint8_t> bytes) {
    std::string out;
    unsigned buffer = 0;
    unsigned bits = 0;
    for (const std::uint8_t byte : bytes) {
        buffer = (buffer << 8U) | byte;
        bits += 8;
        while (bits >= 5) {
            bits -= 5;
            out.push_back(base32Digits[(buffer >> bits) & 31U]);
        }
        buffer &= (1U << bits) - 1U;
    }
    if (bits > 0)
        out.push_back(base32Digits[(buffer << (5 - bits)) & 31U]);
    return out;
}

std::string percentEncoded(std::string_view text) {
    constexpr std::string_view unreserved =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
    std::string out;
    for (const char c : text) {
        if (unreserved.find(c) != std::string_view::npos) {
            out.push_back(c);
        } else {
            const auto byte = static_cast<std::uint8_t>(c);
            out += '%' + toHex(std::span(&byte, 1));
        }
    }
    return out;
}

std::optional<std::string> percentDecoded(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '%') {
            out.push_back(text[i]);
            continue;
        }
        std::uint8_t byte = 0;
        if (i + 2 >= text.size() || !hexInto(text.substr(i + 1, 2), std::span(&byte, 1)))
            return std::nullopt;
        out.push_back(static_cast<char>(byte));
        i += 2;
    }
    return out;
}

} // namespace zchat
