// What the hub and the readers said, brought to those who may hear it: changes into the mirror
// first, then answers, entries and events by the mirror as it stands.
#include <algorithm>
#include <optional>

#include "broker/live/state.hpp"

#include "shared/base/planted.hpp"

namespace zchat::live {

namespace {

// Whoever revoked their own key, or spent their ticket, hears the answer before the connection is
// shut, well within the second.
constexpr std::int64_t lastWordMs = 200;
constexpr std::uint64_t askAgainMs = 100;

// The room that an event is about, where it is about one room.
struct FindRoom {
    const RoomName *operator()(const wire::LogEvent &event) const { return &event.room; }
    const RoomName *operator()(const wire::BeatEvent &) const { return nullptr; }
    const RoomName *operator()(const wire::PresenceEvent &) const { return nullptr; }
    const RoomName *operator()(const wire::TypingEvent &event) const { return &event.room; }
    const RoomName *operator()(const wire::ReceiptEvent &event) const { return &event.room; }
    const RoomName *operator()(const wire::MarkerEvent &event) const { return &event.room; }
    const RoomName *operator()(const wire::RoomsEvent &event) const { return &event.room.room; }
    const RoomName *operator()(const wire::NoticeEvent &) const { return nullptr; }
};

// The rooms that an answer tells of by itself, whatever was asked.
std::vector<RoomName> roomsIn(const wire::Reply &reply) {
    std::vector<RoomName> rooms;
    const auto add = [&rooms](const auto &rows) {
        for (const auto &row : rows)
            rooms.push_back(row.room);
    };
    if (const auto *hello = std::get_if<wire::HelloReply>(&reply))
        add(hello->rooms);
    else if (const auto *list = std::get_if<wire::RoomsReply>(&reply))
        add(list->rooms);
    else if (const auto *hits = std::get_if<wire::HitsReply>(&reply))
        add(hits->hits);
    else if (const auto *one = std::get_if<wire::RoomReply>(&reply))
        rooms.push_back(one->room.room);
    return rooms;
}

Refusal unseen(const RoomName &room) {
    return Refusal{.code = Code::notFound,
                   .text = "There is no room called " + room.value + " that you can see.",
                   .retryMs = {},
                   .versions = {}};
}

// In the place of an answer that was not read before its reader lost one of its rooms.
Refusal takenBack() {
    return Refusal{.code = Code::busy,
                   .text = "You left a room that the answer told of. Ask again.",
                   .retryMs = askAgainMs,
                   .versions = {}};
}

bool tellsOfLeaving(const wire::Event &event) {
    const auto *rooms = std::get_if<wire::RoomsEvent>(&event);
    return rooms != nullptr && rooms->gone;
}

} // namespace

void Live::State::told(const std::vector<hub::Output> &outputs, Now now) {
    for (const hub::Output &output : outputs)
        mirror(output, now);
    // A key is admitted before the reply that announces it is sent.
    settleAdmissions(now);
    for (const hub::Output &output : outputs)
        deliver(output, now);
    endDue(now);
}

void Live::State::mirror(const hub::Output &output, Now now) {
    struct Mirror {
        State &state;
        Now now;
        void operator()(const hub::Answer &) const {}
        void operator()(const hub::Said &) const {}
        void operator()(const hub::Told &) const {}
        void operator()(const hub::ReceiptMoved &) const {}
        void operator()(const hub::AccountChanged &changed) const {
            state.directory_.change(changed);
            state.audience_.change(changed);
            state.presence_.named(changed.name, changed.title, now.steadyMs);
            if (!changed.enabled)
                state.paces_.forget(changed.name);
        }
        void operator()(const hub::DeviceChanged &changed) const {
            state.directory_.change(changed);
            state.settleStrangers(changed, now);
        }
        void operator()(const hub::TicketChanged &changed) const {
            state.directory_.change(changed);
        }
        void operator()(const hub::TransferOpened &) const {}
        void operator()(const hub::TransferEnded &) const {}
        void operator()(const hub::BlobOrphaned &) const {}
        void operator()(const hub::RoomChanged &changed) const { state.audience_.change(changed); }
        void operator()(const hub::MemberChanged &changed) const {
            if (state.audience_.change(changed))
                state.forgetMember(changed);
        }
    };
    std::visit(Mirror{.state = *this, .now = now}, output);
}

void Live::State::deliver(const hub::Output &output, Now now) {
    struct Deliver {
        State &state;
        Now now;
        void operator()(const hub::Answer &answer) const { state.answer(answer); }
        void operator()(const hub::Said &said) const { state.say(said, now); }
        void operator()(const hub::Told &told) const { state.tell(told); }
        void operator()(const hub::ReceiptMoved &moved) const {
            if (!state.audience_.isQuiet(moved.room))
                return;
            Seq &read = state.receipts_.at(moved.room, now.steadyMs)[moved.who];
            read = std::max(read, moved.read);
        }
        void operator()(const hub::AccountChanged &) const {}
        void operator()(const hub::DeviceChanged &) const {}
        void operator()(const hub::TicketChanged &) const {}
        void operator()(const hub::RoomChanged &) const {}
        void operator()(const hub::MemberChanged &) const {}
        void operator()(const hub::TransferOpened &) const {}
        void operator()(const hub::TransferEnded &) const {}
        void operator()(const hub::BlobOrphaned &) const {}
    };
    std::visit(Deliver{.state = *this, .now = now}, output);
}

// A stranger's sessions become the account's from the moment that its key is a device.
void Live::State::settleStrangers(const hub::DeviceChanged &changed, Now now) {
    if (changed.revoked) {
        seenMs_.erase(changed.device);
        return;
    }
    for (const SessionId id : sessions_.ofKey(changed.device)) {
        Session &session = *sessions_.find(id);
        if (session.account)
            continue;
        sessions_.settle(id, changed.account);
        makeRoom(session, now);
    }
}

void Live::State::settleAdmissions(Now now) {
    for (const Admit &admit : directory_.takeAdmissions(now.wallMs)) {
        const auto waiting =
            std::find_if(refusals_.begin(), refusals_.end(),
                         [&admit](const auto &due) { return due.second.key == admit.key; });
        if (waiting != refusals_.end()) {
            // What was refused a moment ago is shut before anything newer is said of it.
            const Admit earlier = waiting->second;
            refusals_.erase(waiting);
            refuseKey(earlier, now);
        }
        if (admit.requests) {
            actions_.emplace_back(admit);
            continue;
        }
        bool asking = false;
        for (const SessionId id : sessions_.ofKey(admit.key)) {
            Session &session = *sessions_.find(id);
            asking = asking || !session.pending.empty();
            if (admit.known) {
                session.doomed = true;
                stopHearing(session, now);
            }
        }
        refusals_.emplace(now.steadyMs + (asking ? lastWordMs : 0), admit);
    }
}

void Live::State::refuseKey(const Admit &admit, Now now) {
    actions_.emplace_back(admit);
    for (const SessionId id : sessions_.ofKey(admit.key))
        end(id, now);
}

void Live::State::forgetMember(const hub::MemberChanged &changed) {
    if (audience_.isPublic(changed.room) || planted(Bug::keepsQueueOfRemoved))
        return;
    for (const SessionId id : sessions_.ofAccount(changed.who))
        actions_.emplace_back(Purge{.session = id, .room = changed.room});
}

void Live::State::answer(const hub::Answer &answer) {
    Session *session = sessions_.find(answer.session);
    if (session == nullptr || !sessions_.settleAnswer(*session, answer.re, false))
        return;
    if (const auto *refusal = std::get_if<Refusal>(&answer.body))
        return refuse(*session, answer.re, *refusal);
    const wire::Reply &reply = std::get<wire::Reply>(answer.body);
    // The summary was made before the same turn took its reader out of the room.
    if (const auto *one = std::get_if<wire::RoomReply>(&reply);
        one != nullptr && lostSight(*session, one->room.room))
        return refuse(*session, answer.re, unseen(one->room.room));
    sendAnswer(answer.session, answer.re,
               std::make_shared<const wire::Bytes>(wire::encodeReply(answer.re, reply)),
               roomsIn(reply));
}

void Live::State::say(const hub::Said &said, Now now) {
    if (said.entries.empty())
        return;
    Held held{.entries = {}, .head = said.entries.back().seq};
    for (const wire::Entry &entry : said.entries)
        held.entries.push_back({wire::encodeEntry(entry)});
    holding_.add(said.room, std::move(held));
    tellDue(now);
}

void Live::State::tellDue(Now now) {
    while (const std::optional<RoomName> room = holding_.due(now.steadyMs))
        tellHeld(*room, now);
}

// The head moves for beats and pings no earlier than the event leaves, or clients would ask for
// what is about to come.
void Live::State::tellHeld(const RoomName &room, Now now) {
    // Who listens to PUB is not known here, and may have no session: all members are counted.
    const std::size_t members = audience_.members(room);
    const std::size_t hearers =
        audience_.isPublic(room) ? members : std::min(members, sessions_.size());
    Held held = holding_.take(room, hearers, sessions_.waitForHub(), now.steadyMs);
    audience_.moved(room, held.head);
    if (audience_.isPublic(room))
        beats_.moved(room, held.head, now.steadyMs);

    wire::LogPage page{.room = room, .entries = {}};
    std::size_t bytes = 0;
    const auto tellPage = [&] {
        toRoom(room, std::make_shared<const wire::Bytes>(wire::encodeLog(page)));
        page.entries.clear();
        bytes = 0;
    };
    for (wire::Encoded<wire::Entry> &entry : held.entries) {
        // What the event's own keys and the room's name take, rounded up.
        constexpr std::size_t frameBytes = 128;
        if (!page.entries.empty() &&
            (bytes + entry.bytes.size() + frameBytes > limits::eventBytes ||
             page.entries.size() == limits::eventEntries))
            tellPage();
        bytes += entry.bytes.size();
        page.entries.push_back(std::move(entry));
    }
    tellPage();
}

void Live::State::toRoom(const RoomName &room, const SharedBytes &event) {
    INVARIANT(audience_.known(room), "an event of a room that the mirror does not know");
    const bool open = audience_.isPublic(room) || planted(Bug::publishesClosedRooms);
    if (open)
        actions_.emplace_back(Publish{.topic = wire::roomTopic(room), .body = event});
    for (const AccountName &account : audience_.hearers(room, directory_))
        for (const SessionId id : sessions_.ofAccount(account))
            if (sessions_.find(id)->events)
                send(id, event, open ? std::vector<RoomName>{} : std::vector{room});
}

void Live::State::tell(const hub::Told &told) {
    const Person *person = directory_.person(told.account);
    if (person == nullptr)
        return;
    const RoomName *room = std::visit(FindRoom{}, told.event);
    if (room != nullptr && !person->mayUseRoom(*room))
        return;
    const bool leaving = tellsOfLeaving(told.event);
    // The turn may have ended the membership that this event rests on.
    if (room != nullptr && !leaving && !audience_.maySee(*room, told.account))
        return;
    const bool purgeable = room != nullptr && !leaving && !audience_.isPublic(*room);
    const SharedBytes body = encoded(told.event);
    for (const SessionId id : sessions_.ofAccount(told.account))
        if (id != told.except && sessions_.find(id)->events)
            send(id, body, purgeable ? std::vector{*room} : std::vector<RoomName>{});
}

void Live::State::answered(SessionId id, std::optional<std::uint64_t> re,
                           Result<wire::Reply> result, Now now) {
    Session *session = sessions_.find(id);
    if (session == nullptr || session->doomed)
        return;
    const bool isHello = result.ok() && std::holds_alternative<wire::HelloReply>(result.value());
    const auto pending = sessions_.settleAnswer(*session, re, isHello);
    if (!pending)
        return;
    if (!result.ok()) {
        if (pending->hello)
            stopHearing(*session, now);
        return refuse(*session, re,
                      result.refused() ? result.refusal()
                                       : Refusal{.code = Code::storage,
                                                 .text = "The server could not read its store.",
                                                 .retryMs = {},
                                                 .versions = {}});
    }
    if (const std::optional<Refusal> unseen = unseenSince(*session, *pending))
        return refuse(*session, re, *unseen);
    sieve(*session, result.value());
    if (auto *hello = std::get_if<wire::HelloReply>(&result.value()))
        completeHello(*session, *pending, *hello, now);
    std::vector<RoomName> rooms = roomsIn(result.value());
    if (pending->room)
        rooms.push_back(*pending->room);
    sendAnswer(id, re, std::make_shared<const wire::Bytes>(wire::encodeReply(re, result.value())),
               std::move(rooms));
}

void Live::State::sendAnswer(SessionId session, std::optional<std::uint64_t> re, SharedBytes body,
                             std::vector<RoomName> rooms) {
    std::erase_if(rooms, [this](const RoomName &room) { return audience_.isPublic(room); });
    SharedBytes instead;
    if (!rooms.empty())
        instead = std::make_shared<const wire::Bytes>(wire::encodeRefusal(re, takenBack()));
    send(session, std::move(body), std::move(rooms), std::move(instead));
}

void Live::State::carried(SessionId id, std::optional<std::uint64_t> re, SharedBytes body, Now) {
    Session *session = sessions_.find(id);
    if (session == nullptr || session->doomed)
        return;
    const auto pending = sessions_.settleAnswer(*session, re, false);
    if (!pending)
        return;
    if (const std::optional<Refusal> unseen = unseenSince(*session, *pending))
        return refuse(*session, re, *unseen);
    sendAnswer(id, re, std::move(body),
               pending->room ? std::vector{*pending->room} : std::vector<RoomName>{});
}

// Asked as a member, answered after the removal: the look at the store came too early to count.
std::optional<Refusal> Live::State::unseenSince(const Session &session,
                                                const Pending &pending) const {
    if (!pending.room || !lostSight(session, *pending.room) || planted(Bug::handsOutStalePages))
        return std::nullopt;
    return unseen(*pending.room);
}

void Live::State::completeHello(Session &session, const Pending &pending, wire::HelloReply &reply,
                                Now now) {
    reply.version = limits::lowestVersion;
    if (pending.hello)
        for (const std::uint64_t version : pending.hello->versions)
            if (version <= limits::highestVersion)
                reply.version = std::max(reply.version, version);
    reply.server = config_.serverName;
    reply.registrationOpen = config_.registrationOpen;
    reply.limits.fileBytes = files_.fileBytes;
    reply.now = now.wallMs;
    if (session.events)
        beats_.wanted(now.steadyMs);
}

// A room that the mirror does not know yet is newer than the mirror, and nobody has left it.
bool Live::State::lostSight(const Session &session, const RoomName &room) const {
    return audience_.known(room) && (!session.account || !audience_.maySee(room, *session.account));
}

// Fills presence in, and takes out what the account lost its sight of since the reader looked.
void Live::State::sieve(const Session &session, wire::Reply &reply) const {
    const auto hidden = [this, &session](const auto &row) {
        return lostSight(session, row.room) && !planted(Bug::listsLostRooms);
    };
    if (auto *people = std::get_if<wire::PeopleReply>(&reply)) {
        for (wire::PersonRow &row : people->people) {
            row.state = presence_.state(row.name);
            row.text = presence_.text(row.name);
        }
    } else if (auto *members = std::get_if<wire::MembersReply>(&reply)) {
        for (wire::MemberRow &row : members->members)
            row.state = presence_.state(row.name);
    } else if (auto *hits = std::get_if<wire::HitsReply>(&reply)) {
        std::erase_if(hits->hits, hidden);
    } else if (auto *rooms = std::get_if<wire::RoomsReply>(&reply)) {
        std::erase_if(rooms->rooms, hidden);
    } else if (auto *hello = std::get_if<wire::HelloReply>(&reply)) {
        std::erase_if(hello->rooms, hidden);
    }
}

} // namespace zchat::live
