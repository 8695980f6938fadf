// Draws a laid-out row. Decides nothing: every place and word comes from the RowLayout.
#pragma once

#include <QPainter>

#include "gui/timeline/row_layout.hpp"

namespace zchat::gui {

struct RowPainting {
    int width = 0;
    bool isPointed = false;
    bool hasFocus = false;
};

void paintRow(QPainter &painter, const RowLayout &laid, const Row &row, const Look &look,
              const RowPainting &how);

} // namespace zchat::gui
