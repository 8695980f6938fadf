// Moving between the regions of the window by one key, wherever the focus is.
#pragma once

#include <QKeySequence>
#include <QWidget>
#include <vector>

namespace zchat::gui {

// The focus goes from the region that holds it to the next one (1) or the one before (-1).
void stepRegion(const std::vector<QWidget *> &regions, int direction);
// A box for text would keep these keys for itself; the window's shortcut gets them instead.
void leaveToWindow(QWidget &box, const QKeySequence &keys);

} // namespace zchat::gui
