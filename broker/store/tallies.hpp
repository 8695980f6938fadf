// Tallies: how many of a kind stand in a room after a seq, for kinds whose members come and go.
//
// Counted by single seqs, blocks of 256 and blocks of 65,536, so that a sum over ten million
// entries reads a few hundred small rows. Kinds that only grow need none: they are numbered
// (schema.cpp). Private to broker/store.
#pragma once

#include <cstdint>

#include "broker/store/tables.hpp"

namespace zchat::store {

// Level n counts blocks of 2^(n * tallyBlockBits) seqs; the statements that sum name the levels.
inline constexpr int tallyLevels = 3;
inline constexpr int tallyBlockBits = 8;

enum class Tally : std::uint8_t {
    redacted = 1, // of one author; of all under nobody
    mention = 2,  // of one account; @all under nobody
    everyone = 3, // @all by one author
};

// Stands for all authors, or for everyone who is called by @all. Real numbers start at 1.
inline constexpr AuthorNumber nobody{0};
// Stands for an account that never wrote and was never called: nothing is counted for it.
inline constexpr AuthorNumber unnumbered{-1};

struct TallyKey {
    Tally kind;
    RoomNumber room;
    AuthorNumber account;
};

void addToTally(Tables &tables, const TallyKey &key, Seq seq, int change);
[[nodiscard]] std::int64_t tallyAfter(Tables &tables, const TallyKey &key, Seq seq);

} // namespace zchat::store
