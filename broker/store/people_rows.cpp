#include "broker/store/people_rows.hpp"

#include "broker/store/folded_text.hpp"
#include "shared/wire/value.hpp"

namespace zchat::store {

namespace {

constexpr std::uint64_t accountRoles = 2;
constexpr std::uint64_t purposes = 3;
constexpr wire::DecodeBounds scopeBounds{.mapKeys = limits::mapKeys};

// A scope as the map that it is on the wire.
std::optional<wire::Bytes> encodeScope(const std::optional<wire::Scope> &scope) {
    if (!scope)
        return std::nullopt;
    wire::Map map;
    if (scope->rooms) {
        wire::Array rooms;
        for (const RoomName &room : *scope->rooms)
            rooms.emplace_back(room.value);
        map.emplace_back("rooms", std::move(rooms));
    }
    if (scope->ops) {
        wire::Array ops;
        for (const std::string &op : *scope->ops)
            ops.emplace_back(op);
        map.emplace_back("ops", std::move(ops));
    }
    if (scope->rate)
        map.emplace_back("rate", static_cast<std::int64_t>(*scope->rate));
    return wire::encodeValue(std::move(map));
}

std::optional<std::vector<std::string>> textsIn(const wire::Map &map, std::string_view key) {
    const wire::Value *value = wire::find(map, key);
    const wire::Array *array = value != nullptr ? value->as<wire::Array>() : nullptr;
    if (array == nullptr)
        return std::nullopt;
    std::vector<std::string> texts;
    for (const wire::Value &element : *array)
        if (const std::string *text = element.as<std::string>())
            texts.push_back(*text);
    return texts;
}

std::optional<wire::Scope> scopeFrom(Tables &tables, const db::Rows &rows, int column) {
    if (rows.isNull(column))
        return std::nullopt;
    const Result<wire::Value> value = wire::decodeValue(rows.blob(column), scopeBounds);
    const wire::Map *map = value ? value->as<wire::Map>() : nullptr;
    if (map == nullptr) {
        // A bot whose scope cannot be read may do nothing; the fault says why.
        tables.damaged("a bot's scope");
        return wire::Scope{.rooms = std::vector<RoomName>{},
                           .ops = std::vector<std::string>{},
                           .rate = std::nullopt};
    }
    wire::Scope scope;
    if (const auto rooms = textsIn(*map, "rooms"))
        scope.rooms.emplace(rooms->begin(), rooms->end());
    scope.ops = textsIn(*map, "ops");
    if (const wire::Value *rate = wire::find(*map, "rate"))
        if (const std::int64_t *number = rate->as<std::int64_t>())
            scope.rate = static_cast<std::uint64_t>(*number);
    return scope;
}

std::optional<db::Blob> asBlob(const std::optional<wire::Bytes> &bytes) {
    return bytes ? std::optional(db::Blob{*bytes}) : std::nullopt;
}

// name, title, role, bot, scope, disabled, removed, added
hub::AccountRecord accountFrom(Tables &tables, const db::Rows &rows) {
    return {.name = AccountName(rows.text(0)),
            .title = std::string(rows.text(1)),
            .role = tables.enumFrom<wire::AccountRole>(rows, 2, accountRoles),
            .bot = rows.integer(3) != 0,
            .scope = scopeFrom(tables, rows, 4),
            .disabled = rows.integer(5) != 0,
            .removed = rows.integer(6) != 0,
            .added = rows.integer(7)};
}

// key, account, label, added, seen, revoked, ticket
hub::DeviceRecord deviceFrom(const db::Rows &rows) {
    return {.key = rows.id<PublicKey>(0),
            .account = AccountName(rows.text(1)),
            .label = std::string(rows.text(2)),
            .added = rows.integer(3),
            .seen = rows.integer(4),
            .revoked = rows.integer(5) != 0,
            .ticket =
                rows.isNull(6) ? std::nullopt : std::optional<PublicKey>(rows.id<PublicKey>(6))};
}

std::optional<AccountName> nameFrom(const db::Rows &rows, int column) {
    return rows.isNull(column) ? std::nullopt : std::optional<AccountName>(rows.text(column));
}

// key, purpose, name, scope, made_by, expires, uses_left, revoked
hub::TicketRecord ticketFrom(Tables &tables, const db::Rows &rows) {
    return {.key = rows.id<PublicKey>(0),
            .purpose = tables.enumFrom<wire::Purpose>(rows, 1, purposes),
            .name = nameFrom(rows, 2),
            .scope = scopeFrom(tables, rows, 3),
            .by = nameFrom(rows, 4),
            .expires = rows.integer(5),
            .usesLeft = rows.number(6),
            .revoked = rows.integer(7) != 0};
}

} // namespace

std::optional<hub::AccountRecord> account(Tables &tables, const AccountName &name) {
    db::Rows rows = tables.database.query("SELECT name, title, role, bot, scope, disabled, "
                                          "removed, added FROM accounts WHERE name = ?1",
                                          {name});
    return rows.next() ? std::optional(accountFrom(tables, rows)) : std::nullopt;
}

std::vector<hub::AccountRecord> accounts(Tables &tables, const std::string &query,
                                         const std::optional<AccountName> &after,
                                         std::uint64_t limit) {
    std::vector<hub::AccountRecord> found;
    const std::string wanted = foldedText(query);
    db::Rows rows =
        tables.database.query("SELECT name, title, role, bot, scope, disabled, removed, added "
                              "FROM accounts WHERE name > ?1 AND removed = 0 ORDER BY name",
                              {after ? after->value : std::string()});
    while (found.size() < limit && rows.next())
        if (wanted.empty() || foldedText(rows.text(0)).find(wanted) != std::string::npos ||
            foldedText(rows.text(1)).find(wanted) != std::string::npos)
            found.push_back(accountFrom(tables, rows));
    return found;
}

bool hasAccounts(Tables &tables) {
    db::Rows rows = tables.database.query("SELECT 1 FROM accounts LIMIT 1");
    return rows.next();
}

std::vector<hub::AccountRecord> everyAccount(Tables &tables) {
    std::vector<hub::AccountRecord> found;
    db::Rows rows = tables.database.query("SELECT name, title, role, bot, scope, disabled, "
                                          "removed, added FROM accounts ORDER BY name");
    while (rows.next())
        found.push_back(accountFrom(tables, rows));
    return found;
}

void put(Tables &tables, const hub::AccountRecord &account) {
    const std::optional<wire::Bytes> scope = encodeScope(account.scope);
    tables.database.run("INSERT OR REPLACE INTO accounts(name, title, role, bot, scope, disabled, "
                        "removed, added) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
                        {account.name, account.title, static_cast<int>(account.role), account.bot,
                         asBlob(scope), account.disabled, account.removed, account.added});
}

std::optional<hub::DeviceRecord> device(Tables &tables, const PublicKey &key) {
    db::Rows rows = tables.database.query("SELECT key, account, label, added, seen, revoked, "
                                          "ticket FROM devices WHERE key = ?1",
                                          {key});
    return rows.next() ? std::optional(deviceFrom(rows)) : std::nullopt;
}

std::vector<hub::DeviceRecord> devicesOf(Tables &tables, const AccountName &account) {
    std::vector<hub::DeviceRecord> found;
    db::Rows rows = tables.database.query(
        "SELECT key, account, label, added, seen, revoked, ticket FROM devices "
        "WHERE account = ?1 AND revoked = 0 ORDER BY number",
        {account});
    while (rows.next())
        found.push_back(deviceFrom(rows));
    return found;
}

std::vector<hub::DeviceRecord> everyDevice(Tables &tables) {
    std::vector<hub::DeviceRecord> found;
    db::Rows rows = tables.database.query("SELECT key, account, label, added, seen, revoked, "
                                          "ticket FROM devices ORDER BY number");
    while (rows.next())
        found.push_back(deviceFrom(rows));
    return found;
}

void put(Tables &tables, const hub::DeviceRecord &device) {
    tables.database.run(
        "INSERT INTO devices(key, account, label, added, seen, revoked, ticket) "
        "VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT(key) DO UPDATE SET account = ?2, "
        "label = ?3, added = ?4, seen = ?5, revoked = ?6, ticket = ?7",
        {device.key, device.account, device.label, device.added, device.seen, device.revoked,
         device.ticket});
}

std::optional<hub::TicketRecord> ticket(Tables &tables, const PublicKey &key) {
    db::Rows rows = tables.database.query("SELECT key, purpose, name, scope, made_by, expires, "
                                          "uses_left, revoked FROM tickets WHERE key = ?1",
                                          {key});
    return rows.next() ? std::optional(ticketFrom(tables, rows)) : std::nullopt;
}

std::vector<hub::TicketRecord> everyTicket(Tables &tables) {
    std::vector<hub::TicketRecord> found;
    db::Rows rows = tables.database.query("SELECT key, purpose, name, scope, made_by, expires, "
                                          "uses_left, revoked FROM tickets ORDER BY key");
    while (rows.next())
        found.push_back(ticketFrom(tables, rows));
    return found;
}

void put(Tables &tables, const hub::TicketRecord &ticket) {
    const std::optional<wire::Bytes> scope = encodeScope(ticket.scope);
    tables.database.run(
        "INSERT OR REPLACE INTO tickets(key, purpose, name, scope, made_by, expires, uses_left, "
        "revoked) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        {ticket.key, static_cast<int>(ticket.purpose), ticket.name, asBlob(scope), ticket.by,
         ticket.expires, ticket.usesLeft, ticket.revoked});
}

} // namespace zchat::store
