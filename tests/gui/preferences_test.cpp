// What a person chose, kept in a file that anybody may have edited.
#include <QTemporaryDir>

#include "gui/model/account_settings.hpp"
#include "tests/support/catch.hpp"

using namespace zchat;
using namespace zchat::gui;

TEST_CASE("preferences: what was chosen is there after the next start") {
    const QTemporaryDir folder;
    const QString file = folder.filePath("alice.ini");
    Preferences chosen;
    chosen.theme = ThemeChoice::highContrast;
    chosen.density = Density::compact;
    chosen.zoomPercent = 150;
    chosen.language = "de";
    chosen.enterSends = false;
    chosen.recentEmoji = {"🎉", "👍"};
    chosen.showsPresenceLines = true;
    chosen.ignored = {AccountName("mallory")};
    chosen.folded = {"rooms"};
    chosen.notifiesDirects = false;
    chosen.notifiesMentions = false;
    chosen.keywords = {"deploy", "grüne, rote"};
    chosen.everythingFrom = {RoomName("ops")};
    chosen.doNotDisturb = true;
    chosen.quietHours = {QTime(22, 0), QTime(7, 30)};
    chosen.closesToTray = true;
    AccountSettings(file).setPreferences(chosen);
    CHECK(AccountSettings(file).preferences() == chosen);
}

TEST_CASE("preferences: timed mutes and recent rooms are there after the next start") {
    const QTemporaryDir folder;
    const QString file = folder.filePath("alice.ini");
    const std::map<RoomName, TimedMute> mutes{
        {RoomName("ops"), {.until = 1772445600000, .before = wire::Notify::mentions}},
        {RoomName("~aaaaaaaaaaaaaaaaaaaaaaaaaa"), {.until = 5, .before = wire::Notify::all}}};
    const std::vector<RoomName> rooms{RoomName("ops"), RoomName("~aaaaaaaaaaaaaaaaaaaaaaaaaa")};
    {
        AccountSettings settings(file);
        settings.setMutes(mutes);
        settings.setRecentRooms(rooms);
    }
    CHECK(AccountSettings(file).mutes() == mutes);
    CHECK(AccountSettings(file).recentRooms() == rooms);
    {
        QSettings spoiled(file, QSettings::IniFormat);
        spoiled.setValue("sidebar/mutes", QStringList{"", "ops soon", "no name! 5 all"});
        spoiled.setValue("sidebar/recent", QStringList{"", "no name!", "build"});
    }
    CHECK(AccountSettings(file).mutes().empty());
    CHECK(AccountSettings(file).recentRooms() == std::vector<RoomName>{RoomName("build")});
}

TEST_CASE("preferences: a file that somebody spoiled gives what suits most") {
    const QTemporaryDir folder;
    const QString file = folder.filePath("alice.ini");
    {
        QSettings spoiled(file, QSettings::IniFormat);
        spoiled.setValue("look/theme", "mauve");
        spoiled.setValue("look/zoom", 9000);
        spoiled.setValue("notify/quietHours", QStringList{"22:00", "late"});
        spoiled.setValue("messages/ignored", QStringList{"no such name!"});
    }
    Preferences expected;
    expected.zoomPercent = mostZoom;
    CHECK(AccountSettings(file).preferences() == expected);
}
