// AccountSettings: what this machine remembers for one account at one server, beside the link's
// cache: what may be downloaded by itself, and where attachments were saved.
//
// An INI file that a person may read, mend or delete: everything in it has a default. It holds the
// last few thousand places only. The broker never learns any of it.
#pragma once

#include <QSettings>
#include <QString>
#include <cstdint>
#include <map>
#include <set>
#include <vector>

#include "gui/model/preferences.hpp"
#include "shared/base/ids.hpp"
#include "shared/wire/requests.hpp"

namespace zchat::gui {

// "zchat" below the system's folder for downloads.
[[nodiscard]] QString defaultDownloadFolder();

inline constexpr std::uint64_t anySize = std::uint64_t(1) << 62;

// In bytes; 0 is never.
struct DownloadChoices {
    QString folder = defaultDownloadFolder();
    std::uint64_t imageBytes = 10 * 1024 * 1024;
    std::uint64_t otherBytes = 0;
    std::set<RoomName> exceptRooms;
    friend bool operator==(const DownloadChoices &, const DownloadChoices &) = default;
};

// A room that is muted until a time, and what it goes back to then.
struct TimedMute {
    TimeMs until = 0;
    wire::Notify before = wire::Notify::all;
    friend bool operator==(const TimedMute &, const TimedMute &) = default;
};

class AccountSettings final {
public:
    static constexpr std::size_t mostPlaces = 4000;

    explicit AccountSettings(const QString &file);

    [[nodiscard]] Preferences preferences() const { return readPreferences(file_); }
    void setPreferences(const Preferences &preferences) { writePreferences(file_, preferences); }
    [[nodiscard]] DownloadChoices downloads() const;
    void setDownloads(const DownloadChoices &choices);

    [[nodiscard]] std::map<RoomName, TimedMute> mutes() const;
    void setMutes(const std::map<RoomName, TimedMute> &mutes);
    // The rooms opened last, the newest first.
    [[nodiscard]] std::vector<RoomName> recentRooms() const;
    void setRecentRooms(const std::vector<RoomName> &rooms);

    // Where the attachment of this entry was saved (or sent from), absolute; empty: unknown. The
    // file may be gone since.
    [[nodiscard]] QString placeOf(const RoomName &room, Seq seq) const;
    void setPlace(const RoomName &room, Seq seq, const QString &path);

private:
    struct Place {
        QString path;
        std::uint64_t order = 0; // the newest has the highest
    };

    QSettings file_;
    std::map<QString, Place> places_;
    std::uint64_t nextOrder_ = 1;
};

// The file for this account below the system's folder for configurations.
[[nodiscard]] QString settingsFile(const AccountName &name, const QString &server);
} // namespace zchat::gui
