// LineEditor: the one line that a person is typing in `talk`: bytes of a raw terminal in, what
// they mean and what to show out.
//
// It touches no terminal, so tests type at it directly. Keys are those of readline that fingers
// know. A paste may hold several lines: they stay one message until Enter.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace zchat::cli {

class LineEditor final {
public:
    enum class Kind : unsigned char {
        entered,   // `line` is complete; the editor is empty again
        cancelled, // Ctrl-C; `line` is what stood there, and is gone
        ended,     // Ctrl-D on an empty line
        complete,  // Tab: see wordBeforeCursor and replaceWord
        redraw,    // Ctrl-L
    };
    struct Happening {
        Kind kind;
        std::string line;
    };

    // What the bytes lead to, in order; bytes of a half character or sequence are kept.
    [[nodiscard]] std::vector<Happening> feed(std::string_view bytes);

    // The part of the line that fits into `columns`, and the column in it where the cursor stands.
    struct View {
        std::string text;
        std::size_t cursor = 0;
    };
    [[nodiscard]] View view(std::size_t columns) const;

    // For completion: from the last space to the cursor, and whether the line starts with it.
    [[nodiscard]] std::string wordBeforeCursor() const;
    [[nodiscard]] bool wordIsFirst() const;
    void replaceWord(std::string_view word);

    [[nodiscard]] std::string line() const;
    [[nodiscard]] bool empty() const { return text_.empty(); }

private:
    void feedByte(char byte, std::vector<Happening> &happenings);
    void feedEscape(char byte, std::vector<Happening> &happenings);
    void feedControl(char byte, std::vector<Happening> &happenings);
    void feedText(char byte);
    void applySequence(std::string_view sequence);
    void insert(char32_t character);
    void erase(std::size_t from, std::size_t to);
    void recall(std::size_t index);
    [[nodiscard]] std::size_t wordLeft() const;
    [[nodiscard]] std::size_t wordRight() const;
    std::string takeLine();

    std::u32string text_;
    std::size_t cursor_ = 0; // in characters
    std::u32string killed_;  // by Ctrl-K, Ctrl-U, Ctrl-W; Ctrl-Y brings it back
    std::string partial_;    // bytes of a character that is not whole yet
    std::string sequence_;   // an escape sequence so far, its ESC included
    bool pasting_ = false;
    std::vector<std::u32string> history_;
    std::size_t recalled_ = 0; // history_.size() is the line being written
    std::u32string unsent_;    // that line, while an older one is shown
};

} // namespace zchat::cli
