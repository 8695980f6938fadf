// The words a person types at chat-cli: who to be, where to speak, how long, since when.
//
// Pure text in, values out; nullopt for what cannot be meant. The local time zone is the only
// thing read from outside, by way of the C library.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "shared/base/address.hpp"
#include "shared/base/ids.hpp"

namespace zchat::cli {

// NAME or NAME@HOST[:PORT]; without a host it is localhost.
struct Identity {
    std::optional<AccountName> name; // absent only with an invite link that may name the account
    Address address;
    friend bool operator==(const Identity &, const Identity &) = default;
};
[[nodiscard]] std::optional<Identity> parseIdentity(std::string_view text);

// "lobby", "#lobby" or "~…" is a room; "@bob" or "@bob,carol" the direct room with those people.
struct Target {
    std::variant<RoomName, std::vector<AccountName>> where;
    friend bool operator==(const Target &, const Target &) = default;
};
[[nodiscard]] std::optional<Target> parseTarget(std::string_view text);

// "500ms", "1s", "2m", "3h", "7d", or a plain number of seconds, a fraction allowed: "0.5".
[[nodiscard]] std::optional<std::chrono::milliseconds> parseDuration(std::string_view text);

// A day "2026-11-23", a local minute or second "2026-11-23 17:22[:33]" (or with a T), or a duration
// before `now`: "2h" is two hours ago.
[[nodiscard]] std::optional<TimeMs> parseMoment(std::string_view text, TimeMs now);

[[nodiscard]] std::optional<std::uint64_t> parseCount(std::string_view digits);

} // namespace zchat::cli
