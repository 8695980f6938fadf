#include "tests/client/brain.hpp"

using namespace zchat;
using namespace zchat::client;

namespace {

constexpr std::uint64_t piece = limits::fetchBytes;

wire::File fileOf(std::uint64_t sizeBytes, const std::string &media = "text/plain") {
    wire::File file;
    file.name = "../notes.txt";
    file.size = sizeBytes;
    file.hash.bytes.fill(7);
    file.media = media;
    return file;
}
DownloadFile downloadOf(std::uint64_t seq, std::uint64_t sizeBytes) {
    return DownloadFile{.room = lobby,
                        .seq = Seq{seq},
                        .file = fileOf(sizeBytes),
                        .folder = "/home/alice/downloads",
                        .saveAs = std::nullopt};
}
const EntryId five = downloadId(lobby, Seq{5});

void findPart(Brain &brain, std::uint64_t sizeBytes = 0) {
    const auto orders = brain.takeOrders<FindPart>();
    REQUIRE(orders.size() == 1);
    brain.in(PartFound{.id = orders[0].id, .attempt = orders[0].attempt, .sizeBytes = sizeBytes});
}
void openLine(Brain &brain) {
    REQUIRE(brain.takeOrders<OpenTransfers>().size() == 1);
    brain.in(SocketUp{.socket = Socket::transfers});
}
void answerFetch(Brain &brain, const Sent<wire::Fetch> &fetch, std::uint64_t sizeBytes) {
    brain.replyCarried(fetch.re, wire::FetchReply{.data = wire::Bytes(fetch.request.length, 'x'),
                                                  .size = sizeBytes});
}
// Writes what is ordered; where it stands afterwards.
std::uint64_t writeSlices(Brain &brain) {
    std::uint64_t end = 0;
    for (const WriteSlice &order : brain.takeOrders<WriteSlice>()) {
        end = order.offset + order.data.size();
        brain.in(SliceWritten{.id = order.id, .attempt = order.attempt, .offset = end});
    }
    return end;
}
// Fetches and writes all the rest.
void fetchAll(Brain &brain, std::uint64_t sizeBytes) {
    for (auto fetches = brain.carried<wire::Fetch>(); !fetches.empty();
         fetches = brain.carried<wire::Fetch>()) {
        for (const auto &fetch : fetches)
            answerFetch(brain, fetch, sizeBytes);
        (void)writeSlices(brain);
    }
}
void place(Brain &brain, const std::string &path = "/home/alice/downloads/_notes.txt") {
    const auto orders = brain.takeOrders<PlaceFile>();
    REQUIRE(orders.size() == 1);
    CHECK(orders[0].name == "../notes.txt");
    CHECK(orders[0].hash == fileOf(1).hash);
    brain.in(FilePlaced{.id = orders[0].id, .attempt = orders[0].attempt, .path = path});
}
TransferChanged lastOf(Brain &brain, const EntryId &id) {
    std::optional<TransferChanged> last;
    for (const TransferChanged &changed : brain.heard<TransferChanged>())
        if (changed.id == id)
            last = changed;
    REQUIRE(last);
    return *last;
}
wire::Entry sent(std::uint64_t seq, std::uint64_t sizeBytes, const std::string &media,
                 const AccountName &by = bob) {
    wire::Entry entry = text(seq, "", by);
    entry.content = fileOf(sizeBytes, media);
    return entry;
}
struct Fetching {
    Brain brain;
    explicit Fetching(std::uint64_t sizeBytes, std::uint64_t found = 0) {
        brain.start();
        brain.connect({summary(lobby, 5)});
        brain.ask(downloadOf(5, sizeBytes));
        findPart(brain, found);
        openLine(brain);
    }
};

} // namespace

TEST_CASE("downloads: pieces that come in any order are written in order, verified and placed") {
    Fetching fetching(3 * piece + 10);
    Brain &brain = fetching.brain;
    auto fetches = brain.carried<wire::Fetch>();
    REQUIRE(fetches.size() == 4);
    CHECK(fetches[3].request.length == 10);
    for (const std::size_t i : {2U, 3U, 1U})
        answerFetch(brain, fetches[i], 3 * piece + 10);
    CHECK(brain.takeOrders<WriteSlice>().empty());
    answerFetch(brain, fetches[0], 3 * piece + 10);
    CHECK(writeSlices(brain) == 3 * piece + 10);
    place(brain);
    CHECK(lastOf(brain, five).state == TransferState::done);
    CHECK(lastOf(brain, five).path == "/home/alice/downloads/_notes.txt");
    CHECK(lastOf(brain, five).seq == Seq{5});
    CHECK(brain.kept.transfers.empty());
    // Only once it is kept that it is done may the part go.
    CHECK(brain.takeOrders<RemovePart>().size() == 1);
}

