#include "broker/store/folded_text.hpp"

#include "shared/base/text.hpp"

namespace zchat::store {

namespace {

constexpr std::size_t snippetBytes = 160;
constexpr std::size_t snippetLead = 40; // shown before what was found

char32_t lower(char32_t c) {
    const bool plain = (c >= U'A' && c <= U'Z') || (c >= 0xc0 && c <= 0xde && c != 0xd7) ||
                       (c >= 0x391 && c <= 0x3a9) || (c >= 0x410 && c <= 0x42f);
    if (plain)
        return c + 0x20;
    if (c >= 0x400 && c <= 0x40f)
        return c + 0x50;
    // Latin Extended-A: pairs, even capitals in most of it and odd ones in two stretches.
    const bool oddCapitals = (c >= 0x139 && c <= 0x148) || (c >= 0x179 && c <= 0x17e);
    if (c >= 0x100 && c <= 0x17e && c != 0x130 && c != 0x131 && c != 0x138 && c != 0x149 &&
        c != 0x178 && ((c & 1U) != 0) == oddCapitals)
        return c + 1;
    return c;
}

void append(std::string &text, char32_t c) {
    const auto byte = [&](char32_t value) { text.push_back(static_cast<char>(value)); };
    if (c < 0x80) {
        byte(c);
    } else if (c < 0x800) {
        byte(0xc0 | (c >> 6));
        byte(0x80 | (c & 0x3f));
    }
}

bool isInside(std::string_view text, std::size_t at) {
    return at < text.size() && (static_cast<unsigned char>(text[at]) & 0xc0U) == 0x80U;
}

} // namespace

std::string foldedText(std::string_view utf8) {
    std::string folded;
    folded.reserve(utf8.size());
    eachCharacter(utf8, [&](char32_t c, std::string_view bytes) {
        if (const char32_t small = lower(c); small != c)
            append(folded, small);
        else
            folded.append(bytes);
    });
    return folded;
}

bool hasLink(std::string_view text) {
    return text.find("http://") != std::string_view::npos ||
           text.find("https://") != std::string_view::npos;
}

std::string searchedText(const wire::Content &content) {
    if (const wire::Text *text = std::get_if<wire::Text>(&content))
        return text->body;
    if (const wire::File *file = std::get_if<wire::File>(&content))
        return file->body.empty() ? file->name : file->name + ' ' + file->body;
    if (const wire::Data *data = std::get_if<wire::Data>(&content))
        return data->body;
    return {};
}

std::string snippetAround(std::string_view text, std::size_t at) {
    if (text.size() <= snippetBytes)
        return std::string(text);
    std::size_t start = at > snippetLead ? at - snippetLead : 0;
    if (start + snippetBytes > text.size())
        start = text.size() - snippetBytes;
    std::size_t end = start + snippetBytes;
    while (isInside(text, start))
        start += 1;
    while (isInside(text, end))
        end -= 1;
    std::string snippet = start > 0 ? "…" : "";
    snippet.append(text.substr(start, end - start));
    if (end < text.size())
        snippet += "…";
    return snippet;
}

} // namespace zchat::store
