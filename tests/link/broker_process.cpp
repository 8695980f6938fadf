#include "tests/link/broker_process.hpp"

#include <csignal>
#include <cstdlib>
#include <fcntl.h>
#include <fstream>
#include <poll.h>
#include <spawn.h>
#include <sstream>
#include <sys/inotify.h>
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
    const char *program = std::getenv("CHAT_BROKER");
    REQUIRE(program != nullptr);
    const TemporaryFolder folder;
    const std::filesystem::path ready = folder.path() / "ready";
    const std::filesystem::path errors = folder.path() / "errors";
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
    REQUIRE(::inotify_add_watch(watch, folder.path().c_str(), IN_MOVED_TO) >= 0);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0);
    posix_spawn_file_actions_addopen(&actions, 2, errors.c_str(), O_WRONLY | O_CREAT, 0600);
    const int failed = ::posix_spawn(&process_, program, &actions, nullptr, argv.data(), environ);
    posix_spawn_file_actions_destroy(&actions);
    REQUIRE(failed == 0);
    pollfd moved{.fd = watch, .events = POLLIN, .revents = 0};
    const int waited = ::poll(&moved, 1, 60'000);
    ::close(watch);
    INFO(read(errors));
    REQUIRE(waited == 1);
    std::string line = read(ready);
    if (line.ends_with('\n'))
        line.pop_back();
    const auto parsed = parseFrontLine(line);
    REQUIRE(parsed);
    REQUIRE(parsed->front);
    line_ = *parsed;
}

void BrokerProcess::end(int signal) {
    ::kill(process_, signal);
    ::waitpid(std::exchange(process_, -1), nullptr, 0);
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
