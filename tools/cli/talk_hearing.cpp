#include <algorithm>
#include <utility>

#include "shared/base/text.hpp"
#include "shared/wire/fold.hpp"
#include "tools/cli/render.hpp"
#include "tools/cli/talk.hpp"

namespace zchat::cli {

namespace {
constexpr std::uint64_t firstMessages = 20;
} // namespace

void Talk::hear(const client::Notice &notice) {
    if (const auto *listed = std::get_if<client::RoomsListed>(&notice))
        hearRooms(listed->rooms);
    else if (const auto *changed = std::get_if<client::RoomChanged>(&notice))
        hearRoom(*changed);
    else if (const auto *added = std::get_if<client::EntriesAdded>(&notice))
        hearEntries(*added);
    else if (const auto *window = std::get_if<client::WindowLoaded>(&notice))
        hearWindow(*window);
    else if (const auto *draft = std::get_if<client::DraftChanged>(&notice))
        hearDraft(*draft);
    else if (const auto *answer = std::get_if<client::Answered>(&notice))
        hearAnswer(*answer);
    else if (const auto *presence = std::get_if<client::PresenceChanged>(&notice)) {
        for (const wire::PresenceState &state : presence->states)
            people_.insert(state.who.value);
    } else if (const auto *skipped = std::get_if<client::RoomSkipped>(&notice)) {
        if (skipped->room == room_)
            open(skipped->room);
    } else if (const auto *marker = std::get_if<client::MarkerMoved>(&notice)) {
        if (const auto room = rooms_.find(marker->room); room != rooms_.end() && !marker->cursor) {
            room->second.unread = marker->unread;
            room->second.mentions = marker->mentions;
        }
    }
    tryEnter();
}

void Talk::hearRooms(const std::vector<wire::RoomSummary> &rooms) {
    for (const wire::RoomSummary &room : rooms) {
        for (const AccountName &person : room.with)
            people_.insert(person.value);
        rooms_.insert_or_assign(room.room, room);
    }
}

void Talk::hearRoom(const client::RoomChanged &changed) {
    const RoomName &name = changed.room.room;
    if (!changed.gone) {
        hearRooms({changed.room});
        return;
    }
    const std::string called = nameOf(name);
    rooms_.erase(name);
    if (name == room_) {
        tell("This account is no longer in " + called + ".");
        room_.reset();
    }
}

// Opens the wanted room as soon as it is known, joined or made.
void Talk::tryEnter() {
    if (!wanted_ || entering_)
        return;
    const auto *name = std::get_if<RoomName>(&wanted_->where);
    const auto known = name ? rooms_.find(*name) : rooms_.end();
    if (known != rooms_.end() && known->second.role) {
        open(RoomName(*name)); // a copy: wanted_ ends there
        return;
    }
    if (!session_.online())
        return;
    entering_ = true;
    const auto enter = [this](const wire::RoomReply &reply) {
        rooms_.insert_or_assign(reply.room.room, reply.room);
        open(reply.room.room);
    };
    if (name)
        ask<wire::RoomReply>(wire::Join{.room = *name}, enter);
    else
        ask<wire::RoomReply>(
            wire::Direct{.with = std::get<std::vector<AccountName>>(wanted_->where)}, enter);
}

void Talk::open(const RoomName &room) {
    const bool again = room_ == room;
    wanted_.reset();
    entering_ = false;
    room_ = room;
    if (!again) {
        shown_ = Seq{0};
        day_.clear();
        const auto found = rooms_.find(room);
        std::string head = nameOf(room);
        if (found != rooms_.end() && !found->second.topic.empty())
            head += ": " + shown(found->second.topic, " ");
        tell(head);
    }
    early_.clear();
    loading_ = ++windowToken_;
    session_.push(client::LoadWindow{.token = *loading_,
                                     .room = room,
                                     .before = std::nullopt,
                                     .after = std::nullopt,
                                     .around = std::nullopt,
                                     .limit = firstMessages});
}

void Talk::hearWindow(const client::WindowLoaded &window) {
    if (window.token != loading_)
        return;
    loading_.reset();
    if (window.refusal)
        tell(shown(window.refusal->text));
    for (const wire::Message &message : window.messages)
        if (message.entry.seq > shown_)
            showEntry(message.entry, sentence(message), "");
    shown_ = std::max(shown_, window.head);
    const std::vector<wire::Entry> early = std::exchange(early_, {});
    for (const wire::Entry &entry : early)
        if (entry.seq > shown_) {
            showEntry(entry, sentence(entry), "");
            shown_ = entry.seq;
        }
    markRead(shown_);
}

void Talk::hearEntries(const client::EntriesAdded &added) {
    for (const wire::Entry &entry : added.entries) {
        people_.insert(entry.by.value);
        if (added.room != room_) {
            if (isForMe(added.room, entry))
                showEntry(entry, sentence(entry), nameOf(added.room));
        } else if (loading_) {
            early_.push_back(entry);
        } else if (entry.seq > shown_) {
            showEntry(entry, sentence(entry), "");
            shown_ = entry.seq;
        }
    }
    if (added.room == room_ && !loading_)
        markRead(shown_);
}

// What is said to this person in a room that is not open.
bool Talk::isForMe(const RoomName &room, const wire::Entry &entry) const {
    if (entry.by == session_.me().name || !wire::isCounted(entry.content))
        return false;
    const auto *text = std::get_if<wire::Text>(&entry.content);
    const auto names = [&](const std::string &name) {
        return text && std::find(text->mentions.begin(), text->mentions.end(), name) !=
                           text->mentions.end();
    };
    return isDirectName(room) || names(session_.me().name.value) || names("all");
}

void Talk::showEntry(const wire::Entry &entry, const std::string &words, const std::string &room) {
    const std::string day = localDay(entry.at);
    if (std::exchange(day_, day) != day)
        terminal_.print(terminal_.dim("--- " + day + " ---"));
    std::string line =
        terminal_.dim(localMinute(entry.at) + " " + std::to_string(entry.seq.value)) + " ";
    if (!room.empty())
        line += "[" + room + "] ";
    const std::string &by = entry.by.value;
    if (wire::isCounted(entry.content) && words.starts_with(by))
        line += terminal_.bold(by) + words.substr(by.size());
    else
        line += terminal_.dim(words);
    terminal_.print(line);
}

void Talk::markRead(Seq seq) {
    if (room_ && seq > Seq{0})
        session_.push(client::MarkRead{.room = *room_, .seq = seq});
}

void Talk::hearDraft(const client::DraftChanged &draft) {
    const bool mine = unstored_.contains(draft.id);
    switch (draft.state) {
    case client::DraftState::queued:
    case client::DraftState::sent:
        return;
    case client::DraftState::stored:
    case client::DraftState::dropped:
        unstored_.erase(draft.id);
        return;
    case client::DraftState::refused:
        if (mine) {
            tell("Not sent: " + shown(draft.refusal ? draft.refusal->text : ""));
            session_.push(client::DropDraft{.id = draft.id});
            unstored_.erase(draft.id);
        }
        return;
    }
}

void Talk::hearAnswer(const client::Answered &answer) {
    const auto found = answers_.find(answer.token);
    if (found == answers_.end())
        return;
    const auto then = std::move(found->second);
    answers_.erase(found);
    if (const auto *reply = std::get_if<wire::Reply>(&answer.body)) {
        then(*reply);
        return;
    }
    tell(shown(std::get<Refusal>(answer.body).text));
    if (std::exchange(entering_, false))
        wanted_.reset();
}

} // namespace zchat::cli
