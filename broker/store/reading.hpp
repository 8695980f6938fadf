// Reading: the reading half of the seam, once, for the store and for its readers.
//
// Seam is hub::ReadStore or hub::Store. Every verb is a free function over Tables; nothing is
// decided here. Private to broker/store.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "broker/hub/store.hpp"
#include "broker/store/file_rows.hpp"
#include "broker/store/log_rows.hpp"
#include "broker/store/people_rows.hpp"
#include "broker/store/room_rows.hpp"
#include "broker/store/search_rows.hpp"
#include "broker/store/tables.hpp"

namespace zchat::store {

template <class Seam>
class Reading : public Seam {
public:
    [[nodiscard]] std::optional<Fault> fault() const final { return tables_.database.fault(); }
    void clearFault() final { tables_.database.clearFault(); }

    [[nodiscard]] std::optional<hub::AccountRecord> account(const AccountName &name) const final {
        return store::account(tables_, name);
    }
    [[nodiscard]] std::vector<hub::AccountRecord> accounts(const std::string &query,
                                                           const std::optional<AccountName> &after,
                                                           std::uint64_t limit) const final {
        return store::accounts(tables_, query, after, limit);
    }
    [[nodiscard]] bool hasAccounts() const final { return store::hasAccounts(tables_); }
    [[nodiscard]] std::optional<hub::DeviceRecord> device(const PublicKey &key) const final {
        return store::device(tables_, key);
    }
    [[nodiscard]] std::vector<hub::DeviceRecord> devicesOf(const AccountName &who) const final {
        return store::devicesOf(tables_, who);
    }
    [[nodiscard]] std::optional<hub::TicketRecord> ticket(const PublicKey &key) const final {
        return store::ticket(tables_, key);
    }

    [[nodiscard]] std::optional<hub::RoomRecord> room(const RoomName &name) const final {
        return store::roomRecord(tables_, name);
    }
    [[nodiscard]] std::optional<RoomName>
    directOf(const std::vector<AccountName> &people) const final {
        return store::directOf(tables_, people);
    }
    [[nodiscard]] std::optional<hub::MemberRecord> member(const RoomName &name,
                                                          const AccountName &who) const final {
        return store::member(tables_, name, who);
    }
    [[nodiscard]] std::vector<std::pair<AccountName, hub::MemberRecord>>
    members(const RoomName &name, const std::optional<AccountName> &after,
            std::uint64_t limit) const final {
        return store::members(tables_, name, after, limit);
    }
    [[nodiscard]] std::vector<RoomName> joinedBy(const AccountName &who) const final {
        return store::joinedBy(tables_, who);
    }
    [[nodiscard]] std::vector<RoomName> visibleTo(const AccountName &who,
                                                  const std::optional<RoomName> &after,
                                                  std::uint64_t limit) const final {
        return store::visibleTo(tables_, who, after, limit);
    }

    [[nodiscard]] std::vector<wire::Encoded<wire::Entry>>
    entries(const RoomName &name, Seq after, std::uint64_t limit,
            std::size_t pageBytes) const final {
        return store::entries(tables_, name, after, limit, pageBytes);
    }
    [[nodiscard]] std::optional<wire::Entry> entry(const RoomName &name, Seq seq) const final {
        return store::entry(tables_, name, seq);
    }
    [[nodiscard]] std::vector<wire::Encoded<wire::Message>>
    history(const RoomName &name, const hub::HistoryWindow &window,
            std::size_t pageBytes) const final {
        return store::history(tables_, name, window, pageBytes);
    }
    [[nodiscard]] std::optional<wire::Message> message(const RoomName &name, Seq seq) const final {
        return store::message(tables_, name, seq);
    }
    [[nodiscard]] std::optional<hub::IdRecord> idOf(const AccountName &who,
                                                    const EntryId &id) const final {
        return store::idOf(tables_, who, id);
    }

    [[nodiscard]] Seq marker(const AccountName &who, const RoomName &name,
                             const std::string &cursor) const final {
        return store::marker(tables_, who, name, cursor);
    }
    [[nodiscard]] hub::Counts counts(const AccountName &who, const RoomName &name,
                                     Seq marker) const final {
        return store::counts(tables_, who, name, marker);
    }
    [[nodiscard]] std::optional<hub::TransferRecord> transfer(std::uint64_t number) const final {
        return store::transfer(tables_, number);
    }
    [[nodiscard]] std::optional<hub::TransferRecord> transferOf(const AccountName &who,
                                                                const EntryId &id) const final {
        return store::transferOf(tables_, who, id);
    }
    [[nodiscard]] std::uint64_t transfersOf(const AccountName &who) const final {
        return store::transfersOf(tables_, who);
    }
    [[nodiscard]] std::vector<hub::TransferRecord>
    transfersBefore(TimeMs offered, std::uint64_t limit) const final {
        return store::transfersBefore(tables_, offered, limit);
    }
    [[nodiscard]] std::uint64_t references(const Hash &hash) const final {
        return store::references(tables_, hash);
    }
    [[nodiscard]] bool mayReadFile(const AccountName &viewer,
                                   const std::optional<std::vector<RoomName>> &rooms,
                                   const wire::File &file) const final {
        return store::mayReadFile(tables_, viewer, rooms, file);
    }
    [[nodiscard]] std::uint64_t fileBytes(const std::optional<AccountName> &who) const final {
        return store::fileBytes(tables_, who);
    }

    [[nodiscard]] hub::FoundPage search(const hub::SearchQuery &query) const final {
        return store::search(tables_, query);
    }
    [[nodiscard]] hub::FoundPage mentions(const AccountName &viewer,
                                          const std::optional<std::vector<RoomName>> &rooms,
                                          const std::optional<std::string> &page,
                                          std::uint64_t limit) const final {
        return store::mentions(tables_, viewer, rooms, page, limit);
    }

    [[nodiscard]] std::vector<hub::AccountRecord> everyAccount() const final {
        return store::everyAccount(tables_);
    }
    [[nodiscard]] std::vector<hub::DeviceRecord> everyDevice() const final {
        return store::everyDevice(tables_);
    }
    [[nodiscard]] std::vector<hub::TicketRecord> everyTicket() const final {
        return store::everyTicket(tables_);
    }
    [[nodiscard]] std::vector<hub::RoomRecord> everyRoom() const final {
        return store::everyRoom(tables_);
    }

protected:
    explicit Reading(db::Database database)
        : tables_(std::move(database)) {}

    // Reading prepares statements and remembers numbers and faults.
    mutable Tables tables_;
};

} // namespace zchat::store
