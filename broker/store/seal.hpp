// Sealed rows: an encoded entry, message or offer behind a checksum of it and of the row it belongs
// to.
//
// SQLite keeps no checksums of its pages. Without one, a byte that flipped on the disk inside a
// text would be served as what somebody said. CRC-32 finds every such flip; it is no defence
// against one who can write the file, and is not meant as one.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace zchat::store {

// Which column a value stands in, so that a row copied to another place is found out, too.
enum class Sealed : std::uint8_t { entry = 1, message = 2, offer = 3 };

[[nodiscard]] std::string sealed(Sealed what, std::int64_t key, std::string_view bytes);
// The bytes, or nullopt where the seal does not fit them.
[[nodiscard]] std::optional<std::string_view> unsealed(Sealed what, std::int64_t key,
                                                       std::string_view value);

} // namespace zchat::store
