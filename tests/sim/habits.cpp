// What a simulated somebody does with a client.
#include <string>

#include "tests/sim/person.hpp"

namespace zchat::sim {

RoomName Person::someRoom() {
    // Mostly rooms that it sees, now and then one that it does not: the broker must say no.
    if (known_.empty() || place_.chance.percent(10))
        return place_.chance.pick(place_.rooms);
    auto room = known_.begin();
    std::advance(room, static_cast<std::ptrdiff_t>(place_.chance.below(known_.size())));
    return *room;
}

void Person::post(const RoomName &room, wire::Content content) {
    if (!core_)
        return;
    posts_ += 1;
    EntryId id;
    id.bytes[0] = static_cast<std::uint8_t>(number_);
    for (std::size_t i = 0; i < 8; ++i)
        id.bytes[8 + i] = static_cast<std::uint8_t>(posts_ >> (8 * i));
    place_.witness.typed(Typed{.id = id,
                               .client = number_,
                               .by = name_,
                               .room = room,
                               .content = content,
                               .order = posts_,
                               .kept = false,
                               .dropped = false,
                               .stored = {},
                               .refused = false,
                               .connections = 0,
                               .lastConnection = 0,
                               .everRefused = false,
                               .hostile = false,
                               .alsoSaid = {}});
    ask(client::PostDraft{.id = id, .room = room, .content = std::move(content)});
}

void Person::say(const RoomName &room, const std::string &text) {
    post(room, wire::Text{.body = wordsFor(room, text), .reply = {}, .mentions = {}});
}

void Person::ask(wire::Request request) {
    ask(client::AskBroker{.token = ++token_, .request = std::move(request)});
}

void Person::create(const RoomName &room, wire::RoomKind kind) {
    if (known_.contains(room))
        return;
    // Some are left out, so that there is somebody to keep things from.
    std::vector<AccountName> invite = place_.people;
    std::erase_if(invite, [this](const AccountName &) { return place_.chance.percent(20); });
    ask(wire::Create{.room = room,
                     .kind = kind,
                     .title = wordsFor(room, "title"),
                     .topic = wordsFor(room, "topic"),
                     .invite = std::move(invite)});
}

void Person::askForTickets() {
    for (const auto &[number, ticket] : place_.waiting) {
        // Only its owner, or an administrator, gets a ticket for an account.
        const bool own = ticket.purpose == wire::Purpose::device;
        if (own && ticket.name != name_)
            continue;
        ticketFor_[token_ + 1] = number;
        ask(wire::Request{ticket});
    }
}

void Person::revoke(const PublicKey &device) {
    ask(wire::Revoke{.device = device, .ticket = {}});
}

void Person::disable(const AccountName &who) {
    ask(wire::Account{.who = who, .title = {}, .role = {}, .disabled = true, .removed = {}});
}

void Person::lookAtRooms() {
    const std::set<RoomName> rooms = known_; // its process may end on the way
    for (const RoomName &room : rooms) {
        const client::LoadWindow window{
            .token = ++token_, .room = room, .before = {}, .after = {}, .around = {}, .limit = 50};
        place_.witness.windowAsked(number_, window);
        ask(client::Command{window});
    }
}

void Person::live() {
    Chance &chance = place_.chance;
    const std::size_t whim = chance.below(100);
    const RoomName room = someRoom();
    if (whim < 45) {
        std::string text = name_.value + " " + std::to_string(posts_);
        if (chance.percent(20))
            text += " @" + chance.pick(place_.people).value;
        if (chance.percent(3))
            text += " " + std::string(chance.below(8'000), 'x');
        say(room, text);
    } else if (whim < 50) {
        const std::size_t burst = 3 + chance.below(25);
        for (std::size_t i = 0; i < burst; ++i)
            say(room, "burst " + std::to_string(i));
    } else if (whim < 53) {
        thinkAgain();
    } else if (whim < 65) {
        changeSomething();
    } else if (whim < 80) {
        moveSomebody();
    } else if (whim < 90) {
        if (const auto head = heads_.find(room); head != heads_.end())
            ask(client::MarkRead{.room = room, .seq = Seq{chance.below(head->second.value) + 1}});
    } else {
        lookAround();
    }
}

void Person::changeSomething() {
    if (said_.empty())
        return;
    Chance &chance = place_.chance;
    const Said said = chance.pick(said_);
    switch (chance.below(6)) {
    case 0:
        return post(said.room, wire::Edit{.of = said.seq, .body = wordsFor(said.room, "edited")});
    case 1:
        return post(said.room,
                    wire::Redact{.of = said.seq, .reason = wordsFor(said.room, "a mistake")});
    case 2:
        return post(said.room,
                    wire::React{.of = said.seq, .emoji = "+1", .on = chance.percent(70)});
    case 3:
        return post(said.room, wire::Pin{.of = said.seq, .on = chance.percent(70)});
    case 4:
        return post(said.room, wire::Data{.type = "sim.fact",
                                          .data = {{"words", wordsFor(said.room, "fact")}},
                                          .body = wordsFor(said.room, "a fact")});
    default: // one of six numbers, all of them named
        return post(
            said.room,
            wire::Text{.body = wordsFor(said.room, "reply"), .reply = said.seq, .mentions = {}});
    }
}

void Person::moveSomebody() {
    Chance &chance = place_.chance;
    const AccountName who = place_.guests.empty() || chance.percent(70)
                                ? chance.pick(place_.people)
                                : chance.pick(place_.guests);
    const RoomName room = someRoom();
    const auto request = [&]() -> wire::Request {
        switch (chance.below(10)) {
        case 0:
        case 1:
            return wire::Invite{.room = room, .who = who};
        case 2:
        case 3:
            return wire::Remove{.room = room, .who = who};
        case 4:
            return wire::Join{.room = room};
        case 5:
            return wire::Leave{.room = room};
        case 6:
            return wire::Direct{.with = {who}};
        case 7:
            return wire::Room{.room = room,
                              .title = wordsFor(room, "title " + std::to_string(posts_)),
                              .topic = {},
                              .archived = {}};
        case 8:
            return wire::SetNotify{.room = room, .mode = wire::Notify::mentions, .until = {}};
        default:
            return wire::SetRole{.room = room, .who = who, .role = wire::Role::owner};
        }
    };
    ask(request());
}

// Sends a refused post again, or gives it up, or another one that still waits.
void Person::thinkAgain() {
    Chance &chance = place_.chance;
    if (refused_.empty() || !core_)
        return;
    const std::size_t which = chance.below(refused_.size());
    const EntryId id = refused_[which];
    refused_.erase(refused_.begin() + static_cast<std::ptrdiff_t>(which));
    if (chance.percent(50)) {
        posts_ += 1;
        place_.witness.typedAgain(number_, id, posts_);
        return ask(client::Command{client::RetryDraft{.id = id}});
    }
    place_.witness.gaveUp(number_, id);
    ask(client::Command{client::DropDraft{.id = id}});
}

void Person::lookAround() {
    Chance &chance = place_.chance;
    const RoomName room = someRoom();
    const Seq some{1 + chance.below(60)};
    switch (chance.below(11)) {
    case 0:
        return ask(wire::Typing{.room = room});
    case 1:
        return ask(wire::Search{.query = "burst",
                                .room = {},
                                .from = {},
                                .has = {},
                                .since = {},
                                .until = {},
                                .page = {}});
    case 2:
        return ask(wire::Mentions{});
    case 3:
        return ask(wire::Members{.room = room, .after = {}});
    case 4:
        return ask(wire::SetStatus{.state = wire::State::away, .text = "out"});
    case 5:
        return ask(wire::Read{.room = room, .seq = Seq{1}, .cursor = {}, .lower = true});
    case 6:
        return lookAtRooms();
    case 7:
        return ask(
            wire::Read{.room = room, .seq = Seq{some.value * 1'000}, .cursor = {}, .lower = false});
    case 8:
        return ask(
            wire::History{.room = room, .before = {}, .after = {}, .around = some, .limit = 20});
    case 9:
        return ask(wire::People{.query = {}, .after = {}, .limit = 10});
    default: // one of eleven numbers, all of them named
        return ask(wire::Entries{.room = room, .after = Seq{}, .limit = 200});
    }
}

} // namespace zchat::sim
