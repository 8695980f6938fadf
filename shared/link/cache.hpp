// Cache: what a client keeps on disk for one account of one server, in SQLite.
//
// The outbox, transfers, composer drafts, markers not yet acknowledged, room summaries, and of each
// room one contiguous range of folded messages: from `low` to `position`, the newest 2,000 entries
// at most. A position and what stands there change in one transaction. One process owns a file at a
// time; a second one of the same account takes the next (<account>.db, <account>~2.db, …), and
// whoever starts takes over the posts that a file without an owner still holds.
#pragma once

#include <filesystem>
#include <optional>
#include <vector>

#include "shared/base/result.hpp"
#include "shared/client/commands.hpp"
#include "shared/client/kept.hpp"
#include "shared/client/notices.hpp"
#include "shared/db/database.hpp"
#include "shared/link/file_lock.hpp"

namespace zchat::link {

class Cache final {
public:
    // `keepPages`: false keeps the outbox, composers and markers only.
    [[nodiscard]] static Result<Cache> open(const std::filesystem::path &folder,
                                            const AccountName &account, bool keepPages);

    // All but the pin, which the keyring keeps.
    [[nodiscard]] Result<client::Kept> kept();
    // All of them, or none.
    [[nodiscard]] Outcome carryOut(const std::vector<client::Keep> &keeps);

    // A page as far as it is kept; `complete` where a broker would not have more.
    struct Window {
        std::vector<wire::Message> messages;
        Seq head;
        bool complete = false;
    };
    // nullopt where nothing of the room is kept.
    [[nodiscard]] std::optional<Window> window(const client::LoadWindow &wanted);

private:
    Cache(FileLock lock, db::Database database, bool keepPages)
        : lock_(std::move(lock))
        , database_(std::move(database))
        , keepPages_(keepPages) {}

    struct Range {
        Seq low;
        Seq position;
    };
    void adoptFrom(const std::filesystem::path &file);
    void carry(const client::KeepDraft &keep);
    void carry(const client::ForgetDraft &forget);
    void carry(const client::KeepEntries &keep);
    void carry(const client::KeepPage &keep);
    void carry(const client::KeepPosition &keep);
    void carry(const client::KeepRoom &keep);
    void carry(const client::ForgetRoom &forget);
    void carry(const client::KeepMarker &keep);
    void carry(const client::ForgetMarker &forget);
    void carry(const client::KeepText &keep);
    void carry(const client::KeepTransfer &keep);
    void carry(const client::ForgetTransfer &forget);
    void carry(const client::KeepPin &) {}
    void carry(const client::KeepMe &keep);

    [[nodiscard]] std::optional<Range> range(const RoomName &room);
    void setRange(const RoomName &room, const Range &range);
    void foldIn(const RoomName &room, const wire::Entry &entry);
    [[nodiscard]] std::optional<wire::Message> message(const RoomName &room, Seq seq);
    void putMessage(const RoomName &room, const wire::Message &message);
    void trim(const RoomName &room, Range &range);

    FileLock lock_;
    db::Database database_;
    bool keepPages_;
};

} // namespace zchat::link
