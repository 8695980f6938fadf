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

UnreadCount &UnreadCount::operator+=(const UnreadCount &more) {
    unread += more.unread;
    mentions += more.mentions;
    return *this;
}

UnreadCount &UnreadCount::operator-=(const UnreadCount &less) {
    unread -= less.unread;
    mentions -= less.mentions;
    return *this;
}

void Unread::told(Seq head, Seq marker, UnreadCount count) {
    if (head < head_)
        return; // an older snapshot than one already seen
    head_ = head;
    toldMarker_ = marker;
    told_ = count;
    std::erase_if(redactions_, [head](const Redacted &each) { return each.by <= head; });
    while (!since_.empty() && since_.front().seq <= head_) {
        after_ -= worth(since_.front());
        since_.pop_front();
    }
    moveMarker(marker);
}

UnreadCount Unread::worth(const Counted &counted) const {
    if (counted.seq <= marker_)
        return {};
    return {.unread = 1, .mentions = counted.mention ? 1U : 0U};
}

UnreadCount Unread::between(Seq low, Seq high) const {
    UnreadCount sum;
    for (auto each =
             std::upper_bound(since_.begin(), since_.end(), low,
                              [](Seq seq, const Counted &counted) { return seq < counted.seq; });
         each != since_.end() && each->seq <= high; ++each)
        sum += {.unread = 1, .mentions = each->mention ? 1U : 0U};
    return sum;
}

void Unread::moveMarker(Seq marker) {
    after_ -= between(marker_, marker);
    after_ += between(marker, marker_);
    marker_ = marker;
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
        after_ += worth(since_.back());
        if (since_.size() > bounds::unreadKnown)
            forgetOldest();
    }
}

void Unread::redacted(Redacted redaction) {
    const auto found =
        std::lower_bound(since_.begin(), since_.end(), redaction.of,
                         [](const Counted &counted, Seq seq) { return counted.seq < seq; });
    if (found != since_.end() && found->seq == redaction.of) {
        after_ -= worth(*found);
        since_.erase(found);
    }
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
    const UnreadCount oldest = worth(since_.front());
    if (marker_ >= head_) {
        told_ = UnreadCount{};
        toldMarker_ = marker_;
    }
    head_ = since_.front().seq;
    since_.pop_front();
    told_ += oldest;
    after_ -= oldest;
}

UnreadCount Unread::count() const {
    UnreadCount sum = marker_ >= head_ ? UnreadCount{} : told_;
    return sum += after_;
}

} // namespace zchat::client
