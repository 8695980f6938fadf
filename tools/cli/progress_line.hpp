// ProgressLine: how far the transfers of a command are, on stderr.
//
// On a terminal one line that is drawn over itself; elsewhere, where it was asked for, a whole line
// now and then, so that a log stays readable. It never mixes with stdout, and every name in it is
// shown harmlessly.
#pragma once

#include <chrono>
#include <cstddef>
#include <map>
#include <optional>
#include <string>

#include "shared/client/notices.hpp"

namespace zchat::cli {

// "photo.jpg  42%  1.5 of 3.5 MiB  12.3 MiB/s  0:12 left", within so many columns.
[[nodiscard]] std::string progressText(const std::map<EntryId, client::TransferChanged> &transfers,
                                       std::size_t columns);

class ProgressLine final {
public:
    // Absent: where stderr is a terminal.
    explicit ProgressLine(std::optional<bool> wanted);

    void show(const std::map<EntryId, client::TransferChanged> &transfers);
    // Before anything else is written to stderr, and at the end.
    void clear();

private:
    bool shown_ = false;
    bool terminal_ = false;
    bool drawn_ = false;
    std::optional<std::chrono::steady_clock::time_point> wroteAt_;
};

} // namespace zchat::cli
