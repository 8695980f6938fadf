#include "tests/client/uploads.hpp"

using namespace zchat;
using namespace zchat::client;

TEST_CASE(
    "uploads: a broker that puts a chunk off is offered the file again, and the person sees why") {
    Sending sending;
    Brain &brain = sending.brain;
    const auto chunks = brain.carried<wire::Chunk>();
    REQUIRE(chunks.size() == 8);
    SECTION("busy") {
        brain.refuseCarried(chunks[0].re, refusalOf(Code::busy, 300));
    }
    SECTION("its disk is full") {
        brain.refuseCarried(chunks[0].re, refusalOf(Code::storage));
    }
    // Those behind it do not fit any more; that is no news.
    for (std::size_t i = 1; i < chunks.size(); ++i)
        brain.refuseCarried(chunks[i].re, refusalOf(Code::conflict));
    CHECK(lastOf(brain, idOf(1)).state == TransferState::waiting);
    CHECK(lastOf(brain, idOf(1)).why == "No.");
    CHECK(brain.carried<wire::Offer>().empty());
    brain.beat();
    brain.pass(1'000);
    brain.beat();
    brain.pass(1'500);
    (void)acceptOffer(brain);
    CHECK(storeChunks(brain).size() == 10);
    CHECK(lastOf(brain, idOf(1)).why.empty());
}

TEST_CASE("uploads: what is refused for good says why and waits for the person") {
    Brain brain;
    brain.start();
    brain.connect({summary(lobby, 1)});
    brain.ask(uploadOf(1));
    hashFiles(brain, chunk);
    openLine(brain);
    brain.refuseCarried(brain.carriedOne<wire::Offer>().re, refusalOf(Code::tooLarge));
    CHECK(lastOf(brain, idOf(1)).state == TransferState::failed);
    CHECK(lastOf(brain, idOf(1)).why == "No.");

    SECTION("it is tried again when asked") {
        brain.ask(ResumeTransfer{.id = idOf(1)});
        (void)acceptOffer(brain);
        CHECK(storeChunks(brain).size() == 1);
    }
    SECTION("it waits through a restart") {
        Brain next(aliceConfig(), brain.kept);
        next.start();
        CHECK(statesOf(next, idOf(1)) == std::vector{TransferState::failed});
        next.connect({summary(lobby, 1)});
        CHECK_FALSE(next.ordered<OpenTransfers>());
    }
    SECTION("cancelled it leaves the list") {
        brain.ask(CancelTransfer{.id = idOf(1)});
        CHECK(lastOf(brain, idOf(1)).state == TransferState::cancelled);
        CHECK(brain.kept.transfers.empty());
    }
}

TEST_CASE(
    "uploads: a file over the broker's limit is refused before it is read, naming the limit") {
    Brain brain;
    brain.start();
    brain.connect({summary(lobby, 1)});
    brain.ask(uploadOf(1));
    const auto order = brain.takeOrders<HashFile>().at(0);
    brain.in(FileHashing{.id = order.id,
                         .attempt = order.attempt,
                         .doneBytes = 0,
                         .sizeBytes = limits::fileBytes + limits::fileBytes / 2});
    CHECK(lastOf(brain, idOf(1)).state == TransferState::failed);
    CHECK(lastOf(brain, idOf(1)).why ==
          "The file is 3 GiB; this server takes files of at most 2 GiB.");
    CHECK(brain.takeOrders<DropFile>().size() == 1);
    CHECK_FALSE(brain.ordered<OpenTransfers>());
}

TEST_CASE("uploads: a name that no broker takes is refused here") {
    Brain brain;
    brain.start();
    UploadFile upload = uploadOf(1);
    upload.file.name = std::string(256, 'x');
    brain.ask(upload);
    CHECK(lastOf(brain, idOf(1)).state == TransferState::failed);
    CHECK(brain.takeOrders<HashFile>().empty());
}

TEST_CASE("uploads: bytes that arrived as others are sent once more from the start") {
    Sending sending(1);
    Brain &brain = sending.brain;
    (void)storeChunks(brain);
    brain.refuseCarried(brain.carriedOne<wire::Finish>().re, refusalOf(Code::conflict));
    hashFiles(brain, chunk);
    (void)acceptOffer(brain, 0, 10);
    (void)storeChunks(brain);
    SECTION("and are done") {
        brain.replyCarried(brain.carriedOne<wire::Finish>().re, wire::PostReply{.seq = Seq{2}});
        CHECK(lastOf(brain, idOf(1)).state == TransferState::done);
    }
    SECTION("but only once") {
        brain.refuseCarried(brain.carriedOne<wire::Finish>().re, refusalOf(Code::conflict));
        CHECK(lastOf(brain, idOf(1)).state == TransferState::failed);
        CHECK(brain.takeOrders<HashFile>().empty());
    }
}

TEST_CASE(
    "uploads: a transfer that the broker does not know any more is offered again, not for ever") {
    Sending sending(2);
    Brain &brain = sending.brain;
    int offers = 0;
    while (lastOf(brain, idOf(1)).state != TransferState::failed && offers < 100) {
        const auto chunks = brain.carried<wire::Chunk>();
        REQUIRE(chunks.size() == 2);
        for (const auto &each : chunks)
            brain.refuseCarried(each.re, refusalOf(Code::notFound));
        if (lastOf(brain, idOf(1)).state != TransferState::failed)
            (void)acceptOffer(brain);
        ++offers;
    }
    CHECK(offers == 6);
    CHECK(lastOf(brain, idOf(1)).why == "No.");
}

TEST_CASE("uploads: chunks of an earlier attempt that the broker stores late are progress") {
    Sending sending(60);
    Brain &brain = sending.brain;
    constexpr std::uint64_t late = 20; // more than the offers that may be in vain
    for (std::uint64_t stored = 1; stored <= late; ++stored) {
        for (const auto &each : brain.carried<wire::Chunk>())
            brain.refuseCarried(each.re, refusalOf(Code::conflict));
        REQUIRE(lastOf(brain, idOf(1)).state != TransferState::failed);
        (void)acceptOffer(brain, stored * chunk);
    }
    CHECK(storeChunks(brain).front() == late * chunk);
}

TEST_CASE("uploads: a source that changed under way fails and is read anew when tried again") {
    Sending sending(20);
    Brain &brain = sending.brain;
    for (const auto &each : brain.carried<wire::Chunk>())
        brain.replyCarried(each.re, wire::ChunkReply{.offset = each.request.offset + chunk});
    const auto reads = brain.takeOrders<ReadSlice>();
    REQUIRE_FALSE(reads.empty());
    for (const ReadSlice &order : reads)
        brain.in(FileFailed{
            .id = order.id, .attempt = order.attempt, .why = "It changed.", .changed = true});
    CHECK(lastOf(brain, idOf(1)).state == TransferState::failed);
    CHECK(lastOf(brain, idOf(1)).why.find("changed while it was being sent") != std::string::npos);
    CHECK(brain.carriedOne<wire::Cancel>().request.transfer == 9);
    brain.ask(ResumeTransfer{.id = idOf(1)});
    hashFiles(brain, chunk, 8);
    CHECK(acceptOffer(brain, 0, 10).file.hash == hashOf(8));
}

TEST_CASE("uploads: a source that changed before anything was offered is just read anew") {
    Kept kept;
    {
        Brain brain;
        brain.start(); // offline
        brain.ask(uploadOf(1));
        hashFiles(brain, chunk);
        kept = brain.kept;
    }
    Brain brain(aliceConfig(), kept);
    brain.start();
    const auto look = brain.takeOrders<ReadSlice>();
    REQUIRE(look.size() == 1);
    CHECK(look[0].bytes == 0);
    brain.in(FileFailed{
        .id = look[0].id, .attempt = look[0].attempt, .why = "It changed.", .changed = true});
    hashFiles(brain, 2 * chunk, 8);
    brain.connect({summary(lobby, 1)});
    openLine(brain);
    CHECK(acceptOffer(brain).file.size == 2 * chunk);
}

TEST_CASE("uploads: a source that cannot be read says so") {
    Brain brain;
    brain.start();
    brain.ask(uploadOf(1));
    const auto order = brain.takeOrders<HashFile>().at(0);
    brain.in(FileFailed{.id = order.id, .attempt = order.attempt, .why = "There is no such file."});
    CHECK(lastOf(brain, idOf(1)).state == TransferState::failed);
    CHECK(lastOf(brain, idOf(1)).why == "There is no such file.");
}
