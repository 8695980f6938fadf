// Files through a real broker: chunks over real sockets, bytes on a real disk, kills in between.
#include <csignal>

#include "tests/broker/uploads.hpp"

using namespace zchat;
using namespace zchat::tests;

TEST_CASE("broker: a file goes up in chunks and comes down in pieces, byte for byte") {
    const TemporaryFolder data;
    const BrokerProcess broker(data.path());
    Client alice(broker.line);
    Client bob(broker.line);
    registerAs(alice, "alice");
    registerAs(bob, "bob");
    for (const std::size_t size : {std::size_t{0}, std::size_t{1}, limits::chunkBytes,
                                   limits::fetchBytes + 1, std::size_t{3'000'000}}) {
        INFO(size);
        const wire::Bytes bytes = bytesOf(size);
        const wire::Offer offer = offerOf(bytes);
        const Seq seq = upload(alice, offer, bytes);
        CHECK(download(bob, seq) == bytes);
        CHECK(std::filesystem::file_size(blobsIn(data).blob(offer.file.hash)) == size);
        // Offered again it is done; and so it is for whoever may read it already.
        CHECK(alice.get<wire::PostReply>(offer).seq == seq);
        CHECK(bob.get<wire::PostReply>(offerOf(bytes)).seq > seq);
    }
    awaitGone(alice, blobsIn(data).partial(5));
    CHECK(blobsIn(data).partials().empty());
}

TEST_CASE("broker: an upload goes on where a killed broker left it, and stands once") {
    const TemporaryFolder data;
    const crypto::KeyPair own = crypto::generateKeyPair();
    const wire::Bytes bytes = bytesOf(5'000'000);
    const wire::Offer offer = offerOf(bytes);
    std::uint64_t sent = 0;
    for (const std::uint64_t upTo : {std::uint64_t{1'000'000}, std::uint64_t{3'000'000}}) {
        const BrokerProcess broker(data.path());
        Client alice(broker.line, own);
        if (sent == 0)
            registerAs(alice, "alice");
        const auto open = alice.get<wire::OfferReply>(offer);
        CHECK(open.offset == sent);
        CHECK(alice.refusalOf(wire::Finish{.transfer = open.transfer}) == Code::conflict);
        sent = sendChunks(alice, open.transfer, open.offset, bytes, upTo);
        broker.signal(SIGKILL);
    }
    const BrokerProcess broker(data.path());
    Client alice(broker.line, own);
    CHECK(alice.refusalOf(chunkOf(1, sent, bytes)) == Code::notFound); // until it is offered again
    CHECK(alice.get<wire::OfferReply>(offer).offset == sent);
    const Seq seq = upload(alice, offer, bytes);
    CHECK(download(alice, seq) == bytes);
    CHECK(alice.get<wire::EntriesReply>(wire::Entries{.room = lobby, .after = seq, .limit = 5})
              .entries.empty());
}

