#include "tools/cli/columns.hpp"

#include <algorithm>
#include <array>

#include "shared/base/text.hpp"

namespace zchat::cli {

namespace {

struct Range {
    char32_t first;
    char32_t last;
};

// The blocks that matter in chat; scripts with marks that stack in other ways come out a column
// wide a mark, which only moves the cursor of the one who types them.
constexpr std::array<Range, 12> noColumn{{
    {0x0300, 0x036f},
    {0x0483, 0x0489},
    {0x0591, 0x05bd},
    {0x0610, 0x061a},
    {0x064b, 0x065f},
    {0x1ab0, 0x1aff},
    {0x1dc0, 0x1dff},
    {0x200b, 0x200d},
    {0x20d0, 0x20ff},
    {0xfe00, 0xfe0f},
    {0x1f3fb, 0x1f3ff},
    {0xe0100, 0xe01ef},
}};
constexpr std::array<Range, 16> twoColumns{{
    {0x1100, 0x115f},
    {0x231a, 0x231b},
    {0x23e9, 0x23ec},
    {0x2614, 0x2615},
    {0x26a1, 0x26a1},
    {0x2705, 0x2705},
    {0x274c, 0x274c},
    {0x2e80, 0x303e},
    {0x3041, 0xa4cf},
    {0xac00, 0xd7a3},
    {0xf900, 0xfaff},
    {0xfe30, 0xfe6f},
    {0xff00, 0xff60},
    {0xffe0, 0xffe6},
    {0x1f300, 0x1faff},
    {0x20000, 0x3fffd},
}};

template <std::size_t size>
bool isIn(const std::array<Range, size> &ranges, char32_t character) {
    const auto next = std::partition_point(
        ranges.begin(), ranges.end(), [&](const Range &range) { return range.last < character; });
    return next != ranges.end() && next->first <= character;
}

} // namespace

std::size_t columnsOf(char32_t character) {
    if (character < 0x300)
        return 1;
    if (isIn(noColumn, character))
        return 0;
    return isIn(twoColumns, character) ? 2 : 1;
}

std::size_t columnsOf(std::string_view utf8) {
    std::size_t sum = 0;
    eachCharacter(utf8, [&](char32_t c, std::string_view) { sum += columnsOf(c); });
    return sum;
}

} // namespace zchat::cli
