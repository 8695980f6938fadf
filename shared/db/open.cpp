// How a file becomes a Database: permissions, pragmas, schema versions, and copies of it.
#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "shared/db/checked_files.hpp"
#include "shared/db/connection.hpp"
#include "shared/db/database.hpp"
#include "shared/db/sums.hpp"

namespace zchat::db {

namespace {

// One sync of a file or folder by its path.
Outcome syncPath(const std::filesystem::path &path) {
    const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    const bool synced = descriptor >= 0 && ::fsync(descriptor) == 0;
    const int error = errno;
    if (descriptor >= 0)
        ::close(descriptor);
    if (!synced)
        return Fault{.text = "Could not sync " + path.string() + ": " + std::strerror(error) + "."};
    return Done{};
}

// Makes the empty file, so that SQLite's -wal and -shm take over its mode. One that exists is not
// even opened: closing any descriptor of it would drop the locks of this process's connections.
Outcome makeFile(const std::filesystem::path &file) {
    const int descriptor = ::open(file.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (descriptor < 0 && errno == EEXIST)
        return Done{};
    if (descriptor < 0)
        return Fault{.text = "Could not make " + file.string() + ": " + std::strerror(errno) + "."};
    ::close(descriptor);
    const std::filesystem::path folder = file.parent_path();
    return syncPath(folder.empty() ? std::filesystem::path(".") : folder);
}

// SQLite's count of what it allocates takes a lock for each piece, and nobody asks for it. It can
// be left out only before SQLite is used for the first time.
void leaveOutCounts() {
    [[maybe_unused]] static const int code = sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
}

Result<std::unique_ptr<Connection>> connect(const std::filesystem::path &file, int flags,
                                            const Options &options) {
    leaveOutCounts();
    const char *files = checkedFiles();
    if (files == nullptr)
        return Fault{.text = "This SQLite cannot read files."};
    sqlite3 *handle = nullptr;
    const int code = sqlite3_open_v2(file.c_str(), &handle,
                                     flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, files);
    std::unique_ptr<Connection> connection = std::make_unique<Connection>(handle, file);
    if (code != SQLITE_OK)
        return Fault{.text = sentenceOf(code, sqlite3_errmsg(handle), file, "open")};
    sqlite3_busy_timeout(handle, options.busyTimeoutMs);
    // Until the version is known to be ours, closing must not move a WAL into the file.
    sqlite3_db_config(handle, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
    sqlite3_db_config(handle, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
    sqlite3_db_config(handle, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
    return connection;
}

// The version of the schema in the file; 0 for an empty file.
Result<std::size_t> versionOf(Connection &connection, const Schema &schema) {
    const std::string name = connection.file().string();
    const std::int64_t version = connection.pragma("PRAGMA user_version");
    const std::int64_t application = connection.pragma("PRAGMA application_id");
    const std::int64_t tables = connection.pragma("SELECT count(*) FROM sqlite_schema");
    if (const std::optional<Fault> found = connection.fault())
        return *found;
    const bool fresh = version == 0 && application == 0 && tables == 0;
    if (!fresh && application != schema.applicationId)
        return Fault{.text = name + " is not " + schema.what + "."};
    if (version < 0 || static_cast<std::size_t>(version) > schema.steps.size())
        return Fault{.text = name + " is " + schema.what + " of a newer version (" +
                             std::to_string(version) + "; this program knows " +
                             std::to_string(schema.steps.size()) +
                             "): use the newer program. It was not touched."};
    return static_cast<std::size_t>(version);
}

Fault unsummed(const std::filesystem::path &file) {
    return Fault{.text = file.string() + " is damaged: its pages should bear sums and do not. "
                                         "Restore it from a backup."};
}

// A copy under another name that keeps what an upgrade starts from.
Outcome keepOld(Database &database, const std::filesystem::path &file, std::size_t version) {
    const std::filesystem::path kept = file.string() + ".version-" + std::to_string(version);
    std::error_code ignored;
    std::filesystem::remove(kept, ignored); // of an upgrade that was interrupted
    return database.copyTo(kept);
}

Outcome upgrade(Database &database, const Schema &schema, std::size_t from) {
    database.begin();
    for (std::size_t step = from; step < schema.steps.size(); ++step)
        database.execute(schema.steps[step]);
    database.execute("PRAGMA user_version = " + std::to_string(schema.steps.size()));
    database.execute("PRAGMA application_id = " + std::to_string(schema.applicationId));
    return database.commit();
}

// Nothing was written yet: the first page is to have room for its sum.
void beginWithSums(Connection &connection) {
    makeRoomForSums(connection.handle());
    useSums(connection.handle());
    connection.execute("PRAGMA page_size = " + std::to_string(pageBytes));
}

// Writes a file of an older version anew, in one transaction, so that its pages have room for sums.
// Not in memory, since it may be large.
Outcome rewriteWithSums(Connection &connection) {
    makeRoomForSums(connection.handle());
    connection.execute("PRAGMA temp_store = FILE; VACUUM; PRAGMA temp_store = MEMORY;");
    if (const std::optional<Fault> found = connection.fault())
        return *found;
    // This connection would tell what it was asked for; another one tells what is there.
    const Result<std::unique_ptr<Connection>> other =
        connect(connection.file(), SQLITE_OPEN_READONLY, {});
    if (!other)
        return other.fault();
    if (static_cast<void>((*other)->pragma("PRAGMA user_version"));
        !hasRoomForSums((*other)->handle()))
        return Fault{.text = connection.file().string() + " could not be given sums."};
    useSums(connection.handle());
    return Done{};
}

std::string commonPragmas(const Options &options) {
    return "PRAGMA mmap_size = 0;"
           "PRAGMA foreign_keys = ON;"
           "PRAGMA cell_size_check = ON;"
           "PRAGMA temp_store = MEMORY;"
           "PRAGMA cache_size = -" +
           std::to_string(options.cacheKiB) + ";";
}

std::string writerPragmas(const Options &options) {
    std::string script = commonPragmas(options) + "PRAGMA journal_mode = WAL;"
                                                  "PRAGMA synchronous = FULL;"
                                                  "PRAGMA secure_delete = ON;"
                                                  "PRAGMA wal_autocheckpoint = 0;";
    if (options.maxPages > 0)
        script += "PRAGMA max_page_count = " + std::to_string(options.maxPages) + ";";
    return script;
}

} // namespace

Result<Database> Database::open(const std::filesystem::path &file, const Schema &schema,
                                const Options &options) {
    if (const Outcome made = makeFile(file); !made)
        return made.fault();
    Result<std::unique_ptr<Connection>> connected = connect(file, SQLITE_OPEN_READWRITE, options);
    if (!connected)
        return connected.fault();
    Connection &connection = **connected;
    const Result<std::size_t> version = versionOf(connection, schema);
    if (!version)
        return version.fault();
    const bool empty = connection.pragma("PRAGMA page_count") == 0;
    const bool summed = hasRoomForSums(connection.handle());
    if (!summed && *version == schema.steps.size())
        return unsummed(file);
    if (summed)
        useSums(connection.handle());
    else if (empty)
        beginWithSums(connection);
    Database database(std::move(*connected));
    sqlite3_db_config(connection.handle(), SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 0, nullptr);
    connection.execute(writerPragmas(options));
    connection.watchWal(options.checkpointPages);
    if (*version > 0 && *version < schema.steps.size())
        if (const Outcome kept = keepOld(database, file, *version); !kept)
            return kept.fault();
    if (!summed && !empty)
        if (const Outcome rewritten = rewriteWithSums(connection); !rewritten)
            return rewritten.fault();
    if (*version < schema.steps.size())
        if (const Outcome upgraded = upgrade(database, schema, *version); !upgraded)
            return upgraded.fault();
    if (const std::optional<Fault> found = database.fault())
        return *found;
    return database;
}

Result<Database> Database::openReadOnly(const std::filesystem::path &file, const Schema &schema,
                                        const Options &options) {
    std::error_code ignored;
    if (!std::filesystem::exists(file, ignored))
        return Fault{.text = "There is no " + file.string() + "."};
    Result<std::unique_ptr<Connection>> connected = connect(file, SQLITE_OPEN_READONLY, options);
    if (!connected)
        return connected.fault();
    const Result<std::size_t> version = versionOf(**connected, schema);
    if (!version)
        return version.fault();
    if (*version < schema.steps.size())
        return Fault{.text = file.string() + " is " + schema.what +
                             " of an older version: start its owner once, which upgrades it."};
    if (!hasRoomForSums((*connected)->handle()))
        return unsummed(file);
    useSums((*connected)->handle());
    Database database(std::move(*connected));
    database.execute(commonPragmas(options));
    if (const std::optional<Fault> found = database.fault())
        return *found;
    return database;
}

Outcome Database::copyTo(const std::filesystem::path &file) {
    std::error_code ignored;
    if (std::filesystem::exists(file, ignored))
        return Fault{.text = file.string() + " exists already."};
    if (const Outcome made = makeFile(file); !made)
        return made.fault();
    Result<std::unique_ptr<Connection>> opened = connect(file, SQLITE_OPEN_READWRITE, {});
    if (!opened)
        return opened.fault();
    Connection &target = **opened;
    if (hasRoomForSums(connection_->handle()))
        useSums(target.handle());
    sqlite3_backup *copy =
        sqlite3_backup_init(target.handle(), "main", connection_->handle(), "main");
    // All pages in one step: a copy in pieces starts again whenever another connection writes.
    if (copy == nullptr || sqlite3_backup_step(copy, -1) != SQLITE_DONE)
        target.remember(sqlite3_extended_errcode(target.handle()), "copy");
    sqlite3_backup_finish(copy);
    // Out of WAL mode, so that the copy is one file.
    target.execute("PRAGMA journal_mode = DELETE");
    if (const std::optional<Fault> found = target.fault())
        return *found;
    opened->reset();
    return syncPath(file);
}

} // namespace zchat::db
