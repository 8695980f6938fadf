#include "tools/benchmark/log_maker.hpp"

#include <algorithm>
#include <string>
#include <utility>

#include "tools/benchmark/vocabulary.hpp"

namespace zchat::bench {

namespace {

constexpr std::uint64_t turnMessages = 20'000;
constexpr std::size_t recentAtMost = 64;
constexpr std::size_t smallestCircle = 4;
constexpr std::size_t firstDirect = 180; // rooms from here on have two people

template <class Bytes>
void fill(Bytes &bytes, sim::Chance &chance) {
    for (auto &byte : bytes)
        byte = static_cast<std::uint8_t>(chance.next());
}

bool isPrivate(std::size_t room) {
    return room > 0 && room < firstDirect && room % 4 == 3;
}

// The lobby is everybody's; others get fewer the smaller they are. The reader belongs to some of
// each kind.
std::vector<std::size_t> circleOf(std::size_t room) {
    const std::size_t people =
        room >= firstDirect ? 2 : std::max(smallestCircle, logAccounts / (1 + room / 4));
    const bool withReader = room >= firstDirect ? room % 2 == 0 : !isPrivate(room) || room % 3 != 0;
    std::vector<std::size_t> circle;
    for (std::size_t i = 0; circle.size() < people && i < logAccounts; ++i) {
        const std::size_t number = (room * 37 + i) % logAccounts;
        if (number != readerNumber)
            circle.push_back(number);
    }
    if (withReader)
        circle.back() = readerNumber;
    return circle;
}

} // namespace

AccountName logAccount(std::size_t number) {
    return number == readerNumber ? AccountName("reader")
                                  : AccountName("person" + std::to_string(number));
}

LogMaker::LogMaker(hub::Hub &hub, const PublicKey &reader)
    : hub_(hub)
    , keys_(logAccounts) {
    for (PublicKey &key : keys_)
        fill(key.bytes, chance_);
    keys_[readerNumber] = reader;
}

Outcome LogMaker::make(std::uint64_t messages, const std::function<void(std::uint64_t)> &told) {
    if (const Outcome made = makePeople(); !made)
        return made;
    if (const Outcome made = makeRooms(); !made)
        return made;
    const std::uint64_t each = std::clamp<std::uint64_t>(messages / 20, 1, turnMessages);
    while (messages_ < messages) {
        const std::uint64_t end = std::min(messages, messages_ + each);
        while (messages_ < end) {
            at_ = logBegins + static_cast<TimeMs>(static_cast<double>(logEnds - logBegins) *
                                                  static_cast<double>(messages_) /
                                                  static_cast<double>(messages));
            sayOne();
        }
        if (const Outcome done = turn(); !done)
            return done;
        told(messages_);
    }
    // The last files are sealed.
    if (const Outcome done = turn(); !done)
        return done;
    return setMarkers();
}

Outcome LogMaker::makePeople() {
    for (std::size_t number = 0; number < logAccounts; ++number)
        add(Said{.by = number},
            wire::Request(wire::Register{.name = logAccount(number), .title = {}, .label = {}}));
    return turn();
}

Outcome LogMaker::makeRooms() {
    double weight = 0;
    for (std::size_t room = 0; room < logRooms; ++room) {
        makeRoom(room);
        weight += 1.0 / static_cast<double>(room + 1);
        weights_.push_back(weight);
    }
    return turn();
}

void LogMaker::makeRoom(std::size_t number) {
    Room &room = rooms_.emplace_back();
    room.circle = circleOf(number);
    const Said said{.room = number, .by = room.circle.front()};
    if (number >= firstDirect) {
        // It has its name from the answer.
        add(said, wire::Request(wire::Direct{.with = {logAccount(room.circle.back())}}));
        return;
    }
    room.name = number == 0 ? RoomName("lobby") : RoomName("room" + std::to_string(number));
    if (number == 0)
        return;
    wire::Create create{.room = room.name,
                        .kind = isPrivate(number) ? wire::RoomKind::privateRoom
                                                  : wire::RoomKind::publicRoom,
                        .title = {},
                        .topic = {},
                        .invite = {}};
    for (std::size_t i = 1; i < room.circle.size(); ++i)
        create.invite.push_back(logAccount(room.circle[i]));
    add(said, wire::Request(std::move(create)));
}

Outcome LogMaker::setMarkers() {
    for (std::size_t number = 0; number < rooms_.size(); ++number) {
        const Room &room = rooms_[number];
        if (std::find(room.circle.begin(), room.circle.end(), readerNumber) == room.circle.end())
            continue;
        const Seq seq{chance_.below(room.head.value + 1)};
        add(Said{.room = number, .by = readerNumber},
            wire::Request(wire::Read{.room = room.name, .seq = seq, .cursor = {}, .lower = false}));
    }
    return turn();
}

std::size_t LogMaker::speakerOf(const Room &room) {
    const std::size_t first = chance_.below(room.circle.size());
    return room.circle[chance_.below(first + 1)];
}

// One message, or something about one.
void LogMaker::sayOne() {
    const double pick = weights_.back() * partBy(chance_);
    const auto found = std::upper_bound(weights_.begin(), weights_.end() - 1, pick);
    const auto room = static_cast<std::size_t>(found - weights_.begin());
    if (!rooms_[room].recent.empty() && chance_.permille(100))
        changeRecent(room);
    else if (chance_.permille(15))
        offerFile(room);
    else
        sayText(room);
}

void LogMaker::sayText(std::size_t room) {
    const Room &where = rooms_[room];
    wire::Text text{.body = sayingBy(chance_), .reply = {}, .mentions = {}};
    if (!where.recent.empty() && chance_.permille(80))
        text.reply = chance_.pick(where.recent).seq;
    if (chance_.permille(30))
        text.body += " @" + logAccount(chance_.pick(where.circle)).value;
    if (chance_.permille(20))
        text.body +=
            " https://" + wordOfRank(rankBy(chance_)) + ".example/" + wordOfRank(rankBy(chance_));
    wire::Post post{.room = where.name, .id = {}, .content = std::move(text), .prev = {}};
    fill(post.id.bytes, chance_);
    add(Said{.room = room, .by = speakerOf(where), .isText = true}, wire::Request(std::move(post)));
    messages_ += 1;
}

void LogMaker::offerFile(std::size_t room) {
    const Room &where = rooms_[room];
    const bool isPicture = chance_.percent(60);
    wire::Offer offer{
        .room = where.name,
        .id = {},
        .file = {.name = wordOfRank(rankBy(chance_)) + (isPicture ? ".jpeg" : ".pdf"),
                 .size = static_cast<std::uint64_t>(chance_.between(2'000, 5'000'000)),
                 .hash = {},
                 .media = isPicture ? "image/jpeg" : "application/pdf",
                 .width = isPicture ? std::optional<std::uint64_t>(1'600) : std::nullopt,
                 .height = isPicture ? std::optional<std::uint64_t>(1'200) : std::nullopt,
                 .body = chance_.percent(30) ? sayingBy(chance_) : std::string(),
                 .reply = {}},
        .prev = {}};
    fill(offer.id.bytes, chance_);
    fill(offer.file.hash.bytes, chance_);
    add(Said{.room = room, .by = speakerOf(where)}, wire::Request(std::move(offer)));
    messages_ += 1;
}

void LogMaker::changeRecent(std::size_t room) {
    Room &where = rooms_[room];
    const std::size_t which = chance_.below(where.recent.size());
    const Recent aim = where.recent[which];
    static const std::vector<std::string> emoji{"👍", "❤️", "😂", "🎉", "👀"};
    std::size_t by = aim.by;
    wire::Post post{.room = where.name, .id = {}, .content = {}, .prev = {}};
    const std::size_t what = chance_.below(100);
    if (what < 64) {
        by = speakerOf(where);
        post.content = wire::React{.of = aim.seq, .emoji = chance_.pick(emoji), .on = true};
    } else if (what < 94) {
        post.content = wire::Edit{.of = aim.seq, .body = sayingBy(chance_)};
    } else if (what < 99) {
        post.content = wire::Redact{.of = aim.seq, .reason = {}};
        where.recent.erase(where.recent.begin() + static_cast<std::ptrdiff_t>(which));
    } else {
        by = where.circle.front(); // who made the room moderates it
        post.content = wire::Pin{.of = aim.seq, .on = true};
    }
    fill(post.id.bytes, chance_);
    add(Said{.room = room, .by = by}, wire::Request(std::move(post)));
}

void LogMaker::add(const Said &said, decltype(hub::Envelope::input) input) {
    hub::Envelope envelope;
    envelope.session = SessionId{said.by + 1};
    envelope.re = said_.size();
    envelope.device = keys_[said.by];
    envelope.registrationOpen = true;
    envelope.at = at_;
    fill(envelope.random, chance_);
    // Nobody here posts twice, so nothing is ever compared with it.
    fill(envelope.digest.emplace().bytes, chance_);
    envelope.input = std::move(input);
    envelopes_.push_back(std::move(envelope));
    said_.push_back(said);
}

Outcome LogMaker::turn() {
    for (const Unsealed &each : std::exchange(unsealed_, {}))
        add(each.said, hub::BlobSealed{.transfer = each.transfer, .ok = true});
    const hub::Turn done = hub_.turn(envelopes_);
    if (done.fault)
        return *done.fault;
    for (const hub::Output &output : done.outputs) {
        if (const auto *answer = std::get_if<hub::Answer>(&output)) {
            if (const Outcome heard = hear(*answer); !heard)
                return heard;
        } else if (const auto *opened = std::get_if<hub::TransferOpened>(&output)) {
            unsealed_.push_back(
                Unsealed{.transfer = opened->transfer, .said = said_.at(opened->re.value_or(0))});
        }
    }
    envelopes_.clear();
    said_.clear();
    return Done{};
}

Outcome LogMaker::hear(const hub::Answer &answer) {
    if (const auto *refusal = std::get_if<Refusal>(&answer.body))
        return Fault{.text = "The hub refused to make the log: " + refusal->text};
    const Said &said = said_.at(answer.re.value_or(0));
    const wire::Reply &reply = std::get<wire::Reply>(answer.body);
    if (const auto *made = std::get_if<wire::RoomReply>(&reply))
        rooms_.at(said.room).name = made->room.room;
    const auto *posted = std::get_if<wire::PostReply>(&reply);
    if (posted == nullptr)
        return Done{};
    Room &room = rooms_.at(said.room);
    room.head = std::max(room.head, posted->seq);
    if (!said.isText)
        return Done{};
    const Recent fresh{.seq = posted->seq, .by = said.by};
    if (room.recent.size() < recentAtMost)
        room.recent.push_back(fresh);
    else
        room.recent[chance_.below(recentAtMost)] = fresh;
    return Done{};
}

} // namespace zchat::bench
