#include "tools/cli/words.hpp"

#include <array>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <ctime>
#include <utility>

#include "shared/base/text.hpp"

namespace zchat::cli {

std::optional<Identity> parseIdentity(std::string_view text) {
    const auto at = text.find('@');
    auto name = parseAccountName(text.substr(0, at));
    if (!name)
        return std::nullopt;
    if (at == std::string_view::npos)
        return Identity{.name = std::move(name),
                        .address = Address{.host = "localhost", .port = defaultPort}};
    auto address = parseAddress(text.substr(at + 1));
    if (!address)
        return std::nullopt;
    return Identity{.name = std::move(name), .address = std::move(*address)};
}

std::optional<Target> parseTarget(std::string_view text) {
    if (!text.starts_with('@')) {
        if (text.starts_with('#'))
            text.remove_prefix(1);
        auto room = parseRoomName(text);
        return room ? std::optional(Target{std::move(*room)}) : std::nullopt;
    }
    std::vector<AccountName> people;
    while (!text.empty()) {
        text.remove_prefix(1); // the @ or the comma
        const auto comma = text.find(',');
        std::string_view word = text.substr(0, comma);
        if (!people.empty() && word.starts_with('@'))
            word.remove_prefix(1);
        auto name = parseAccountName(word);
        if (!name)
            return std::nullopt;
        people.push_back(std::move(*name));
        text = comma == std::string_view::npos ? std::string_view{} : text.substr(comma);
    }
    return Target{std::move(people)};
}

std::optional<std::chrono::milliseconds> parseDuration(std::string_view text) {
    const auto unitAt = text.find_first_not_of("0123456789.");
    const std::string_view number = text.substr(0, unitAt);
    const std::string_view unit =
        unitAt == std::string_view::npos ? std::string_view("s") : text.substr(unitAt);
    double value = 0;
    const auto [end, error] = std::from_chars(number.data(), number.data() + number.size(), value,
                                              std::chars_format::fixed);
    if (error != std::errc{} || end != number.data() + number.size())
        return std::nullopt;
    constexpr std::array<std::pair<std::string_view, double>, 5> units{
        {{"ms", 1.0}, {"s", 1e3}, {"m", 60e3}, {"h", 3600e3}, {"d", 86400e3}}};
    for (const auto &[name, factor] : units) {
        constexpr double tenYearsMs = 10.0 * 366 * 86400e3;
        if (unit == name && value * factor <= tenYearsMs)
            return std::chrono::milliseconds(std::llround(value * factor));
    }
    return std::nullopt;
}

std::optional<TimeMs> parseMoment(std::string_view text, TimeMs now) {
    if (const auto ago = parseDuration(text))
        return now - ago->count();
    std::string copy(text); // sscanf wants its end marked
    if (copy.size() > 10 && copy[10] == 'T')
        copy[10] = ' ';
    std::tm local{};
    int used = 0;
    const int fields = std::sscanf(copy.c_str(), "%4d-%2d-%2d%n %2d:%2d%n:%2d%n", &local.tm_year,
                                   &local.tm_mon, &local.tm_mday, &used, &local.tm_hour,
                                   &local.tm_min, &used, &local.tm_sec, &used);
    const bool whole = fields == 3 || fields == 5 || fields == 6;
    if (!whole || static_cast<std::size_t>(used) != copy.size())
        return std::nullopt;
    local.tm_year -= 1900;
    local.tm_mon -= 1;
    local.tm_isdst = -1;
    const std::tm asked = local;
    const std::time_t seconds = std::mktime(&local);
    // mktime makes the 3rd of March of a 31st of February; that was not meant.
    if (seconds == -1 || local.tm_mday != asked.tm_mday || local.tm_mon != asked.tm_mon)
        return std::nullopt;
    return static_cast<TimeMs>(seconds) * 1000;
}

std::optional<std::uint64_t> parseCount(std::string_view digits) {
    std::uint64_t number = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    constexpr std::uint64_t highestSeq = (std::uint64_t{1} << 63U) - 1;
    if (error != std::errc{} || end != digits.data() + digits.size() || number > highestSeq)
        return std::nullopt;
    return number;
}

} // namespace zchat::cli
