#include <algorithm>
#include <sstream>
#include <utility>

#include "shared/base/text.hpp"
#include "shared/wire/codec.hpp"
#include "tools/cli/render.hpp"
#include "tools/cli/talk.hpp"

namespace zchat::cli {

namespace {

std::vector<std::string> wordsOf(const std::string &arguments) {
    std::istringstream stream(arguments);
    std::vector<std::string> words;
    for (std::string word; stream >> word;)
        words.push_back(std::move(word));
    return words;
}

std::optional<std::vector<AccountName>> peopleOf(const std::string &arguments) {
    std::vector<AccountName> people;
    for (const std::string &word : wordsOf(arguments)) {
        auto name = parseAccountName(word.starts_with('@') ? word.substr(1) : word);
        if (!name)
            return std::nullopt;
        people.push_back(std::move(*name));
    }
    return people.empty() ? std::nullopt : std::optional(std::move(people));
}

constexpr std::uint64_t hitsShown = 20;

// "42 some words": a seq, and what comes after it.
struct Numbered {
    Seq of;
    std::string rest;
};
std::optional<Numbered> numbered(const std::string &arguments) {
    const auto space = arguments.find(' ');
    const auto count = parseCount(arguments.substr(0, space));
    if (!count)
        return std::nullopt;
    return Numbered{.of = Seq{*count},
                    .rest = space == std::string::npos ? "" : arguments.substr(space + 1)};
}

std::string withoutLastNewline(std::string text) {
    if (text.ends_with('\n'))
        text.pop_back();
    return text;
}

} // namespace

const std::vector<Talk::SlashCommand> &Talk::slashCommands() {
    static const std::vector<SlashCommand> commands{
        {"join", "ROOM", "open a room, joining it where need be", &Talk::join},
        {"leave", "[ROOM]", "leave the room for good", &Talk::leave},
        {"rooms", "", "list the rooms", &Talk::listRooms},
        {"people", "[QUERY]", "list who there is", &Talk::listPeople},
        {"members", "", "list who is in this room", &Talk::listMembers},
        {"direct", "NAME…", "open the direct room with people", &Talk::direct},
        {"create", "ROOM [private]", "make a room and open it", &Talk::create},
        {"invite", "NAME…", "make people members of this room", &Talk::invite},
        {"history", "[COUNT]", "show older messages", &Talk::history},
        {"search", "WORDS…", "find messages everywhere", &Talk::search},
        {"reply", "SEQ TEXT", "answer a message", &Talk::reply},
        {"edit", "SEQ TEXT", "give an own message a new text", &Talk::edit},
        {"delete", "SEQ", "remove a message", &Talk::remove},
        {"react", "SEQ EMOJI", "react to a message", &Talk::react},
        {"away", "[TEXT]", "say that you are away", &Talk::away},
        {"back", "", "say that you are there again", &Talk::back},
        {"help", "", "show this", &Talk::help},
        {"quit", "", "leave the chat; Ctrl-D does too", &Talk::quit},
    };
    return commands;
}

void Talk::join(const std::string &arguments) {
    const auto target = parseTarget(arguments);
    if (!target) {
        tell("/join wants a room's name, or @NAME for a direct room.");
        return;
    }
    wanted_ = *target;
    entering_ = false;
    if (!session_.online())
        tell("It will be opened once there is a connection.");
}

void Talk::leave(const std::string &arguments) {
    const auto room = arguments.empty() ? room_ : parseRoomName(arguments);
    if (!room) {
        tell("/leave wants a room's name.");
        return;
    }
    ask<wire::OkReply>(wire::Leave{.room = *room},
                       [this, name = nameOf(*room)](const auto &) { tell("Left " + name + "."); });
}

void Talk::listRooms(const std::string &arguments) {
    static_cast<void>(arguments);
    std::vector<std::vector<std::string>> rows;
    for (const auto &[name, room] : rooms_) {
        std::string state = room.role ? "" : "not joined";
        if (room.unread > 0 && room.role)
            state = std::to_string(room.unread) + " unread";
        rows.push_back(
            {(name == room_ ? "> " : "  ") + nameOf(name), state, shown(room.title, " ")});
    }
    terminal_.print(withoutLastNewline(table(rows)));
}

void Talk::listPeople(const std::string &arguments) {
    wire::People request{
        .query = std::nullopt, .after = std::nullopt, .limit = limits::pageEntries};
    if (!arguments.empty())
        request.query = arguments;
    ask<wire::PeopleReply>(request, [this](const wire::PeopleReply &reply) {
        std::vector<std::vector<std::string>> rows;
        for (const wire::PersonRow &person : reply.people) {
            people_.insert(person.name.value);
            rows.push_back({person.name.value, wire::word(person.state), shown(person.title, " "),
                            shown(person.text.value_or(""), " ")});
        }
        terminal_.print(withoutLastNewline(table(rows)));
    });
}

void Talk::listMembers(const std::string &arguments) {
    static_cast<void>(arguments);
    if (!room_)
        return;
    const wire::Members request{
        .room = *room_, .after = std::nullopt, .limit = limits::pageEntries};
    ask<wire::MembersReply>(request, [this](const wire::MembersReply &reply) {
        std::vector<std::vector<std::string>> rows;
        for (const wire::MemberRow &member : reply.members)
            rows.push_back({member.name.value, wire::word(member.role), wire::word(member.state),
                            shown(member.title, " ")});
        terminal_.print(withoutLastNewline(table(rows)));
    });
}

void Talk::direct(const std::string &arguments) {
    auto people = peopleOf(arguments);
    if (!people) {
        tell("/direct wants one name or more.");
        return;
    }
    wanted_ = Target{std::move(*people)};
    entering_ = false;
}

void Talk::create(const std::string &arguments) {
    const std::vector<std::string> words = wordsOf(arguments);
    const auto room = words.empty() ? std::nullopt : parseRoomName(words.front());
    const bool isPrivate = words.size() == 2 && words[1] == "private";
    if (!room || words.size() > 2 || (words.size() == 2 && !isPrivate)) {
        tell("/create wants a name of a-z 0-9 . _ - and perhaps the word private.");
        return;
    }
    wire::Create request;
    request.room = *room;
    request.kind = isPrivate ? wire::RoomKind::privateRoom : wire::RoomKind::publicRoom;
    ask<wire::RoomReply>(request, [this](const wire::RoomReply &reply) {
        rooms_.insert_or_assign(reply.room.room, reply.room);
        open(reply.room.room);
    });
}

void Talk::invite(const std::string &arguments) {
    const auto people = peopleOf(arguments);
    if (!people || !room_) {
        tell("/invite wants one name or more, and an open room.");
        return;
    }
    for (const AccountName &person : *people)
        ask<wire::OkReply>(wire::Invite{.room = *room_, .who = person}, [](const auto &) {});
}

void Talk::history(const std::string &arguments) {
    const auto count = arguments.empty() ? std::optional<std::uint64_t>(50) : parseCount(arguments);
    if (!count || !room_) {
        tell("/history wants a number, and an open room.");
        return;
    }
    const wire::History request{.room = *room_,
                                .before = std::nullopt,
                                .after = std::nullopt,
                                .around = std::nullopt,
                                .limit = std::min<std::uint64_t>(*count, limits::pageEntries)};
    ask<wire::HistoryReply>(request, [this](const wire::HistoryReply &reply) {
        for (const wire::Message &message : reply.messages)
            terminal_.print(line(message, ""));
    });
}

void Talk::search(const std::string &arguments) {
    wire::Search request;
    request.query = arguments;
    request.limit = hitsShown;
    ask<wire::HitsReply>(request, [this](const wire::HitsReply &reply) {
        for (auto hit = reply.hits.rbegin(); hit != reply.hits.rend(); ++hit)
            terminal_.print(line(hit->message, nameOf(hit->room)));
        if (reply.hits.empty())
            tell("Nothing was found.");
    });
}

void Talk::reply(const std::string &arguments) {
    const auto words = numbered(arguments);
    if (!words || words->rest.empty())
        tell("/reply wants the number of a message and a text.");
    else
        post(wire::Text{.body = words->rest, .reply = words->of, .mentions = {}});
}

void Talk::edit(const std::string &arguments) {
    const auto words = numbered(arguments);
    if (!words || words->rest.empty())
        tell("/edit wants the number of a message and a text.");
    else
        post(wire::Edit{.of = words->of, .body = words->rest});
}

void Talk::remove(const std::string &arguments) {
    const auto words = numbered(arguments);
    if (!words)
        tell("/delete wants the number of a message.");
    else
        post(wire::Redact{.of = words->of, .reason = std::nullopt});
}

void Talk::react(const std::string &arguments) {
    const auto words = numbered(arguments);
    if (!words || words->rest.empty())
        tell("/react wants the number of a message and an emoji.");
    else
        post(wire::React{.of = words->of, .emoji = words->rest, .on = true});
}

void Talk::away(const std::string &arguments) {
    wire::SetStatus request;
    request.state = wire::State::away;
    if (!arguments.empty())
        request.text = arguments;
    ask<wire::OkReply>(request, [this](const auto &) { tell("You are away."); });
}

void Talk::back(const std::string &arguments) {
    static_cast<void>(arguments);
    ask<wire::OkReply>(wire::SetStatus{}, [this](const auto &) { tell("You are there."); });
}

void Talk::help(const std::string &arguments) {
    static_cast<void>(arguments);
    std::vector<std::vector<std::string>> rows;
    for (const SlashCommand &command : slashCommands())
        rows.push_back({"/" + std::string(command.name) + " " + std::string(command.arguments),
                        std::string(command.help)});
    rows.push_back({"//text", "say something that begins with a slash"});
    rows.push_back({"Alt-Enter", "a new line within the message"});
    terminal_.print(withoutLastNewline(table(rows)));
}

void Talk::quit(const std::string &arguments) {
    static_cast<void>(arguments);
    quit_ = true;
}

} // namespace zchat::cli
