// SQLite's own floor: the rows that the store writes for a post, put in by bare SQLite.
//
// The same tables, indexes, pragmas and sizes as the broker's store, prepared statements, nothing
// decided and nothing read: what any store on this engine pays.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

struct sqlite3;
struct sqlite3_stmt;

namespace zchat::bench {

class SqliteFloor final {
public:
    SqliteFloor(const std::string &file, std::size_t bytes);
    ~SqliteFloor();
    SqliteFloor(const SqliteFloor &) = delete;
    SqliteFloor &operator=(const SqliteFloor &) = delete;

    // Commits `count` posts, `batch` in each transaction.
    void insert(std::uint64_t count, std::uint64_t batch);

private:
    struct Statements;
    void insertOne();

    sqlite3 *handle_ = nullptr;
    std::unique_ptr<Statements> statements_;
    std::size_t bytes_;
    std::int64_t seq_ = 0;
};

} // namespace zchat::bench
