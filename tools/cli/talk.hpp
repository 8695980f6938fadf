// Talk: an interactive chat in a terminal, or in a pair of pipes where there is none.
//
// One room is open at a time; of the others it shows what is said to this person. It waits for
// nothing: every answer comes back to what was to be done with it.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "tools/cli/commands.hpp"
#include "tools/cli/line_editor.hpp"
#include "tools/cli/terminal.hpp"

namespace zchat::cli {

class Talk final {
public:
    Talk(const Place &place, Target room);
    ExitCode run();

private:
    struct SlashCommand {
        std::string_view name;
        std::string_view arguments;
        std::string_view help;
        void (Talk::*run)(const std::string &arguments);
    };
    static const std::vector<SlashCommand> &slashCommands();

    // Input.
    std::optional<ExitCode> readInput();
    std::optional<ExitCode> feedTerminal(std::string_view bytes);
    std::optional<ExitCode> typed(const LineEditor::Happening &happening);
    std::optional<ExitCode> endOfInput();
    void takeLines();
    void entered(const std::string &line);
    [[nodiscard]] bool saidAll() const;
    void completeWord();
    [[nodiscard]] std::vector<std::string> candidatesFor(const std::string &word) const;

    // Notices.
    void hear(const client::Notice &notice);
    void hearRooms(const std::vector<wire::RoomSummary> &rooms);
    void hearRoom(const client::RoomChanged &changed);
    void hearEntries(const client::EntriesAdded &added);
    void hearWindow(const client::WindowLoaded &window);
    void hearDraft(const client::DraftChanged &draft);
    void hearAnswer(const client::Answered &answer);

    // Rooms.
    void tryEnter();
    void open(const RoomName &room);
    void showEntry(const wire::Entry &entry, const std::string &words, const std::string &room);
    void markRead(Seq seq);
    [[nodiscard]] std::string nameOf(const RoomName &room) const;
    [[nodiscard]] std::string prompt() const;
    [[nodiscard]] bool isForMe(const RoomName &room, const wire::Entry &entry) const;

    // Asks, and does `then` with the answer; a refusal is printed.
    template <class Reply>
    void ask(const wire::Request &request, std::function<void(const Reply &)> then) {
        const client::Token token = session_.askLater(request);
        answers_.emplace(token, [then = std::move(then)](const wire::Reply &reply) {
            if (const auto *expected = std::get_if<Reply>(&reply))
                then(*expected);
        });
    }
    void post(wire::Content content);
    void tell(const std::string &text);

    // Slash commands, in talk_commands.cpp.
    void join(const std::string &arguments);
    void leave(const std::string &arguments);
    void listRooms(const std::string &arguments);
    void listPeople(const std::string &arguments);
    void listMembers(const std::string &arguments);
    void direct(const std::string &arguments);
    void create(const std::string &arguments);
    void invite(const std::string &arguments);
    void history(const std::string &arguments);
    void search(const std::string &arguments);
    void reply(const std::string &arguments);
    void edit(const std::string &arguments);
    void remove(const std::string &arguments);
    void react(const std::string &arguments);
    void away(const std::string &arguments);
    void back(const std::string &arguments);
    void help(const std::string &arguments);
    void quit(const std::string &arguments);

    const Place &place_;
    Terminal terminal_;
    LineEditor editor_;
    Session session_;
    std::optional<Target> wanted_; // to be opened as soon as it can be
    bool entering_ = false;        // a join or direct for it is under way
    std::optional<RoomName> room_;
    std::optional<client::Token> loading_; // the window of room_ that is on its way
    std::vector<wire::Entry> early_;       // came before it
    Seq shown_;                            // of room_
    std::string day_;                      // of the last line shown
    std::map<RoomName, wire::RoomSummary> rooms_;
    std::set<std::string> people_; // heard of, for completion
    std::map<client::Token, std::function<void(const wire::Reply &)>> answers_;
    std::set<EntryId> unstored_;
    client::Token windowToken_ = client::Token{1} << 32U; // apart from the session's own
    std::string inputLines_;                              // without a terminal: not yet taken
    bool inputOver_ = false;
    Until leaveBy_;
    bool quit_ = false;
};

} // namespace zchat::cli
