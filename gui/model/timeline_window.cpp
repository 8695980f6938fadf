// The half of TimelineModel that moves its window: pages in, entries folded, drafts settled.
#include "gui/model/timeline_model.hpp"

#include <algorithm>
#include <iterator>

#include "gui/model/words.hpp"
#include "shared/wire/fold.hpp"

namespace zchat::gui {

namespace {

// Trimming goes this far below the bound, so that a busy room does not trim at every message.
constexpr std::size_t trimTo = TimelineModel::windowRows - 40;

} // namespace

void TimelineModel::open(const RoomName &room, std::optional<Seq> marker, std::vector<Draft> drafts,
                         std::optional<Seq> around) {
    close();
    room_ = room;
    newAfter_ = marker;
    drafts_ = std::move(drafts);
    ask(around ? PageWanted{.page = Page::around, .seq = *around} : PageWanted{});
}

void TimelineModel::close() {
    beginResetModel();
    room_.reset();
    rows_.clear();
    messages_ = 0;
    drafts_.clear();
    recent_.clear();
    originals_.clear();
    originalsAsked_.clear();
    receipts_.clear();
    pending_.reset();
    refused_.reset();
    landing_.reset();
    newAfter_.reset();
    unfolded_.clear();
    trouble_.clear();
    unseenBelow_ = mentionsBelow_ = 0;
    atHead_ = false;
    atStart_ = false;
    endResetModel();
    Q_EMIT stateChanged();
}

void TimelineModel::ask(PageWanted wanted) {
    pending_ = wanted;
    refused_.reset();
    Q_EMIT pageWanted(wanted);
    Q_EMIT stateChanged();
}

void TimelineModel::wantOlder() {
    if (!pending_ && !refused_ && !atStart_ && messages_ > 0)
        ask(PageWanted{.page = Page::older, .seq = rows_.front().message.entry.seq});
}

void TimelineModel::wantNewer() {
    if (!pending_ && !refused_ && !atHead_ && messages_ > 0)
        ask(PageWanted{.page = Page::newer, .seq = *lastSeq()});
}

void TimelineModel::showNewest() {
    if (atHead_)
        Q_EMIT newestShown();
    else
        ask(PageWanted{});
}

void TimelineModel::showAround(Seq seq) {
    ask(PageWanted{.page = Page::around, .seq = seq});
}

void TimelineModel::askAgain() {
    if (refused_)
        ask(*refused_);
}

void TimelineModel::skipTo(Seq /*head*/) {
    // What is shown stays in sight until the new page is here.
    atHead_ = false;
    dropDraftRows();
    recent_.clear();
    if (following_)
        ask(PageWanted{});
}

std::vector<Row> TimelineModel::rowsOf(const client::WindowLoaded &loaded) const {
    std::vector<Row> rows;
    rows.reserve(loaded.messages.size());
    for (const wire::Message &message : loaded.messages)
        rows.push_back(makeRow(message, loaded.head));
    return rows;
}

// A page says how things stood at its head; what was heard beyond that is folded in now.
void TimelineModel::replay(std::vector<Row> &rows, Seq head, bool reachesEnd) const {
    for (const wire::Entry &entry : recent_) {
        if (entry.seq <= head)
            continue;
        if (const auto of = wire::target(entry.content)) {
            for (Row &shown : rows)
                if (shown.message.entry.seq == *of)
                    wire::fold(shown.message, entry);
        }
        for (Row &shown : rows)
            shown.foldedTo = std::max(shown.foldedTo, entry.seq);
        if (reachesEnd && wire::isMessage(entry.content))
            rows.push_back(makeRow(wire::toMessage(entry), entry.seq));
    }
}

void TimelineModel::take(const client::WindowLoaded &loaded) {
    if (!pending_ || !room_ || loaded.room != *room_)
        return;
    const PageWanted wanted = *pending_;
    pending_.reset();
    if (loaded.refusal) {
        refused_ = wanted;
        if (messages_ == 0)
            trouble_ = oneLine(loaded.refusal->text);
        Q_EMIT stateChanged();
        return;
    }
    trouble_.clear();
    // Entries were let go between this page and what we still hold: only the newest page helps.
    const bool hasHole = !recent_.empty() && loaded.head.next() < recent_.front().seq &&
                         recent_.size() >= recentEntries;
    if (hasHole && wanted.page != Page::older) {
        recent_.clear();
        ask(wanted);
        return;
    }
    std::vector<Row> rows = rowsOf(loaded);
    switch (wanted.page) {
    case Page::newest:
    case Page::around:
        replace(loaded, wanted);
        break;
    case Page::older:
        replay(rows, loaded.head, false);
        prepend(std::move(rows));
        break;
    case Page::newer: {
        const bool reachesEnd = rows.empty();
        replay(rows, loaded.head, reachesEnd);
        append(std::move(rows));
        if (reachesEnd) {
            atHead_ = true;
            unseenBelow_ = mentionsBelow_ = 0;
            addDraftRows();
        }
        break;
    }
    }
    decorate();
    wantOriginals();
    Q_EMIT stateChanged();
}

void TimelineModel::replace(const client::WindowLoaded &loaded, const PageWanted &wanted) {
    std::vector<Row> rows = rowsOf(loaded);
    const bool isNewest = wanted.page == Page::newest;
    const bool isOpening = rows_.empty();
    replay(rows, loaded.head, isNewest);
    if (rows.size() > windowRows)
        rows.erase(rows.begin(), rows.end() - static_cast<std::ptrdiff_t>(trimTo));
    beginResetModel();
    rows_ = std::move(rows);
    messages_ = rows_.size();
    for (Row &shown : rows_)
        shown.revision = nextRevision_++;
    atHead_ = isNewest;
    atStart_ = rows_.empty() ? isNewest : rows_.front().message.entry.seq.value <= 1;
    unseenBelow_ = mentionsBelow_ = 0;
    if (atHead_)
        forgetSettledDrafts();
    if (atHead_)
        for (const Draft &draft : drafts_)
            if (isShown(draft)) {
                rows_.push_back(makeRow(draft));
                rows_.back().revision = nextRevision_++;
            }
    landing_.reset();
    if (!isNewest)
        landing_ = wanted.seq;
    {
        // The layout that follows the reset must find days and groups in place already.
        const QSignalBlocker quiet(this);
        decorate();
    }
    // Who comes back to the end from elsewhere wants the end.
    if (isNewest && isOpening)
        if (const auto first = firstNewRow())
            landing_ = rows_[static_cast<std::size_t>(*first)].key;
    endResetModel();
}

void TimelineModel::prepend(std::vector<Row> rows) {
    std::erase_if(rows, [this](const Row &shown) {
        return messages_ > 0 && shown.message.entry.seq >= rows_.front().message.entry.seq;
    });
    if (rows.empty()) {
        atStart_ = true;
        return;
    }
    atStart_ = rows.front().message.entry.seq.value <= 1;
    for (Row &shown : rows)
        shown.revision = nextRevision_++;
    const std::size_t count = rows.size();
    beginInsertRows({}, 0, static_cast<int>(count) - 1);
    rows_.insert(rows_.begin(), std::make_move_iterator(rows.begin()),
                 std::make_move_iterator(rows.end()));
    messages_ += count;
    endInsertRows();
    trimBack();
}

void TimelineModel::append(std::vector<Row> rows) {
    std::erase_if(rows, [this](const Row &shown) {
        return messages_ > 0 && shown.message.entry.seq <= *lastSeq();
    });
    if (rows.empty())
        return;
    const std::size_t count = rows.size();
    for (Row &shown : rows)
        shown.revision = nextRevision_++;
    const auto at = static_cast<int>(messages_);
    beginInsertRows({}, at, at + static_cast<int>(count) - 1);
    rows_.insert(rows_.begin() + at, std::make_move_iterator(rows.begin()),
                 std::make_move_iterator(rows.end()));
    messages_ += count;
    endInsertRows();
    trimFront();
}

void TimelineModel::removeRows(std::size_t from, std::size_t count) {
    if (count == 0)
        return;
    const auto first = static_cast<std::ptrdiff_t>(from);
    beginRemoveRows({}, static_cast<int>(from), static_cast<int>(from + count) - 1);
    rows_.erase(rows_.begin() + first, rows_.begin() + first + static_cast<std::ptrdiff_t>(count));
    messages_ -= std::min(messages_, from + count) - std::min(messages_, from);
    endRemoveRows();
}

void TimelineModel::insertRow(std::size_t at, Row row) {
    row.revision = nextRevision_++;
    beginInsertRows({}, static_cast<int>(at), static_cast<int>(at));
    rows_.insert(rows_.begin() + static_cast<std::ptrdiff_t>(at), std::move(row));
    endInsertRows();
}

void TimelineModel::trimFront() {
    if (messages_ <= windowRows)
        return;
    removeRows(0, messages_ - trimTo);
    atStart_ = false;
}

void TimelineModel::trimBack() {
    if (messages_ <= windowRows)
        return;
    dropDraftRows();
    removeRows(trimTo, messages_ - trimTo);
    atHead_ = false;
}

// The page brought what was acknowledged, or sent, and never heard.
void TimelineModel::forgetSettledDrafts() {
    std::erase_if(drafts_, [this](const Draft &draft) {
        return (draft.seq && lastSeq() && *draft.seq <= *lastSeq()) || isMessage(draft.id);
    });
}

void TimelineModel::addDraftRows() {
    forgetSettledDrafts();
    for (const Draft &draft : drafts_)
        if (isShown(draft) && !rowOf(draft.id))
            insertRow(rows_.size(), makeRow(draft));
}

void TimelineModel::dropDraftRows() {
    removeRows(messages_, rows_.size() - messages_);
}

} // namespace zchat::gui
