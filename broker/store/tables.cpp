#include "broker/store/tables.hpp"

#include <algorithm>
#include <limits>

#include "shared/wire/codec.hpp"

namespace zchat::store {

namespace {

// Some megabytes at the most; what falls out is one seek away.
constexpr std::size_t rememberedAtMost = 50'000;

constexpr std::uint64_t roomKinds = 3;

} // namespace

std::vector<AccountName> splitNames(const db::Rows &rows, int column) {
    std::vector<AccountName> people;
    std::string_view names = rows.isNull(column) ? std::string_view() : rows.text(column);
    while (!names.empty()) {
        const std::size_t end = std::min(names.find(' '), names.size());
        people.emplace_back(names.substr(0, end));
        names.remove_prefix(std::min(end + 1, names.size()));
    }
    return people;
}

std::optional<RoomIdentity> Tables::remember(db::Rows &rows) {
    if (!rows.next())
        return std::nullopt;
    RoomIdentity identity{.number = RoomNumber{rows.integer(0)},
                          .name = RoomName(rows.text(1)),
                          .kind = enumFrom<wire::RoomKind>(rows, 2, roomKinds),
                          .direct = splitNames(rows, 3)};
    if (database.fault())
        return std::nullopt;
    if (roomsByName_.size() >= rememberedAtMost) {
        roomsByName_.clear();
        roomsByNumber_.clear();
    }
    roomsByName_.insert_or_assign(identity.name, identity);
    roomsByNumber_.insert_or_assign(identity.number.value, identity);
    return identity;
}

std::optional<RoomIdentity> Tables::room(const RoomName &name) {
    const auto found = roomsByName_.find(name);
    if (found != roomsByName_.end())
        return found->second;
    db::Rows rows =
        database.query("SELECT number, name, kind, direct FROM rooms WHERE name = ?1", {name});
    return remember(rows);
}

std::optional<RoomIdentity> Tables::room(RoomNumber number) {
    const auto found = roomsByNumber_.find(number.value);
    if (found != roomsByNumber_.end())
        return found->second;
    db::Rows rows = database.query("SELECT number, name, kind, direct FROM rooms WHERE number = ?1",
                                   {number.value});
    return remember(rows);
}

std::optional<AuthorNumber> Tables::author(const AccountName &name) {
    const auto found = authors_.find(name);
    if (found != authors_.end())
        return found->second;
    db::Rows rows = database.query("SELECT number FROM authors WHERE name = ?1", {name});
    if (!rows.next())
        return std::nullopt;
    if (authors_.size() >= rememberedAtMost)
        authors_.clear();
    const AuthorNumber number{rows.integer(0)};
    authors_.insert_or_assign(name, number);
    return number;
}

AuthorNumber Tables::madeAuthor(const AccountName &name) {
    if (const std::optional<AuthorNumber> known = author(name))
        return *known;
    database.run("INSERT INTO authors(name) VALUES(?1)", {name});
    return author(name).value_or(AuthorNumber{});
}

TimeMs Tables::earliestIn(std::int64_t block) {
    if (const auto known = earliest_.find(block); known != earliest_.end())
        return known->second;
    const std::int64_t first = block * placesOfBlock;
    db::Rows rows =
        database.query("SELECT ifnull(min(at), ?3), EXISTS(SELECT 1 FROM places WHERE "
                       "place >= ?2) FROM places WHERE place >= ?1 AND place < ?2",
                       {first, first + placesOfBlock, std::numeric_limits<TimeMs>::max()});
    if (!rows.next())
        return std::numeric_limits<TimeMs>::min();
    if (rows.integer(1) != 0)
        earliest_.emplace(block, rows.integer(0));
    return rows.integer(0);
}

void Tables::forget() {
    roomsByName_.clear();
    roomsByNumber_.clear();
    authors_.clear();
    earliest_.clear();
}

void Tables::damaged(std::string_view what) {
    database.fail("The store is damaged (" + std::string(what) +
                  "): run `chat-broker check`, and restore a backup.");
}

void Tables::damagedRow(Sealed what, std::int64_t key) {
    damaged((what == Sealed::entry ? "entry " : "message ") + std::to_string(seqOf(key).value) +
            " of room " + std::to_string(roomOf(key).value));
}

std::optional<wire::Entry> Tables::entryFrom(std::int64_t key, std::string_view value) {
    const std::optional<std::string_view> bytes = unsealed(Sealed::entry, key, value);
    if (bytes) {
        Result<wire::Entry> entry = wire::decodeEntry(*bytes);
        if (entry && entry->seq == seqOf(key))
            return std::move(*entry);
    }
    damagedRow(Sealed::entry, key);
    return std::nullopt;
}

std::optional<wire::Message> Tables::messageFrom(std::int64_t key, std::string_view value) {
    const std::optional<std::string_view> bytes = unsealed(Sealed::message, key, value);
    if (bytes) {
        Result<wire::Message> message = wire::decodeMessage(*bytes);
        if (message && message->entry.seq == seqOf(key))
            return std::move(*message);
    }
    damagedRow(Sealed::message, key);
    return std::nullopt;
}

std::optional<wire::Encoded<wire::Entry>> Tables::entryBytesFrom(std::int64_t key,
                                                                 std::string_view value) {
    if (const std::optional<std::string_view> bytes = unsealed(Sealed::entry, key, value))
        return wire::Encoded<wire::Entry>{std::string(*bytes)};
    damagedRow(Sealed::entry, key);
    return std::nullopt;
}

std::optional<wire::Encoded<wire::Message>> Tables::messageBytesFrom(std::int64_t key,
                                                                     std::string_view value) {
    if (const std::optional<std::string_view> bytes = unsealed(Sealed::message, key, value))
        return wire::Encoded<wire::Message>{std::string(*bytes)};
    damagedRow(Sealed::message, key);
    return std::nullopt;
}

std::optional<wire::Encoded<wire::Message>> Tables::messageBytesFromEntry(std::int64_t key,
                                                                          std::string_view value) {
    std::optional<wire::Encoded<wire::Message>> message;
    if (const std::optional<std::string_view> bytes = unsealed(Sealed::entry, key, value))
        message = wire::messageOf(*bytes);
    if (!message)
        damagedRow(Sealed::entry, key);
    return message;
}

} // namespace zchat::store
