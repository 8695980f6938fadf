// Bytes that changed behind SQLite's back: in the file, in the log beside it, and in a log that a
// crash left.
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <fstream>
#include <optional>

#include "shared/db/database.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/temporary_folder.hpp"

using namespace zchat;
using namespace zchat::db;

namespace {

namespace fs = std::filesystem;

constexpr std::array<const char *, 1> steps{
    "CREATE TABLE things(id INTEGER PRIMARY KEY, name TEXT NOT NULL);"};

Schema schema() {
    return {.applicationId = 0x7a746573, .what = "a test's store", .steps = steps};
}

constexpr std::uint64_t page = 4096;
constexpr std::uint64_t frame = page + 24;
constexpr std::uint64_t logHeader = 32;

std::string contentOf(const fs::path &file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

void flip(const fs::path &file, std::uint64_t offset) {
    std::fstream at(file, std::ios::binary | std::ios::in | std::ios::out);
    at.seekg(static_cast<std::streamoff>(offset));
    const int byte = at.get();
    REQUIRE(byte != EOF);
    at.seekp(static_cast<std::streamoff>(offset));
    at.put(static_cast<char>(byte ^ 0x10));
    REQUIRE(at.good());
}

Database opened(const fs::path &file, const Options &options = {}) {
    Result<Database> made = Database::open(file, schema(), options);
    INFO((made ? std::string() : made.why()));
    REQUIRE(made.ok());
    return std::move(*made);
}

Outcome add(Database &database, const std::string &name) {
    Transaction transaction(database);
    database.run("INSERT INTO things(name) VALUES(?1)", {name});
    return transaction.commit();
}

std::string numbered(std::uint64_t number) {
    return std::to_string(number) + std::string(900, 'x');
}

// How many things there are; nullopt after a fault. Each must be what was put in.
std::optional<std::uint64_t> read(Database &database) {
    std::uint64_t found = 0;
    {
        Rows rows = database.query("SELECT id, name FROM things ORDER BY id");
        while (rows.next()) {
            REQUIRE(rows.number(0) == ++found);
            REQUIRE(rows.text(1) == numbered(found));
        }
    }
    return database.fault() ? std::nullopt : std::optional(found);
}

// Ends as kill -9 would, with `count` things committed one by one in the log.
void dieWithLog(const fs::path &file, std::uint64_t count) {
    const pid_t child = ::fork();
    REQUIRE(child >= 0);
    if (child == 0) {
        Result<Database> database = Database::open(file, schema());
        bool well = database.ok();
        for (std::uint64_t i = 1; well && i <= count; ++i)
            well = add(*database, numbered(i)).ok();
        ::_exit(well ? 0 : 1);
    }
    int status = 0;
    REQUIRE(::waitpid(child, &status, 0) == child);
    REQUIRE((WIFEXITED(status) && WEXITSTATUS(status) == 0));
}

// Where each transaction of a log ends.
std::vector<std::uint64_t> endsOf(const std::string &log) {
    std::vector<std::uint64_t> ends;
    for (std::uint64_t at = logHeader; at + frame <= log.size(); at += frame)
        if (log.substr(at + 4, 4) != std::string(4, '\0'))
            ends.push_back(at + frame);
    return ends;
}

// Written and closed; what then stands in the file.
std::string fortyRows(const fs::path &file) {
    {
        Database database = opened(file);
        for (std::uint64_t i = 1; i <= 40; ++i)
            REQUIRE(add(database, numbered(i)).ok());
    }
    return contentOf(file);
}

} // namespace

TEST_CASE("db: a byte that flipped anywhere in a page is a fault and is never served") {
    const tests::TemporaryFolder temporary;
    const fs::path file = temporary.path() / "a.db";
    const std::string sound = fortyRows(file);
    REQUIRE(sound.size() >= 10 * page);
    for (std::uint64_t offset = 0; offset < sound.size(); offset += 97) {
        CAPTURE(offset);
        std::ofstream(file, std::ios::binary | std::ios::trunc) << sound;
        flip(file, offset);
        Result<Database> reader = Database::openReadOnly(file, schema());
        if (reader.faulted())
            continue;
        CHECK_FALSE(read(*reader).has_value());
        CHECK(reader->fault()->text.find("damaged") != std::string::npos);
        CHECK_FALSE(reader->broken());
    }
}

TEST_CASE("db: a page that stands in another's place, or is cut short, is a fault") {
    const tests::TemporaryFolder temporary;
    const fs::path file = temporary.path() / "a.db";
    const std::string sound = fortyRows(file);
    std::string moved = sound;
    moved.replace(4 * page, page, sound, 5 * page, page);
    for (const std::string &content : {moved, sound.substr(0, sound.size() - 100)}) {
        std::ofstream(file, std::ios::binary | std::ios::trunc) << content;
        Database database = opened(file);
        CHECK_FALSE(read(database).has_value());
    }
}

TEST_CASE(
    "db: a byte that flipped in the log of a running writer is a fault, and ends the writer") {
    const tests::TemporaryFolder temporary;
    const fs::path file = temporary.path() / "a.db";
    Database writer = opened(file);
    for (std::uint64_t i = 1; i <= 20; ++i)
        REQUIRE(add(writer, numbered(i)).ok());
    const std::vector<std::uint64_t> ends = endsOf(contentOf(file.string() + "-wal"));
    flip(file.string() + "-wal", ends.back() - 2000); // in the newest image of the last page
    Result<Database> reader = Database::openReadOnly(file, schema());
    REQUIRE(reader.ok());
    CHECK_FALSE(read(*reader).has_value());
    CHECK_FALSE(writer.checkpoint().ok());
    CHECK(writer.broken());
    CHECK(add(writer, numbered(21)).faulted());
}

TEST_CASE("db: a log that a crash left is read to its end, and a damaged one is refused") {
    const tests::TemporaryFolder temporary;
    const fs::path file = temporary.path() / "a.db";
    constexpr std::uint64_t count = 12;
    dieWithLog(file, count);
    const std::string sound = contentOf(file);
    const std::string log = contentOf(file.string() + "-wal");
    const std::vector<std::uint64_t> ends = endsOf(log);
    REQUIRE(ends.size() > count);
    // What the last transaction holds was perhaps never synced, so a power loss may have torn it;
    // so may the mark that ends the one before. All else was durable.
    const std::uint64_t torn = ends[ends.size() - 2] - frame;
    std::uint64_t refused = 0;
    for (std::uint64_t offset = 0; offset < log.size(); offset += 89) {
        CAPTURE(offset, torn);
        std::ofstream(file, std::ios::binary | std::ios::trunc) << sound;
        std::ofstream(file.string() + "-wal", std::ios::binary | std::ios::trunc) << log;
        fs::remove(file.string() + "-shm");
        flip(file.string() + "-wal", offset);
        Result<Database> database = Database::open(file, schema());
        if (offset < torn) {
            REQUIRE(database.faulted());
            CHECK(database.why().find("damaged") != std::string::npos);
            CHECK(Database::openReadOnly(file, schema()).faulted());
            ++refused;
        } else if (database.ok()) {
            CHECK(read(*database) >= count - 2);
        }
    }
    CHECK(refused > 0);
    std::ofstream(file, std::ios::binary | std::ios::trunc) << sound;
    std::ofstream(file.string() + "-wal", std::ios::binary | std::ios::trunc) << log;
    Database database = opened(file);
    CHECK(read(database) == count);
}

TEST_CASE("db: a transaction larger than the cache writes and reads its own pages again") {
    const tests::TemporaryFolder temporary;
    const fs::path file = temporary.path() / "a.db";
    constexpr std::uint64_t count = 2'000;
    {
        Database database = opened(file, {.cacheKiB = 64});
        database.begin();
        for (std::uint64_t i = 1; i <= count; ++i)
            database.run("INSERT INTO things(name) VALUES(?1)", {std::string(950, 'y')});
        for (int round = 0; round < 2; ++round)
            for (std::uint64_t i = count; i >= 1; --i)
                database.run("UPDATE things SET name = ?1 WHERE id = ?2", {numbered(i), i});
        CHECK(read(database) == count);
        REQUIRE(database.commit().ok());
        CHECK(read(database) == count);
        database.begin(); // and one that is given up after it was written
        for (std::uint64_t i = count; i >= 1; --i)
            database.run("UPDATE things SET name = 'gone' WHERE id = ?1", {i});
        database.rollback();
        CHECK(read(database) == count);
        REQUIRE(add(database, numbered(count + 1)).ok());
        CHECK(read(database) == count + 1);
        Result<Database> reader = Database::openReadOnly(file, schema());
        REQUIRE(reader.ok());
        CHECK(read(*reader) == count + 1);
    }
    Database again = opened(file);
    CHECK(read(again) == count + 1);
}
