// Speech: the lines of a dialogue to request bodies, and bodies back to lines.
//
// A line is `alice> post room=lobby id=#a1 kind=text body="hi"`: who speaks, the op, its fields.
// Values are words, "quoted text", numbers, true, false, nil, [lists], {maps}, #a1 for an id whose
// bytes are those letters, @alice for a key named so (64 hex digits on the wire), 0xc1 for bytes.
#pragma once

#include <string>
#include <string_view>

#include "shared/base/ids.hpp"
#include "shared/wire/value.hpp"

namespace zchat::testing {

// Bytes that read as the name, padded with zeros; and back, hex where they are no name.
template <class Id>
[[nodiscard]] Id idNamed(std::string_view name) {
    Id id;
    for (std::size_t i = 0; i < name.size() && i < id.bytes.size(); ++i)
        id.bytes[i] = static_cast<std::uint8_t>(name[i]);
    return id;
}
[[nodiscard]] std::string nameOf(const PublicKey &key);

struct Line {
    std::string speaker;
    wire::Map body;  // without `re` where the line gives none
    std::string raw; // `raw 0x…`: bytes instead of a body
    bool isRaw = false;
};
// Throws std::runtime_error with the line where it cannot be read: a dialogue is written by hand.
[[nodiscard]] Line parseLine(std::string_view line);

[[nodiscard]] std::string printed(const wire::Value &value);
// `key=value key=value`, without the keys given and without empty titles and topics.
[[nodiscard]] std::string printed(const wire::Map &map,
                                  std::initializer_list<std::string_view> without = {});
// The body that a codec made, as a map.
[[nodiscard]] wire::Map mapOf(const wire::Bytes &body);

} // namespace zchat::testing
