// The colours and measures of the window: the one place where a colour stands.
//
// Everything that paints takes a Tokens value (through Look), so that light, dark and later themes
// differ in this file alone. It refuses to know widgets.
#pragma once

#include <QColor>
#include <array>

namespace zchat::gui {

struct Tokens {
    QColor window;     // timeline, dialogs
    QColor side;       // sidebar
    QColor line;       // hairlines of one pixel
    QColor text;       // body
    QColor dim;        // second rank
    QColor faint;      // third rank: only for what may be missed
    QColor accent;     // the selection of action
    QColor accentSoft; // behind mentions and own reactions
    QColor accentText; // links and mentions
    QColor onAccent;   // words on the accent
    QColor onPerson;   // initials on avatars
    QColor hover;      // a row under the pointer
    QColor selected;   // the row that is open
    QColor code;       // behind code
    QColor card;       // behind cards
    QColor warn;       // the New line, the edge of errors
    QColor warnText;   // words of errors
    QColor on;         // online
    QColor away;       // away
    std::array<QColor, 12> people;
};

[[nodiscard]] const Tokens &lightTokens();
[[nodiscard]] const Tokens &darkTokens();
// Every word on every ground at least 7 to 1, and lines that are seen.
[[nodiscard]] const Tokens &contrastTokens(bool isDark);
// How far two colours are apart for the eye, from 1 to 21, as WCAG 2 counts it.
[[nodiscard]] double contrast(const QColor &one, const QColor &other);

// Pixels at a scale of 1; Qt multiplies by the screen's.
namespace measure {
inline constexpr int grid = 4;
inline constexpr int sidebar = 256;
inline constexpr int sidebarNarrow = 212; // below narrowWindow
inline constexpr int narrowWindow = 680;
inline constexpr int headerBar = 52;
inline constexpr int headerBarCompact = 44;
inline constexpr int sidebarRow = 32;
inline constexpr int sidebarRowCompact = 26;
inline constexpr int footer = 56;
inline constexpr int footerCompact = 48;
inline constexpr int avatar = 36;
inline constexpr int avatarSmall = 20;
inline constexpr int avatarRadius = 9;
inline constexpr int avatarRadiusSmall = 6;
inline constexpr int gutter = 20;  // left and right of the timeline
inline constexpr int textGap = 12; // between avatar and words
inline constexpr int textWidest = 720;
inline constexpr int cardWidth = 420;
inline constexpr int cardRadius = 10;
inline constexpr int line = 20; // of body text
inline constexpr int bodySize = 14;
inline constexpr int smallSize = 13;
inline constexpr int tinySize = 12;
inline constexpr int titleSize = 16;
inline constexpr int icon = 20;
} // namespace measure

} // namespace zchat::gui
