#include "tools/benchmark/idle_crowd.hpp"

#include <sys/epoll.h>
#include <unistd.h>
#include <zmq.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdint>
#include <iostream>
#include <span>
#include <sstream>
#include <string_view>
#include <thread>

#include "shared/base/limits.hpp"
#include "shared/base/text.hpp"
#include "shared/crypto/keys.hpp"
#include "shared/wire/codec.hpp"
#include "tools/benchmark/raw_socket.hpp"

namespace zchat::bench {

namespace {

using Clock = std::chrono::steady_clock;

constexpr std::size_t membersPerProcess = 1'000; // four open files each
constexpr std::size_t waveMembers = 100;
constexpr std::chrono::seconds patience{120};
constexpr std::chrono::milliseconds pingEvery{limits::pingEveryMs};
constexpr int quietBeats = 2;
constexpr std::uint64_t inputMark = ~std::uint64_t{0};

struct IdleMember {
    crypto::KeyPair keys = crypto::generateKeyPair();
    void *dealer = nullptr;
    void *subscriber = nullptr;
    std::size_t unanswered = 0;
    std::size_t answers = 0;
    std::size_t frames = 0;
    int beats = 0; // since anything else was heard
};

class Crowd final {
public:
    explicit Crowd(const IdleMembers &plan)
        : plan_(plan)
        , context_(zmq_ctx_new())
        , epoll_(::epoll_create1(EPOLL_CLOEXEC))
        , members_(plan.count) {
        // Handshakes are most of what the crowd does: on every core, as real clients would.
        expect(zmq_ctx_set(context_, ZMQ_IO_THREADS,
                           static_cast<int>(std::thread::hardware_concurrency())) == 0);
        expect(zmq_ctx_set(context_, ZMQ_MAX_SOCKETS, static_cast<int>(2 * plan.count + 16)) == 0);
        watch(STDIN_FILENO, inputMark);
    }
    ~Crowd() {
        for (const IdleMember &member : members_)
            for (void *socket : {member.dealer, member.subscriber})
                if (socket != nullptr)
                    zmq_close(socket);
        zmq_ctx_term(context_);
        ::close(epoll_);
    }
    Crowd(const Crowd &) = delete;
    Crowd &operator=(const Crowd &) = delete;

    // Orders come a line each and are answered with a line; false where one took too long.
    bool run() {
        while (true) {
            while (!pass())
                ping();
            std::string order;
            if (!std::getline(std::cin, order))
                return true;
            if (!obey(order))
                return false;
            std::cout << "done " << most(&IdleMember::answers) << ' ' << most(&IdleMember::frames)
                      << std::endl;
        }
    }

private:
    [[nodiscard]] std::size_t most(std::size_t IdleMember::*count) const {
        std::size_t found = 0;
        for (const IdleMember &member : members_)
            found = std::max(found, member.*count);
        return found;
    }

    [[nodiscard]] bool speaksWire() const { return plan_.of == CrowdOf::broker; }

    void *connected(int type, std::size_t member, std::uint16_t port) {
        void *socket = zmq_socket(context_, type);
        expect(socket != nullptr);
        beClient(socket, members_[member].keys, plan_.line.key);
        if (type == ZMQ_SUB)
            for (const std::string_view topic :
                 {std::string_view("room/lobby/"), wire::presenceTopic, wire::beatTopic})
                expect(zmq_setsockopt(socket, ZMQ_SUBSCRIBE, topic.data(), topic.size()) == 0);
        expect(zmq_connect(socket, ("tcp://127.0.0.1:" + std::to_string(port)).c_str()) == 0);
        int descriptor = -1;
        std::size_t size = sizeof descriptor;
        expect(zmq_getsockopt(socket, ZMQ_FD, &descriptor, &size) == 0);
        watch(descriptor, 2 * member + (type == ZMQ_SUB ? 1 : 0));
        return socket;
    }
    void watch(int descriptor, std::uint64_t mark) const {
        epoll_event wanted{.events = EPOLLIN, .data = {.u64 = mark}};
        expect(::epoll_ctl(epoll_, EPOLL_CTL_ADD, descriptor, &wanted) == 0);
    }

