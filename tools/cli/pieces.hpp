// What a pipe says, as messages: cut at 16 KiB between lines, gathered over time, fenced as code.
//
// No file and no clock here: bytes and times come in, texts ready to post come out.
#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace zchat::cli {

// Bytes that are not UTF-8, and NUL, which the wire refuses, as U+FFFD.
[[nodiscard]] std::string readable(std::string_view bytes);

// The text in pieces of at most `mostBytes`, cut between lines where a line fits, else between
// characters. The newline at a cut is not kept.
[[nodiscard]] std::vector<std::string> cutText(std::string_view text, std::size_t mostBytes);

// The messages that raw bytes make: readable, without the newlines at the end, each at most
// limits::textBytes with its fence where it is code. None for bytes that hold nothing to read.
enum class Style : bool { plain, code };
[[nodiscard]] std::vector<std::string> toMessages(std::string_view bytes, Style style);

// Gathers whole lines of a pipe until the first of them has waited for the window.
class Batcher final {
public:
    using Clock = std::chrono::steady_clock;
    Batcher(std::chrono::milliseconds window, Style style)
        : window_(window)
        , style_(style) {}

    void add(std::string_view bytes, Clock::time_point now);
    // When take() will next have something, if nothing more comes; a line without its end waits.
    [[nodiscard]] std::optional<Clock::time_point> due() const;
    // The messages that are due.
    [[nodiscard]] std::vector<std::string> take(Clock::time_point now);
    // At the end of the pipe: all that is left.
    [[nodiscard]] std::vector<std::string> finish();

private:
    std::chrono::milliseconds window_;
    Style style_;
    std::string held_;
    Clock::time_point since_; // when the first of what is held came
};

} // namespace zchat::cli
