// The part of Desk that files pass: uploads, downloads, and what may be downloaded by itself.
#include <QFile>

#include "gui/model/desk.hpp"
#include "gui/picture/decode.hpp"

namespace zchat::gui {

void Desk::keepSettingsIn(const QString &file) {
    settings_ = std::make_unique<AccountSettings>(file);
    transfers_.keepIn(*settings_);
    choices_ = settings_->downloads();
    sendChoices();
    preferences_ = settings_->preferences();
    Q_EMIT preferencesChanged();
}

void Desk::setPreferences(const Preferences &preferences) {
    if (preferences == preferences_)
        return;
    preferences_ = preferences;
    if (settings_)
        settings_->setPreferences(preferences_);
    Q_EMIT preferencesChanged();
}

void Desk::setDownloads(const DownloadChoices &choices) {
    if (!settings_)
        return;
    settings_->setDownloads(choices);
    choices_ = choices;
    sendChoices();
    Q_EMIT downloadsChanged();
}

void Desk::sendChoices() {
    choicesWait_ = !bridge_.push(
        client::AutoDownload{.folder = QFile::encodeName(choices_.folder).toStdString(),
                             .imageBytes = choices_.imageBytes,
                             .otherBytes = choices_.otherBytes,
                             .exceptRooms = choices_.exceptRooms});
}

bool Desk::upload(const RoomName &into, const QString &path, const wire::File &file) {
    const bool isTaken =
        bridge_.push(client::UploadFile{.id = bridge_.newId(),
                                        .room = into,
                                        .path = QFile::encodeName(path).toStdString(),
                                        .file = file});
    // Own words are written below the newest ones, wherever the person was reading.
    if (isTaken && room() == into)
        timeline_.showNewest();
    return isTaken;
}

void Desk::tell(client::Command command) {
    if (!bridge_.push(std::move(command)))
        Q_EMIT said(tr("Too much is under way. Try again."), true);
}

bool Desk::fetch(const RoomName &from, Seq of, const wire::File &file,
                 std::optional<std::string> saveAs) {
    return bridge_.push(
        client::DownloadFile{.room = from,
                             .seq = of,
                             .file = file,
                             .folder = QFile::encodeName(choices_.folder).toStdString(),
                             .saveAs = std::move(saveAs)});
}

void Desk::download(const RoomName &from, Seq of, const wire::File &file,
                    const std::optional<QString> &saveAs) {
    std::optional<std::string> path;
    if (saveAs)
        path = QFile::encodeName(*saveAs).toStdString();
    if (!fetch(from, of, file, std::move(path)))
        Q_EMIT said(tr("Too much is under way. Try again."), true);
}

void Desk::showPicture(Seq of) {
    const auto at = timeline_.rowOf(of);
    if (!at || !room())
        return;
    const Row &row = timeline_.row(*at);
    const auto *file = std::get_if<wire::File>(&row.message.entry.content);
    const bool comesByItself = file != nullptr && !row.message.entry.redacted &&
                               isPictureMedia(file->media) && file->size <= choices_.imageBytes &&
                               !choices_.exceptRooms.contains(*room());
    if (!comesByItself || timeline_.transferOf(row) != nullptr ||
        transfers_.wasDecided(*room(), of) || !shownPictures_.insert({*room(), of}).second)
        return;
    // Where the link is too busy, the card offers the download, and nothing needs to be said.
    if (!fetch(*room(), of, *file, std::nullopt))
        shownPictures_.erase({*room(), of});
}

void Desk::pause(const EntryId &transfer) {
    tell(client::PauseTransfer{.id = transfer});
}

void Desk::resume(const EntryId &transfer) {
    tell(client::ResumeTransfer{.id = transfer});
}

void Desk::cancel(const EntryId &transfer) {
    tell(client::CancelTransfer{.id = transfer});
}

} // namespace zchat::gui
