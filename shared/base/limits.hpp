// Every bound of the system, in one place: what `hello` tells clients and what tests push against.
//
// Sizes are bytes unless the name says otherwise. A bound that a configuration may change is the
// default here and arrives elsewhere as a value (`Bounds`).
#pragma once

#include <cstddef>
#include <cstdint>

namespace zchat::limits {

inline constexpr std::size_t KiB = 1024;
inline constexpr std::size_t MiB = 1024 * KiB;

// One frame and what MessagePack may hold in it.
inline constexpr std::size_t frameBytes = 1 * MiB;
inline constexpr std::size_t nestingDepth = 8;
inline constexpr std::size_t mapKeys = 64;
inline constexpr std::size_t nameMapKeys = 1024;
inline constexpr std::size_t arrayElements = 1024;
inline constexpr std::size_t stringBytes = 64 * KiB;
inline constexpr std::size_t binBytes = 512 * KiB;

// Words people and programs choose.
inline constexpr std::size_t nameBytes = 32;
inline constexpr std::size_t titleCharacters = 64;
inline constexpr std::size_t textBytes = 16 * KiB;
inline constexpr std::size_t topicBytes = 1 * KiB;
inline constexpr std::size_t reasonBytes = 256;
inline constexpr std::size_t queryBytes = 256;
inline constexpr std::size_t labelBytes = 64;
inline constexpr std::size_t typeBytes = 64;
inline constexpr std::size_t emojiBytes = 64;
inline constexpr std::size_t cursorBytes = 64;
inline constexpr std::size_t mediaBytes = 128;
inline constexpr std::size_t statusBytes = 128;
inline constexpr std::size_t clientBytes = 128;
inline constexpr std::size_t fileNameBytes = 255;
inline constexpr std::size_t directMembers = 8;
inline constexpr std::size_t mentionsPerText = 256; // names looked up in one text, in order
inline constexpr std::size_t emojiPerMessage = 64;
inline constexpr std::size_t namesPerEmoji = 1024;
inline constexpr std::size_t reactionsPerMessage = 4096; // so that one message still fits a page

// Pages.
inline constexpr std::uint64_t defaultLimit = 50;
inline constexpr std::uint64_t pageEntries = 200;
inline constexpr std::uint64_t pageHits = 50;
inline constexpr std::size_t pageBytes = 256 * KiB;
inline constexpr std::size_t eventBytes = 64 * KiB;
inline constexpr std::size_t eventEntries = 1000;

// Files.
inline constexpr std::uint64_t fileBytes = 2048ULL * MiB;
inline constexpr std::size_t chunkBytes = 128 * KiB;
inline constexpr std::size_t windowChunks = 8;
inline constexpr std::size_t fetchBytes = 512 * KiB;
inline constexpr std::uint64_t diskReserveBytes = 512ULL * MiB; // kept free under the files
inline constexpr std::size_t transfersPerAccount = 256;
inline constexpr std::size_t unansweredChunks =
    64; // of one session; words have bounds of their own
// Chunks, pieces and seals under way in the whole broker: 32 MiB of chunks at the most.
inline constexpr std::size_t carriesUnderWay = 256;
inline constexpr std::size_t carriesPerPass = 4; // of the loop: words wait for less than 1 ms
inline constexpr std::int64_t transferHoldsMs = 24LL * 3600 * 1000;
inline constexpr std::int64_t transferSweepEveryMs = 3600 * 1000;

// Sessions and the pace at which they may ask.
inline constexpr std::size_t unansweredRequests = 4096;
inline constexpr std::size_t unansweredBytes = 4 * MiB;
inline constexpr std::size_t sessionsPerAccount = 32;
inline constexpr std::size_t sessionsPerStranger = 4;
inline constexpr std::size_t roomsPerAccount = 1000;
inline constexpr std::uint64_t postsPerSecond = 50;
inline constexpr std::uint64_t postsBurst = 200;
inline constexpr std::uint64_t lightOpsPerSecond = 5;
inline constexpr std::uint64_t lightOpsBurst = 50;
inline constexpr std::uint64_t handshakesPerSecond = 20;
inline constexpr std::uint64_t handshakesBurst = 60;
inline constexpr std::size_t subscriptionBytes = 512;
inline constexpr std::size_t subscriptionsPerAccount = 1000;
inline constexpr std::size_t sessionOutboxBytes = 8 * MiB;
// What a connection may leave unread before what follows is held back: libzmq counts messages, and
// a thousand pieces of files are half a gigabyte. Two downloads with full windows stay below, and
// two more in the outbox.
inline constexpr std::size_t unreadBytes = 2 * windowChunks * fetchBytes;
inline constexpr std::size_t quietRoomMembers = 32; // typing and receipts only up to here

// Turns of the hub.
inline constexpr std::size_t turnEnvelopes = 256;

// Times.
inline constexpr std::int64_t sessionSilenceMs = 30'000;
inline constexpr std::int64_t pingEveryMs = 10'000;
inline constexpr std::int64_t beatEveryMs = 1'000;
inline constexpr std::int64_t beatHeadsMs = 5'000;
inline constexpr std::int64_t beatsPerSecondAtMost = 20;
inline constexpr std::int64_t gatherMs = 1'000; // presence, typing, receipts: at most one a second
// Entries of rooms that talk wait up to this long, once telling them one by one would take more
// sends than this. A send costs about 20 µs where a connection gets its messages one at a time.
inline constexpr std::int64_t holdMs = 100;
inline constexpr std::size_t sendsPerSecond = 16'000;
inline constexpr std::int64_t typingHoldsMs = 5'000;
inline constexpr std::int64_t handshakeMs = 4'000; // who says nothing is gone within five seconds
inline constexpr std::int64_t beatSilenceMs =
    2'000; // a client that heard no beat for longer compares
inline constexpr std::int64_t ticketExpiresS = 7 * 24 * 3600;

// Versions of the wire that this code speaks.
inline constexpr std::uint64_t lowestVersion = 1;
inline constexpr std::uint64_t highestVersion = 1;

static_assert(eventBytes < frameBytes && pageBytes < frameBytes);
static_assert(textBytes < stringBytes && chunkBytes <= binBytes && fetchBytes <= binBytes);
static_assert(textBytes + reactionsPerMessage * (nameBytes + 2) + emojiPerMessage * emojiBytes <
              pageBytes);
static_assert(mentionsPerText <= arrayElements && namesPerEmoji <= arrayElements);
static_assert(4 * windowChunks <= unansweredChunks);
static_assert(pageEntries <= arrayElements && eventEntries <= arrayElements);

} // namespace zchat::limits
