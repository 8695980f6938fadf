#include "tools/cli/options.hpp"

#include <algorithm>
#include <iterator>

#include "tools/cli/option_table.hpp"

namespace zchat::cli {

namespace {

constexpr const char *footer = R"(Exit codes:
  0 done   1 the broker refused   2 wrong usage   3 no connection or answer in time
  4 the broker's key changed, or it does not know this device   5 this machine failed
  130 interrupted

Examples:
  make 2>&1 | chat-cli send build --batch 1s
  chat-cli follow build --json --cursor nightly --until-head | jq -r .body
  chat-cli --as alice@chat.example talk)";

struct CommonWords {
    std::string as;
    std::string invite;
    std::string home;
};

void addCommonOptions(CLI::App &app, Common &common, CommonWords &words) {
    const auto keepIn = [](std::string &place) {
        return [&place](std::string word) { place = std::move(word); };
    };
    addWord(app, "--as",
            "NAME[@HOST[:PORT]]: who to be and where; else $ZCHAT_AS, else the login name at "
            "localhost",
            keepIn(words.as));
    addWord(app, "--invite", "zchat://…: sign in with this invite link", keepIn(words.invite));
    addWord(app, "--home",
            "folder of keys and outboxes; else $ZCHAT_HOME, else $XDG_DATA_HOME/zchat/client",
            keepIn(words.home));
    addParsed(app, "--timeout",
              "how long to wait for a connection or an answer (10s); 0 is for ever",
              "a time like 10s, 500ms or 2m", parseDuration,
              [&common](std::chrono::milliseconds timeout) { common.timeout = timeout; });
    app.add_flag("--json", common.json, "answers as JSON, one object a line");
}

Saying usage(std::string text) {
    return Saying{.code = ExitCode::usage, .text = std::move(text)};
}

// Who to be: --as, then $ZCHAT_AS, then the login name. An invite link may name the account
// itself, so with one only --as counts.
std::optional<Saying> settleIdentity(const CommonWords &words, const Surroundings &surroundings,
                                     Common &common) {
    if (!words.home.empty())
        common.home = words.home;
    if (!words.invite.empty()) {
        common.invite = parseInviteLink(words.invite);
        if (!common.invite)
            return usage("--invite wants a whole invite link: zchat://HOST:PORT/#KEY.KEY");
    }
    std::string as = words.as;
    if (as.empty() && !common.invite)
        as = surroundings.as.value_or(surroundings.loginName);
    if (as.empty() && common.invite) {
        common.as.address = common.invite->address;
        return std::nullopt;
    }
    const std::optional<Identity> identity = parseIdentity(as);
    if (!identity)
        return usage("'" + escaped(as) +
                     "' says no account. Say --as NAME or NAME@HOST[:PORT], with a NAME of a-z 0-9 "
                     ". _ -");
    common.as = *identity;
    if (common.invite) {
        const bool hostSaid = as.find('@') != std::string::npos;
        if (hostSaid && identity->address != common.invite->address)
            return usage("--as and --invite name different brokers; leave the host out of --as.");
        common.as.address = common.invite->address;
    }
    return std::nullopt;
}

} // namespace

std::variant<Invocation, Saying> parseOptions(const std::vector<std::string> &words,
                                              const Surroundings &surroundings) {
    CLI::App app("chat-cli: zchat from the shell.", "chat-cli");
    Common common;
    CommonWords commonWords;
    std::optional<Command> command;
    try {
        app.footer(footer);
        app.set_version_flag("--version", "chat-cli " ZCHAT_VERSION);
        addCommonOptions(app, common, commonWords);
        // At most one command, so that the words of a message may be the names of commands.
        app.require_subcommand(1);
        app.fallthrough();
        const OptionTable table{.app = app, .surroundings = surroundings, .command = command};
        addMessageCommands(table);
        addFileCommands(table);
        addReadingCommands(table);
        addRoomCommands(table);
        addAccountCommands(table);
        std::vector<std::string> reversed; // as CLI11 wants them
        std::transform(words.rbegin(), words.rend(), std::back_inserter(reversed), veiled);
        app.parse(std::move(reversed));
    } catch (const CLI::CallForHelp &) {
        const auto chosen = app.get_subcommands();
        return Saying{.code = ExitCode::done,
                      .text = chosen.empty() ? app.help() : chosen.front()->help()};
    } catch (const CLI::CallForVersion &call) {
        return Saying{.code = ExitCode::done, .text = call.what()};
    } catch (const CLI::Error &error) {
        return usage(error.what());
    }
    if (auto saying = settleIdentity(commonWords, surroundings, common))
        return *saying;
    return Invocation{.common = std::move(common), .command = std::move(*command)};
}

} // namespace zchat::cli
