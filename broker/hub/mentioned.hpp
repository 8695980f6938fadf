// Mentioned: the names that a text calls with `@`, outside of Markdown's code.
//
// Pure text. Which of them exist, and who may call everyone, is for posts.cpp to say.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace zchat::hub {

// Each once, folded to lower case, in order of first calling, at most limits::mentionsPerText;
// "all" stands for @all. Code spans (`x`), fenced blocks (``` or ~~~), an @ inside a word
// (mail@host) and one after a backslash call nobody.
[[nodiscard]] std::vector<std::string> mentionedIn(std::string_view markdown);

} // namespace zchat::hub
