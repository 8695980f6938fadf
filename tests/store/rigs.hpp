// The two stores behind one face for the contract, and the rows that tests put into them.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "broker/store/memory_store.hpp"
#include "broker/store/schema.hpp"
#include "broker/store/sqlite_reader.hpp"
#include "broker/store/sqlite_store.hpp"
#include "shared/db/database.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/temporary_folder.hpp"

namespace zchat::tests {

struct MemoryRig {
    std::unique_ptr<store::MemoryStore> held = std::make_unique<store::MemoryStore>();
    [[nodiscard]] hub::Store &store() { return *held; }
};

struct SqliteRig {
    TemporaryFolder folder;
    std::unique_ptr<store::SqliteStore> held = opened();
    [[nodiscard]] hub::Store &store() { return *held; }

    [[nodiscard]] std::filesystem::path file() const { return folder.path() / "chat.db"; }
    [[nodiscard]] std::unique_ptr<store::SqliteStore>
    opened(const store::StoreOptions &options = {}) const {
        Result<std::unique_ptr<store::SqliteStore>> made =
            store::SqliteStore::open(file(), options);
        if (!made)
            FAIL(made.why());
        return std::move(*made);
    }
    [[nodiscard]] std::unique_ptr<store::SqliteReader> reader() const {
        Result<std::unique_ptr<store::SqliteReader>> made = store::SqliteReader::open(file());
        if (!made)
            FAIL(made.why());
        return std::move(*made);
    }
    void reopen() {
        held.reset();
        held = opened();
    }
};

// Changes the file behind the store's back, as damage or a bug would.
inline void meddle(SqliteRig &rig, const std::string &script) {
    rig.held.reset();
    Result<db::Database> database = db::Database::open(rig.file(), store::schema());
    REQUIRE(database.ok());
    database->execute(script);
    REQUIRE_FALSE(database->fault().has_value());
}

constexpr std::size_t wholePage = 256 * 1024;

template <class Id>
Id idOf(std::uint8_t number, std::uint8_t second = 0) {
    Id id;
    id.bytes[0] = number;
    id.bytes[1] = second;
    return id;
}

inline void commit(hub::Store &store) {
    const Outcome outcome = store.commit();
    if (!outcome)
        FAIL(outcome.why());
}

inline hub::AccountRecord person(const std::string &name, const std::string &title = {}) {
    return {.name = AccountName(name),
            .title = title,
            .role = wire::AccountRole::member,
            .bot = false,
            .scope = std::nullopt,
            .disabled = false,
            .removed = false,
            .added = 1'000};
}

inline hub::RoomRecord roomCalled(const std::string &name,
                                  wire::RoomKind kind = wire::RoomKind::publicRoom) {
    return {.name = RoomName(name),
            .kind = kind,
            .title = {},
            .topic = {},
            .archived = false,
            .head = Seq{0},
            .lastAt = 0,
            .members = 0,
            .direct = {}};
}

inline hub::MemberRecord standing(hub::Standing how) {
    return {.role = wire::Role::member,
            .standing = how,
            .notify = wire::Notify::all,
            .notifyUntil = std::nullopt};
}

// Speaks into rooms as the hub does: next seq, row of the room, folding of what is named.
class Speaker final {
public:
    // Ids are made from the number of what was said, which goes on from `said`.
    explicit Speaker(hub::Store &store, std::uint64_t said = 0)
        : store_(store)
        , said_(said) {}

    void makeRoom(const std::string &name, wire::RoomKind kind = wire::RoomKind::publicRoom) {
        store_.put(roomCalled(name, kind));
    }
    void join(const std::string &room, const std::string &who) {
        store_.put(RoomName(room), AccountName(who), standing(hub::Standing::joined));
    }

    // Appends inside the caller's turn and returns the new seq.
    Seq say(const std::string &room, const std::string &by, wire::Content content) {
        const std::optional<hub::RoomRecord> found = store_.room(RoomName(room));
        if (!found) // after a fault, as the seam says
            return Seq{};
        hub::RoomRecord record = *found;
        record.head = record.head.next();
        record.lastAt = 1'000'000 + static_cast<TimeMs>(++said_);
        wire::Entry entry{.seq = record.head,
                          .at = record.lastAt,
                          .by = AccountName(by),
                          .id = std::nullopt,
                          .content = std::move(content),
                          .redacted = false};
        entry.id = EntryId{};
        for (std::size_t i = 0; i < 8; ++i)
            entry.id->bytes[i] = static_cast<std::uint8_t>(said_ >> (8 * i));
        store_.append(record.name, entry, idOf<Hash>(static_cast<std::uint8_t>(said_)));
        store_.put(record);
        foldInto(record.name, entry);
        return entry.seq;
    }
    Seq text(const std::string &room, const std::string &by, const std::string &body,
             std::vector<std::string> mentions = {}) {
        return say(
            room, by,
            wire::Text{.body = body, .reply = std::nullopt, .mentions = std::move(mentions)});
    }
    Seq redact(const std::string &room, const std::string &by, Seq of) {
        const Seq seq = say(room, by, wire::Redact{.of = of, .reason = std::nullopt});
        store_.blank(RoomName(room), of);
        return seq;
    }

private:
    void foldInto(const RoomName &room, const wire::Entry &later);

    hub::Store &store_;
    std::uint64_t said_;
};

// A little of everything that a log can hold, in the rooms lobby and ops.
void fill(hub::Store &store);

} // namespace zchat::tests
