#include "shared/link/cache.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "shared/base/private_file.hpp"
#include "shared/link/cache_rows.hpp"
#include "shared/link/transfer_rows.hpp"
#include "shared/wire/codec.hpp"
#include "shared/wire/fold.hpp"

namespace zchat::link {

namespace fs = std::filesystem;

namespace {

constexpr std::uint64_t keptEntries = 2'000; // of each room
constexpr std::uint64_t trimSlack = 200;     // trimmed in slices rather than one by one
constexpr int mostFiles = 64;                // of one account, so many processes

constexpr std::array<const char *, 3> steps{R"(
CREATE TABLE drafts (
    id BLOB PRIMARY KEY,
    place INTEGER NOT NULL,
    post BLOB NOT NULL,
    refusal BLOB
) WITHOUT ROWID;
CREATE TABLE rooms (room TEXT PRIMARY KEY, summary BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE markers (room TEXT PRIMARY KEY, seq INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE composers (room TEXT PRIMARY KEY, text TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE ranges (
    room TEXT PRIMARY KEY,
    low INTEGER NOT NULL,
    position INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TABLE messages (
    room TEXT NOT NULL,
    seq INTEGER NOT NULL,
    message BLOB NOT NULL,
    PRIMARY KEY (room, seq)
) WITHOUT ROWID;
CREATE TABLE me (one INTEGER PRIMARY KEY CHECK (one = 1), me BLOB NOT NULL);
)",
                                            R"(
CREATE TABLE transfers (
    id BLOB PRIMARY KEY,
    place INTEGER NOT NULL,
    upload INTEGER NOT NULL,
    offer BLOB NOT NULL,
    seq INTEGER NOT NULL,
    path BLOB NOT NULL,
    modified INTEGER NOT NULL,
    transfer INTEGER,
    folder BLOB NOT NULL,
    save_as BLOB,
    paused INTEGER NOT NULL,
    why TEXT NOT NULL
) WITHOUT ROWID;
)",
                                            // Pages bear sums since, which shared/db sees to.
                                            ""};

constexpr db::Schema schema{
    .applicationId = 0x7a636c69, .what = "a zchat client's cache", .steps = steps};

fs::path fileOf(const fs::path &folder, const AccountName &account, int number) {
    const std::string suffix = number == 1 ? "" : "~" + std::to_string(number);
    return folder / (account.value + suffix + ".db");
}

std::optional<FileLock> lockOf(const fs::path &file) {
    return FileLock::tryTake(fs::path(file.string() + ".lock"));
}

} // namespace

Result<Cache> Cache::open(const fs::path &folder, const AccountName &account, bool keepPages) {
    if (const Outcome made = makePrivateFolder(folder); !made.ok())
        return Fault{made.why()};
    for (int number = 1; number <= mostFiles; ++number) {
        const fs::path file = fileOf(folder, account, number);
        std::optional<FileLock> lock = lockOf(file);
        if (!lock)
            continue;
        auto database = db::Database::open(file, schema, {.cacheKiB = 2 * 1024});
        if (!database.ok())
            return Fault{database.why()};
        Cache cache(std::move(*lock), std::move(*database), keepPages);
        for (int other = 1; other <= mostFiles; ++other)
            if (other != number)
                cache.adoptFrom(fileOf(folder, account, other));
        return cache;
    }
    return Fault{"Too many programs use the account " + account.value + " on this machine."};
}

// Posts and transfers that a process left behind when it was ended. They are written here before
// they leave there; a crash in between sends both, and the broker knows the second by its id.
void Cache::adoptFrom(const fs::path &file) {
    std::error_code ignored;
    if (!fs::exists(file, ignored))
        return;
    const std::optional<FileLock> lock = lockOf(file);
    if (!lock)
        return;
    auto other = db::Database::open(file, schema, {.cacheKiB = 512});
    if (!other.ok())
        return;
    std::vector<client::KeptDraft> drafts = rows::drafts(*other);
    std::map<EntryId, client::KeptTransfer> transfers = rows::transfers(*other);
    if (other->fault() || (drafts.empty() && transfers.empty()))
        return;
    std::uint64_t place = 0;
    for (const client::KeptDraft &draft : rows::drafts(database_))
        place = std::max(place, draft.order);
    database_.begin();
    for (client::KeptDraft &draft : drafts) {
        place += 1;
        draft.order = place;
        carry(client::KeepDraft{.draft = std::move(draft)});
    }
    place = 0;
    const std::map<EntryId, client::KeptTransfer> own = rows::transfers(database_);
    for (const auto &[id, transfer] : own)
        place = std::max(place, transfer.order);
    for (auto &[id, transfer] : transfers) {
        if (own.contains(id))
            continue; // a download that both were asked for
        transfer.order += place;
        carry(client::KeepTransfer{.transfer = std::move(transfer)});
    }
    if (!database_.commit().ok())
        return;
    other->begin();
    other->run("DELETE FROM drafts");
    other->run("DELETE FROM transfers");
    (void)other->commit();
}

Result<client::Kept> Cache::kept() {
    database_.clearFault();
    client::Kept kept;
    kept.drafts = rows::drafts(database_);
    if (keepPages_) {
        kept.rooms = rows::rooms(database_);
        kept.positions = rows::positions(database_);
    }
    kept.markers = rows::markers(database_);
    kept.composers = rows::composers(database_);
    kept.transfers = rows::transfers(database_);
    kept.me = rows::me(database_);
    if (const std::optional<Fault> fault = database_.fault())
        return *fault;
    return kept;
}

Outcome Cache::carryOut(const std::vector<client::Keep> &keeps) {
    db::Transaction transaction(database_);
    for (const client::Keep &keep : keeps)
        std::visit([this](const auto &each) { carry(each); }, keep);
    return transaction.commit();
}

void Cache::carry(const client::KeepDraft &keep) {
    const rows::DraftBytes bytes = rows::draftBytes(keep.draft);
    database_.run(
        "INSERT OR REPLACE INTO drafts (id, place, post, refusal) VALUES (?1, ?2, ?3, ?4)",
        {keep.draft.id, keep.draft.order, db::Blob{bytes.post},
         bytes.refusal ? db::Parameter(db::Blob{*bytes.refusal}) : db::Parameter(std::nullopt)});
}

void Cache::carry(const client::ForgetDraft &forget) {
    database_.run("DELETE FROM drafts WHERE id = ?1", {forget.id});
}

void Cache::carry(const client::KeepEntries &keep) {
    if (!keepPages_ || keep.entries.empty())
        return;
    const Seq first = keep.entries.front().seq;
    std::optional<Range> known = range(keep.room);
    if (!known || known->position.next() < first) {
        carry(client::KeepPosition{.room = keep.room, .position = Seq{first.value - 1}});
        known = range(keep.room);
    }
    if (!known)
        return; // the database has failed; commit() says so
    for (const wire::Entry &entry : keep.entries) {
        if (entry.seq != known->position.next())
            continue;
        foldIn(keep.room, entry);
        known->position = entry.seq;
    }
    trim(keep.room, *known);
    setRange(keep.room, *known);
}

void Cache::foldIn(const RoomName &room, const wire::Entry &entry) {
    if (const std::optional<Seq> of = wire::target(entry.content)) {
        if (std::optional<wire::Message> changed = message(room, *of)) {
            wire::fold(*changed, entry);
            putMessage(room, *changed);
        }
    }
    if (wire::isMessage(entry.content))
        putMessage(room, wire::toMessage(entry));
}

void Cache::trim(const RoomName &room, Range &range) {
    if (range.position.value - range.low.value < keptEntries + trimSlack)
        return;
    range.low = Seq{range.position.value - keptEntries};
    database_.run("DELETE FROM messages WHERE room = ?1 AND seq < ?2", {room, range.low});
}

void Cache::carry(const client::KeepPage &keep) {
    if (!keepPages_)
        return;
    std::optional<Range> known = range(keep.room);
    // A page counts only where it touches the range: the newest, or the one right before it.
    if (!known || keep.high.next() < known->low || keep.low > known->position ||
        keep.low >= known->low || known->position.value - keep.low.value > keptEntries)
        return;
    for (const wire::Message &message : keep.messages)
        if (message.entry.seq < known->low)
            putMessage(keep.room, message);
    known->low = keep.low;
    setRange(keep.room, *known);
}

void Cache::carry(const client::KeepPosition &keep) {
    if (!keepPages_)
        return;
    database_.run("DELETE FROM messages WHERE room = ?1", {keep.room});
    setRange(keep.room, Range{.low = keep.position.next(), .position = keep.position});
}

void Cache::carry(const client::KeepRoom &keep) {
    if (keepPages_)
        database_.run("INSERT OR REPLACE INTO rooms (room, summary) VALUES (?1, ?2)",
                      {keep.room.room, db::Blob{rows::summaryBytes(keep.room)}});
}

void Cache::carry(const client::ForgetRoom &forget) {
    database_.run("DELETE FROM rooms WHERE room = ?1", {forget.room});
    database_.run("DELETE FROM markers WHERE room = ?1", {forget.room});
    database_.run("DELETE FROM ranges WHERE room = ?1", {forget.room});
    database_.run("DELETE FROM messages WHERE room = ?1", {forget.room});
}

void Cache::carry(const client::KeepMarker &keep) {
    database_.run("INSERT OR REPLACE INTO markers (room, seq) VALUES (?1, ?2)",
                  {keep.room, keep.seq});
}

void Cache::carry(const client::ForgetMarker &forget) {
    database_.run("DELETE FROM markers WHERE room = ?1", {forget.room});
}

void Cache::carry(const client::KeepText &keep) {
    if (keep.text.empty())
        database_.run("DELETE FROM composers WHERE room = ?1", {keep.room});
    else
        database_.run("INSERT OR REPLACE INTO composers (room, text) VALUES (?1, ?2)",
                      {keep.room, keep.text});
}

void Cache::carry(const client::KeepTransfer &keep) {
    rows::putTransfer(database_, keep.transfer);
}

void Cache::carry(const client::ForgetTransfer &forget) {
    database_.run("DELETE FROM transfers WHERE id = ?1", {forget.id});
}

void Cache::carry(const client::KeepMe &keep) {
    database_.run("INSERT OR REPLACE INTO me (one, me) VALUES (1, ?1)",
                  {db::Blob{rows::meBytes(keep.me)}});
}

std::optional<Cache::Range> Cache::range(const RoomName &room) {
    db::Rows found = database_.query("SELECT low, position FROM ranges WHERE room = ?1", {room});
    if (!found.next())
        return std::nullopt;
    return Range{.low = Seq{found.number(0)}, .position = Seq{found.number(1)}};
}

void Cache::setRange(const RoomName &room, const Range &range) {
    database_.run("INSERT OR REPLACE INTO ranges (room, low, position) VALUES (?1, ?2, ?3)",
                  {room, range.low, range.position});
}

std::optional<wire::Message> Cache::message(const RoomName &room, Seq seq) {
    db::Rows found =
        database_.query("SELECT message FROM messages WHERE room = ?1 AND seq = ?2", {room, seq});
    if (!found.next())
        return std::nullopt;
    auto decoded = wire::decodeMessage(found.blob(0));
    return decoded.ok() ? std::optional(std::move(*decoded)) : std::nullopt;
}

void Cache::putMessage(const RoomName &room, const wire::Message &message) {
    database_.run("INSERT OR REPLACE INTO messages (room, seq, message) VALUES (?1, ?2, ?3)",
                  {room, message.entry.seq, db::Blob{wire::encodeMessage(message)}});
}

std::optional<Cache::Window> Cache::window(const client::LoadWindow &wanted) {
    database_.clearFault();
    const std::optional<Range> known = range(wanted.room);
    if (!known)
        return std::nullopt;
    const std::uint64_t limit = std::clamp<std::uint64_t>(wanted.limit, 1, limits::pageEntries);
    Window page{.messages = {}, .head = known->position, .complete = false};
    const bool fromStart = known->low.value <= 1;

    const auto back = [&](Seq below, std::uint64_t most) {
        std::vector<wire::Message> found = rows::messagesBelow(database_, wanted.room, below, most);
        const bool enough = found.size() == most || fromStart;
        page.messages.insert(page.messages.begin(), std::make_move_iterator(found.begin()),
                             std::make_move_iterator(found.end()));
        return enough;
    };
    const auto forth = [&](Seq above, std::uint64_t most) {
        for (wire::Message &message : rows::messagesAbove(database_, wanted.room, above, most))
            page.messages.push_back(std::move(message));
    };

    if (wanted.before) {
        page.complete =
            back(*wanted.before, limit) && wanted.before->value <= known->position.value + 1;
    } else if (wanted.after) {
        page.complete = wanted.after->next() >= known->low && *wanted.after <= known->position;
        if (page.complete)
            forth(*wanted.after, limit);
    } else if (wanted.around) {
        const bool inside = *wanted.around >= known->low && *wanted.around <= known->position;
        const bool enough = back(*wanted.around, limit / 2);
        forth(Seq{wanted.around->value - (wanted.around->value > 0 ? 1 : 0)}, limit - limit / 2);
        page.complete = inside && enough;
    } else {
        page.complete = back(known->position.next(), limit);
    }
    if (database_.fault())
        return std::nullopt;
    return page;
}

} // namespace zchat::link
