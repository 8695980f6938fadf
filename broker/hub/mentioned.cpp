#include "broker/hub/mentioned.hpp"

#include <algorithm>

#include "shared/base/limits.hpp"
#include "shared/base/text.hpp"

namespace zchat::hub {

namespace {

bool isNameCharacter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' ||
           c == '_' || c == '-';
}

// A line that opens or closes a fenced block: up to three spaces, then three or more of one mark.
struct Fence {
    char mark = 0;
    std::size_t length = 0;
    std::string_view rest;
};

std::optional<Fence> fenceOf(std::string_view line) {
    const std::size_t indent = std::min(line.find_first_not_of(' '), line.size());
    if (indent > 3 || indent == line.size() || (line[indent] != '`' && line[indent] != '~'))
        return std::nullopt;
    const char mark = line[indent];
    const std::size_t end = std::min(line.find_first_not_of(mark, indent), line.size());
    if (end - indent < 3)
        return std::nullopt;
    return Fence{.mark = mark, .length = end - indent, .rest = line.substr(end)};
}

bool isBlank(std::string_view text) {
    return text.find_first_not_of(" \t\r") == std::string_view::npos;
}

// Where the run of exactly `length` backticks begins at or after `from`, or npos.
std::size_t closingRun(std::string_view text, std::size_t from, std::size_t length) {
    for (std::size_t i = text.find('`', from); i != std::string_view::npos;) {
        const std::size_t end = std::min(text.find_first_not_of('`', i), text.size());
        if (end - i == length)
            return i;
        i = text.find('`', end);
    }
    return std::string_view::npos;
}

class Finder final {
public:
    // A paragraph: lines without a fence or a blank one between them. Code spans end within it.
    void paragraph(std::string_view text) {
        // Lengths of backtick runs that are known to have no partner further on; without this a
        // text of backticks alone would be searched through again for each run.
        std::vector<std::size_t> partnerless;
        for (std::size_t i = 0; i < text.size();) {
            if (text[i] == '\\') {
                i += 2;
            } else if (text[i] == '`') {
                i = afterRun(text, i, partnerless);
            } else if (text[i] == '@' && (i == 0 || !isWordBefore(text[i - 1]))) {
                i = name(text, i + 1);
            } else {
                ++i;
            }
        }
    }

    [[nodiscard]] std::vector<std::string> take() { return std::move(found_); }

private:
    static bool isWordBefore(char c) { return isNameCharacter(c) || c == '@'; }

    static std::size_t afterRun(std::string_view text, std::size_t at,
                                std::vector<std::size_t> &partnerless) {
        const std::size_t end = std::min(text.find_first_not_of('`', at), text.size());
        const std::size_t length = end - at;
        if (std::find(partnerless.begin(), partnerless.end(), length) != partnerless.end())
            return end;
        const std::size_t close = closingRun(text, end, length);
        if (close != std::string_view::npos)
            return close + length;
        partnerless.push_back(length);
        return end;
    }

    std::size_t name(std::string_view text, std::size_t from) {
        std::size_t end = from;
        while (end < text.size() && isNameCharacter(text[end]))
            ++end;
        std::size_t last = end;
        while (last > from &&
               (text[last - 1] == '.' || text[last - 1] == '_' || text[last - 1] == '-'))
            --last;
        add(text.substr(from, last - from));
        return end;
    }

    void add(std::string_view called) {
        const std::optional<AccountName> account = parseAccountName(called);
        const bool all = called.size() == 3 && (called[0] | 0x20) == 'a' &&
                         (called[1] | 0x20) == 'l' && (called[2] | 0x20) == 'l';
        if ((!account && !all) || found_.size() >= limits::mentionsPerText)
            return;
        const std::string folded = all ? std::string("all") : account->value;
        if (std::find(found_.begin(), found_.end(), folded) == found_.end())
            found_.push_back(folded);
    }

    std::vector<std::string> found_;
};

} // namespace

std::vector<std::string> mentionedIn(std::string_view markdown) {
    if (markdown.find('@') == std::string_view::npos)
        return {}; // most texts: a tenth of what the rules of a post cost went into looking closer
    Finder finder;
    std::optional<Fence> open;
    std::size_t paragraphFrom = 0;
    for (std::size_t from = 0; from < markdown.size();) {
        const std::size_t end = std::min(markdown.find('\n', from), markdown.size());
        const std::string_view line = markdown.substr(from, end - from);
        const std::optional<Fence> fence = fenceOf(line);
        const std::size_t next = end + 1;
        if (open) {
            if (fence && fence->mark == open->mark && fence->length >= open->length &&
                isBlank(fence->rest))
                open.reset();
            paragraphFrom = next;
        } else if (fence &&
                   (fence->mark == '~' || fence->rest.find('`') == std::string_view::npos)) {
            finder.paragraph(markdown.substr(paragraphFrom, from - paragraphFrom));
            open = fence;
        } else if (isBlank(line)) {
            finder.paragraph(markdown.substr(paragraphFrom, from - paragraphFrom));
            paragraphFrom = next;
        }
        from = next;
    }
    if (!open && paragraphFrom < markdown.size())
        finder.paragraph(markdown.substr(paragraphFrom));
    return finder.take();
}

} // namespace zchat::hub
