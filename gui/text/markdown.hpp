// The safe subset of Markdown that messages are written in, as a plain tree without any toolkit.
//
// Bold, italic, strike, code, code blocks, quotes, lists, links and bare addresses; a newline is a
// newline. Everything else is literal text: HTML, images, headings, tables, references. A link is
// http, https or mailto with a plain host, or it is text. Time is linear in the length of the text
// whatever it holds, because anyone may send it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace zchat::gui {

struct Span {
    std::string text;
    bool isBold = false;
    bool isItalic = false;
    bool isStruck = false;
    bool isCode = false;
    bool isMention = false;
    std::string link{}; // whole address; empty is none
    friend bool operator==(const Span &, const Span &) = default;
};

enum class BlockKind : std::uint8_t { paragraph, code, item };

struct Block {
    BlockKind kind = BlockKind::paragraph;
    bool isQuoted = false;
    std::string marker;      // of an item: "•" or "3."
    int depth = 0;           // of an item: 0 is outermost
    std::vector<Span> spans; // code has one span, as it was written
    friend bool operator==(const Block &, const Block &) = default;
};

// `mentions` are the names that the broker found in the text, `all` among them.
[[nodiscard]] std::vector<Block> parseMarkdown(std::string_view utf8,
                                               const std::vector<std::string> &mentions = {});

// The host that an address really leads to, for http, https and mailto; absent for every other
// scheme, for hosts that are not plain ASCII, and for addresses with spaces or controls.
[[nodiscard]] std::optional<std::string> hostOf(std::string_view address);

// Control and bidirectional characters made visible, what a text engine would take for its own
// marks replaced. Newlines and tabs stay; carriage returns go.
[[nodiscard]] std::string visibleText(std::string_view utf8);

} // namespace zchat::gui
