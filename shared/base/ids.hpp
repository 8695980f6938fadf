// Strong ids: what the words of the protocol are in code.
//
// Each is a type of its own, so that a room name never lands where an account name belongs and a
// seq never takes part in arithmetic by accident. None has a sentinel: absence is std::optional.
// The names inside AccountName and RoomName are valid and folded to lower case; only
// parseAccountName and parseRoomName (text.hpp), and stores reading back what those made, build
// them.
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

namespace zchat {

// The number of an entry in its room: 1, 2, 3 … without a gap. 0 stands before the first.
struct Seq {
    std::uint64_t value = 0;
    [[nodiscard]] constexpr Seq next() const { return Seq{value + 1}; }
    friend constexpr auto operator<=>(const Seq &, const Seq &) = default;
};

template <class Tag>
struct StrongName {
    std::string value;
    StrongName() = default;
    explicit StrongName(std::string v)
        : value(std::move(v)) {}
    explicit StrongName(std::string_view v)
        : value(v) {}
    explicit StrongName(const char *v)
        : value(v) {}
    friend auto operator<=>(const StrongName &, const StrongName &) = default;
};

using AccountName = StrongName<struct AccountTag>;
using RoomName = StrongName<struct RoomTag>;

template <class Tag, std::size_t size>
struct StrongBytes {
    std::array<std::uint8_t, size> bytes{};
    friend auto operator<=>(const StrongBytes &, const StrongBytes &) = default;
};

// A client's own id of a post, unique for its account for ever.
using EntryId = StrongBytes<struct EntryIdTag, 16>;
// A CURVE public key: names a device, a ticket or the broker. Hex on the wire.
using PublicKey = StrongBytes<struct PublicKeyTag, 32>;
// BLAKE2b-256.
using Hash = StrongBytes<struct HashTag, 32>;

// One live connection of a device, numbered by the broker's loop; never shown to a client.
struct SessionId {
    std::uint64_t value = 0;
    friend constexpr auto operator<=>(const SessionId &, const SessionId &) = default;
};

// Milliseconds since 1970 UTC, from the broker's clock; for display and order, never for timeouts.
using TimeMs = std::int64_t;

} // namespace zchat

template <class Tag>
struct std::hash<zchat::StrongName<Tag>> {
    std::size_t operator()(const zchat::StrongName<Tag> &name) const noexcept {
        return std::hash<std::string>{}(name.value);
    }
};
template <class Tag, std::size_t length> // clang would take `size` for std::size
struct std::hash<zchat::StrongBytes<Tag, length>> {
    std::size_t operator()(const zchat::StrongBytes<Tag, length> &key) const noexcept {
        return std::hash<std::string_view>{}(
            {reinterpret_cast<const char *>(key.bytes.data()), key.bytes.size()});
    }
};
template <>
struct std::hash<zchat::SessionId> {
    std::size_t operator()(const zchat::SessionId &id) const noexcept {
        return std::hash<std::uint64_t>{}(id.value);
    }
};
