#include "tools/cli/pieces.hpp"

#include <algorithm>

#include "shared/base/limits.hpp"
#include "shared/base/text.hpp"

namespace zchat::cli {

namespace {

bool isContinuation(char byte) {
    return (static_cast<unsigned char>(byte) & 0xc0U) == 0x80U;
}

// The longest prefix of at most `mostBytes` that ends between two characters.
std::size_t wholeCharacters(std::string_view text, std::size_t mostBytes) {
    if (text.size() <= mostBytes)
        return text.size();
    std::size_t end = mostBytes;
    while (end > 0 && isContinuation(text[end]))
        --end;
    return end > 0 ? end : mostBytes;
}

// A fence longer than any run of backticks in the text, so that the text cannot end its own block.
std::string fenceFor(std::string_view text) {
    std::size_t longest = 0;
    std::size_t run = 0;
    for (const char c : text) {
        run = c == '`' ? run + 1 : 0;
        longest = std::max(longest, run);
    }
    return std::string(std::max<std::size_t>(3, longest + 1), '`');
}

} // namespace

std::string readable(std::string_view bytes) {
    constexpr std::string_view replacement = "\xef\xbf\xbd";
    std::string out;
    out.reserve(bytes.size());
    while (!bytes.empty()) {
        std::size_t length = 1;
        while (length < 4 && length < bytes.size() && isContinuation(bytes[length]))
            ++length;
        // A lead byte may be followed by more continuation bytes than belong to it.
        std::string_view character = bytes.substr(0, length);
        while (character.size() > 1 && !isUtf8(character))
            character.remove_suffix(1);
        if (isUtf8(character) && character.front() != '\0')
            out += character;
        else
            out += replacement;
        bytes.remove_prefix(character.size());
    }
    return out;
}

std::vector<std::string> cutText(std::string_view text, std::size_t mostBytes) {
    std::vector<std::string> pieces;
    while (text.size() > mostBytes) {
        // A newline right after the piece may fall away, so it is looked for up to mostBytes.
        const auto newline = text.rfind('\n', mostBytes);
        const bool betweenLines = newline != std::string_view::npos && newline > 0;
        const std::size_t end = betweenLines ? newline : wholeCharacters(text, mostBytes);
        pieces.emplace_back(text.substr(0, end));
        text.remove_prefix(betweenLines ? end + 1 : end);
    }
    if (!text.empty())
        pieces.emplace_back(text);
    return pieces;
}

std::vector<std::string> toMessages(std::string_view bytes, Style style) {
    const auto last = bytes.find_last_not_of("\r\n");
    std::string text =
        last == std::string_view::npos ? std::string() : readable(bytes.substr(0, last + 1));
    const std::string fence = fenceFor(text);
    const std::size_t fenceBytes = 2 * (fence.size() + 1);
    // A text that is little but backticks has no room for fences: it goes as it is.
    if (style == Style::plain || fenceBytes > limits::textBytes / 2)
        return cutText(text, limits::textBytes);
    std::vector<std::string> pieces = cutText(text, limits::textBytes - fenceBytes);
    for (std::string &piece : pieces)
        piece = fence + "\n" + piece + "\n" + fence;
    return pieces;
}

void Batcher::add(std::string_view bytes, Clock::time_point now) {
    if (held_.empty())
        since_ = now;
    held_ += bytes;
}

std::optional<Batcher::Clock::time_point> Batcher::due() const {
    if (held_.size() >= limits::textBytes)
        return since_;
    if (held_.find('\n') == std::string::npos)
        return std::nullopt;
    return since_ + window_;
}

std::vector<std::string> Batcher::take(Clock::time_point now) {
    const auto when = due();
    if (!when || now < *when)
        return {};
    const auto newline = held_.rfind('\n');
    const std::size_t end =
        newline == std::string::npos ? wholeCharacters(held_, limits::textBytes / 2) : newline + 1;
    std::vector<std::string> messages = toMessages(std::string_view(held_).substr(0, end), style_);
    held_.erase(0, end);
    since_ = now;
    return messages;
}

std::vector<std::string> Batcher::finish() {
    std::vector<std::string> messages = toMessages(held_, style_);
    held_.clear();
    return messages;
}

} // namespace zchat::cli
