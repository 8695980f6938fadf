// The witness beside the clients: what they keep, and what they show.
#include "tests/sim/witness.hpp"

#include <algorithm>

#include "shared/base/limits.hpp"
#include "shared/base/overloaded.hpp"
#include "shared/base/text.hpp"
#include "shared/client/bounds.hpp"
#include "tests/support/decoded.hpp"

namespace zchat::sim {

void Witness::meets(std::size_t client, const AccountName &name, const PublicKey &key, bool comes) {
    clients_[client].name = name;
    clients_[client].key = key;
    clients_[client].comes = comes;
}

Typed *Witness::draftOf(std::size_t client, const EntryId &id) {
    const auto found = drafts_.find(DraftKey{clients_[client].name, id});
    return found == drafts_.end() ? nullptr : &found->second;
}

void Witness::typed(Typed draft) {
    drafts_.emplace(DraftKey{draft.by, draft.id}, std::move(draft));
}

void Witness::typedAgain(std::size_t client, const EntryId &id, std::uint64_t order) {
    if (Typed *draft = draftOf(client, id)) {
        draft->order = order;
        draft->refused = false;
    }
}

void Witness::gaveUp(std::size_t client, const EntryId &id) {
    if (Typed *draft = draftOf(client, id))
        draft->dropped = true;
}

void Witness::kept(std::size_t client, const client::Keep &keep, const client::Kept &before) {
    if (const auto *kept = std::get_if<client::KeepDraft>(&keep)) {
        Typed *draft = draftOf(client, kept->draft.id);
        if (draft == nullptr)
            return findings_.violation("I7 a client kept a draft that nobody typed");
        draft->kept = true;
        if (before.drafts.size() > client::bounds::drafts)
            findings_.violation("I9 a client keeps more drafts than its bound");
    } else if (const auto *forget = std::get_if<client::ForgetDraft>(&keep)) {
        Typed *draft = draftOf(client, forget->id);
        if (draft == nullptr || draft->stored)
            return;
        // Its process may end before the person is told; the draft has its answer all the same.
        if (const auto logged = store_.idOf(draft->by, forget->id))
            draft->stored = logged->seq;
        else if (!draft->dropped)
            findings_.violation("I1 a client forgot a draft that stands in no log");
    } else if (const auto *entries = std::get_if<client::KeepEntries>(&keep)) {
        keptEntries(client, *entries, before);
    }
}

void Witness::keptEntries(std::size_t client, const client::KeepEntries &entries,
                          const client::Kept &before) {
    Seq next = entries.entries.empty() ? Seq{} : entries.entries.front().seq;
    const auto position = before.positions.find(entries.room);
    if (position != before.positions.end() && position->second.next() != next)
        findings_.violation("I4 client " + std::to_string(client) + " keeps " + entries.room.value +
                            " from " + std::to_string(next.value) + " on, but had it up to " +
                            std::to_string(position->second.value));
    for (const wire::Entry &entry : entries.entries) {
        if (entry.seq != next)
            findings_.violation("I4 a client kept entries with a gap");
        next = entry.seq.next();
    }
}

// A device that was revoked, or whose account was disabled, is turned away for good.
bool Witness::mayStop(const Client &seen) const {
    const auto device = store_.device(seen.key);
    const auto account = store_.account(seen.name);
    return (device && device->revoked) || (account && account->disabled);
}

void Witness::told(std::size_t client, const client::Notice &notice) {
    Client &seen = clients_[client];
    findings_.mark(std::string(1, static_cast<char>('a' + notice.index())));
    std::visit(
        Overloaded{[&](const client::ConnectionChanged &changed) {
                       seen.online = changed.state == client::Connection::online;
                       if (changed.state == client::Connection::stopped && !mayStop(seen))
                           findings_.violation("I11 client " + std::to_string(client) +
                                               " stopped for good: " + changed.text);
                   },
                   [](const client::SignedIn &) {},
                   [&](const client::RoomChanged &changed) { roomChanged(seen, changed); },
                   [&](const client::RoomsListed &listed) { roomsListed(seen, listed); },
                   [&](const client::EntriesAdded &added) { entriesAdded(client, added); },
                   [&](const client::RoomSkipped &skipped) { seen.views.erase(skipped.room); },
                   [&](const client::DraftChanged &changed) { draftChanged(client, changed); },
                   [&](const client::MarkerMoved &moved) {
                       if (!moved.cursor)
                           seen.counts[moved.room] =
                               Counts{.unread = moved.unread, .mentions = moved.mentions};
                   },
                   [&](const client::WindowLoaded &loaded) { windowLoaded(client, loaded); },
                   [](const client::FirstContact &) {}, [](const client::KeyChanged &) {},
                   [](const client::Answered &) {}, [](const client::PresenceChanged &) {},
                   [](const client::TypingChanged &) {}, [](const client::ReceiptsMoved &) {},
                   [](const client::ComposerKept &) {}, [](const client::TransferChanged &) {},
                   [](const client::BrokerSays &) {}, [](const client::LocalTrouble &) {}},
        notice);
}

void Witness::roomChanged(Client &seen, const client::RoomChanged &changed) {
    const RoomName &room = changed.room.room;
    if (!changed.gone && changed.room.role) {
        seen.counts[room] =
            Counts{.unread = changed.room.unread, .mentions = changed.room.mentions};
        return;
    }
    // Left, but public: it may begin again anywhere once it is joined again.
    seen.views.erase(room);
    if (changed.gone)
        seen.counts.erase(room);
}

void Witness::roomsListed(Client &seen, const client::RoomsListed &listed) {
    // The list is complete: what it does not hold ended while nobody heard.
    std::erase_if(seen.views, [&](const auto &view) {
        return std::none_of(
            listed.rooms.begin(), listed.rooms.end(),
            [&](const wire::RoomSummary &room) { return room.room == view.first && room.role; });
    });
    for (const wire::RoomSummary &room : listed.rooms)
        if (room.role)
            seen.counts[room.room] = Counts{.unread = room.unread, .mentions = room.mentions};
}

void Witness::clientEnded(std::size_t client) {
    Client &seen = clients_[client];
    seen.online = false;
    seen.views.clear();
    seen.windows.clear();
}

void Witness::draftChanged(std::size_t client, const client::DraftChanged &changed) {
    Typed *draft = draftOf(client, changed.id);
    if (draft == nullptr)
        return findings_.violation("I7 a client speaks of a draft that nobody typed");
    if (changed.state == client::DraftState::stored) {
        if (draft->stored && draft->stored != changed.seq)
            findings_.violation("I2 one post was acknowledged with two seqs");
        draft->stored = changed.seq;
    } else if (changed.state == client::DraftState::refused) {
        draft->refused = true;
        draft->everRefused = true;
    }
}

void Witness::entriesAdded(std::size_t client, const client::EntriesAdded &added) {
    if (added.entries.empty())
        return;
    Client &seen = clients_[client];
    const auto [view, fresh] = seen.views.try_emplace(added.room);
    if (fresh)
        view->second.head = view->second.base = Seq{added.entries.front().seq.value - 1};
    for (const wire::Entry &entry : added.entries) {
        if (entry.seq != view->second.head.next())
            return findings_.violation("I4 client " + std::to_string(client) + " was shown " +
                                       std::to_string(entry.seq.value) + " of " + added.room.value +
                                       " after " + std::to_string(view->second.head.value));
        view->second.head = entry.seq;
        view->second.entries.push_back(entry);
        checkShown(client, added.room, entry);
    }
}

void Witness::checkShown(std::size_t client, const RoomName &room, const wire::Entry &shown) {
    const auto logged = store_.entry(room, shown.seq);
    // What was redacted later was shown as it stood; its number, author and time stay.
    const bool same =
        logged && (logged->redacted
                       ? logged->by == shown.by && logged->at == shown.at && logged->id == shown.id
                       : *logged == shown);
    if (!same)
        findings_.violation("I4 client " + std::to_string(client) + " was shown " +
                            std::to_string(shown.seq.value) + " of " + room.value +
                            " as it does not stand in the log");
}

void Witness::windowAsked(std::size_t client, const client::LoadWindow &window) {
    clients_[client].windows.insert_or_assign(window.token, window);
}

// Folded by the store, and on by the client: with the same head it is what the store folds now.
void Witness::windowLoaded(std::size_t client, const client::WindowLoaded &loaded) {
    auto asked = clients_[client].windows.extract(loaded.token);
    const auto room = store_.room(loaded.room);
    if (asked.empty() || loaded.refusal || !room || room->head != loaded.head)
        return;
    const client::LoadWindow &window = asked.mapped();
    const std::vector<wire::Message> truth =
        tests::decoded(store_.history(loaded.room,
                                      hub::HistoryWindow{.before = window.before,
                                                         .after = window.after,
                                                         .around = window.around,
                                                         .limit = window.limit},
                                      limits::pageBytes));
    // A window at the end of the room has grown with it since the broker looked.
    const std::size_t common = std::min(truth.size(), loaded.messages.size());
    if (!std::equal(truth.end() - static_cast<std::ptrdiff_t>(common), truth.end(),
                    loaded.messages.end() - static_cast<std::ptrdiff_t>(common)))
        findings_.violation("I4 client " + std::to_string(client) + " was shown a window of " +
                            loaded.room.value + " that is not how its messages stand");
}

std::optional<std::string> Witness::notConverged() const {
    for (const auto &[key, draft] : drafts_)
        if (draft.kept && !draft.stored && !draft.refused && !draft.dropped &&
            !mayStop(clients_.at(draft.client)))
            return "post " + toHex(draft.id) + " of client " + std::to_string(draft.client) +
                   " in " + draft.room.value + " waits for its answer";
    for (const auto &[client, seen] : clients_) {
        if ((!seen.comes && !store_.device(seen.key)) || mayStop(seen))
            continue; // was never invited, or is no longer wanted
        if (!seen.online)
            return "client " + std::to_string(client) + " is not online";
        for (const hub::RoomRecord &room : store_.everyRoom())
            if (auto what = behind(client, seen, room))
                return what;
    }
    return std::nullopt;
}

std::optional<std::string> Witness::behind(std::size_t client, const Client &seen,
                                           const hub::RoomRecord &room) const {
    const auto member = store_.member(room.name, seen.name);
    const auto account = store_.account(seen.name);
    const bool scoped = account && account->scope && account->scope->rooms;
    if (!member || member->standing != hub::Standing::joined ||
        (scoped && std::find(account->scope->rooms->begin(), account->scope->rooms->end(),
                             room.name) == account->scope->rooms->end()))
        return std::nullopt;
    const auto view = seen.views.find(room.name);
    const Seq head = view == seen.views.end() ? Seq{} : view->second.head;
    if (head != room.head && (everyView_ || view != seen.views.end()))
        return "client " + std::to_string(client) + " has " + room.name.value + " up to " +
               std::to_string(head.value) + " of " + std::to_string(room.head.value);
    const hub::Counts truth =
        logs_.countsOf(room, seen.name, store_.marker(seen.name, room.name, ""));
    const auto counts = seen.counts.find(room.name);
    const Counts held = counts == seen.counts.end() ? Counts{} : counts->second;
    if (held.unread != truth.unread || held.mentions != truth.mentions)
        return "I13 client " + std::to_string(client) + " counts " + std::to_string(held.unread) +
               " unread, " + std::to_string(held.mentions) + " mentions in " + room.name.value +
               ", the log " + std::to_string(truth.unread) + " and " +
               std::to_string(truth.mentions);
    return std::nullopt;
}

void Witness::checkAtTheEnd() {
    logs_.readOn();
    logs_.checkDrafts();
    logs_.checkCounts();
    // Once more from the first entry on: what was read earlier may have changed since.
    LogBook(store_, drafts_, findings_).readOn();
    for (const auto &[client, seen] : clients_)
        for (const auto &[room, view] : seen.views)
            for (const wire::Entry &shown : view.entries)
                checkShown(client, room, shown);
    checkAnswers();
}

std::size_t Witness::entriesInAll() const {
    std::size_t entries = 0;
    for (const hub::RoomRecord &room : store_.everyRoom())
        entries += room.head.value;
    return entries;
}

} // namespace zchat::sim
