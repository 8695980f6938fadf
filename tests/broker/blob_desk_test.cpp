// The desk of a blob thread, job by job: what a real broker does only now and then, when threads
// happen to meet in one way or another.
#include <cstdio>

#include "broker/shell/blob_desk.hpp"
#include "shared/crypto/hash.hpp"
#include "tests/store/rigs.hpp"

using namespace zchat;
using namespace zchat::shell;
using namespace zchat::tests;

namespace {

constexpr SessionId session{5};

struct DeskRig {
    SqliteRig store;
    std::unique_ptr<store::SqliteReader> reader = store.reader();
    store::BlobFolder folder{store.folder.path() / "blobs"};
    std::FILE *said = std::tmpfile();
    Log log{said, LogFormat::text, LogLevel::debug};
    std::optional<BlobDesk> desk;

    DeskRig() {
        REQUIRE(folder.make());
        restart();
    }
    ~DeskRig() { std::fclose(said); }
    void restart() { desk.emplace(folder, *reader, log); }

    BlobDesk::Step take(BlobJob job) { return desk->take(std::move(job)); }
    // Until nothing of it is left to do; counts the slices.
    BlobDesk::Step takeAll(BlobJob job, std::size_t *slices = nullptr) {
        BlobDesk::Step step = take(std::move(job));
        while (step.next && !step.done) {
            if (slices != nullptr)
                ++*slices;
            step = take(std::move(*step.next));
        }
        return step;
    }
    BlobDesk::Step open(std::uint64_t transfer, const std::string &bytes) {
        return takeAll(offered(transfer, bytes));
    }
    static hub::TransferOpened offered(std::uint64_t transfer, const std::string &bytes) {
        return {.session = session,
                .re = 1,
                .transfer = transfer,
                .account = AccountName("alice"),
                .sizeBytes = bytes.size(),
                .hash = crypto::hash(bytes)};
    }
    BlobDesk::Step chunk(std::uint64_t transfer, std::uint64_t offset, std::string bytes) {
        return take(
            carried(wire::Chunk{.transfer = transfer, .offset = offset, .data = std::move(bytes)}));
    }
    static CarryJob carried(wire::Request request) {
        return {.carry = {.session = session,
                          .re = 2,
                          .account = AccountName("alice"),
                          .device = idOf<PublicKey>(1),
                          .request = std::move(request)},
                .reserveBytes = 0};
    }
    // Opens, fills and finishes; the hub has not settled it yet.
    void seal(std::uint64_t transfer, const std::string &bytes) {
        static_cast<void>(open(transfer, bytes));
        static_cast<void>(chunk(transfer, 0, bytes));
        const BlobDesk::Step step = takeAll(carried(wire::Finish{.transfer = transfer}));
        REQUIRE(step.done);
        REQUIRE(std::holds_alternative<BlobLookedAt>(*step.done));
        CHECK(std::get<BlobLookedAt>(*step.done).seal.ok);
    }
    [[nodiscard]] bool has(const std::string &bytes) const {
        return std::filesystem::exists(folder.blob(crypto::hash(bytes)));
    }
};

// "ok" or the code of a refusal.
std::string wordOf(const BlobDesk::Step &step) {
    REQUIRE(step.done);
    const auto &answer = std::get<BlobAnswer>(*step.done);
    const auto *reply = std::get_if<Result<wire::Reply>>(&answer.body);
    return reply == nullptr || reply->ok() ? "ok" : codeName(reply->refusal().code);
}

std::uint64_t offsetIn(const BlobDesk::Step &step) {
    REQUIRE(wordOf(step) == "ok");
    return std::get<wire::OfferReply>(
               *std::get<Result<wire::Reply>>(std::get<BlobAnswer>(*step.done).body))
        .offset;
}

hub::TransferEnded ended(std::uint64_t transfer, const std::string &bytes, bool kept) {
    return {.transfer = transfer, .hash = crypto::hash(bytes), .kept = kept};
}

} // namespace

TEST_CASE("blobs: bytes that are sealed and not settled outlast the redaction of the same bytes") {
    const std::string bytes = "the same bytes";
    for (const bool kept : {true, false}) {
        DeskRig rig;
        rig.seal(1, bytes);
        static_cast<void>(rig.take(hub::BlobOrphaned{.hash = crypto::hash(bytes)}));
        CHECK(rig.has(bytes));
        static_cast<void>(rig.take(ended(1, bytes, kept)));
        CHECK(rig.has(bytes) == kept);
        CHECK(rig.folder.partials().empty());
        if (!kept)
            continue;
        static_cast<void>(rig.take(hub::BlobOrphaned{.hash = crypto::hash(bytes)}));
        CHECK_FALSE(rig.has(bytes));
    }
}

TEST_CASE("blobs: of two uploads of the same bytes, the one that is refused leaves the other's") {
    DeskRig rig;
    const std::string bytes = "the same bytes";
    rig.seal(1, bytes);
    rig.seal(2, bytes);
    static_cast<void>(rig.take(ended(1, bytes, false)));
    CHECK(rig.has(bytes));
    static_cast<void>(rig.take(ended(2, bytes, true)));
    CHECK(rig.has(bytes));
}

TEST_CASE("blobs: a finish that comes twice is looked at by the hub twice") {
    DeskRig rig;
    rig.seal(1, "bytes");
    const BlobDesk::Step again = rig.takeAll(DeskRig::carried(wire::Finish{.transfer = 1}));
    REQUIRE(again.done);
    CHECK(std::get<BlobLookedAt>(*again.done).seal.transfer == 1);
}

