// The half of TimelineModel that hears: entries of the log, own drafts, transfers, receipts.
#include "gui/model/timeline_model.hpp"

#include <algorithm>

#include "shared/wire/fold.hpp"

namespace zchat::gui {

void TimelineModel::hear(const std::vector<wire::Entry> &entries) {
    for (const wire::Entry &entry : entries) {
        recent_.push_back(entry);
        if (recent_.size() > recentEntries)
            recent_.pop_front();
        fold(entry);
        if (wire::isMessage(entry.content))
            hearMessage(entry);
    }
    trimFront();
    decorate();
    if (std::any_of(entries.begin(), entries.end(),
                    [](const wire::Entry &entry) { return replyOf(entry).has_value(); }))
        wantOriginals();
    Q_EMIT stateChanged();
}

void TimelineModel::fold(const wire::Entry &entry) {
    const auto of = wire::target(entry.content);
    if (!of)
        return;
    foldOriginal(*of, entry);
    const auto at = rowOf(*of);
    if (!at)
        return;
    Row &shown = rows_[static_cast<std::size_t>(*at)];
    if (entry.seq <= shown.foldedTo)
        return;
    wire::fold(shown.message, entry);
    shown.foldedTo = entry.seq;
    touch(static_cast<std::size_t>(*at));
}

void TimelineModel::hearMessage(const wire::Entry &entry) {
    if (messages_ > 0 && entry.seq <= *lastSeq())
        return;
    const bool isMine = entry.by == me_;
    const bool isFull = messages_ >= windowRows;
    // Who reads the oldest rows of a full window would lose them: leave the end instead.
    if (atHead_ && isFull && !following_ && !isMine) {
        dropDraftRows();
        atHead_ = false;
    }
    if (!atHead_) {
        const bool counts = wire::isCounted(entry.content) && !isMine && !isIgnored(entry.by);
        unseenBelow_ += counts ? 1 : 0;
        mentionsBelow_ += counts && mentionsMe(entry) ? 1 : 0;
        return;
    }
    if (!newAfter_ && !attended_ && !isMine && wire::isCounted(entry.content))
        newAfter_ = Seq{entry.seq.value - 1};
    const auto isIt = [&](const Draft &draft) { return draft.id == entry.id; };
    std::erase_if(drafts_, [&](const Draft &draft) { return isMine && isIt(draft); });
    if (const auto own = isMine && entry.id ? rowOf(*entry.id) : std::nullopt) {
        settleDraft(static_cast<std::size_t>(*own), entry);
        return;
    }
    insertRow(messages_, makeRow(wire::toMessage(entry), entry.seq));
    ++messages_;
    if (!isMine && wire::isCounted(entry.content) && !isIgnored(entry.by))
        Q_EMIT heard(static_cast<int>(messages_) - 1);
}

// The draft became a message. Where it stands right below the messages, which is the common case,
// the row stays where it is and only its key changes.
void TimelineModel::settleDraft(std::size_t at, const wire::Entry &entry) {
    if (at == messages_) {
        rows_[at] = makeRow(wire::toMessage(entry), entry.seq);
        ++messages_;
        touch(at);
        return;
    }
    removeRows(at, 1);
    insertRow(messages_, makeRow(wire::toMessage(entry), entry.seq));
    ++messages_;
}

void TimelineModel::hear(const Draft &draft) {
    if (!room_ || draft.room != *room_)
        return;
    const auto known = std::find_if(drafts_.begin(), drafts_.end(),
                                    [&](const Draft &other) { return other.id == draft.id; });
    // Acknowledged: the entry is in the log, and takes the draft's place when it is heard.
    const bool isInLog = draft.seq && ((lastSeq() && *draft.seq <= *lastSeq()) || !atHead_);
    const bool isOver = draft.state == client::DraftState::dropped || isInLog ||
                        (known == drafts_.end() && isMessage(draft.id)) ||
                        (draft.state == client::DraftState::stored && !isShown(draft));
    if (isOver) {
        if (known != drafts_.end())
            drafts_.erase(known);
    } else if (known != drafts_.end()) {
        *known = draft;
    } else {
        drafts_.push_back(draft);
    }
    const auto at = rowOf(draft.id);
    if (at && (isOver || !isShown(draft))) {
        removeRows(static_cast<std::size_t>(*at), 1);
    } else if (at) {
        rows_[static_cast<std::size_t>(*at)] = makeRow(draft);
    } else if (!isOver && isShown(draft) && atHead_) {
        insertRow(rows_.size(), makeRow(draft));
    }
    decorate();
    Q_EMIT stateChanged();
}

bool TimelineModel::isMessage(const EntryId &id) const {
    return std::any_of(rows_.begin(), rows_.begin() + static_cast<std::ptrdiff_t>(messages_),
                       [&](const Row &shown) {
                           return shown.message.entry.id == id && shown.message.entry.by == me_;
                       });
}

// An own upload is a draft, which is heard by itself; here it is about a message's attachment.
void TimelineModel::hear(const client::TransferChanged &transfer) {
    if (!room_ || transfer.room != *room_ || !transfer.seq)
        return;
    if (const auto at = rowOf(*transfer.seq))
        touch(static_cast<std::size_t>(*at));
}

void TimelineModel::hearReceipts(const std::map<AccountName, Seq> &read) {
    std::optional<Seq> from;
    for (const auto &[name, seq] : read) {
        Seq &stands = receipts_[name];
        from = from ? std::min(*from, stands) : stands;
        stands = std::max(stands, seq);
    }
    if (!from)
        return;
    for (auto i = static_cast<std::size_t>(rowAtOrAfter(from->next())); i < messages_; ++i)
        if (rows_[i].message.entry.by == me_)
            touch(i);
}

} // namespace zchat::gui
