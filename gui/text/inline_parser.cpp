#include "gui/text/inline_parser.hpp"

#include <algorithm>
#include <array>
#include <cctype>

#include "gui/text/emoji.hpp"

namespace zchat::gui {

namespace {

constexpr int deepest = 6;
constexpr std::size_t longestLabel = 1024;
constexpr std::size_t longestAddress = 2048;
constexpr std::size_t longestEmojiName = 40;

bool isSpace(char c) {
    return c == ' ' || c == '\n' || c == '\t';
}
bool isWord(char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 ||
           static_cast<unsigned char>(c) >= 0x80;
}
bool isNameCharacter(char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '.' || c == '_' || c == '-';
}
bool startsWithFolded(std::string_view text, std::string_view lower) {
    return text.size() >= lower.size() &&
           std::equal(lower.begin(), lower.end(), text.begin(), [](char a, char b) {
               return a == std::tolower(static_cast<unsigned char>(b));
           });
}
std::string folded(std::string_view text) {
    std::string out(text);
    for (char &c : out)
        c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    return out;
}

// The marks of emphasis, longest first.
constexpr std::array<std::string_view, 5> marks{"**", "__", "~~", "*", "_"};

// One level of nesting. A search that found no closing mark is remembered, so that a text of
// nothing but opening marks costs one search for each kind and level.
class Level final {
public:
    Level(std::string_view text, Span style, int depth, const std::vector<std::string> &mentions,
          std::vector<Span> &out)
        : text_(text)
        , style_(std::move(style))
        , depth_(depth)
        , mentions_(mentions)
        , out_(out) {}

    void run() {
        while (at_ < text_.size()) {
            if (!(escape() || code() || image() || link() || address() || mention() || emoji() ||
                  emphasis()))
                plain_.push_back(text_[at_++]);
        }
        flush();
    }

private:
    [[nodiscard]] char before() const { return at_ == 0 ? ' ' : text_[at_ - 1]; }
    [[nodiscard]] std::string_view rest() const { return text_.substr(at_); }

    void flush() {
        if (plain_.empty())
            return;
        Span span = style_;
        span.text = std::move(plain_);
        plain_.clear();
        out_.push_back(std::move(span));
    }
    void add(Span span, std::string_view words) {
        flush();
        span.text = words;
        out_.push_back(std::move(span));
    }

    bool escape() {
        if (text_[at_] != '\\' || at_ + 1 >= text_.size() ||
            std::ispunct(static_cast<unsigned char>(text_[at_ + 1])) == 0)
            return false;
        plain_.push_back(text_[at_ + 1]);
        at_ += 2;
        return true;
    }

    [[nodiscard]] std::size_t runLength(std::size_t from, char c) const {
        std::size_t end = from;
        while (end < text_.size() && text_[end] == c)
            ++end;
        return end - from;
    }
    // Where a run of exactly `length` backticks starts at or after `from`.
    [[nodiscard]] std::size_t closingTicks(std::size_t from, std::size_t length) {
        if (length >= ticksMissing_.size() || ticksMissing_[length])
            return std::string_view::npos;
        while (from < text_.size()) {
            from = text_.find('`', from);
            if (from == std::string_view::npos)
                break;
            const std::size_t run = runLength(from, '`');
            if (run == length)
                return from;
            from += run;
        }
        ticksMissing_[length] = true;
        return std::string_view::npos;
    }
    bool code() {
        if (text_[at_] != '`')
            return false;
        const std::size_t length = runLength(at_, '`');
        const std::size_t start = at_ + length;
        const std::size_t end = closingTicks(start, length);
        if (end == std::string_view::npos) {
            plain_.append(length, '`');
            at_ = start;
            return true;
        }
        std::string_view inside = text_.substr(start, end - start);
        if (length > 1 && inside.size() > 2 && inside.front() == ' ' && inside.back() == ' ')
            inside = inside.substr(1, inside.size() - 2);
        Span span = style_;
        span.isCode = true;
        add(std::move(span), inside);
        at_ = end + length;
        return true;
    }

    // An image is never one: its bracket is passed over, so that it is no link either.
    bool image() {
        if (text_[at_] != '!' || at_ + 1 >= text_.size() || text_[at_ + 1] != '[')
            return false;
        plain_ += "![";
        at_ += 2;
        return true;
    }

    bool link() {
        if (text_[at_] != '[' || !style_.link.empty() || depth_ >= deepest)
            return false;
        const std::string_view window = rest().substr(1, longestLabel);
        const std::size_t labelEnd = window.find_first_of("[]\n");
        if (labelEnd == std::string_view::npos || labelEnd == 0 || window[labelEnd] != ']')
            return false;
        const std::string_view label = window.substr(0, labelEnd);
        const std::string_view after = rest().substr(labelEnd + 2, longestAddress);
        if (after.empty() || after.front() != '(')
            return false;
        const std::size_t end = after.find_first_of(") \n\t");
        if (end == std::string_view::npos || after[end] != ')')
            return false;
        const std::string_view target = after.substr(1, end - 1);
        const auto host = hostOf(target);
        if (!host)
            return false;
        flush();
        Span style = style_;
        style.link = target;
        Level(label, style, depth_ + 1, mentions_, out_).run();
        // What it says and where it leads are two things: the host always stands beside the words.
        if (folded(label) != *host && folded(label) != folded(target))
            add(style, " (" + *host + ")");
        at_ += labelEnd + 2 + end + 1;
        return true;
    }

