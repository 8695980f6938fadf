#include "shared/base/address.hpp"

#include <algorithm>
#include <charconv>

#include "shared/base/text.hpp"

namespace zchat {

namespace {

constexpr std::string_view scheme = "zchat://";

template <class Number>
std::optional<Number> parseNumber(std::string_view digits) {
    Number number{};
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    if (error != std::errc{} || end != digits.data() + digits.size())
        return std::nullopt;
    return number;
}

std::optional<std::uint16_t> parsePort(std::string_view digits) {
    const auto port = parseNumber<std::uint16_t>(digits);
    return port && *port > 0 ? port : std::nullopt;
}

// Splits "zchat://ADDRESS/REST".
struct LinkParts {
    Address address;
    std::string_view rest;
};
std::optional<LinkParts> splitLink(std::string_view text) {
    if (!text.starts_with(scheme))
        return std::nullopt;
    text.remove_prefix(scheme.size());
    const auto slash = text.find('/');
    if (slash == std::string_view::npos)
        return std::nullopt;
    auto address = parseAddress(text.substr(0, slash));
    if (!address)
        return std::nullopt;
    return LinkParts{.address = std::move(*address), .rest = text.substr(slash + 1)};
}

} // namespace

std::optional<Address> parseAddress(std::string_view text) {
    Address address;
    std::string_view host = text;
    std::string_view port;
    if (text.starts_with('[')) {
        const auto end = text.find(']');
        if (end == std::string_view::npos)
            return std::nullopt;
        host = text.substr(1, end - 1);
        port = text.substr(end + 1);
        if (!port.empty() && port.front() != ':')
            return std::nullopt;
    } else if (const auto colon = text.find(':'); colon != std::string_view::npos) {
        host = text.substr(0, colon);
        port = text.substr(colon);
    }
    if (!port.empty()) {
        const auto number = parsePort(port.substr(1));
        if (!number)
            return std::nullopt;
        address.port = *number;
    }
    const bool bracketed = text.starts_with('[');
    const auto allowed = [&](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               c == '.' || c == '-' || c == '_' || (bracketed && (c == ':' || c == '%'));
    };
    if (host.empty() || host.size() > 253 || !std::all_of(host.begin(), host.end(), allowed))
        return std::nullopt;
    if (bracketed && host.find(':') == std::string_view::npos)
        return std::nullopt; // brackets are for IPv6; written again it would be another address
    address.host = host;
    for (char &c : address.host)
        if (c >= 'A' && c <= 'Z')
            c = static_cast<char>(c - 'A' + 'a');
    return address;
}

std::string toString(const Address &address) {
    const bool v6 = address.host.find(':') != std::string::npos;
    return (v6 ? '[' + address.host + ']' : address.host) + ':' + std::to_string(address.port);
}

std::optional<InviteLink> parseInviteLink(std::string_view text) {
    const auto parts = splitLink(text);
    if (!parts || !parts->rest.starts_with('#') || parts->rest.size() != 1 + 64 + 1 + 64 ||
        parts->rest[65] != '.')
        return std::nullopt;
    InviteLink link{.address = parts->address, .broker = {}, .ticketSecret = {}};
    if (!hexInto(parts->rest.substr(1, 64), link.broker.bytes) ||
        !hexInto(parts->rest.substr(66), link.ticketSecret.bytes))
        return std::nullopt;
    return link;
}

std::string toString(const InviteLink &link) {
    return std::string(scheme) + toString(link.address) + "/#" + toHex(link.broker) + '.' +
           toHex(link.ticketSecret);
}

std::optional<MessageLink> parseMessageLink(std::string_view text) {
    const auto parts = splitLink(text);
    if (!parts)
        return std::nullopt;
    const auto slash = parts->rest.find('/');
    if (slash == std::string_view::npos)
        return std::nullopt;
    auto room = parseRoomName(parts->rest.substr(0, slash));
    const auto seq = parseNumber<std::uint64_t>(parts->rest.substr(slash + 1));
    if (!room || !seq || *seq == 0)
        return std::nullopt;
    return MessageLink{.address = parts->address, .room = std::move(*room), .seq = Seq{*seq}};
}

std::string toString(const MessageLink &link) {
    return std::string(scheme) + toString(link.address) + '/' + link.room.value + '/' +
           std::to_string(link.seq.value);
}

std::optional<FrontLine> parseFrontLine(std::string_view line) {
    FrontLine parsed;
    bool keySeen = false;
    std::size_t word = 0;
    while (!line.empty()) {
        const auto space = std::min(line.find(' '), line.size());
        const std::string_view pair = line.substr(0, space);
        line.remove_prefix(std::min(space + 1, line.size()));
        if (word++ == 0) {
            if (pair != "zchat/1")
                return std::nullopt;
            continue;
        }
        const auto equals = pair.find('=');
        if (equals == std::string_view::npos)
            continue;
        const auto name = pair.substr(0, equals);
        const auto value = pair.substr(equals + 1);
        if (name == "key")
            keySeen = hexInto(value, parsed.key.bytes);
        else if (name == "requests")
            parsed.requests = parsePort(value).value_or(0);
        else if (name == "events")
            parsed.events = parsePort(value).value_or(0);
        else if (name == "front")
            parsed.front = parsePort(value);
        else if (name == "name")
            parsed.name = percentDecoded(value).value_or("");
    }
    if (!keySeen || parsed.requests == 0 || parsed.events == 0)
        return std::nullopt;
    return parsed;
}

std::string toString(const FrontLine &line) {
    std::string text = "zchat/1";
    if (line.front)
        text += " front=" + std::to_string(*line.front);
    return text + " key=" + toHex(line.key) + " requests=" + std::to_string(line.requests) +
           " events=" + std::to_string(line.events) + " name=" + percentEncoded(line.name);
}

} // namespace zchat
