// What the witness finds in the logs and on the screens at the end.
#include <algorithm>

#include "shared/wire/fold.hpp"
#include "tests/sim/witness.hpp"

namespace zchat::sim {

namespace {

constexpr std::size_t anySize = std::size_t{1} << 40U;

// As the client sent it: the broker fills in mentions.
bool sameWords(const wire::Content &logged, const wire::Content &typed) {
    const auto *text = std::get_if<wire::Text>(&logged);
    if (text == nullptr)
        return logged == typed;
    wire::Text without = *text;
    without.mentions.clear();
    return wire::Content(without) == typed;
}

bool names(const wire::Entry &entry, const AccountName &who) {
    const auto *text = std::get_if<wire::Text>(&entry.content);
    return text != nullptr &&
           std::any_of(text->mentions.begin(), text->mentions.end(),
                       [&who](const auto &name) { return name == who.value || name == "all"; });
}

} // namespace

std::vector<wire::Entry> Witness::logOf(const RoomName &room) const {
    return store_.entries(room, Seq{}, anySize, anySize);
}

void Witness::checkLogs() {
    for (const hub::RoomRecord &room : store_.everyRoom())
        checkLog(room);
    for (const auto &[id, draft] : typed_) {
        const auto logged = store_.idOf(draft.by, id);
        if (draft.stored) {
            if (!logged || logged->room != draft.room || logged->seq != *draft.stored)
                violation("I1 an acknowledged post is not where it was said to be");
        } else if (draft.refused && logged) {
            violation("I7 a refused post stands in the log");
        } else if (!draft.kept && logged) {
            violation("I7 a post that was never kept stands in the log");
        }
    }
}

void Witness::checkLog(const hub::RoomRecord &room) {
    const std::vector<wire::Entry> entries = logOf(room.name);
    if (entries.size() != room.head.value)
        violation("I3 " + room.name.value + " holds " + std::to_string(entries.size()) +
                  " entries, its head is " + std::to_string(room.head.value));
    Seq expected{1};
    TimeMs lastAt = 0;
    std::map<std::size_t, std::uint64_t> lastOrder;
    std::set<std::pair<AccountName, EntryId>> ids;
    for (const wire::Entry &entry : entries) {
        if (entry.seq != expected)
            violation("I3 " + room.name.value + " has a gap at " + std::to_string(expected.value));
        expected = entry.seq.next();
        if (entry.at < lastAt)
            violation("time runs backwards in " + room.name.value);
        lastAt = entry.at;
        if (!entry.id)
            continue;
        if (!ids.emplace(entry.by, *entry.id).second)
            violation("I2 one id stands twice in " + room.name.value);
        const auto draft = typed_.find(*entry.id);
        if (draft == typed_.end()) {
            violation("I7 an entry that nobody typed stands in " + room.name.value);
            continue;
        }
        if (draft->second.by != entry.by || draft->second.room != room.name)
            violation("I6 an entry stands under another name or in another room");
        if (!entry.redacted && !sameWords(entry.content, draft->second.content))
            violation("I7 an entry of " + room.name.value + " is not what was typed");
        std::uint64_t &order = lastOrder[draft->second.client];
        if (draft->second.order < order)
            violation("I8 entries of client " + std::to_string(draft->second.client) +
                      " changed places in " + room.name.value);
        order = draft->second.order;
    }
    if (room.kind == wire::RoomKind::privateRoom)
        checkMembershipOfLog(room, entries);
}

// Only who is in a private room speaks there, by the log's own account of who came and went.
void Witness::checkMembershipOfLog(const hub::RoomRecord &room,
                                   const std::vector<wire::Entry> &entries) {
    std::set<AccountName> inside;
    for (const wire::Entry &entry : entries) {
        const auto *change = std::get_if<wire::MemberChange>(&entry.content);
        if (change == nullptr) {
            if (!inside.contains(entry.by))
                violation("I5 " + entry.by.value + " spoke in " + room.name.value +
                          " without being in it");
            continue;
        }
        switch (change->change) {
        case wire::Change::joined:
        case wire::Change::invited:
            inside.insert(change->who);
            break;
        case wire::Change::left:
        case wire::Change::removed:
            inside.erase(change->who);
            break;
        case wire::Change::role:
            break;
        }
    }
    const auto mirrored = closedRooms_.find(room.name);
    if (mirrored == closedRooms_.end() || mirrored->second != inside)
        violation("what the broker said of who is in " + room.name.value +
                  " is not what its log says");
}

void Witness::checkViews() {
    for (const auto &[client, seen] : clients_)
        for (const auto &[room, view] : seen.views)
            checkView(client, room, view);
}

void Witness::checkView(std::size_t client, const RoomName &room, const View &view) {
    for (const wire::Entry &shown : view.entries) {
        const auto logged = store_.entry(room, shown.seq);
        if (!logged)
            return violation("I4 client " + std::to_string(client) + " was shown " +
                             std::to_string(shown.seq.value) + " of " + room.value +
                             ", which is not in the log");
        // What was redacted later was shown as it stood; its number, author and time stay.
        const bool same = logged->redacted ? logged->by == shown.by && logged->at == shown.at &&
                                                 logged->id == shown.id
                                           : *logged == shown;
        if (!same)
            return violation("I4 client " + std::to_string(client) + " was shown " +
                             std::to_string(shown.seq.value) + " of " + room.value +
                             " as it does not stand in the log");
    }
}

Witness::Counts Witness::countsOf(const hub::RoomRecord &room, const AccountName &who) const {
    Counts counts;
    counts.read = store_.marker(who, room.name, "");
    for (const wire::Entry &entry : logOf(room.name)) {
        if (entry.seq <= counts.read || entry.by == who || entry.redacted ||
            !wire::isCounted(entry.content))
            continue;
        counts.unread += 1;
        counts.mentions += room.kind == wire::RoomKind::direct || names(entry, who) ? 1 : 0;
    }
    return counts;
}

void Witness::checkCounts() {
    for (const hub::RoomRecord &room : store_.everyRoom())
        for (const hub::AccountRecord &account : store_.everyAccount()) {
            if (!inRoom(room.name, account.name))
                continue;
            const Counts truth = countsOf(room, account.name);
            const hub::Counts kept = store_.counts(account.name, room.name, truth.read);
            if (kept.unread != truth.unread || kept.mentions != truth.mentions)
                violation("I13 the store counts " + std::to_string(kept.unread) + " unread and " +
                          std::to_string(kept.mentions) + " mentions for " + account.name.value +
                          " in " + room.name.value + ", the log " + std::to_string(truth.unread) +
                          " and " + std::to_string(truth.mentions));
        }
}

} // namespace zchat::sim
