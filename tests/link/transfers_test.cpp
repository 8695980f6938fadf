// Files through a real broker and onto a real disk, with broker and client killed on the way.
#include <csignal>
#include <cstring>
#include <fstream>
#include <random>
#include <sstream>
#include <sys/stat.h>

#include "shared/base/text.hpp"
#include "tests/link/broker_process.hpp"
#include "tests/link/child.hpp"

using namespace zchat;
using namespace zchat::client;
using namespace zchat::tests;
namespace fs = std::filesystem;

namespace {

constexpr std::size_t MiB = limits::MiB;
const RoomName lobby("lobby");

// Bytes that nothing compresses or mistakes for others.
std::string bytesOf(std::size_t size, std::uint32_t seed) {
    std::mt19937 random(seed);
    std::string bytes(size, '\0');
    for (std::size_t at = 0; at + sizeof(std::uint32_t) <= size; at += sizeof(std::uint32_t)) {
        const auto word = static_cast<std::uint32_t>(random());
        std::memcpy(bytes.data() + at, &word, sizeof word);
    }
    return bytes;
}
void write(const fs::path &file, const std::string &bytes) {
    std::ofstream(file, std::ios::binary) << bytes;
}
std::string read(const fs::path &file) {
    std::ifstream in(file, std::ios::binary);
    std::ostringstream all;
    all << in.rdbuf();
    return all.str();
}
std::size_t filesIn(const fs::path &folder) {
    return static_cast<std::size_t>(
        std::distance(fs::directory_iterator(folder), fs::directory_iterator()));
}

std::optional<TransferChanged> lastOf(const Watcher &watcher, const EntryId &id) {
    std::optional<TransferChanged> last;
    for (const TransferChanged &changed : watcher.heard<TransferChanged>())
        if (changed.id == id)
            last = changed;
    return last;
}
bool stands(const Watcher &watcher, const EntryId &id, TransferState state) {
    const auto last = lastOf(watcher, id);
    return last && last->state == state;
}
TransferChanged awaitState(Watcher &watcher, const EntryId &id, TransferState state) {
    watcher.await([&] { return stands(watcher, id, state); });
    return *lastOf(watcher, id);
}
TransferChanged awaitDone(Watcher &watcher, const EntryId &id) {
    watcher.await([&] {
        const auto last = lastOf(watcher, id);
        if (last && last->state == TransferState::failed)
            FAIL(last->why);
        return last && last->state == TransferState::done;
    });
    return *lastOf(watcher, id);
}
void awaitMoved(Watcher &watcher, const EntryId &id, std::uint64_t bytes) {
    watcher.await([&] {
        const auto last = lastOf(watcher, id);
        return last && (last->state == TransferState::done ||
                        (last->state == TransferState::running && last->doneBytes >= bytes));
    });
}

EntryId startUpload(Watcher &watcher, const fs::path &path, const std::string &caption = {}) {
    const EntryId id = link::Link::newId();
    UploadFile upload;
    upload.id = id;
    upload.room = lobby;
    upload.path = path.string();
    upload.file.media = "application/octet-stream";
    upload.file.body = caption;
    watcher.push(upload);
    return id;
}
EntryId startDownload(Watcher &watcher, Seq seq, const wire::File &file, const fs::path &folder) {
    watcher.push(DownloadFile{.room = lobby,
                              .seq = seq,
                              .file = file,
                              .folder = folder.string(),
                              .saveAs = std::nullopt});
    return downloadId(lobby, seq);
}
// What the room's log has of files.
std::vector<wire::Entry> fileEntries(Watcher &watcher) {
    std::vector<wire::Entry> found;
    for (const wire::Entry &entry :
         watcher
             .ask<wire::EntriesReply>(wire::Entries{.room = lobby, .after = Seq{0}, .limit = 200})
             .entries)
        if (std::holds_alternative<wire::File>(entry.content))
            found.push_back(entry);
    return found;
}

struct Scene {
    TemporaryFolder data;
    TemporaryFolder home;
    TemporaryFolder files;
    BrokerProcess broker{data.path(), 0, {"--rate", "off"}};

    [[nodiscard]] link::LinkConfig config(const std::string &name) const {
        return configOf(name, broker.address(), home.path());
    }
    [[nodiscard]] fs::path source(std::size_t size, std::uint32_t seed = 1) const {
        const fs::path path = files.path() / ("source" + std::to_string(seed) + ".bin");
        write(path, bytesOf(size, seed));
        return path;
    }
    [[nodiscard]] fs::path down() const { return files.path() / "down"; }
};

} // namespace

