// Members who hold both of their sockets open and say nothing: what a server keeps for each.
//
// They run as processes of their own, over bare libzmq in both cases, of the broker as well as of
// the floor, so that the two servers see the same. With a broker they have accounts, say hello and
// ping as clients do; with the bare pair they send a word that comes back. They subscribe to the
// topics that a client of the lobby does; personal events have none, they come on the DEALER.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "shared/base/address.hpp"
#include "shared/base/result.hpp"
#include "tools/benchmark/process.hpp"

namespace zchat::bench {

inline constexpr const char *idleCrowdWord = "idle-crowd";

enum class CrowdOf : std::uint8_t { broker, rawPair };

struct IdleMembers {
    FrontLine line;
    CrowdOf of = CrowdOf::broker;
    std::size_t first = 0; // of their numbers
    std::size_t count = 0;
};
// What that word runs, until its standard input ends.
[[nodiscard]] int runIdleCrowd(const IdleMembers &members);

class IdleCrowd final {
public:
    // So many, in as few processes as their open files allow; settle() connects them.
    [[nodiscard]] static Result<IdleCrowd> start(const std::string &program, const FrontLine &line,
                                                 CrowdOf of, std::size_t count);
    // With accounts, every DEALER answered, every SUB in force; returns once two beats came to each
    // with nothing in between.
    [[nodiscard]] Outcome settle();

    // What a connection has carried counts in memory: libzmq's queues take fresh pages for their
    // first hundreds of messages.
    struct Carried {
        std::size_t answers = 0; // to the DEALER that had most
        std::size_t frames = 0;  // to the SUB that had most
    };
    [[nodiscard]] Result<Carried> carried();
    // Returns once every member has had as much; words are said for it, beats are somebody else's.
    [[nodiscard]] Outcome carry(const Carried &wanted);

private:
    explicit IdleCrowd(std::vector<Process> processes)
        : processes_(std::move(processes)) {}
    // What each process answered.
    [[nodiscard]] Result<std::vector<std::string>> all(const std::string &order);

    std::vector<Process> processes_;
};

} // namespace zchat::bench
