#include "tests/client/uploads.hpp"

using namespace zchat;
using namespace zchat::client;

TEST_CASE("uploads: a file is read, offered, sent within the window and done with its seq") {
    Brain brain;
    brain.start();
    brain.connect({summary(lobby, 1)});
    brain.ask(uploadOf(1));
    CHECK_FALSE(brain.ordered<OpenTransfers>()); // not before there is something to send
    REQUIRE(brain.kept.transfers.size() == 1);
    hashFiles(brain, 20 * chunk + 5);
    CHECK(brain.kept.transfers.at(idOf(1)).file.hash == hashOf(7));
    openLine(brain);
    const wire::Offer offer = acceptOffer(brain);
    CHECK(offer.id == idOf(1));
    CHECK(offer.file.name == "1.bin");
    CHECK(offer.file.size == 20 * chunk + 5);
    const auto first = brain.carried<wire::Chunk>();
    CHECK(first.size() == limits::windowChunks);
    for (const auto &each : first)
        brain.replyCarried(each.re, wire::ChunkReply{.offset = each.request.offset + chunk});
    readSlices(brain);
    const auto offsets = storeChunks(brain);
    REQUIRE(offsets.size() == 21 - limits::windowChunks);
    CHECK(offsets.back() == 20 * chunk);
    brain.replyCarried(brain.carriedOne<wire::Finish>().re,
                       wire::PostReply{.seq = Seq{2}, .at = 5});
    CHECK(lastOf(brain, idOf(1)).state == TransferState::done);
    CHECK(lastOf(brain, idOf(1)).seq == Seq{2});
    CHECK(statesOf(brain, idOf(1)) == std::vector{TransferState::preparing, TransferState::waiting,
                                                  TransferState::running, TransferState::done});
    CHECK(brain.kept.transfers.empty());
    CHECK(brain.takeOrders<DropFile>().size() == 1);
}

TEST_CASE("uploads: a file that the broker has already is done at once") {
    Brain brain;
    brain.start();
    brain.connect({summary(lobby, 1)});
    brain.ask(uploadOf(1));
    hashFiles(brain, 0); // an empty file is a file
    openLine(brain);
    brain.replyCarried(brain.carriedOne<wire::Offer>().re, wire::PostReply{.seq = Seq{3}});
    CHECK(lastOf(brain, idOf(1)).state == TransferState::done);
}

TEST_CASE("uploads: after a lost connection the offer tells where to go on") {
    Sending sending;
    Brain &brain = sending.brain;
    brain.lose();
    CHECK(lastOf(brain, idOf(1)).state == TransferState::waiting);
    brain.reconnect({summary(lobby, 1)});
    openLine(brain);
    (void)acceptOffer(brain, 4 * chunk);
    CHECK(storeChunks(brain) == std::vector<std::uint64_t>{4 * chunk, 5 * chunk, 6 * chunk,
                                                           7 * chunk, 8 * chunk, 9 * chunk});
    CHECK(brain.carried<wire::Finish>().size() == 1);
    CHECK(brain.takeOrders<HashFile>().empty()); // what is known is not read again
}

