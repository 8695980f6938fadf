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
                               .stored = {},
                               .refused = false});
    ask(client::PostDraft{.id = id, .room = room, .content = std::move(content)});
}

void Person::say(const RoomName &room, const std::string &text) {
    post(room, wire::Text{.body = wordsFor(room, text), .reply = {}, .mentions = {}});
}

void Person::create(const RoomName &room, wire::RoomKind kind) {
    if (!known_.contains(room))
        ask(client::AskBroker{
            .token = ++token_,
            .request = wire::Create{
                .room = room, .kind = kind, .title = {}, .topic = {}, .invite = place_.people}});
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
    switch (chance.below(4)) {
    case 0:
        return post(said.room, wire::Edit{.of = said.seq, .body = wordsFor(said.room, "edited")});
    case 1:
        return post(said.room, wire::Redact{.of = said.seq, .reason = {}});
    case 2:
        return post(said.room,
                    wire::React{.of = said.seq, .emoji = "+1", .on = chance.percent(70)});
    default: // one of four numbers, all of them named
        return post(
            said.room,
            wire::Text{.body = wordsFor(said.room, "reply"), .reply = said.seq, .mentions = {}});
    }
}

void Person::moveSomebody() {
    Chance &chance = place_.chance;
    const AccountName who = chance.pick(place_.people);
    const RoomName room = someRoom();
    const auto request = [&]() -> wire::Request {
        switch (chance.below(8)) {
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
        default:
            return wire::SetRole{.room = room, .who = who, .role = wire::Role::owner};
        }
    };
    ask(client::AskBroker{.token = ++token_, .request = request()});
}

void Person::lookAround() {
    Chance &chance = place_.chance;
    const RoomName room = someRoom();
    switch (chance.below(8)) {
    case 0:
        return ask(client::AskBroker{.token = ++token_, .request = wire::Typing{.room = room}});
    case 1:
        return ask(client::AskBroker{.token = ++token_,
                                     .request = wire::Search{.query = "burst",
                                                             .room = {},
                                                             .from = {},
                                                             .has = {},
                                                             .since = {},
                                                             .until = {},
                                                             .page = {}}});
    case 2:
        return ask(client::AskBroker{.token = ++token_, .request = wire::Mentions{}});
    case 3:
        return ask(client::AskBroker{.token = ++token_,
                                     .request = wire::Members{.room = room, .after = {}}});
    case 4:
        return ask(client::AskBroker{
            .token = ++token_,
            .request = wire::SetStatus{.state = wire::State::away, .text = "out"}});
    case 5:
        return ask(client::AskBroker{
            .token = ++token_,
            .request = wire::Read{.room = room, .seq = Seq{1}, .cursor = {}, .lower = true}});
    case 6:
        return ask(client::LoadWindow{
            .token = ++token_, .room = room, .before = {}, .after = {}, .around = {}, .limit = 50});
    default:
        return ask(client::AskBroker{
            .token = ++token_,
            .request = wire::Entries{.room = room, .after = Seq{}, .limit = 200}});
    }
}

} // namespace zchat::sim
