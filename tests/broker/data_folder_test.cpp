#include "broker/shell/data_folder.hpp"

#include <sys/stat.h>

#include "shared/base/private_file.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/temporary_folder.hpp"

using namespace zchat;
using namespace zchat::shell;
using tests::TemporaryFolder;

namespace {

unsigned modeOf(const std::filesystem::path &path) {
    struct stat status {};
    REQUIRE(::stat(path.c_str(), &status) == 0);
    return status.st_mode & 0777U;
}

} // namespace

TEST_CASE("data folder: it is private, and its keys are the same at every start") {
    const TemporaryFolder folder;
    const DataPaths paths(folder.path() / "zchat" / "broker");
    DataKeys first;
    {
        const auto opened = DataFolder::open(paths);
        REQUIRE(opened);
        first = (*opened)->keys();
    }
    const auto again = DataFolder::open(paths);
    REQUIRE(again);
    CHECK((*again)->keys().broker == first.broker);
    CHECK((*again)->keys().admin == first.admin);
    CHECK((*again)->keys().digest == first.digest);
    CHECK(modeOf(paths.folder) == 0700);
    for (const auto &file : {paths.brokerKey(), paths.adminKey(), paths.digestKey(), paths.lock()})
        CHECK(modeOf(file) == 0600);
}

TEST_CASE("data folder: one broker at a time, the next once the first is gone") {
    const TemporaryFolder folder;
    const DataPaths paths(folder.path());
    {
        const auto first = DataFolder::open(paths);
        REQUIRE(first);
        const auto second = DataFolder::open(paths);
        REQUIRE(second.faulted());
        CHECK(second.fault().text.find("Another broker already runs") != std::string::npos);
    }
    CHECK(DataFolder::open(paths));
}

TEST_CASE("data folder: who runs there is found while it runs, and only then") {
    const TemporaryFolder folder;
    const DataPaths paths(folder.path());
    CHECK(findRunning(paths).refused());
    FrontLine line{.key = {}, .requests = 5556, .events = 5557, .name = "chat", .front = 5555};
    {
        const auto opened = DataFolder::open(paths);
        REQUIRE(opened);
        line.key = (*opened)->keys().broker.publicKey;
        CHECK(findRunning(paths).refused()); // it does not listen yet
        REQUIRE((*opened)->announce("127.0.0.1", line));
        const auto running = findRunning(paths);
        REQUIRE(running);
        CHECK(running->host == "127.0.0.1");
        CHECK(running->line.requests == 5556);
        CHECK(running->line.key == line.key);
    }
    CHECK(findRunning(paths).refused());
    // A killed broker leaves its file, and lets go of the lock all the same.
    REQUIRE(writePrivateFile(paths.running(), "127.0.0.1 " + toString(line) + '\n'));
    CHECK(findRunning(paths).refused());
}

TEST_CASE("data folder: a broken key stops the start with a sentence") {
    const TemporaryFolder folder;
    const DataPaths paths(folder.path());
    REQUIRE(writePrivateFile(paths.digestKey(), "not hex\n"));
    const auto opened = DataFolder::open(paths);
    REQUIRE(opened.faulted());
    CHECK(opened.fault().text.find("is not a digest key") != std::string::npos);
}
