// What an operator does with the files: check and backup.
#include <fstream>

#include "tests/broker/uploads.hpp"

using namespace zchat;
using namespace zchat::tests;

TEST_CASE("broker: a check reads every file, and names one that is missing or damaged") {
    const TemporaryFolder data;
    const std::vector<std::string> check{"check", "--data", data.path().string()};
    std::vector<std::filesystem::path> files;
    {
        const BrokerProcess broker(data.path());
        Client alice(broker.line);
        registerAs(alice, "alice");
        for (std::uint32_t seed = 1; seed <= 3; ++seed) {
            const wire::Bytes bytes = bytesOf(1'500'000, seed);
            static_cast<void>(upload(alice, offerOf(bytes), bytes));
            files.push_back(blobsIn(data).blob(crypto::hash(bytes)));
        }
        write(blobsIn(data).blob(crypto::hash("stray")), "stray");
        const Ended sound = runBroker(check);
        INFO(sound.out << sound.err);
        CHECK(sound.status == 0);
        CHECK(sound.out.find("3 files") != std::string::npos);
        CHECK(sound.out.find("1 files belong to no message") != std::string::npos);
    }
    std::filesystem::remove(files[0]);
    std::fstream(files[1], std::ios::in | std::ios::out | std::ios::binary).seekp(777'777).put('!');
    std::filesystem::resize_file(files[2], 5);
    const Ended damaged = runBroker(check);
    CHECK(damaged.status == 1);
    for (const auto &[file, what] :
         {std::pair{files[0], "is missing"}, std::pair{files[1], "is damaged"},
          std::pair{files[2], "another size"}}) {
        INFO(damaged.out);
        const std::size_t at = damaged.out.find(file.filename().string());
        REQUIRE(at != std::string::npos);
        CHECK(damaged.out.find(what, at) != std::string::npos);
    }
}

TEST_CASE("broker: a backup has the files, and a broker on it gives them out") {
    const TemporaryFolder data;
    const TemporaryFolder elsewhere;
    const crypto::KeyPair own = crypto::generateKeyPair();
    const std::filesystem::path target = elsewhere.path() / "backup";
    const wire::Bytes bytes = bytesOf(1'000'000);
    Seq seq;
    {
        const BrokerProcess broker(data.path());
        Client alice(broker.line, own);
        registerAs(alice, "alice");
        seq = upload(alice, offerOf(bytes), bytes);
        const auto open = alice.get<wire::OfferReply>(offerOf(bytesOf(500, 9)));
        static_cast<void>(sendChunks(alice, open.transfer, 0, bytesOf(500, 9), 500));
        const Ended made = runBroker({"backup", target.string(), "--data", data.path().string()});
        INFO(made.err);
        CHECK(made.status == 0);
        CHECK(made.err.find("1 files") != std::string::npos);
    }
    CHECK(runBroker({"check", "--data", target.string()}).status == 0);
    const BrokerProcess broker(target);
    Client alice(broker.line, own);
    CHECK(download(alice, seq) == bytes);
    CHECK(alice.get<wire::OfferReply>(offerOf(bytesOf(500, 9))).transfer == 3);
}

TEST_CASE("broker: a damaged store's file gets no backup") {
    const TemporaryFolder data;
    const TemporaryFolder elsewhere;
    const wire::Bytes bytes = bytesOf(10'000);
    {
        const BrokerProcess broker(data.path());
        Client alice(broker.line);
        registerAs(alice, "alice");
        static_cast<void>(upload(alice, offerOf(bytes), bytes));
    }
    const std::filesystem::path target = elsewhere.path() / "backup";
    const std::vector<std::string> backup{"backup", target.string(), "--data",
                                          data.path().string()};
    std::fstream(blobsIn(data).blob(crypto::hash(bytes)),
                 std::ios::in | std::ios::out | std::ios::binary)
        .put('!');
    CHECK(runBroker(backup).err.find("no backup was made") != std::string::npos);
    std::filesystem::remove(blobsIn(data).blob(crypto::hash(bytes)));
    const Ended missing = runBroker(backup);
    CHECK(missing.status == 1);
    CHECK(missing.err.find("is missing, so no backup was made") != std::string::npos);
    CHECK(std::filesystem::is_empty(elsewhere.path()));
}
