// crowd PORT COUNT: as many real clients of the broker at localhost, in one process and thread.
//
// It is told what to do on its input, a line each, and answers each with a line:
//   online                     waits until all are online: the milliseconds that it took
//   room NAME public|private [WHO]   the first makes the room, and all the others (and somebody
//                              who is not of the crowd) come in
//   talk ROOM SECONDS RATE BYTES   the first posts so many a second: how many were heard, and the
//                              median, the 99th percentile and the maximum of their way, in us
//   settle ROOM                waits until all are online and have what the first last posted
//   there:
//                              the milliseconds that it took
//   say ROOM BYTES             the first posts once
//   lose COUNT                 so many lose their connection
//   move ROOM COUNT            so many leave the room and come back
//   look ROOM COUNT            all ask for the last page of the room, and so many say that they
//                              type: what keeps every connection busy and stores nothing
// It ends with its input, or with a sentence on the error output when something took too long.
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <iostream>
#include <memory>
#include <random>
#include <sstream>
#include <string>
#include <sys/resource.h>
#include <unistd.h>
#include <vector>

#include "tests/load/member.hpp"

using namespace zchat;
using namespace zchat::load;

namespace {

// libzmq gives a context 1,023 sockets; a member takes two with a monitor of two ends each.
constexpr std::size_t membersPerContext = 120;
constexpr std::int64_t patienceMs = 120'000;

class Crowd final {
public:
    Crowd(std::uint16_t port, std::size_t count) {
        std::shared_ptr<net::Context> context;
        for (std::size_t i = 0; i < count; ++i) {
            if (i % membersPerContext == 0)
                context = std::make_shared<net::Context>();
            members_.push_back(
                std::make_unique<Member>(i, context, Address{.host = "127.0.0.1", .port = port}));
        }
        for (const auto &member : members_)
            member->start();
    }

