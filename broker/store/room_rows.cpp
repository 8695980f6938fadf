#include "broker/store/room_rows.hpp"

namespace zchat::store {

namespace {

constexpr std::uint64_t roomKinds = 3;
constexpr std::uint64_t roles = 3;
constexpr std::uint64_t standings = 3;
constexpr std::uint64_t notifies = 3;

// What the schema's partial indexes are written with.
static_assert(static_cast<int>(wire::RoomKind::publicRoom) == 0);
static_assert(static_cast<int>(hub::Standing::joined) == 0);

// Names have no spaces, so one between them makes one text of exactly these people.
std::optional<std::string> joinedNames(const std::vector<AccountName> &people) {
    if (people.empty())
        return std::nullopt;
    std::string names;
    for (const AccountName &person : people)
        names += (names.empty() ? "" : " ") + person.value;
    return names;
}

// name, kind, title, topic, archived, head, last_at, members, direct
hub::RoomRecord roomFrom(Tables &tables, const db::Rows &rows) {
    return {.name = RoomName(rows.text(0)),
            .kind = tables.enumFrom<wire::RoomKind>(rows, 1, roomKinds),
            .title = std::string(rows.text(2)),
            .topic = std::string(rows.text(3)),
            .archived = rows.integer(4) != 0,
            .head = Seq{rows.number(5)},
            .lastAt = rows.integer(6),
            .members = rows.number(7),
            .direct = splitNames(rows, 8)};
}

// role, standing, notify, notify_until from `column` on
hub::MemberRecord memberFrom(Tables &tables, const db::Rows &rows, int column) {
    return {.role = tables.enumFrom<wire::Role>(rows, column, roles),
            .standing = tables.enumFrom<hub::Standing>(rows, column + 1, standings),
            .notify = tables.enumFrom<wire::Notify>(rows, column + 2, notifies),
            .notifyUntil = rows.isNull(column + 3)
                               ? std::nullopt
                               : std::optional<TimeMs>(rows.integer(column + 3))};
}

std::vector<RoomName> namesIn(db::Rows rows) {
    std::vector<RoomName> names;
    while (rows.next())
        names.emplace_back(rows.text(0));
    return names;
}

} // namespace

std::optional<hub::RoomRecord> roomRecord(Tables &tables, const RoomName &name) {
    db::Rows rows =
        tables.database.query("SELECT name, kind, title, topic, archived, head, last_at, members, "
                              "direct FROM rooms WHERE name = ?1",
                              {name});
    return rows.next() ? std::optional(roomFrom(tables, rows)) : std::nullopt;
}

std::optional<RoomName> directOf(Tables &tables, const std::vector<AccountName> &people) {
    const std::optional<std::string> names = joinedNames(people);
    if (!names)
        return std::nullopt;
    db::Rows rows = tables.database.query("SELECT name FROM rooms WHERE direct = ?1", {*names});
    return rows.next() ? std::optional<RoomName>(rows.text(0)) : std::nullopt;
}

std::vector<hub::RoomRecord> everyRoom(Tables &tables) {
    std::vector<hub::RoomRecord> found;
    db::Rows rows = tables.database.query("SELECT name, kind, title, topic, archived, head, "
                                          "last_at, members, direct FROM rooms ORDER BY name");
    while (rows.next())
        found.push_back(roomFrom(tables, rows));
    return found;
}

void put(Tables &tables, const hub::RoomRecord &room) {
    // What a post changes of a room first: no index is touched.
    tables.database.run(
        "UPDATE rooms SET title = ?2, topic = ?3, archived = ?4, head = ?5, "
        "last_at = ?6, members = ?7 WHERE name = ?1",
        {room.name, room.title, room.topic, room.archived, room.head, room.lastAt, room.members});
    if (tables.database.changes() == 0)
        tables.database.run(
            "INSERT INTO rooms(name, title, topic, archived, head, last_at, members, kind, direct) "
            "VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
            {room.name, room.title, room.topic, room.archived, room.head, room.lastAt, room.members,
             static_cast<int>(room.kind), joinedNames(room.direct)});
}

std::optional<hub::MemberRecord> member(Tables &tables, const RoomName &room,
                                        const AccountName &who) {
    db::Rows rows = tables.database.query("SELECT role, standing, notify, notify_until "
                                          "FROM members WHERE room = ?1 AND who = ?2",
                                          {room, who});
    return rows.next() ? std::optional(memberFrom(tables, rows, 0)) : std::nullopt;
}

std::vector<std::pair<AccountName, hub::MemberRecord>>
members(Tables &tables, const RoomName &room, const std::optional<AccountName> &after,
        std::uint64_t limit) {
    std::vector<std::pair<AccountName, hub::MemberRecord>> found;
    db::Rows rows =
        tables.database.query("SELECT who, role, standing, notify, notify_until FROM members "
                              "WHERE room = ?1 AND who > ?2 AND standing = 0 ORDER BY who",
                              {room, after ? after->value : std::string()});
    while (found.size() < limit && rows.next())
        found.emplace_back(AccountName(rows.text(0)), memberFrom(tables, rows, 1));
    return found;
}

std::vector<RoomName> joinedBy(Tables &tables, const AccountName &who) {
    return namesIn(tables.database.query(
        "SELECT room FROM members WHERE who = ?1 AND standing = 0 ORDER BY room", {who}));
}

std::vector<RoomName> visibleTo(Tables &tables, const AccountName &who,
                                const std::optional<RoomName> &after, std::uint64_t limit) {
    // Two ordered streams merged, so that private rooms of others cost nothing.
    db::Rows rows = tables.database.query(
        "SELECT name FROM rooms WHERE kind = 0 AND name > ?2 UNION "
        "SELECT room FROM members WHERE who = ?1 AND standing = 0 AND room > ?2 ORDER BY 1",
        {who, after ? after->value : std::string()});
    std::vector<RoomName> names;
    while (names.size() < limit && rows.next())
        names.emplace_back(rows.text(0));
    return names;
}

void put(Tables &tables, const RoomName &room, const AccountName &who,
         const hub::MemberRecord &member) {
    tables.database.run("INSERT OR REPLACE INTO members(room, who, role, standing, notify, "
                        "notify_until) VALUES(?1, ?2, ?3, ?4, ?5, ?6)",
                        {room, who, static_cast<int>(member.role),
                         static_cast<int>(member.standing), static_cast<int>(member.notify),
                         member.notifyUntil});
}

Seq marker(Tables &tables, const AccountName &account, const RoomName &room,
           const std::string &cursor) {
    db::Rows rows = tables.database.query(
        "SELECT seq FROM markers WHERE account = ?1 AND room = ?2 AND cursor = ?3",
        {account, room, cursor});
    return rows.next() ? Seq{rows.number(0)} : Seq{};
}

void putMarker(Tables &tables, const AccountName &account, const RoomName &room,
               const std::string &cursor, Seq seq) {
    tables.database.run(
        "INSERT OR REPLACE INTO markers(account, room, cursor, seq) VALUES(?1, ?2, ?3, ?4)",
        {account, room, cursor, seq});
}

} // namespace zchat::store
