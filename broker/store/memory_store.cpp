#include "broker/store/memory_store.hpp"

#include <algorithm>

#include "broker/store/folded_text.hpp"
#include "shared/base/planted.hpp"
#include "shared/wire/codec.hpp"
#include "shared/wire/fold.hpp"

namespace zchat::store {

using namespace hub;

namespace {

template <class Table, class Key>
auto rowOf(const Table &table, const Key &key) -> std::optional<typename Table::mapped_type> {
    const auto found = table.find(key);
    if (found == table.end())
        return std::nullopt;
    return found->second;
}

template <class Table>
auto rowsOf(const Table &table) {
    std::vector<typename Table::mapped_type> rows;
    for (const auto &[key, row] : table)
        rows.push_back(row);
    return rows;
}

template <class Table, class Key>
auto firstAfter(const Table &table, const std::optional<Key> &after) {
    return after ? table.upper_bound(*after) : table.begin();
}

bool contains(std::string_view text, const std::string &foldedPart) {
    return foldedText(text).find(foldedPart) != std::string::npos;
}

} // namespace

bool MemoryStore::fails() const {
    ++verbs_;
    if (broken_) {
        fault_ = Fault{.text = "The disk was told to be broken."};
        return true;
    }
    if (failingVerb_ == 0 || --failingVerb_ > 0)
        return false;
    fault_ = Fault{.text = "A verb was told to fail."};
    return true;
}

bool MemoryStore::refusesWrite() {
    INVARIANT(open_, "writes belong inside a turn");
    return fails() || fault_;
}

template <class Table, class Key, class Row>
void MemoryStore::write(Table &table, const Key &key, Row row) {
    undo_.push_back([&table, key, before = rowOf(table, key)] {
        if (before)
            table.insert_or_assign(key, *before);
        else
            table.erase(key);
    });
    table.insert_or_assign(key, std::move(row));
}

template <class Table, class Key>
void MemoryStore::remove(Table &table, const Key &key) {
    if (const auto before = rowOf(table, key))
        undo_.push_back([&table, key, row = *before] { table.insert_or_assign(key, row); });
    table.erase(key);
}

void MemoryStore::begin() {
    INVARIANT(!open_, "a turn began inside a turn");
    open_ = true;
    fault_.reset();
}

Outcome MemoryStore::commit() {
    INVARIANT(open_, "a commit needs a turn");
    if (!fault_ && broken_)
        fault_ = Fault{.text = "The disk was told to be broken."};
    if (!fault_ && failingCommits_ > 0) {
        --failingCommits_;
        fault_ = Fault{.text = "A commit was told to fail."};
    }
    if (fault_) {
        const Fault fault = *fault_;
        rollback();
        return fault;
    }
    if (planted(Bug::commitsNothing) && verbs_ % 64 == 0) {
        rollback();
        return Done{};
    }
    undo_.clear();
    open_ = false;
    ++commits_;
    return Done{};
}

void MemoryStore::rollback() {
    while (!undo_.empty()) {
        undo_.back()();
        undo_.pop_back();
    }
    open_ = false;
}

std::optional<AccountRecord> MemoryStore::account(const AccountName &name) const {
    return fails() ? std::nullopt : rowOf(accounts_, name);
}

std::vector<AccountRecord> MemoryStore::accounts(const std::string &query,
                                                 const std::optional<AccountName> &after,
                                                 std::uint64_t limit) const {
    std::vector<AccountRecord> found;
    if (fails())
        return found;
    const std::string part = foldedText(query);
    for (auto row = firstAfter(accounts_, after); row != accounts_.end() && found.size() < limit;
         ++row)
        if (!row->second.removed &&
            (contains(row->first.value, part) || contains(row->second.title, part)))
            found.push_back(row->second);
    return found;
}

bool MemoryStore::hasAccounts() const {
    return !fails() && !accounts_.empty();
}

std::optional<DeviceRecord> MemoryStore::device(const PublicKey &key) const {
    return fails() ? std::nullopt : rowOf(devices_, key);
}

std::vector<DeviceRecord> MemoryStore::devicesOf(const AccountName &account) const {
    std::vector<DeviceRecord> found;
    if (fails())
        return found;
    for (const PublicKey &key : deviceOrder_) {
        const DeviceRecord &device = devices_.at(key);
        if (device.account == account && !device.revoked)
            found.push_back(device);
    }
    return found;
}

std::optional<TicketRecord> MemoryStore::ticket(const PublicKey &key) const {
    return fails() ? std::nullopt : rowOf(tickets_, key);
}

std::optional<RoomRecord> MemoryStore::room(const RoomName &name) const {
    return fails() ? std::nullopt : rowOf(rooms_, name);
}

std::optional<RoomName> MemoryStore::directOf(const std::vector<AccountName> &people) const {
    return fails() ? std::nullopt : rowOf(directs_, people);
}

std::optional<MemberRecord> MemoryStore::member(const RoomName &room,
                                                const AccountName &who) const {
    const auto found = members_.find(room);
    return fails() || found == members_.end() ? std::nullopt : rowOf(found->second, who);
}

std::vector<std::pair<AccountName, MemberRecord>>
MemoryStore::members(const RoomName &room, const std::optional<AccountName> &after,
                     std::uint64_t limit) const {
    std::vector<std::pair<AccountName, MemberRecord>> found;
    const auto table = members_.find(room);
    if (fails() || table == members_.end())
        return found;
    for (auto row = firstAfter(table->second, after);
         row != table->second.end() && found.size() < limit; ++row)
        if (row->second.standing == Standing::joined)
            found.emplace_back(*row);
    return found;
}

bool MemoryStore::joined(const AccountName &viewer, const RoomName &room) const {
    const auto table = members_.find(room);
    if (table == members_.end())
        return false;
    const auto found = table->second.find(viewer);
    return found != table->second.end() && found->second.standing == Standing::joined;
}

bool MemoryStore::mayRead(const AccountName &viewer, const RoomName &room) const {
    const auto found = rooms_.find(room);
    return found != rooms_.end() &&
           (found->second.kind == wire::RoomKind::publicRoom || joined(viewer, room));
}

std::vector<RoomName> MemoryStore::joinedBy(const AccountName &who) const {
    std::vector<RoomName> found;
    if (fails())
        return found;
    for (const auto &[name, room] : rooms_)
        if (joined(who, name))
            found.push_back(name);
    return found;
}

std::vector<RoomName> MemoryStore::visibleTo(const AccountName &who,
                                             const std::optional<RoomName> &after,
                                             std::uint64_t limit) const {
    std::vector<RoomName> found;
    if (fails())
        return found;
    for (auto row = firstAfter(rooms_, after); row != rooms_.end() && found.size() < limit; ++row)
        if (mayRead(who, row->first))
            found.push_back(row->first);
    return found;
}

std::optional<IdRecord> MemoryStore::idOf(const AccountName &account, const EntryId &id) const {
    return fails() ? std::nullopt : rowOf(ids_, std::pair(account, id));
}

Seq MemoryStore::marker(const AccountName &account, const RoomName &room,
                        const std::string &cursor) const {
    if (fails())
        return Seq{};
    return rowOf(markers_, std::tuple(account, room, cursor)).value_or(Seq{});
}

std::vector<AccountRecord> MemoryStore::everyAccount() const {
    return fails() ? std::vector<AccountRecord>{} : rowsOf(accounts_);
}

std::vector<DeviceRecord> MemoryStore::everyDevice() const {
    return fails() ? std::vector<DeviceRecord>{} : rowsOf(devices_);
}

std::vector<TicketRecord> MemoryStore::everyTicket() const {
    return fails() ? std::vector<TicketRecord>{} : rowsOf(tickets_);
}

std::vector<RoomRecord> MemoryStore::everyRoom() const {
    return fails() ? std::vector<RoomRecord>{} : rowsOf(rooms_);
}

void MemoryStore::put(const AccountRecord &account) {
    if (!refusesWrite())
        write(accounts_, account.name, account);
}

void MemoryStore::put(const DeviceRecord &device) {
    if (refusesWrite())
        return;
    if (devices_.find(device.key) == devices_.end()) {
        deviceOrder_.push_back(device.key);
        undo_.push_back([this] { deviceOrder_.pop_back(); });
    }
    write(devices_, device.key, device);
}

void MemoryStore::put(const TicketRecord &ticket) {
    if (!refusesWrite())
        write(tickets_, ticket.key, ticket);
}

void MemoryStore::put(const RoomRecord &room) {
    if (refusesWrite())
        return;
    write(rooms_, room.name, room);
    if (!room.direct.empty())
        write(directs_, room.direct, room.name);
}

void MemoryStore::put(const RoomName &room, const AccountName &who, const MemberRecord &member) {
    if (!refusesWrite())
        write(members_[room], who, member);
}

void MemoryStore::putMarker(const AccountName &account, const RoomName &room,
                            const std::string &cursor, Seq seq) {
    if (!refusesWrite())
        write(markers_, std::tuple(account, room, cursor), seq);
}

std::uint64_t MemoryStore::nextTransfer() const {
    return fails() ? 0 : lastTransfer_ + 1;
}

void MemoryStore::put(const TransferRecord &transfer) {
    if (refusesWrite())
        return;
    write(transfers_, transfer.number, transfer);
    undo_.push_back([this, before = lastTransfer_] { lastTransfer_ = before; });
    lastTransfer_ = std::max(lastTransfer_, transfer.number);
}

void MemoryStore::removeTransfer(std::uint64_t number) {
    if (!refusesWrite())
        remove(transfers_, number);
}

void MemoryStore::append(const RoomName &room, const wire::Entry &entry,
                         const std::optional<Hash> &digest) {
    if (refusesWrite())
        return;
    Room &held = logs_[room];
    INVARIANT(entry.seq.value == held.entries.size() + 1, "seqs have no gap");
    held.entries.push_back(entry);
    undo_.push_back([&held] { held.entries.pop_back(); });
    if (entry.id && digest)
        write(ids_, std::pair(entry.by, *entry.id),
              IdRecord{.room = room, .seq = entry.seq, .at = entry.at, .digest = *digest});
    if (planted(Bug::rollsBackWithoutIds) && entry.id && digest)
        undo_.pop_back();
    if (!wire::isMessage(entry.content))
        return;
    write(held.messages, entry.seq, wire::toMessage(entry));
    if (wire::isCounted(entry.content)) {
        spoken_.push_back(Spoken{.room = room, .seq = entry.seq});
        undo_.push_back([this] { spoken_.pop_back(); });
    }
}

void MemoryStore::replace(const RoomName &room, const wire::Message &message) {
    if (!refusesWrite())
        write(logs_[room].messages, message.entry.seq, message);
}

void MemoryStore::blank(const RoomName &room, Seq of) {
    if (refusesWrite())
        return;
    for (wire::Entry &entry : logs_[room].entries) {
        const wire::Edit *edit = std::get_if<wire::Edit>(&entry.content);
        if (entry.seq != of && !(edit && edit->of == of))
            continue;
        undo_.push_back([&held = logs_[room], at = entry.seq.value - 1, before = entry] {
            held.entries[at] = before;
        });
        wire::blank(entry);
    }
}

} // namespace zchat::store
