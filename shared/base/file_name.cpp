#include "shared/base/file_name.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

#include "shared/base/text.hpp"

namespace zchat {

namespace {

constexpr std::size_t mostBytes = 200; // leaves room for " (2)" below the 255 that systems take
constexpr std::size_t mostEndingBytes = 32;

struct Range {
    char32_t first;
    char32_t last;
};
// Unicode's format characters (Cf): they join, hide or turn around what stands beside them.
constexpr std::array<Range, 21> invisible{
    {{0xad, 0xad},       {0x600, 0x605},     {0x61c, 0x61c},     {0x6dd, 0x6dd},
     {0x70f, 0x70f},     {0x890, 0x891},     {0x8e2, 0x8e2},     {0x180e, 0x180e},
     {0x200b, 0x200f},   {0x202a, 0x202e},   {0x2060, 0x2064},   {0x2066, 0x206f},
     {0xfeff, 0xfeff},   {0xfff9, 0xfffb},   {0x110bd, 0x110bd}, {0x110cd, 0x110cd},
     {0x13430, 0x1343f}, {0x1bca0, 0x1bca3}, {0x1d173, 0x1d17a}, {0xe0001, 0xe0001},
     {0xe0020, 0xe007f}}};

bool isInvisible(char32_t character) {
    return std::any_of(invisible.begin(), invisible.end(), [character](const Range &range) {
        return character >= range.first && character <= range.last;
    });
}

std::string shownCharacters(std::string_view utf8) {
    std::string kept;
    eachCharacter(utf8, [&](char32_t character, std::string_view bytes) {
        constexpr std::string_view separators = "/\\:*?\"<>|";
        if (isUnsafeCharacter(character) || isInvisible(character))
            return;
        if (character < 0x80 && separators.find(static_cast<char>(character)) != separators.npos)
            kept += '_';
        else
            kept += bytes;
    });
    return kept;
}

std::string wellFormed(std::string_view text) {
    std::string kept;
    while (!text.empty()) {
        std::size_t length = 1;
        while (length <= std::min<std::size_t>(4, text.size()) && !isUtf8(text.substr(0, length)))
            ++length;
        if (length <= std::min<std::size_t>(4, text.size()))
            kept += text.substr(0, length);
        else
            length = 1;
        text.remove_prefix(length);
    }
    return kept;
}

void strip(std::string &name, std::string_view leading, std::string_view trailing) {
    name.erase(0, std::min(name.find_first_not_of(leading), name.size()));
    name.erase(name.find_last_not_of(trailing) + 1);
}

// CON, NUL and their like open devices on some systems, whatever ending they have.
bool isReserved(std::string_view name) {
    std::string word(name.substr(0, name.find('.')));
    word.erase(word.find_last_not_of(' ') + 1);
    for (char &c : word)
        if (c >= 'A' && c <= 'Z')
            c = static_cast<char>(c - 'A' + 'a');
    constexpr std::array<std::string_view, 4> words{"con", "prn", "aux", "nul"};
    if (std::find(words.begin(), words.end(), word) != words.end())
        return true;
    const bool port = word.starts_with("com") || word.starts_with("lpt");
    const std::string_view number = std::string_view(word).substr(port ? 3 : word.size());
    const bool digit = number.size() == 1 && number[0] >= '0' && number[0] <= '9';
    return port && (digit || number == "\u00b9" || number == "\u00b2" || number == "\u00b3");
}

// Where the ending begins; the size of the name where it has none.
std::size_t endingOf(std::string_view name) {
    const std::size_t dot = name.rfind('.');
    const bool ending =
        dot != std::string_view::npos && dot > 0 && name.size() - dot <= mostEndingBytes;
    return ending ? dot : name.size();
}

std::string cut(std::string_view text, std::size_t bytes) {
    std::size_t end = std::min(bytes, text.size());
    while (end > 0 && end < text.size() && (static_cast<unsigned char>(text[end]) & 0xc0U) == 0x80)
        --end;
    return std::string(text.substr(0, end));
}

} // namespace

std::string safeFileName(std::string_view label) {
    std::string name = shownCharacters(isUtf8(label) ? std::string(label) : wellFormed(label));
    strip(name, ".- ", ". ");
    if (isReserved(name))
        name.insert(0, "_");
    const std::string ending = name.substr(endingOf(name));
    std::string safe = cut(std::string_view(name).substr(0, name.size() - ending.size()),
                           mostBytes - ending.size());
    safe += ending;
    strip(safe, "", ". ");
    return safe.empty() ? "file" : safe;
}

std::string numberedFileName(std::string_view safeName, std::size_t number) {
    if (number <= 1)
        return std::string(safeName);
    const std::size_t ending = endingOf(safeName);
    return std::string(safeName.substr(0, ending)) + " (" + std::to_string(number) + ')' +
           std::string(safeName.substr(ending));
}

std::string sizeWords(std::uint64_t bytes) {
    constexpr std::array<const char *, 5> units{"B", "KiB", "MiB", "GiB", "TiB"};
    double value = static_cast<double>(bytes);
    std::size_t unit = 0;
    while (value >= 1024 && unit + 1 < units.size()) {
        value /= 1024;
        ++unit;
    }
    std::array<char, 32> text{};
    const bool whole = value >= 100 || value == std::floor(value);
    std::snprintf(text.data(), text.size(), whole ? "%.0f %s" : "%.1f %s", value, units.at(unit));
    return text.data();
}

} // namespace zchat
