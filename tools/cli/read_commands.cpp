#include "tools/cli/commands.hpp"

#include <algorithm>
#include <iterator>
#include <map>
#include <utility>

#include "shared/base/text.hpp"
#include "shared/wire/codec.hpp"
#include "tools/cli/render.hpp"

namespace zchat::cli {

namespace {

void printJson(const Place &place, const wire::Reply &reply, std::string_view key) {
    for (const std::string &row : jsonRows(reply, key))
        place.output.line(row);
}

// "#lobby" and people's names are safe by their rule; titles and texts are not.
std::string stateWord(wire::State state, const std::optional<std::string> &text) {
    const std::string word = wire::word(state);
    return text && !text->empty() ? word + ": " + shown(*text, " ") : word;
}

Got<Done> printHits(const Place &place, Session &session, const std::vector<wire::Hit> &hits) {
    std::map<RoomName, std::string> names;
    const bool anyDirect = std::any_of(hits.begin(), hits.end(),
                                       [](const wire::Hit &hit) { return isDirectName(hit.room); });
    if (anyDirect) {
        Got<std::vector<wire::RoomSummary>> rooms = allRooms(session);
        if (!rooms)
            return rooms.end();
        for (const wire::RoomSummary &room : *rooms)
            names[room.room] = calledName(room, session.me().name);
    }
    for (const wire::Hit &hit : hits) {
        const auto name = names.find(hit.room);
        place.output.line(line(hit.message, name == names.end() ? hit.room.value : name->second));
    }
    return Done{};
}

// Pages of hits until there are enough or no more; a page may be short and still not the last.
template <class Request>
ExitCode runHits(const Place &place, Session &session, Request request, std::uint64_t limit) {
    std::uint64_t left = limit;
    while (left > 0) {
        request.limit = std::min<std::uint64_t>(left, limits::pageHits);
        Got<wire::HitsReply> reply = session.ask<wire::HitsReply>(request);
        if (!reply)
            return reply.end();
        left -= std::min<std::uint64_t>(left, reply->hits.size());
        if (place.common.json)
            printJson(place, *reply, "hits");
        else if (Got<Done> printed = printHits(place, session, reply->hits); !printed)
            return printed.end();
        if (!reply->next || place.output.flush() != Output::Flushed::done)
            break;
        request.page = reply->next;
    }
    return ExitCode::done;
}

} // namespace

Got<std::vector<wire::RoomSummary>> allRooms(Session &session) {
    std::vector<wire::RoomSummary> all;
    wire::Rooms request{.after = std::nullopt, .limit = limits::pageEntries};
    while (true) {
        Got<wire::RoomsReply> reply = session.ask<wire::RoomsReply>(request);
        if (!reply)
            return reply.end();
        if (reply->rooms.empty())
            return all;
        request.after = reply->rooms.back().room;
        std::move(reply->rooms.begin(), reply->rooms.end(), std::back_inserter(all));
    }
}

ExitCode runHistory(const Place &place, const HistoryOptions &options) {
    Session session(place.common, {}, place.signals, place.say);
    Got<RoomName> room = session.resolve(options.room);
    if (!room)
        return room.end();
    // Going on from one page to the next: forward where the first asked for what came after.
    wire::History request{.room = *room,
                          .before = options.before,
                          .after = options.after,
                          .around = options.around,
                          .limit = std::min(options.limit, limits::pageEntries)};
    std::vector<wire::Message> messages;
    while (messages.size() < options.limit) {
        request.limit =
            std::min<std::uint64_t>(options.limit - messages.size(), limits::pageEntries);
        Got<wire::HistoryReply> reply = session.ask<wire::HistoryReply>(request);
        if (!reply)
            return reply.end();
        if (reply->messages.empty())
            break;
        const auto at = options.after ? messages.end() : messages.begin();
        messages.insert(at, reply->messages.begin(), reply->messages.end());
        if (options.around)
            break;
        if (options.after)
            request.after = messages.back().entry.seq;
        else
            request.before = messages.front().entry.seq;
    }
    for (const wire::Message &message : messages)
        place.output.line(place.common.json ? json(message, *room) : line(message, ""));
    return ExitCode::done;
}

ExitCode runSearch(const Place &place, const SearchOptions &options) {
    Session session(place.common, {}, place.signals, place.say);
    wire::Search request{.query = options.query,
                         .room = std::nullopt,
                         .from = options.from,
                         .has = options.has,
                         .since = options.since,
                         .until = options.until,
                         .page = std::nullopt,
                         .limit = 0};
    if (options.room) {
        Got<RoomName> room = session.resolve(*options.room);
        if (!room)
            return room.end();
        request.room = *room;
    }
    return runHits(place, session, request, options.limit);
}

ExitCode runMentions(const Place &place, const MentionsOptions &options) {
    Session session(place.common, {}, place.signals, place.say);
    return runHits(place, session, wire::Mentions{.page = std::nullopt, .limit = 0}, options.limit);
}

ExitCode runRooms(const Place &place, const RoomsOptions &options) {
    Session session(place.common, {}, place.signals, place.say);
    Got<std::vector<wire::RoomSummary>> rooms = allRooms(session);
    if (!rooms)
        return rooms.end();
    if (!options.all)
        std::erase_if(*rooms, [](const wire::RoomSummary &room) { return !room.role; });
    if (place.common.json) {
        printJson(place, wire::RoomsReply{.rooms = std::move(*rooms)}, "rooms");
        return ExitCode::done;
    }
    std::vector<std::vector<std::string>> rows{{"ROOM", "UNREAD", "MEMBERS", "KIND", "TITLE"}};
    for (const wire::RoomSummary &room : *rooms) {
        std::string unread = room.unread > 0 ? std::to_string(room.unread) : "";
        if (room.mentions > 0)
            unread += " (" + std::to_string(room.mentions) + " for you)";
        std::string kind = wire::word(room.kind);
        if (room.archived)
            kind += ", archived";
        if (!room.role)
            kind += ", not joined";
        rows.push_back({calledName(room, session.me().name), unread, std::to_string(room.members),
                        kind, shown(room.title, " ")});
    }
    place.output.text(table(rows));
    return ExitCode::done;
}

ExitCode runPeople(const Place &place, const PeopleOptions &options) {
    Session session(place.common, {}, place.signals, place.say);
    wire::People request{
        .query = options.query, .after = std::nullopt, .limit = limits::pageEntries};
    std::vector<std::vector<std::string>> rows{{"NAME", "STATE", "TITLE"}};
    while (true) {
        Got<wire::PeopleReply> reply = session.ask<wire::PeopleReply>(request);
        if (!reply)
            return reply.end();
        if (reply->people.empty())
            break;
        request.after = reply->people.back().name;
        if (place.common.json)
            printJson(place, *reply, "people");
        for (const wire::PersonRow &person : reply->people)
            rows.push_back({person.name.value + (person.bot ? " (bot)" : ""),
                            stateWord(person.state, person.text), shown(person.title, " ")});
    }
    if (!place.common.json)
        place.output.text(table(rows));
    return ExitCode::done;
}

ExitCode runMembers(const Place &place, const MembersOptions &options) {
    Session session(place.common, {}, place.signals, place.say);
    Got<RoomName> room = session.resolve(options.room);
    if (!room)
        return room.end();
    wire::Members request{.room = *room, .after = std::nullopt, .limit = limits::pageEntries};
    std::vector<std::vector<std::string>> rows{{"NAME", "ROLE", "STATE", "READ", "TITLE"}};
    while (true) {
        Got<wire::MembersReply> reply = session.ask<wire::MembersReply>(request);
        if (!reply)
            return reply.end();
        if (reply->members.empty())
            break;
        request.after = reply->members.back().name;
        if (place.common.json)
            printJson(place, *reply, "members");
        for (const wire::MemberRow &member : reply->members)
            rows.push_back({member.name.value, wire::word(member.role), wire::word(member.state),
                            std::to_string(member.read.value), shown(member.title, " ")});
    }
    if (!place.common.json)
        place.output.text(table(rows));
    return ExitCode::done;
}

ExitCode runRead(const Place &place, const ReadOptions &options) {
    Session session(place.common, {}, place.signals, place.say);
    Got<RoomName> room = session.resolve(options.room);
    if (!room)
        return room.end();
    wire::Read request{.room = *room,
                       .seq = options.seq.value_or(Seq{0}),
                       .cursor = options.cursor,
                       .lower = options.lower && options.seq};
    if (!options.seq && !options.cursor) {
        Got<wire::HistoryReply> newest =
            session.ask<wire::HistoryReply>(wire::History{.room = *room,
                                                          .before = std::nullopt,
                                                          .after = std::nullopt,
                                                          .around = std::nullopt,
                                                          .limit = 1});
        if (!newest)
            return newest.end();
        request.seq = newest->head;
    }
    Got<wire::ReadReply> reply = session.ask<wire::ReadReply>(request);
    if (!reply)
        return reply.end();
    if (place.common.json)
        printJson(place, *reply, "");
    else
        place.output.line(std::to_string(reply->seq.value));
    return ExitCode::done;
}

} // namespace zchat::cli
