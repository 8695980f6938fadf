// The check of a store: everything that is kept twice is compared. The files themselves are looked
// at by check_files.cpp.
#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "broker/store/called.hpp"
#include "broker/store/check_files.hpp"
#include "broker/store/log_rows.hpp"
#include "broker/store/maintenance.hpp"
#include "broker/store/room_rows.hpp"
#include "broker/store/schema.hpp"
#include "broker/store/tables.hpp"
#include "broker/store/tallies.hpp"
#include "shared/wire/fold.hpp"

namespace zchat::store {

namespace {

constexpr std::size_t findingsAtMost = 50;

class Checker final {
public:
    explicit Checker(db::Database database)
        : tables_(std::move(database)) {}

    [[nodiscard]] CheckReport report(const CheckRequest &request) {
        checkRows();
        if (request.blobs)
            checkBlobs(tables_, *request.blobs, request.progress, report_,
                       [this](const std::string &sentence) { finding(sentence); });
        return std::move(report_);
    }

private:
    void checkRows() {
        const db::Snapshot snapshot(tables_.database);
        checkFile();
        // Made in this connection's own memory; the file is not written.
        tables_.database.execute(
            "CREATE VIRTUAL TABLE temp.indexed USING fts5vocab(main, search, 'col')");
        note("the search index");
        for (const hub::RoomRecord &room : everyRoom(tables_))
            checkRoom(room);
        note("the list of rooms");
        checkSums();
        files_.compareSums(tables_, [this](const std::string &sentence) { finding(sentence); });
        note("what files take");
    }

    using TallyRow = std::tuple<int, std::int64_t, int, std::int64_t>;

    struct RoomState {
        RoomIdentity identity;
        RoomNumber number;
        std::string name;
        std::map<std::int64_t, wire::Message> folded; // by key, where something came later
        std::map<std::int64_t, std::int64_t> own;     // by author
        std::int64_t counted = 0;
        std::int64_t searchable = 0;
        std::int64_t missing = 0; // messages of the log that were not found yet
        std::map<TallyRow, std::int64_t> tallies;
    };

    void finding(const std::string &sentence) {
        report_.wrong += 1;
        if (report_.findings.size() < findingsAtMost)
            report_.findings.push_back(sentence);
    }
    // A fault becomes a finding, and the check goes on.
    void note(const std::string &where) {
        if (const std::optional<Fault> fault = tables_.database.fault())
            finding("Reading " + where + " failed: " + fault->text);
        tables_.database.clearFault();
    }

    void checkFile() {
        db::Rows rows = tables_.database.query("PRAGMA integrity_check(20)");
        while (rows.next())
            if (rows.text(0) != "ok")
                finding("The file's structure is broken: " + std::string(rows.text(0)) + ".");
        note("the file");
    }

    void checkRoom(const hub::RoomRecord &room) {
        const std::optional<RoomIdentity> identity = tables_.room(room.name);
        if (!identity)
            return;
        RoomState state{.identity = *identity,
                        .number = identity->number,
                        .name = "Room " + room.name.value,
                        .folded = {},
                        .own = {},
                        .counted = 0,
                        .searchable = 0,
                        .missing = 0,
                        .tallies = {}};
        report_.rooms += 1;
        walkEntries(state, room);
        walkMessages(state);
        checkTallies(state);
        checkSearch(state);
        checkMembers(state, room);
    }

    void walkEntries(RoomState &state, const hub::RoomRecord &room) {
        std::uint64_t expected = 1;
        TimeMs lastAt = 0;
        db::Rows rows = tables_.database.query(
            "SELECT key, entry, digest FROM entries WHERE key > ?1 AND key < ?2 ORDER BY key",
            {firstKey(state.number), lastKey(state.number)});
        while (rows.next()) {
            const std::int64_t key = rows.integer(0);
            const std::uint64_t seq = seqOf(key).value;
            if (seq != expected)
                finding(state.name + ": entries " + std::to_string(expected) + " to " +
                        std::to_string(seq - 1) + " are missing.");
            expected = seq + 1;
            report_.entries += 1;
            const std::optional<wire::Entry> entry = tables_.entryFrom(key, rows.blob(1));
            if (!entry) {
                note(state.name + ", entry " + std::to_string(seq));
                continue;
            }
            if (entry->at < lastAt)
                finding(at(state, seq) + " is dated before the one before it.");
            lastAt = entry->at;
            state.missing += wire::isMessage(entry->content) ? 1 : 0;
            if (!rows.isNull(2))
                checkId(state, key, *entry);
            foldLater(state, *entry);
        }
        note(state.name + ", its entries");
        if (expected != room.head.value + 1)
            finding(state.name + ": its head is " + std::to_string(room.head.value) +
                    ", but its last entry is " + std::to_string(expected - 1) + ".");
        else if (lastAt != room.lastAt && room.head.value > 0)
            finding(state.name + ": its head bears another time than its last entry.");
    }

