// What single values of the configuration mean.
#include <charconv>
#include <cstdlib>

#include "broker/shell/config.hpp"

namespace zchat::shell {

namespace {

constexpr std::string_view sizeUnits = "KMGT";
constexpr std::uint64_t largestSize = static_cast<std::uint64_t>(INT64_MAX); // as on the wire

} // namespace

std::filesystem::path defaultDataFolder() {
    if (const char *data = std::getenv("XDG_DATA_HOME"); data != nullptr && *data == '/')
        return std::filesystem::path(data) / "zchat" / "broker";
    const char *home = std::getenv("HOME");
    return std::filesystem::path(home != nullptr ? home : "/") / ".local" / "share" / "zchat" /
           "broker";
}

std::optional<live::Pace> parsePace(std::string_view text) {
    live::Pace pace;
    if (text == "off") {
        pace.limited = false;
        return pace;
    }
    const std::size_t slash = text.find('/');
    if (slash == std::string_view::npos)
        return std::nullopt;
    const auto number = [](std::string_view digits) -> std::uint64_t {
        std::uint64_t value = 0;
        const auto [end, error] =
            std::from_chars(digits.data(), digits.data() + digits.size(), value);
        const bool whole = error == std::errc() && end == digits.data() + digits.size();
        return whole && value <= 1'000'000 ? value : 0;
    };
    pace.postsPerSecond = number(text.substr(0, slash));
    pace.postsBurst = number(text.substr(slash + 1));
    if (pace.postsPerSecond == 0 || pace.postsBurst == 0)
        return std::nullopt;
    return pace;
}

std::optional<std::uint64_t> parseSize(std::string_view text) {
    std::uint64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc())
        return std::nullopt;
    std::string_view unit = text.substr(static_cast<std::size_t>(end - text.data()));
    if (unit.empty() || unit == "B")
        return number <= largestSize ? std::optional(number) : std::nullopt;
    const std::size_t power = sizeUnits.find(unit.front());
    unit.remove_prefix(1);
    if (power == std::string_view::npos || (!unit.empty() && unit != "iB"))
        return std::nullopt;
    const std::uint64_t one = std::uint64_t{1} << (10 * (power + 1));
    return number <= largestSize / one ? std::optional(number * one) : std::nullopt;
}

bool isLoopback(const std::string &host) {
    return host == "localhost" || host == "::1" || host.starts_with("127.");
}

} // namespace zchat::shell
