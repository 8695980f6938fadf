// The part of MainWindow that follows what a person chose of the look: theme, zoom, density; and
// the keys that change the zoom.
#include <QShortcut>
#include <algorithm>
#include <array>

#include "gui/window/main_window.hpp"

namespace zchat::gui {

namespace {

constexpr std::array<int, 8> zoomSteps{80, 90, 100, 110, 125, 150, 175, 200};
static_assert(zoomSteps.front() == leastZoom && zoomSteps.back() == mostZoom);

} // namespace

void MainWindow::wireLook() {
    const auto follow = [this] { theme_.follow(lookOf(desk_.preferences())); };
    connect(&desk_, &Desk::preferencesChanged, this, follow);
    connect(&theme_, &Theme::changed, this, &MainWindow::fit);
    // Ctrl++ is Ctrl+= on many keyboards, and some have a plus of its own.
    const auto key = [this](const char *sequence, int direction) {
        connect(new QShortcut(QKeySequence(sequence), this), &QShortcut::activated, this,
                [this, direction] { zoom(direction); });
    };
    key("Ctrl++", 1);
    key("Ctrl+=", 1);
    key("Ctrl+-", -1);
    key("Ctrl+0", 0);
    follow();
    fit();
}

void MainWindow::zoom(int direction) {
    Preferences changed = desk_.preferences();
    const int now = changed.zoomPercent;
    if (direction == 0)
        changed.zoomPercent = 100;
    else if (direction > 0)
        changed.zoomPercent =
            *std::find_if(zoomSteps.begin(), zoomSteps.end() - 1, [now](int s) { return s > now; });
    else
        changed.zoomPercent = *std::find_if(zoomSteps.rbegin(), zoomSteps.rend() - 1,
                                            [now](int s) { return s < now; });
    desk_.setPreferences(changed);
}

// The sidebar grows with the zoom and leaves the words the larger part.
void MainWindow::fit() {
    const Look &look = theme_.look();
    const bool isNarrow = width() < look.px(measure::narrowWindow);
    const int wanted = look.px(isNarrow ? measure::sidebarNarrow : measure::sidebar);
    const int most = std::max(width() / 3, std::min(wanted, int(measure::sidebarNarrow)));
    sidebar_->setFixedWidth(std::min(wanted, most));
}

} // namespace zchat::gui
