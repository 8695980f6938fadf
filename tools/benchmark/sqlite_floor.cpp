#include "tools/benchmark/sqlite_floor.hpp"

#include <sqlite3.h>

#include <array>
#include <string_view>

#include "broker/store/row_key.hpp"
#include "broker/store/schema.hpp"
#include "broker/store/seal.hpp"
#include "shared/base/result.hpp"
#include "shared/crypto/random.hpp"
#include "shared/wire/codec.hpp"
#include "tools/benchmark/client.hpp"

namespace zchat::bench {

namespace {

constexpr store::RoomNumber room{1};

void expect(int code, int wanted) {
    INVARIANT(code == wanted, "bare SQLite failed");
}

void execute(sqlite3 *handle, const char *script) {
    expect(sqlite3_exec(handle, script, nullptr, nullptr, nullptr), SQLITE_OK);
}

} // namespace

struct SqliteFloor::Statements {
    explicit Statements(sqlite3 *opened)
        : handle(opened) {}
    ~Statements() {
        for (sqlite3_stmt *statement : {entry, message, id, place, search, head, begin, commit})
            sqlite3_finalize(statement);
    }
    Statements(const Statements &) = delete;
    Statements &operator=(const Statements &) = delete;

    [[nodiscard]] sqlite3_stmt *prepared(const char *sql) const {
        sqlite3_stmt *statement = nullptr;
        expect(sqlite3_prepare_v3(handle, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, nullptr),
               SQLITE_OK);
        return statement;
    }
    static void run(sqlite3_stmt *statement) {
        expect(sqlite3_step(statement), SQLITE_DONE);
        expect(sqlite3_reset(statement), SQLITE_OK);
    }

    sqlite3 *handle;
    sqlite3_stmt *entry = prepared("INSERT INTO entries(key, entry, digest) VALUES(?1, ?2, ?3)");
    sqlite3_stmt *message = prepared("INSERT INTO messages(key, author, counted, own, place) "
                                     "VALUES(?1, 1, ?2, ?2, ?2)");
    sqlite3_stmt *id = prepared("INSERT INTO ids(account, id, key) VALUES(1, ?1, ?2)");
    sqlite3_stmt *place =
        prepared("INSERT INTO places(place, key, at, latest) VALUES(?1, ?2, ?3, ?3)");
    sqlite3_stmt *search =
        prepared("INSERT INTO search(rowid, body, tags) VALUES(?1, ?2, 'r1 a1')");
    sqlite3_stmt *head = prepared("UPDATE rooms SET head = ?1, last_at = ?2 WHERE name = 'lobby'");
    sqlite3_stmt *begin = prepared("BEGIN IMMEDIATE");
    sqlite3_stmt *commit = prepared("COMMIT");
};

SqliteFloor::SqliteFloor(const std::string &file, std::size_t bytes)
    : bytes_(bytes) {
    sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0); // as the broker; refused once SQLite is in use
    expect(sqlite3_open_v2(file.c_str(), &handle_,
                           SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX,
                           nullptr),
           SQLITE_OK);
    execute(handle_, "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;"
                     "PRAGMA mmap_size = 0; PRAGMA secure_delete = ON;"
                     "PRAGMA cache_size = -131072; PRAGMA wal_autocheckpoint = 4000;");
    for (const char *step : store::schema().steps)
        execute(handle_, step);
    execute(handle_, "INSERT INTO rooms VALUES(1, 'lobby', 0, '', '', 0, 0, 0, 1, NULL)");
    statements_ = std::make_unique<Statements>(handle_);
}

SqliteFloor::~SqliteFloor() {
    statements_.reset();
    sqlite3_close(handle_);
}

void SqliteFloor::insert(std::uint64_t count, std::uint64_t batch) {
    for (std::uint64_t done = 0; done < count; ++done) {
        if (done % batch == 0)
            Statements::run(statements_->begin);
        insertOne();
        if (done % batch == batch - 1 || done == count - 1)
            Statements::run(statements_->commit);
    }
}

void SqliteFloor::insertOne() {
    Statements &to = *statements_;
    seq_ += 1;
    const std::int64_t at = 1'700'000'000'000 + seq_;
    const EntryId id = crypto::randomId<EntryId>();
    const std::string body = someWords(static_cast<std::uint64_t>(seq_), bytes_);
    const wire::Entry said{.seq = Seq{static_cast<std::uint64_t>(seq_)},
                           .at = at,
                           .by = AccountName("poster"),
                           .id = id,
                           .content =
                               wire::Text{.body = body, .reply = std::nullopt, .mentions = {}},
                           .redacted = false};
    const std::int64_t key = store::rowKey(room, said.seq);
    const std::string row = store::sealed(store::Sealed::entry, key, wire::encodeEntry(said));
    const Hash digest = crypto::randomId<Hash>();
    sqlite3_bind_int64(to.entry, 1, key);
    sqlite3_bind_blob(to.entry, 2, row.data(), static_cast<int>(row.size()), SQLITE_STATIC);
    sqlite3_bind_blob(to.entry, 3, digest.bytes.data(), 32, SQLITE_STATIC);
    Statements::run(to.entry);
    sqlite3_bind_int64(to.message, 1, key);
    sqlite3_bind_int64(to.message, 2, seq_);
    Statements::run(to.message);
    sqlite3_bind_blob(to.id, 1, id.bytes.data(), 16, SQLITE_STATIC);
    sqlite3_bind_int64(to.id, 2, key);
    Statements::run(to.id);
    sqlite3_bind_int64(to.place, 1, seq_);
    sqlite3_bind_int64(to.place, 2, key);
    sqlite3_bind_int64(to.place, 3, at);
    Statements::run(to.place);
    sqlite3_bind_int64(to.search, 1, seq_);
    sqlite3_bind_text(to.search, 2, body.data(), static_cast<int>(body.size()), SQLITE_STATIC);
    Statements::run(to.search);
    sqlite3_bind_int64(to.head, 1, seq_);
    sqlite3_bind_int64(to.head, 2, at);
    Statements::run(to.head);
}

} // namespace zchat::bench
