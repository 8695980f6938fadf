// The client's own bounds and times; those that the broker shares are in base/limits.hpp.
#pragma once

#include <cstddef>
#include <cstdint>

#include "shared/base/limits.hpp"

namespace zchat::client::bounds {

// The outbox.
inline constexpr std::size_t drafts = 20'000;
inline constexpr std::size_t postsInFlight = 512;
inline constexpr std::size_t postsInFlightPerRoom = 256;
inline constexpr std::size_t smallestWindow = 4;
inline constexpr std::int64_t retryMs = 500; // where a refusal names no time
inline constexpr std::int64_t storageRetryMs =
    2'000; // the broker's disk is full: it says so to all

// Following rooms.
inline constexpr std::uint64_t skipBehind = 2'000; // entries; further behind, windows are reloaded
inline constexpr std::size_t earlyEntries = 1'000; // of one room, kept beyond a hole
// An account's sessions share the broker's bound on subscriptions. The rooms beyond this many are
// followed by the heads in beats, which costs them a second.
inline constexpr std::size_t subscriptions = 400;
inline constexpr std::size_t entriesAsks = 8;       // in flight together
inline constexpr std::int64_t gapJitterMs = 200;    // so that a thousand clients do not ask as one
inline constexpr std::size_t unreadKnown = 10'000;  // unread entries of one room told apart
inline constexpr std::int64_t markerGatherMs = 500; // read markers of a room are sent together
inline constexpr std::size_t windowEntries = 4'000; // heard while a window is on its way
// A broker restored from a backup may stand behind what was heard of a room for good.
inline constexpr std::size_t windowRepeats = 4;

// The connection.
inline constexpr std::int64_t stageMs = 10'000;       // door, handshake, hello: each
inline constexpr std::int64_t silenceMs = 15'000;     // an unanswered ping, or no beat
inline constexpr std::int64_t compareAgainMs = 5'000; // while no beat comes
inline constexpr std::int64_t firstRetryMs = 500;     // doubled each time, with full jitter
inline constexpr std::int64_t longestRetryMs = 10'000;
inline constexpr std::int64_t shortestRetryMs = 50;
inline constexpr std::int64_t tooFastRetryMs = 5'000;
inline constexpr std::int64_t refusedRetryMs = 500; // a second refusal makes it certain

// Transfers. What is on its way stays below what a broker takes from one session, and below what
// it would keep for one that reads slowly.
inline constexpr std::size_t transfers = 10'000;    // that are not done
inline constexpr std::size_t transfersDone = 1'000; // told of as long as the client runs
inline constexpr std::size_t transfersRunning = 4;
inline constexpr std::size_t chunkBytesInFlight = 3 * limits::MiB; // of all uploads together
inline constexpr std::uint64_t fetchesInFlight = 8;                // of all downloads together
// Of one download: asked for, arrived or being written.
inline constexpr std::uint64_t downloadBytesHeld = 4 * limits::MiB;
inline constexpr std::uint32_t offersWithoutProgress = 5;
inline constexpr std::int64_t transferLineIdleMs = 5'000;
inline constexpr std::int64_t tellProgressMs = 100;
inline constexpr std::int64_t rateOverMs = 3'000;

static_assert(chunkBytesInFlight < limits::unansweredBytes);
static_assert(fetchesInFlight * limits::fetchBytes < limits::sessionOutboxBytes);
static_assert(fetchesInFlight >= transfersRunning);
static_assert(chunkBytesInFlight / transfersRunning >= limits::binBytes);
static_assert(postsInFlight < limits::unansweredRequests);
static_assert(2 * subscriptions < limits::subscriptionsPerAccount);
static_assert(silenceMs < limits::sessionSilenceMs);

} // namespace zchat::client::bounds
