#include "tools/cli/option_table.hpp"

namespace zchat::cli {

namespace {

// Fills in one request; the sentence stands on stderr once the broker has said yes.
template <class Request>
std::pair<CLI::App *, std::shared_ptr<Request>>
addRequest(const OptionTable &table, const std::string &name, const std::string &description,
           const std::string &said) {
    CLI::App *app = table.app.add_subcommand(name, description);
    const auto request = std::make_shared<Request>();
    app->final_callback([request, said, &command = table.command] {
        command = Command(RequestsOptions{.requests = {*request}, .said = said});
    });
    return {app, request};
}

// ROOM NAME…: one request for each person.
template <class Request>
void addForPeople(const OptionTable &table, const std::string &name, const std::string &description,
                  const std::string &said) {
    const auto [app, options] = addCommand<RequestsOptions>(table, name, description);
    const auto room = std::make_shared<RoomName>();
    const auto o = options;
    o->said = said;
    addRoom(*app, [room](RoomName value) { *room = std::move(value); })->required();
    const auto people = std::make_shared<std::vector<AccountName>>();
    addPeople(*app, "NAME", "whom", [people](std::vector<AccountName> names) {
        *people = std::move(names);
    })->required();
    app->final_callback([o, room, people, &command = table.command] {
        for (const AccountName &person : *people)
            o->requests.push_back(Request{.room = *room, .who = person});
        command = Command(*o);
    });
}

template <class Value>
auto chosenFrom(std::vector<std::pair<std::string, Value>> choices) {
    return [choices = std::move(choices)](const std::string &word) -> std::optional<Value> {
        for (const auto &[name, value] : choices)
            if (name == word)
                return value;
        return std::nullopt;
    };
}

void addCreate(const OptionTable &table) {
    const auto [app, request] =
        addRequest<wire::Create>(table, "create", "Make a room", "The room is there.");
    const auto r = request;
    addRoom(*app, [r](RoomName room) { r->room = std::move(room); })->required();
    app->add_flag_callback(
        "--private", [r] { r->kind = wire::RoomKind::privateRoom; },
        "only for those who are invited");
    addWord(*app, "--title", "a title", [r](std::string title) { r->title = std::move(title); });
    addWord(*app, "--topic", "what it is about",
            [r](std::string topic) { r->topic = std::move(topic); });
    addPeople(*app, "--with", "who else is in it from the start",
              [r](std::vector<AccountName> names) { r->invite = std::move(names); });
}

void addRoomChange(const OptionTable &table) {
    const auto [app, request] = addRequest<wire::Room>(
        table, "room", "Change a room's title, topic or whether it is archived", "Changed.");
    const auto r = request;
    addRoom(*app, [r](RoomName room) { r->room = std::move(room); })->required();
    addWord(*app, "--title", "the new title",
            [r](std::string title) { r->title = std::move(title); });
    addWord(*app, "--topic", "the new topic",
            [r](std::string topic) { r->topic = std::move(topic); });
    CLI::Option *archive = app->add_flag_callback(
        "--archive", [r] { r->archived = true; }, "take no more posts");
    app->add_flag_callback(
           "--unarchive", [r] { r->archived = false; }, "take posts again")
        ->excludes(archive);
}

void addRole(const OptionTable &table) {
    const auto [app, request] =
        addRequest<wire::SetRole>(table, "role", "Give a member another role", "Changed.");
    const auto r = request;
    addRoom(*app, [r](RoomName room) { r->room = std::move(room); })->required();
    addParsed(*app, "NAME", "whose", "a person's name", parseAccountName, [r](AccountName who) {
        r->who = std::move(who);
    })->required();
    addParsed(*app, "ROLE", "member, moderator or owner", "one of: member, moderator, owner",
              chosenFrom<wire::Role>({{"member", wire::Role::member},
                                      {"moderator", wire::Role::moderator},
                                      {"owner", wire::Role::owner}}),
              [r](wire::Role role) { r->role = role; })
        ->required();
}

void addNotify(const OptionTable &table) {
    const auto [app, request] = addRequest<wire::SetNotify>(
        table, "notify", "Say what this account wants to be told of", "Changed.");
    const auto r = request;
    addRoom(*app, [r](RoomName room) { r->room = std::move(room); })->required();
    addParsed(*app, "MODE", "all, mentions or none", "one of: all, mentions, none",
              chosenFrom<wire::Notify>({{"all", wire::Notify::all},
                                        {"mentions", wire::Notify::mentions},
                                        {"none", wire::Notify::none}}),
              [r](wire::Notify mode) { r->mode = mode; })
        ->required();
    addParsed(*app, "--for", "only for so long: 1h", "a time like 1h", parseDuration,
              [r, now = table.surroundings.now](std::chrono::milliseconds time) {
                  r->until = now + time.count();
              });
}

void addTicket(const OptionTable &table) {
    const auto [app, options] = addCommand<TicketOptions>(
        table, "ticket", "Make an invite link: for one more device, a new account or a bot");
    const std::shared_ptr<TicketOptions> held = options;
    wire::Ticket *ticket = &held->ticket; // lives as long as the callback that addCommand made
    ticket->purpose = wire::Purpose::device;
    addParsed(*app, "PURPOSE", "device, account or bot (device)", "one of: device, account, bot",
              chosenFrom<wire::Purpose>({{"device", wire::Purpose::device},
                                         {"account", wire::Purpose::account},
                                         {"bot", wire::Purpose::bot}}),
              [ticket](wire::Purpose purpose) { ticket->purpose = purpose; });
    addParsed(*app, "--name", "the account's name", "a person's name", parseAccountName,
              [ticket](AccountName name) { ticket->name = std::move(name); });
    addParsed(*app, "--expires", "how long it is good for (7d)", "a time like 7d or 12h",
              parseDuration, [ticket](std::chrono::milliseconds time) {
                  ticket->expiresS = static_cast<std::uint64_t>(time.count() / 1000);
              });
    addParsed(*app, "--uses", "how often (1)", "a number", parseCount,
              [ticket](std::uint64_t uses) { ticket->uses = uses; });
    const auto scope = [ticket]() -> wire::Scope & {
        if (!ticket->scope)
            ticket->scope.emplace();
        return *ticket->scope;
    };
    addWords(*app, "--room", "a bot's rooms", [scope](const auto &words) {
        std::vector<RoomName> rooms;
        for (const std::string &word : words) {
            auto room = parseRoomName(word);
            if (!room)
                throw CLI::ValidationError("'" + escaped(word) + "' is not a room's name.");
            rooms.push_back(std::move(*room));
        }
        scope().rooms = std::move(rooms);
    });
    addWords(*app, "--op", "a bot's ops, by their names in the protocol",
             [scope](const auto &words) { scope().ops = words; });
    addParsed(*app, "--rate", "a bot's requests per second", "a number", parseCount,
              [scope](std::uint64_t rate) { scope().rate = rate; });
}

void addRevoke(const OptionTable &table) {
    const auto [app, request] = addRequest<wire::Revoke>(
        table, "revoke", "Shut out a device, or a ticket that is not spent", "Revoked.");
    const auto r = request;
    const auto key = [](const std::string &word) { return fromHex<PublicKey>(word); };
    addParsed(*app, "DEVICE", "a device's key, as `devices` lists them",
              "a device's key: 64 hex digits", key, [r](PublicKey device) { r->device = device; });
    addParsed(*app, "--ticket", "a ticket's key, as `ticket` printed it",
              "a ticket's key: 64 hex digits", key, [r](PublicKey ticket) { r->ticket = ticket; });
    app->parse_complete_callback([r] {
        if (r->device.has_value() == r->ticket.has_value())
            throw CLI::ValidationError("revoke wants DEVICE or --ticket KEY.");
    });
}

} // namespace

void addRoomCommands(const OptionTable &table) {
    addCreate(table);
    const auto join = addRequest<wire::Join>(table, "join", "Join a public room", "Joined.");
    addRoom(*join.first, [r = join.second](RoomName room) {
        r->room = std::move(room);
    })->required();
    const auto leave = addRequest<wire::Leave>(table, "leave", "Leave a room", "Left.");
    addRoom(*leave.first, [r = leave.second](RoomName room) {
        r->room = std::move(room);
    })->required();
    addForPeople<wire::Invite>(table, "invite", "Make people members of a room", "Invited.");
    addForPeople<wire::Remove>(table, "remove", "Remove people from a room", "Removed.");
    addRoomChange(table);
    addRole(table);
    addNotify(table);
    const auto members = addCommand<MembersOptions>(table, "members", "List a room's members");
    addTarget(*members.first, [o = members.second](Target room) {
        o->room = std::move(room);
    })->required();
    const auto direct = addCommand<DirectOptions>(
        table, "direct", "Print the name of the direct room with people; it is made if need be");
    addPeople(*direct.first, "NAME", "whom, up to seven", [o = direct.second](auto names) {
        o->with = std::move(names);
    })->required();
}

void addAccountCommands(const OptionTable &table) {
    addCommand<WhoamiOptions>(table, "whoami", "Print this account; makes it where it is new");
    addCommand<DevicesOptions>(table, "devices", "List the devices of this account");
    addTicket(table);
    addRevoke(table);
}

} // namespace zchat::cli
