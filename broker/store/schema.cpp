#include "broker/store/schema.hpp"

#include <array>

namespace zchat::store {

namespace {

// People and rooms are few and keyed by name; a log is long and keyed by one integer, the row key
// (row_key.hpp): room and seq packed, so that a room's entries lie side by side in a table whose
// inner pages hold integers alone.
//
// `messages` has a row for each entry that is a message. Its `message` is NULL while the entry
// alone says it all. `counted` and `own` number the countable messages of the room and of its
// author in the room, redacted ones included: what is unread is a difference of two such numbers,
// however far behind the marker stands. What a redaction takes away, and mentions, are in
// `tallies`: counts by blocks of 256 and of 65,536 seqs, so that any sum is a few hundred rows.
//
// `places` numbers the countable messages over all rooms in the order of committing, which is the
// order of search; `latest` is the highest `at` up to here, so that a search knows when nothing
// older can match. `search` keeps no text of its own (the entries have it); its `tags` hold the
// room, the author and what a message has, so that filters are words, too.
//
// `attachments` has a row for each file message that is not redacted. `transfers` numbers uploads
// under way; its numbers are never used again. `file_bytes` is what either takes, for quotas: by
// account, and under the empty name for all together, where equal bytes count once. It is kept up
// with each change, since a sum over every file ever sent would be made for every offer.
constexpr const char *firstVersion = R"sql(
CREATE TABLE accounts(
    name TEXT PRIMARY KEY, title TEXT NOT NULL, role INTEGER NOT NULL, bot INTEGER NOT NULL,
    scope BLOB, disabled INTEGER NOT NULL, removed INTEGER NOT NULL, added INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TABLE devices(
    number INTEGER PRIMARY KEY, key BLOB NOT NULL UNIQUE, account TEXT NOT NULL,
    label TEXT NOT NULL, added INTEGER NOT NULL, seen INTEGER NOT NULL, revoked INTEGER NOT NULL,
    ticket BLOB
);
CREATE INDEX devices_of_account ON devices(account);
CREATE TABLE tickets(
    key BLOB PRIMARY KEY, purpose INTEGER NOT NULL, name TEXT, scope BLOB, made_by TEXT,
    expires INTEGER NOT NULL, uses_left INTEGER NOT NULL, revoked INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TABLE rooms(
    number INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, kind INTEGER NOT NULL,
    title TEXT NOT NULL, topic TEXT NOT NULL, archived INTEGER NOT NULL, head INTEGER NOT NULL,
    last_at INTEGER NOT NULL, members INTEGER NOT NULL, direct TEXT UNIQUE
);
CREATE INDEX public_rooms ON rooms(name) WHERE kind = 0;
CREATE TABLE members(
    room TEXT NOT NULL, who TEXT NOT NULL, role INTEGER NOT NULL, standing INTEGER NOT NULL,
    notify INTEGER NOT NULL, notify_until INTEGER, PRIMARY KEY(room, who)
) WITHOUT ROWID;
CREATE INDEX rooms_of_member ON members(who, room) WHERE standing = 0;
CREATE TABLE markers(
    account TEXT NOT NULL, room TEXT NOT NULL, cursor TEXT NOT NULL, seq INTEGER NOT NULL,
    PRIMARY KEY(account, room, cursor)
) WITHOUT ROWID;

CREATE TABLE authors(number INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
CREATE TABLE entries(key INTEGER PRIMARY KEY, entry BLOB NOT NULL, digest BLOB);
CREATE TABLE messages(
    key INTEGER PRIMARY KEY, author INTEGER NOT NULL, counted INTEGER NOT NULL,
    own INTEGER NOT NULL, place INTEGER, message BLOB
);
CREATE INDEX messages_of_author ON messages(author) WHERE place IS NOT NULL;
CREATE TABLE ids(
    account INTEGER NOT NULL, id BLOB NOT NULL, key INTEGER NOT NULL, PRIMARY KEY(account, id)
) WITHOUT ROWID;
CREATE TABLE edits(
    target INTEGER NOT NULL, key INTEGER NOT NULL, PRIMARY KEY(target, key)
) WITHOUT ROWID;
CREATE TABLE places(
    place INTEGER PRIMARY KEY, key INTEGER NOT NULL, at INTEGER NOT NULL, latest INTEGER NOT NULL
);
CREATE TABLE mentions(
    account INTEGER NOT NULL, place INTEGER NOT NULL, PRIMARY KEY(account, place)
) WITHOUT ROWID;
CREATE TABLE tallies(
    kind INTEGER NOT NULL, room INTEGER NOT NULL, account INTEGER NOT NULL, level INTEGER NOT NULL,
    block INTEGER NOT NULL, count INTEGER NOT NULL,
    PRIMARY KEY(kind, room, account, level, block)
) WITHOUT ROWID;
CREATE TABLE attachments(
    key INTEGER PRIMARY KEY, hash BLOB NOT NULL, size INTEGER NOT NULL, account TEXT NOT NULL
);
CREATE INDEX attachments_of_hash ON attachments(hash, size);
CREATE TABLE transfers(
    number INTEGER PRIMARY KEY AUTOINCREMENT, account TEXT NOT NULL, id BLOB NOT NULL,
    digest BLOB NOT NULL, room TEXT NOT NULL, offer BLOB NOT NULL, size INTEGER NOT NULL,
    offered INTEGER NOT NULL, UNIQUE(account, id)
);
CREATE INDEX transfers_by_age ON transfers(offered);
CREATE TABLE file_bytes(account TEXT PRIMARY KEY, bytes INTEGER NOT NULL) WITHOUT ROWID;
CREATE VIRTUAL TABLE search USING fts5(
    body, tags, content = '', columnsize = 0, tokenize = 'unicode61'
);
)sql";

// No table changed: pages bear sums since (shared/db does that), and a program that would write
// pages without them must refuse the file.
constexpr const char *withSums = "";

constexpr std::array<const char *, 2> steps{firstVersion, withSums};

} // namespace

db::Schema schema() {
    // "zcht" in a file's header tells a broker's store from a client's cache.
    return {.applicationId = 0x7a636874, .what = "the store of a chat-broker", .steps = steps};
}

} // namespace zchat::store
