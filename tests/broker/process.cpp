#include "tests/broker/process.hpp"

#include <array>
#include <csignal>
#include <cstdlib>
#include <fcntl.h>
#include <fstream>
#include <spawn.h>
#include <sstream>
#include <sys/inotify.h>
#include <sys/wait.h>
#include <unistd.h>

#include "shared/base/private_file.hpp"
#include "shared/crypto/random.hpp"
#include "shared/net/poll.hpp"

extern char **environ;

namespace zchat::tests {

using namespace std::chrono_literals;

namespace {

std::string read(const std::filesystem::path &file) {
    std::ifstream in(file, std::ios::binary);
    std::ostringstream all;
    all << in.rdbuf();
    return all.str();
}

pid_t spawn(std::vector<std::string> arguments, const std::filesystem::path &folder,
            std::optional<int> mostFileKiB = {}) {
    const char *program = std::getenv("CHAT_BROKER");
    REQUIRE(program != nullptr);
    arguments.insert(arguments.begin(), program);
    if (mostFileKiB) {
        program = "/bin/bash"; // its ulimit counts in KiB
        const std::vector<std::string> shell{program, "-c", "ulimit -f $0 && exec \"$@\"",
                                             std::to_string(*mostFileKiB)};
        arguments.insert(arguments.begin(), shell.begin(), shell.end());
    }
    std::vector<char *> argv;
    for (std::string &argument : arguments)
        argv.push_back(argument.data());
    argv.push_back(nullptr);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    const int flags = O_WRONLY | O_CREAT | O_TRUNC;
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_addopen(&actions, 1, (folder / "out").c_str(), flags, 0600);
    posix_spawn_file_actions_addopen(&actions, 2, (folder / "err").c_str(), flags, 0600);
    pid_t process = -1;
    const int failed = ::posix_spawn(&process, program, &actions, nullptr, argv.data(), environ);
    posix_spawn_file_actions_destroy(&actions);
    REQUIRE(failed == 0);
    return process;
}

Ended collect(pid_t process, const std::filesystem::path &folder) {
    int status = 0;
    REQUIRE(::waitpid(process, &status, 0) == process);
    return {.status = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status),
            .out = read(folder / "out"),
            .err = read(folder / "err")};
}

template <class T>
T value(Result<T> result) {
    INFO((result ? std::string() : result.why()));
    REQUIRE(result);
    return std::move(*result);
}

} // namespace

Ended runBroker(const std::vector<std::string> &arguments) {
    const TemporaryFolder folder;
    return collect(spawn(arguments, folder.path()), folder.path());
}

