// Text as the wire takes it: UTF-8, names, titles, hex, and what may be shown or logged safely.
//
// Nothing here knows a locale. Callers: the codec (checks what came in), the broker's log, every
// client that shows a word someone else chose.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "shared/base/ids.hpp"

namespace zchat {

// Well-formed UTF-8 (RFC 3629): no overlong forms, no surrogates, nothing above U+10FFFF.
[[nodiscard]] bool isUtf8(std::string_view text);
// Code points in well-formed UTF-8.
[[nodiscard]] std::size_t countCharacters(std::string_view utf8);
// C0, DEL, C1, line and paragraph separators, bidirectional marks, embeddings, overrides, isolates.
[[nodiscard]] bool isUnsafeCharacter(char32_t character);
[[nodiscard]] bool hasUnsafeCharacter(std::string_view utf8);
// Calls `visit` with each code point and the bytes it came from; `utf8` is well-formed.
template <class Visit>
void eachCharacter(std::string_view utf8, Visit visit);

// 1 to 32 of a-z 0-9 . _ - , not starting or ending with . _ -; upper case is folded; the reserved
// words all, here, everyone, admin, system are refused.
[[nodiscard]] std::optional<AccountName> parseAccountName(std::string_view text);
// The same rule; direct rooms, "~" and 26 base32 characters, are names too.
[[nodiscard]] std::optional<RoomName> parseRoomName(std::string_view text);
[[nodiscard]] bool isDirectName(const RoomName &room);

// Up to 64 characters without control or bidirectional characters; empty is a title too.
[[nodiscard]] bool isTitle(std::string_view text);

// Unsafe characters as \n, \t, \x1b, \u202e; for logs and terminals. Bad UTF-8 becomes \xNN.
[[nodiscard]] std::string escaped(std::string_view text);

[[nodiscard]] std::string toHex(std::span<const std::uint8_t> bytes);
template <class Tag, std::size_t size>
[[nodiscard]] std::string toHex(const StrongBytes<Tag, size> &bytes) {
    return toHex(std::span<const std::uint8_t>(bytes.bytes));
}
// Exactly size*2 lower or upper case digits.
[[nodiscard]] bool hexInto(std::string_view hex, std::span<std::uint8_t> out);
template <class Id>
[[nodiscard]] std::optional<Id> fromHex(std::string_view hex) {
    Id id;
    return hexInto(hex, id.bytes) ? std::optional<Id>(id) : std::nullopt;
}
// Lower-case RFC 4648 alphabet without padding: 16 bytes give 26 characters.
[[nodiscard]] std::string toBase32(std::span<const std::uint8_t> bytes);

// %XX for everything but unreserved characters (RFC 3986), and back; nullopt for a broken escape.
[[nodiscard]] std::string percentEncoded(std::string_view text);
[[nodiscard]] std::optional<std::string> percentDecoded(std::string_view text);

template <class Visit>
void eachCharacter(std::string_view utf8, Visit visit) {
    for (std::size_t i = 0; i < utf8.size();) {
        const auto lead = static_cast<unsigned char>(utf8[i]);
        const std::size_t length = lead < 0x80 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
        char32_t character = length == 1 ? lead : lead & (0xffU >> (length + 1));
        for (std::size_t k = 1; k < length && i + k < utf8.size(); ++k)
            character = (character << 6) | (static_cast<unsigned char>(utf8[i + k]) & 0x3fU);
        visit(character, utf8.substr(i, length));
        i += length;
    }
}

} // namespace zchat
