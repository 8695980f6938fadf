#include "shared/db/connection.hpp"

namespace zchat::db {

std::string sentenceOf(int code, const char *message, const std::filesystem::path &file,
                       std::string_view during) {
    const std::string name = file.string();
    switch (code & 0xff) {
    case SQLITE_FULL:
        return "There is no space left for " + name + ".";
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
        return name + " is damaged: restore it from a backup.";
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return name + " is locked by another program.";
    case SQLITE_READONLY:
        return name + " cannot be written: it or its folder is read-only.";
    case SQLITE_CANTOPEN:
        return name + " cannot be opened.";
    case SQLITE_NOMEM:
        return "There is not enough memory to use " + name + ".";
    default:
        break; // an integer of a C library: its other values share one sentence
    }
    if (code == SQLITE_IOERR_DATA)
        return name + " is damaged: bytes in it are not those that were written (" +
               std::string(during) + "). Restore it from a backup.";
    if ((code & 0xff) == SQLITE_IOERR)
        return "The disk failed under " + name + " (" + std::string(during) + ", code " +
               std::to_string(code) + ").";
    return name + ": " + message + " (" + std::string(during) + ", code " + std::to_string(code) +
           ").";
}

Connection::~Connection() {
    finalizeAll();
    if (tokens_ != nullptr)
        tokenizer_.xDelete(tokens_);
    sqlite3_close_v2(handle_);
}

void Connection::finalizeAll() {
    for (auto &[sql, statements] : idle_)
        for (sqlite3_stmt *statement : statements)
            sqlite3_finalize(statement);
    idle_.clear();
}

sqlite3_stmt *Connection::borrow(const char *sql) {
    if (!wellSoFar())
        return nullptr;
    std::vector<sqlite3_stmt *> &statements = idle_[sql];
    if (!statements.empty()) {
        sqlite3_stmt *statement = statements.back();
        statements.pop_back();
        return statement;
    }
    sqlite3_stmt *statement = nullptr;
    const int code =
        sqlite3_prepare_v3(handle_, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, nullptr);
    if (code != SQLITE_OK)
        remember(code, "prepare");
    return statement;
}

void Connection::giveBack(const char *sql, sqlite3_stmt *statement) {
    // What reset() repeats of a step that failed was remembered at that step.
    sqlite3_reset(statement);
    sqlite3_clear_bindings(statement);
    idle_[sql].push_back(statement);
}

void Connection::remember(int code, std::string_view during) {
    // SQLITE_IOERR_NOMEM is memory, not the disk; SQLITE_IOERR_DATA is damage that was read, which
    // fails what needs it and nothing else.
    const bool disk =
        (code & 0xff) == SQLITE_IOERR && code != SQLITE_IOERR_NOMEM && code != SQLITE_IOERR_DATA;
    if (disk)
        breakIfWriter();
    if (!fault_)
        fault_ = Fault{.text = sentenceOf(code, sqlite3_errmsg(handle_), file_, during)};
}

void Connection::remember(const std::string &sentence) {
    if (!fault_)
        fault_ = Fault{.text = sentence};
}

void Connection::breakIfWriter() {
    if (checkpointPages_ == 0)
        return;
    broken_ = true;
    // Closing would move the log into the file, and sync both again.
    sqlite3_db_config(handle_, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
}

void Connection::rememberCheckpoint() {
    const int code = sqlite3_extended_errcode(handle_);
    // A damaged log cannot be moved into the file. What is committed behind the damage would not be
    // there after a restart, so nothing more may be.
    if (code == SQLITE_IOERR_DATA)
        breakIfWriter();
    remember(code, "checkpoint");
}

std::optional<Fault> Connection::fault() const {
    if (!fault_ && broken_)
        return Fault{.text = "The disk failed under " + file_.string() +
                             " before; nothing is written any more."};
    return fault_;
}

void Connection::execute(const std::string &script) {
    if (!wellSoFar())
        return;
    const int code = sqlite3_exec(handle_, script.c_str(), nullptr, nullptr, nullptr);
    if (code != SQLITE_OK)
        remember(sqlite3_extended_errcode(handle_), "execute");
}

std::int64_t Connection::pragma(const char *sql) {
    sqlite3_stmt *statement = nullptr;
    int code = sqlite3_prepare_v2(handle_, sql, -1, &statement, nullptr);
    std::int64_t value = 0;
    if (code == SQLITE_OK) {
        code = sqlite3_step(statement);
        if (code == SQLITE_ROW)
            value = sqlite3_column_int64(statement, 0);
    }
    if (code != SQLITE_ROW && code != SQLITE_DONE)
        remember(sqlite3_extended_errcode(handle_), "pragma");
    sqlite3_finalize(statement);
    return value;
}

int Connection::onCommit(void *self, sqlite3 *, const char *, int pages) {
    static_cast<Connection *>(self)->walPages_ = pages;
    return SQLITE_OK;
}

void Connection::watchWal(int checkpointPages) {
    checkpointPages_ = checkpointPages;
    // Takes the place of SQLite's own hook, which drops the errors of its checkpoint.
    sqlite3_wal_hook(handle_, &Connection::onCommit, this);
}

void Connection::checkpointIfDue() {
    if (checkpointPages_ == 0 || walPages_ < checkpointPages_)
        return;
    walPages_ = 0;
    const int code =
        sqlite3_wal_checkpoint_v2(handle_, nullptr, SQLITE_CHECKPOINT_PASSIVE, nullptr, nullptr);
    // A reader that holds an old state makes this one incomplete; the next goes on.
    if (code != SQLITE_OK && (code & 0xff) != SQLITE_BUSY)
        rememberCheckpoint();
}

} // namespace zchat::db
