#include "broker/shell/config.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <unistd.h>

#include "shared/base/text.hpp"

namespace zchat::shell {

namespace {

// Reads what `parse` takes, or refuses with the sentence.
CLI::Validator oneOf(std::function<bool(const std::string &)> good, std::string sentence,
                     std::string shown) {
    return CLI::Validator([good = std::move(good), sentence = std::move(sentence)](
                              std::string &text) { return good(text) ? std::string() : sentence; },
                          std::move(shown));
}

struct ServeOptions {
    std::string data;
    std::vector<std::string> bind{"127.0.0.1"};
    std::uint16_t port = defaultPort;
    std::optional<std::uint16_t> requestsPort;
    std::optional<std::uint16_t> eventsPort;
    std::string publicAddress;
    std::string registration;
    std::string rate = "50/200";
    std::string maxFile = "2GiB";
    std::string quota = "off";
    std::string diskQuota = "off";
    std::string diskReserve = "512MiB";
    std::string readyFile;
    std::string log = "text";
    std::string logLevel = "info";
    std::string name;
};

struct AdminOptions {
    std::string data;
    bool json = false;
    std::string purpose = "account";
    std::string name;
    std::vector<std::string> rooms;
    std::vector<std::string> ops;
    std::optional<std::uint64_t> rate;
    std::optional<std::uint64_t> expiresHours;
    std::optional<std::uint64_t> uses;
    std::string query;
    std::optional<std::string> title;
    std::string role;
    bool disable = false;
    bool enable = false;
    bool remove = false;
    std::string device;
    std::string ticket;
    std::string target;
};

bool isAccount(const std::string &text) {
    return parseAccountName(text).has_value();
}
bool isRoom(const std::string &text) {
    return parseRoomName(text).has_value();
}
bool isKey(const std::string &text) {
    return fromHex<PublicKey>(text).has_value();
}

const CLI::Validator accountName =
    oneOf(isAccount, "is not an account's name: 1 to 32 of a-z 0-9 . _ -", "NAME");
const CLI::Validator roomName =
    oneOf(isRoom, "is not a room's name: 1 to 32 of a-z 0-9 . _ -", "ROOM");
const CLI::Validator hexKey = oneOf(isKey, "is not a key of 64 hex digits", "KEY");

const CLI::Validator size =
    oneOf([](const std::string &text) { return parseSize(text).has_value(); },
          "is no size such as 2GiB, 500MiB or 1000000", "");
const CLI::Validator sizeOrOff =
    oneOf([](const std::string &text) { return text == "off" || parseSize(text).has_value(); },
          "is neither a size such as 20GiB nor off", "");

void addFileOptions(CLI::App &app, ServeOptions &options) {
    app.add_option("--max-file", options.maxFile,
                   "The largest file that is taken; 2GiB unless told")
        ->type_name("SIZE")
        ->check(size);
    app.add_option("--quota", options.quota,
                   "What the files of one account may take together; off unless told")
        ->type_name("SIZE|off")
        ->check(sizeOrOff);
    app.add_option("--disk-quota", options.diskQuota,
                   "What all files may take together; off unless told")
        ->type_name("SIZE|off")
        ->check(sizeOrOff);
    app.add_option("--disk-reserve", options.diskReserve,
                   "What files leave free of their disk; 512MiB unless told")
        ->type_name("SIZE|off")
        ->check(sizeOrOff);
}

void addServeOptions(CLI::App &app, ServeOptions &options) {
    app.add_option("--data", options.data, "Folder of the broker's data and keys")
        ->type_name("DIR");
    app.add_option("--bind", options.bind, "Addresses to listen on; 127.0.0.1 is this machine only")
        ->type_name("ADDR");
    app.add_option("--port", options.port,
                   "Port of the front door; requests and events take the next two; 0: any free")
        ->type_name("N");
    app.add_option("--requests-port", options.requestsPort, "Port for requests")->type_name("N");
    app.add_option("--events-port", options.eventsPort, "Port for events")->type_name("N");
    app.add_option("--public", options.publicAddress,
                   "What the outside world calls this broker, for invite links")
        ->type_name("HOST[:PORT]")
        ->check(oneOf([](const std::string &text) { return parseAddress(text).has_value(); },
                      "is not HOST or HOST:PORT", ""));
    app.add_option("--registration", options.registration,
                   "Who may make an account: open to all, or invite (the default unless every "
                   "address is this machine's own)")
        ->type_name("open|invite")
        ->check(CLI::IsMember({"open", "invite"}));
    app.add_option("--rate", options.rate,
                   "Posts per second and burst of each account, 50/200 unless told; or off")
        ->type_name("N/BURST|off")
        ->check(oneOf([](const std::string &text) { return parsePace(text).has_value(); },
                      "is neither N/BURST nor off", ""));
    addFileOptions(app, options);
    app.add_option("--ready-file", options.readyFile,
                   "Written once every port is bound: the front door's line")
        ->type_name("FILE");
    app.add_option("--log", options.log, "Form of the log on standard error")
        ->type_name("text|json")
        ->check(CLI::IsMember({"text", "json"}));
    app.add_option("--log-level", options.logLevel, "The least that is logged")
        ->type_name("debug|info|warning|error")
        ->check(oneOf([](const std::string &text) { return parseLogLevel(text).has_value(); },
                      "is none of debug, info, warning, error", ""));
    app.add_option("--name", options.name, "The server's name, a label for people")
        ->type_name("NAME")
        ->check(oneOf(isTitle, "is not a name of up to 64 characters", ""));
}

void addAdminOptions(CLI::App &app, AdminOptions &options) {
    app.add_option("--data", options.data, "Folder of the broker's data and keys")
        ->type_name("DIR");
}

void addTicketOptions(CLI::App &app, AdminOptions &options) {
    app.add_option("purpose", options.purpose,
                   "account: lets a person in; device: one more device for an account; bot: a "
                   "program's account")
        ->check(CLI::IsMember({"account", "device", "bot"}));
    app.add_option("--name", options.name, "The account's name; else whoever comes chooses")
        ->check(accountName);
    app.add_option("--room", options.rooms, "bot: a room it may use; again for more")
        ->check(roomName);
    app.add_option("--op", options.ops, "bot: an op it may use; again for more");
    app.add_option("--rate", options.rate, "bot: requests per second");
    app.add_option("--expires-hours", options.expiresHours, "A week unless told");
    app.add_option("--uses", options.uses, "How often it lets someone in; once unless told");
}

void addAccountOptions(CLI::App &app, AdminOptions &options) {
    app.add_option("who", options.name, "The account")->required()->check(accountName);
    app.add_option("--title", options.title, "The name that people see");
    app.add_option("--role", options.role, "What it may do here")
        ->check(CLI::IsMember({"member", "admin"}));
    CLI::Option *disable = app.add_flag("--disable", options.disable, "Shut it out for now");
    app.add_flag("--enable", options.enable, "Let it in again")->excludes(disable);
    app.add_flag("--remove", options.remove, "End it for ever; what it said stays");
}

std::filesystem::path dataFolder(const std::string &own, const std::string &above) {
    if (!own.empty())
        return own;
    return above.empty() ? defaultDataFolder() : std::filesystem::path(above);
}

wire::Request ticketRequest(const AdminOptions &options) {
    wire::Ticket ticket;
    ticket.purpose = options.purpose == "bot"      ? wire::Purpose::bot
                     : options.purpose == "device" ? wire::Purpose::device
                                                   : wire::Purpose::account;
    ticket.name = parseAccountName(options.name);
    if (options.expiresHours)
        ticket.expiresS = *options.expiresHours * 3600;
    ticket.uses = options.uses;
    if (ticket.purpose == wire::Purpose::bot) {
        wire::Scope scope;
        if (!options.rooms.empty()) {
            scope.rooms.emplace();
            for (const std::string &room : options.rooms)
                scope.rooms->push_back(*parseRoomName(room));
        }
        if (!options.ops.empty())
            scope.ops = options.ops;
        scope.rate = options.rate;
        ticket.scope = scope;
    }
    return ticket;
}

wire::Request accountRequest(const AdminOptions &options) {
    wire::Account account{.who = *parseAccountName(options.name),
                          .title = options.title,
                          .role = {},
                          .disabled = {},
                          .removed = {}};
    if (!options.role.empty())
        account.role =
            options.role == "admin" ? wire::AccountRole::admin : wire::AccountRole::member;
    if (options.disable || options.enable)
        account.disabled = options.disable;
    if (options.remove)
        account.removed = true;
    return account;
}

wire::Request accountsRequest(const AdminOptions &options) {
    wire::Accounts accounts;
    if (!options.query.empty())
        accounts.query = options.query;
    accounts.limit = limits::pageEntries;
    return accounts;
}

wire::Request revokeRequest(const AdminOptions &options) {
    return wire::Revoke{.device = fromHex<PublicKey>(options.device),
                        .ticket = fromHex<PublicKey>(options.ticket)};
}

std::string hostName() {
    std::array<char, 256> name{};
    if (::gethostname(name.data(), name.size() - 1) != 0 || name.front() == '\0' ||
        !isTitle(name.data()))
        return "zchat";
    return name.data();
}

std::uint16_t following(std::uint16_t port, std::uint16_t steps) {
    return port == 0 ? std::uint16_t{0} : static_cast<std::uint16_t>(port + steps);
}

Command serveCommand(const ServeOptions &options) {
    if (options.port > 65533 && (!options.requestsPort || !options.eventsPort))
        return PrintCommand{.text = "chat-broker: --port " + std::to_string(options.port) +
                                    " leaves no room for the two ports after it.",
                            .status = exitUsage};
    const bool onlyHere = std::all_of(options.bind.begin(), options.bind.end(), isLoopback);
    const std::optional<Address> outside = parseAddress(options.publicAddress);
    // Where another port still fits behind it, none was given.
    const bool portGiven = outside && !parseAddress(options.publicAddress + ":1");
    ServeCommand serve{.data = dataFolder(options.data, {}),
                       .bind = options.bind,
                       .frontPort = options.port,
                       .requestsPort = options.requestsPort.value_or(following(options.port, 1)),
                       .eventsPort = options.eventsPort.value_or(following(options.port, 2)),
                       .publicHost = outside ? std::optional(outside->host) : std::nullopt,
                       .publicPort = portGiven ? std::optional(outside->port) : std::nullopt,
                       .registrationOpen =
                           options.registration.empty() ? onlyHere : options.registration == "open",
                       .pace = *parsePace(options.rate),
                       .files = {.fileBytes = *parseSize(options.maxFile),
                                 .accountBytes = parseSize(options.quota),
                                 .diskBytes = parseSize(options.diskQuota),
                                 .reserveBytes = parseSize(options.diskReserve).value_or(0),
                                 .freeBytes = {}},
                       .readyFile = options.readyFile,
                       .logFormat = options.log == "json" ? LogFormat::json : LogFormat::text,
                       .logLevel = *parseLogLevel(options.logLevel),
                       .name = options.name.empty() ? hostName() : options.name};
    return serve;
}

// One sentence for whatever CLI11 found wrong; its own speak of INI files and turn words around.
std::string sentenceOf(const CLI::App &app, const CLI::ParseError &error, const std::string &file) {
    const std::string what = error.what();
    if (dynamic_cast<const CLI::FileError *>(&error) != nullptr)
        return "The configuration " + file + " cannot be read.";
    if (dynamic_cast<const CLI::ConfigError *>(&error) != nullptr) {
        const std::string_view unknown = "INI was not able to parse ";
        return "The configuration " + file + " has \"" +
               (what.starts_with(unknown) ? what.substr(unknown.size()) : what) +
               "\", which is no setting.";
    }
    if (dynamic_cast<const CLI::ExtrasError *>(&error) != nullptr) {
        std::string words;
        for (const std::string &word : app.remaining(true))
            words += ' ' + word;
        return "There is no such argument:" + words + '.';
    }
    const std::string_view conversion = "Could not convert: ";
    const std::string plain = what.starts_with(conversion)
                                  ? what.substr(conversion.size()) + " is no value that it takes"
                                  : what;
    return plain + (file.empty() ? "." : " (on the command line or in " + file + ").");
}

PrintCommand refused(const CLI::App &app, const CLI::ParseError &error) {
    const CLI::Option *config = app.get_config_ptr();
    const std::string file = config->count() > 0 ? config->as<std::string>() : std::string();
    return {.text = "chat-broker: " + sentenceOf(app, error, file) +
                    "\nRun chat-broker --help to see what there is.",
            .status = exitUsage};
}

} // namespace

Command parseCommandLine(int argc, const char *const *argv) {
    CLI::App app("A self-hosted team chat: the broker.\nExit status: 0 done, 1 failed or refused, "
                 "2 wrong usage or configuration, 3 no broker runs on that data folder.",
                 "chat-broker");
    app.set_version_flag("--version", "chat-broker " ZCHAT_VERSION);
    app.set_config("--config", "", "Read settings from a TOML file; its keys are these flags")
        ->type_name("FILE");
    app.allow_config_extras(CLI::config_extras_mode::error);
    app.require_subcommand(0, 1);

    ServeOptions serve;
    addServeOptions(app, serve);
    app.add_subcommand("serve", "Run the broker; what happens without a word, too")->fallthrough();

    AdminOptions admin;
    CLI::App *ticket = app.add_subcommand("ticket", "Make a ticket and print its invite link");
    addTicketOptions(*ticket, admin);
    CLI::App *accounts = app.add_subcommand("accounts", "List the accounts");
    accounts->add_option("query", admin.query, "A part of the name or title");
    CLI::App *account = app.add_subcommand("account", "Change an account");
    addAccountOptions(*account, admin);
    CLI::App *revoke = app.add_subcommand("revoke", "End a device or a ticket");
    CLI::Option *device = revoke->add_option("--device", admin.device)->check(hexKey);
    revoke->add_option("--ticket", admin.ticket)->check(hexKey)->excludes(device);
    CLI::App *backup = app.add_subcommand("backup", "Copy everything into a new folder");
    backup->add_option("dir", admin.target, "The folder to make")->required();
    CLI::App *exported = app.add_subcommand("export", "Print everything as JSON Lines");
    CLI::App *check = app.add_subcommand("check", "Verify the data folder");
    ticket->validate_positionals(); // else a stray flag's value is taken for the purpose
    for (CLI::App *sub : {ticket, accounts, account, revoke, backup, exported, check})
        addAdminOptions(*sub, admin);
    for (CLI::App *sub : {ticket, accounts, account, revoke, check})
        sub->add_flag("--json", admin.json, "Print JSON, for programs");

    try {
        app.parse(argc, argv);
    } catch (const CLI::CallForHelp &) {
        return PrintCommand{.text = app.help(), .status = exitOk};
    } catch (const CLI::CallForVersion &) {
        return PrintCommand{.text = "chat-broker " ZCHAT_VERSION, .status = exitOk};
    } catch (const CLI::ParseError &error) {
        return refused(app, error);
    }

    const std::filesystem::path data = dataFolder(admin.data, serve.data);
    const auto asked = [&](wire::Request request) {
        return AdminCommand{.data = data, .request = std::move(request), .json = admin.json};
    };
    if (ticket->parsed())
        return asked(ticketRequest(admin));
    if (accounts->parsed())
        return asked(accountsRequest(admin));
    if (account->parsed())
        return asked(accountRequest(admin));
    if (revoke->parsed()) {
        if (admin.device.empty() && admin.ticket.empty())
            return PrintCommand{.text = "chat-broker: revoke needs --device KEY or --ticket KEY.",
                                .status = exitUsage};
        return asked(revokeRequest(admin));
    }
    if (backup->parsed())
        return BackupCommand{.data = data, .target = admin.target};
    if (exported->parsed())
        return ExportCommand{.data = data};
    if (check->parsed())
        return CheckCommand{.data = data, .json = admin.json};
    return serveCommand(serve);
}

} // namespace zchat::shell
