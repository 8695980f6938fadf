// Recorder: a store that does what the one behind it does and writes down what was written.
#pragma once

#include <string>
#include <vector>

#include "broker/hub/store.hpp"

namespace zchat::testing {

class Recorder final : public hub::Store {
public:
    explicit Recorder(hub::Store &store)
        : store_(store) {}

    // What was written since the last call, a short line each.
    [[nodiscard]] std::vector<std::string> take() { return std::exchange(written_, {}); }

    std::optional<Fault> fault() const override { return store_.fault(); }
    void clearFault() override { store_.clearFault(); }
    std::optional<hub::AccountRecord> account(const AccountName &name) const override {
        return store_.account(name);
    }
    std::vector<hub::AccountRecord> accounts(const std::string &query,
                                             const std::optional<AccountName> &after,
                                             std::uint64_t limit) const override {
        return store_.accounts(query, after, limit);
    }
    bool hasAccounts() const override { return store_.hasAccounts(); }
    std::optional<hub::DeviceRecord> device(const PublicKey &key) const override {
        return store_.device(key);
    }
    std::vector<hub::DeviceRecord> devicesOf(const AccountName &account) const override {
        return store_.devicesOf(account);
    }
    std::optional<hub::TicketRecord> ticket(const PublicKey &key) const override {
        return store_.ticket(key);
    }
    std::optional<hub::RoomRecord> room(const RoomName &name) const override {
        return store_.room(name);
    }
    std::optional<RoomName> directOf(const std::vector<AccountName> &people) const override {
        return store_.directOf(people);
    }
    std::optional<hub::MemberRecord> member(const RoomName &room,
                                            const AccountName &who) const override {
        return store_.member(room, who);
    }
    std::vector<std::pair<AccountName, hub::MemberRecord>>
    members(const RoomName &room, const std::optional<AccountName> &after,
            std::uint64_t limit) const override {
        return store_.members(room, after, limit);
    }
    std::vector<RoomName> joinedBy(const AccountName &who) const override {
        return store_.joinedBy(who);
    }
    std::vector<RoomName> visibleTo(const AccountName &who, const std::optional<RoomName> &after,
                                    std::uint64_t limit) const override {
        return store_.visibleTo(who, after, limit);
    }
    std::vector<wire::Encoded<wire::Entry>> entries(const RoomName &room, Seq after,
                                                    std::uint64_t limit,
                                                    std::size_t pageBytes) const override {
        return store_.entries(room, after, limit, pageBytes);
    }
    std::optional<wire::Entry> entry(const RoomName &room, Seq seq) const override {
        return store_.entry(room, seq);
    }
    std::vector<wire::Encoded<wire::Message>> history(const RoomName &room,
                                                      const hub::HistoryWindow &window,
                                                      std::size_t pageBytes) const override {
        return store_.history(room, window, pageBytes);
    }
    std::optional<wire::Message> message(const RoomName &room, Seq seq) const override {
        return store_.message(room, seq);
    }
    std::optional<hub::IdRecord> idOf(const AccountName &account,
                                      const EntryId &id) const override {
        return store_.idOf(account, id);
    }
    Seq marker(const AccountName &account, const RoomName &room,
               const std::string &cursor) const override {
        return store_.marker(account, room, cursor);
    }
    hub::Counts counts(const AccountName &account, const RoomName &room,
                       Seq marker) const override {
        return store_.counts(account, room, marker);
    }
    std::optional<hub::TransferRecord> transfer(std::uint64_t number) const override {
        return store_.transfer(number);
    }
    std::optional<hub::TransferRecord> transferOf(const AccountName &account,
                                                  const EntryId &id) const override {
        return store_.transferOf(account, id);
    }
    std::uint64_t transfersOf(const AccountName &account) const override {
        return store_.transfersOf(account);
    }
    std::vector<hub::TransferRecord> transfersBefore(TimeMs offered,
                                                     std::uint64_t limit) const override {
        return store_.transfersBefore(offered, limit);
    }
    std::uint64_t references(const Hash &hash) const override { return store_.references(hash); }
    bool mayReadFile(const AccountName &viewer, const std::optional<std::vector<RoomName>> &rooms,
                     const wire::File &file) const override {
        return store_.mayReadFile(viewer, rooms, file);
    }
    std::uint64_t fileBytes(const std::optional<AccountName> &account) const override {
        return store_.fileBytes(account);
    }
    std::uint64_t nextTransfer() const override { return store_.nextTransfer(); }
    hub::FoundPage search(const hub::SearchQuery &query) const override {
        return store_.search(query);
    }
    hub::FoundPage mentions(const AccountName &viewer,
                            const std::optional<std::vector<RoomName>> &rooms,
                            const std::optional<std::string> &page,
                            std::uint64_t limit) const override {
        return store_.mentions(viewer, rooms, page, limit);
    }
    std::vector<hub::AccountRecord> everyAccount() const override { return store_.everyAccount(); }
    std::vector<hub::DeviceRecord> everyDevice() const override { return store_.everyDevice(); }
    std::vector<hub::TicketRecord> everyTicket() const override { return store_.everyTicket(); }
    std::vector<hub::RoomRecord> everyRoom() const override { return store_.everyRoom(); }
    void begin() override { store_.begin(); }
    Outcome commit() override { return store_.commit(); }
    void rollback() override { store_.rollback(); }

    void put(const hub::AccountRecord &account) override;
    void put(const hub::DeviceRecord &device) override;
    void put(const hub::TicketRecord &ticket) override;
    void put(const hub::RoomRecord &room) override;
    void put(const RoomName &room, const AccountName &who,
             const hub::MemberRecord &member) override;
    void putMarker(const AccountName &account, const RoomName &room, const std::string &cursor,
                   Seq seq) override;
    void put(const hub::TransferRecord &transfer) override;
    void removeTransfer(std::uint64_t number) override;
    void append(const RoomName &room, const wire::Entry &entry,
                const std::optional<Hash> &digest) override;
    void replace(const RoomName &room, const wire::Message &message) override;
    void blank(const RoomName &room, Seq of) override;

private:
    hub::Store &store_;
    std::vector<std::string> written_;
};

} // namespace zchat::testing