TEST_CASE("uploads: their line is mended alone, and words do not notice") {
    Sending sending;
    Brain &brain = sending.brain;
    brain.forget();
    brain.in(SocketDown{.socket = Socket::transfers});
    CHECK(brain.takeOrders<CloseTransfers>().size() == 1);
    CHECK(brain.heard<ConnectionChanged>().empty());
    brain.ask(draft(50, "meanwhile"));
    CHECK(brain.posts().size() == 1);
    brain.beat();
    brain.pass(1'000);
    openLine(brain);
    (void)acceptOffer(brain, 8 * chunk);
    CHECK(storeChunks(brain).size() == 2);
}

TEST_CASE("uploads: a line that falls silent is made anew, one that syncs for long is not") {
    Sending sending(1);
    Brain &brain = sending.brain;
    (void)storeChunks(brain);
    const auto finish = brain.carriedOne<wire::Finish>();
    bool answers = true;
    const auto passTime = [&](int seconds) {
        for (int i = 0; i < seconds; ++i) {
            brain.pass(1'000);
            brain.beat();
            if (auto ping = brain.tryNext<wire::Ping>())
                brain.reply(ping->re, wire::PingReply{.now = 1, .events = true, .heads = {}});
            if (answers)
                for (const auto &ping : brain.carried<wire::Ping>())
                    brain.replyCarried(ping.re, wire::PingReply{});
        }
    };
    passTime(60);
    CHECK_FALSE(brain.ordered<CloseTransfers>());
    answers = false;
    passTime(30);
    CHECK(brain.ordered<CloseTransfers>());
    CHECK(finish.request.transfer == 9);
}

TEST_CASE("uploads: a killed client goes on with what it kept") {
    Kept kept;
    {
        Sending sending;
        kept = sending.brain.kept;
    }
    REQUIRE(kept.transfers.size() == 1);
    CHECK(kept.transfers.at(idOf(1)).transfer == 9);
    Brain brain(aliceConfig(), kept);
    brain.start();
    const auto firstOf = [&](auto is) {
        return std::find_if(brain.told.begin(), brain.told.end(), is) - brain.told.begin();
    };
    CHECK(firstOf([](const Notice &each) {
              return std::holds_alternative<TransferChanged>(each);
          }) < firstOf([](const Notice &each) {
              return std::holds_alternative<ConnectionChanged>(each);
          }));
    CHECK(lastOf(brain, idOf(1)).state == TransferState::waiting);
    brain.connect({summary(lobby, 1)});
    openLine(brain);
    CHECK(brain.takeOrders<HashFile>().empty());
    (void)acceptOffer(brain, 9 * chunk);
    CHECK(storeChunks(brain) == std::vector<std::uint64_t>{9 * chunk});
}

TEST_CASE("uploads: another start may leave them alone") {
    Kept kept;
    {
        Sending sending;
        kept = sending.brain.kept;
    }
    CoreConfig config = aliceConfig();
    config.transfers = false;
    Brain brain(config, kept);
    brain.start();
    brain.connect({summary(lobby, 1)});
    brain.pass(5'000);
    CHECK(brain.heard<TransferChanged>().empty());
    CHECK_FALSE(brain.ordered<OpenTransfers>());
    CHECK(brain.kept.transfers.size() == 1);
}

TEST_CASE("uploads: a paused one stands still, over a restart too, and goes on where it was") {
    Sending sending;
    Brain &brain = sending.brain;
    const auto chunks = brain.carried<wire::Chunk>();
    brain.ask(PauseTransfer{.id = idOf(1)});
    CHECK(lastOf(brain, idOf(1)).state == TransferState::paused);
    for (const auto &each : chunks) // what was on its way arrives all the same
        brain.replyCarried(each.re, wire::ChunkReply{.offset = each.request.offset + chunk});
    CHECK(brain.carried<wire::Chunk>().empty());
    SECTION("in the same run") {
        brain.ask(ResumeTransfer{.id = idOf(1)});
        (void)acceptOffer(brain, 8 * chunk);
        CHECK(storeChunks(brain).size() == 2);
    }
    SECTION("after a restart") {
        Brain next(aliceConfig(), brain.kept);
        next.start();
        next.connect({summary(lobby, 1)});
        CHECK(statesOf(next, idOf(1)) == std::vector{TransferState::paused});
        CHECK_FALSE(next.ordered<OpenTransfers>());
        next.ask(ResumeTransfer{.id = idOf(1)});
        openLine(next);
        (void)acceptOffer(next, 8 * chunk);
        CHECK(storeChunks(next).size() == 2);
    }
}

TEST_CASE("uploads: a cancelled one ends at the broker too") {
    Sending sending;
    Brain &brain = sending.brain;
    brain.ask(CancelTransfer{.id = idOf(1)});
    CHECK(lastOf(brain, idOf(1)).state == TransferState::cancelled);
    CHECK(brain.carriedOne<wire::Cancel>().request.transfer == 9);
    CHECK(brain.kept.transfers.empty());
    CHECK(brain.takeOrders<DropFile>().size() == 1);
    // The line is let go once nothing needs it.
    for (int i = 0; i < 8; ++i) {
        brain.pass(1'000);
        brain.beat();
    }
    CHECK(brain.ordered<CloseTransfers>());
}

TEST_CASE("uploads: four run with equal shares, the others wait for their turn in order") {
    Brain brain;
    brain.start();
    brain.connect({summary(lobby, 1)});
    for (std::uint8_t id = 1; id <= 6; ++id)
        brain.ask(uploadOf(id));
    hashFiles(brain, 100 * chunk);
    CHECK(lastOf(brain, idOf(5)).state == TransferState::waiting);
    openLine(brain);
    const auto offers = brain.carried<wire::Offer>();
    REQUIRE(offers.size() == 4);
    std::uint64_t transfer = 0;
    for (const auto &offer : offers)
        brain.replyCarried(offer.re, wire::OfferReply{.transfer = ++transfer});
    readSlices(brain);
    std::map<std::uint64_t, int> inFlight;
    std::size_t bytes = 0;
    for (const auto &each : brain.carried<wire::Chunk>()) {
        inFlight[each.request.transfer] += 1;
        bytes += each.request.data.size();
    }
    CHECK(inFlight == std::map<std::uint64_t, int>{{1, 6}, {2, 6}, {3, 6}, {4, 6}});
    CHECK(bytes < limits::unansweredBytes);
    brain.ask(PauseTransfer{.id = idOf(2)});
    hashFiles(brain, 100 * chunk);
    CHECK(brain.carriedOne<wire::Offer>().request.id == idOf(5));
}

TEST_CASE("uploads: progress is told ten times a second at most, with rate and time left") {
    Sending sending(100);
    Brain &brain = sending.brain;
    brain.forget();
    for (int i = 0; i < 50; ++i) { // a chunk every 20 ms
        auto chunks = brain.carried<wire::Chunk>();
        REQUIRE_FALSE(chunks.empty());
        for (const auto &each : chunks) {
            brain.pass(20);
            brain.beat();
            brain.replyCarried(each.re, wire::ChunkReply{.offset = each.request.offset + chunk});
            readSlices(brain);
            if (++i >= 50)
                break;
        }
    }
    const auto told = brain.heard<TransferChanged>();
    CHECK(told.size() >= 8);
    CHECK(told.size() <= 11);
    CHECK(told.back().doneBytes > 40 * chunk);
    const std::uint64_t rate = 50 * chunk;
    CHECK(told.back().bytesPerSecond > rate * 8 / 10);
    CHECK(told.back().bytesPerSecond < rate * 12 / 10);
    REQUIRE(told.back().leftMs);
    CHECK(*told.back().leftMs > 800);
    CHECK(*told.back().leftMs < 1'300);
}
