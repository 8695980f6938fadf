#include "gui/model/room_files.hpp"

#include <algorithm>

#include "gui/model/words.hpp"
#include "gui/picture/decode.hpp"

namespace zchat::gui {

namespace {

constexpr std::uint64_t pageHits = 50;

bool isPicture(const SentFile &sent) {
    return isPictureMedia(sent.file.media);
}

} // namespace

RoomFiles::RoomFiles(Desk &desk, RoomName room, QObject *parent)
    : QObject(parent)
    , desk_(desk)
    , room_(std::move(room)) {
    const TimelineModel &timeline = desk_.timeline();
    connect(&timeline, &QAbstractItemModel::rowsInserted, this, &RoomFiles::readTimeline);
    connect(&timeline, &QAbstractItemModel::dataChanged, this, &RoomFiles::readTimeline);
    connect(&timeline, &QAbstractItemModel::modelReset, this, &RoomFiles::readTimeline);
    readTimeline();
}

std::vector<SentFile> RoomFiles::all() const {
    std::vector<SentFile> found;
    found.reserve(files_.size());
    for (auto at = files_.rbegin(); at != files_.rend(); ++at)
        found.push_back(at->second);
    return found;
}

const SentFile *RoomFiles::find(Seq seq) const {
    const auto found = files_.find(seq);
    return found == files_.end() ? nullptr : &found->second;
}

const SentFile *RoomFiles::pictureBefore(Seq seq) const {
    for (auto at = files_.lower_bound(seq); at != files_.begin();)
        if (isPicture((--at)->second))
            return &at->second;
    return nullptr;
}

const SentFile *RoomFiles::pictureAfter(Seq seq) const {
    for (auto at = files_.upper_bound(seq); at != files_.end(); ++at)
        if (isPicture(at->second))
            return &at->second;
    return nullptr;
}

void RoomFiles::loadMore() {
    if (isLoading_ || isComplete_)
        return;
    if (!desk_.isOnline()) {
        trouble_ = tr("There is no connection: these are the files of the messages that are here.");
        Q_EMIT changed();
        return;
    }
    isLoading_ = true;
    trouble_.clear();
    wire::Search search;
    search.room = room_;
    search.has = wire::Has::file;
    search.page = page_;
    search.limit = pageHits;
    desk_.ask(std::move(search), this, [this](const Answer &answer) {
        isLoading_ = false;
        if (const auto *refusal = std::get_if<Refusal>(&answer))
            trouble_ = oneLine(refusal->text);
        else if (const auto *page = std::get_if<wire::HitsReply>(&std::get<wire::Reply>(answer)))
            take(*page);
        Q_EMIT changed();
    });
    Q_EMIT changed();
}

void RoomFiles::take(const wire::HitsReply &page) {
    for (const wire::Hit &hit : page.hits)
        if (hit.room == room_)
            keep(hit.message);
    page_ = page.next;
    isComplete_ = !page.next;
}

bool RoomFiles::keep(const wire::Message &message) {
    const auto *file = std::get_if<wire::File>(&message.entry.content);
    if (file == nullptr || message.entry.redacted)
        return files_.erase(message.entry.seq) > 0;
    return files_
        .insert_or_assign(message.entry.seq, SentFile{.seq = message.entry.seq,
                                                      .at = message.entry.at,
                                                      .by = message.entry.by,
                                                      .file = *file})
        .second;
}

void RoomFiles::readTimeline() {
    const TimelineModel &timeline = desk_.timeline();
    if (timeline.room() != room_)
        return;
    bool isChanged = false;
    for (int i = 0; i < timeline.rowCount(); ++i)
        if (const Row &row = timeline.row(i); !row.draft)
            isChanged = keep(row.message) || isChanged;
    if (isChanged)
        Q_EMIT changed();
}

} // namespace zchat::gui
