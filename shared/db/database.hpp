// SQLite, owned: one connection with its prepared statements, transactions and schema version.
//
// Nothing here knows a table. Nothing throws: errors are sticky. A statement that fails answers as
// if nothing were there, the first fault is remembered, statements after it do nothing, and
// commit() then rolls back and says why; so callers read as a list of statements with one check at
// the end. A column that holds another type than was asked for is such a fault, too: a file that
// lies is never served.
//
// Callers: broker/store (the broker's store) and shared/link (a client's cache). One thread at a
// time uses a Database; each thread opens its own.
#pragma once

#include <concepts>
#include <cstdint>
#include <filesystem>
#include <initializer_list>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "shared/base/ids.hpp"
#include "shared/base/result.hpp"

struct sqlite3_stmt;

namespace zchat::db {

// SQL is a constant of the program, so no word of a person can become a part of it. Prepared once a
// connection, at first use.
struct Sql {
    consteval Sql(const char *literal) // NOLINT: written where a statement is expected
        : text(literal) {}
    const char *text;
};

// Octets, where a string would be text.
struct Blob {
    std::string_view bytes;
};

// What stands for ?1, ?2 … in a statement: an integer, text, a blob or NULL.
class Parameter final {
public:
    using Held = std::variant<std::monostate, std::int64_t, std::string_view, Blob>;
    template <std::integral T>
    Parameter(T number) // NOLINT: and so are the others
        : held_(static_cast<std::int64_t>(number)) {}
    Parameter(std::string_view text) // NOLINT
        : held_(text) {}
    Parameter(const std::string &text) // NOLINT
        : held_(std::string_view(text)) {}
    Parameter(const char *text) // NOLINT
        : held_(std::string_view(text)) {}
    Parameter(Blob blob) // NOLINT
        : held_(blob) {}
    Parameter(std::nullopt_t) {} // NOLINT
    template <class Tag>
    Parameter(const StrongName<Tag> &name) // NOLINT
        : held_(std::string_view(name.value)) {}
    template <class Tag, std::size_t size>
    Parameter(const StrongBytes<Tag, size> &bytes) // NOLINT
        : held_(Blob{{reinterpret_cast<const char *>(bytes.bytes.data()), size}}) {}
    Parameter(Seq seq) // NOLINT
        : held_(static_cast<std::int64_t>(seq.value)) {}
    template <class T>
    Parameter(const std::optional<T> &value) // NOLINT
        : held_(value ? Parameter(*value).held_ : Held()) {}
    [[nodiscard]] const Held &held() const { return held_; }

private:
    Held held_;
};

// A word of a text as full-text search sees it (FTS5's unicode61): folded, and the bytes it came
// from.
struct Word {
    std::string folded;
    std::size_t start = 0;
    std::size_t end = 0;
};

class Connection;

// The rows of one running statement. Columns count from 0; text and blobs live until next().
class Rows final {
public:
    Rows(Rows &&other) noexcept;
    Rows &operator=(Rows &&) = delete;
    ~Rows();

    // Goes to the first, then to each further row; false at the end and after a fault.
    [[nodiscard]] bool next();
    [[nodiscard]] bool isNull(int column) const;
    [[nodiscard]] std::int64_t integer(int column) const;
    // As integer(), for what is never negative.
    [[nodiscard]] std::uint64_t number(int column) const;
    [[nodiscard]] std::string_view text(int column) const;
    [[nodiscard]] std::string_view blob(int column) const;
    // A blob of exactly this id's size.
    template <class Id>
    [[nodiscard]] Id id(int column) const {
        Id made;
        copyBlob(column, made.bytes);
        return made;
    }

private:
    friend class Database;
    Rows(Connection *connection, const char *sql, sqlite3_stmt *statement)
        : connection_(connection)
        , sql_(sql)
        , statement_(statement) {}
    void copyBlob(int column, std::span<std::uint8_t> out) const;
    [[nodiscard]] bool holds(int column, int type) const;

