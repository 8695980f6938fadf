#include "tests/sim/witness.hpp"

#include <algorithm>
#include <cstdio>

#include "shared/base/overloaded.hpp"
#include "shared/base/text.hpp"

namespace zchat::sim {

namespace {

constexpr std::string_view opening = "<<";
constexpr std::string_view closing = ">>";

// The rooms whose words stand in a body.
std::set<RoomName> roomsIn(std::string_view body) {
    std::set<RoomName> rooms;
    for (std::size_t at = body.find(opening); at != std::string_view::npos;
         at = body.find(opening, at + opening.size())) {
        const std::size_t end = body.find(closing, at);
        if (end == std::string_view::npos)
            break;
        rooms.emplace(body.substr(at + opening.size(), end - at - opening.size()));
    }
    return rooms;
}

} // namespace

std::string wordsFor(const RoomName &room, const std::string &text) {
    return std::string(opening) + room.value + std::string(closing) + " " + text;
}

void Witness::violation(const std::string &what) {
    if (violations_.size() < 10)
        violations_.push_back("at " + std::to_string(clockMs ? clockMs() : 0) + " ms: " + what);
}

// Everything that is seen goes into one number: a seed that replays gives it again (I14).
void Witness::mark(std::string_view what) {
    std::int64_t now = clockMs ? clockMs() : 0;
    for (int i = 0; i < 8; ++i, now >>= 8)
        trace_ = (trace_ ^ static_cast<std::uint8_t>(now)) * 0x100000001b3ULL;
    for (const char byte : what)
        trace_ = (trace_ ^ static_cast<std::uint8_t>(byte)) * 0x100000001b3ULL;
}

void Witness::trace(const char *how, std::uint64_t whom, const wire::Bytes &body) const {
    if (!tracing)
        return;
    const auto value = wire::decodeValue(body, wire::DecodeBounds{.mapKeys = limits::nameMapKeys});
    std::printf("%lld %s %llu %.400s\n", static_cast<long long>(clockMs()), how,
                static_cast<unsigned long long>(whom),
                value.ok() ? wire::toJson(*value).c_str() : value.why().c_str());
}

void Witness::kept(std::size_t client, const client::Keep &keep, const client::Kept &before) {
    if (const auto *draft = std::get_if<client::KeepDraft>(&keep)) {
        const auto found = typed_.find(draft->draft.id);
        if (found == typed_.end())
            return violation("I7 a client kept a draft that nobody typed");
        found->second.kept = true;
    } else if (const auto *forget = std::get_if<client::ForgetDraft>(&keep)) {
        const auto found = typed_.find(forget->id);
        if (found == typed_.end() || found->second.stored)
            return;
        // Its process may end before the person is told; the draft has its answer all the same.
        if (const auto logged = store_.idOf(found->second.by, forget->id))
            found->second.stored = logged->seq;
        else
            violation("I1 a client forgot a draft that stands in no log");
    } else if (const auto *entries = std::get_if<client::KeepEntries>(&keep)) {
        Seq last = entries->entries.empty() ? Seq{} : entries->entries.front().seq;
        const auto position = before.positions.find(entries->room);
        if (position != before.positions.end() && position->second.next() != last)
            violation("I4 client " + std::to_string(client) + " keeps " + entries->room.value +
                      " from " + std::to_string(last.value) + " on, but had it up to " +
                      std::to_string(position->second.value));
        for (const wire::Entry &entry : entries->entries) {
            if (entry.seq != last)
                violation("I4 a client kept entries with a gap");
            last = entry.seq.next();
        }
    }
}

void Witness::told(std::size_t client, const client::Notice &notice) {
    Client &seen = clients_[client];
    std::visit(
        Overloaded{[&](const client::ConnectionChanged &changed) {
                       seen.online = changed.state == client::Connection::online;
                       if (changed.state == client::Connection::stopped)
                           violation("I11 client " + std::to_string(client) +
                                     " stopped for good: " + changed.text);
                   },
                   [&](const client::SignedIn &in) { seen.account = in.me.name; },
                   [&](const client::RoomChanged &changed) {
                       if (changed.gone) {
                           seen.views.erase(changed.room.room);
                           seen.counts.erase(changed.room.room);
                       } else if (changed.room.role) {
                           seen.counts[changed.room.room] =
                               Counts{.unread = changed.room.unread,
                                      .mentions = changed.room.mentions,
                                      .read = changed.room.read};
                       } else {
                           // Left, but public: it may begin again anywhere once it is joined again.
                           seen.views.erase(changed.room.room);
                       }
                   },
                   [&](const client::RoomsListed &listed) {
                       // The list is complete: what it does not hold ended while nobody heard.
                       std::erase_if(seen.views, [&](const auto &view) {
                           return std::none_of(listed.rooms.begin(), listed.rooms.end(),
                                               [&](const wire::RoomSummary &room) {
                                                   return room.room == view.first && room.role;
                                               });
                       });
                       for (const wire::RoomSummary &room : listed.rooms)
                           if (room.role)
                               seen.counts[room.room] = Counts{.unread = room.unread,
                                                               .mentions = room.mentions,
                                                               .read = room.read};
                   },
                   [&](const client::EntriesAdded &added) { entriesAdded(client, added); },
                   [&](const client::RoomSkipped &skipped) { seen.views.erase(skipped.room); },
                   [&](const client::DraftChanged &changed) { draftChanged(client, changed); },
                   [&](const client::MarkerMoved &moved) {
                       if (!moved.cursor)
                           seen.counts[moved.room] = Counts{.unread = moved.unread,
                                                            .mentions = moved.mentions,
                                                            .read = moved.seq};
                   },
                   [](const client::FirstContact &) {}, [](const client::KeyChanged &) {},
                   [](const client::WindowLoaded &) {}, [](const client::Answered &) {},
                   [](const client::PresenceChanged &) {}, [](const client::TypingChanged &) {},
                   [](const client::ReceiptsMoved &) {}, [](const client::ComposerKept &) {},
                   [](const client::BrokerSays &) {}, [](const client::LocalTrouble &) {}},
        notice);
}

void Witness::clientEnded(std::size_t client) {
    clients_[client].online = false;
    clients_[client].views.clear();
}

void Witness::draftChanged(std::size_t, const client::DraftChanged &changed) {
    const auto found = typed_.find(changed.id);
    if (found == typed_.end())
        return violation("I7 a client speaks of a draft that nobody typed");
    if (changed.state == client::DraftState::stored) {
        if (found->second.stored && found->second.stored != changed.seq)
            violation("I2 one post was acknowledged with two seqs");
        found->second.stored = changed.seq;
    } else if (changed.state == client::DraftState::refused) {
        found->second.refused = true;
    }
}

void Witness::entriesAdded(std::size_t client, const client::EntriesAdded &added) {
    if (added.entries.empty())
        return;
    Client &seen = clients_[client];
    const Seq first = added.entries.front().seq;
    const auto [view, fresh] = seen.views.try_emplace(added.room);
    if (fresh)
        view->second.base = Seq{first.value - 1};
    for (const wire::Entry &entry : added.entries) {
        if (entry.seq != view->second.head().next())
            return violation("I4 client " + std::to_string(client) + " was shown " +
                             std::to_string(entry.seq.value) + " of " + added.room.value +
                             " after " + std::to_string(view->second.head().value));
        view->second.entries.push_back(entry);
    }
}

void Witness::mirror(const hub::Output &output) {
    std::visit(Overloaded{[](const hub::Answer &) {}, [](const hub::Said &) {},
                          [](const hub::Told &) {}, [](const hub::ReceiptMoved &) {},
                          [](const hub::AccountChanged &) {}, [](const hub::TicketChanged &) {},
                          [this](const hub::DeviceChanged &changed) {
                              devices_[changed.device] = changed.account;
                          },
                          [this](const hub::RoomChanged &changed) {
                              if (changed.kind != wire::RoomKind::publicRoom)
                                  closedRooms_.try_emplace(changed.room);
                          },
                          [this](const hub::MemberChanged &changed) {
                              const auto room = closedRooms_.find(changed.room);
                              if (room == closedRooms_.end())
                                  return;
                              if (changed.present)
                                  room->second.insert(changed.who);
                              else
                                  room->second.erase(changed.who);
                          }},
               output);
}

void Witness::brokerTold(const std::vector<hub::Output> &outputs) {
    for (const hub::Output &output : outputs)
        mirror(output);
}

void Witness::brokerStarted(const std::vector<hub::Output> &snapshot) {
    open_.clear();
    closedRooms_.clear();
    brokerTold(snapshot);
}

void Witness::asked(SessionId session, const PublicKey &, const wire::Bytes &body) {
    const wire::Incoming incoming = wire::decodeRequest(body);
    if (!incoming.re)
        return violation("a client sent a request without a re");
    mark(body);
    trace("asked", session.value, body);
    Open open;
    open.sinceMs = clockMs();
    if (incoming.request.ok())
        if (const auto *post = std::get_if<wire::Post>(&incoming.request.value()))
            open.post = *post;
    open_[session].emplace(*incoming.re, std::move(open));
}

void Witness::sent(SessionId session, const PublicKey &key, const wire::Bytes &body) {
    mark(body);
    trace("sent", session.value, body);
    checkHearing("was sent", key, body);
    const auto heard = wire::decodeHeard(body);
    if (!heard.ok())
        return violation("the broker sent what no client can read: " + heard.why());
    const auto *answer = std::get_if<wire::AnswerHeard>(&heard.value());
    if (answer == nullptr)
        return;
    if (!answer->re)
        return violation("I10 an answer without a re");
    auto &open = open_[session];
    const auto found = open.find(*answer->re);
    if (found == open.end())
        return violation("I10 an answer to what was not asked, or was answered before");
    if (const auto *reply = std::get_if<wire::Map>(&answer->body); reply && found->second.post)
        checkAcknowledged(key, *found->second.post, *reply);
    open.erase(found);
}

void Witness::checkAcknowledged(const PublicKey &key, const wire::Post &post,
                                const wire::Map &reply) {
    const auto read = wire::readReply(post, reply);
    if (!read.ok())
        return violation("a reply to a post cannot be read: " + read.why());
    const auto &acknowledged = std::get<wire::PostReply>(read.value());
    const auto entry = store_.entry(post.room, acknowledged.seq);
    if (!entry || entry->id != post.id || entry->by != devices_[key])
        violation("I1 a post was acknowledged that is not in the log");
}

void Witness::leaves(const PublicKey &key, const wire::Bytes &body) {
    checkHearing("was written to", key, body);
}

void Witness::checkHearing(const char *what, const PublicKey &key, const wire::Bytes &body) {
    const auto device = devices_.find(key);
    for (const RoomName &room : roomsIn(body)) {
        const auto closed = closedRooms_.find(room);
        if (closed == closedRooms_.end())
            continue;
        const bool member = device != devices_.end() && closed->second.contains(device->second);
        if (!member)
            violation("I5 words of " + room.value + " " + what + " one who is not in it" +
                      (device == devices_.end() ? "" : ", " + device->second.value));
    }
}

void Witness::published(const std::string &topic, const wire::Bytes &body) {
    mark(body);
    trace("published", 0, body);
    for (const RoomName &room : roomsIn(body))
        if (closedRooms_.contains(room))
            violation("I5 words of " + room.value + " were published on " + topic);
}

bool Witness::inRoom(const RoomName &room, const AccountName &who) const {
    const auto member = store_.member(room, who);
    return member && member->standing == hub::Standing::joined;
}

std::optional<AccountName> Witness::accountOf(std::size_t client) const {
    const auto found = clients_.find(client);
    return found == clients_.end() ? std::nullopt : found->second.account;
}

std::optional<std::string> Witness::notConverged(std::size_t clients) const {
    for (const auto &[id, draft] : typed_)
        if (draft.kept && !draft.stored && !draft.refused)
            return "post " + toHex(id) + " of client " + std::to_string(draft.client) + " in " +
                   draft.room.value + " waits for its answer";
    for (std::size_t client = 0; client < clients; ++client) {
        const auto found = clients_.find(client);
        if (found == clients_.end() || !found->second.online)
            return "client " + std::to_string(client) + " is not online";
        const Client &seen = found->second;
        for (const hub::RoomRecord &room : store_.everyRoom()) {
            if (!inRoom(room.name, *seen.account))
                continue;
            const auto view = seen.views.find(room.name);
            const Seq head = view == seen.views.end() ? Seq{} : view->second.head();
            if (head != room.head)
                return "client " + std::to_string(client) + " has " + room.name.value + " up to " +
                       std::to_string(head.value) + " of " + std::to_string(room.head.value);
            const Counts truth = countsOf(room, *seen.account);
            const auto counts = seen.counts.find(room.name);
            if (counts == seen.counts.end() || counts->second.unread != truth.unread ||
                counts->second.mentions != truth.mentions)
                return "I13 client " + std::to_string(client) + " counts " +
                       (counts == seen.counts.end()
                            ? "nothing"
                            : std::to_string(counts->second.unread) + " unread, " +
                                  std::to_string(counts->second.mentions) + " mentions") +
                       " in " + room.name.value + ", the log " + std::to_string(truth.unread) +
                       " and " + std::to_string(truth.mentions);
        }
    }
    return std::nullopt;
}

void Witness::checkAnswers(std::int64_t nowMs) {
    for (const auto &[session, requests] : open_)
        for (const auto &[re, open] : requests)
            if (open.sinceMs + 1'000 < nowMs)
                violation("I10 request " + std::to_string(re) + " of session " +
                          std::to_string(session.value) + " was never answered");
}

std::size_t Witness::entriesInAll() const {
    std::size_t entries = 0;
    for (const hub::RoomRecord &room : store_.everyRoom())
        entries += room.head.value;
    return entries;
}

} // namespace zchat::sim
