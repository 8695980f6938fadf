// The part of TimelineModel that knows what replies quote, where that is older than the rows.
//
// A quote is one line whether its words are known or not, so that nothing moves when they come.
#include "gui/model/timeline_model.hpp"

namespace zchat::gui {

const wire::Message *TimelineModel::original(Seq of) const {
    if (const auto at = rowOf(of))
        return &row(*at).message;
    const auto found = originals_.find(of);
    return found == originals_.end() ? nullptr : &found->second.message;
}

void TimelineModel::wantOriginals() {
    std::set<Seq> missing;
    for (std::size_t i = 0; i < messages_; ++i)
        if (const auto of = replyOf(rows_[i].message.entry); of && original(*of) == nullptr)
            missing.insert(*of);
    for (const Seq of : missing)
        if (originalsAsked_.insert(of).second)
            Q_EMIT originalWanted(*room_, of);
}

void TimelineModel::hearOriginal(const RoomName &room, wire::Message original, Seq foldedTo) {
    if (room_ != room)
        return;
    const Seq of = original.entry.seq;
    originals_[of] = {.message = std::move(original), .foldedTo = foldedTo};
    touchReplies(of);
}

void TimelineModel::foldOriginal(Seq of, const wire::Entry &entry) {
    const auto found = originals_.find(of);
    if (found == originals_.end() || entry.seq <= found->second.foldedTo)
        return;
    wire::fold(found->second.message, entry);
    found->second.foldedTo = entry.seq;
    touchReplies(of);
}

void TimelineModel::touchReplies(Seq of) {
    for (std::size_t i = 0; i < messages_; ++i)
        if (replyOf(rows_[i].message.entry) == of)
            touch(i);
}

} // namespace zchat::gui
