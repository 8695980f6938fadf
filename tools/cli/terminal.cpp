#include "tools/cli/terminal.hpp"

#include <algorithm>
#include <cstdlib>

#include <sys/ioctl.h>
#include <unistd.h>

#include "tools/cli/columns.hpp"

namespace zchat::cli {

namespace {

constexpr std::string_view pasteOn = "\x1b[?2004h";
constexpr std::string_view pasteOff = "\x1b[?2004l";

bool isDumb() {
    const char *term = std::getenv("TERM");
    return term == nullptr || *term == '\0' || std::string_view(term) == "dumb";
}

} // namespace

Terminal::Terminal(Output &output)
    : output_(output) {
    termios now{};
    if (isDumb() || ::isatty(STDOUT_FILENO) == 0 || ::tcgetattr(STDIN_FILENO, &now) != 0)
        return;
    termios raw = now;
    raw.c_iflag &= static_cast<tcflag_t>(~(ICRNL | INLCR | IXON | ISTRIP));
    raw.c_lflag &= static_cast<tcflag_t>(~(ICANON | ECHO | ISIG | IEXTEN));
    raw.c_cc[VMIN] = 1;
    raw.c_cc[VTIME] = 0;
    if (::tcsetattr(STDIN_FILENO, TCSADRAIN, &raw) != 0)
        return;
    saved_ = now;
    const char *noColour = std::getenv("NO_COLOR");
    styled_ = noColour == nullptr || *noColour == '\0';
    output_.text(pasteOn);
}

Terminal::~Terminal() {
    if (!saved_)
        return;
    eraseLine();
    output_.text(pasteOff);
    static_cast<void>(output_.flush());
    ::tcsetattr(STDIN_FILENO, TCSADRAIN, &*saved_);
}

void Terminal::print(std::string_view text) {
    eraseLine();
    output_.line(text);
}

bool Terminal::draw(const std::string &prompt, const LineEditor &editor) {
    if (interactive()) {
        eraseLine();
        const std::size_t width = columns();
        // A prompt never takes more than half of the line from what is typed.
        const bool fits = columnsOf(prompt) * 2 <= width;
        const std::string shortened = fits ? prompt : "> ";
        const std::size_t used = columnsOf(shortened);
        const LineEditor::View view = editor.view(std::max<std::size_t>(width - used, 2) - 1);
        output_.text(bold(shortened) + view.text + "\r");
        if (used + view.cursor > 0)
            output_.text("\x1b[" + std::to_string(used + view.cursor) + "C");
        lineDrawn_ = true;
    }
    return output_.flush() == Output::Flushed::done;
}

void Terminal::clear() {
    if (interactive())
        output_.text("\x1b[H\x1b[2J");
    lineDrawn_ = false;
}

std::string Terminal::bold(std::string_view text) const {
    return styled_ ? "\x1b[1m" + std::string(text) + "\x1b[0m" : std::string(text);
}

std::string Terminal::dim(std::string_view text) const {
    return styled_ ? "\x1b[2m" + std::string(text) + "\x1b[0m" : std::string(text);
}

std::size_t Terminal::columns() const {
    winsize size{};
    constexpr std::size_t usual = 80;
    if (::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col < 8)
        return usual;
    return size.ws_col;
}

void Terminal::eraseLine() {
    if (lineDrawn_)
        output_.text("\r\x1b[K");
    lineDrawn_ = false;
}

} // namespace zchat::cli
