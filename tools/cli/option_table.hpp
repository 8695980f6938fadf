// Inside of options.cpp and its parts: how a word of the command line becomes a value, with CLI11.
//
// CLI11 throws; everything here is called below parseOptions, which catches.
#pragma once

#include <algorithm>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <CLI/CLI.hpp>

#include "shared/base/text.hpp"
#include "tools/cli/options.hpp"

namespace zchat::cli {

struct OptionTable {
    CLI::App &app;
    const Surroundings &surroundings;
    std::optional<Command> &command;
};

// CLI11 takes "[a,b]" apart at its commas and "++" for a command of its own, wherever they stand.
// Such words are veiled by one character before it sees them, and every add… below lifts it.
[[nodiscard]] inline std::string veiled(const std::string &word) {
    const bool special = word.starts_with('[') || word.starts_with('\x01') || word == "++";
    return special ? '\x01' + word : word;
}
[[nodiscard]] inline std::string unveiled(const std::string &word) {
    return word.starts_with('\x01') ? word.substr(1) : word;
}

// Adds an option or a positional whose word goes through `parse`; a word without a meaning ends
// the parsing with a sentence that says what was expected. Said twice, the last one counts, so that
// an alias with options can be overruled.
template <class Parse, class Take>
CLI::Option *addParsed(CLI::App &app, const std::string &name, const std::string &description,
                       const std::string &expected, Parse parse, Take take) {
    return app
        .add_option_function<std::string>(
            name,
            [parse, take, expected](const std::string &given) {
                const std::string word = unveiled(given);
                auto value = parse(word);
                if (!value)
                    throw CLI::ValidationError("'" + escaped(word) + "' is not " + expected + ".");
                take(std::move(*value));
            },
            description)
        ->take_last();
}

template <class Take>
CLI::Option *addTarget(CLI::App &app, Take take, const std::string &name = "ROOM") {
    return addParsed(app, name, "a room, or @NAME[,NAME…] for the direct room with people",
                     "a room: a name of a-z 0-9 . _ -, or @NAME for a direct room", parseTarget,
                     take);
}
template <class Take>
CLI::Option *addRoom(CLI::App &app, Take take) {
    return addParsed(app, "ROOM", "the room's name", "a room's name: a-z 0-9 . _ -", parseRoomName,
                     take);
}
template <class Take>
CLI::Option *addSeq(CLI::App &app, const std::string &name, const std::string &description,
                    Take take) {
    return addParsed(app, name, description, "a number of an entry: 1, 2, 3 …", parseCount,
                     [take](std::uint64_t number) { take(Seq{number}); });
}
template <class Take>
CLI::Option *addLimit(CLI::App &app, Take take) {
    return addParsed(app, "--limit", "at most that many (50)", "a number", parseCount, take);
}

// As many positionals as there are, or an option said again and again.
template <class Take>
CLI::Option *addWords(CLI::App &app, const std::string &name, const std::string &description,
                      Take take) {
    CLI::Option *option = app.add_option_function<std::vector<std::string>>(
        name,
        [take](std::vector<std::string> words) {
            std::transform(words.begin(), words.end(), words.begin(), unveiled);
            take(words);
        },
        description);
    // Without this an option would swallow the positionals that come after it.
    if (!option->get_positional())
        option->allow_extra_args(false);
    return option;
}
template <class Take>
CLI::Option *addWord(CLI::App &app, const std::string &name, const std::string &description,
                     Take take) {
    return app
        .add_option_function<std::string>(
            name, [take](const std::string &word) { take(unveiled(word)); }, description)
        ->take_last();
}
// One or more names of people.
template <class Take>
CLI::Option *addPeople(CLI::App &app, const std::string &name, const std::string &description,
                       Take take) {
    return addWords(app, name, description, [take](const std::vector<std::string> &words) {
        std::vector<AccountName> people;
        for (const std::string &word : words) {
            auto person = parseAccountName(word.starts_with('@') ? word.substr(1) : word);
            if (!person)
                throw CLI::ValidationError("'" + escaped(word) + "' is not a person's name.");
            people.push_back(std::move(*person));
        }
        take(std::move(people));
    });
}
inline std::string joinedWords(const std::vector<std::string> &words) {
    std::string text;
    for (const std::string &word : words)
        text += (text.empty() ? "" : " ") + word;
    return text;
}

// Makes a subcommand whose struct becomes the command once the parsing is through.
template <class Options>
std::pair<CLI::App *, std::shared_ptr<Options>>
addCommand(const OptionTable &table, const std::string &name, const std::string &description) {
    CLI::App *app = table.app.add_subcommand(name, description);
    std::shared_ptr<Options> options = std::make_shared<Options>();
    app->callback([options, &command = table.command] { command = Command(*options); });
    return {app, options};
}

void addMessageCommands(const OptionTable &table); // send, edit, delete, react, pin
void addFileCommands(const OptionTable &table);    // upload, download
void addReadingCommands(const OptionTable &table); // follow, history, search, …, talk
void addRoomCommands(const OptionTable &table);    // create, join, …
void addAccountCommands(const OptionTable &table); // whoami, devices, ticket, …

} // namespace zchat::cli
