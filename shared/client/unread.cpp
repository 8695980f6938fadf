#include "shared/client/unread.hpp"

#include <algorithm>

#include "shared/client/bounds.hpp"
#include "shared/wire/fold.hpp"

namespace zchat::client {

namespace {

bool namesReader(const wire::Content &content, const Unread::Reader &reader) {
    if (reader.direct)
        return true;
    const wire::Text *text = std::get_if<wire::Text>(&content);
    return text != nullptr &&
           std::any_of(text->mentions.begin(), text->mentions.end(), [&](const std::string &name) {
               return name == reader.me.value || name == "all";
           });
}

} // namespace

void Unread::told(Seq head, Seq marker, UnreadCount count) {
    if (head < head_)
        return; // an older snapshot than one already seen
    head_ = head;
    toldMarker_ = marker;
    marker_ = marker;
    told_ = count;
    std::erase_if(redactions_, [head](const Redacted &each) { return each.by <= head; });
    while (!since_.empty() && since_.front().seq <= head_)
        since_.pop_front();
}

void Unread::heard(const std::vector<wire::Entry> &entries, const Reader &reader) {
    for (const wire::Entry &entry : entries) {
        if (entry.seq <= head_)
            continue;
        if (const wire::Redact *redact = std::get_if<wire::Redact>(&entry.content))
            redacted(Redacted{.by = entry.seq, .of = redact->of});
        const bool known = !since_.empty() && entry.seq <= since_.back().seq;
        if (known || entry.redacted || entry.by == reader.me || !wire::isCounted(entry.content))
            continue;
        since_.push_back(Counted{.seq = entry.seq, .mention = namesReader(entry.content, reader)});
        if (since_.size() > bounds::unreadKnown)
            forgetOldest();
    }
}

void Unread::redacted(Redacted redaction) {
    std::erase_if(since_, [&](const Counted &each) { return each.seq == redaction.of; });
    redactions_.push_back(redaction);
    if (redactions_.size() > bounds::unreadKnown)
        redactions_.pop_front();
}

bool Unread::doubtful() const {
    return std::any_of(redactions_.begin(), redactions_.end(), [this](const Redacted &each) {
        return each.of > marker_ && each.of <= head_;
    });
}

void Unread::forgetOldest() {
    const Counted oldest = since_.front();
    since_.pop_front();
    if (marker_ >= head_) {
        told_ = UnreadCount{};
        toldMarker_ = marker_;
    }
    head_ = oldest.seq;
    if (oldest.seq > marker_) {
        told_.unread += 1;
        told_.mentions += oldest.mention ? 1 : 0;
    }
}

UnreadCount Unread::count() const {
    UnreadCount sum = marker_ >= head_ ? UnreadCount{} : told_;
    for (const Counted &each : since_) {
        if (each.seq > marker_) {
            sum.unread += 1;
            sum.mentions += each.mention ? 1 : 0;
        }
    }
    return sum;
}

} // namespace zchat::client
