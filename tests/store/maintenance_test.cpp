// What an operator does with the data: backups, exports, checks, and what a check must find.
#include <atomic>
#include <fstream>
#include <thread>

#include "broker/store/maintenance.hpp"
#include "broker/store/schema.hpp"
#include "shared/base/private_file.hpp"
#include "tests/store/rigs.hpp"

using namespace zchat;
using namespace zchat::tests;

namespace {

store::CheckReport checked(const std::filesystem::path &file) {
    Result<store::CheckReport> report = store::check({.database = file});
    if (!report)
        FAIL(report.why());
    return *report;
}

std::string joined(const store::CheckReport &report) {
    std::string text;
    for (const std::string &sentence : store::sentencesOf(report))
        text += sentence + '\n';
    return text;
}

std::string contentOf(const std::filesystem::path &file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

} // namespace

TEST_CASE("store: a check finds nothing wrong with what the store wrote") {
    SqliteRig rig;
    fill(rig.store());
    const store::CheckReport report = checked(rig.file());
    INFO(joined(report));
    CHECK(report.sound());
    CHECK(report.rooms == 2);
    CHECK(report.entries == 39);
    CHECK(report.messages == 34);
    CHECK(joined(report).find("Everything is sound.") != std::string::npos);
}

TEST_CASE("store: a check finds a flipped byte, wherever words or pages lie") {
    SqliteRig rig;
    fill(rig.store());
    rig.held.reset();
    const std::string whole = contentOf(rig.file());
    const auto foundWith = [&](std::string bytes, std::size_t at) {
        bytes[at] = static_cast<char>(bytes[at] ^ 0x10);
        std::ofstream(rig.file(), std::ios::binary) << bytes;
        const Result<store::CheckReport> report = store::check({.database = rig.file()});
        return !report.ok() || !report->sound();
    };
    const std::size_t said = whole.find("words number 7");
    REQUIRE(said != std::string::npos);
    CHECK(foundWith(whole, said + 3));
    CHECK(foundWith(whole, whole.find("other words") + 1));
    // The number of cells of some page of each table.
    for (std::size_t page = 1; page < whole.size() / 4096; ++page) {
        const char kind = whole[page * 4096];
        if (kind == 0x0d || kind == 0x0a || kind == 0x05 || kind == 0x02) {
            INFO("page " << page + 1);
            CHECK(foundWith(whole, page * 4096 + 5));
        }
    }
}

TEST_CASE("store: a check names what is wrong") {
    struct Damage {
        const char *script;
        const char *finding;
    };
    for (const Damage &damage : {
             Damage{"DELETE FROM entries WHERE key & 1023 = 9 AND key >> 40 = 1", "entries 9 to 9"},
             Damage{"UPDATE rooms SET head = 99 WHERE name = 'lobby'", "its head is 99"},
             Damage{"UPDATE rooms SET members = 5 WHERE name = 'lobby'", "counts 5 members"},
             Damage{"DELETE FROM ids WHERE key & 1023 = 3", "not found by its id"},
             Damage{"UPDATE messages SET message = NULL WHERE key & 1023 = 1",
                    "shown otherwise than its log says"},
             Damage{"DELETE FROM messages WHERE key & 1023 = 2", "another number of messages"},
             Damage{"UPDATE messages SET own = own + 1 WHERE key & 1023 = 5", "numbered wrongly"},
             Damage{"DELETE FROM tallies WHERE level = 1", "counts of redactions or mentions"},
             Damage{"DELETE FROM mentions WHERE account > 0", "somebody's mentions"},
             Damage{"DELETE FROM places WHERE place = 3", "no place in the order of search"},
             Damage{"INSERT INTO search(search) VALUES('delete-all')",
                    "search knows 0 of its messages"},
             Damage{"UPDATE markers SET seq = 1000", "marker stands past"},
         }) {
        SqliteRig rig;
        fill(rig.store());
        meddle(rig, damage.script);
        const store::CheckReport report = checked(rig.file());
        INFO(damage.script << '\n' << joined(report));
        CHECK_FALSE(report.sound());
        CHECK(joined(report).find(damage.finding) != std::string::npos);
        CHECK(joined(report).find("restore the last backup") != std::string::npos);
    }
}

TEST_CASE("store: what is no store is refused by each tool with a sentence") {
    const TemporaryFolder folder;
    const std::filesystem::path file = folder.path() / "letter";
    std::ofstream(file) << "Dear all, this is no database.";
    CHECK(store::check({.database = file}).faulted());
    CHECK(store::check({.database = folder.path() / "absent"}).faulted());
    CHECK(store::exportLines(file, [](std::string_view) { return true; }).faulted());
    CHECK(store::backup({.database = file, .keys = {}, .target = folder.path() / "b"}).faulted());
    CHECK_FALSE(std::filesystem::exists(folder.path() / "b"));
    CHECK(std::distance(std::filesystem::directory_iterator(folder.path()), {}) == 1);
}

TEST_CASE("store: a backup under load is one state, holds the keys, and opens") {
    SqliteRig rig;
    fill(rig.store());
    const TemporaryFolder elsewhere;
    REQUIRE(writePrivateFile(rig.folder.path() / "broker.key", "the key").ok());
    std::atomic<bool> ending = false;
    std::thread load([&] {
        Speaker speaker(rig.store());
        for (std::uint8_t i = 0; !ending; ++i) {
            rig.store().begin();
            const hub::RoomRecord before = *rig.store().room(RoomName("ops"));
            hub::RoomRecord room = before;
            for (int k = 0; k < 20; ++k) {
                room.head = room.head.next();
                rig.store().append(
                    room.name,
                    {.seq = room.head,
                     .at = room.lastAt,
                     .by = AccountName("alice"),
                     .id = std::nullopt,
                     .content =
                         wire::Text{.body = "load", .reply = std::nullopt, .mentions = {"bob"}},
                     .redacted = false},
                    std::nullopt);
            }
            rig.store().put(room);
            if (!rig.store().commit())
                break;
        }
    });
    std::vector<store::BackupReport> reports;
    for (int i = 0; i < 3; ++i) {
        const Result<store::BackupReport> report = store::backup(
            {.database = rig.file(),
             .keys = {rig.folder.path() / "broker.key", rig.folder.path() / "absent.key"},
             .target = elsewhere.path() / ("backup-" + std::to_string(i))});
        CHECK(report.ok());
        if (report)
            reports.push_back(*report);
    }
    ending = true;
    load.join();
    REQUIRE(reports.size() == 3);
    const std::filesystem::path last = elsewhere.path() / "backup-2";
    CHECK(*readSmallFile(last / "broker.key") == "the key");
    CHECK(std::distance(std::filesystem::directory_iterator(last), {}) == 2);
    CHECK(checked(last / "chat.db").sound());
    const Result<std::unique_ptr<store::SqliteStore>> restored =
        store::SqliteStore::open(last / "chat.db");
    REQUIRE(restored.ok());
    for (const auto &[name, head] : reports.back().heads)
        CHECK((*restored)->room(name)->head == head);
    CHECK(store::backup({.database = rig.file(), .keys = {}, .target = last}).faulted());
}

TEST_CASE("store: a store that is not sound gets no backup") {
    SqliteRig rig;
    fill(rig.store());
    meddle(rig, "DELETE FROM entries WHERE key & 1023 = 9");
    const Result<store::BackupReport> report =
        store::backup({.database = rig.file(), .keys = {}, .target = rig.folder.path() / "backup"});
    REQUIRE(report.faulted());
    CHECK(report.fault().text.find("no backup was made") != std::string::npos);
    CHECK_FALSE(std::filesystem::exists(rig.folder.path() / "backup"));
}

TEST_CASE("store: an export is one JSON object a line, entries in order") {
    SqliteRig rig;
    fill(rig.store());
    std::vector<std::string> lines;
    REQUIRE(store::exportLines(rig.file(), [&](std::string_view line) {
                lines.emplace_back(line);
                return true;
            }).ok());
    const auto count = [&](const std::string &start) {
        return std::count_if(lines.begin(), lines.end(), [&](const std::string &line) {
            return line.substr(0, start.size()) == start;
        });
    };
    CHECK(count("{\"account\":{\"name\":\"alice\",\"title\":\"Alice\"") == 1);
    CHECK(count("{\"room\":{\"room\":") == 2);
    CHECK(count("{\"member\":{\"room\":\"lobby\",\"who\":") == 2);
    CHECK(count("{\"entry\":{\"room\":\"lobby\"") == 37);
    CHECK(count("{\"entry\":{\"room\":\"ops\",\"seq\":2") == 1);
    CHECK(lines.front().substr(0, 10) == "{\"account\"");
    CHECK(std::none_of(lines.begin(), lines.end(), [](const std::string &line) {
        return line.find('\n') != std::string::npos || line.find("soon gone") != std::string::npos;
    }));
    std::size_t taken = 0;
    CHECK(store::exportLines(rig.file(), [&](std::string_view) { return ++taken < 5; }).faulted());
    CHECK(taken == 5);
}
