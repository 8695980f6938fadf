// How chat-cli ends, for scripts: the numbers are part of its contract (docs/cli.md, --help).
#pragma once

#include <cstdint>
#include <utility>
#include <variant>

namespace zchat::cli {

enum class ExitCode : std::uint8_t {
    done = 0,
    refused = 1,      // the broker said no
    usage = 2,        // the command line cannot be read
    noConnection = 3, // no connection or no answer in time
    notTrusted = 4,   // the broker's key changed, or the broker refuses this device's key
    localFailure = 5, // this machine fails: disk, folder, terminal
    interrupted = 130,
};

// What a step of a command leads to: a value, or the end of the command, whose sentence stands on
// stderr already.
template <class T>
class [[nodiscard]] Got {
public:
    Got(T value) // NOLINT: a Got is made from what it may hold
        : held_(std::in_place_index<0>, std::move(value)) {}
    Got(ExitCode end) // NOLINT
        : held_(std::in_place_index<1>, end) {}
    explicit operator bool() const { return held_.index() == 0; }
    [[nodiscard]] ExitCode end() const { return std::get<1>(held_); }
    T *operator->() { return &std::get<0>(held_); }
    T &operator*() { return std::get<0>(held_); }

private:
    std::variant<T, ExitCode> held_;
};

} // namespace zchat::cli
