// Row keys: room and seq in one integer, which is what SQLite seeks fastest.
//
// A WITHOUT ROWID table keyed (room, seq) says the same, but keeps whole entries in its inner pages
// and moves those over a kilobyte out of line.
#pragma once

#include <cstdint>

#include "shared/base/ids.hpp"

namespace zchat::store {

// What stands for a room's or an account's name in a log; never leaves the store.
struct RoomNumber {
    std::int64_t value = 0;
    friend auto operator<=>(const RoomNumber &, const RoomNumber &) = default;
};
struct AuthorNumber {
    std::int64_t value = 0;
    friend auto operator<=>(const AuthorNumber &, const AuthorNumber &) = default;
};

// 2^40 entries a room, 2^23 rooms.
inline constexpr int seqBits = 40;
inline constexpr std::int64_t seqMask = (std::int64_t{1} << seqBits) - 1;

[[nodiscard]] constexpr std::int64_t rowKey(RoomNumber room, Seq seq) {
    // A seq that no room can reach stands after all that are.
    const auto bounded = seq.value > static_cast<std::uint64_t>(seqMask)
                             ? seqMask
                             : static_cast<std::int64_t>(seq.value);
    return (room.value << seqBits) | bounded;
}
// Bounds of all rows of a room; no entry has seq 0.
[[nodiscard]] constexpr std::int64_t firstKey(RoomNumber room) {
    return room.value << seqBits;
}
[[nodiscard]] constexpr std::int64_t lastKey(RoomNumber room) {
    return firstKey(room) | seqMask;
}
[[nodiscard]] constexpr RoomNumber roomOf(std::int64_t key) {
    return RoomNumber{key >> seqBits};
}
[[nodiscard]] constexpr Seq seqOf(std::int64_t key) {
    return Seq{static_cast<std::uint64_t>(key & seqMask)};
}

} // namespace zchat::store
