#include "broker/store/sqlite_store.hpp"

#include "broker/store/schema.hpp"
#include "broker/store/sqlite_reader.hpp"

namespace zchat::store {

namespace {

constexpr db::Options writerOptions{.cacheKiB = 128 * 1024};

// Segments of a level that the search index lets stand before it merges them as posts come. FTS5's
// own four make indexing a text cost 279, 108 and 78 thousand instructions in turns of 1, 16 and
// 256; eight make it 262, 103 and 67, for a few more segments to look into.
constexpr std::int64_t segmentsToMerge = 8;

void mergeSeldom(db::Database &database) {
    {
        db::Rows rows = database.query("SELECT v FROM search_config WHERE k = 'automerge'");
        if (rows.next() && rows.integer(0) == segmentsToMerge)
            return;
    }
    database.run("INSERT INTO search(search, rank) VALUES('automerge', ?1)", {segmentsToMerge});
}

} // namespace

Result<std::unique_ptr<SqliteReader>> SqliteReader::open(const std::filesystem::path &file,
                                                         const ReaderOptions &options) {
    Result<db::Database> database =
        db::Database::openReadOnly(file, schema(), {.cacheKiB = options.cacheKiB});
    if (!database)
        return database.fault();
    return std::unique_ptr<SqliteReader>(new SqliteReader(std::move(*database)));
}

Result<std::unique_ptr<SqliteStore>> SqliteStore::open(const std::filesystem::path &file,
                                                       const StoreOptions &options) {
    db::Options used = writerOptions;
    used.maxPages = options.maxPages;
    Result<db::Database> database = db::Database::open(file, schema(), used);
    if (!database)
        return database.fault();
    mergeSeldom(*database);
    database->clearFault(); // of the index, which is no reason not to open what else is there
    return std::unique_ptr<SqliteStore>(new SqliteStore(std::move(*database)));
}

SqliteStore::SqliteStore(db::Database database)
    : Reading(std::move(database))
    , writer_(tables_) {}

void SqliteStore::begin() {
    tables_.database.begin();
}

Outcome SqliteStore::commit() {
    writer_.writeIndex();
    Outcome outcome = tables_.database.commit();
    if (!outcome) {
        tables_.forget();
        writer_.forget();
    }
    return outcome;
}

void SqliteStore::rollback() {
    tables_.database.rollback();
    tables_.database.clearFault();
    tables_.forget();
    writer_.forget();
}

void SqliteStore::put(const hub::AccountRecord &account) {
    store::put(tables_, account);
}

void SqliteStore::put(const hub::DeviceRecord &device) {
    store::put(tables_, device);
}

void SqliteStore::put(const hub::TicketRecord &ticket) {
    store::put(tables_, ticket);
}

void SqliteStore::put(const hub::RoomRecord &room) {
    store::put(tables_, room);
}

void SqliteStore::put(const RoomName &name, const AccountName &who,
                      const hub::MemberRecord &member) {
    store::put(tables_, name, who, member);
}

void SqliteStore::putMarker(const AccountName &who, const RoomName &name, const std::string &cursor,
                            Seq seq) {
    store::putMarker(tables_, who, name, cursor, seq);
}

std::uint64_t SqliteStore::nextTransfer() const {
    return store::nextTransfer(tables_);
}

void SqliteStore::put(const hub::TransferRecord &transfer) {
    store::put(tables_, transfer);
}

void SqliteStore::removeTransfer(std::uint64_t number) {
    store::removeTransfer(tables_, number);
}

void SqliteStore::append(const RoomName &name, const wire::Entry &entry,
                         const std::optional<Hash> &digest) {
    writer_.append(name, entry, digest);
}

void SqliteStore::replace(const RoomName &name, const wire::Message &message) {
    writer_.replace(name, message);
}

void SqliteStore::blank(const RoomName &name, Seq of) {
    writer_.blank(name, of);
}

void SqliteStore::startOptimizing() {
    // A negative number puts all parts of the index under one merge, which later slices carry on.
    tables_.database.run("INSERT INTO search(search, rank) VALUES('merge', -64)");
    optimizing_ = true;
}

bool SqliteStore::optimizeSome() {
    if (!optimizing_)
        return false;
    db::Database &database = tables_.database;
    const std::uint64_t before = database.totalChanges();
    database.run("INSERT INTO search(search, rank) VALUES('merge', 64)");
    // FTS5 says by fewer than two changes that nothing was left to merge.
    optimizing_ = !database.fault() && database.totalChanges() - before >= 2;
    if (optimizing_)
        return true;
    database.execute("PRAGMA optimize");
    // The old pages are in the WAL until it starts over. A reader in the way is no fault.
    static_cast<void>(database.checkpoint());
    database.clearFault();
    return false;
}

} // namespace zchat::store