    Connection *connection_;
    const char *sql_;
    sqlite3_stmt *statement_; // nullptr where it could not be prepared
};

// What a file must be. `steps[n]` is the script that leads from version n to n + 1: numbered,
// forward only, never changed once released.
struct Schema {
    std::int32_t applicationId; // tells this kind of file from any other SQLite file
    const char *what;           // "the broker's store": for sentences
    std::span<const char *const> steps;
};

struct Options {
    std::int64_t cacheKiB = 8 * 1024;
    int busyTimeoutMs = 5'000;
    // The writing connection checkpoints after a commit that leaves this many pages in the WAL.
    int checkpointPages = 4'000;
    // A bound on the file's size; a write that would pass it fails as a full disk does. 0: none.
    std::int64_t maxPages = 0;
};

class Database final {
public:
    // Opens for writing, makes the file (mode 0600) where there is none and brings an older schema
    // up to date in one transaction, after a copy beside it. WAL, synchronous=FULL, no mmap. A
    // newer or a foreign file is refused untouched.
    [[nodiscard]] static Result<Database> open(const std::filesystem::path &file,
                                               const Schema &schema, const Options &options = {});
    // Opens for reading, beside a writer or alone; never checkpoints. The schema must be exactly
    // this program's.
    [[nodiscard]] static Result<Database> openReadOnly(const std::filesystem::path &file,
                                                       const Schema &schema,
                                                       const Options &options = {});
    Database(Database &&) noexcept;
    Database &operator=(Database &&) noexcept;
    ~Database();

    // Values are copied, so temporaries may be given.
    [[nodiscard]] Rows query(Sql sql, std::initializer_list<Parameter> values = {});
    // A statement without rows.
    void run(Sql sql, std::initializer_list<Parameter> values = {});
    // Several statements, for scripts and pragmas; outside the hot paths.
    void execute(const std::string &script);
    // Rows that the last run() changed.
    [[nodiscard]] std::uint64_t changes() const;
    // Rows that were changed since opening, by full-text search for itself, too.
    [[nodiscard]] std::uint64_t totalChanges() const;
    // The words of a text as an FTS5 table with its standard tokenizer would index them.
    [[nodiscard]] std::vector<Word> words(std::string_view text);

    // One writing transaction. begin() forgets an earlier fault. A commit() that fails has rolled
    // back. Inside, reads see what was written.
    void begin();
    [[nodiscard]] Outcome commit();
    void rollback();
    [[nodiscard]] bool inTransaction() const;
    // All reads between the two see one state of the file.
    void beginRead();
    void endRead();

    [[nodiscard]] std::optional<Fault> fault() const;
    void clearFault();
    // Remembers a fault that the caller found in what it read.
    void fail(const std::string &sentence);
    // The disk failed while writing, syncing or checkpointing. It is never tried again, since a
    // second fsync may succeed without the pages of the first: everything fails from here on, and
    // the owner must end.
    [[nodiscard]] bool broken() const;

    // Copies what is committed now into a new file (mode 0600) in one step, beside any writer; the
    // copy is synced and needs no WAL.
    [[nodiscard]] Outcome copyTo(const std::filesystem::path &file);
    // Moves the whole WAL into the file and empties it; the writing connection alone.
    [[nodiscard]] Outcome checkpoint();

private:
    explicit Database(std::unique_ptr<Connection> connection);
    std::unique_ptr<Connection> connection_;
};

// Rolls back unless committed.
class Transaction final {
public:
    explicit Transaction(Database &database)
        : database_(database) {
        database_.begin();
    }
    ~Transaction() {
        if (!ended_)
            database_.rollback();
    }
    Transaction(const Transaction &) = delete;
    Transaction &operator=(const Transaction &) = delete;

    [[nodiscard]] Outcome commit() {
        ended_ = true;
        return database_.commit();
    }

private:
    Database &database_;
    bool ended_ = false;
};

// One state of the file for as long as it lives.
class Snapshot final {
public:
    explicit Snapshot(Database &database)
        : database_(database) {
        database_.beginRead();
    }
    ~Snapshot() { database_.endRead(); }
    Snapshot(const Snapshot &) = delete;
    Snapshot &operator=(const Snapshot &) = delete;

private:
    Database &database_;
};

} // namespace zchat::db
