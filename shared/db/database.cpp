#include "shared/db/database.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "shared/db/connection.hpp"

namespace zchat::db {

namespace {

struct Binder {
    sqlite3_stmt *statement;
    int index;
    sqlite3_destructor_type lifetime;
    int operator()(std::monostate) const { return sqlite3_bind_null(statement, index); }
    int operator()(std::int64_t number) const {
        return sqlite3_bind_int64(statement, index, number);
    }
    int operator()(std::string_view text) const {
        return sqlite3_bind_text64(statement, index, text.data() ? text.data() : "", text.size(),
                                   lifetime, SQLITE_UTF8);
    }
    int operator()(Blob blob) const {
        return sqlite3_bind_blob64(statement, index, blob.bytes.data() ? blob.bytes.data() : "",
                                   blob.bytes.size(), lifetime);
    }
};

bool bindAll(Connection &connection, sqlite3_stmt *statement,
             std::initializer_list<Parameter> values, sqlite3_destructor_type lifetime) {
    int index = 0;
    for (const Parameter &value : values) {
        index += 1;
        const int code = std::visit(
            Binder{.statement = statement, .index = index, .lifetime = lifetime}, value.held());
        if (code != SQLITE_OK) {
            connection.remember(code, "bind");
            return false;
        }
    }
    return true;
}

} // namespace

Rows::Rows(Rows &&other) noexcept
    : connection_(other.connection_)
    , sql_(other.sql_)
    , statement_(std::exchange(other.statement_, nullptr)) {}

Rows::~Rows() {
    if (statement_ != nullptr)
        connection_->giveBack(sql_, statement_);
}

bool Rows::next() {
    if (statement_ == nullptr || !connection_->wellSoFar())
        return false;
    const int code = sqlite3_step(statement_);
    if (code == SQLITE_ROW)
        return true;
    if (code != SQLITE_DONE)
        connection_->remember(sqlite3_extended_errcode(connection_->handle()), "read");
    return false;
}

bool Rows::isNull(int column) const {
    return sqlite3_column_type(statement_, column) == SQLITE_NULL;
}

bool Rows::holds(int column, int type) const {
    if (sqlite3_column_type(statement_, column) == type)
        return true;
    connection_->remember(connection_->file().string() +
                          " is damaged: a value is of the wrong type. Restore it from a backup.");
    return false;
}

std::int64_t Rows::integer(int column) const {
    return holds(column, SQLITE_INTEGER) ? sqlite3_column_int64(statement_, column) : 0;
}

std::uint64_t Rows::number(int column) const {
    const std::int64_t value = integer(column);
    if (value >= 0)
        return static_cast<std::uint64_t>(value);
    connection_->remember(connection_->file().string() +
                          " is damaged: a number is negative. Restore it from a backup.");
    return 0;
}

std::string_view Rows::text(int column) const {
    if (!holds(column, SQLITE_TEXT))
        return {};
    const auto *start = reinterpret_cast<const char *>(sqlite3_column_text(statement_, column));
    return {start, static_cast<std::size_t>(sqlite3_column_bytes(statement_, column))};
}

std::string_view Rows::blob(int column) const {
    if (!holds(column, SQLITE_BLOB))
        return {};
    const auto *start = static_cast<const char *>(sqlite3_column_blob(statement_, column));
    return {start, static_cast<std::size_t>(sqlite3_column_bytes(statement_, column))};
}

void Rows::copyBlob(int column, std::span<std::uint8_t> out) const {
    const std::string_view bytes = blob(column);
    if (bytes.size() != out.size()) {
        connection_->remember(connection_->file().string() +
                              " is damaged: an id has the wrong size. Restore it from a backup.");
        return;
    }
    std::copy(bytes.begin(), bytes.end(), out.begin());
}

Database::Database(std::unique_ptr<Connection> connection)
    : connection_(std::move(connection)) {}
Database::Database(Database &&) noexcept = default;
Database &Database::operator=(Database &&) noexcept = default;
Database::~Database() = default;

Rows Database::query(Sql sql, std::initializer_list<Parameter> values) {
    Rows rows(connection_.get(), sql.text, connection_->borrow(sql.text));
    if (rows.statement_ != nullptr)
        // A value that cannot be bound leaves a fault, and next() then answers false.
        static_cast<void>(bindAll(*connection_, rows.statement_, values, SQLITE_TRANSIENT));
    return rows;
}

void Database::run(Sql sql, std::initializer_list<Parameter> values) {
    sqlite3_stmt *statement = connection_->borrow(sql.text);
    if (statement == nullptr)
        return;
    if (bindAll(*connection_, statement, values, SQLITE_STATIC)) {
        const int code = sqlite3_step(statement);
        if (code != SQLITE_DONE && code != SQLITE_ROW)
            connection_->remember(sqlite3_extended_errcode(connection_->handle()), "write");
    }
    connection_->giveBack(sql.text, statement);
}

void Database::execute(const std::string &script) {
    connection_->execute(script);
}

std::uint64_t Database::changes() const {
    return static_cast<std::uint64_t>(sqlite3_changes64(connection_->handle()));
}

std::uint64_t Database::totalChanges() const {
    return static_cast<std::uint64_t>(sqlite3_total_changes64(connection_->handle()));
}

std::vector<Word> Database::words(std::string_view text) {
    return connection_->words(text);
}

void Database::begin() {
    connection_->forget();
    run("BEGIN IMMEDIATE");
}

Outcome Database::commit() {
    // A full disk may have ended the transaction before us; then there is nothing to commit.
    if (connection_->wellSoFar() && !inTransaction())
        connection_->remember("There is no transaction to commit in " +
                              connection_->file().string() + ".");
    run("COMMIT");
    if (const std::optional<Fault> found = connection_->fault()) {
        rollback();
        return *found;
    }
    connection_->checkpointIfDue();
    // The commit stands even where the checkpoint after it failed: broken() says so, and the fault
    // belongs to whatever comes next.
    connection_->forget();
    return Done{};
}

void Database::rollback() {
    // Not through the statement cache, which does nothing after a fault.
    if (inTransaction())
        sqlite3_exec(connection_->handle(), "ROLLBACK", nullptr, nullptr, nullptr);
}

bool Database::inTransaction() const {
    return sqlite3_get_autocommit(connection_->handle()) == 0;
}

void Database::beginRead() {
    run("BEGIN");
}

void Database::endRead() {
    rollback();
}

std::optional<Fault> Database::fault() const {
    return connection_->fault();
}

void Database::clearFault() {
    connection_->forget();
}

void Database::fail(const std::string &sentence) {
    connection_->remember(sentence);
}

bool Database::broken() const {
    return connection_->broken();
}

Outcome Database::checkpoint() {
    if (const std::optional<Fault> found = connection_->fault())
        return *found;
    const int code = sqlite3_wal_checkpoint_v2(connection_->handle(), nullptr,
                                               SQLITE_CHECKPOINT_TRUNCATE, nullptr, nullptr);
    if (code == SQLITE_OK)
        return Done{};
    connection_->rememberCheckpoint();
    Fault found = *connection_->fault();
    connection_->forget();
    return found;
}

} // namespace zchat::db
