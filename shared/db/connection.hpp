// What stands behind a Database: the handle, its prepared statements and the fault it remembers.
// Private to shared/db.
#pragma once

#include <sqlite3.h>

#include <filesystem>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "shared/db/database.hpp"

namespace zchat::db {

class Connection final {
public:
    Connection(sqlite3 *handle, std::filesystem::path file)
        : handle_(handle)
        , file_(std::move(file)) {}
    ~Connection();
    Connection(const Connection &) = delete;
    Connection &operator=(const Connection &) = delete;

    [[nodiscard]] sqlite3 *handle() const { return handle_; }
    [[nodiscard]] const std::filesystem::path &file() const { return file_; }

    // A statement that nobody runs at the moment, prepared if need be; nullptr and a fault where it
    // cannot be.
    [[nodiscard]] sqlite3_stmt *borrow(const char *sql);
    void giveBack(const char *sql, sqlite3_stmt *statement);
    void finalizeAll();

    [[nodiscard]] bool wellSoFar() const { return !fault_ && !broken_; }
    // The first fault stays. `code` is SQLite's extended one.
    void remember(int code, std::string_view during);
    void remember(const std::string &sentence);
    void rememberCheckpoint();
    void forget() { fault_.reset(); }
    [[nodiscard]] std::optional<Fault> fault() const;
    [[nodiscard]] bool broken() const { return broken_; }

    void execute(const std::string &script);
    // The one value of a pragma that has one; 0 after a fault.
    [[nodiscard]] std::int64_t pragma(const char *sql);
    [[nodiscard]] std::vector<Word> words(std::string_view text);
    // Checkpoints when a commit has left more in the WAL than the options allow.
    void watchWal(int checkpointPages);
    void checkpointIfDue();

private:
    void breakIfWriter();
    [[nodiscard]] bool makeTokenizer();
    static int onCommit(void *self, sqlite3 *, const char *, int pages);

    sqlite3 *handle_;
    std::filesystem::path file_;
    // By the address of the literal; several where a statement runs inside its own rows.
    std::unordered_map<const char *, std::vector<sqlite3_stmt *>> idle_;
    fts5_tokenizer tokenizer_{};
    Fts5Tokenizer *tokens_ = nullptr; // made when first needed
    std::optional<Fault> fault_;
    bool broken_ = false;
    int checkpointPages_ = 0;
    int walPages_ = 0;
};

// What an extended code means for whoever runs this: one sentence without SQLite's jargon where
// there is one.
[[nodiscard]] std::string sentenceOf(int code, const char *message,
                                     const std::filesystem::path &file, std::string_view during);

} // namespace zchat::db
