// A client that is killed: another process of this very program, so that kill -9 is a real one.
#include <array>
#include <csignal>
#include <cstdlib>
#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/link/broker_process.hpp"

extern char **environ;

using namespace zchat;
using namespace zchat::client;
using namespace zchat::tests;

namespace {

constexpr int posts = 5;
constexpr int manyPosts = 300;

Address addressFromEnvironment() {
    const char *text = std::getenv("ZCHAT_TEST_ADDRESS");
    const auto address = parseAddress(text != nullptr ? text : "");
    REQUIRE(address);
    return *address;
}

std::filesystem::path homeFromEnvironment() {
    const char *home = std::getenv("ZCHAT_TEST_HOME");
    REQUIRE(home != nullptr);
    return home;
}

// Says that it got where it is to be killed, on its standard output, and stays there.
[[noreturn]] void stay() {
    (void)!::write(STDOUT_FILENO, "!", 1);
    while (true)
        ::pause();
}

// Runs one of the hidden cases below until it says that it is where it should be, and kills it.
void runAndKill(const std::string &which, const Address &address,
                const std::filesystem::path &home) {
    ::setenv("ZCHAT_TEST_ADDRESS", toString(address).c_str(), 1);
    ::setenv("ZCHAT_TEST_HOME", home.c_str(), 1);
    std::array<int, 2> said{};
    REQUIRE(::pipe2(said.data(), O_CLOEXEC) == 0);
    std::string program = "/proc/self/exe";
    std::string test = which;
    std::array<char *, 3> argv{program.data(), test.data(), nullptr};
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, said[1], STDOUT_FILENO);
    pid_t process = -1;
    REQUIRE(::posix_spawn(&process, program.c_str(), &actions, nullptr, argv.data(), environ) == 0);
    posix_spawn_file_actions_destroy(&actions);
    ::close(said[1]);
    pollfd readable{.fd = said[0], .events = POLLIN, .revents = 0};
    const int waited = ::poll(&readable, 1, 60'000);
    char word = 0;
    const auto got = waited == 1 ? ::read(said[0], &word, 1) : 0;
    ::kill(process, SIGKILL);
    ::waitpid(process, nullptr, 0);
    ::close(said[0]);
    REQUIRE(got == 1);
    REQUIRE(word == '!');
}

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