    // Takes in what there is, waiting for it a second at most; true when there is an order.
    bool pass() {
        std::array<epoll_event, 256> ready{};
        const int count = ::epoll_wait(epoll_, ready.data(), static_cast<int>(ready.size()), 1'000);
        bool ordered = false;
        for (int i = 0; i < count; ++i) {
            const std::uint64_t mark = ready[static_cast<std::size_t>(i)].data.u64;
            if (mark == inputMark)
                ordered = true;
            else
                drain(members_[mark / 2], mark % 2 == 1);
        }
        return ordered;
    }

    static void drain(IdleMember &member, bool events) {
        std::array<char, limits::frameBytes> frame;
        void *socket = events ? member.subscriber : member.dealer;
        for (;;) {
            const int size = zmq_recv(socket, frame.data(), frame.size(), ZMQ_DONTWAIT);
            if (size < 0)
                return;
            const std::string_view heard(frame.data(), static_cast<std::size_t>(size));
            if (!events) {
                member.answers += 1;
                member.unanswered -= member.unanswered > 0 ? 1 : 0;
                continue;
            }
            member.frames += 1;
            member.beats = heard.starts_with(wire::beatTopic) ? member.beats + 1 : 0;
        }
    }

    void say(IdleMember &member, const wire::Request &request) {
        const wire::Bytes body =
            speaksWire() ? wire::encodeRequest(++asked_, request) : wire::Bytes("hello");
        expect(zmq_send(member.dealer, body.data(), body.size(), ZMQ_DONTWAIT) >= 0);
        member.unanswered += 1;
        // What came in meanwhile no longer shows in the descriptor.
        drain(member, false);
    }
    // Without them the broker would shut the sessions while a large crowd still signs in.
    void ping() {
        if (Clock::now() < pingDue_)
            return;
        pingDue_ = Clock::now() + pingEvery;
        for (IdleMember &member : members_)
            if (member.dealer != nullptr)
                say(member, wire::Ping{});
    }

    template <class Done>
    bool until(std::span<IdleMember> those, Done done) {
        const Clock::time_point end = Clock::now() + patience;
        while (!std::all_of(those.begin(), those.end(), done)) {
            if (Clock::now() > end)
                return false;
            pass();
            ping();
        }
        return true;
    }
    // Some at a time: a server gives a handshake four seconds, and what was sent on a connection
    // that it then closes is lost.
    template <class Begin, class Done>
    bool inWaves(Begin begin, Done done) {
        for (std::size_t first = 0; first < members_.size(); first += waveMembers) {
            const std::size_t end = std::min(first + waveMembers, members_.size());
            for (std::size_t i = first; i < end; ++i)
                begin(i);
            if (!until(std::span(members_).subspan(first, end - first), done))
                return false;
        }
        return true;
    }

    bool obey(const std::string &order) {
        std::istringstream words(order);
        std::string verb;
        std::size_t answers = 0;
        std::size_t frames = 0;
        words >> verb >> answers >> frames;
        const auto answered = [](const IdleMember &member) { return member.unanswered == 0; };
        const auto heardBeat = [](const IdleMember &member) { return member.beats > 0; };
        if (verb == "register")
            return inWaves([this](std::size_t member) { enter(member); }, answered);
        if (verb == "greet")
            return inWaves([this](std::size_t member) { greet(members_[member]); }, answered);
        if (verb == "listen")
            return inWaves([this](std::size_t member) { listen(member); }, heardBeat);
        if (verb == "settle")
            return settle();
        return carry(answers, frames);
    }
    bool settle() {
        for (IdleMember &member : members_)
            member.beats = 0; // others may have come since
        return until(members_, [](const IdleMember &member) { return member.beats >= quietBeats; });
    }
    bool carry(std::size_t answers, std::size_t frames) {
        for (IdleMember &member : members_)
            while (member.answers + member.unanswered < answers)
                greet(member);
        return until(members_, [&](const IdleMember &member) {
            return member.answers >= answers && member.frames >= frames;
        });
    }
    void enter(std::size_t member) {
        members_[member].dealer = connected(ZMQ_DEALER, member, plan_.line.requests);
        say(members_[member],
            wire::Register{.name = AccountName("idle" + std::to_string(plan_.first + member)),
                           .title = {},
                           .label = {}});
    }
    void greet(IdleMember &member) {
        say(member, wire::Hello{.versions = {limits::highestVersion},
                                .client = "chat-bench",
                                .events = true});
    }
    void listen(std::size_t member) {
        members_[member].subscriber = connected(ZMQ_SUB, member, plan_.line.events);
    }

    const IdleMembers plan_;
    void *context_;
    int epoll_;
    std::vector<IdleMember> members_;
    std::uint64_t asked_ = 0;
    Clock::time_point pingDue_ = Clock::now() + pingEvery;
};

} // namespace

int runIdleCrowd(const IdleMembers &members) {
    Crowd crowd(members);
    return crowd.run() ? 0 : 1;
}

Result<IdleCrowd> IdleCrowd::start(const std::string &program, const FrontLine &line, CrowdOf of,
                                   std::size_t count) {
    std::vector<Process> processes;
    for (std::size_t first = 0; first < count; first += membersPerProcess) {
        Result<Process> process = Process::start(
            {program, idleCrowdWord, toString(line), of == CrowdOf::broker ? "broker" : "raw",
             std::to_string(first), std::to_string(std::min(membersPerProcess, count - first))});
        if (!process)
            return process.fault();
        processes.push_back(std::move(*process));
    }
    return IdleCrowd(std::move(processes));
}

// All at once in each step, so that a large crowd takes no longer than it must.
Result<std::vector<std::string>> IdleCrowd::all(const std::string &order) {
    for (Process &process : processes_)
        process.writeLine(order);
    std::vector<std::string> answers;
    for (Process &process : processes_) {
        answers.push_back(process.readLine());
        if (!answers.back().starts_with("done"))
            return Fault{.text = "A crowd waited in vain: " + order + "."};
    }
    return answers;
}

Outcome IdleCrowd::settle() {
    for (const char *order : {"register", "greet", "listen", "settle"})
        if (const auto done = all(order); !done)
            return done.fault();
    return Done{};
}

Result<IdleCrowd::Carried> IdleCrowd::carried() {
    const auto said = all("carry 0 0");
    if (!said)
        return said.fault();
    Carried most;
    for (const std::string &line : *said) {
        std::istringstream words(line);
        std::string done;
        Carried one;
        words >> done >> one.answers >> one.frames;
        most = {.answers = std::max(most.answers, one.answers),
                .frames = std::max(most.frames, one.frames)};
    }
    return most;
}

Outcome IdleCrowd::carry(const Carried &wanted) {
    const auto done =
        all("carry " + std::to_string(wanted.answers) + ' ' + std::to_string(wanted.frames));
    return done ? Outcome(Done{}) : Outcome(done.fault());
}

} // namespace zchat::bench
