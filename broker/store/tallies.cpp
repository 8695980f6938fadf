#include "broker/store/tallies.hpp"

#include <algorithm>

namespace zchat::store {

namespace {

constexpr std::int64_t blockSize = std::int64_t{1} << tallyBlockBits;

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
    std::int64_t from = static_cast<std::int64_t>(bounded) + 1;
    std::int64_t sum = 0;
    for (int level = 0; level < tallyLevels; ++level) {
        // Up to where a block of the next level starts; the last level goes on to the end.
        const std::int64_t next = (from + blockSize - 1) >> tallyBlockBits;
        const std::int64_t end = level + 1 < tallyLevels ? next << tallyBlockBits : seqMask + 2;
        if (from < end) {
            db::Rows rows = tables.database.query(
                "SELECT ifnull(sum(count), 0) FROM tallies WHERE kind = ?1 AND room = ?2 AND "
                "account = ?3 AND level = ?4 AND block >= ?5 AND block < ?6",
                {static_cast<int>(key.kind), key.room.value, key.account.value, level, from, end});
            sum += rows.next() ? rows.integer(0) : 0;
        }
        from = next;
    }
    return sum;
}

} // namespace zchat::store
