// Turns a row of the timeline round, for windows that are read from the right to the left.
#pragma once

#include "gui/timeline/row_layout.hpp"

namespace zchat::gui {

// All but what stands inside the words, which have a direction of their own and move as a whole.
void mirror(RowLayout &laid, int width);

} // namespace zchat::gui
