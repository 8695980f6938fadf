#include "tests/sim/hostile.hpp"

#include <utility>

#include "shared/wire/codec.hpp"

namespace zchat::sim {

namespace {

constexpr std::size_t capturedAtMost = 32;

} // namespace

Hostile::Hostile(Place &place, std::size_t number, Malice malice)
    : place_(place)
    , chance_(place.chance.next())
    , malice_(malice)
    , name_("mallory" + std::to_string(number)) {
    key_.bytes.fill(static_cast<std::uint8_t>(0xc0 + number));
    place_.witness.meetsHostile(key_);
}

void Hostile::start() {
    connect(client::Socket::requests);
    connect(client::Socket::events);
    planNext();
}

void Hostile::stop() {
    stopped_ = true;
    for (auto *socket : {&asking_, &listening_})
        if (*socket)
            (*socket)->closeByClient();
}

void Hostile::connect(client::Socket kind) {
    std::shared_ptr<Connection> &socket = kind == client::Socket::requests ? asking_ : listening_;
    const auto made = std::make_shared<Connection>(place_.timeline, chance_, place_.weather, key_,
                                                   kind, SessionId{++place_.connections});
    socket = made;
    made->client.heard = [this](const wire::Bytes &body) { heard(body); };
    made->client.down = [this, kind] {
        place_.timeline.after(chance_.between(50, 1'000), [this, kind] {
            if (!stopped_)
                connect(kind);
        });
    };
    place_.timeline.after(chance_.between(2, 40), [this, kind, made] {
        if (stopped_ || !made->clientOpen())
            return;
        if (!place_.broker.up() || !place_.broker.admits(key_, kind)) {
            made->closeByClient();
            return made->client.down();
        }
        place_.broker.accept(made);
        if (kind == client::Socket::events) {
            made->subscribe("");
            for (const RoomName &room : place_.rooms)
                made->subscribe(wire::roomTopic(room));
        } else {
            if (malice_ != Malice::stranger)
                send(wire::Register{.name = name_, .title = {}, .label = {}});
            send(wire::Hello{.versions = {1}, .client = "mallory", .events = true});
            if (malice_ == Malice::flood && chance_.percent(50))
                made->stallForEver();
        }
    });
}

void Hostile::heard(const wire::Bytes &body) {
    if (captured_.size() < capturedAtMost)
        captured_.push_back(body);
    else
        captured_[chance_.below(capturedAtMost)] = body;
}

void Hostile::planNext() {
    place_.timeline.after(chance_.between(20, 400), [this] {
        if (stopped_)
            return;
        act();
        planNext();
    });
}

void Hostile::send(const wire::Bytes &body) {
    sent_ += 1;
    if (asking_)
        asking_->toBroker(body);
}

void Hostile::send(const wire::Request &request) {
    send(wire::encodeRequest(++re_, request));
}

void Hostile::act() {
    switch (chance_.below(10)) {
    case 0: {
        wire::Bytes noise(chance_.below(200), '\0');
        for (char &byte : noise)
            byte = static_cast<char>(chance_.next());
        return send(noise);
    }
    case 1:
    case 2:
        return send(damaged(wire::encodeRequest(++re_, anything())));
    case 3:
        if (!captured_.empty())
            return send(damaged(chance_.pick(captured_)));
        return;
    case 4:
        return send(withLies(post(chance_.pick(place_.rooms))));
    case 5: // the same number twice
        send(anything());
        return send(wire::encodeRequest(re_, anything()));
    case 6:
        if (malice_ == Malice::flood)
            flood();
        return;
    case 7: // no frame, or too many
        if (asking_)
            asking_->nothingToBroker();
        return;
    default:
        return send(anything());
    }
}

// More than anyone may ask, at once; seldom more than may wait for its answers. Fewer posts than
// reads, since everybody hears what is stored: they are what a seed takes its time for.
void Hostile::flood() {
    const std::size_t count = chance_.percent(2) ? limits::unansweredRequests + 500 : 60;
    const bool reads = chance_.percent(80);
    for (std::size_t i = 0; i < count; ++i)
        if (reads)
            send(wire::Entries{.room = RoomName("lobby"), .after = {}, .limit = 5});
        else
            send(post(RoomName("lobby")));
}

wire::Request Hostile::anything() {
    const RoomName &room = chance_.pick(place_.rooms);
    switch (chance_.below(8)) {
    case 0:
        return wire::Rooms{.after = {}};
    case 1:
        return wire::Search{.query = "burst",
                            .room = {},
                            .from = {},
                            .has = {},
                            .since = {},
                            .until = {},
                            .page = {}};
    case 2:
        return wire::Ping{};
    case 3:
        return wire::Hello{.versions = {1}, .client = "mallory", .events = chance_.percent(50)};
    case 4:
        return chance_.percent(10) ? wire::Request{wire::Bye{}} : wire::Request{wire::Mentions{}};
    case 5:
        return post(room);
    default:
        return about(room);
    }
}

// Of any room, one's own or not.
wire::Request Hostile::about(const RoomName &room) {
    const AccountName &who = chance_.pick(place_.people);
    switch (chance_.below(14)) {
    case 0:
        return wire::Entries{.room = room, .after = {}, .limit = 200};
    case 1:
        return wire::History{.room = room, .before = {}, .after = {}, .around = {}, .limit = 50};
    case 2:
        return wire::Members{.room = room, .after = {}};
    case 3:
        return wire::Join{.room = room};
    case 4:
        return wire::Invite{.room = room, .who = name_};
    case 5:
        return wire::Remove{.room = room, .who = who};
    case 6:
        return wire::SetRole{.room = room, .who = name_, .role = wire::Role::owner};
    case 7:
        return wire::Typing{.room = room};
    case 8:
        return wire::Read{.room = room, .seq = Seq{1'000'000}, .cursor = {}, .lower = false};
    case 9:
        return wire::Fetch{.room = room, .seq = Seq{1}, .offset = 0, .length = 100};
    case 10:
        return wire::Revoke{.device = PublicKey{}, .ticket = {}};
    case 11:
        return wire::Account{.who = who,
                             .title = "mine",
                             .role = wire::AccountRole::admin,
                             .disabled = true,
                             .removed = {}};
    case 12:
        return wire::Ticket{
            .purpose = wire::Purpose::device, .name = who, .scope = {}, .expiresS = {}, .uses = {}};
    default: // one of fourteen numbers, all of them named
        return wire::Room{
            .room = room, .title = wordsFor(room, "mine"), .topic = {}, .archived = {}};
    }
}

// Under an id that another may have used, or that it used itself for other words.
wire::Request Hostile::post(const RoomName &room) {
    EntryId id;
    id.bytes[0] = static_cast<std::uint8_t>(chance_.below(place_.people.size()));
    id.bytes[8] = static_cast<std::uint8_t>(1 + chance_.below(250));
    const Seq some{1 + chance_.below(100)};
    wire::Content content =
        wire::Text{.body = wordsFor(room, "hostile " + std::to_string(chance_.below(3))),
                   .reply = {},
                   .mentions = {}};
    const std::size_t what = chance_.below(10);
    if (what == 0)
        content = wire::Edit{.of = some, .body = wordsFor(room, "taken over")};
    if (what == 1)
        content = wire::Redact{.of = some, .reason = {}};
    if (what == 2)
        content = wire::React{.of = some, .emoji = "-1", .on = true};
    return wire::Post{.room = room, .id = id, .content = std::move(content), .prev = {}};
}

wire::Bytes Hostile::damaged(wire::Bytes body) {
    for (std::size_t i = 1 + chance_.below(3); i > 0 && !body.empty(); --i)
        body[chance_.below(body.size())] = static_cast<char>(chance_.next());
    if (chance_.percent(20))
        body.resize(chance_.below(body.size() + 1));
    if (chance_.percent(10))
        body.push_back(static_cast<char>(chance_.next()));
    return body;
}

// Who says it and where it is to stand are not the sender's to say.
wire::Bytes Hostile::withLies(const wire::Request &request) {
    const auto value = wire::decodeValue(wire::encodeRequest(++re_, request),
                                         wire::DecodeBounds{.mapKeys = limits::mapKeys});
    wire::Map lies = *value->as<wire::Map>();
    const std::string &who = chance_.pick(place_.people).value;
    lies.emplace_back("by", wire::Value(who));
    lies.emplace_back("from", wire::Value(who));
    lies.emplace_back("seq", wire::Value(std::int64_t{1}));
    return wire::encodeValue(wire::Value(std::move(lies)));
}

} // namespace zchat::sim
