// The n-th write, sync, open or allocation under the store and the files fails, for every n.
//
// Whatever fails: what was acknowledged is there on reopening and nothing is half, no failed sync
// is tried again, and after an I/O error nothing more is acknowledged. failing.cpp is preloaded.
#include <dlfcn.h>

#include <cstdio>

#include "broker/shell/blob_desk.hpp"
#include "broker/store/maintenance.hpp"
#include "shared/crypto/hash.hpp"
#include "tests/power/failing.hpp"
#include "tests/store/rigs.hpp"
#include "tests/support/decoded.hpp"

using namespace zchat;
using namespace zchat::tests;
using power::Failing;

namespace {

namespace fs = std::filesystem;

power::Arm arm = nullptr;
power::Disarm disarm = nullptr;

// A broker's store and files, without the threads between them.
class Bench final {
public:
    explicit Bench(const fs::path &folder)
        : file_(folder / "chat.db")
        , blobs_(folder / "blobs") {}
    ~Bench() { std::fclose(said_); }
    Bench(const Bench &) = delete;
    Bench &operator=(const Bench &) = delete;

    // Opens, speaks, sends a file, speaks again, closes. Keeps what was acknowledged.
    void live() {
        Result<std::unique_ptr<store::SqliteStore>> opened = store::SqliteStore::open(file_);
        if (!opened || !blobs_.make())
            return;
        store::SqliteStore &store = **opened;
        Speaker speaker(store, 100);
        for (int i = 0; i < 4; ++i)
            speak(store, speaker);
        Result<std::unique_ptr<store::SqliteReader>> reader = store::SqliteReader::open(file_);
        if (reader.ok())
            sendFile(**reader);
        for (int i = 0; i < 2; ++i)
            speak(store, speaker);
    }

