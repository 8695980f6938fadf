#include "shared/client/outbox.hpp"

#include <algorithm>
#include <utility>

#include "shared/base/planted.hpp"
#include "shared/wire/codec.hpp"

namespace zchat::client {

namespace {

DraftChanged changed(const KeptDraft &draft, DraftState state) {
    return DraftChanged{.id = draft.id,
                        .room = draft.room,
                        .content = draft.content,
                        .state = state,
                        .seq = {},
                        .at = 0,
                        .refusal = draft.refusal};
}

bool passesByItself(Code code) {
    // E_AUTH says that this device is not known at this moment; the connection will end over it,
    // and what was typed must outlive that.
    return code == Code::busy || code == Code::rate || code == Code::storage || code == Code::auth;
}

} // namespace

void Outbox::start(std::vector<KeptDraft> drafts, Effects &effects) {
    std::sort(drafts.begin(), drafts.end(),
              [](const KeptDraft &a, const KeptDraft &b) { return a.order < b.order; });
    for (KeptDraft &draft : drafts) {
        lastOrder_ = std::max(lastOrder_, draft.order);
        effects.tell(changed(draft, draft.refusal ? DraftState::refused : DraftState::queued));
        if (draft.refusal)
            refused_.emplace(draft.id, std::move(draft));
        else
            enqueue(std::move(draft));
    }
}

void Outbox::enqueue(KeptDraft draft) {
    roomOf_.emplace(draft.id, draft.room);
    Lane &lane = lanes_[draft.room];
    lane.items.push_back(Item{.draft = std::move(draft)});
}

void Outbox::post(PostDraft draft, Effects &effects) {
    if (roomOf_.contains(draft.id) || refused_.contains(draft.id))
        return; // asked twice for the same
    KeptDraft kept{.order = lastOrder_ + 1,
                   .id = draft.id,
                   .room = std::move(draft.room),
                   .content = std::move(draft.content),
                   .refusal = std::nullopt};
    kept.refusal = refusedHere(kept);
    if (kept.refusal) {
        effects.tell(changed(kept, DraftState::refused));
        refused_.emplace(kept.id, std::move(kept));
        return;
    }
    lastOrder_ += 1;
    if (!planted(Bug::sendsBeforeKeeping))
        effects.keep(KeepDraft{.draft = kept});
    effects.tell(changed(kept, DraftState::queued));
    enqueue(std::move(kept));
}

// What the broker would refuse in any case needs neither a connection nor the disk: the codec that
// reads it there reads it here.
std::optional<Refusal> Outbox::refusedHere(const KeptDraft &draft) const {
    if (roomOf_.size() >= bounds::drafts)
        return Refusal{.code = Code::busy,
                       .text = "Too many messages wait to be sent. Try again later.",
                       .retryMs = std::nullopt,
                       .versions = {}};
    const wire::Post post{
        .room = draft.room, .id = draft.id, .content = draft.content, .prev = std::nullopt};
    const wire::Incoming read = wire::decodeRequest(wire::encodeRequest(1, post));
    return read.request.refused() ? std::optional(read.request.refusal()) : std::nullopt;
}

void Outbox::retry(const EntryId &id, Effects &effects) {
    const auto found = refused_.find(id);
    if (found == refused_.end())
        return;
    KeptDraft draft = std::move(found->second);
    draft.refusal = refusedHere(draft);
    if (draft.refusal) {
        effects.tell(changed(draft, DraftState::refused));
        found->second = std::move(draft);
        return;
    }
    refused_.erase(found);
    lastOrder_ += 1;
    draft.order = lastOrder_; // what was said meanwhile stands before it
    effects.keep(KeepDraft{.draft = draft});
    effects.tell(changed(draft, DraftState::queued));
    enqueue(std::move(draft));
}

void Outbox::drop(const EntryId &id, Effects &effects) {
    if (const auto found = refused_.find(id); found != refused_.end()) {
        found->second.refusal = std::nullopt;
        effects.keep(ForgetDraft{.id = id});
        effects.tell(changed(found->second, DraftState::dropped));
        refused_.erase(found);
        return;
    }
    Lane *lane = laneOf(id);
    if (lane == nullptr)
        return;
    const auto item = find(*lane, id);
    if (item->inFlight)
        return;
    effects.keep(ForgetDraft{.id = id});
    effects.tell(changed(item->draft, DraftState::dropped));
    remove(id);
}

void Outbox::disconnected(Effects &effects) {
    connected_ = false;
    inFlight_ = 0;
    pausedUntil_ = 0;
    for (auto &[room, lane] : lanes_) {
        lane.inFlight = 0;
        lane.pausedUntil = 0;
        lane.window = bounds::postsInFlightPerRoom;
        for (Item &item : lane.items) {
            item.inFlight = false;
            if (std::exchange(item.toldSent, false))
                effects.tell(changed(item.draft, DraftState::queued));
        }
    }
}

void Outbox::stored(const EntryId &id, const wire::PostReply &reply, Effects &effects) {
    Lane *lane = laneOf(id);
    if (lane == nullptr)
        return;
    lane->window = std::min(lane->window + 1, bounds::postsInFlightPerRoom);
    DraftChanged notice = changed(find(*lane, id)->draft, DraftState::stored);
    notice.seq = reply.seq;
    notice.at = reply.at;
    effects.keep(ForgetDraft{.id = id});
    effects.tell(std::move(notice));
    remove(id);
}

void Outbox::refused(const EntryId &id, const Refusal &refusal, std::int64_t nowMs,
                     Effects &effects) {
    Lane *lane = laneOf(id);
    if (lane == nullptr)
        return;
    const auto item = find(*lane, id);
    if (planted(Bug::forgetsDraftOnFullDisk) && refusal.code == Code::storage) {
        effects.keep(ForgetDraft{.id = id});
        return remove(id);
    }
    if (passesByItself(refusal.code)) {
        if (std::exchange(item->inFlight, false)) {
            lane->inFlight -= 1;
            inFlight_ -= 1;
        }
        pause(*lane, refusal, nowMs);
        return;
    }
    KeptDraft draft = item->draft;
    draft.refusal = refusal;
    effects.keep(KeepDraft{.draft = draft});
    effects.tell(changed(draft, DraftState::refused));
    remove(id);
    refused_.emplace(id, std::move(draft));
}

void Outbox::pause(Lane &lane, const Refusal &refusal, std::int64_t nowMs) {
    const bool slow = refusal.code == Code::storage || refusal.code == Code::auth;
    const std::int64_t otherwise = slow ? bounds::storageRetryMs : bounds::retryMs;
    const std::int64_t waitMs =
        refusal.retryMs
            ? static_cast<std::int64_t>(std::min<std::uint64_t>(*refusal.retryMs, 60'000))
            : otherwise;
    const std::int64_t until = nowMs + waitMs;
    // One pause, one halving: the followers of the first refused post come back too.
    if (lane.pausedUntil <= nowMs)
        lane.window = std::max(lane.window / 2, bounds::smallestWindow);
    lane.pausedUntil = std::max(lane.pausedUntil, until);
    if (refusal.code == Code::rate)
        pausedUntil_ = std::max(pausedUntil_, until);
}

void Outbox::pump(std::int64_t nowMs, Asks &asks, Effects &effects) {
    if (!connected_ || nowMs < pausedUntil_)
        return;
    for (auto &[room, lane] : lanes_) {
        if (inFlight_ >= bounds::postsInFlight)
            return;
        if (nowMs >= lane.pausedUntil)
            pumpLane(lane, asks, effects);
    }
}

void Outbox::pumpLane(Lane &lane, Asks &asks, Effects &effects) {
    const std::size_t reach = std::min(lane.items.size(), lane.window);
    for (std::size_t i = 0; i < reach && lane.inFlight < reach; ++i) {
        Item &item = lane.items[i];
        if (item.inFlight)
            continue;
        if (inFlight_ >= bounds::postsInFlight)
            return;
        const std::optional<EntryId> prev =
            i == 0 || planted(Bug::sendsWithoutPrev)
                ? std::nullopt
                : std::optional<EntryId>(lane.items[i - 1].draft.id);
        item.inFlight = true;
        lane.inFlight += 1;
        inFlight_ += 1;
        asks.send(wire::Post{.room = item.draft.room,
                             .id = item.draft.id,
                             .content = item.draft.content,
                             .prev = prev},
                  ForPost{.id = item.draft.id}, effects);
        if (!std::exchange(item.toldSent, true))
            effects.tell(changed(item.draft, DraftState::sent));
    }
}

std::optional<std::int64_t> Outbox::nextDueMs() const {
    if (!connected_)
        return std::nullopt;
    std::optional<std::int64_t> due;
    for (const auto &[room, lane] : lanes_) {
        const std::int64_t until = std::max(lane.pausedUntil, pausedUntil_);
        if (lane.inFlight < std::min(lane.items.size(), lane.window) && until > 0)
            due = std::min(due.value_or(until), until);
    }
    return due;
}

Outbox::Lane *Outbox::laneOf(const EntryId &id) {
    const auto room = roomOf_.find(id);
    return room == roomOf_.end() ? nullptr : &lanes_.at(room->second);
}

std::deque<Outbox::Item>::iterator Outbox::find(Lane &lane, const EntryId &id) {
    const auto item = std::find_if(lane.items.begin(), lane.items.end(),
                                   [&](const Item &each) { return each.draft.id == id; });
    INVARIANT(item != lane.items.end(), "a draft is in the lane of its room");
    return item;
}

void Outbox::remove(const EntryId &id) {
    const auto room = roomOf_.find(id);
    Lane &lane = lanes_.at(room->second);
    const auto item = find(lane, id);
    if (item->inFlight) {
        lane.inFlight -= 1;
        inFlight_ -= 1;
    }
    lane.items.erase(item);
    if (lane.items.empty())
        lanes_.erase(room->second);
    roomOf_.erase(room);
}

} // namespace zchat::client
