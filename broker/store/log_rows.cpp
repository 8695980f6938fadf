#include "broker/store/log_rows.hpp"

#include <algorithm>

#include "broker/store/tallies.hpp"
#include "shared/wire/codec.hpp"
#include "shared/wire/fold.hpp"

namespace zchat::store {

namespace {

using Messages = std::vector<wire::Encoded<wire::Message>>;

// key, message, entry: folded where something came later, else as it was said.
std::optional<wire::Message> messageFrom(Tables &tables, const db::Rows &rows) {
    const std::int64_t key = rows.integer(0);
    if (!rows.isNull(1))
        return tables.messageFrom(key, rows.blob(1));
    std::optional<wire::Entry> said = tables.entryFrom(key, rows.blob(2));
    return said ? std::optional(wire::toMessage(std::move(*said))) : std::nullopt;
}

std::optional<wire::Encoded<wire::Message>> messageBytesFrom(Tables &tables, const db::Rows &rows) {
    const std::int64_t key = rows.integer(0);
    return rows.isNull(1) ? tables.messageBytesFromEntry(key, rows.blob(2))
                          : tables.messageBytesFrom(key, rows.blob(1));
}

// At most `limit` messages and `pageBytes` bytes, but one where there is one.
Messages takeMessages(Tables &tables, db::Rows rows, std::uint64_t limit, std::size_t pageBytes) {
    Messages taken;
    std::size_t bytes = 0;
    while (taken.size() < limit && rows.next()) {
        std::optional<wire::Encoded<wire::Message>> next = messageBytesFrom(tables, rows);
        if (!next)
            return {};
        bytes += next->bytes.size();
        if (bytes > pageBytes && !taken.empty())
            break;
        taken.push_back(std::move(*next));
    }
    return taken;
}

db::Rows rowsBefore(Tables &tables, RoomNumber room, std::int64_t key) {
    return tables.database.query(
        "SELECT m.key, m.message, e.entry FROM messages m CROSS JOIN entries e ON e.key = m.key "
        "WHERE m.key < ?1 AND m.key > ?2 ORDER BY m.key DESC",
        {key, firstKey(room)});
}

db::Rows rowsAfter(Tables &tables, RoomNumber room, std::int64_t key) {
    return tables.database.query(
        "SELECT m.key, m.message, e.entry FROM messages m CROSS JOIN entries e ON e.key = m.key "
        "WHERE m.key > ?1 AND m.key < ?2 ORDER BY m.key",
        {key, lastKey(room)});
}

// What the statement below is written with.
static_assert(static_cast<int>(Tally::redacted) == 1 && static_cast<int>(Tally::mention) == 2 &&
              static_cast<int>(Tally::everyone) == 3 && nobody.value == 0 && tallyLevels == 3);

// What stands after a marker before redactions are taken off, and which tallies have anything
// there.
struct Counted {
    std::int64_t unread = 0; // of others
    bool redacted = false;
    bool ownRedacted = false;
    bool mention = false;
    bool everyone = false;
    bool ownEveryone = false;
};

// One statement for what was nineteen: of a page of 175 rooms they took nine tenths. The tallies'
// largest blocks tell that most rooms have none of a kind; only others are summed.
Counted countedAfter(Tables &tables, RoomNumber room, AuthorNumber author, Seq marker) {
    const std::int64_t start = rowKey(room, marker);
    db::Rows rows = tables.database.query(
        "SELECT ifnull((SELECT counted FROM messages WHERE key <= ?3 AND key > ?1 "
        "ORDER BY key DESC LIMIT 1), 0) - "
        "ifnull((SELECT counted FROM messages WHERE key <= ?2 AND key > ?1 "
        "ORDER BY key DESC LIMIT 1), 0) - "
        "ifnull((SELECT own FROM messages WHERE author = ?5 AND place IS NOT NULL AND "
        "key <= ?3 AND key > ?1 ORDER BY key DESC LIMIT 1), 0) + "
        "ifnull((SELECT own FROM messages WHERE author = ?5 AND place IS NOT NULL AND "
        "key <= ?2 AND key > ?1 ORDER BY key DESC LIMIT 1), 0), "
        "EXISTS(SELECT 1 FROM tallies WHERE kind = 1 AND room = ?4 AND account = 0 AND "
        "level = 2 AND block >= ?6 AND count > 0), "
        "EXISTS(SELECT 1 FROM tallies WHERE kind = 1 AND room = ?4 AND account = ?5 AND "
        "level = 2 AND block >= ?6 AND count > 0), "
        "EXISTS(SELECT 1 FROM tallies WHERE kind = 2 AND room = ?4 AND account = ?5 AND "
        "level = 2 AND block >= ?6 AND count > 0), "
        "EXISTS(SELECT 1 FROM tallies WHERE kind = 2 AND room = ?4 AND account = 0 AND "
        "level = 2 AND block >= ?6 AND count > 0), "
        "EXISTS(SELECT 1 FROM tallies WHERE kind = 3 AND room = ?4 AND account = ?5 AND "
        "level = 2 AND block >= ?6 AND count > 0)",
        {firstKey(room), start, lastKey(room), room.value, author.value,
         seqOf(start).value >> (2 * tallyBlockBits)});
    if (!rows.next())
        return {};
    return {.unread = rows.integer(0),
            .redacted = rows.integer(1) != 0,
            .ownRedacted = rows.integer(2) != 0,
            .mention = rows.integer(3) != 0,
            .everyone = rows.integer(4) != 0,
            .ownEveryone = rows.integer(5) != 0};
}

// From the middle outwards, so that the byte bound cuts what is farthest away. Each side takes what
// fits, even where the other has ended.
Messages centred(Messages older, Messages newer, std::size_t pageBytes) {
    std::size_t takenOlder = 0;
    std::size_t takenNewer = 0;
    std::size_t bytes = 0;
    const auto takes = [&](const Messages &side, std::size_t taken) {
        if (taken >= side.size())
            return false;
        const std::size_t size = side[taken].bytes.size();
        if (bytes + size > pageBytes && takenOlder + takenNewer > 0)
            return false;
        bytes += size;
        return true;
    };
    bool moreOlder = true;
    bool moreNewer = true;
    while (moreOlder || moreNewer) {
        moreNewer = moreNewer && takes(newer, takenNewer);
        takenNewer += moreNewer ? 1 : 0;
        moreOlder = moreOlder && takes(older, takenOlder);
        takenOlder += moreOlder ? 1 : 0;
    }
    older.resize(takenOlder);
    std::reverse(older.begin(), older.end());
    older.insert(older.end(), std::make_move_iterator(newer.begin()),
                 std::make_move_iterator(newer.begin() + static_cast<std::ptrdiff_t>(takenNewer)));
    return older;
}

} // namespace

std::vector<wire::Encoded<wire::Entry>> entries(Tables &tables, const RoomName &room, Seq after,
                                                std::uint64_t limit, std::size_t pageBytes) {
    std::vector<wire::Encoded<wire::Entry>> found;
    const std::optional<RoomIdentity> identity = tables.room(room);
    if (!identity)
        return found;
    std::size_t bytes = 0;
    db::Rows rows = tables.database.query(
        "SELECT key, entry FROM entries WHERE key > ?1 AND key < ?2 ORDER BY key",
        {rowKey(identity->number, after), lastKey(identity->number)});
    while (found.size() < limit && rows.next()) {
        std::optional<wire::Encoded<wire::Entry>> next =
            tables.entryBytesFrom(rows.integer(0), rows.blob(1));
        if (!next)
            return {};
        bytes += next->bytes.size();
        if (bytes > pageBytes && !found.empty())
            break;
        found.push_back(std::move(*next));
    }
    return found;
}

std::optional<wire::Entry> entry(Tables &tables, const RoomName &room, Seq seq) {
    const std::optional<RoomIdentity> identity = tables.room(room);
    if (!identity)
        return std::nullopt;
    const std::int64_t key = rowKey(identity->number, seq);
    db::Rows rows = tables.database.query("SELECT entry FROM entries WHERE key = ?1", {key});
    return rows.next() ? tables.entryFrom(key, rows.blob(0)) : std::nullopt;
}

Messages history(Tables &tables, const RoomName &room, const hub::HistoryWindow &window,
                 std::size_t pageBytes) {
    const std::optional<RoomIdentity> identity = tables.room(room);
    if (!identity)
        return {};
    const RoomNumber number = identity->number;
    if (window.after)
        return takeMessages(tables, rowsAfter(tables, number, rowKey(number, *window.after)),
                            window.limit, pageBytes);
    if (window.around) {
        const std::int64_t middle = rowKey(number, *window.around);
        const std::uint64_t half = window.limit / 2;
        return centred(takeMessages(tables, rowsBefore(tables, number, middle), half, pageBytes),
                       takeMessages(tables, rowsAfter(tables, number, middle - 1),
                                    window.limit - half, pageBytes),
                       pageBytes);
    }
    const std::int64_t end = window.before ? rowKey(number, *window.before) : lastKey(number);
    Messages found = takeMessages(tables, rowsBefore(tables, number, end), window.limit, pageBytes);
    std::reverse(found.begin(), found.end());
    return found;
}

std::optional<wire::Message> messageAt(Tables &tables, std::int64_t key) {
    db::Rows rows = tables.database.query("SELECT m.key, m.message, e.entry FROM messages m "
                                          "CROSS JOIN entries e ON e.key = m.key WHERE m.key = ?1",
                                          {key});
    return rows.next() ? messageFrom(tables, rows) : std::nullopt;
}

std::optional<wire::Message> message(Tables &tables, const RoomName &room, Seq seq) {
    const std::optional<RoomIdentity> identity = tables.room(room);
    return identity ? messageAt(tables, rowKey(identity->number, seq)) : std::nullopt;
}

std::optional<hub::IdRecord> idOf(Tables &tables, const AccountName &account, const EntryId &id) {
    const std::optional<AuthorNumber> author = tables.author(account);
    if (!author)
        return std::nullopt;
    db::Rows rows = tables.database.query(
        "SELECT i.key, e.entry, e.digest FROM ids i CROSS JOIN entries e ON e.key = i.key "
        "WHERE i.account = ?1 AND i.id = ?2",
        {author->value, id});
    if (!rows.next())
        return std::nullopt;
    const std::int64_t key = rows.integer(0);
    const std::optional<wire::Entry> said = tables.entryFrom(key, rows.blob(1));
    const std::optional<RoomIdentity> identity = tables.room(roomOf(key));
    if (!said || !identity)
        return std::nullopt;
    return hub::IdRecord{
        .room = identity->name, .seq = said->seq, .at = said->at, .digest = rows.id<Hash>(2)};
}

std::int64_t countedUpTo(Tables &tables, std::int64_t key) {
    db::Rows rows = tables.database.query("SELECT counted FROM messages WHERE key <= ?1 AND "
                                          "key > ?2 ORDER BY key DESC LIMIT 1",
                                          {key, firstKey(roomOf(key))});
    return rows.next() ? rows.integer(0) : 0;
}

std::int64_t ownUpTo(Tables &tables, AuthorNumber author, std::int64_t key) {
    db::Rows rows = tables.database.query(
        "SELECT own FROM messages WHERE author = ?1 AND place IS NOT NULL AND key <= ?2 AND "
        "key > ?3 ORDER BY key DESC LIMIT 1",
        {author.value, key, firstKey(roomOf(key))});
    return rows.next() ? rows.integer(0) : 0;
}

hub::Counts counts(Tables &tables, const AccountName &account, const RoomName &room, Seq marker) {
    const std::optional<RoomIdentity> identity = tables.room(room);
    if (!identity)
        return {};
    const RoomNumber number = identity->number;
    const AuthorNumber author = tables.author(account).value_or(unnumbered);
    const Counted counted = countedAfter(tables, number, author, marker);
    const auto tally = [&](bool some, Tally kind, AuthorNumber of) {
        return some ? tallyAfter(tables, {.kind = kind, .room = number, .account = of}, marker) : 0;
    };
    const std::int64_t unread = counted.unread - tally(counted.redacted, Tally::redacted, nobody) +
                                tally(counted.ownRedacted, Tally::redacted, author);
    const std::int64_t mentions = tally(counted.everyone, Tally::mention, nobody) +
                                  tally(counted.mention, Tally::mention, author) -
                                  tally(counted.ownEveryone, Tally::everyone, author);
    if (unread < 0 || mentions < 0 || mentions > unread) {
        tables.damaged("the counts of a room");
        return {};
    }
    return {.unread = static_cast<std::uint64_t>(unread),
            .mentions = static_cast<std::uint64_t>(mentions)};
}

} // namespace zchat::store
