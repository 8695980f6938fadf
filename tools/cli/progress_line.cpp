#include "tools/cli/progress_line.hpp"

#include <algorithm>
#include <array>
#include <cstdio>

#include <sys/ioctl.h>
#include <unistd.h>

#include "shared/base/file_name.hpp"
#include "shared/base/text.hpp"
#include "tools/cli/columns.hpp"

namespace zchat::cli {

namespace {

constexpr std::chrono::seconds betweenLines{5}; // where it is no terminal

std::size_t columnsOfStderr() {
    winsize size{};
    return ::ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col : 80;
}

std::string timeWords(std::int64_t ms) {
    const std::int64_t seconds = (ms + 999) / 1000;
    std::array<char, 48> text{};
    if (seconds >= 3600)
        std::snprintf(
            text.data(), text.size(), "%lld:%02lld:%02lld", static_cast<long long>(seconds / 3600),
            static_cast<long long>(seconds / 60 % 60), static_cast<long long>(seconds % 60));
    else
        std::snprintf(text.data(), text.size(), "%lld:%02lld", static_cast<long long>(seconds / 60),
                      static_cast<long long>(seconds % 60));
    return text.data();
}

std::string shortened(const std::string &name, std::size_t columns) {
    if (columnsOf(name) <= columns)
        return name;
    std::string kept;
    std::size_t used = 1;
    eachCharacter(name, [&](char32_t character, std::string_view bytes) {
        used += columnsOf(character);
        if (used <= columns)
            kept += bytes;
    });
    return kept + "…";
}

struct Sum {
    std::uint64_t doneBytes = 0;
    std::uint64_t sizeBytes = 0;
    std::uint64_t rate = 0;
    std::size_t open = 0;
    const client::TransferChanged *first = nullptr; // that is not done
};

Sum sumOf(const std::map<EntryId, client::TransferChanged> &transfers) {
    using client::TransferState;
    Sum sum;
    for (const auto &[id, transfer] : transfers) {
        sum.sizeBytes += transfer.file.size;
        if (transfer.state == TransferState::done)
            sum.doneBytes += transfer.file.size;
        else if (transfer.state != TransferState::preparing)
            sum.doneBytes += transfer.doneBytes;
        sum.rate += transfer.state == TransferState::running ? transfer.bytesPerSecond : 0;
        if (transfer.state == TransferState::done)
            continue;
        sum.open += 1;
        const bool better = sum.first == nullptr || (sum.first->state != TransferState::running &&
                                                     transfer.state == TransferState::running);
        if (better)
            sum.first = &transfer;
    }
    return sum;
}

std::string percent(std::uint64_t done, std::uint64_t size) {
    return size == 0 ? "0%" : std::to_string(done * 100 / size) + "%";
}

std::string stateWords(const client::TransferChanged &transfer, const Sum &sum) {
    using client::TransferState;
    switch (transfer.state) {
    case TransferState::preparing:
        return "reading " + percent(transfer.doneBytes, transfer.file.size);
    case TransferState::running: {
        std::string words = percent(sum.doneBytes, sum.sizeBytes) + "  " +
                            sizeWords(sum.doneBytes) + " of " + sizeWords(sum.sizeBytes);
        if (sum.rate > 0)
            words += "  " + sizeWords(sum.rate) + "/s  " +
                     timeWords(static_cast<std::int64_t>((sum.sizeBytes - sum.doneBytes) * 1000 /
                                                         sum.rate)) +
                     " left";
        return words;
    }
    case TransferState::waiting:
        return transfer.why.empty() ? "waiting" : "waiting: " + escaped(transfer.why);
    case TransferState::paused:
        return "paused";
    case TransferState::failed:
        return "failed";
    case TransferState::done:
    case TransferState::cancelled:
        break;
    }
    return {};
}

} // namespace

std::string progressText(const std::map<EntryId, client::TransferChanged> &transfers,
                         std::size_t columns) {
    const Sum sum = sumOf(transfers);
    if (sum.first == nullptr)
        return {};
    std::string rest = "  " + stateWords(*sum.first, sum);
    if (sum.open > 1)
        rest = " (+" + std::to_string(sum.open - 1) + ")" + rest;
    const std::size_t used = columnsOf(rest);
    const std::size_t left = columns > used ? columns - used : 0;
    return shortened(
        shortened(escaped(sum.first->file.name), std::max<std::size_t>(left, 8)) + rest, columns);
}

ProgressLine::ProgressLine(std::optional<bool> wanted)
    : terminal_(::isatty(STDERR_FILENO) == 1) {
    shown_ = wanted.value_or(terminal_);
}

void ProgressLine::show(const std::map<EntryId, client::TransferChanged> &transfers) {
    if (!shown_)
        return;
    const auto now = std::chrono::steady_clock::now();
    if (!terminal_ && wroteAt_ && now - *wroteAt_ < betweenLines)
        return;
    const std::string text = progressText(transfers, terminal_ ? columnsOfStderr() - 1 : 200);
    if (text.empty())
        return;
    wroteAt_ = now;
    if (terminal_)
        std::fprintf(stderr, "\r\x1b[K%s", text.c_str());
    else
        std::fprintf(stderr, "%s\n", text.c_str());
    drawn_ = terminal_;
}

void ProgressLine::clear() {
    if (std::exchange(drawn_, false))
        std::fprintf(stderr, "\r\x1b[K");
}

} // namespace zchat::cli