TEST_CASE("transfers: a file goes up, is heard of, and comes down the same") {
    const Scene scene;
    Watcher alice(scene.config("alice"));
    Watcher bob(scene.config("bob"));
    bob.awaitOnline();
    const fs::path source = scene.source(5 * MiB + 123);
    const EntryId id = startUpload(alice, source, "five of them");
    const TransferChanged up = awaitDone(alice, id);
    REQUIRE(up.seq);
    CHECK(up.doneBytes == 5 * MiB + 123);
    const auto entries = fileEntries(bob);
    REQUIRE(entries.size() == 1);
    const auto &file = std::get<wire::File>(entries[0].content);
    CHECK(entries[0].id == id);
    CHECK(entries[0].seq == *up.seq);
    CHECK(file.name == "source1.bin");
    CHECK(file.body == "five of them");

    const TransferChanged down =
        awaitDone(bob, startDownload(bob, entries[0].seq, file, scene.down()));
    CHECK(down.path == (scene.down() / "source1.bin").string());
    CHECK(read(down.path) == read(source));
    struct stat facts {};
    REQUIRE(::stat(down.path.c_str(), &facts) == 0);
    CHECK((facts.st_mode & 07777U) == 0600);

    SECTION("again it stands beside the first one") {
        bob.push(CancelTransfer{.id = down.id}); // it leaves the list
        (void)awaitState(bob, down.id, TransferState::cancelled);
        const TransferChanged second =
            awaitDone(bob, startDownload(bob, entries[0].seq, file, scene.down()));
        CHECK(second.path == (scene.down() / "source1 (2).bin").string());
        bob.await([&] { return filesIn(scene.down()) == 2; });
    }
    SECTION("the same bytes again are not sent again") {
        write(scene.files.path() / "other name", read(source));
        const TransferChanged copy =
            awaitDone(alice, startUpload(alice, scene.files.path() / "other name"));
        CHECK(copy.seq > up.seq);
        CHECK(fileEntries(bob).size() == 2);
    }
}

TEST_CASE("transfers: an empty file is a file") {
    const Scene scene;
    Watcher alice(scene.config("alice"));
    const TransferChanged up = awaitDone(alice, startUpload(alice, scene.source(0)));
    const auto entries = fileEntries(alice);
    REQUIRE(entries.size() == 1);
    const TransferChanged down =
        awaitDone(alice, startDownload(alice, *up.seq, std::get<wire::File>(entries[0].content),
                                       scene.down()));
    CHECK(fs::file_size(down.path) == 0);
}

TEST_CASE("transfers: several at once all arrive, and words pass them") {
    const Scene scene;
    Watcher alice(scene.config("alice"));
    alice.awaitOnline();
    std::vector<EntryId> uploads;
    for (std::uint32_t seed = 1; seed <= 6; ++seed)
        uploads.push_back(startUpload(alice, scene.source(8 * MiB, seed)));
    awaitMoved(alice, uploads[0], 1);
    const EntryId words = alice.post("meanwhile");
    alice.await([&] { return alice.reached(words, DraftState::stored); });
    for (const EntryId &id : uploads)
        (void)awaitDone(alice, id);
    std::vector<EntryId> downloads;
    std::map<EntryId, std::string> expected;
    for (const wire::Entry &entry : fileEntries(alice)) {
        const auto &file = std::get<wire::File>(entry.content);
        downloads.push_back(startDownload(alice, entry.seq, file, scene.down()));
        expected[downloads.back()] = read(scene.files.path() / file.name);
    }
    REQUIRE(downloads.size() == 6);
    for (const EntryId &id : downloads)
        CHECK(read(awaitDone(alice, id).path) == expected.at(id));
}

