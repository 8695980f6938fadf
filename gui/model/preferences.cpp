#include "gui/model/preferences.hpp"

#include <algorithm>
#include <array>

#include "shared/base/text.hpp"

namespace zchat::gui {

namespace {

constexpr std::array<std::pair<ThemeChoice, const char *>, 4> themes{{
    {ThemeChoice::system, "system"},
    {ThemeChoice::light, "light"},
    {ThemeChoice::dark, "dark"},
    {ThemeChoice::highContrast, "high-contrast"},
}};

std::optional<std::pair<QTime, QTime>> hoursOf(const QStringList &words) {
    if (words.size() != 2)
        return std::nullopt;
    const QTime from = QTime::fromString(words[0], "HH:mm");
    const QTime until = QTime::fromString(words[1], "HH:mm");
    if (!from.isValid() || !until.isValid())
        return std::nullopt;
    return std::pair(from, until);
}

} // namespace

LookChoice lookOf(const Preferences &preferences) {
    return {.theme = preferences.theme,
            .zoom = preferences.zoomPercent / 100.0,
            .density = preferences.density};
}

QString wordOf(ThemeChoice choice) {
    const auto *const found = std::find_if(
        themes.begin(), themes.end(), [choice](const auto &row) { return row.first == choice; });
    return found->second;
}

std::optional<ThemeChoice> parseThemeChoice(const QString &word) {
    const auto *const found = std::find_if(themes.begin(), themes.end(),
                                           [&word](const auto &row) { return word == row.second; });
    return found == themes.end() ? std::nullopt : std::optional(found->first);
}

Preferences readPreferences(const QSettings &file) {
    Preferences read;
    read.theme = parseThemeChoice(file.value("look/theme").toString()).value_or(read.theme);
    if (file.value("look/density").toString() == "compact")
        read.density = Density::compact;
    read.zoomPercent =
        std::clamp(file.value("look/zoom", read.zoomPercent).toInt(), leastZoom, mostZoom);
    read.language = file.value("look/language").toString();
    read.enterSends = file.value("writing/enterSends", read.enterSends).toBool();
    read.recentEmoji = file.value("writing/recentEmoji").toStringList();
    read.showsPresenceLines =
        file.value("messages/presenceLines", read.showsPresenceLines).toBool();
    const QStringList ignored = file.value("messages/ignored").toStringList();
    for (const QString &word : ignored)
        if (const auto name = parseAccountName(word.toStdString()))
            read.ignored.insert(*name);
    const QStringList folded = file.value("sidebar/folded").toStringList();
    read.folded = {folded.begin(), folded.end()};
    read.notifiesDirects = file.value("notify/directs", read.notifiesDirects).toBool();
    read.notifiesMentions = file.value("notify/mentions", read.notifiesMentions).toBool();
    read.keywords = file.value("notify/keywords").toStringList();
    const QStringList everything = file.value("notify/everythingFrom").toStringList();
    for (const QString &word : everything)
        if (const auto room = parseRoomName(word.toStdString()))
            read.everythingFrom.insert(*room);
    read.doNotDisturb = file.value("notify/doNotDisturb", read.doNotDisturb).toBool();
    read.quietHours = hoursOf(file.value("notify/quietHours").toStringList());
    read.closesToTray = file.value("tray/closesToTray", read.closesToTray).toBool();
    return read;
}

void writePreferences(QSettings &file, const Preferences &preferences) {
    QStringList ignored;
    for (const AccountName &name : preferences.ignored)
        ignored << QString::fromStdString(name.value);
    QStringList everything;
    for (const RoomName &room : preferences.everythingFrom)
        everything << QString::fromStdString(room.value);
    QStringList hours;
    if (preferences.quietHours)
        hours = {preferences.quietHours->first.toString("HH:mm"),
                 preferences.quietHours->second.toString("HH:mm")};
    file.setValue("look/theme", wordOf(preferences.theme));
    file.setValue("look/density",
                  preferences.density == Density::compact ? "compact" : "comfortable");
    file.setValue("look/zoom", preferences.zoomPercent);
    file.setValue("look/language", preferences.language);
    file.setValue("writing/enterSends", preferences.enterSends);
    file.setValue("writing/recentEmoji", preferences.recentEmoji);
    file.setValue("messages/presenceLines", preferences.showsPresenceLines);
    file.setValue("messages/ignored", ignored);
    file.setValue("sidebar/folded",
                  QStringList(preferences.folded.begin(), preferences.folded.end()));
    file.setValue("notify/directs", preferences.notifiesDirects);
    file.setValue("notify/mentions", preferences.notifiesMentions);
    file.setValue("notify/keywords", preferences.keywords);
    file.setValue("notify/everythingFrom", everything);
    file.setValue("notify/doNotDisturb", preferences.doNotDisturb);
    file.setValue("notify/quietHours", hours);
    file.setValue("tray/closesToTray", preferences.closesToTray);
}

} // namespace zchat::gui
