// The words of the protocol's enumerations, in the order of their values in code.
//
// One table each, read by word() when writing and by the Reader when reading, so that the two
// cannot drift apart. For the codec's own files.
#pragma once

#include <array>
#include <string_view>
#include <type_traits>

#include "shared/wire/entry.hpp"
#include "shared/wire/requests.hpp"

namespace zchat::wire {

inline constexpr std::array<const char *, std::variant_size_v<Content>> contentKinds{
    "text", "file", "data", "edit", "redact", "react", "pin", "member", "room"};

template <class Enum>
struct Words;

template <>
struct Words<Role> {
    static constexpr std::array<const char *, 3> table{"member", "moderator", "owner"};
};
template <>
struct Words<RoomKind> {
    static constexpr std::array<const char *, 3> table{"public", "private", "direct"};
};
template <>
struct Words<Change> {
    static constexpr std::array<const char *, 5> table{"joined", "left", "invited", "removed",
                                                       "role"};
};
template <>
struct Words<Notify> {
    static constexpr std::array<const char *, 3> table{"all", "mentions", "none"};
};
template <>
struct Words<Purpose> {
    static constexpr std::array<const char *, 3> table{"account", "device", "bot"};
};
template <>
struct Words<AccountRole> {
    static constexpr std::array<const char *, 2> table{"member", "admin"};
};
template <>
struct Words<State> {
    static constexpr std::array<const char *, 3> table{"offline", "away", "online"};
};
template <>
struct Words<Has> {
    static constexpr std::array<const char *, 2> table{"file", "link"};
};

template <class Enum>
[[nodiscard]] constexpr const char *wordOf(Enum value) {
    return Words<Enum>::table.at(static_cast<std::size_t>(value));
}

} // namespace zchat::wire
