// SqliteStore: the broker's store in one SQLite file, behind the hub's seam.
//
// The hub's thread owns it; it is the only connection that writes and the only one that
// checkpoints. A row that does not bear its seal is a fault and is never served. After a commit
// that failed because the disk did, broken() holds for good and the broker must end.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>

#include "broker/store/log_writer.hpp"
#include "broker/store/reading.hpp"
#include "shared/base/result.hpp"

namespace zchat::store {

struct StoreOptions {
    std::int64_t maxPages = 0; // a bound on the file, in pages of 4 KiB; 0: the disk's
};

class SqliteStore final : public Reading<hub::Store> {
public:
    // Makes the file where there is none and upgrades an older one, after a copy beside it.
    [[nodiscard]] static Result<std::unique_ptr<SqliteStore>>
    open(const std::filesystem::path &file, const StoreOptions &options = {});

    void begin() override;
    [[nodiscard]] Outcome commit() override;
    void rollback() override;

    void put(const hub::AccountRecord &account) override;
    void put(const hub::DeviceRecord &device) override;
    void put(const hub::TicketRecord &ticket) override;
    void put(const hub::RoomRecord &room) override;
    void put(const RoomName &name, const AccountName &who,
             const hub::MemberRecord &member) override;
    void putMarker(const AccountName &who, const RoomName &name, const std::string &cursor,
                   Seq seq) override;
    [[nodiscard]] std::uint64_t nextTransfer() const override;
    void put(const hub::TransferRecord &transfer) override;
    void removeTransfer(std::uint64_t number) override;
    void append(const RoomName &name, const wire::Entry &entry,
                const std::optional<Hash> &digest) override;
    void replace(const RoomName &name, const wire::Message &message) override;
    void blank(const RoomName &name, Seq of) override;

    // The disk failed: stop acknowledging and end the process.
    [[nodiscard]] bool broken() const { return tables_.database.broken(); }

    // Once a day, outside a turn: merges the search index anew, which also takes the words of
    // redacted messages out of the file. Slice by slice, so that turns run in between: call
    // optimizeSome() until it says false. A slice takes some tens of milliseconds, the last one as
    // long as moving the WAL into the file.
    void startOptimizing();
    [[nodiscard]] bool optimizeSome();

private:
    explicit SqliteStore(db::Database database);

    LogWriter writer_;
    bool optimizing_ = false;
};

} // namespace zchat::store