TEST_CASE("downloads: one goes on from the part that an earlier run left") {
    Kept kept;
    {
        Fetching fetching(3 * piece);
        kept = fetching.brain.kept;
    }
    Brain brain(aliceConfig(), kept);
    brain.start();
    findPart(brain, 2 * piece + 100);
    brain.connect({summary(lobby, 5)});
    openLine(brain);
    const auto fetches = brain.carried<wire::Fetch>();
    REQUIRE(fetches.size() == 1);
    CHECK(fetches[0].request.offset == 2 * piece + 100);
    answerFetch(brain, fetches[0], 3 * piece);
    CHECK(writeSlices(brain) == 3 * piece);
    place(brain);
    CHECK(lastOf(brain, five).state == TransferState::done);
}

TEST_CASE("downloads: after a lost line what was asked for is asked for again, and nothing else") {
    Fetching fetching(4 * piece);
    Brain &brain = fetching.brain;
    const auto fetches = brain.carried<wire::Fetch>();
    REQUIRE(fetches.size() == 4);
    answerFetch(brain, fetches[0], 4 * piece);
    answerFetch(brain, fetches[2], 4 * piece);
    brain.lose();
    CHECK(lastOf(brain, five).state == TransferState::waiting);
    CHECK(writeSlices(brain) == piece); // the disk goes on meanwhile
    brain.reconnect({summary(lobby, 5)});
    openLine(brain);
    std::vector<std::uint64_t> offsets;
    for (const auto &fetch : brain.carried<wire::Fetch>()) {
        offsets.push_back(fetch.request.offset);
        answerFetch(brain, fetch, 4 * piece);
    }
    CHECK(offsets == std::vector<std::uint64_t>{piece, 3 * piece});
    CHECK(writeSlices(brain) == 4 * piece);
    CHECK(brain.takeOrders<FindPart>().empty()); // it has not been closed
    place(brain);
}

TEST_CASE("downloads: a slow disk slows the network down") {
    const std::uint64_t size = 100 * piece;
    Fetching fetching(size);
    Brain &brain = fetching.brain;
    std::uint64_t held = 0;
    for (auto fetches = brain.carried<wire::Fetch>(); !fetches.empty();
         fetches = brain.carried<wire::Fetch>())
        for (const auto &fetch : fetches) {
            held += fetch.request.length;
            answerFetch(brain, fetch, size);
        }
    CHECK(held == 4 * limits::MiB);
    CHECK(writeSlices(brain) == held);
    CHECK_FALSE(brain.carried<wire::Fetch>().empty());
}

