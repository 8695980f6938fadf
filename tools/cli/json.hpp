// JSON that a person typed, as a value of the wire: for `send --data TYPE`.
//
// Strict (RFC 8259), total, and bounded in depth; numbers without a fraction become integers.
// The other direction is wire::toJson.
#pragma once

#include <optional>
#include <string_view>

#include "shared/wire/value.hpp"

namespace zchat::cli {

// nullopt for anything but exactly one JSON value, and for a key that stands twice in one object.
[[nodiscard]] std::optional<wire::Value> parseJson(std::string_view text);

} // namespace zchat::cli