    // Until there is something to read on the input.
    void idle() {
        while (!pass(true, 1'000)) {
        }
    }

    std::string obey(const std::string &line) {
        std::istringstream words(line);
        std::string verb;
        std::string room;
        words >> verb;
        if (verb == "online")
            return std::to_string(until("all to be online", [this] { return allOnline(); }));
        if (verb == "lose") {
            std::size_t count = 0;
            words >> count;
            for (; count > 0; --count)
                any().lose();
            return "done";
        }
        words >> room;
        if (verb == "room")
            return makeRoom(RoomName(room), words);
        if (verb == "talk")
            return talk(RoomName(room), words);
        if (verb == "settle")
            return std::to_string(
                until("all to have the last word", [&] { return settled(RoomName(room)); }));
        if (verb == "say") {
            std::size_t bytes = 0;
            words >> bytes;
            members_.front()->talk(RoomName(room), bytes);
            return "done";
        }
        if (verb == "move") {
            std::size_t count = 0;
            for (words >> count; count > 0; --count) {
                Member &member = any();
                ask(member, wire::Leave{.room = RoomName(room)});
                ask(member, wire::Join{.room = RoomName(room)});
            }
            return "done";
        }
        if (verb == "look") {
            std::size_t count = 0;
            words >> count;
            for (const auto &member : members_)
                ask(*member, wire::History{.room = RoomName(room),
                                           .before = {},
                                           .after = {},
                                           .around = {},
                                           .limit = 5});
            for (; count > 0; --count)
                ask(any(), wire::Typing{.room = RoomName(room)});
            return "done";
        }
        return "unknown";
    }

private:
    // Any but the first, which has to talk.
    Member &any() { return *members_[1 + chance_() % (members_.size() - 1)]; }

    static void ask(Member &member, wire::Request request) {
        member.ask(client::AskBroker{.token = 0, .request = std::move(request)});
    }

    // One look at everything; true when the input has something to say.
    bool pass(bool heedInput, std::int64_t atMostMs) {
        net::Poll poll;
        const std::size_t input = heedInput ? poll.addReadable(STDIN_FILENO) : 0;
        std::int64_t due = steadyMs() + atMostMs;
        for (const auto &member : members_) {
            member->addTo(poll);
            due = std::min(due, member->nextDueMs());
        }
        poll.wait(std::chrono::milliseconds(std::max<std::int64_t>(0, due - steadyMs())));
        for (const auto &member : members_) {
            member->takeIn();
            member->tickIfDue();
        }
        return heedInput && poll.ready(input);
    }

    template <class Done>
    std::int64_t until(const char *what, Done done) {
        const std::int64_t start = steadyMs();
        while (!done()) {
            pass(false, 100);
            if (steadyMs() - start > patienceMs)
                giveUp(what);
        }
        return steadyMs() - start;
    }

    [[noreturn]] void giveUp(const char *what) {
        std::size_t offline = 0;
        std::string why;
        for (const auto &member : members_) {
            offline += member->isOnline() ? 0 : 1;
            if (!member->stopped().empty())
                why = member->stopped();
        }
        std::fprintf(stderr, "crowd: waited in vain for %s; %zu are not online. %s\n", what,
                     offline, why.c_str());
        std::exit(1);
    }

    [[nodiscard]] bool allOnline() const {
        return std::all_of(members_.begin(), members_.end(),
                           [](const auto &member) { return member->isOnline(); });
    }
    [[nodiscard]] bool settled(const RoomName &room) const {
        if (members_.front()->unstored() > 0 || !allOnline())
            return false;
        const Seq last = members_.front()->lastStored(room);
        return std::all_of(members_.begin(), members_.end(),
                           [&](const auto &member) { return member->position(room) >= last; });
    }

    std::string makeRoom(const RoomName &room, std::istringstream &words) {
        std::string kind;
        words >> kind;
        wire::Create create;
        create.room = room;
        create.kind = kind == "private" ? wire::RoomKind::privateRoom : wire::RoomKind::publicRoom;
        if (create.kind == wire::RoomKind::privateRoom)
            for (const auto &member : members_)
                if (member != members_.front())
                    create.invite.push_back(member->name());
        for (std::string who; words >> who;)
            create.invite.emplace_back(std::move(who));
        ask(*members_.front(), create);
        members_.front()->talk(room, 100);
        until("the room to be made", [this] { return members_.front()->unstored() == 0; });
        if (create.kind == wire::RoomKind::publicRoom)
            for (const auto &member : members_)
                if (member != members_.front())
                    ask(*member, wire::Join{.room = room});
        return std::to_string(until("all to be in the room", [&] {
            return std::all_of(members_.begin(), members_.end(),
                               [&](const auto &member) { return member->position(room) > Seq{}; });
        }));
    }

    std::string talk(const RoomName &room, std::istringstream &words) {
        double seconds = 0;
        double rate = 1;
        std::size_t bytes = 0;
        words >> seconds >> rate >> bytes;
        for (const auto &member : members_)
            static_cast<void>(member->takeDelaysUs());
        const std::int64_t start = steadyUs();
        const auto end = start + static_cast<std::int64_t>(seconds * 1e6);
        const auto every = static_cast<std::int64_t>(1e6 / rate);
        for (std::int64_t next = start; next < end;) {
            if (steadyUs() >= next) {
                members_.front()->talk(room, bytes);
                next += every;
            }
            pass(false, std::max<std::int64_t>(0, (next - steadyUs()) / 1000));
        }
        until("all to have heard", [&] { return settled(room); });
        std::vector<std::int64_t> delays;
        for (const auto &member : members_)
            for (const std::int64_t delay : member->takeDelaysUs())
                delays.push_back(delay);
        if (delays.empty())
            return "0 0 0 0";
        std::sort(delays.begin(), delays.end());
        std::ostringstream said;
        said << delays.size() << ' ' << delays[delays.size() / 2] << ' '
             << delays[delays.size() * 99 / 100] << ' ' << delays.back();
        return said.str();
    }

    std::vector<std::unique_ptr<Member>> members_;
    std::minstd_rand chance_{1};
};

void raiseDescriptorLimit() {
    struct rlimit limit {};
    ::getrlimit(RLIMIT_NOFILE, &limit);
    limit.rlim_cur = limit.rlim_max;
    ::setrlimit(RLIMIT_NOFILE, &limit);
}

} // namespace

int main(int argc, char *argv[]) {
    if (argc != 3) {
        std::fputs("Usage: crowd PORT COUNT\n", stderr);
        return 2;
    }
    raiseDescriptorLimit();
    Crowd crowd(static_cast<std::uint16_t>(std::atoi(argv[1])),
                static_cast<std::size_t>(std::atoi(argv[2])));
    while (true) {
        crowd.idle();
        std::string line;
        // Whoever speaks waits for the answer before the next line, so nothing hides in a buffer.
        if (!std::getline(std::cin, line))
            return 0;
        std::printf("%s\n", crowd.obey(line).c_str());
        std::fflush(stdout);
    }
}
