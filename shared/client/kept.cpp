#include "shared/client/kept.hpp"

#include <algorithm>

namespace zchat::client {

namespace {

void keepDraft(std::vector<KeptDraft> &drafts, const KeptDraft &draft) {
    std::erase_if(drafts, [&](const KeptDraft &kept) { return kept.id == draft.id; });
    const auto place = std::upper_bound(
        drafts.begin(), drafts.end(), draft.order,
        [](std::uint64_t order, const KeptDraft &kept) { return order < kept.order; });
    drafts.insert(place, draft);
}

struct Carrier {
    Kept &kept;

    void operator()(const KeepDraft &keep) const { keepDraft(kept.drafts, keep.draft); }
    void operator()(const ForgetDraft &forget) const {
        std::erase_if(kept.drafts, [&](const KeptDraft &draft) { return draft.id == forget.id; });
    }
    void operator()(const KeepEntries &keep) const {
        if (!keep.entries.empty())
            kept.positions[keep.room] = keep.entries.back().seq;
    }
    void operator()(const KeepPage &) const {}
    void operator()(const KeepPosition &keep) const { kept.positions[keep.room] = keep.position; }
    void operator()(const KeepRoom &keep) const { kept.rooms[keep.room.room] = keep.room; }
    void operator()(const ForgetRoom &forget) const {
        kept.rooms.erase(forget.room);
        kept.positions.erase(forget.room);
        kept.markers.erase(forget.room);
    }
    void operator()(const KeepMarker &keep) const { kept.markers[keep.room] = keep.seq; }
    void operator()(const ForgetMarker &forget) const { kept.markers.erase(forget.room); }
    void operator()(const KeepText &keep) const {
        if (keep.text.empty())
            kept.composers.erase(keep.room);
        else
            kept.composers[keep.room] = keep.text;
    }
    void operator()(const KeepTransfer &keep) const {
        kept.transfers[keep.transfer.id] = keep.transfer;
    }
    void operator()(const ForgetTransfer &forget) const { kept.transfers.erase(forget.id); }
    void operator()(const KeepPin &keep) const { kept.pinned = keep.broker; }
    void operator()(const KeepMe &keep) const { kept.me = keep.me; }
};

} // namespace

void carryOut(Kept &kept, const Keep &keep) {
    std::visit(Carrier{kept}, keep);
}

} // namespace zchat::client
