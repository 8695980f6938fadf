// Posts of a client that is killed.
#include "tests/link/broker_process.hpp"
#include "tests/link/child.hpp"

using namespace zchat;
using namespace zchat::client;
using namespace zchat::tests;

namespace {

constexpr int posts = 5;
constexpr int manyPosts = 300;

std::vector<std::string> numbered(int count) {
    std::vector<std::string> lines;
    for (int i = 1; i <= count; ++i)
        lines.push_back("line " + std::to_string(i));
    return lines;
}

} // namespace

TEST_CASE("child: queues posts offline", "[.queues]") {
    Watcher alice(configOf("alice", addressFromEnvironment(), homeFromEnvironment()));
    EntryId last;
    for (const std::string &line : numbered(posts))
        last = alice.post(line);
    alice.await([&] { return alice.reached(last, DraftState::queued); });
    stay();
}

TEST_CASE("child: is in the middle of posting", "[.posts]") {
    Watcher alice(configOf("alice", addressFromEnvironment(), homeFromEnvironment()));
    std::vector<EntryId> ids;
    for (const std::string &line : numbered(manyPosts))
        ids.push_back(alice.post(line));
    alice.await([&] {
        return alice.reached(ids.back(), DraftState::queued) &&
               alice.reached(ids[40], DraftState::stored);
    });
    stay();
}

TEST_CASE("link: what a killed client had queued offline arrives once, in order") {
    const TemporaryFolder data;
    const TemporaryFolder home;
    BrokerProcess broker(data.path());
    {
        Watcher alice(configOf("alice", broker.address(), home.path()));
        alice.awaitOnline();
    }
    broker.terminate();
    runAndKill("[.queues]", broker.address(), home.path());
    broker.startAgain();

    Watcher bob(configOf("bob", broker.address(), home.path()));
    bob.awaitOnline();
    Watcher alice(configOf("alice", broker.address(), home.path()));
    bob.await([&] { return bob.texts().size() >= posts; });
    // One more comes after all that could come twice.
    alice.post("the end");
    bob.await([&] { return bob.texts().back() == "the end"; });
    auto expected = numbered(posts);
    expected.emplace_back("the end");
    CHECK(bob.texts() == expected);
}

TEST_CASE("link: a client killed in the middle of posting goes on where it was") {
    const TemporaryFolder data;
    const TemporaryFolder home;
    const BrokerProcess broker(data.path(), 0, {"--rate", "off"});
    Watcher bob(configOf("bob", broker.address(), home.path()));
    bob.awaitOnline();
    runAndKill("[.posts]", broker.address(), home.path());
    Watcher alice(configOf("alice", broker.address(), home.path()));
    alice.post("the end");
    bob.await([&] { return !bob.texts().empty() && bob.texts().back() == "the end"; });
    auto expected = numbered(manyPosts);
    expected.emplace_back("the end");
    CHECK(bob.texts() == expected);
}

TEST_CASE("link: what a second program left behind is taken over by whoever starts") {
    const TemporaryFolder data;
    const TemporaryFolder home;
    BrokerProcess broker(data.path());
    const Address address = broker.address();
    {
        Watcher alice(configOf("alice", address, home.path()));
        alice.awaitOnline();
    }
    broker.kill();
    {
        Watcher first(configOf("alice", address, home.path()));
        (void)first.awaitTrouble(Trouble::noBroker);
        runAndKill("[.queues]", address, home.path()); // it had a file of its own
    }
    broker.startAgain();
    Watcher alice(configOf("alice", address, home.path()));
    alice.await([&] { return alice.texts().size() >= posts; });
    CHECK(alice.texts() == numbered(posts));
}
