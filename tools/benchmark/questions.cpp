#include "tools/benchmark/questions.hpp"

#include <algorithm>
#include <utility>

#include "shared/base/limits.hpp"
#include "tools/benchmark/log_maker.hpp"
#include "tools/benchmark/vocabulary.hpp"

namespace zchat::bench {

namespace {

constexpr std::uint64_t windowMessages = 100; // what a client loads at once
constexpr TimeMs dayMs = 24LL * 3600 * 1000;

std::string commonWord(sim::Chance &chance) {
    return wordOfRank(chance.below(20));
}
std::string rareWord(sim::Chance &chance) {
    return wordOfRank(vocabularyWords / 10 + chance.below(vocabularyWords * 9 / 10));
}
AccountName somebody(sim::Chance &chance) {
    return logAccount(chance.below(logAccounts));
}

wire::Request historyPage(SeenRooms &rooms) {
    const SeenRooms::Place place = rooms.anyPlace();
    wire::History request{
        .room = place.room, .before = {}, .after = {}, .around = {}, .limit = windowMessages};
    std::optional<Seq> *const bounds[] = {&request.before, &request.after, &request.around};
    *bounds[rooms.chance().below(std::size(bounds))] = place.seq;
    return request;
}

wire::Request entriesPage(SeenRooms &rooms) {
    const SeenRooms::Place place = rooms.anyPlace();
    return wire::Entries{.room = place.room, .after = place.seq, .limit = limits::pageEntries};
}

// The list names rooms in order: the one after this name.
wire::Request unreadOfRoom(SeenRooms &rooms) {
    return wire::Rooms{.after = rooms.anyRoom().room, .limit = 1};
}
wire::Request unreadOfAll(SeenRooms &) {
    return wire::Rooms{.after = {}, .limit = limits::pageEntries};
}

// A search for words, with what else it asks filled in by `narrow`.
template <class Words, class Narrow>
Question searching(std::string name, Words words, Narrow narrow) {
    return Question{.name = "search, " + std::move(name),
                    .topic = Topic::search,
                    .draw = [words, narrow](SeenRooms &rooms) {
                        wire::Search request{.query = words(rooms.chance()),
                                             .room = {},
                                             .from = {},
                                             .has = {},
                                             .since = {},
                                             .until = {},
                                             .page = {},
                                             .limit = limits::pageHits};
                        narrow(request, rooms);
                        return wire::Request(std::move(request));
                    }};
}

void everywhere(wire::Search &, SeenRooms &) {}
void inRoom(wire::Search &request, SeenRooms &rooms) {
    request.room = rooms.anyRoom().room;
}
void fromSomebody(wire::Search &request, SeenRooms &rooms) {
    request.from = somebody(rooms.chance());
}
void withFile(wire::Search &request, SeenRooms &) {
    request.has = wire::Has::file;
}
void withLink(wire::Search &request, SeenRooms &) {
    request.has = wire::Has::link;
}
void sinceLately(wire::Search &request, SeenRooms &rooms) {
    request.since = logEnds - rooms.chance().between(1, 90) * dayMs;
}
void untilLongAgo(wire::Search &request, SeenRooms &rooms) {
    request.until = logBegins + rooms.chance().between(1, 90) * dayMs;
}
void fromSomebodyInRoom(wire::Search &request, SeenRooms &rooms) {
    inRoom(request, rooms);
    fromSomebody(request, rooms);
}

std::string noWords(sim::Chance &) {
    return {};
}
std::string commonAndRare(sim::Chance &chance) {
    return commonWord(chance) + ' ' + rareWord(chance);
}
std::string twoCommon(sim::Chance &chance) {
    return commonWord(chance) + ' ' + commonWord(chance);
}

} // namespace

SeenRooms::SeenRooms(std::vector<wire::RoomSummary> rooms, std::uint64_t seed)
    : rooms_(std::move(rooms))
    , chance_(seed) {
    std::uint64_t sum = 0;
    for (const wire::RoomSummary &room : rooms_)
        upTo_.push_back(sum += room.head.value);
}

SeenRooms::Place SeenRooms::anyPlace() {
    const std::uint64_t place = chance_.below(upTo_.back());
    const auto found = std::upper_bound(upTo_.begin(), upTo_.end(), place);
    const wire::RoomSummary &room = rooms_[static_cast<std::size_t>(found - upTo_.begin())];
    return Place{.room = room.room, .seq = Seq{room.head.value - (*found - 1 - place)}};
}

std::vector<Question> everyQuestion() {
    return {
        Question{.name = "history page", .topic = Topic::page, .draw = historyPage},
        Question{.name = "entries page", .topic = Topic::page, .draw = entriesPage},
        Question{.name = "unread of a room", .topic = Topic::unread, .draw = unreadOfRoom},
        Question{.name = "unread of all rooms", .topic = Topic::unread, .draw = unreadOfAll},
        searching("common word", commonWord, everywhere),
        searching("rare word", rareWord, everywhere),
        searching("two common", twoCommon, everywhere),
        searching("common and rare", commonAndRare, everywhere),
        searching("common in room", commonWord, inRoom),
        searching("rare in room", rareWord, inRoom),
        searching("common by one", commonWord, fromSomebody),
        searching("rare by one", rareWord, fromSomebody),
        searching("common by one in room", commonWord, fromSomebodyInRoom),
        searching("common with file", commonWord, withFile),
        searching("any with link", noWords, withLink),
        searching("common since", commonWord, sinceLately),
        searching("rare since", rareWord, sinceLately),
        searching("common until", commonWord, untilLongAgo),
    };
}

} // namespace zchat::bench
