// ScrollAnchor: what the eye rests on, so that nothing which happens above or below moves it.
//
// It names a row by its key and says where the top of that row's words stands in the viewport. Not
// the row's own top: a day or a sender's head may come or go above the words when older rows join.
#pragma once

#include "gui/model/row.hpp"

namespace zchat::gui {

struct ScrollAnchor {
    RowKey key;
    int pixels = 0;
};

} // namespace zchat::gui
