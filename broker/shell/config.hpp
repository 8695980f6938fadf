// What the person who runs the broker chose: command line and TOML file, checked as a whole.
//
// CLI11 stays behind config.cpp. A flag and a key of the file have the same name and meaning, the
// command line wins, and whatever does not parse stops the start with one sentence: a broker never
// runs with a setting that was half understood.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "broker/live/live.hpp"
#include "shared/base/address.hpp"
#include "shared/base/log.hpp"
#include "shared/wire/requests.hpp"

namespace zchat::shell {

struct ServeCommand {
    std::filesystem::path data;
    std::vector<std::string> bind; // numeric or named local addresses, at least one
    std::uint16_t frontPort = defaultPort;
    std::uint16_t requestsPort = 0; // 0: any free one
    std::uint16_t eventsPort = 0;
    // What the outside world calls this broker; without a port it is the front door's own.
    std::optional<std::string> publicHost;
    std::optional<std::uint16_t> publicPort;
    bool registrationOpen = false;
    live::Pace pace;
    hub::FileBounds files;
    std::filesystem::path readyFile; // empty: none
    LogFormat logFormat = LogFormat::text;
    LogLevel logLevel = LogLevel::info;
    std::string name;
};

// A request to the running broker, over the data folder's own key.
struct AdminCommand {
    std::filesystem::path data;
    wire::Request request;
    bool json = false;
};
struct BackupCommand {
    std::filesystem::path data;
    std::filesystem::path target;
};
struct ExportCommand {
    std::filesystem::path data;
};
struct CheckCommand {
    std::filesystem::path data;
    bool json = false;
};
// Nothing to run: what to print, on stdout where it was asked for, and the exit status.
struct PrintCommand {
    std::string text;
    int status = 0;
};

using Command = std::variant<ServeCommand, AdminCommand, BackupCommand, ExportCommand, CheckCommand,
                             PrintCommand>;

// Exit statuses, documented in --help.
inline constexpr int exitOk = 0;
inline constexpr int exitFailed = 1;   // the world failed, or the broker said no
inline constexpr int exitUsage = 2;    // the command line or the file does not parse
inline constexpr int exitNoBroker = 3; // an administration command found none running

[[nodiscard]] Command parseCommandLine(int argc, const char *const *argv);

// $XDG_DATA_HOME/zchat/broker, else ~/.local/share/zchat/broker.
[[nodiscard]] std::filesystem::path defaultDataFolder();
// "50/200" or "off".
[[nodiscard]] std::optional<live::Pace> parsePace(std::string_view text);
// "2GiB", "512M", "1000": bytes, in powers of 1024 with or without the iB.
[[nodiscard]] std::optional<std::uint64_t> parseSize(std::string_view text);
// Whether only this machine can reach the address.
[[nodiscard]] bool isLoopback(const std::string &host);

} // namespace zchat::shell