TEST_CASE("transfers: an upload paused and resumed goes on where it was; cancelled it is gone") {
    const Scene scene;
    Watcher alice(scene.config("alice"));
    alice.awaitOnline();
    const EntryId id = startUpload(alice, scene.source(64 * MiB));
    awaitMoved(alice, id, 2 * MiB);
    alice.push(PauseTransfer{.id = id});
    (void)awaitState(alice, id, TransferState::paused);
    SECTION("resumed") {
        alice.told.clear();
        alice.push(ResumeTransfer{.id = id});
        const TransferChanged done = awaitDone(alice, id);
        for (const TransferChanged &changed : alice.heard<TransferChanged>())
            if (changed.state == TransferState::running)
                CHECK(changed.doneBytes >= 2 * MiB);
        CHECK(fileEntries(alice).size() == 1);
        CHECK(done.seq);
    }
    SECTION("cancelled") {
        alice.push(CancelTransfer{.id = id});
        (void)awaitState(alice, id, TransferState::cancelled);
        // The same id may be offered with other bytes now: nothing of it is left at the broker.
        UploadFile upload;
        upload.id = id;
        upload.room = lobby;
        upload.path = scene.source(100, 2).string();
        alice.push(upload);
        (void)awaitDone(alice, id);
        CHECK(std::get<wire::File>(fileEntries(alice).at(0).content).size == 100);
    }
}

TEST_CASE(
    "transfers: a source that is written to under way fails and is sent as it is when retried") {
    const Scene scene;
    Watcher alice(scene.config("alice"));
    alice.awaitOnline();
    const fs::path source = scene.source(64 * MiB);
    const EntryId id = startUpload(alice, source);
    awaitMoved(alice, id, 1 * MiB);
    write(source, "something else");
    const TransferChanged failed = awaitState(alice, id, TransferState::failed);
    CHECK(failed.why.find("changed while it was being sent") != std::string::npos);
    alice.told.clear();
    alice.push(ResumeTransfer{.id = id});
    (void)awaitDone(alice, id);
    const auto entries = fileEntries(alice);
    REQUIRE(entries.size() == 1);
    CHECK(std::get<wire::File>(entries[0].content).size == 14);
}

TEST_CASE("transfers: a deleted file says so and leaves nothing behind") {
    const Scene scene;
    Watcher alice(scene.config("alice"));
    const TransferChanged up = awaitDone(alice, startUpload(alice, scene.source(1 * MiB)));
    const auto entries = fileEntries(alice);
    (void)alice.ask<wire::PostReply>(
        wire::Post{.room = lobby,
                   .id = link::Link::newId(),
                   .content = wire::Redact{.of = *up.seq, .reason = {}},
                   .prev = {}});
    const EntryId id =
        startDownload(alice, *up.seq, std::get<wire::File>(entries.at(0).content), scene.down());
    const TransferChanged failed = awaitState(alice, id, TransferState::failed);
    CHECK_FALSE(failed.why.empty());
    alice.await([&] { return filesIn(scene.down()) == 0; });
}

TEST_CASE("transfers: what others send comes by itself up to the sizes that were said") {
    const Scene scene;
    Watcher alice(scene.config("alice"));
    Watcher bob(scene.config("bob"));
    alice.awaitOnline();
    bob.awaitOnline();
    bob.push(AutoDownload{.folder = scene.down().string(),
                          .imageBytes = 0,
                          .otherBytes = 1 * MiB,
                          .exceptRooms = {}});
    (void)awaitDone(alice, startUpload(alice, scene.source(1 * MiB + 1, 1)));
    (void)awaitDone(alice, startUpload(alice, scene.source(1 * MiB, 2)));
    bob.await([&] {
        const auto all = bob.heard<TransferChanged>();
        return !all.empty() && all.back().state == TransferState::done;
    });
    CHECK(read(scene.down() / "source2.bin") == bytesOf(1 * MiB, 2));
    CHECK_FALSE(fs::exists(scene.down() / "source1.bin"));
}

TEST_CASE("transfers: an upload survives the death of the broker") {
    Scene scene;
    Watcher alice(scene.config("alice"));
    alice.awaitOnline();
    const EntryId id = startUpload(alice, scene.source(48 * MiB));
    std::mt19937 random(7);
    for (int death = 0; death < 3; ++death) {
        const auto before = lastOf(alice, id);
        awaitMoved(alice, id, (before ? before->doneBytes : 0) + 1 + random() % (6 * MiB));
        scene.broker.kill();
        alice.await([&] { return alice.lastConnection().state == Connection::offline; });
        scene.broker.startAgain();
        alice.push(ReconnectNow{});
    }
    // A quick machine is done before the last death, and has yet to come back from it.
    alice.awaitOnline();
    const TransferChanged up = awaitDone(alice, id);
    const auto entries = fileEntries(alice);
    REQUIRE(entries.size() == 1);
    CHECK(entries[0].seq == *up.seq);
    const TransferChanged down =
        awaitDone(alice, startDownload(alice, *up.seq, std::get<wire::File>(entries[0].content),
                                       scene.down()));
    CHECK(read(down.path) == bytesOf(48 * MiB, 1));
}

