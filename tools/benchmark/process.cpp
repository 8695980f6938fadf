#include "tools/benchmark/process.hpp"

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <cstring>
#include <ctime>
#include <fstream>
#include <utility>

extern char **environ;

namespace zchat::bench {

void raiseDescriptorLimit() {
    struct rlimit limit {};
    if (::getrlimit(RLIMIT_NOFILE, &limit) != 0)
        return;
    limit.rlim_cur = limit.rlim_max;
    ::setrlimit(RLIMIT_NOFILE, &limit);
}

Result<Process> Process::start(const std::vector<std::string> &arguments) {
    std::array<int, 2> in{};
    std::array<int, 2> out{};
    if (::pipe2(in.data(), O_CLOEXEC) != 0 || ::pipe2(out.data(), O_CLOEXEC) != 0)
        return Fault{.text = "Could not make a pipe."};
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, in[0], STDIN_FILENO);
    posix_spawn_file_actions_adddup2(&actions, out[1], STDOUT_FILENO);
    std::vector<char *> words;
    for (const std::string &argument : arguments)
        words.push_back(const_cast<char *>(argument.c_str())); // posix_spawn leaves them alone
    words.push_back(nullptr);
    pid_t id = 0;
    const int error = ::posix_spawn(&id, words.front(), &actions, nullptr, words.data(), environ);
    posix_spawn_file_actions_destroy(&actions);
    ::close(in[0]);
    ::close(out[1]);
    if (error != 0) {
        ::close(in[1]);
        ::close(out[0]);
        return Fault{.text = "Could not start " + arguments.front() + ": " + std::strerror(error) +
                             "."};
    }
    return Process(id, in[1], out[0]);
}

Process::Process(Process &&other) noexcept
    : id_(std::exchange(other.id_, -1))
    , in_(std::exchange(other.in_, -1))
    , out_(std::exchange(other.out_, -1))
    , status_(other.status_) {}

Process::~Process() {
    if (out_ < 0)
        return;
    ::close(in_);
    ::close(out_);
    if (id_ < 0)
        return;
    ::kill(id_, SIGTERM);
    ::waitpid(id_, nullptr, 0);
}

double Process::cpuSeconds() const {
    clockid_t clock{};
    timespec spent{};
    if (::clock_getcpuclockid(id_, &clock) != 0 || ::clock_gettime(clock, &spent) != 0)
        return 0;
    return static_cast<double>(spent.tv_sec) + static_cast<double>(spent.tv_nsec) / 1e9;
}

std::uint64_t Process::statusKiB(const char *line) const {
    std::ifstream status("/proc/" + std::to_string(id_) + "/status");
    std::uint64_t found = 0;
    for (std::string word; status >> word;)
        if (word == line)
            status >> found;
    return found;
}

void Process::kill() {
    if (id_ < 0)
        return;
    ::kill(id_, SIGKILL);
    ::waitpid(id_, nullptr, 0);
    id_ = -1;
}

bool Process::waitAtMost(std::chrono::milliseconds atMost) {
    if (id_ < 0)
        return true;
    pollfd ended{
        .fd = static_cast<int>(::syscall(SYS_pidfd_open, id_, 0)), .events = POLLIN, .revents = 0};
    ::poll(&ended, 1, static_cast<int>(atMost.count()));
    ::close(ended.fd);
    int how = 0;
    if (::waitpid(id_, &how, WNOHANG) != id_)
        return false;
    status_ = WIFEXITED(how) ? WEXITSTATUS(how) : -1;
    id_ = -1;
    return true;
}

std::string Process::readLine() {
    std::string line;
    char next = 0;
    while (::read(out_, &next, 1) == 1 && next != '\n')
        line.push_back(next);
    return line;
}

void Process::writeLine(const std::string &line) {
    const std::string whole = line + '\n';
    // A pipe takes a short line at once; a server that has ended shows in what it answers.
    static_cast<void>(!::write(in_, whole.data(), whole.size()));
}

} // namespace zchat::bench