    void checkId(const RoomState &state, std::int64_t key, const wire::Entry &entry) {
        ids_ += 1;
        const std::optional<AuthorNumber> author = tables_.author(entry.by);
        db::Rows rows = tables_.database.query("SELECT key FROM ids WHERE account = ?1 AND id = ?2",
                                               {author.value_or(nobody).value, entry.id});
        if (!rows.next() || rows.integer(0) != key)
            finding(at(state, entry.seq.value) +
                    " is not found by its id, so a resent draft could stand twice.");
    }

    // Folds what names an earlier message into it, from the raw log alone.
    void foldLater(RoomState &state, const wire::Entry &later) {
        const std::optional<Seq> of = wire::target(later.content);
        if (!of)
            return;
        const std::int64_t key = rowKey(state.number, *of);
        auto found = state.folded.find(key);
        if (found == state.folded.end()) {
            db::Rows rows =
                tables_.database.query("SELECT entry FROM entries WHERE key = ?1", {key});
            std::optional<wire::Entry> named =
                rows.next() ? tables_.entryFrom(key, rows.blob(0)) : std::nullopt;
            note(state.name + ", entry " + std::to_string(of->value));
            if (!named) {
                finding(at(state, later.seq.value) + " names one that cannot be read.");
                return;
            }
            found = state.folded.emplace(key, wire::toMessage(std::move(*named))).first;
        }
        wire::fold(found->second, later);
    }

    void walkMessages(RoomState &state) {
        db::Rows rows = tables_.database.query(
            "SELECT m.key, m.author, m.counted, m.own, m.place, m.message, e.entry "
            "FROM messages m CROSS JOIN entries e ON e.key = m.key "
            "WHERE m.key > ?1 AND m.key < ?2 ORDER BY m.key",
            {firstKey(state.number), lastKey(state.number)});
        while (rows.next()) {
            const std::int64_t key = rows.integer(0);
            const std::optional<wire::Entry> entry = tables_.entryFrom(key, rows.blob(6));
            if (!entry) {
                tables_.database.clearFault(); // found above
                continue;
            }
            report_.messages += 1;
            state.missing -= 1;
            checkMessage(state, key, *entry, rows);
            note(state.name + ", message " + std::to_string(seqOf(key).value));
        }
        note(state.name + ", its messages");
        if (state.missing != 0)
            finding(state.name + ": it shows another number of messages than its log holds.");
    }

    // key, author, counted, own, place, message
    void checkMessage(RoomState &state, std::int64_t key, const wire::Entry &entry,
                      const db::Rows &rows) {
        const std::uint64_t seq = entry.seq.value;
        const auto folded = state.folded.find(key);
        const wire::Message expected =
            folded == state.folded.end() ? wire::toMessage(entry) : folded->second;
        const std::optional<wire::Message> stored =
            rows.isNull(5) ? wire::toMessage(entry) : tables_.messageFrom(key, rows.blob(5));
        if (stored && *stored != expected)
            finding(at(state, seq) + " is shown otherwise than its log says.");
        const bool countable = wire::isCounted(entry.content);
        const AuthorNumber author{rows.integer(1)};
        if (author != tables_.author(entry.by))
            finding(at(state, seq) + " is kept under another author.");
        state.counted += countable ? 1 : 0;
        std::int64_t &own = state.own[author.value];
        own += countable ? 1 : 0;
        if (rows.integer(2) != state.counted || rows.integer(3) != own ||
            rows.isNull(4) == countable)
            finding(at(state, seq) + " is numbered wrongly, so unread counts are wrong.");
        if (countable && !rows.isNull(4))
            checkPlace(state, key, entry, expected, {.place = rows.integer(4), .author = author});
    }

    struct Placed {
        std::int64_t place;
        AuthorNumber author;
    };

    void checkPlace(RoomState &state, std::int64_t key, const wire::Entry &entry,
                    const wire::Message &expected, const Placed &placed) {
        db::Rows rows =
            tables_.database.query("SELECT key, at FROM places WHERE place = ?1", {placed.place});
        if (!rows.next() || rows.integer(0) != key || rows.integer(1) != entry.at)
            finding(at(state, entry.seq.value) + " has no place in the order of search.");
        const auto tally = [&](Tally kind, AuthorNumber account) {
            auto block = static_cast<std::int64_t>(entry.seq.value);
            for (int level = 0; level < tallyLevels; ++level, block >>= tallyBlockBits)
                state.tallies[{static_cast<int>(kind), account.value, level, block}] += 1;
        };
        places_ += 1;
        if (expected.entry.redacted) {
            tally(Tally::redacted, nobody);
            tally(Tally::redacted, placed.author);
            return;
        }
        state.searchable += 1;
        if (const wire::File *file = std::get_if<wire::File>(&entry.content))
            if (!files_.agrees(tables_, key, entry.by, *file))
                finding(at(state, entry.seq.value) + " is not known to have its file.");
        const Called called = calledBy(state.identity, entry);
        const auto mention = [&](AuthorNumber account) {
            tally(Tally::mention, account);
            mentions_ += 1;
            db::Rows found =
                tables_.database.query("SELECT 1 FROM mentions WHERE account = ?1 AND place = ?2",
                                       {account.value, placed.place});
            if (!found.next())
                finding(at(state, entry.seq.value) + " is missing from somebody's mentions.");
        };
        for (const std::string &name : called.names)
            mention(tables_.author(AccountName(name)).value_or(nobody));
        if (!called.everyone)
            return;
        mention(nobody);
        tally(Tally::everyone, placed.author);
    }

