#include "gui/text/markdown.hpp"

#include <algorithm>
#include <cctype>

#include "gui/text/inline_parser.hpp"
#include "shared/base/text.hpp"

namespace zchat::gui {

namespace {

constexpr int deepestItem = 4;

struct Marker {
    std::string shown;
    int depth = 0;
    std::size_t length = 0; // with the spaces before and the one after it
};

std::optional<Marker> itemMarker(std::string_view line) {
    const std::size_t indent = std::min(line.find_first_not_of(' '), line.size());
    const std::string_view rest = line.substr(indent);
    const int depth = std::min(static_cast<int>(indent / 2), deepestItem);
    if (rest.starts_with("- ") || rest.starts_with("* ") || rest.starts_with("+ "))
        return Marker{.shown = "•", .depth = depth, .length = indent + 2};
    const std::size_t digits = std::min(rest.find_first_not_of("0123456789"), rest.size());
    if (digits == 0 || digits > 6 || !rest.substr(digits).starts_with(". "))
        return std::nullopt;
    return Marker{.shown = std::string(rest.substr(0, digits + 1)),
                  .depth = depth,
                  .length = indent + digits + 2};
}

std::vector<std::string_view> linesOf(std::string_view text) {
    std::vector<std::string_view> lines;
    while (true) {
        const std::size_t end = text.find('\n');
        lines.push_back(text.substr(0, end));
        if (end == std::string_view::npos)
            return lines;
        text.remove_prefix(end + 1);
    }
}

bool isBlank(std::string_view line) {
    return line.find_first_not_of(" \t") == std::string_view::npos;
}

class Blocks final {
public:
    explicit Blocks(const std::vector<std::string> &mentions)
        : mentions_(mentions) {}

    std::vector<Block> parse(std::string_view text) {
        const std::vector<std::string_view> lines = linesOf(text);
        for (std::size_t i = 0; i < lines.size(); ++i) {
            if (const std::size_t end = fenceEnd(lines, i); end != i) {
                code(lines, i + 1, end);
                i = end;
            } else {
                line(lines[i]);
            }
        }
        finish();
        return std::move(blocks_);
    }

private:
    // The line of the closing fence, or `from` itself where no code block starts there. A fence
    // that is never closed is text; that is looked for once.
    [[nodiscard]] std::size_t fenceEnd(const std::vector<std::string_view> &lines,
                                       std::size_t from) {
        if (!lines[from].starts_with("```") || fenceMissing_ ||
            lines[from].find('`', 3) != std::string_view::npos)
            return from;
        for (std::size_t i = from + 1; i < lines.size(); ++i)
            if (lines[i].starts_with("```") && isBlank(lines[i].substr(3)))
                return i;
        fenceMissing_ = true;
        return from;
    }

    void code(const std::vector<std::string_view> &lines, std::size_t from, std::size_t end) {
        finish();
        std::string text;
        for (std::size_t i = from; i < end; ++i) {
            text += lines[i];
            if (i + 1 < end)
                text += '\n';
        }
        blocks_.push_back(Block{.kind = BlockKind::code,
                                .isQuoted = false,
                                .marker = {},
                                .depth = 0,
                                .spans = {Span{.text = std::move(text), .isCode = true}}});
    }

    void line(std::string_view text) {
        const bool isQuoted = text.starts_with(">");
        if (isQuoted) {
            text.remove_prefix(1);
            if (text.starts_with(" "))
                text.remove_prefix(1);
        }
        if (isBlank(text) && !isQuoted) {
            finish();
            return;
        }
        if (const auto marker = itemMarker(text)) {
            finish();
            open_ = Block{.kind = BlockKind::item,
                          .isQuoted = isQuoted,
                          .marker = marker->shown,
                          .depth = marker->depth,
                          .spans = {}};
            words_ = text.substr(marker->length);
            return;
        }
        const bool goesOn =
            open_ && open_->kind == BlockKind::paragraph && open_->isQuoted == isQuoted;
        if (goesOn) {
            words_ += '\n';
            words_ += text;
            return;
        }
        finish();
        open_ = Block{};
        open_->isQuoted = isQuoted;
        words_ = text;
    }

    void finish() {
        if (!open_)
            return;
        open_->spans = parseInline(words_, mentions_);
        blocks_.push_back(std::move(*open_));
        open_.reset();
        words_.clear();
    }

    const std::vector<std::string> &mentions_;
    std::vector<Block> blocks_;
    std::optional<Block> open_;
    std::string words_;
    bool fenceMissing_ = false;
};

} // namespace

std::vector<Block> parseMarkdown(std::string_view utf8, const std::vector<std::string> &mentions) {
    return Blocks(mentions).parse(visibleText(utf8));
}

std::optional<std::string> hostOf(std::string_view address) {
    const auto isPlain = [](char c) { return c > ' ' && c < 0x7f && c != '\\'; };
    if (!std::all_of(address.begin(), address.end(), isPlain))
        return std::nullopt;
    std::string lower(address);
    for (char &c : lower)
        c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    std::string_view rest = lower;
    const bool isMail = rest.starts_with("mailto:");
    if (!isMail && !rest.starts_with("http://") && !rest.starts_with("https://"))
        return std::nullopt;
    rest.remove_prefix(isMail ? 7 : rest.find("//") + 2);
    rest = rest.substr(0, rest.find_first_of(isMail ? "?" : "/?#"));
    if (const std::size_t user = rest.rfind('@'); user != std::string_view::npos)
        rest.remove_prefix(user + 1);
    else if (isMail)
        return std::nullopt;
    const auto isHost = [](char c) {
        return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '.' || c == '-' ||
               c == '_' || c == ':' || c == '[' || c == ']';
    };
    if (rest.empty() || !std::all_of(rest.begin(), rest.end(), isHost))
        return std::nullopt;
    return std::string(rest);
}

std::string visibleText(std::string_view utf8) {
    std::string out;
    out.reserve(utf8.size());
    eachCharacter(utf8, [&](char32_t c, std::string_view bytes) {
        // Qt marks frames and objects inside its documents with these; they name nothing here.
        const bool isMark = c == 0xfffc || (c >= 0xfdd0 && c <= 0xfdef) || (c & 0xfffeU) == 0xfffeU;
        const bool isDirection = c == 0x200e || c == 0x200f || c == 0x061c;
        if (c == '\r')
            return;
        if (c == '\n' || c == '\t' || isDirection)
            out += bytes;
        else if (isMark)
            out += "\xef\xbf\xbd";
        else if (isUnsafeCharacter(c))
            out += escaped(bytes);
        else
            out += bytes;
    });
    return out;
}

} // namespace zchat::gui
