// How many columns of a terminal a character takes: 0 for combining marks, 2 for East Asian wide
// characters and emoji, else 1.
//
// A table of our own and not wcwidth(), which answers -1 for everything beyond ASCII where the
// locale is C, as in many a container.
#pragma once

#include <cstddef>
#include <string_view>

namespace zchat::cli {

[[nodiscard]] std::size_t columnsOf(char32_t character);
[[nodiscard]] std::size_t columnsOf(std::string_view utf8);

} // namespace zchat::cli
