// What a person types or clicks to reach a broker, and the line that a broker's front door says.
//
// Pure text: parsing and formatting only. shared/net connects, shared/link pins.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "shared/base/ids.hpp"

namespace zchat {

inline constexpr std::uint16_t defaultPort = 5555;

// A front door: host in lower case (IPv6 in brackets as typed, kept without them), port 1 to 65535.
struct Address {
    std::string host;
    std::uint16_t port = defaultPort;
    friend auto operator<=>(const Address &, const Address &) = default;
};

// "host", "host:port", "[v6]", "[v6]:port"; nullopt for anything else, spaces and slashes included.
[[nodiscard]] std::optional<Address> parseAddress(std::string_view text);
// "host:port", with brackets where the host has colons.
[[nodiscard]] std::string toString(const Address &address);

// zchat://host:port/#<broker public key hex>.<one-time secret key hex>
struct InviteLink {
    Address address;
    PublicKey broker;
    StrongBytes<struct SecretKeyTag, 32> ticketSecret;
};
[[nodiscard]] std::optional<InviteLink> parseInviteLink(std::string_view text);
[[nodiscard]] std::string toString(const InviteLink &link);

// zchat://host:port/<room>/<seq>
struct MessageLink {
    Address address;
    RoomName room;
    Seq seq;
};
[[nodiscard]] std::optional<MessageLink> parseMessageLink(std::string_view text);
[[nodiscard]] std::string toString(const MessageLink &link);

// zchat/1 key=… requests=… events=… name=…   (and front=… in a ready file)
struct FrontLine {
    PublicKey key;
    std::uint16_t requests = 0;
    std::uint16_t events = 0;
    std::string name;                   // decoded; a label only
    std::optional<std::uint16_t> front; // ready files only
};
// Without the final newline; unknown pairs are ignored, a missing or broken key or port is nullopt.
[[nodiscard]] std::optional<FrontLine> parseFrontLine(std::string_view line);
[[nodiscard]] std::string toString(const FrontLine &line);

} // namespace zchat
