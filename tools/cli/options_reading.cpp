#include "tools/cli/option_table.hpp"

namespace zchat::cli {

namespace {

std::optional<std::string> parseCursor(const std::string &word) {
    return word.empty() || word.size() > limits::cursorBytes ? std::nullopt : std::optional(word);
}
template <class Take>
void addCursor(CLI::App &app, const std::string &description, Take take) {
    addParsed(app, "--cursor", description, "a cursor's name: 1 to 64 bytes", parseCursor, take);
}

void addFollow(const OptionTable &table) {
    const auto [app, options] =
        addCommand<FollowOptions>(table, "follow", "Print what is said, as it is said");
    app->footer("Without ROOM: every room of the account. With --cursor it goes on exactly where "
                "that cursor stopped, days later too, from a new cursor at the beginning; the "
                "cursor moves once the output is flushed.");
    const auto o = options;
    addWords(*app, "ROOM", "rooms, or @NAME for a direct room", [o](const auto &words) {
        for (const std::string &word : words) {
            auto room = parseTarget(word);
            if (!room)
                throw CLI::ValidationError("'" + escaped(word) + "' is not a room.");
            o->rooms.push_back(std::move(*room));
        }
    });
    addCursor(*app, "NAME: a bookmark that the broker keeps for this account",
              [o](std::string cursor) { o->cursor = std::move(cursor); });
    addSeq(*app, "--from", "begin with this entry; with --cursor, only where that is new",
           [o](Seq from) { o->from = from; });
    app->add_flag("--until-head,--no-wait", o->untilHead, "end at what is the last entry now");
}

void addHistory(const OptionTable &table) {
    const auto [app, options] =
        addCommand<HistoryOptions>(table, "history", "Print messages of a room as they stand now");
    const auto o = options;
    addTarget(*app, [o](Target room) { o->room = std::move(room); })->required();
    CLI::Option *before =
        addSeq(*app, "--before", "those before this seq", [o](Seq seq) { o->before = seq; });
    CLI::Option *after =
        addSeq(*app, "--after", "those after this seq", [o](Seq seq) { o->after = seq; });
    addSeq(*app, "--around", "those around this seq", [o](Seq seq) {
        o->around = seq;
    })->excludes(before, after);
    before->excludes(after);
    addLimit(*app, [o](std::uint64_t limit) { o->limit = limit; });
}

void addSearch(const OptionTable &table) {
    const auto [app, options] =
        addCommand<SearchOptions>(table, "search", "Find messages that have all the words");
    app->footer("Newest first. Without words, everything that the filters let through. Times are "
                "local: 2026-11-23, '2026-11-23 17:22', or 2h for two hours ago.");
    const auto o = options;
    addWords(*app, "WORDS", "what to look for",
             [o](const auto &words) { o->query = joinedWords(words); });
    addTarget(
        *app, [o](Target room) { o->room = std::move(room); }, "--room,--in");
    addParsed(*app, "--from", "said by this person", "a person's name", parseAccountName,
              [o](AccountName from) { o->from = std::move(from); });
    addParsed(
        *app, "--has", "file or link", "one of: file, link",
        [](const std::string &word) -> std::optional<wire::Has> {
            if (word == "file")
                return wire::Has::file;
            return word == "link" ? std::optional(wire::Has::link) : std::nullopt;
        },
        [o](wire::Has has) { o->has = has; });
    const auto moment = [now = table.surroundings.now](const std::string &word) {
        return parseMoment(word, now);
    };
    const std::string expected = "a time like 2026-11-23, '2026-11-23 17:22' or 2h";
    addParsed(*app, "--since", "not before this time", expected, moment,
              [o](TimeMs since) { o->since = since; });
    addParsed(*app, "--until", "not after this time", expected, moment,
              [o](TimeMs until) { o->until = until; });
    addLimit(*app, [o](std::uint64_t limit) { o->limit = limit; });
}

void addRead(const OptionTable &table) {
    const auto [app, options] =
        addCommand<ReadOptions>(table, "read", "Mark a room as read, or move a cursor");
    app->footer("Without SEQ the whole room is read. With --cursor and without SEQ nothing moves: "
                "it prints where the cursor stands.");
    const auto o = options;
    addTarget(*app, [o](Target room) { o->room = std::move(room); })->required();
    addSeq(*app, "SEQ", "the last entry that is read", [o](Seq seq) { o->seq = seq; });
    addCursor(*app, "NAME: this bookmark, not the unread count",
              [o](std::string cursor) { o->cursor = std::move(cursor); });
    app->add_flag("--lower", o->lower, "let it move back, too");
}

} // namespace

void addReadingCommands(const OptionTable &table) {
    addFollow(table);
    addHistory(table);
    addSearch(table);

    const auto mentions =
        addCommand<MentionsOptions>(table, "mentions", "Print the messages that name this account");
    addLimit(*mentions.first, [o = mentions.second](std::uint64_t limit) { o->limit = limit; });

    const auto rooms = addCommand<RoomsOptions>(table, "rooms", "List this account's rooms");
    rooms.first->add_flag("--all", rooms.second->all, "the public ones to join, too");

    const auto people = addCommand<PeopleOptions>(table, "people", "List who there is");
    addWord(*people.first, "QUERY", "part of a name or title",
            [o = people.second](std::string query) { o->query = std::move(query); });

    addRead(table);

    const auto talk =
        addCommand<TalkOptions>(table, "talk", "Chat in the terminal; /help there tells more");
    addTarget(*talk.first, [o = talk.second](Target room) { o->room = std::move(room); });
}

} // namespace zchat::cli
