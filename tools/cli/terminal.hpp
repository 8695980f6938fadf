// Terminal: what a person sees of `talk`: lines that scroll up, and under them one line being
// typed, which stays whole while messages arrive.
//
// Where stdin or stdout is no terminal there is no such line: text is printed, lines are read.
// The one prompt line needs no more than "go to its begin, erase, draw again", which every terminal
// of the last forty years does; so there is no curses here.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include <termios.h>

#include "tools/cli/line_editor.hpp"
#include "tools/cli/output.hpp"

namespace zchat::cli {

class Terminal final {
public:
    explicit Terminal(Output &output);
    ~Terminal();
    Terminal(const Terminal &) = delete;
    Terminal &operator=(const Terminal &) = delete;

    // Whether a person types here.
    [[nodiscard]] bool interactive() const { return saved_.has_value(); }
    // Prints above the line being typed.
    void print(std::string_view text);
    // Draws the prompt and as much of the line as fits; writes everything out. Whether anybody
    // still reads.
    [[nodiscard]] bool draw(const std::string &prompt, const LineEditor &editor);
    void clear();
    // Words in bold or dim, where there is a terminal that shows it.
    [[nodiscard]] std::string bold(std::string_view text) const;
    [[nodiscard]] std::string dim(std::string_view text) const;

private:
    [[nodiscard]] std::size_t columns() const;
    void eraseLine();

    Output &output_;
    std::optional<termios> saved_;
    bool styled_ = false;
    bool lineDrawn_ = false;
};

} // namespace zchat::cli
