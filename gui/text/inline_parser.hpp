// The inside of one block: from text to spans. Used by markdown.cpp alone.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "gui/text/markdown.hpp"

namespace zchat::gui {

[[nodiscard]] std::vector<Span> parseInline(std::string_view text,
                                            const std::vector<std::string> &mentions);

} // namespace zchat::gui
