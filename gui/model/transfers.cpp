#include "gui/model/transfers.hpp"

#include <QFile>
#include <QFileInfo>
#include <algorithm>

namespace zchat::gui {

bool isUnderWay(const client::TransferChanged &transfer) {
    switch (transfer.state) {
    case client::TransferState::preparing:
    case client::TransferState::waiting:
    case client::TransferState::running:
        return true;
    case client::TransferState::paused:
    case client::TransferState::done:
    case client::TransferState::failed:
    case client::TransferState::cancelled:
        return false;
    }
    return false;
}

QString pathOf(const client::TransferChanged &transfer) {
    return QFile::decodeName(QByteArray::fromStdString(transfer.path));
}

void Transfers::keepIn(AccountSettings &settings) {
    settings_ = &settings;
    for (const auto &[attachment, path] : std::exchange(early_, {}))
        settings_->setPlace(attachment.first, attachment.second, path);
}

void Transfers::hear(const client::TransferChanged &notice) {
    const bool isDone = notice.state == client::TransferState::done;
    const bool isCancelled = notice.state == client::TransferState::cancelled;
    if (isDone && notice.seq && !notice.path.empty()) {
        if (settings_ != nullptr)
            settings_->setPlace(notice.room, *notice.seq, pathOf(notice));
        else
            early_[{notice.room, *notice.seq}] = pathOf(notice);
    }
    if (isCancelled && !notice.upload && notice.seq)
        declined_.insert({notice.room, *notice.seq});
    if (isDone || isCancelled) {
        transfers_.erase(notice.id);
        std::erase(uploads_, notice.id);
        if (!notice.upload && notice.seq)
            downloads_.erase({notice.room, *notice.seq});
    } else {
        if (notice.upload && !transfers_.contains(notice.id))
            uploads_.push_back(notice.id);
        if (!notice.upload && notice.seq)
            downloads_[{notice.room, *notice.seq}] = notice.id;
        transfers_[notice.id] = notice;
    }
    Q_EMIT changed(notice);
}

const client::TransferChanged *Transfers::find(const EntryId &id) const {
    const auto found = transfers_.find(id);
    return found == transfers_.end() ? nullptr : &found->second;
}

const client::TransferChanged *Transfers::downloadOf(const RoomName &room, Seq seq) const {
    const auto found = downloads_.find({room, seq});
    return found == downloads_.end() ? nullptr : find(found->second);
}

std::vector<client::TransferChanged> Transfers::uploadsInto(const RoomName &room) const {
    std::vector<client::TransferChanged> found;
    for (const EntryId &id : uploads_)
        if (const client::TransferChanged *upload = find(id); upload->room == room)
            found.push_back(*upload);
    return found;
}

bool Transfers::isSource(const QString &path) const {
    return std::any_of(uploads_.begin(), uploads_.end(),
                       [&](const EntryId &id) { return pathOf(*find(id)) == path; });
}

QString Transfers::placeOf(const RoomName &room, Seq seq) const {
    const auto early = early_.find({room, seq});
    QString path = early != early_.end()  ? early->second
                   : settings_ != nullptr ? settings_->placeOf(room, seq)
                                          : QString();
    return QFileInfo(path).isFile() ? path : QString();
}

bool Transfers::wasDecided(const RoomName &room, Seq seq) const {
    return declined_.contains({room, seq}) || early_.contains({room, seq}) ||
           (settings_ != nullptr && !settings_->placeOf(room, seq).isEmpty());
}

} // namespace zchat::gui
