#include "tools/cli/line_editor.hpp"

#include <algorithm>
#include <utility>

#include "shared/base/limits.hpp"
#include "shared/base/text.hpp"
#include "tools/cli/columns.hpp"

namespace zchat::cli {

namespace {

constexpr char escape = '\x1b';
constexpr std::size_t historyLines = 200;

constexpr char control(char letter) {
    return static_cast<char>(letter & 0x1f);
}

std::string toUtf8(const std::u32string &text) {
    std::string out;
    for (const char32_t c : text) {
        if (c < 0x80) {
            out.push_back(static_cast<char>(c));
            continue;
        }
        const int more = c < 0x800 ? 1 : c < 0x10000 ? 2 : 3;
        const unsigned lead = more == 1 ? 0xc0U : more == 2 ? 0xe0U : 0xf0U;
        out.push_back(static_cast<char>(lead | (c >> (6 * more))));
        for (int shift = 6 * (more - 1); shift >= 0; shift -= 6)
            out.push_back(static_cast<char>(0x80U | ((c >> shift) & 0x3fU)));
    }
    return out;
}

// What stands for a character on the one line of the prompt.
char32_t shownAs(char32_t c) {
    if (c == U'\n')
        return U'⏎';
    return isUnsafeCharacter(c) ? U'·' : c;
}

} // namespace

std::vector<LineEditor::Happening> LineEditor::feed(std::string_view bytes) {
    std::vector<Happening> happenings;
    for (const char byte : bytes)
        feedByte(byte, happenings);
    return happenings;
}

void LineEditor::feedByte(char byte, std::vector<Happening> &happenings) {
    if (!sequence_.empty())
        feedEscape(byte, happenings);
    else if (byte == escape)
        sequence_ = byte;
    else if (static_cast<unsigned char>(byte) >= 0x20 && byte != '\x7f')
        feedText(byte);
    else if (!pasting_)
        feedControl(byte, happenings);
    else if (byte == '\r' || byte == '\n' || byte == '\t')
        insert(byte == '\t' ? U'\t' : U'\n');
}

void LineEditor::feedEscape(char byte, std::vector<Happening> &happenings) {
    sequence_ += byte;
    const bool introducer = sequence_.size() == 2 && (byte == '[' || byte == 'O');
    const bool parameter = sequence_.size() > 2 && byte >= 0x20 && byte < 0x40;
    constexpr std::size_t longest = 16;
    if ((introducer || parameter) && sequence_.size() < longest)
        return;
    const std::string sequence = std::exchange(sequence_, {});
    if (byte == escape) // ESC ESC: the second may begin a sequence
        sequence_ = byte;
    else if (byte == control('C')) // never lost in a sequence that was cut off
        feedControl(byte, happenings);
    else
        applySequence(std::string_view(sequence).substr(1));
}

void LineEditor::applySequence(std::string_view sequence) {
    if (sequence == "[200~" || sequence == "[201~") {
        pasting_ = sequence == "[200~";
        return;
    }
    if (pasting_)
        return;
    if (sequence == "[A" || sequence == "OA")
        recall(recalled_ > 0 ? recalled_ - 1 : 0);
    else if (sequence == "[B" || sequence == "OB")
        recall(std::min(recalled_ + 1, history_.size()));
    else if (sequence == "[C" || sequence == "OC")
        cursor_ = std::min(cursor_ + 1, text_.size());
    else if (sequence == "[D" || sequence == "OD")
        cursor_ -= cursor_ > 0 ? 1 : 0;
    else if (sequence == "[H" || sequence == "OH" || sequence == "[1~" || sequence == "[7~")
        cursor_ = 0;
    else if (sequence == "[F" || sequence == "OF" || sequence == "[4~" || sequence == "[8~")
        cursor_ = text_.size();
    else if (sequence == "[3~")
        erase(cursor_, std::min(cursor_ + 1, text_.size()));
    else if (sequence == "b" || sequence == "[1;5D" || sequence == "[1;3D")
        cursor_ = wordLeft();
    else if (sequence == "f" || sequence == "[1;5C" || sequence == "[1;3C")
        cursor_ = wordRight();
    else if (sequence == "d")
        erase(cursor_, wordRight());
    else if (sequence == "\r" || sequence == "\n") // Alt-Enter
        insert(U'\n');
}

void LineEditor::feedControl(char byte, std::vector<Happening> &happenings) {
    partial_.clear();
    const auto kill = [this](std::size_t from, std::size_t to) {
        killed_ = text_.substr(from, to - from);
        erase(from, to);
    };
    if (byte == '\r' || byte == '\n')
        happenings.push_back({.kind = Kind::entered, .line = takeLine()});
    else if (byte == control('C'))
        happenings.push_back({.kind = Kind::cancelled, .line = takeLine()});
    else if (byte == control('D') && text_.empty())
        happenings.push_back({.kind = Kind::ended, .line = {}});
    else if (byte == control('D'))
        erase(cursor_, std::min(cursor_ + 1, text_.size()));
    else if (byte == '\t')
        happenings.push_back({.kind = Kind::complete, .line = {}});
    else if (byte == control('L'))
        happenings.push_back({.kind = Kind::redraw, .line = {}});
    else if (byte == '\x7f' || byte == control('H'))
        erase(cursor_ > 0 ? cursor_ - 1 : 0, cursor_);
    else if (byte == control('A'))
        cursor_ = 0;
    else if (byte == control('E'))
        cursor_ = text_.size();
    else if (byte == control('B'))
        cursor_ -= cursor_ > 0 ? 1 : 0;
    else if (byte == control('F'))
        cursor_ = std::min(cursor_ + 1, text_.size());
    else if (byte == control('K'))
        kill(cursor_, text_.size());
    else if (byte == control('U'))
        kill(0, cursor_);
    else if (byte == control('W'))
        kill(wordLeft(), cursor_);
    else if (byte == control('Y'))
        for (const char32_t c : std::u32string(killed_))
            insert(c);
    else if (byte == control('P'))
        recall(recalled_ > 0 ? recalled_ - 1 : 0);
    else if (byte == control('N'))
        recall(std::min(recalled_ + 1, history_.size()));
}

void LineEditor::feedText(char byte) {
    const bool continues = (static_cast<unsigned char>(byte) & 0xc0U) == 0x80U;
    if (!continues)
        partial_.clear();
    partial_ += byte;
    if (isUtf8(partial_)) {
        eachCharacter(partial_, [this](char32_t c, std::string_view) { insert(c); });
        partial_.clear();
    } else if (partial_.size() >= 4) {
        partial_.clear();
    }
}

void LineEditor::insert(char32_t character) {
    if (text_.size() >= limits::textBytes)
        return;
    text_.insert(cursor_, 1, character);
    ++cursor_;
}

void LineEditor::erase(std::size_t from, std::size_t to) {
    text_.erase(from, to - from);
    cursor_ = from;
}

void LineEditor::recall(std::size_t index) {
    if (index == recalled_)
        return;
    if (recalled_ == history_.size())
        unsent_ = text_;
    recalled_ = index;
    text_ = index == history_.size() ? unsent_ : history_[index];
    cursor_ = text_.size();
}

std::size_t LineEditor::wordLeft() const {
    std::size_t at = cursor_;
    while (at > 0 && text_[at - 1] == U' ')
        --at;
    while (at > 0 && text_[at - 1] != U' ')
        --at;
    return at;
}

std::size_t LineEditor::wordRight() const {
    std::size_t at = cursor_;
    while (at < text_.size() && text_[at] == U' ')
        ++at;
    while (at < text_.size() && text_[at] != U' ')
        ++at;
    return at;
}

std::string LineEditor::takeLine() {
    std::u32string taken = std::exchange(text_, {});
    std::string line = toUtf8(taken);
    if (!taken.empty() && (history_.empty() || history_.back() != taken))
        history_.push_back(std::move(taken));
    if (history_.size() > historyLines)
        history_.erase(history_.begin());
    recalled_ = history_.size();
    cursor_ = 0;
    unsent_.clear();
    return line;
}

LineEditor::View LineEditor::view(std::size_t columns) const {
    std::u32string shown;
    std::transform(text_.begin(), text_.end(), std::back_inserter(shown), shownAs);
    const auto width = [&shown](std::size_t at) { return columnsOf(shown[at]); };
    // The cursor itself needs a column, so what stands left of it fits into one less.
    std::size_t begin = cursor_;
    std::size_t cursorColumn = 0;
    while (begin > 0 && cursorColumn + width(begin - 1) + 1 <= columns)
        cursorColumn += width(--begin);
    std::size_t end = cursor_;
    std::size_t used = cursorColumn;
    while (end < shown.size() && used + width(end) <= columns)
        used += width(end++);
    return {.text = toUtf8(shown.substr(begin, end - begin)), .cursor = cursorColumn};
}

std::string LineEditor::wordBeforeCursor() const {
    const auto space = text_.substr(0, cursor_).rfind(U' ');
    const std::size_t begin = space == std::u32string::npos ? 0 : space + 1;
    return toUtf8(text_.substr(begin, cursor_ - begin));
}

bool LineEditor::wordIsFirst() const {
    return text_.substr(0, cursor_).find(U' ') == std::u32string::npos;
}

void LineEditor::replaceWord(std::string_view word) {
    const auto space = text_.substr(0, cursor_).rfind(U' ');
    erase(space == std::u32string::npos ? 0 : space + 1, cursor_);
    eachCharacter(word, [this](char32_t c, std::string_view) { insert(c); });
}

std::string LineEditor::line() const {
    return toUtf8(text_);
}

} // namespace zchat::cli
