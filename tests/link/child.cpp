#include "tests/link/child.hpp"

#include <array>
#include <csignal>
#include <cstdlib>
#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/support/catch.hpp"

extern char **environ;

namespace zchat::tests {

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

[[noreturn]] void stay() {
    (void)!::write(STDOUT_FILENO, "!", 1);
    while (true)
        ::pause();
}

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

} // namespace zchat::tests