    void checkTallies(RoomState &state) {
        db::Rows rows =
            tables_.database.query("SELECT kind, account, level, block, count FROM tallies "
                                   "WHERE kind IN (1, 2, 3) AND room = ?1 AND count != 0",
                                   {state.number.value});
        while (rows.next()) {
            const TallyRow row{static_cast<int>(rows.integer(0)), rows.integer(1),
                               static_cast<int>(rows.integer(2)), rows.integer(3)};
            state.tallies[row] -= rows.integer(4);
        }
        note(state.name + ", its counts");
        const bool wrong = std::any_of(state.tallies.begin(), state.tallies.end(),
                                       [](const auto &row) { return row.second != 0; });
        if (wrong)
            finding(state.name + ": its counts of redactions or mentions are wrong.");
    }

    void checkSearch(const RoomState &state) {
        db::Rows rows =
            tables_.database.query("SELECT doc FROM temp.indexed WHERE term = ?1 AND col = 'tags'",
                                   {"r" + std::to_string(state.number.value)});
        const std::int64_t indexed = rows.next() ? rows.integer(0) : 0;
        note(state.name + ", its search index");
        if (indexed != state.searchable)
            finding(state.name + ": search knows " + std::to_string(indexed) +
                    " of its messages instead of " + std::to_string(state.searchable) + ".");
    }

    void checkMembers(const RoomState &state, const hub::RoomRecord &room) {
        db::Rows rows = tables_.database.query(
            "SELECT count(*) FROM members WHERE room = ?1 AND standing = 0", {room.name});
        if (rows.next() && rows.number(0) != room.members)
            finding(state.name + ": it counts " + std::to_string(room.members) +
                    " members instead of " + std::to_string(rows.number(0)) + ".");
        db::Rows ahead = tables_.database.query(
            "SELECT count(*) FROM markers WHERE room = ?1 AND seq > ?2", {room.name, room.head});
        if (ahead.next() && ahead.number(0) > 0)
            finding(state.name + ": a marker stands past its head.");
        note(state.name + ", its members");
    }

    // What belongs to no room's log shows as a difference of sums.
    void checkSums() {
        const auto sum = [&](db::Rows rows, std::uint64_t expected, const std::string &what) {
            if (rows.next() && rows.number(0) != expected)
                finding("There are " + std::to_string(rows.number(0)) + ' ' + what +
                        " instead of " + std::to_string(expected) + ".");
            note(what);
        };
        db::Database &database = tables_.database;
        sum(database.query("SELECT count(*) FROM entries"), report_.entries, "entries");
        sum(database.query("SELECT count(*) FROM messages"), report_.messages, "messages");
        sum(database.query("SELECT count(*) FROM ids"), ids_, "ids");
        sum(database.query("SELECT count(*) FROM places"), places_, "places in search");
        sum(database.query("SELECT count(*) FROM mentions"), mentions_, "mentions");
    }

    [[nodiscard]] static std::string at(const RoomState &state, std::uint64_t seq) {
        return state.name + ": entry " + std::to_string(seq);
    }

    Tables tables_;
    CheckReport report_;
    FileRows files_;
    std::uint64_t ids_ = 0;
    std::uint64_t places_ = 0;
    std::uint64_t mentions_ = 0;
};

} // namespace

Result<CheckReport> check(const CheckRequest &request) {
    Result<db::Database> opened =
        db::Database::openReadOnly(request.database, schema(), {.cacheKiB = 64 * 1024});
    if (!opened)
        return opened.fault();
    return Checker(std::move(*opened)).report(request);
}

std::vector<std::string> sentencesOf(const CheckReport &report) {
    std::vector<std::string> sentences = report.findings;
    if (report.wrong > report.findings.size())
        sentences.push_back("And " + std::to_string(report.wrong - report.findings.size()) +
                            " more of this kind.");
    sentences.push_back("Looked at " + std::to_string(report.rooms) + " rooms with " +
                        std::to_string(report.entries) + " entries and " +
                        std::to_string(report.messages) + " messages, and at " +
                        std::to_string(report.files) + " files.");
    if (report.strays > 0)
        sentences.push_back(std::to_string(report.strays) +
                            " files belong to no message. They do no harm; the broker removes them "
                            "when it starts.");
    sentences.push_back(
        report.sound()
            ? "Everything is sound."
            : "The store is damaged. Stop the broker, keep a copy of the data folder, look at the "
              "disk's health, and restore the last backup that `check` finds sound; `export` saves "
              "what can still be read.");
    return sentences;
}

} // namespace zchat::store