BrokerProcess::BrokerProcess(const std::filesystem::path &data,
                             const std::vector<std::string> &more, std::optional<int> mostFileKiB) {
    const std::filesystem::path ready = folder_.path() / "ready";
    const int watch = ::inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
    REQUIRE(::inotify_add_watch(watch, folder_.path().c_str(), IN_MOVED_TO) >= 0);
    std::vector<std::string> arguments{"--data",       data.string(),  "--port", "0",
                                       "--ready-file", ready.string(), "--name", "Test chat"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    process_ = spawn(arguments, folder_.path(), mostFileKiB);
    net::Poll poll;
    const std::size_t moved = poll.addReadable(watch);
    poll.wait(60s);
    const bool isReady = poll.ready(moved);
    ::close(watch);
    INFO(read(folder_.path() / "err"));
    REQUIRE(isReady);
    std::string text = read(ready);
    REQUIRE(text.ends_with('\n'));
    text.pop_back();
    const auto parsed = parseFrontLine(text);
    REQUIRE(parsed);
    line = *parsed;
}

BrokerProcess::~BrokerProcess() {
    if (process_ > 0) {
        ::kill(process_, SIGKILL);
        ::waitpid(process_, nullptr, 0);
    }
}

void BrokerProcess::signal(int number) const {
    REQUIRE(::kill(process_, number) == 0);
}

Ended BrokerProcess::end() {
    return collect(std::exchange(process_, -1), folder_.path());
}

std::string BrokerProcess::out() const {
    return read(folder_.path() / "out");
}

std::string BrokerProcess::err() const {
    return read(folder_.path() / "err");
}

void await(const std::function<bool()> &holds, const std::function<void()> &meanwhile) {
    const auto end = std::chrono::steady_clock::now() + 60s;
    while (!holds()) {
        REQUIRE(std::chrono::steady_clock::now() < end);
        meanwhile();
    }
}

Client::Client(const FrontLine &broker, const crypto::KeyPair &key)
    : own(key)
    , broker_(broker)
    , dealer_(value(net::makeDealer(context_, {.own = own, .broker = broker.key}))) {
    REQUIRE(dealer_.watch());
    REQUIRE(dealer_.connectTcp("127.0.0.1", broker.requests));
}

std::uint64_t Client::send(const wire::Request &request) {
    const wire::Bytes body = wire::encodeRequest(++re_, request);
    await([&] { return dealer_.send(body) == net::Sent::sent; }, [this] { wait(); });
    return re_;
}

std::optional<std::variant<wire::Map, Refusal>> Client::kept(std::uint64_t re) {
    for (auto answer = answers_.begin(); answer != answers_.end(); ++answer)
        if (answer->re == re) {
            auto body = std::move(answer->body);
            answers_.erase(answer);
            return body;
        }
    return std::nullopt;
}

std::variant<wire::Map, Refusal> Client::answerTo(std::uint64_t re) {
    std::optional<std::variant<wire::Map, Refusal>> found;
    await([&] { return (found = kept(re)).has_value(); }, [this] { wait(); });
    return std::move(*found);
}

std::optional<std::variant<wire::Map, Refusal>> Client::answerUnlessEnded(std::uint64_t re) {
    std::optional<std::variant<wire::Map, Refusal>> found;
    bool ended = false;
    await(
        [&] {
            for (const net::ConnectionEvent &event : dealer_.takeEvents())
                ended = ended || event.kind == net::ConnectionEventKind::disconnected;
            found = kept(re);
            return found || ended;
        },
        [this] { wait(); });
    return found;
}

void Client::wait() {
    net::Poll poll;
    poll.add(dealer_);
    poll.addEvents(dealer_);
    if (subscriber_)
        poll.add(*subscriber_);
    poll.wait(100ms);
    const auto hear = [this](std::string_view body) {
        auto heard = wire::decodeHeard(body);
        REQUIRE(heard);
        if (auto *answer = std::get_if<wire::AnswerHeard>(&*heard))
            answers_.push_back(std::move(*answer));
        else
            events_.push_back(std::move(std::get<wire::Event>(*heard)));
    };
    while (const auto received = dealer_.receive())
        hear(received->frames.back());
    while (subscriber_) {
        const auto received = subscriber_->receive();
        if (!received)
            break;
        const std::string_view frame = received->frames.at(0);
        hear(frame.substr(frame.find('\0') + 1));
    }
}

void Client::listen() {
    const auto hello =
        get<wire::HelloReply>(wire::Hello{.versions = {1}, .client = "test", .events = true});
    REQUIRE(hello.me);
    subscriber_.emplace(value(net::makeSubscriber(context_, {.own = own, .broker = broker_.key})));
    REQUIRE(subscriber_->watch());
    subscriber_->subscribe("");
    REQUIRE(subscriber_->connectTcp("127.0.0.1", broker_.events));
    static_cast<void>(nextEvent<wire::BeatEvent>());
}

net::ConnectionEvent Client::awaitOn(net::Socket &socket, net::ConnectionEventKind kind) {
    std::optional<net::ConnectionEvent> found;
    await(
        [&] {
            for (const net::ConnectionEvent &event : socket.takeEvents())
                if (event.kind == kind && !found)
                    found = event;
            return found.has_value();
        },
        [&] {
            net::Poll poll;
            poll.addEvents(socket);
            poll.wait(100ms);
        });
    return *found;
}

net::ConnectionEvent Client::awaitRequests(net::ConnectionEventKind kind) {
    return awaitOn(dealer_, kind);
}

net::ConnectionEvent Client::awaitEvents(net::ConnectionEventKind kind) {
    REQUIRE(subscriber_);
    return awaitOn(*subscriber_, kind);
}

wire::Post textPost(const std::string &body) {
    return {.room = RoomName("lobby"),
            .id = crypto::randomId<EntryId>(),
            .content = wire::Text{.body = body, .reply = {}, .mentions = {}},
            .prev = {}};
}

} // namespace zchat::tests