TEST_CASE("downloads: a shorter answer is followed by a question for the rest") {
    Fetching fetching(piece);
    Brain &brain = fetching.brain;
    const auto fetch = brain.carriedOne<wire::Fetch>();
    brain.replyCarried(fetch.re, wire::FetchReply{.data = wire::Bytes(1'000, 'x'), .size = piece});
    const auto rest = brain.carriedOne<wire::Fetch>();
    CHECK(rest.request.offset == 1'000);
    CHECK(rest.request.length == piece - 1'000);
}

TEST_CASE("downloads: a broker that says another size or nothing at all is not believed") {
    Fetching fetching(100);
    Brain &brain = fetching.brain;
    const auto fetch = brain.carriedOne<wire::Fetch>();
    SECTION("another size") {
        brain.replyCarried(fetch.re, wire::FetchReply{.data = wire::Bytes(100, 'x'), .size = 101});
    }
    SECTION("nothing") {
        brain.replyCarried(fetch.re, wire::FetchReply{.data = {}, .size = 100});
    }
    SECTION("more than was asked for") {
        brain.replyCarried(fetch.re, wire::FetchReply{.data = wire::Bytes(101, 'x'), .size = 100});
    }
    CHECK(lastOf(brain, five).state == TransferState::failed);
    CHECK(brain.takeOrders<WriteSlice>().empty());
    CHECK(brain.takeOrders<RemovePart>().size() == 1);
}

TEST_CASE("downloads: what cannot be read at all ends the line, so that nothing waits for ever") {
    Fetching fetching(100);
    Brain &brain = fetching.brain;
    const auto fetch = brain.carriedOne<wire::Fetch>();
    brain.in(TransferBodyHeard{.body = "\xc1"});
    CHECK(brain.ordered<CloseTransfers>());
    brain.beat();
    brain.pass(1'000);
    openLine(brain);
    CHECK(brain.carriedOne<wire::Fetch>().request.offset == fetch.request.offset);
}

TEST_CASE("downloads: wrong bytes are fetched once more from the start") {
    Fetching fetching(piece);
    Brain &brain = fetching.brain;
    fetchAll(brain, piece);
    const auto fail = [&] {
        const auto orders = brain.takeOrders<PlaceFile>();
        REQUIRE(orders.size() == 1);
        brain.in(FileFailed{.id = five,
                            .attempt = orders[0].attempt,
                            .why = "Wrong.",
                            .changed = false,
                            .wrongHash = true});
    };
    fail();
    CHECK(lastOf(brain, five).state != TransferState::failed);
    findPart(brain);
    fetchAll(brain, piece);
    SECTION("and are right") {
        place(brain);
        CHECK(lastOf(brain, five).state == TransferState::done);
    }
    SECTION("but only once") {
        fail();
        CHECK(lastOf(brain, five).state == TransferState::failed);
        CHECK(lastOf(brain, five).why == "Wrong.");
    }
}

TEST_CASE("downloads: a file that was deleted fails and leaves nothing behind") {
    Fetching fetching(2 * piece);
    Brain &brain = fetching.brain;
    for (const auto &fetch : brain.carried<wire::Fetch>())
        brain.refuseCarried(fetch.re, refusalOf(Code::gone));
    CHECK(lastOf(brain, five).state == TransferState::failed);
    CHECK(brain.takeOrders<RemovePart>().size() == 1);
}

TEST_CASE("downloads: a busy broker is asked again later, for what it did not give") {
    Fetching fetching(2 * piece);
    Brain &brain = fetching.brain;
    const auto fetches = brain.carried<wire::Fetch>();
    REQUIRE(fetches.size() == 2);
    brain.refuseCarried(fetches[0].re, refusalOf(Code::busy, 300));
    CHECK(lastOf(brain, five).state == TransferState::waiting);
    CHECK(lastOf(brain, five).why == "No.");
    answerFetch(brain, fetches[1], 2 * piece);
    brain.beat();
    brain.pass(400);
    const auto again = brain.carriedOne<wire::Fetch>();
    CHECK(again.request.offset == 0);
    answerFetch(brain, again, 2 * piece);
    CHECK(writeSlices(brain) == 2 * piece);
    place(brain);
}

TEST_CASE("downloads: a full disk here says so and keeps what there is") {
    Fetching fetching(2 * piece);
    Brain &brain = fetching.brain;
    for (const auto &fetch : brain.carried<wire::Fetch>())
        answerFetch(brain, fetch, 2 * piece);
    for (const WriteSlice &order : brain.takeOrders<WriteSlice>())
        brain.in(FileFailed{.id = order.id, .attempt = order.attempt, .why = "The disk is full."});
    CHECK(lastOf(brain, five).state == TransferState::failed);
    CHECK(lastOf(brain, five).why == "The disk is full.");
    CHECK(brain.takeOrders<RemovePart>().empty());
    CHECK(brain.takeOrders<DropFile>().size() == 1);
    brain.ask(ResumeTransfer{.id = five});
    findPart(brain, 100);
    CHECK(brain.carried<wire::Fetch>().at(0).request.offset == 100);
}

TEST_CASE("downloads: an empty file needs no line") {
    Brain brain;
    brain.start(); // offline
    brain.ask(downloadOf(5, 0));
    findPart(brain);
    place(brain);
    CHECK(lastOf(brain, five).state == TransferState::done);
}

TEST_CASE("downloads: asked twice it runs once; asked after its end it runs anew") {
    Fetching fetching(piece);
    Brain &brain = fetching.brain;
    brain.ask(downloadOf(5, piece));
    CHECK(brain.takeOrders<FindPart>().empty());
    fetchAll(brain, piece);
    place(brain);
    brain.ask(downloadOf(5, piece));
    findPart(brain);
    fetchAll(brain, piece);
    place(brain, "/home/alice/downloads/_notes (2).txt");
    CHECK(lastOf(brain, five).path == "/home/alice/downloads/_notes (2).txt");
    brain.ask(CancelTransfer{.id = five});
    CHECK(lastOf(brain, five).state == TransferState::cancelled);
}

TEST_CASE("downloads: one that is asked for elsewhere goes there instead") {
    Fetching fetching(piece);
    Brain &brain = fetching.brain;
    const auto fetches = brain.carried<wire::Fetch>();
    DownloadFile elsewhere = downloadOf(5, piece);
    elsewhere.saveAs = "/elsewhere/notes.txt";
    brain.ask(elsewhere);
    const auto removed = brain.takeOrders<RemovePart>();
    REQUIRE(removed.size() == 1);
    CHECK_FALSE(removed[0].saveAs);
    CHECK(brain.kept.transfers.at(five).saveAs == "/elsewhere/notes.txt");
    for (const auto &fetch : fetches)
        answerFetch(brain, fetch, piece); // of the one that was given up
    CHECK(brain.takeOrders<WriteSlice>().empty());
    findPart(brain);
    fetchAll(brain, piece);
    const auto orders = brain.takeOrders<PlaceFile>();
    REQUIRE(orders.size() == 1);
    brain.in(FilePlaced{.id = five, .attempt = orders[0].attempt, .path = "/elsewhere/notes.txt"});
    CHECK(lastOf(brain, five).path == "/elsewhere/notes.txt");
}

TEST_CASE("downloads: a cancelled one leaves no part, even one that has not had its turn") {
    Fetching fetching(piece);
    Brain &brain = fetching.brain;
    for (std::uint64_t seq = 6; seq <= 9; ++seq)
        brain.ask(downloadOf(seq, piece));
    (void)brain.takeOrders<RemovePart>();
    brain.ask(CancelTransfer{.id = downloadId(lobby, Seq{9})}); // the fifth
    const auto removed = brain.takeOrders<RemovePart>();
    REQUIRE(removed.size() == 1);
    CHECK(removed[0].folder == "/home/alice/downloads");
}

TEST_CASE("downloads: all of them together ask for less than the broker keeps for one reader") {
    Brain brain;
    brain.start();
    brain.connect({summary(lobby, 9)});
    for (std::uint64_t seq = 1; seq <= 4; ++seq)
        brain.ask(downloadOf(seq, 100 * piece));
    for (const FindPart &order : brain.takeOrders<FindPart>())
        brain.in(PartFound{.id = order.id, .attempt = order.attempt, .sizeBytes = 0});
    openLine(brain);
    std::map<std::uint64_t, int> inFlight;
    for (const auto &fetch : brain.carried<wire::Fetch>())
        inFlight[fetch.request.seq.value] += 1;
    CHECK(inFlight == std::map<std::uint64_t, int>{{1, 2}, {2, 2}, {3, 2}, {4, 2}});
}

TEST_CASE("downloads: what others send comes by itself where the person wants it so") {
    Brain brain;
    brain.start();
    brain.connect({summary(lobby, 4), summary(ops, 0)});
    brain.say(lobby, {sent(5, 10, "image/png")}); // nobody has said so yet
    CHECK(brain.takeOrders<FindPart>().empty());
    brain.ask(AutoDownload{
        .folder = "/down", .imageBytes = 1'000, .otherBytes = 100, .exceptRooms = {ops}});
    wire::Entry deleted = sent(12, 10, "image/png");
    deleted.redacted = true;
    brain.say(lobby, {sent(6, 1'000, "image/png"), sent(7, 1'001, "image/png"),
                      sent(8, 100, "text/plain"), sent(9, 101, "text/plain"),
                      sent(10, 10, "image/png", alice), text(11, "words"), deleted});
    brain.publish(wire::LogEvent{.room = ops, .entries = {sent(1, 10, "image/png")}}, "room/ops/");
    std::vector<EntryId> asked;
    for (const FindPart &order : brain.takeOrders<FindPart>()) {
        CHECK(order.folder == "/down");
        asked.push_back(order.id);
    }
    CHECK(asked == std::vector{downloadId(lobby, Seq{6}), downloadId(lobby, Seq{8})});
    brain.ask(AutoDownload{});
    brain.say(lobby, {sent(13, 10, "image/png")});
    CHECK(brain.takeOrders<FindPart>().empty());
}