TEST_CASE("blobs: what an earlier process wrote is hashed in slices, beside what comes now") {
    DeskRig rig;
    const std::string bytes(9 * limits::MiB, 'x');
    static_cast<void>(rig.open(1, bytes));
    constexpr std::size_t before = 7 * limits::MiB;
    for (std::size_t at = 0; at < before; at += limits::chunkBytes)
        static_cast<void>(rig.chunk(1, at, bytes.substr(at, limits::chunkBytes)));
    rig.restart();
    CHECK(wordOf(rig.chunk(1, before, "x")) == "E_NOT_FOUND"); // until it is offered again
    BlobDesk::Step step = rig.open(1, bytes);
    CHECK(offsetIn(step) == before);
    REQUIRE(step.next);
    step = rig.take(std::move(*step.next)); // one slice of it
    REQUIRE(step.next);
    for (std::size_t at = before; at < bytes.size(); at += limits::chunkBytes)
        CHECK(wordOf(rig.chunk(1, at, bytes.substr(at, limits::chunkBytes))) == "ok");
    std::size_t slices = 0;
    step = rig.takeAll(DeskRig::carried(wire::Finish{.transfer = 1}), &slices);
    CHECK(slices > 1);
    REQUIRE(step.done);
    CHECK(std::get<BlobLookedAt>(*step.done).seal.ok);
    CHECK(rig.has(bytes));
}

TEST_CASE("blobs: an offer is answered behind the chunks that its session sent before it") {
    DeskRig rig;
    CHECK(offsetIn(rig.open(1, "bytes")) == 0);
    BlobDesk::Step step = rig.take(DeskRig::offered(1, "bytes"));
    CHECK_FALSE(step.done);
    REQUIRE(step.next);
    CHECK(std::get<TellOffset>(*step.next).session == session);
    static_cast<void>(rig.chunk(1, 0, "by"));
    SECTION("with what they made of it") {
        CHECK(offsetIn(rig.take(std::move(*step.next))) == 2);
    }
    SECTION("or as none, if it ended meanwhile") {
        static_cast<void>(rig.take(ended(1, "bytes", false)));
        CHECK(wordOf(rig.take(std::move(*step.next))) == "E_NOT_FOUND");
        CHECK(rig.folder.partials().empty());
    }
}

TEST_CASE("blobs: a file that is longer than its offer begins anew") {
    DeskRig rig;
    static_cast<void>(rig.open(1, "a long one"));
    static_cast<void>(rig.chunk(1, 0, "a long one"));
    rig.restart();
    CHECK(offsetIn(rig.open(1, "short")) == 0);
    CHECK(wordOf(rig.chunk(1, 0, "short")) == "ok");
}

TEST_CASE("blobs: so many uploads are held open, and the one longest silent goes on when offered") {
    DeskRig rig;
    constexpr std::uint64_t many = 129;
    static_cast<void>(rig.open(1, "bytes"));
    static_cast<void>(rig.chunk(1, 0, "by"));
    rig.seal(2, "sealed");
    for (std::uint64_t transfer = 3; transfer <= many; ++transfer)
        static_cast<void>(rig.open(transfer, "bytes"));
    CHECK(wordOf(rig.chunk(1, 2, "tes")) == "E_NOT_FOUND");
    CHECK(wordOf(rig.chunk(many, 0, "bytes")) == "ok");
    CHECK(offsetIn(rig.open(1, "bytes")) == 2);
    CHECK(wordOf(rig.chunk(1, 2, "tes")) == "ok");
    // What the hub is about to settle stays, however silent.
    static_cast<void>(rig.take(hub::BlobOrphaned{.hash = crypto::hash("sealed")}));
    CHECK(rig.has("sealed"));
}

TEST_CASE("blobs: a piece is read after each look at the right to it, and a lost file is said") {
    DeskRig rig;
    const std::string bytes = "what is sent";
    hub::Store &store = rig.store.store();
    Speaker speaker(store);
    store.begin();
    store.put(person("alice"));
    store.put(hub::DeviceRecord{.key = idOf<PublicKey>(1),
                                .account = AccountName("alice"),
                                .label = {},
                                .added = 1,
                                .seen = 1,
                                .revoked = false,
                                .ticket = {}});
    speaker.makeRoom("den", wire::RoomKind::privateRoom);
    speaker.join("den", "alice");
    speaker.say("den", "alice",
                wire::File{.name = "a.txt",
                           .size = bytes.size(),
                           .hash = crypto::hash(bytes),
                           .media = {},
                           .width = {},
                           .height = {},
                           .body = {},
                           .reply = {}});
    commit(store);
    rig.seal(1, bytes);
    static_cast<void>(rig.take(ended(1, bytes, true)));
    const auto fetch = [&](std::uint64_t offset) {
        return rig.take(DeskRig::carried(wire::Fetch{
            .room = RoomName("den"), .seq = Seq{1}, .offset = offset, .length = 1'000}));
    };
    const BlobDesk::Step piece = fetch(5);
    const auto &body = std::get<live::SharedBytes>(std::get<BlobAnswer>(*piece.done).body);
    CHECK(body->ends_with("is sent"));
    CHECK(wordOf(fetch(1'000)) == "ok");
    store.begin();
    store.put(RoomName("den"), AccountName("alice"), standing(hub::Standing::removed));
    commit(store);
    CHECK(wordOf(fetch(0)) == "E_NOT_FOUND");
    store.begin();
    store.put(RoomName("den"), AccountName("alice"), standing(hub::Standing::joined));
    commit(store);
    std::filesystem::remove(rig.folder.blob(crypto::hash(bytes)));
    CHECK(wordOf(fetch(0)) == "ok"); // it is still open
    static_cast<void>(rig.take(CloseBlob{.hash = crypto::hash(bytes)}));
    CHECK(wordOf(fetch(0)) == "E_STORAGE");
    CHECK(std::ftell(rig.said) > 0);
}
