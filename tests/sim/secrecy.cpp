#include "tests/sim/secrecy.hpp"

#include "shared/base/overloaded.hpp"

namespace zchat::sim {

namespace {

constexpr std::string_view opening = "<<";
constexpr std::string_view closing = ">>";
// What was under way may still be heard; "within a second", says the protocol.
constexpr std::int64_t revokedWithinMs = 1'000;

// Calls `visit` with each room whose words stand in a body.
template <class Visit>
void eachRoomIn(std::string_view body, Visit visit) {
    for (std::size_t at = body.find(opening); at != std::string_view::npos;
         at = body.find(opening, at + opening.size())) {
        const std::size_t end = body.find(closing, at);
        if (end == std::string_view::npos)
            return;
        visit(RoomName(body.substr(at + opening.size(), end - at - opening.size())));
    }
}

// Answers to these tell of the room that was asked about. Others say only that something was done.
bool tellsOfItsRoom(const wire::Request &asked) {
    return std::holds_alternative<wire::Entries>(asked) ||
           std::holds_alternative<wire::History>(asked) ||
           std::holds_alternative<wire::Members>(asked) ||
           std::holds_alternative<wire::Typing>(asked) ||
           std::holds_alternative<wire::Fetch>(asked);
}

} // namespace

void Secrecy::mirror(const hub::Output &output) {
    if (const auto *device = std::get_if<hub::DeviceChanged>(&output)) {
        devices_[device->device] = device->account;
        if (device->revoked)
            revokedMs_.emplace(device->device, findings_.nowMs());
    } else if (const auto *account = std::get_if<hub::AccountChanged>(&output)) {
        for (const auto &[key, owner] : devices_)
            if (owner == account->name && !account->enabled)
                revokedMs_.emplace(key, findings_.nowMs());
    } else if (const auto *room = std::get_if<hub::RoomChanged>(&output)) {
        if (room->kind != wire::RoomKind::publicRoom)
            closed_.try_emplace(room->room);
    } else if (const auto *member = std::get_if<hub::MemberChanged>(&output)) {
        moved(member->room, member->who, member->present);
    } else if (const auto *said = std::get_if<hub::Said>(&output)) {
        // The log has the last word on who is there, whatever live was told.
        for (const wire::Entry &entry : said->entries)
            if (const auto *change = std::get_if<wire::MemberChange>(&entry.content);
                change != nullptr && change->change != wire::Change::role)
                moved(said->room, change->who,
                      change->change == wire::Change::joined ||
                          change->change == wire::Change::invited);
    }
}

void Secrecy::moved(const RoomName &room, const AccountName &who, bool present) {
    const auto closed = closed_.find(room);
    if (closed == closed_.end())
        return;
    if (present)
        closed->second.insert(who);
    else
        closed->second.erase(who);
}

void Secrecy::told(const std::vector<hub::Output> &outputs) {
    for (const hub::Output &output : outputs)
        mirror(output);
}

void Secrecy::restarted(const std::vector<hub::Output> &snapshot) {
    closed_.clear();
    told(snapshot);
}

const AccountName *Secrecy::accountOf(const PublicKey &key) const {
    const auto device = devices_.find(key);
    return device == devices_.end() ? nullptr : &device->second;
}

bool Secrecy::mayHear(const PublicKey &key, const RoomName &room) const {
    const auto closed = closed_.find(room);
    if (closed == closed_.end())
        return true;
    const AccountName *account = accountOf(key);
    return account != nullptr && closed->second.contains(*account);
}

void Secrecy::checkRevoked(const PublicKey &key) {
    if (revokedMs_.empty())
        return;
    const auto revoked = revokedMs_.find(key);
    if (revoked != revokedMs_.end() && revoked->second + revokedWithinMs < findings_.nowMs())
        findings_.violation("I5 a revoked device still hears");
}

void Secrecy::checkWords(const char *what, const PublicKey &key, std::string_view body) {
    checkRevoked(key);
    eachRoomIn(body, [&](const RoomName &room) {
        if (!mayHear(key, room))
            findings_.violation("I5 words of " + room.value + " " + what + " one who is not in it");
    });
}

void Secrecy::checkRoom(const char *what, const PublicKey &key, const RoomName &room) {
    if (mayHear(key, room))
        return;
    const AccountName *account = accountOf(key);
    findings_.violation("I5 " + std::string(what) + " of " + room.value +
                        " went to one who is not in it, " +
                        (account == nullptr ? "a stranger" : account->value));
}

void Secrecy::event(const PublicKey &key, const wire::Bytes &body, const wire::Event &event) {
    checkWords("were sent to", key, body);
    std::visit(
        Overloaded{
            [&](const wire::LogEvent &log) { checkRoom("entries", key, log.room); },
            [&](const wire::BeatEvent &beat) {
                for (const auto &[room, head] : beat.heads)
                    checkRoom("a head", key, room);
            },
            [](const wire::PresenceEvent &) {},
            [&](const wire::TypingEvent &typing) { checkRoom("typing", key, typing.room); },
            [&](const wire::ReceiptEvent &receipt) { checkRoom("receipts", key, receipt.room); },
            [&](const wire::MarkerEvent &marker) { checkRoom("a marker", key, marker.room); },
            [&](const wire::RoomsEvent &rooms) {
                // That it is gone is said to the one who lost it, and no more.
                const bool farewell = rooms.gone && rooms.room.title.empty() &&
                                      rooms.room.topic.empty() && rooms.room.head == Seq{} &&
                                      rooms.room.with.empty();
                if (!farewell)
                    checkRoom("a summary", key, rooms.room.room);
            },
            [](const wire::NoticeEvent &) {}},
        event);
}

void Secrecy::answer(const PublicKey &key, const wire::Bytes &body, const wire::Request &asked,
                     const wire::Map &fields) {
    checkWords("were answered to", key, body);
    const RoomName *room = wire::roomOf(asked);
    if (room != nullptr && tellsOfItsRoom(asked))
        checkRoom("an answer", key, *room);
    if (std::holds_alternative<wire::Hello>(asked) || std::holds_alternative<wire::Rooms>(asked) ||
        std::holds_alternative<wire::Ping>(asked) || std::holds_alternative<wire::Search>(asked) ||
        std::holds_alternative<wire::Mentions>(asked) ||
        std::holds_alternative<wire::Create>(asked) || std::holds_alternative<wire::Room>(asked) ||
        std::holds_alternative<wire::Direct>(asked) || std::holds_alternative<wire::Join>(asked)) {
        const auto reply = wire::readReply(asked, fields);
        if (reply.ok())
            checkReply(key, asked, *reply);
        else
            findings_.violation("a reply cannot be read: " + reply.why());
    }
}

void Secrecy::checkReply(const PublicKey &key, const wire::Request &, const wire::Reply &reply) {
    if (const auto *hello = std::get_if<wire::HelloReply>(&reply)) {
        for (const wire::RoomSummary &room : hello->rooms)
            checkRoom("a summary", key, room.room);
    } else if (const auto *rooms = std::get_if<wire::RoomsReply>(&reply)) {
        for (const wire::RoomSummary &room : rooms->rooms)
            checkRoom("a summary", key, room.room);
    } else if (const auto *one = std::get_if<wire::RoomReply>(&reply)) {
        checkRoom("a summary", key, one->room.room);
    } else if (const auto *hits = std::get_if<wire::HitsReply>(&reply)) {
        for (const wire::Hit &hit : hits->hits)
            checkRoom("a hit", key, hit.room);
    } else if (const auto *ping = std::get_if<wire::PingReply>(&reply)) {
        for (const auto &[room, head] : ping->heads)
            checkRoom("a head", key, room);
    }
}

void Secrecy::leaves(const PublicKey &key, const wire::Bytes &body,
                     const std::vector<RoomName> &rooms) {
    checkWords("were written to", key, body);
    for (const RoomName &room : rooms)
        checkRoom("what waited", key, room);
}

void Secrecy::published(const std::string &topic, const wire::Bytes &body,
                        const wire::Event &event) {
    eachRoomIn(body, [&](const RoomName &room) {
        if (closed_.contains(room))
            findings_.violation("I5 words of " + room.value + " were published on " + topic);
    });
    for (const auto &[room, members] : closed_)
        if (topic == wire::roomTopic(room))
            findings_.violation("I5 something of " + room.value + " was published");
    if (const auto *beat = std::get_if<wire::BeatEvent>(&event))
        for (const auto &[room, head] : beat->heads)
            if (closed_.contains(room))
                findings_.violation("I5 the head of " + room.value + " was published");
}

} // namespace zchat::sim
