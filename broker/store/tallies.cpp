#include "broker/store/tallies.hpp"

#include <algorithm>

namespace zchat::store {

namespace {

constexpr std::int64_t blockSize = std::int64_t{1} << tallyBlockBits;
static_assert(tallyLevels == 3); // tallyAfter() sums three

} // namespace

void addToTally(Tables &tables, const TallyKey &key, Seq seq, int change) {
    auto block = static_cast<std::int64_t>(seq.value);
    for (int level = 0; level < tallyLevels; ++level, block >>= tallyBlockBits)
        tables.database.run(
            "INSERT INTO tallies(kind, room, account, level, block, count) "
            "VALUES(?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT DO UPDATE SET count = count + ?6",
            {static_cast<int>(key.kind), key.room.value, key.account.value, level, block, change});
}

std::int64_t tallyAfter(Tables &tables, const TallyKey &key, Seq seq) {
    const std::uint64_t bounded = std::min(seq.value, static_cast<std::uint64_t>(seqMask));
    const std::int64_t first = static_cast<std::int64_t>(bounded) + 1;
    // Single seqs up to where a block starts, blocks up to where a large one does, then those.
    const std::int64_t block = (first + blockSize - 1) >> tallyBlockBits;
    const std::int64_t large = (block + blockSize - 1) >> tallyBlockBits;
    db::Rows rows = tables.database.query(
        "SELECT (SELECT ifnull(sum(count), 0) FROM tallies WHERE kind = ?1 AND room = ?2 AND "
        "account = ?3 AND level = 0 AND block >= ?4 AND block < ?5) + "
        "(SELECT ifnull(sum(count), 0) FROM tallies WHERE kind = ?1 AND room = ?2 AND "
        "account = ?3 AND level = 1 AND block >= ?6 AND block < ?7) + "
        "(SELECT ifnull(sum(count), 0) FROM tallies WHERE kind = ?1 AND room = ?2 AND "
        "account = ?3 AND level = 2 AND block >= ?8)",
        {static_cast<int>(key.kind), key.room.value, key.account.value, first,
         block << tallyBlockBits, block, large << tallyBlockBits, large});
    return rows.next() ? rows.integer(0) : 0;
}

} // namespace zchat::store
