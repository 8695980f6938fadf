#include "shared/db/database.hpp"

#include <sys/resource.h>
#include <sys/stat.h>

#include <array>
#include <csignal>
#include <fstream>

#include "tests/support/catch.hpp"
#include "tests/support/temporary_folder.hpp"

using namespace zchat;
using namespace zchat::db;

namespace {

constexpr std::array<const char *, 1> firstSteps{
    "CREATE TABLE things(id INTEGER PRIMARY KEY, name TEXT, octets BLOB);"};
constexpr std::array<const char *, 2> secondSteps{
    firstSteps[0], "ALTER TABLE things ADD COLUMN colour TEXT NOT NULL DEFAULT 'grey';"};
constexpr std::int32_t applicationId = 0x7a746573;

constexpr std::string_view octets("\0\xff", 2);

Schema first() {
    return {.applicationId = applicationId, .what = "a test's store", .steps = firstSteps};
}
Schema second() {
    return {.applicationId = applicationId, .what = "a test's store", .steps = secondSteps};
}

Database opened(const std::filesystem::path &file, const Schema &schema = first(),
                const Options &options = {}) {
    Result<Database> made = Database::open(file, schema, options);
    INFO((made ? std::string() : made.why()));
    REQUIRE(made.ok());
    return std::move(*made);
}

Outcome addThing(Database &database, std::string_view name) {
    Transaction transaction(database);
    database.run("INSERT INTO things(name, octets) VALUES(?1, ?2)", {name, Blob{octets}});
    return transaction.commit();
}

std::uint64_t countThings(Database &database) {
    Rows rows = database.query("SELECT count(*) FROM things");
    return rows.next() ? rows.number(0) : 0;
}

std::string contentOf(const std::filesystem::path &file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

} // namespace

TEST_CASE("db: what was committed is there after a reopening") {
    const tests::TemporaryFolder temporary;
    const std::filesystem::path &folder = temporary.path();
    {
        Database database = opened(folder / "a.db");
        REQUIRE(addThing(database, "one").ok());
    }
    Database database = opened(folder / "a.db");
    Rows rows = database.query("SELECT name, octets, id FROM things WHERE name = ?1", {"one"});
    REQUIRE(rows.next());
    CHECK(rows.text(0) == "one");
    CHECK(rows.blob(1) == octets);
    CHECK(rows.number(2) == 1);
    CHECK_FALSE(rows.next());
    CHECK_FALSE(database.fault().has_value());
}

TEST_CASE("db: files are readable by their owner only") {
    const tests::TemporaryFolder temporary;
    const std::filesystem::path &folder = temporary.path();
    Database database = opened(folder / "a.db");
    REQUIRE(addThing(database, "one").ok());
    for (const char *name : {"a.db", "a.db-wal", "a.db-shm"}) {
        struct stat found {};
        REQUIRE(::stat((folder / name).c_str(), &found) == 0);
        CHECK((found.st_mode & 0777) == 0600);
    }
}

TEST_CASE("db: a transaction that is not committed leaves nothing") {
    const tests::TemporaryFolder temporary;
    const std::filesystem::path &folder = temporary.path();
    Database database = opened(folder / "a.db");
    {
        const Transaction transaction(database);
        database.run("INSERT INTO things(name) VALUES('lost')");
        CHECK(countThings(database) == 1);
    }
    CHECK(countThings(database) == 0);
}

TEST_CASE("db: the first fault stays, what follows does nothing, the commit fails") {
    const tests::TemporaryFolder temporary;
    const std::filesystem::path &folder = temporary.path();
    Database database = opened(folder / "a.db");
    database.begin();
    database.run("INSERT INTO things(id, name) VALUES(1, 'one')");
    database.run("INSERT INTO things(id, name) VALUES(1, 'again')");
    database.run("INSERT INTO things(id, name) VALUES(2, 'two')");
    REQUIRE(database.fault().has_value());
    const Outcome outcome = database.commit();
    REQUIRE(outcome.faulted());
    CHECK(outcome.fault().text.find("UNIQUE") != std::string::npos);
    CHECK_FALSE(database.broken());
    REQUIRE(addThing(database, "three").ok());
    CHECK(countThings(database) == 1);
}

TEST_CASE("db: a value of another type is a fault and not a zero that passes for the truth") {
    const tests::TemporaryFolder temporary;
    const std::filesystem::path &folder = temporary.path();
    Database database = opened(folder / "a.db");
    REQUIRE(addThing(database, "one").ok());
    {
        Rows rows = database.query("SELECT name FROM things");
        REQUIRE(rows.next());
        CHECK(rows.integer(0) == 0);
    }
    REQUIRE(database.fault().has_value());
    CHECK(database.fault()->text.find("damaged") != std::string::npos);
    database.clearFault();
    CHECK(countThings(database) == 1);
}

TEST_CASE("db: a statement may run inside its own rows") {
    const tests::TemporaryFolder temporary;
    const std::filesystem::path &folder = temporary.path();
    Database database = opened(folder / "a.db");
    REQUIRE(addThing(database, "one").ok());
    REQUIRE(addThing(database, "two").ok());
    std::uint64_t pairs = 0;
    const auto names = [&] { return database.query("SELECT name FROM things"); };
    for (Rows outer = names(); outer.next();)
        for (Rows inner = names(); inner.next();)
            pairs += 1;
    CHECK(pairs == 4);
}

TEST_CASE("db: a reader sees what is committed, and one state while its snapshot lives") {
    const tests::TemporaryFolder temporary;
    const std::filesystem::path &folder = temporary.path();
    Database writer = opened(folder / "a.db");
    Result<Database> reader = Database::openReadOnly(folder / "a.db", first());
    REQUIRE(reader.ok());
    writer.begin();
    writer.run("INSERT INTO things(name) VALUES('one')");
    CHECK(countThings(*reader) == 0);
    REQUIRE(writer.commit().ok());
    CHECK(countThings(*reader) == 1);
    {
        const Snapshot snapshot(*reader);
        CHECK(countThings(*reader) == 1);
        REQUIRE(addThing(writer, "two").ok());
        CHECK(countThings(*reader) == 1);
    }
    CHECK(countThings(*reader) == 2);
    reader->run("DELETE FROM things");
    CHECK(reader->fault().has_value());
}

TEST_CASE("db: an older schema is upgraded after a copy") {
    const tests::TemporaryFolder temporary;
    const std::filesystem::path &folder = temporary.path();
    {
        Database database = opened(folder / "a.db");
        REQUIRE(addThing(database, "one").ok());
    }
    {
        Database database = opened(folder / "a.db", second());
        Rows rows = database.query("SELECT colour FROM things");
        REQUIRE(rows.next());
        CHECK(rows.text(0) == "grey");
    }
    Database kept = opened(folder / "a.db.version-1");
    CHECK(countThings(kept) == 1);
}

TEST_CASE("db: an upgrade that fails leaves the old version") {
    const tests::TemporaryFolder temporary;
    const std::filesystem::path &folder = temporary.path();
    { Database database = opened(folder / "a.db"); }
    constexpr std::array<const char *, 2> wrong{firstSteps[0],
                                                "CREATE TABLE more(id); CREATE TABLE more(id);"};
    const Schema schema{.applicationId = applicationId, .what = "a test's store", .steps = wrong};
    CHECK(Database::open(folder / "a.db", schema).faulted());
    Database database = opened(folder / "a.db");
    CHECK(addThing(database, "one").ok());
}

TEST_CASE("db: a newer, foreign or broken file is refused untouched") {
    const tests::TemporaryFolder temporary;
    const std::filesystem::path &folder = temporary.path();
    { Database database = opened(folder / "a.db", second()); }
    const std::string before = contentOf(folder / "a.db");
    const Result<Database> newer = Database::open(folder / "a.db", first());
    REQUIRE(newer.faulted());
    CHECK(newer.fault().text.find("newer version") != std::string::npos);
    CHECK(contentOf(folder / "a.db") == before);
    const Schema foreign{.applicationId = 1, .what = "another store", .steps = secondSteps};
    const Result<Database> other = Database::open(folder / "a.db", foreign);
    REQUIRE(other.faulted());
    CHECK(other.fault().text.find("is not another store") != std::string::npos);
    CHECK(contentOf(folder / "a.db") == before);
    std::ofstream(folder / "b.db") << "This is a letter and not a database at all.";
    CHECK(Database::open(folder / "b.db", first()).faulted());
    CHECK(Database::openReadOnly(folder / "absent.db", first()).faulted());
}

TEST_CASE("db: a reader refuses an older schema rather than change it") {
    const tests::TemporaryFolder temporary;
    const std::filesystem::path &folder = temporary.path();
    { Database database = opened(folder / "a.db"); }
    const Result<Database> reader = Database::openReadOnly(folder / "a.db", second());
    REQUIRE(reader.faulted());
    CHECK(reader.fault().text.find("older version") != std::string::npos);
}

TEST_CASE("db: a full disk fails the commit, and space that comes back heals it") {
    const tests::TemporaryFolder temporary;
    const std::filesystem::path &folder = temporary.path();
    { Database database = opened(folder / "a.db"); }
    const std::string large(100'000, 'x');
    {
        Database database = opened(folder / "a.db", first(), {.maxPages = 16});
        const Outcome outcome = addThing(database, large);
        REQUIRE(outcome.faulted());
        CHECK(outcome.fault().text.find("no space left") != std::string::npos);
        CHECK_FALSE(database.broken());
        CHECK(countThings(database) == 0);
        CHECK(addThing(database, "small").ok());
    }
    Database database = opened(folder / "a.db");
    CHECK(addThing(database, large).ok());
    CHECK(countThings(database) == 2);
}

TEST_CASE("db: after the disk failed nothing is written any more") {
    const tests::TemporaryFolder temporary;
    const std::filesystem::path &folder = temporary.path();
    Database database = opened(folder / "a.db");
    REQUIRE(addThing(database, "one").ok());
    // A bound on the size of files fails the write itself, as a broken disk does.
    std::signal(SIGXFSZ, SIG_IGN);
    rlimit before{};
    REQUIRE(::getrlimit(RLIMIT_FSIZE, &before) == 0);
    const rlimit tight{.rlim_cur = 32 * 1024, .rlim_max = before.rlim_max};
    REQUIRE(::setrlimit(RLIMIT_FSIZE, &tight) == 0);
    const Outcome outcome = addThing(database, std::string(200'000, 'x'));
    REQUIRE(::setrlimit(RLIMIT_FSIZE, &before) == 0);
    REQUIRE(outcome.faulted());
    CHECK(database.broken());
    CHECK(addThing(database, "two").faulted());
    Database again = opened(folder / "a.db");
    CHECK(countThings(again) == 1);
}

TEST_CASE("db: a copy taken beside a writer is one state in one file") {
    const tests::TemporaryFolder temporary;
    const std::filesystem::path &folder = temporary.path();
    Database writer = opened(folder / "a.db");
    REQUIRE(addThing(writer, "one").ok());
    Result<Database> reader = Database::openReadOnly(folder / "a.db", first());
    REQUIRE(reader.ok());
    writer.begin();
    writer.run("INSERT INTO things(name) VALUES('two')");
    REQUIRE(reader->copyTo(folder / "b.db").ok());
    REQUIRE(writer.commit().ok());
    CHECK_FALSE(std::filesystem::exists(folder / "b.db-wal"));
    Database copy = opened(folder / "b.db");
    CHECK(countThings(copy) == 1);
    CHECK(reader->copyTo(folder / "b.db").faulted());
}

TEST_CASE("db: the WAL is moved into the file when it has grown, by the writer alone") {
    const tests::TemporaryFolder temporary;
    const std::filesystem::path &folder = temporary.path();
    Database database = opened(folder / "a.db", first(), {.checkpointPages = 8});
    for (int i = 0; i < 200; ++i)
        REQUIRE(addThing(database, std::string(1000, 'x')).ok());
    CHECK(std::filesystem::file_size(folder / "a.db-wal") < 200'000);
    CHECK(std::filesystem::file_size(folder / "a.db") > 150'000);
    REQUIRE(database.checkpoint().ok());
    CHECK(std::filesystem::file_size(folder / "a.db-wal") == 0);
}

TEST_CASE("db: words are those of full-text search: folded, without marks, with their places") {
    const tests::TemporaryFolder temporary;
    Database database = opened(temporary.path() / "a.db");
    const std::vector<Word> words = database.words("Caf\xc3\xa9-Bar, \xf0\x9f\x8e\x89 42");
    REQUIRE(words.size() == 3);
    CHECK(words[0].folded == "cafe");
    CHECK(words[0].end == 5);
    CHECK(words[1].folded == "bar");
    CHECK(words[1].start == 6);
    CHECK(words[2].folded == "42");
    CHECK(database.words("-- \xf0\x9f\x8e\x89").empty());
}
