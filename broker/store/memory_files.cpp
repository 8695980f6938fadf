// The part of MemoryStore that reads transfers and what messages have of files.
#include <algorithm>

#include "broker/store/memory_store.hpp"

namespace zchat::store {

using namespace hub;

template <class Visit>
void MemoryStore::eachFile(Visit visit) const {
    for (const Spoken &spoken : spoken_) {
        const wire::Message &message = logs_.at(spoken.room).messages.at(spoken.seq);
        const wire::File *file = std::get_if<wire::File>(&message.entry.content);
        if (file != nullptr && !message.entry.redacted)
            visit(spoken.room, message.entry.by, *file);
    }
}

std::optional<TransferRecord> MemoryStore::transfer(std::uint64_t number) const {
    const auto found = transfers_.find(number);
    if (fails() || found == transfers_.end())
        return std::nullopt;
    return found->second;
}

std::optional<TransferRecord> MemoryStore::transferOf(const AccountName &account,
                                                      const EntryId &id) const {
    if (fails())
        return std::nullopt;
    for (const auto &[number, transfer] : transfers_)
        if (transfer.account == account && transfer.id == id)
            return transfer;
    return std::nullopt;
}

std::uint64_t MemoryStore::transfersOf(const AccountName &account) const {
    if (fails())
        return 0;
    return static_cast<std::uint64_t>(
        std::count_if(transfers_.begin(), transfers_.end(),
                      [&](const auto &row) { return row.second.account == account; }));
}

std::vector<TransferRecord> MemoryStore::transfersBefore(TimeMs offered,
                                                         std::uint64_t limit) const {
    std::vector<TransferRecord> found;
    if (fails())
        return found;
    for (const auto &[number, transfer] : transfers_)
        if (transfer.offered < offered && found.size() < limit)
            found.push_back(transfer);
    return found;
}

std::uint64_t MemoryStore::references(const Hash &hash) const {
    std::uint64_t count = 0;
    if (fails())
        return count;
    eachFile([&](const RoomName &, const AccountName &, const wire::File &file) {
        count += file.hash == hash ? 1 : 0;
    });
    return count;
}

bool MemoryStore::mayReadFile(const AccountName &viewer,
                              const std::optional<std::vector<RoomName>> &rooms,
                              const wire::File &wanted) const {
    bool found = false;
    if (fails())
        return found;
    eachFile([&](const RoomName &room, const AccountName &, const wire::File &file) {
        const bool among = !rooms || std::find(rooms->begin(), rooms->end(), room) != rooms->end();
        found = found || (file.hash == wanted.hash && file.size == wanted.size && among &&
                          mayRead(viewer, room));
    });
    return found;
}

std::uint64_t MemoryStore::fileBytes(const std::optional<AccountName> &account) const {
    std::uint64_t sum = 0;
    if (fails())
        return sum;
    std::map<Hash, std::uint64_t> distinct;
    eachFile([&](const RoomName &, const AccountName &by, const wire::File &file) {
        if (!account)
            distinct[file.hash] = file.size;
        else if (by == *account)
            sum += file.size;
    });
    for (const auto &[hash, size] : distinct)
        sum += size;
    for (const auto &[number, transfer] : transfers_)
        sum += !account || transfer.account == *account ? transfer.file.size : 0;
    return sum;
}

} // namespace zchat::store
