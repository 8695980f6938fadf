// Preferences: what a person chose for one account on this machine, as one plain value.
//
// AccountSettings keeps it in the account's INI file; Desk holds the one in force and tells when it
// changes; whatever it concerns follows at once. Every field has a default that suits most people,
// and a file that somebody edited by hand gives the default for what it spoils.
#pragma once

#include <QSettings>
#include <QString>
#include <QStringList>
#include <QTime>
#include <optional>
#include <set>
#include <utility>

#include "gui/look/look.hpp"
#include "shared/base/ids.hpp"

namespace zchat::gui {

inline constexpr int leastZoom = 80; // per cent
inline constexpr int mostZoom = 200;

struct Preferences {
    ThemeChoice theme = ThemeChoice::system;
    Density density = Density::comfortable;
    int zoomPercent = 100;
    QString language; // "de"; empty follows the system

    bool enterSends = true;          // else Ctrl+Enter does
    QStringList recentEmoji;         // the last picked, newest first
    bool showsPresenceLines = false; // who came online and went
    std::set<AccountName> ignored;   // whose messages are folded away
    std::set<QString> folded;        // sections of the sidebar

    bool notifiesDirects = true;
    bool notifiesMentions = true;
    QStringList keywords;
    // Rooms that tell of every message; the others tell of mentions and keywords.
    std::set<RoomName> everythingFrom;
    bool doNotDisturb = false;
    std::optional<std::pair<QTime, QTime>> quietHours; // from, until; may pass midnight
    bool closesToTray = false;

    friend bool operator==(const Preferences &, const Preferences &) = default;
};

// The part that Theme follows.
[[nodiscard]] LookChoice lookOf(const Preferences &preferences);
// "system", "light", "dark", "high-contrast".
[[nodiscard]] QString wordOf(ThemeChoice choice);
[[nodiscard]] std::optional<ThemeChoice> parseThemeChoice(const QString &word);

[[nodiscard]] Preferences readPreferences(const QSettings &file);
void writePreferences(QSettings &file, const Preferences &preferences);

} // namespace zchat::gui
