// Plants one known bug and simulates seed after seed until the witness finds it.
//
//   sim_planted list              the names of all bugs, one a line
//   sim_planted BUG [SEEDS]       one line: bug | the invariant that showed it | seeds it took
//
// `none` is the control: no seed may find anything. It exits with 1 where a bug is not found within
// the seeds (2,000 where not said), or where the control finds one. Only a build with the option
// planted_bugs has it; tools/planted runs all of them.
#include <array>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>

#include <unistd.h>

#include "shared/base/planted.hpp"
#include "tests/sim/world.hpp"

using namespace zchat;

namespace {

struct Named {
    Bug bug;
    const char *name;
};
constexpr std::array<Named, 36> bugs{
    {{Bug::acknowledgesFailedCommit, "hub: acknowledges a commit that failed"},
     {Bug::keepsRowsOfFailedCommit, "hub: keeps the rows of a commit that failed"},
     {Bug::answersFailedTurnNever, "hub: answers nobody in a turn that failed"},
     {Bug::storesRepeatedIdAgain, "hub: stores a repeated id again"},
     {Bug::ignoresOtherContent, "hub: takes other content under a known id for a repeat"},
     {Bug::ignoresPrev, "hub: ignores prev"},
     {Bug::showsClosedRooms, "hub: skips the membership check"},
     {Bug::letsRemovedSpeak, "hub: lets a removed member come back by posting"},
     {Bug::reusesSeq, "hub: reuses a seq"},
     {Bug::borrowsAuthor, "hub: stores a post under the name of the one before"},
     {Bug::removesWithoutTelling, "hub: does not tell live of a removal"},
     {Bug::entersWithoutMembership, "hub: invites without writing the membership"},
     {Bug::keepsRedactedWords, "hub: keeps the words of what was removed"},
     {Bug::countsRedacted, "hub: leaves a removed message as it stood"},
     {Bug::marksBeyondHead, "hub: moves a marker beyond the head"},
     {Bug::readsPastFaults, "hub: answers from a read that failed"},
     {Bug::rollsBackWithoutIds, "store: rolls back all but the ids"},
     {Bug::commitsNothing, "store: says that it committed, and did not"},
     {Bug::countsOwnPosts, "store: counts one's own posts as unread"},
     {Bug::publishesClosedRooms, "live: publishes private rooms"},
     {Bug::keepsQueueOfRemoved, "live: leaves a removed member what waits"},
     {Bug::handsOutStalePages, "live: hands out pages read before a removal"},
     {Bug::listsLostRooms, "live: lists rooms that were lost meanwhile"},
     {Bug::hearsRevoked, "live: goes on with revoked devices"},
     {Bug::answersTwice, "live: answers some requests twice"},
     {Bug::takesRequestsWithoutEnd, "live: takes requests without end"},
     {Bug::keepsEndedSessions, "live: keeps sessions that ended"},
     {Bug::forgetsDraftOnFullDisk, "client: forgets the outbox when the disk is full"},
     {Bug::sendsBeforeKeeping, "client: sends what it did not keep"},
     {Bug::sendsWithoutPrev, "client: sends without prev"},
     {Bug::skipsHoles, "client: shows what comes after a hole"},
     {Bug::ignoresHeads, "client: ignores the heads in beats and pings"},
     {Bug::neverPings, "client: never pings"},
     {Bug::tellsNoMarkers, "client: keeps its read markers for itself"},
     {Bug::countsProcesses, "client: draws chance from more than its seed"},
     {Bug::dropsReplies, "wire: drops what a text replies to"}}};

// What a broken INVARIANT leaves to be said.
const char *underWay = "";
std::uint64_t seedUnderWay = 0;

void row(const char *bug, const std::string &invariant, std::uint64_t seeds) {
    std::printf("| %s | %s | %llu |\n", bug, invariant.c_str(),
                static_cast<unsigned long long>(seeds));
    std::fflush(stdout);
}

// The product's own assertion found it: the process cannot go on, and says so on the way.
void assertionBroke(int) {
    row(underWay, "an assertion", seedUnderWay);
    _exit(0);
}

// "at 17 ms: I3 lobby has …" begins with the invariant.
std::string invariantOf(const std::string &violation) {
    const std::size_t at = violation.find(": ");
    const std::string what = at == std::string::npos ? violation : violation.substr(at + 2);
    return what.starts_with("I") ? what.substr(0, what.find(' ')) : "wire";
}

int hunt(const Named &planted, std::uint64_t seeds) {
    plantedBug = planted.bug;
    underWay = planted.name;
    std::signal(SIGABRT, assertionBroke);
    for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
        seedUnderWay = seed;
        const sim::Outcome outcome = sim::simulate(seed);
        if (!outcome.violations.empty()) {
            std::fprintf(stderr, "%s: %s\n", planted.name, outcome.violations.front().c_str());
            row(planted.name, invariantOf(outcome.violations.front()), seed);
            return planted.bug == Bug::none ? 1 : 0;
        }
        // A seed must replay; the first few show it where that is what is broken.
        if (planted.bug == Bug::countsProcesses && sim::simulate(seed).trace != outcome.trace) {
            row(planted.name, "I14", seed);
            return 0;
        }
    }
    row(planted.name, "none", seeds);
    return planted.bug == Bug::none ? 0 : 1;
}

} // namespace

int main(int count, char **arguments) {
    const std::string_view wanted = count > 1 ? arguments[1] : "";
    const std::uint64_t seeds = count > 2 ? std::strtoull(arguments[2], nullptr, 10) : 2'000;
    if (wanted == "none")
        return hunt(Named{.bug = Bug::none, .name = "no bug"}, seeds);
    for (const Named &each : bugs) {
        if (wanted == "list")
            std::printf("%s\n", each.name);
        else if (wanted == each.name)
            return hunt(each, seeds);
    }
    if (wanted == "list")
        return 0;
    std::fprintf(stderr, "sim_planted: there is no bug called '%s'; `list` lists them.\n",
                 count > 1 ? arguments[1] : "");
    return 2;
}
