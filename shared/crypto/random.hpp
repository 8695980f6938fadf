// Random bytes from the system. The one source of chance of broker and clients.
#pragma once

#include <cstdint>
#include <span>

namespace zchat::crypto {

void fillRandom(std::span<std::uint8_t> bytes);
// Of anything with an array called `bytes`: an EntryId, a DigestKey.
template <class Id>
[[nodiscard]] Id randomId() {
    Id id;
    fillRandom(id.bytes);
    return id;
}
template <class Array>
[[nodiscard]] Array randomArray() {
    Array bytes{};
    fillRandom(bytes);
    return bytes;
}

} // namespace zchat::crypto
