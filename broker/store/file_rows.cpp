#include "broker/store/file_rows.hpp"

#include <algorithm>
#include <limits>

#include "broker/store/room_rows.hpp"
#include "broker/store/seal.hpp"
#include "shared/wire/codec.hpp"

namespace zchat::store {

namespace {

// What all files take together stands under no account's name.
constexpr std::string_view everybody = "";

// number, account, id, digest, room, offer, offered
std::optional<hub::TransferRecord> transferFrom(Tables &tables, const db::Rows &rows) {
    const std::int64_t number = rows.integer(0);
    const std::optional<std::string_view> bytes = unsealed(Sealed::offer, number, rows.blob(5));
    Result<wire::Entry> offer =
        bytes ? wire::decodeEntry(*bytes) : Result<wire::Entry>(Fault{"its seal is broken"});
    wire::File *file = offer ? std::get_if<wire::File>(&offer->content) : nullptr;
    if (file == nullptr) {
        tables.damaged("transfer " + std::to_string(number));
        return std::nullopt;
    }
    return hub::TransferRecord{.number = static_cast<std::uint64_t>(number),
                               .account = AccountName(rows.text(1)),
                               .id = rows.id<EntryId>(2),
                               .digest = rows.id<Hash>(3),
                               .room = RoomName(rows.text(4)),
                               .file = std::move(*file),
                               .offered = rows.integer(6)};
}

// An offer is kept as the entry that it is to become, but for its seq and time.
wire::Bytes encodeOffer(const hub::TransferRecord &transfer) {
    return wire::encodeEntry({.seq = Seq{},
                              .at = 0,
                              .by = transfer.account,
                              .id = transfer.id,
                              .content = transfer.file,
                              .redacted = false});
}

enum class Change : std::uint8_t { more, less };

void count(Tables &tables, std::string_view account, std::uint64_t size, Change change) {
    const auto bytes = static_cast<std::int64_t>(size);
    tables.database.run("INSERT INTO file_bytes(account, bytes) VALUES(?1, ?2) "
                        "ON CONFLICT(account) DO UPDATE SET bytes = bytes + ?2",
                        {account, change == Change::more ? bytes : -bytes});
}

} // namespace

std::optional<hub::TransferRecord> transfer(Tables &tables, std::uint64_t number) {
    if (number > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max()))
        return std::nullopt;
    db::Rows rows =
        tables.database.query("SELECT number, account, id, digest, room, offer, offered "
                              "FROM transfers WHERE number = ?1",
                              {number});
    return rows.next() ? transferFrom(tables, rows) : std::nullopt;
}

std::optional<hub::TransferRecord> transferOf(Tables &tables, const AccountName &account,
                                              const EntryId &id) {
    db::Rows rows =
        tables.database.query("SELECT number, account, id, digest, room, offer, offered "
                              "FROM transfers WHERE account = ?1 AND id = ?2",
                              {account, id});
    return rows.next() ? transferFrom(tables, rows) : std::nullopt;
}

std::uint64_t transfersOf(Tables &tables, const AccountName &account) {
    db::Rows rows =
        tables.database.query("SELECT count(*) FROM transfers WHERE account = ?1", {account});
    return rows.next() ? rows.number(0) : 0;
}

std::vector<hub::TransferRecord> transfersBefore(Tables &tables, TimeMs offered,
                                                 std::uint64_t limit) {
    std::vector<hub::TransferRecord> found;
    db::Rows rows =
        tables.database.query("SELECT number, account, id, digest, room, offer, offered "
                              "FROM transfers WHERE offered < ?1 ORDER BY number LIMIT ?2",
                              {offered, limit});
    while (rows.next())
        if (std::optional<hub::TransferRecord> one = transferFrom(tables, rows))
            found.push_back(std::move(*one));
    return found;
}

std::uint64_t nextTransfer(Tables &tables) {
    db::Rows rows =
        tables.database.query("SELECT seq FROM sqlite_sequence WHERE name = 'transfers'");
    return rows.next() ? rows.number(0) + 1 : 1;
}

void put(Tables &tables, const hub::TransferRecord &transfer) {
    const std::optional<hub::TransferRecord> before = store::transfer(tables, transfer.number);
    if (before) {
        count(tables, before->account.value, before->file.size, Change::less);
        count(tables, everybody, before->file.size, Change::less);
    }
    const auto number = static_cast<std::int64_t>(transfer.number);
    tables.database.run(
        "INSERT INTO transfers(number, account, id, digest, room, offer, size, offered) "
        "VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) ON CONFLICT(number) DO UPDATE SET "
        "account = ?2, id = ?3, digest = ?4, room = ?5, offer = ?6, size = ?7, offered = ?8",
        {transfer.number, transfer.account, transfer.id, transfer.digest, transfer.room,
         db::Blob{sealed(Sealed::offer, number, encodeOffer(transfer))}, transfer.file.size,
         transfer.offered});
    count(tables, transfer.account.value, transfer.file.size, Change::more);
    count(tables, everybody, transfer.file.size, Change::more);
}

void removeTransfer(Tables &tables, std::uint64_t number) {
    const std::optional<hub::TransferRecord> before = store::transfer(tables, number);
    if (!before)
        return;
    tables.database.run("DELETE FROM transfers WHERE number = ?1", {number});
    count(tables, before->account.value, before->file.size, Change::less);
    count(tables, everybody, before->file.size, Change::less);
}

void addAttachment(Tables &tables, std::int64_t key, const AccountName &by,
                   const wire::File &file) {
    if (references(tables, file.hash) == 0)
        count(tables, everybody, file.size, Change::more);
    tables.database.run("INSERT INTO attachments(key, hash, size, account) VALUES(?1, ?2, ?3, ?4)",
                        {key, file.hash, file.size, by});
    count(tables, by.value, file.size, Change::more);
}

void removeAttachment(Tables &tables, std::int64_t key, const AccountName &by,
                      const wire::File &file) {
    tables.database.run("DELETE FROM attachments WHERE key = ?1", {key});
    if (references(tables, file.hash) == 0)
        count(tables, everybody, file.size, Change::less);
    count(tables, by.value, file.size, Change::less);
}

std::uint64_t references(Tables &tables, const Hash &hash) {
    db::Rows rows =
        tables.database.query("SELECT count(*) FROM attachments WHERE hash = ?1", {hash});
    return rows.next() ? rows.number(0) : 0;
}

bool mayReadFile(Tables &tables, const AccountName &viewer,
                 const std::optional<std::vector<RoomName>> &rooms, const wire::File &file) {
    db::Rows found = tables.database.query(
        "SELECT key FROM attachments WHERE hash = ?1 AND size = ?2", {file.hash, file.size});
    RoomNumber last;
    while (found.next()) {
        const RoomNumber number = roomOf(found.integer(0));
        if (number == last) // what was said of a room holds for all its files
            continue;
        last = number;
        const std::optional<RoomIdentity> room = tables.room(number);
        if (!room || (rooms && std::find(rooms->begin(), rooms->end(), room->name) == rooms->end()))
            continue;
        if (room->kind == wire::RoomKind::publicRoom)
            return true;
        const std::optional<hub::MemberRecord> member = store::member(tables, room->name, viewer);
        if (member && member->standing == hub::Standing::joined)
            return true;
    }
    return false;
}

std::uint64_t fileBytes(Tables &tables, const std::optional<AccountName> &account) {
    db::Rows rows = tables.database.query("SELECT bytes FROM file_bytes WHERE account = ?1",
                                          {account ? std::string_view(account->value) : everybody});
    return rows.next() ? rows.number(0) : 0;
}

} // namespace zchat::store
