// The icon in the tray: the program's mark, and on it what waits: a number for mentions and direct
// messages, a dot for what is unread beside them. Drawn, so that it is sharp at every size.
#pragma once

#include <QIcon>
#include <cstdint>

#include "gui/look/look.hpp"

namespace zchat::gui {

struct Waiting {
    std::uint64_t unread = 0;   // messages, those for this person among them
    std::uint64_t mentions = 0; // for this person
    bool isQuiet = false;       // do not disturb
    friend bool operator==(const Waiting &, const Waiting &) = default;
};

// "3 mentions, 12 unread"; empty where nothing waits.
[[nodiscard]] QString waitingWords(const Waiting &waiting);
[[nodiscard]] QIcon trayIcon(const Look &look, const Waiting &waiting);

} // namespace zchat::gui
