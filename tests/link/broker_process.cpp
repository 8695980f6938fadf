#include "tests/link/broker_process.hpp"

#include <array>
#include <csignal>
#include <cstdlib>
#include <fcntl.h>
#include <fstream>
#include <poll.h>
#include <spawn.h>
#include <sstream>
#include <sys/inotify.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>
#include <utility>

extern char **environ;

namespace zchat::tests {

namespace {

std::string read(const std::filesystem::path &file) {
    std::ifstream in(file, std::ios::binary);
    std::ostringstream all;
    all << in.rdbuf();
    return all.str();
}

} // namespace

BrokerProcess::BrokerProcess(std::filesystem::path data, std::uint16_t front,
                             std::vector<std::string> more)
    : data_(std::move(data))
    , more_(std::move(more)) {
    start(front);
}

BrokerProcess::~BrokerProcess() {
    if (process_ > 0)
        end(SIGKILL);
}

void BrokerProcess::start(std::uint16_t front) {
    // Between a kill and a restart somebody else's connection may sit on the port for a moment.
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(60);
    while (!started(front)) {
        const std::string why = read(folder_.path() / "errors");
        INFO(why);
        REQUIRE(front != 0);
        REQUIRE(why.find("in use") != std::string::npos);
        REQUIRE(std::chrono::steady_clock::now() < end);
    }
    std::string line = read(folder_.path() / "ready");
    if (line.ends_with('\n'))
        line.pop_back();
    const auto parsed = parseFrontLine(line);
    REQUIRE(parsed);
    REQUIRE(parsed->front);
    line_ = *parsed;
}

// Whether it is ready; otherwise it has ended, and its complaint is in `errors`.
bool BrokerProcess::started(std::uint16_t front) {
    const char *program = std::getenv("CHAT_BROKER");
    REQUIRE(program != nullptr);
    const std::filesystem::path ready = folder_.path() / "ready";
    const std::filesystem::path errors = folder_.path() / "errors";
    std::filesystem::remove(ready);
    std::vector<std::string> arguments{
        program,           "--data", data_.string(),  "--port", std::to_string(front),
        "--requests-port", "0",      "--events-port", "0",      "--ready-file",
        ready.string()};
    arguments.insert(arguments.end(), more_.begin(), more_.end());
    std::vector<char *> argv;
    for (std::string &argument : arguments)
        argv.push_back(argument.data());
    argv.push_back(nullptr);

    const int watch = ::inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
    REQUIRE(::inotify_add_watch(watch, folder_.path().c_str(), IN_MOVED_TO) >= 0);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0);
    posix_spawn_file_actions_addopen(&actions, 2, errors.c_str(), O_WRONLY | O_CREAT | O_TRUNC,
                                     0600);
    const int failed = ::posix_spawn(&process_, program, &actions, nullptr, argv.data(), environ);
    posix_spawn_file_actions_destroy(&actions);
    REQUIRE(failed == 0);
    const int exit = static_cast<int>(::syscall(SYS_pidfd_open, process_, 0));
    REQUIRE(exit >= 0);
    std::array<pollfd, 2> either{pollfd{.fd = watch, .events = POLLIN, .revents = 0},
                                 pollfd{.fd = exit, .events = POLLIN, .revents = 0}};
    const int waited = ::poll(either.data(), either.size(), 60'000);
    ::close(watch);
    ::close(exit);
    INFO(read(errors));
    REQUIRE(waited >= 1);
    if (std::filesystem::exists(ready))
        return true;
    ::waitpid(std::exchange(process_, -1), nullptr, 0);
    return false;
}

void BrokerProcess::end(int signal) {
    const pid_t process = std::exchange(process_, -1);
    // A broker that ended by itself is a bug that the test at hand would show as silence.
    if (int status = 0; ::waitpid(process, &status, WNOHANG) == process) {
        FAIL_CHECK("the broker ended by itself, status " << status << ": "
                                                         << read(folder_.path() / "errors"));
        return;
    }
    ::kill(process, signal);
    ::waitpid(process, nullptr, 0);
}

void BrokerProcess::kill() {
    end(SIGKILL);
}

void BrokerProcess::terminate() {
    end(SIGTERM);
}

void BrokerProcess::startAgain() {
    start(*line_.front);
}

Address BrokerProcess::address() const {
    return Address{.host = "127.0.0.1", .port = *line_.front};
}

link::LinkConfig configOf(const std::string &name, const Address &address,
                          const std::filesystem::path &folder) {
    link::LinkConfig config;
    config.name = AccountName(name);
    config.address = address;
    config.label = "test";
    config.folder = folder;
    return config;
}

} // namespace zchat::tests