TEST_CASE("broker: bytes that were sealed before a kill are not sent again") {
    const TemporaryFolder data;
    const crypto::KeyPair own = crypto::generateKeyPair();
    const wire::Bytes bytes = bytesOf(700'000);
    const wire::Offer offer = offerOf(bytes);
    {
        const BrokerProcess broker(data.path());
        Client alice(broker.line, own);
        registerAs(alice, "alice");
        const auto open = alice.get<wire::OfferReply>(offer);
        static_cast<void>(sendChunks(alice, open.transfer, 0, bytes, bytes.size()));
        broker.signal(SIGKILL);
    }
    REQUIRE(blobsIn(data).seal(1, offer.file.hash)); // what the broker had done by then
    const BrokerProcess broker(data.path());
    Client alice(broker.line, own);
    awaitGone(alice, blobsIn(data).blob(offer.file.hash)); // no message has it
    const auto open = alice.get<wire::OfferReply>(offer);
    CHECK(open.offset == bytes.size());
    CHECK(
        download(alice, alice.get<wire::PostReply>(wire::Finish{.transfer = open.transfer}).seq) ==
        bytes);
}

TEST_CASE(
    "broker: a gap, an overlap, an excess and a finish too early leave the upload as it was") {
    const TemporaryFolder data;
    const BrokerProcess broker(data.path());
    Client alice(broker.line);
    registerAs(alice, "alice");
    const wire::Bytes bytes = bytesOf(10'000);
    const auto open = alice.get<wire::OfferReply>(offerOf(bytes));
    static_cast<void>(alice.get<wire::ChunkReply>(chunkOf(open.transfer, 0, bytes, 4'000)));
    for (const wire::Chunk &wrong :
         {chunkOf(open.transfer, 5'000, bytes, 100), chunkOf(open.transfer, 3'000, bytes, 2'000),
          chunkOf(open.transfer, 0, bytes, 4'000),
          wire::Chunk{.transfer = open.transfer, .offset = 4'000, .data = bytesOf(6'001)}})
        CHECK(alice.refusalOf(wrong) == Code::conflict);
    CHECK(alice.refusalOf(wire::Finish{.transfer = open.transfer}) == Code::conflict);
    CHECK(alice.get<wire::ChunkReply>(chunkOf(open.transfer, 4'000, bytes, 0)).offset == 4'000);
    static_cast<void>(sendChunks(alice, open.transfer, 4'000, bytes, bytes.size()));
    CHECK(alice.refusalOf(wire::Chunk{.transfer = open.transfer, .offset = 10'000, .data = "x"}) ==
          Code::conflict);
    const Seq seq = alice.get<wire::PostReply>(wire::Finish{.transfer = open.transfer}).seq;
    CHECK(download(alice, seq) == bytes);
}

TEST_CASE("broker: other bytes than were offered end the upload and leave nothing behind") {
    const TemporaryFolder data;
    const BrokerProcess broker(data.path());
    Client alice(broker.line);
    registerAs(alice, "alice");
    const wire::Bytes bytes = bytesOf(300'000);
    const wire::Offer offer = offerOf(bytes);
    const auto open = alice.get<wire::OfferReply>(offer);
    static_cast<void>(sendChunks(alice, open.transfer, 0, bytesOf(300'000, 2), bytes.size()));
    CHECK(alice.refusalOf(wire::Finish{.transfer = open.transfer}) == Code::conflict);
    CHECK(alice.refusalOf(wire::Finish{.transfer = open.transfer}) == Code::notFound);
    awaitGone(alice, blobsIn(data).partial(open.transfer));
    CHECK_FALSE(std::filesystem::exists(blobsIn(data).blob(offer.file.hash)));
    CHECK(download(alice, upload(alice, offer, bytes)) == bytes);
}

TEST_CASE("broker: another's upload is not found, and a cancelled one leaves nothing behind") {
    const TemporaryFolder data;
    const BrokerProcess broker(data.path());
    Client alice(broker.line);
    Client bob(broker.line);
    registerAs(alice, "alice");
    registerAs(bob, "bob");
    const wire::Bytes bytes = bytesOf(1'000);
    const auto open = alice.get<wire::OfferReply>(offerOf(bytes));
    CHECK(bob.refusalOf(chunkOf(open.transfer, 0, bytes)) == Code::notFound);
    CHECK(bob.refusalOf(wire::Finish{.transfer = open.transfer}) == Code::notFound);
    CHECK(bob.refusalOf(wire::Cancel{.transfer = open.transfer}) == Code::notFound);
    CHECK(bob.refusalOf(chunkOf(open.transfer + 1, 0, bytes)) == Code::notFound);
    static_cast<void>(sendChunks(alice, open.transfer, 0, bytes, bytes.size()));
    static_cast<void>(alice.get<wire::OkReply>(wire::Cancel{.transfer = open.transfer}));
    awaitGone(alice, blobsIn(data).partial(open.transfer));
    CHECK(alice.refusalOf(chunkOf(open.transfer, 0, bytes)) == Code::notFound);
}

TEST_CASE("broker: bytes go from the disk with the last message that has them") {
    const TemporaryFolder data;
    const BrokerProcess broker(data.path());
    Client alice(broker.line);
    registerAs(alice, "alice");
    const wire::Bytes bytes = bytesOf(200'000);
    const wire::Offer offer = offerOf(bytes);
    const Seq first = upload(alice, offer, bytes);
    const Seq second = alice.get<wire::PostReply>(offerOf(bytes)).seq;
    redact(alice, first);
    CHECK(alice.refusalOf(wire::Fetch{.room = lobby, .seq = first, .offset = 0, .length = 1}) ==
          Code::gone);
    CHECK(download(alice, second) == bytes);
    redact(alice, second);
    awaitGone(alice, blobsIn(data).blob(offer.file.hash));
    CHECK(download(alice, upload(alice, offerOf(bytes), bytes)) == bytes);
}

TEST_CASE("broker: what an earlier broker left behind is removed at the start") {
    const TemporaryFolder data;
    const crypto::KeyPair own = crypto::generateKeyPair();
    const wire::Bytes bytes = bytesOf(50'000);
    const wire::Bytes others = bytesOf(60'000, 2);
    Seq seq;
    {
        const BrokerProcess broker(data.path());
        Client alice(broker.line, own);
        registerAs(alice, "alice");
        seq = upload(alice, offerOf(bytes), bytes);
        const auto open = alice.get<wire::OfferReply>(offerOf(others));
        CHECK(open.transfer == 2);
        static_cast<void>(sendChunks(alice, open.transfer, 0, others, others.size()));
        broker.signal(SIGKILL);
    }
    const store::BlobFolder blobs = blobsIn(data);
    write(blobs.partial(77), "nobody's");
    std::vector<std::filesystem::path> strays;
    for (std::uint32_t seed = 1; seed < 40; ++seed) {
        strays.push_back(blobs.blob(crypto::hash(bytesOf(10, seed))));
        write(strays.back(), "stray");
    }
    const BrokerProcess broker(data.path());
    Client alice(broker.line, own);
    for (const std::filesystem::path &stray : strays)
        awaitGone(alice, stray);
    awaitGone(alice, blobs.partial(77));
    CHECK(download(alice, seq) == bytes);
    CHECK(std::filesystem::file_size(blobs.partial(2)) == others.size());
}

TEST_CASE("broker: a write that fails counts for nothing, and the upload goes on later") {
    const TemporaryFolder data;
    const crypto::KeyPair own = crypto::generateKeyPair();
    const wire::Bytes bytes = bytesOf(6'000'000);
    const wire::Offer offer = offerOf(bytes);
    constexpr int mostKiB = 4'000;
    {
        const BrokerProcess broker(data.path(), {}, mostKiB);
        Client alice(broker.line, own);
        registerAs(alice, "alice");
        const auto open = alice.get<wire::OfferReply>(offer);
        constexpr std::uint64_t last = mostKiB * 1024 / limits::chunkBytes * limits::chunkBytes;
        static_cast<void>(sendChunks(alice, open.transfer, 0, bytes, last));
        CHECK(alice.refusalOf(chunkOf(open.transfer, last, bytes)) == Code::storage);
        CHECK(alice.get<wire::OfferReply>(offer).offset == last);
        CHECK(std::filesystem::file_size(blobsIn(data).partial(open.transfer)) == last);
        static_cast<void>(alice.get<wire::PostReply>(textPost("words still come through")));
    }
    const BrokerProcess broker(data.path());
    Client alice(broker.line, own);
    CHECK(download(alice, upload(alice, offer, bytes)) == bytes);
}

TEST_CASE("broker: files leave the disk its reserve, and a larger one than allowed is refused") {
    const TemporaryFolder data;
    const TemporaryFolder folder;
    const auto file = folder.path() / "broker.toml";
    write(file, "max-file = \"1000\"\nquota = \"1500\"\n");
    const BrokerProcess broker(data.path(), {"--config", file.string()});
    Client alice(broker.line);
    registerAs(alice, "alice");
    const wire::Bytes bytes = bytesOf(1'000);
    CHECK(alice.refusalOf(offerOf(bytesOf(1'001))) == Code::tooLarge);
    CHECK(download(alice, upload(alice, offerOf(bytes), bytes)) == bytes);
    CHECK(alice.refusalOf(offerOf(bytesOf(501))) == Code::tooLarge);
    const auto open = alice.get<wire::OfferReply>(offerOf(bytesOf(500, 3)));
    write(file, "max-file = \"2000\"\ndisk-reserve = \"8000TiB\"\n");
    broker.signal(SIGHUP);
    const wire::Hello hello{.versions = {1}, .client = "test", .events = false};
    await([&] { return alice.get<wire::HelloReply>(hello).limits.fileBytes == 2'000; }, [] {});
    CHECK(alice.refusalOf(offerOf(bytesOf(1'001))) == Code::storage);
    CHECK(alice.refusalOf(chunkOf(open.transfer, 0, bytesOf(500, 3))) == Code::storage);
    CHECK(alice.get<wire::ChunkReply>(chunkOf(open.transfer, 0, bytes, 0)).offset == 0);
}
