#include "gui/model/account_settings.hpp"

#include <QDir>
#include <QStandardPaths>
#include <QStringList>
#include <algorithm>

#include "shared/base/text.hpp"

namespace zchat::gui {

namespace {

// A room's name may hold dots and a tilde, which keys of an INI file take as they are.
QString keyOf(const RoomName &room, Seq seq) {
    return QString::fromStdString(room.value) + "/" + QString::number(seq.value);
}

std::uint64_t bytesOf(const QVariant &value, std::uint64_t otherwise) {
    bool isNumber = false;
    const qulonglong bytes = value.toULongLong(&isNumber);
    return isNumber ? std::min<std::uint64_t>(bytes, anySize) : otherwise;
}

} // namespace

QString settingsFile(const AccountName &name, const QString &server) {
    const std::string file = percentEncoded(name.value + "@" + server.toStdString()) + ".ini";
    return QStandardPaths::writableLocation(QStandardPaths::GenericConfigLocation) +
           "/zchat/window/" + QString::fromStdString(file);
}

QString defaultDownloadFolder() {
    QString base = QStandardPaths::writableLocation(QStandardPaths::DownloadLocation);
    if (base.isEmpty())
        base = QDir::homePath();
    return QDir::cleanPath(base + "/zchat");
}

AccountSettings::AccountSettings(const QString &file)
    : file_(file, QSettings::IniFormat) {
    file_.beginGroup("places");
    const QStringList keys = file_.allKeys();
    for (const QString &key : keys) {
        const QStringList words = file_.value(key).toStringList();
        if (words.size() != 2)
            continue;
        const Place place{.path = words[1], .order = words[0].toULongLong()};
        nextOrder_ = std::max(nextOrder_, place.order + 1);
        places_[key] = place;
    }
    file_.endGroup();
}

DownloadChoices AccountSettings::downloads() const {
    DownloadChoices choices;
    if (const QString folder = file_.value("downloads/folder").toString(); !folder.isEmpty())
        choices.folder = folder;
    choices.imageBytes = bytesOf(file_.value("downloads/pictureBytes"), choices.imageBytes);
    choices.otherBytes = bytesOf(file_.value("downloads/otherBytes"), choices.otherBytes);
    const QStringList rooms = file_.value("downloads/exceptRooms").toStringList();
    for (const QString &room : rooms)
        if (const auto name = parseRoomName(room.toStdString()))
            choices.exceptRooms.insert(*name);
    return choices;
}

void AccountSettings::setDownloads(const DownloadChoices &choices) {
    QStringList rooms;
    for (const RoomName &room : choices.exceptRooms)
        rooms << QString::fromStdString(room.value);
    file_.setValue("downloads/folder", choices.folder);
    file_.setValue("downloads/pictureBytes", qulonglong(choices.imageBytes));
    file_.setValue("downloads/otherBytes", qulonglong(choices.otherBytes));
    file_.setValue("downloads/exceptRooms", rooms);
}

std::map<RoomName, TimedMute> AccountSettings::mutes() const {
    std::map<RoomName, TimedMute> mutes;
    const QStringList rows = file_.value("sidebar/mutes").toStringList();
    for (const QString &row : rows) {
        const QStringList words = row.split(' ');
        const auto room = parseRoomName(words.front().toStdString());
        if (!room || words.size() != 3)
            continue;
        mutes[*room] = TimedMute{.until = words[1].toLongLong(),
                                 .before = words[2] == "mentions" ? wire::Notify::mentions
                                                                  : wire::Notify::all};
    }
    return mutes;
}

void AccountSettings::setMutes(const std::map<RoomName, TimedMute> &mutes) {
    QStringList rows;
    for (const auto &[room, mute] : mutes)
        rows << QString("%1 %2 %3")
                    .arg(QString::fromStdString(room.value), QString::number(mute.until),
                         mute.before == wire::Notify::mentions ? "mentions" : "all");
    file_.setValue("sidebar/mutes", rows);
}

std::vector<RoomName> AccountSettings::recentRooms() const {
    std::vector<RoomName> rooms;
    const QStringList words = file_.value("sidebar/recent").toStringList();
    for (const QString &word : words)
        if (const auto room = parseRoomName(word.toStdString()))
            rooms.push_back(*room);
    return rooms;
}

void AccountSettings::setRecentRooms(const std::vector<RoomName> &rooms) {
    QStringList words;
    for (const RoomName &room : rooms)
        words << QString::fromStdString(room.value);
    file_.setValue("sidebar/recent", words);
}

QString AccountSettings::placeOf(const RoomName &room, Seq seq) const {
    const auto found = places_.find(keyOf(room, seq));
    return found == places_.end() ? QString() : found->second.path;
}

void AccountSettings::setPlace(const RoomName &room, Seq seq, const QString &path) {
    const Place place{.path = path, .order = nextOrder_++};
    const QString key = keyOf(room, seq);
    places_[key] = place;
    file_.setValue("places/" + key, QStringList{QString::number(place.order), path});
    if (places_.size() <= mostPlaces)
        return;
    const auto oldest =
        std::min_element(places_.begin(), places_.end(), [](const auto &a, const auto &b) {
            return a.second.order < b.second.order;
        });
    file_.remove("places/" + oldest->first);
    places_.erase(oldest);
}

} // namespace zchat::gui
