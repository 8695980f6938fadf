#include "shared/client/room_log.hpp"

#include <algorithm>
#include <utility>

#include "shared/base/planted.hpp"
#include "shared/client/bounds.hpp"

namespace zchat::client {

std::vector<wire::Entry> RoomLog::hear(std::vector<wire::Entry> entries) {
    std::vector<wire::Entry> next;
    for (wire::Entry &entry : entries) {
        const Seq seq = entry.seq;
        head_ = std::max(head_, seq);
        if (seq == have_.next() || (planted(Bug::skipsHoles) && seq > have_)) {
            have_ = seq;
            next.push_back(std::move(entry));
        } else if (seq > have_ && early_.size() < bounds::earlyEntries) {
            early_.emplace(seq, std::move(entry));
        }
    }
    early_.erase(early_.begin(), early_.upper_bound(have_));
    while (!early_.empty() && early_.begin()->first == have_.next()) {
        have_ = early_.begin()->first;
        next.push_back(std::move(early_.begin()->second));
        early_.erase(early_.begin());
    }
    return next;
}

void RoomLog::headSeen(Seq head) {
    head_ = std::max(head_, head);
}

void RoomLog::jumpTo(Seq have) {
    have_ = have;
    head_ = std::max(head_, have);
    early_.clear();
}

void RoomLog::restart(Seq head) {
    have_ = head;
    head_ = head;
    early_.clear();
}

} // namespace zchat::client
