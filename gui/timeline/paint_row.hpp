// Draws a laid-out row. Decides nothing: every place and word comes from the RowLayout.
#pragma once

#include <QPainter>
#include <optional>
#include <utility>

#include "gui/picture/pictures.hpp"
#include "gui/timeline/row_layout.hpp"

namespace zchat::gui {

struct RowPainting {
    int width = 0;
    bool isPointed = false;
    bool hasFocus = false;
    bool isTarget = false; // just jumped to
    std::optional<std::pair<int, int>> selected{};
};

void paintRow(QPainter &painter, const RowLayout &laid, const Row &row, const Look &look,
              Pictures &pictures, const RowPainting &how);

} // namespace zchat::gui
