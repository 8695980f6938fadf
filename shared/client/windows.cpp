#include "shared/client/windows.hpp"

#include <algorithm>
#include <utility>

#include "shared/client/bounds.hpp"
#include "shared/wire/fold.hpp"

namespace zchat::client {

namespace {

bool isNewest(const LoadWindow &command) {
    return !command.before && !command.after && !command.around;
}

// Brings a page up to what was heard since it was read. Only the newest page grows at its end: of
// another it is not known whether it reaches the head.
void catchUp(wire::HistoryReply &page, const std::vector<wire::Entry> &since, bool newest) {
    for (const wire::Entry &entry : since) {
        if (entry.seq <= page.head)
            continue;
        page.head = entry.seq;
        if (const std::optional<Seq> of = wire::target(entry.content)) {
            const auto message = std::lower_bound(
                page.messages.begin(), page.messages.end(), *of,
                [](const wire::Message &each, Seq seq) { return each.entry.seq < seq; });
            if (message != page.messages.end() && message->entry.seq == *of)
                wire::fold(*message, entry);
        }
        if (newest && wire::isMessage(entry.content))
            page.messages.push_back(wire::toMessage(entry));
    }
}

// Whether what was heard since goes on where the page ends, up to all that was heard of the room. A
// room that was entered meanwhile is heard from a head that the page may not reach.
bool reaches(const wire::HistoryReply &page, const std::vector<wire::Entry> &since,
             std::optional<Seq> have) {
    Seq end = page.head;
    for (const wire::Entry &entry : since) {
        if (entry.seq > end.next())
            return false;
        end = std::max(end, entry.seq);
    }
    return !have || *have <= end;
}

// The part of the log that a page covers; its messages are all that stand there.
std::optional<KeepPage> covered(const LoadWindow &command, const wire::HistoryReply &page) {
    KeepPage keep{.room = command.room, .messages = page.messages, .low = {}, .high = {}};
    if (page.messages.empty()) {
        if (!command.before || command.before->value <= 1)
            return std::nullopt;
        keep.low = Seq{1};
        keep.high = Seq{command.before->value - 1};
        return keep;
    }
    keep.low = command.after ? command.after->next() : page.messages.front().entry.seq;
    keep.high = page.messages.back().entry.seq;
    if (command.before)
        keep.high = Seq{command.before->value - 1};
    if (isNewest(command))
        keep.high = page.head;
    return keep;
}

} // namespace

void Windows::ask(const LoadWindow &command, Asks &asks, Effects &effects) {
    send(Pending{.command = command, .since = {}}, asks, effects);
}

void Windows::send(Pending pending, Asks &asks, Effects &effects) {
    last_ += 1;
    const LoadWindow &command = pending_.emplace(last_, std::move(pending)).first->second.command;
    asks.send(wire::History{.room = command.room,
                            .before = command.before,
                            .after = command.after,
                            .around = command.around,
                            .limit = std::min(command.limit, limits::pageEntries)},
              ForWindow{.window = last_}, effects);
}

void Windows::entriesAdded(const EntriesAdded &added) {
    for (auto &[number, pending] : pending_) {
        if (pending.command.room != added.room)
            continue;
        pending.since.insert(pending.since.end(), added.entries.begin(), added.entries.end());
        if (pending.since.size() > bounds::windowEntries) {
            pending.since.clear();
            pending.overflown = true;
        }
    }
}

void Windows::replied(const ForWindow &asked, wire::HistoryReply reply, const Heard &heard,
                      Asks &asks, Effects &effects) {
    const auto found = pending_.find(asked.window);
    if (found == pending_.end())
        return;
    Pending pending = std::move(found->second);
    pending_.erase(found);
    const bool whole = !pending.overflown && reaches(reply, pending.since, heard.have);
    if (!whole && pending.repeats < bounds::windowRepeats) {
        send(Pending{.command = pending.command, .since = {}, .repeats = pending.repeats + 1}, asks,
             effects);
        return;
    }
    // What has a hole is handed over as the broker read it.
    if (whole)
        catchUp(reply, pending.since, isNewest(pending.command));
    // Kept pages fold what comes later into what they hold, once; a page that is already further
    // than they are would have it folded in twice.
    if (whole && heard.have && heard.position == heard.have && reply.head == *heard.have)
        if (std::optional<KeepPage> keep = covered(pending.command, reply))
            effects.keep(std::move(*keep));
    effects.tell(WindowLoaded{.token = pending.command.token,
                              .room = pending.command.room,
                              .messages = std::move(reply.messages),
                              .head = reply.head,
                              .fromCache = false,
                              .refusal = std::nullopt});
}

void Windows::refused(const ForWindow &asked, const Refusal &refusal, Effects &effects) {
    const auto found = pending_.find(asked.window);
    if (found == pending_.end())
        return;
    effects.tell(WindowLoaded{.token = found->second.command.token,
                              .room = found->second.command.room,
                              .messages = {},
                              .head = {},
                              .fromCache = false,
                              .refusal = refusal});
    pending_.erase(found);
}

void Windows::disconnected(Effects &effects) {
    for (auto &[number, pending] : std::exchange(pending_, {}))
        effects.order(ReadCache{.window = std::move(pending.command)});
}

} // namespace zchat::client
