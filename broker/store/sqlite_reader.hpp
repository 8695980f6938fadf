// SqliteReader: what is committed in the broker's store, on a read-only connection of its own.
//
// One thread uses it; a broker opens one for each reader thread. It never writes and never
// checkpoints.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>

#include "broker/store/reading.hpp"
#include "shared/base/result.hpp"

namespace zchat::store {

struct ReaderOptions {
    std::int64_t cacheKiB = 32 * 1024;
};

class SqliteReader final : public Reading<hub::ReadStore> {
public:
    [[nodiscard]] static Result<std::unique_ptr<SqliteReader>>
    open(const std::filesystem::path &file, const ReaderOptions &options = {});

    // Hold one while a question is answered. Without it the right to read and what is read would
    // be looked up in two states of the store, and a member removed in between would be served what
    // came after the removal. Give it back at once: it keeps the WAL from starting over.
    [[nodiscard]] db::Snapshot snapshot() { return db::Snapshot(tables_.database); }

private:
    explicit SqliteReader(db::Database database)
        : Reading(std::move(database)) {}
};

} // namespace zchat::store
