// What only a store on disk can promise: reopening, readers, full and failing disks, seals.
#include <sys/resource.h>

#include <csignal>
#include <fstream>

#include "tests/store/rigs.hpp"

using namespace zchat;
using namespace zchat::tests;

namespace {

std::string contentOf(const std::filesystem::path &file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

hub::SearchQuery asks(const std::string &words) {
    hub::SearchQuery query;
    query.viewer = AccountName("alice");
    query.words = words;
    query.limit = 10;
    return query;
}

} // namespace

TEST_CASE("store: what was committed is there after a reopening") {
    SqliteRig rig;
    Speaker speaker(rig.store());
    rig.store().begin();
    rig.store().put(person("alice"));
    speaker.makeRoom("ops");
    speaker.text("ops", "alice", "first", {"bob"});
    speaker.say("ops", "bob", wire::React{.of = Seq{1}, .emoji = "👍", .on = true});
    commit(rig.store());
    rig.store().begin();
    speaker.text("ops", "alice", "never committed");
    rig.reopen();
    hub::Store &store = rig.store();
    CHECK(store.account(AccountName("alice")).has_value());
    CHECK(store.room(RoomName("ops"))->head == Seq{2});
    CHECK(store.message(RoomName("ops"), Seq{1})->reactions.size() == 1);
    CHECK(store.search(asks("first")).found.size() == 1);
    CHECK(store.search(asks("never")).found.empty());
    CHECK(store.counts(AccountName("bob"), RoomName("ops"), Seq{0}) ==
          hub::Counts{.unread = 1, .mentions = 1});
    Speaker later(store);
    store.begin();
    store.append(RoomName("ops"),
                 {.seq = Seq{3},
                  .at = 9,
                  .by = AccountName("alice"),
                  .id = idOf<EntryId>(200, 200),
                  .content = wire::Text{.body = "third", .reply = std::nullopt, .mentions = {}},
                  .redacted = false},
                 idOf<Hash>(1));
    commit(store);
    CHECK(store.counts(AccountName("bob"), RoomName("ops"), Seq{0}).unread == 2);
    CHECK(store.counts(AccountName("alice"), RoomName("ops"), Seq{0}).unread == 0);
}

TEST_CASE("store: what was said long ago is found without a look at all that came after") {
    SqliteRig rig;
    Speaker speaker(rig.store());
    rig.store().begin();
    rig.store().put(person("alice"));
    speaker.makeRoom("ops");
    speaker.text("ops", "alice", "first");
    commit(rig.store());
    const TimeMs first = rig.store().message(RoomName("ops"), Seq{1})->entry.at;
    meddle(rig, "WITH RECURSIVE later(number) AS (VALUES(65536) UNION ALL "
                "SELECT number + 1 FROM later WHERE number < 262200) "
                "INSERT INTO places SELECT number, key, at + number, latest + number "
                "FROM places JOIN later ON place = 1");
    rig.held = rig.opened();
    // By a clock that was set back.
    rig.store().begin();
    rig.store().append(
        RoomName("ops"),
        {.seq = Seq{2},
         .at = first,
         .by = AccountName("alice"),
         .id = idOf<EntryId>(200, 200),
         .content = wire::Text{.body = "second", .reply = std::nullopt, .mentions = {}},
         .redacted = false},
        idOf<Hash>(1));
    commit(rig.store());

    const std::unique_ptr<store::SqliteReader> reader = rig.reader();
    hub::SearchQuery query = asks("");
    query.until = first + 1;
    while (const std::optional<std::string> next = reader->search(query).next)
        query.page = next; // the first time it looks where nothing is
    query.page.reset();
    const hub::FoundPage page = reader->search(query);
    REQUIRE(page.found.size() == 2);
    CHECK(page.found[0].message.entry.seq == Seq{2});
    CHECK(page.found[1].message.entry.seq == Seq{1});
    CHECK_FALSE(page.next);
}

TEST_CASE("store: a reader sees what is committed, and one state while it answers") {
    SqliteRig rig;
    Speaker speaker(rig.store());
    rig.store().begin();
    speaker.makeRoom("ops");
    speaker.text("ops", "alice", "first");
    commit(rig.store());
    const std::unique_ptr<store::SqliteReader> reader = rig.reader();
    rig.store().begin();
    speaker.text("ops", "alice", "second");
    CHECK(reader->room(RoomName("ops"))->head == Seq{1});
    {
        const db::Snapshot snapshot = reader->snapshot();
        CHECK(reader->room(RoomName("ops"))->head == Seq{1});
        commit(rig.store());
        CHECK(reader->entries(RoomName("ops"), Seq{0}, 10, wholePage).size() == 1);
    }
    CHECK(reader->entries(RoomName("ops"), Seq{0}, 10, wholePage).size() == 2);
    CHECK(reader->search(asks("second")).found.size() == 1);
    CHECK_FALSE(reader->fault().has_value());
}

TEST_CASE("store: a full disk fails the turn and the turns after it may succeed") {
    SqliteRig rig;
    {
        Speaker speaker(rig.store());
        rig.store().begin();
        speaker.makeRoom("ops");
        commit(rig.store());
    }
    rig.held.reset();
    const std::unique_ptr<store::SqliteStore> store = rig.opened({.maxPages = 60});
    Speaker speaker(*store);
    store->begin();
    for (int i = 0; i < 40; ++i)
        speaker.text("ops", "alice", std::string(16'000, 'x'), {"bob"});
    const Outcome outcome = store->commit();
    REQUIRE(outcome.faulted());
    CHECK_FALSE(store->broken());
    CHECK(store->room(RoomName("ops")) == std::nullopt); // the fault is sticky until the next turn
    store->begin();
    CHECK(store->room(RoomName("ops"))->head == Seq{0});
    speaker.text("ops", "alice", "small");
    commit(*store);
    CHECK(store->entries(RoomName("ops"), Seq{0}, 10, wholePage).size() == 1);
    CHECK(store->counts(AccountName("bob"), RoomName("ops"), Seq{0}) ==
          hub::Counts{.unread = 1, .mentions = 0});
}

TEST_CASE("store: after the disk failed the store is broken and commits nothing more") {
    SqliteRig rig;
    Speaker speaker(rig.store());
    rig.store().begin();
    speaker.makeRoom("ops");
    commit(rig.store());
    std::signal(SIGXFSZ, SIG_IGN);
    rlimit before{};
    REQUIRE(::getrlimit(RLIMIT_FSIZE, &before) == 0);
    const rlimit tight{.rlim_cur = 4096, .rlim_max = before.rlim_max};
    rig.store().begin();
    speaker.text("ops", "alice", std::string(16'000, 'x'));
    REQUIRE(::setrlimit(RLIMIT_FSIZE, &tight) == 0);
    const Outcome outcome = rig.store().commit();
    REQUIRE(::setrlimit(RLIMIT_FSIZE, &before) == 0);
    REQUIRE(outcome.faulted());
    CHECK(rig.held->broken());
    rig.store().begin();
    rig.store().put(person("bob"));
    CHECK(rig.store().commit().faulted());
    rig.reopen();
    CHECK(rig.store().room(RoomName("ops"))->head == Seq{0});
}

TEST_CASE("store: an id that stands twice is a fault, not a second entry") {
    SqliteRig rig;
    Speaker speaker(rig.store());
    rig.store().begin();
    speaker.makeRoom("ops");
    speaker.text("ops", "alice", "first");
    commit(rig.store());
    Speaker again(rig.store()); // counts its ids from the start
    rig.store().begin();
    again.text("ops", "alice", "second");
    CHECK(rig.store().fault().has_value());
    CHECK(rig.store().commit().faulted());
}

TEST_CASE("store: a byte that flipped in what somebody said is a fault and is never served") {
    SqliteRig rig;
    Speaker speaker(rig.store());
    rig.store().begin();
    speaker.makeRoom("ops");
    speaker.text("ops", "alice", "the innocent words");
    speaker.say("ops", "alice", wire::Edit{.of = Seq{1}, .body = "the innocent words, edited"});
    commit(rig.store());
    rig.held.reset();
    std::string bytes = contentOf(rig.file());
    std::size_t flipped = 0;
    for (std::size_t at = bytes.find("innocent"); at != std::string::npos;
         at = bytes.find("innocent", at + 1), ++flipped)
        bytes[at + 2] = static_cast<char>(bytes[at + 2] ^ 0x01);
    REQUIRE(flipped >= 3);
    std::ofstream(rig.file(), std::ios::binary) << bytes;
    const std::unique_ptr<store::SqliteReader> reader = rig.reader();
    CHECK(reader->entries(RoomName("ops"), Seq{0}, 10, wholePage).empty());
    REQUIRE(reader->fault().has_value());
    CHECK(reader->fault()->text.find("damaged") != std::string::npos);
    reader->clearFault();
    CHECK_FALSE(reader->message(RoomName("ops"), Seq{1}).has_value());
    CHECK(reader->fault().has_value());
}

TEST_CASE("store: optimizing takes a redacted word out of the file") {
    SqliteRig rig;
    Speaker speaker(rig.store());
    rig.store().begin();
    speaker.makeRoom("ops");
    commit(rig.store());
    for (int i = 0; i < 50; ++i) {
        rig.store().begin();
        for (int k = 0; k < 20; ++k)
            speaker.text("ops", "alice", "filling " + std::to_string(i * 20 + k));
        if (i == 25)
            speaker.text("ops", "alice", "xyzzyword");
        commit(rig.store());
    }
    const std::uint64_t secret =
        rig.store().search(asks("xyzzyword")).found.at(0).message.entry.seq.value;
    rig.store().begin();
    speaker.redact("ops", "alice", Seq{secret});
    commit(rig.store());
    CHECK(rig.store().search(asks("xyzzyword")).found.empty());
    rig.held->startOptimizing();
    int slices = 0;
    while (rig.held->optimizeSome())
        slices += 1;
    CHECK(slices < 1000);
    CHECK(contentOf(rig.file()).find("xyzzy") == std::string::npos);
    CHECK(contentOf(rig.file().string() + "-wal").find("xyzzy") == std::string::npos);
    CHECK(rig.store().search(asks("filling")).found.size() == 10);
    CHECK_FALSE(rig.store().fault().has_value());
}