    // After the faults: everything acknowledged is there, and all is sound.
    void inspect() {
        Result<std::unique_ptr<store::SqliteStore>> opened = store::SqliteStore::open(file_);
        REQUIRE(opened.ok());
        const std::vector<wire::Entry> log =
            decoded((*opened)->entries(RoomName("lobby"), Seq{0}, 1'000, wholePage));
        for (const auto &[seq, body] : said_words_) {
            REQUIRE(log.size() >= seq.value);
            CHECK(std::get<wire::Text>(log[seq.value - 1].content).body == body);
        }
        CHECK((*opened)->marker(AccountName("bob"), RoomName("lobby"), "") >= marker_);
        if (sealed_) {
            const Result<std::optional<store::BlobFile>> blob = blobs_.openBlob(*sealed_);
            REQUIRE((blob.ok() && blob->has_value()));
            CHECK(*(*blob)->sizeBytes() == bytes().size());
        }
        const Result<store::CheckReport> report =
            store::check({.database = file_, .blobs = file_.parent_path() / "blobs"});
        REQUIRE(report.ok());
        CHECK(report->sound());
        Speaker speaker(**opened, 10'000);
        (*opened)->begin();
        speaker.text("lobby", "alice", "after all");
        CHECK((*opened)->commit().ok());
    }
    [[nodiscard]] bool spokeAfterFailure() const { return spokeAfterFailure_; }

private:
    static std::string bytes() { return std::string(9'000, 'b'); }

    void speak(store::SqliteStore &store, Speaker &speaker) {
        const bool brokenBefore = store.broken();
        store.begin();
        const std::string body = "turn " + std::to_string(turns_++) + std::string(600, '.');
        const Seq seq = speaker.text("lobby", "alice", body, {"bob"});
        const Seq first{1};
        if (const std::optional<wire::Message> message = store.message(RoomName("lobby"), first);
            message && !store.fault())
            speaker.say("lobby", "bob", wire::React{.of = first, .emoji = "👍", .on = true});
        store.putMarker(AccountName("bob"), RoomName("lobby"), "", seq);
        if (!store.commit())
            return;
        spokeAfterFailure_ = spokeAfterFailure_ || brokenBefore;
        said_words_.emplace_back(seq, body);
        marker_ = seq;
    }

    shell::BlobDesk::Step carried(shell::BlobDesk &desk, wire::Request request) {
        return desk.take(shell::BlobJob(shell::CarryJob{.carry = {.session = SessionId{5},
                                                                  .re = 2,
                                                                  .account = AccountName("alice"),
                                                                  .device = idOf<PublicKey>(1),
                                                                  .request = std::move(request)},
                                                        .reserveBytes = 0}));
    }

    // Finished twice where the first time fails, as a client would.
    void sendFile(store::SqliteReader &reader) {
        Log log(said_, LogFormat::text, LogLevel::debug);
        shell::BlobDesk desk(blobs_, reader, log);
        const Hash hash = crypto::hash(bytes());
        static_cast<void>(
            desk.take(shell::BlobJob(hub::TransferOpened{.session = SessionId{5},
                                                         .re = 1,
                                                         .transfer = 1,
                                                         .account = AccountName("alice"),
                                                         .sizeBytes = bytes().size(),
                                                         .hash = hash})));
        static_cast<void>(carried(desk, wire::Chunk{.transfer = 1, .offset = 0, .data = bytes()}));
        bool broken = false;
        for (int time = 0; time < 2; ++time) {
            const shell::BlobDesk::Step step = carried(desk, wire::Finish{.transfer = 1});
            if (!step.done)
                continue;
            if (const auto *looked = std::get_if<shell::BlobLookedAt>(&*step.done)) {
                spokeAfterFailure_ = spokeAfterFailure_ || broken;
                if (looked->seal.ok)
                    sealed_ = hash;
                return;
            }
            broken = broken || std::get<shell::BlobAnswer>(*step.done).broken;
        }
    }

    fs::path file_;
    store::BlobFolder blobs_;
    std::FILE *said_ = std::tmpfile();
    std::vector<std::pair<Seq, std::string>> said_words_;
    Seq marker_;
    std::optional<Hash> sealed_;
    int turns_ = 0;
    bool spokeAfterFailure_ = false;
};

// A store with a little of everything, closed.
void prepare(const fs::path &folder) {
    Result<std::unique_ptr<store::SqliteStore>> opened =
        store::SqliteStore::open(folder / "chat.db");
    REQUIRE(opened.ok());
    fill(**opened);
}

// How many calls of a kind the bench makes; each of them failed once.
long failEach(Failing kind, const fs::path &prepared) {
    for (long nth = 1;; ++nth) {
        CAPTURE(static_cast<int>(kind), nth);
        const TemporaryFolder folder;
        fs::copy_file(prepared / "chat.db", folder.path() / "chat.db");
        Bench bench(folder.path());
        arm(kind, nth);
        bench.live();
        const power::Calls calls = disarm();
        CHECK(calls.repeatedSyncs == 0);
        CHECK_FALSE(bench.spokeAfterFailure());
        bench.inspect();
        if (calls.seen < nth)
            return calls.seen;
    }
}

} // namespace

TEST_CASE("power: each write, sync, open and allocation fails once, and nothing is lost") {
    arm = reinterpret_cast<power::Arm>(::dlsym(RTLD_DEFAULT, "zchatArm"));
    disarm = reinterpret_cast<power::Disarm>(::dlsym(RTLD_DEFAULT, "zchatDisarm"));
    REQUIRE((arm != nullptr && disarm != nullptr)); // preloaded
    const TemporaryFolder prepared;
    prepare(prepared.path());
    for (int kind = 0; kind < static_cast<int>(Failing::kinds); ++kind) {
        const long calls = failEach(static_cast<Failing>(kind), prepared.path());
        std::printf("kind %d: %ld calls, each failed once\n", kind, calls);
        CHECK(calls > 0);
    }
}
