// Unread: what stands after an account's read marker in one room, between two summaries.
//
// The broker computes both counts from the marker and the log; this repeats that for entries heard
// since its last numbers, so that a window need not ask after each entry. Where the marker moves to
// a place whose entries were not heard, or one of those is redacted, the numbers are an upper
// bound, and exact() says so.
//
// The count is asked for with each entry heard, so it is a sum that is kept: counting anew walked
// up to 10,000 entries, which took more than half of the client's time in a room nobody reads.
#pragma once

#include <cstdint>
#include <deque>
#include <vector>

#include "shared/base/ids.hpp"
#include "shared/wire/entry.hpp"

namespace zchat::client {

struct UnreadCount {
    std::uint64_t unread = 0;
    std::uint64_t mentions = 0;
    UnreadCount &operator+=(const UnreadCount &more);
    UnreadCount &operator-=(const UnreadCount &less);
    friend bool operator==(const UnreadCount &, const UnreadCount &) = default;
};

class Unread final {
public:
    // The broker's own numbers: `count` entries stand after `marker` up to `head`.
    void told(Seq head, Seq marker, UnreadCount count);
    // Whose entries count, and whether each of them is a mention.
    struct Reader {
        AccountName me;
        bool direct = false;
    };
    void heard(const std::vector<wire::Entry> &entries, const Reader &reader);
    void moveMarker(Seq marker);

    [[nodiscard]] Seq marker() const { return marker_; }
    [[nodiscard]] UnreadCount count() const;
    [[nodiscard]] bool exact() const {
        return marker_ >= head_ || (marker_ == toldMarker_ && !doubtful());
    }
    // The broker's numbers count an entry that was redacted after they were taken.
    [[nodiscard]] bool doubtful() const;

private:
    struct Counted {
        Seq seq;
        bool mention = false;
    };
    struct Redacted {
        Seq by; // the redaction
        Seq of;
    };
    // Nothing where the counted one does not stand after the marker.
    [[nodiscard]] UnreadCount worth(const Counted &counted) const;
    // Of what was heard: those after `low` up to `high`, none where that is lower.
    [[nodiscard]] UnreadCount between(Seq low, Seq high) const;
    void redacted(Redacted redaction);
    void forgetOldest();

    Seq head_;
    Seq toldMarker_;
    Seq marker_;
    UnreadCount told_;
    UnreadCount after_;               // those of since_ that stand after marker_
    std::deque<Counted> since_;       // after head_, ascending
    std::deque<Redacted> redactions_; // heard after head_; numbers taken before them count too many
};

} // namespace zchat::client