TEST_CASE("transfers: a download survives the death of the broker") {
    Scene scene;
    Watcher alice(scene.config("alice"));
    const TransferChanged up = awaitDone(alice, startUpload(alice, scene.source(48 * MiB)));
    const auto file = std::get<wire::File>(fileEntries(alice).at(0).content);
    const EntryId id = startDownload(alice, *up.seq, file, scene.down());
    awaitMoved(alice, id, 5 * MiB);
    scene.broker.kill();
    alice.await([&] { return alice.lastConnection().state == Connection::offline; });
    scene.broker.startAgain();
    alice.push(ReconnectNow{});
    CHECK(read(awaitDone(alice, id).path) == bytesOf(48 * MiB, 1));
    alice.await([&] { return filesIn(scene.down()) == 1; });
}

TEST_CASE("child: is in the middle of sending a file", "[.sends]") {
    Watcher alice(configOf("alice", addressFromEnvironment(), homeFromEnvironment()));
    const EntryId id = startUpload(alice, std::getenv("ZCHAT_TEST_FILE"));
    awaitMoved(alice, id, std::strtoull(std::getenv("ZCHAT_TEST_BYTES"), nullptr, 10));
    stay();
}

TEST_CASE("child: is in the middle of saving a file", "[.saves]") {
    Watcher alice(configOf("alice", addressFromEnvironment(), homeFromEnvironment()));
    alice.awaitOnline();
    const wire::Entry entry = fileEntries(alice).at(0);
    const EntryId id = startDownload(alice, entry.seq, std::get<wire::File>(entry.content),
                                     std::getenv("ZCHAT_TEST_FILE"));
    awaitMoved(alice, id, std::strtoull(std::getenv("ZCHAT_TEST_BYTES"), nullptr, 10));
    stay();
}

TEST_CASE("transfers: a client killed in the middle of sending goes on at its next start") {
    const Scene scene;
    const fs::path source = scene.source(64 * MiB);
    ::setenv("ZCHAT_TEST_FILE", source.c_str(), 1);
    ::setenv("ZCHAT_TEST_BYTES", "5000000", 1);
    runAndKill("[.sends]", scene.broker.address(), scene.home.path());
    Watcher alice(scene.config("alice"));
    alice.await([&] { return !alice.heard<TransferChanged>().empty(); });
    const EntryId id = alice.heard<TransferChanged>()[0].id;
    const TransferChanged up = awaitDone(alice, id);
    const auto entries = fileEntries(alice);
    REQUIRE(entries.size() == 1);
    CHECK(entries[0].seq == *up.seq);
    bool fromStart = false;
    for (const TransferChanged &changed : alice.heard<TransferChanged>())
        fromStart = fromStart || changed.state == TransferState::preparing ||
                    (changed.state == TransferState::running && changed.doneBytes < 4'000'000);
    CHECK_FALSE(fromStart);
}

TEST_CASE("transfers: a client killed in the middle of saving goes on at its next start") {
    const Scene scene;
    {
        Watcher alice(scene.config("alice"));
        (void)awaitDone(alice, startUpload(alice, scene.source(64 * MiB)));
    }
    ::setenv("ZCHAT_TEST_FILE", scene.down().c_str(), 1);
    ::setenv("ZCHAT_TEST_BYTES", "5000000", 1);
    runAndKill("[.saves]", scene.broker.address(), scene.home.path());
    CHECK(filesIn(scene.down()) == 1); // the part
    Watcher alice(scene.config("alice"));
    alice.await([&] { return !alice.heard<TransferChanged>().empty(); });
    const EntryId id = alice.heard<TransferChanged>()[0].id;
    const TransferChanged down = awaitDone(alice, id);
    CHECK(read(down.path) == bytesOf(64 * MiB, 1));
    for (const TransferChanged &changed : alice.heard<TransferChanged>())
        if (changed.state == TransferState::running)
            CHECK(changed.doneBytes >= 4'000'000);
    alice.await([&] { return filesIn(scene.down()) == 1; });
}
