// Planted bugs: mistakes that a build made for it can commit on purpose, one at a time, to show
// that the simulator finds them (tools/planted). Any other build has none of this: planted() is a
// constant there, and what it guards does not compile to anything.
#pragma once

#include <cstdint>

namespace zchat {

enum class Bug : std::uint8_t {
    none,
    // The hub.
    acknowledgesFailedCommit,
    keepsRowsOfFailedCommit,
    answersFailedTurnNever,
    storesRepeatedIdAgain,
    ignoresOtherContent,
    ignoresPrev,
    showsClosedRooms,
    letsRemovedSpeak,
    reusesSeq,
    borrowsAuthor,
    removesWithoutTelling,
    entersWithoutMembership,
    keepsRedactedWords,
    countsRedacted,
    marksBeyondHead,
    readsPastFaults,
    // The store.
    rollsBackWithoutIds,
    commitsNothing,
    countsOwnPosts,
    // Live.
    publishesClosedRooms,
    keepsQueueOfRemoved,
    handsOutStalePages,
    listsLostRooms,
    hearsRevoked,
    answersTwice,
    takesRequestsWithoutEnd,
    keepsEndedSessions,
    // The client.
    forgetsDraftOnFullDisk,
    sendsBeforeKeeping,
    sendsWithoutPrev,
    skipsHoles,
    ignoresHeads,
    neverPings,
    tellsNoMarkers,
    countsProcesses,
    // The wire.
    dropsReplies
};

#ifdef ZCHAT_PLANTED_BUGS
inline Bug plantedBug = Bug::none;
[[nodiscard]] inline bool planted(Bug bug) {
    return plantedBug == bug;
}
#else
[[nodiscard]] constexpr bool planted(Bug) {
    return false;
}
#endif

} // namespace zchat