    bool address() {
        if (!style_.link.empty() || isWord(before()))
            return false;
        const std::string_view here = rest();
        if (!startsWithFolded(here, "http://") && !startsWithFolded(here, "https://") &&
            !startsWithFolded(here, "mailto:"))
            return false;
        std::size_t end = 0;
        while (end < here.size() && end < longestAddress && !isSpace(here[end]) &&
               here[end] != '<' && here[end] != '>' && here[end] != '"' && here[end] != '`')
            ++end;
        const auto isTail = [](char c) {
            return std::string_view(".,;:!?'*_~)]").find(c) != std::string_view::npos;
        };
        while (end > 0 && isTail(here[end - 1])) {
            const std::string_view shown = here.substr(0, end);
            const bool closesOwn =
                here[end - 1] == ')' && shown.find('(') != std::string_view::npos;
            if (closesOwn)
                break;
            --end;
        }
        const std::string_view target = here.substr(0, end);
        const auto host = hostOf(target);
        if (!host)
            return false;
        Span style = style_;
        style.link = target;
        add(style, target);
        const std::size_t slashes = target.find("//");
        const bool posing = slashes != std::string_view::npos &&
                            !startsWithFolded(target.substr(slashes + 2), *host);
        if (posing)
            add(style, " (" + *host + ")");
        at_ += end;
        return true;
    }

    bool mention() {
        if (text_[at_] != '@' || isNameCharacter(before()) || mentions_.empty())
            return false;
        std::size_t end = at_ + 1;
        while (end < text_.size() && end - at_ <= 64 && isNameCharacter(text_[end]))
            ++end;
        while (end > at_ + 1 && std::isalnum(static_cast<unsigned char>(text_[end - 1])) == 0)
            --end;
        const std::string name = folded(text_.substr(at_ + 1, end - at_ - 1));
        if (std::find(mentions_.begin(), mentions_.end(), name) == mentions_.end())
            return false;
        Span span = style_;
        span.isMention = true;
        add(std::move(span), text_.substr(at_, end - at_));
        at_ = end;
        return true;
    }

    // ":tada:" becomes the emoji of that name; a name that is none stays what it is.
    bool emoji() {
        if (text_[at_] != ':' || isWord(before()))
            return false;
        std::size_t end = at_ + 1;
        while (end < text_.size() && end - at_ <= longestEmojiName &&
               (isNameCharacter(text_[end]) || text_[end] == '+'))
            ++end;
        if (end >= text_.size() || text_[end] != ':' ||
            (end + 1 < text_.size() && isWord(text_[end + 1])))
            return false;
        const std::string_view name = text_.substr(at_ + 1, end - at_ - 1);
        const QString found =
            emojiOf(QString::fromUtf8(name.data(), static_cast<qsizetype>(name.size())).toLower());
        if (found.isEmpty())
            return false;
        plain_ += found.toStdString();
        at_ = end + 1;
        return true;
    }

    // Where `mark` closes, at or after `from`; code in between is passed over.
    [[nodiscard]] std::size_t closing(std::string_view mark, std::size_t from) {
        std::size_t i = from;
        while (i < text_.size()) {
            const char c = text_[i];
            if (c == '\\') {
                i += 2;
            } else if (c == '`') {
                const std::size_t length = runLength(i, '`');
                const std::size_t end = closingTicks(i + length, length);
                i = end == std::string_view::npos ? i + length : end + length;
            } else if (c == mark.front()) {
                const std::size_t run = runLength(i, c);
                const char next = i + run < text_.size() ? text_[i + run] : ' ';
                const bool closes = run >= mark.size() && i > from && !isSpace(text_[i - 1]) &&
                                    (mark.size() == 2 || run != 2) && (c != '_' || !isWord(next));
                if (closes)
                    return i + run - mark.size();
                i += run;
            } else {
                ++i;
            }
        }
        return std::string_view::npos;
    }
    bool emphasis() {
        for (std::size_t kind = 0; kind < marks.size(); ++kind) {
            const std::string_view mark = marks[kind];
            if (!rest().starts_with(mark))
                continue;
            const std::size_t start = at_ + mark.size();
            const bool opens = start < text_.size() && !isSpace(text_[start]) &&
                               (mark.front() != '_' || !isWord(before()));
            const std::size_t end = opens && depth_ < deepest && !markMissing_[kind]
                                        ? closing(mark, start)
                                        : std::string_view::npos;
            if (end == std::string_view::npos) {
                markMissing_[kind] = markMissing_[kind] || opens;
                continue;
            }
            flush();
            Span style = style_;
            (mark == "~~"       ? style.isStruck
             : mark.size() == 2 ? style.isBold
                                : style.isItalic) = true;
            Level(text_.substr(start, end - start), style, depth_ + 1, mentions_, out_).run();
            at_ = end + mark.size();
            return true;
        }
        // Nothing closes here: the whole run is literal, so that its second mark opens nothing.
        const char c = text_[at_];
        if (c != '*' && c != '_' && c != '~')
            return false;
        const std::size_t run = runLength(at_, c);
        plain_.append(run, c);
        at_ += run;
        return true;
    }

    std::string_view text_;
    Span style_;
    int depth_;
    const std::vector<std::string> &mentions_;
    std::vector<Span> &out_;
    std::size_t at_ = 0;
    std::string plain_;
    std::array<bool, 5> markMissing_{};
    std::array<bool, 9> ticksMissing_{};
};

} // namespace

std::vector<Span> parseInline(std::string_view text, const std::vector<std::string> &mentions) {
    std::vector<Span> spans;
    Level(text, Span{}, 0, mentions, spans).run();
    return spans;
}

} // namespace zchat::gui
