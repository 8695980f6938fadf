#include "shared/client/room_list.hpp"

#include <algorithm>
#include <utility>

#include "shared/client/bounds.hpp"

namespace zchat::client {

void RoomList::start(std::map<RoomName, wire::RoomSummary> kept, Effects &effects) {
    rooms_ = std::move(kept);
    if (rooms_.empty())
        return;
    RoomsListed notice{.rooms = {}, .fromCache = true};
    for (const auto &[name, room] : rooms_)
        notice.rooms.push_back(room);
    effects.tell(std::move(notice));
}

void RoomList::disconnected() {
    listing_.reset();
    wanted_ = false;
    listed_ = false;
}

void RoomList::begin() {
    lastListing_ += 1;
    listing_ = Listing{.number = lastListing_, .after = {}, .seen = {}, .touched = {}};
}

RoomNews RoomList::helloPage(std::vector<wire::RoomSummary> rooms, Effects &effects) {
    begin();
    return page(ForRoomsPage{.listing = lastListing_}, std::move(rooms), effects);
}

RoomNews RoomList::page(const ForRoomsPage &asked, std::vector<wire::RoomSummary> rooms,
                        Effects &effects) {
    if (!listing_ || listing_->number != asked.listing)
        return {};
    if (rooms.empty())
        return finish(effects);
    listing_->asking = false;
    listing_->after = rooms.back().room;
    RoomNews news;
    for (wire::RoomSummary &room : rooms) {
        listing_->seen.insert(room.room);
        if (listing_->touched.contains(room.room)) {
            wanted_ = true; // nobody can tell which is newer; the next list is newer than both
            continue;
        }
        take(room, effects);
        news.heard.push_back(std::move(room));
    }
    return news;
}

RoomNews RoomList::pageRefused(const ForRoomsPage &asked, const Refusal &refusal,
                               std::int64_t nowMs, Effects &effects) {
    if (!listing_ || listing_->number != asked.listing)
        return {};
    if (refusal.code == Code::busy || refusal.code == Code::rate || refusal.code == Code::storage) {
        listing_->asking = false;
        listing_->askAtMs =
            nowMs + static_cast<std::int64_t>(refusal.retryMs.value_or(bounds::retryMs));
        return {};
    }
    for (const auto &[name, room] : rooms_)
        listing_->seen.insert(name);
    return finish(effects);
}

RoomNews RoomList::finish(Effects &effects) {
    const Listing done = std::move(*listing_);
    listing_.reset();
    RoomNews news{.heard = {}, .gone = {}, .complete = true};
    for (const auto &[name, room] : rooms_)
        if (!done.seen.contains(name) && !done.touched.contains(name))
            news.gone.push_back(name);
    for (const RoomName &name : news.gone)
        forget(name, effects);
    if (!std::exchange(listed_, true)) {
        RoomsListed notice{.rooms = {}, .fromCache = false};
        for (const auto &[name, room] : rooms_)
            notice.rooms.push_back(room);
        effects.tell(std::move(notice));
    }
    return news;
}

RoomNews RoomList::changed(const wire::RoomSummary &room, bool gone, Effects &effects) {
    if (listing_)
        listing_->touched.insert(room.room);
    RoomNews news;
    if (gone) {
        forget(room.room, effects);
        news.gone.push_back(room.room);
        // A public room that was left can be joined again: the next listing has it.
        wanted_ = wanted_ || room.kind == wire::RoomKind::publicRoom;
    } else {
        take(room, effects);
        news.heard.push_back(room);
    }
    return news;
}

// Until the first complete list the single changes are not told: RoomsListed tells them all.
void RoomList::take(const wire::RoomSummary &room, Effects &effects) {
    const auto found = rooms_.find(room.room);
    if (found != rooms_.end() && found->second == room)
        return;
    const bool wasMine = found != rooms_.end() && found->second.role.has_value();
    rooms_[room.room] = room;
    if (room.role)
        effects.keep(KeepRoom{.room = room});
    else if (wasMine)
        effects.keep(ForgetRoom{.room = room.room});
    if (listed_)
        effects.tell(RoomChanged{.room = room, .gone = false});
}

void RoomList::forget(const RoomName &room, Effects &effects) {
    const auto found = rooms_.find(room);
    if (found == rooms_.end())
        return;
    if (found->second.role)
        effects.keep(ForgetRoom{.room = room});
    if (listed_)
        effects.tell(RoomChanged{.room = found->second, .gone = true});
    rooms_.erase(found);
}

namespace {

void apply(wire::RoomSummary &room, const wire::MemberChange &change) {
    switch (change.change) {
    case wire::Change::joined:
    case wire::Change::invited:
        room.members += 1;
        break;
    case wire::Change::left:
    case wire::Change::removed:
        room.members -= std::min<std::uint64_t>(room.members, 1);
        break;
    case wire::Change::role:
        break;
    }
}

void apply(wire::RoomSummary &room, const wire::RoomChange &change) {
    room.title = change.title.value_or(room.title);
    room.topic = change.topic.value_or(room.topic);
    room.archived = change.archived.value_or(room.archived);
}

} // namespace

std::optional<wire::RoomSummary> RoomList::entriesAdded(const RoomName &room,
                                                        const std::vector<wire::Entry> &entries) {
    const auto found = rooms_.find(room);
    if (found == rooms_.end())
        return std::nullopt;
    wire::RoomSummary now = found->second;
    bool changed = false;
    for (const wire::Entry &entry : entries) {
        if (entry.seq <= now.head) // the summary counts it already
            continue;
        now.head = entry.seq;
        const auto *member = std::get_if<wire::MemberChange>(&entry.content);
        const auto *change = std::get_if<wire::RoomChange>(&entry.content);
        if (member != nullptr)
            apply(now, *member);
        if (change != nullptr)
            apply(now, *change);
        changed = changed || member != nullptr || change != nullptr;
    }
    found->second.head = now.head; // alone it is no news
    return changed ? std::optional(now) : std::nullopt;
}

void RoomList::pump(std::int64_t nowMs, Asks &asks, Effects &effects) {
    if (!listing_ && wanted_) {
        wanted_ = false;
        begin();
    }
    if (!listing_ || listing_->asking || listing_->askAtMs > nowMs)
        return;
    listing_->asking = true;
    asks.send(wire::Rooms{.after = listing_->after, .limit = limits::pageEntries},
              ForRoomsPage{.listing = listing_->number}, effects);
}

std::optional<std::int64_t> RoomList::nextDueMs() const {
    if (listing_ && !listing_->asking)
        return listing_->askAtMs;
    return std::nullopt;
}

const wire::RoomSummary *RoomList::find(const RoomName &room) const {
    const auto found = rooms_.find(room);
    return found == rooms_.end() ? nullptr : &found->second;
}

} // namespace zchat::client
