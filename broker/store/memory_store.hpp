// MemoryStore: the store seam in memory, for tests and the simulator.
//
// It keeps what SqliteStore keeps and answers as it answers (one contract suite holds both to
// that), but dies with the process. A turn is undone by a log of what to put back. A test can make
// a commit or any verb fail as a disk would; a failed verb is sticky, as the seam says.
//
// Every page is bounded as the seam asks; the work is not, since it looks at everything it holds.
#pragma once

#include <functional>
#include <map>
#include <tuple>

#include "broker/hub/store.hpp"

namespace zchat::store {

class MemoryStore final : public hub::Store {
public:
    // The next `count` commits fail and roll back.
    void failCommits(std::uint64_t count) { failingCommits_ = count; }
    // The disk is gone: no commit and no verb works until it is mended, which a new process does.
    void breakDisk(bool broken) { broken_ = broken; }
    [[nodiscard]] bool broken() const { return broken_; }
    // How many turns became durable so far.
    [[nodiscard]] std::uint64_t commits() const { return commits_; }
    // The nth verb from now fails, 1 being the next one; reads are verbs, begin and commit are not.
    void failVerb(std::uint64_t nth) { failingVerb_ = nth; }
    // How many verbs there were so far: for tests that fail each of them in turn.
    [[nodiscard]] std::uint64_t verbs() const { return verbs_; }

    [[nodiscard]] std::optional<Fault> fault() const override { return fault_; }
    void clearFault() override { fault_.reset(); }

    [[nodiscard]] std::optional<hub::AccountRecord> account(const AccountName &name) const override;
    [[nodiscard]] std::vector<hub::AccountRecord> accounts(const std::string &query,
                                                           const std::optional<AccountName> &after,
                                                           std::uint64_t limit) const override;
    [[nodiscard]] bool hasAccounts() const override;
    [[nodiscard]] std::optional<hub::DeviceRecord> device(const PublicKey &key) const override;
    [[nodiscard]] std::vector<hub::DeviceRecord>
    devicesOf(const AccountName &account) const override;
    [[nodiscard]] std::optional<hub::TicketRecord> ticket(const PublicKey &key) const override;

    [[nodiscard]] std::optional<hub::RoomRecord> room(const RoomName &name) const override;
    [[nodiscard]] std::optional<RoomName>
    directOf(const std::vector<AccountName> &people) const override;
    [[nodiscard]] std::optional<hub::MemberRecord> member(const RoomName &room,
                                                          const AccountName &who) const override;
    [[nodiscard]] std::vector<std::pair<AccountName, hub::MemberRecord>>
    members(const RoomName &room, const std::optional<AccountName> &after,
            std::uint64_t limit) const override;
    [[nodiscard]] std::vector<RoomName> joinedBy(const AccountName &who) const override;
    [[nodiscard]] std::vector<RoomName> visibleTo(const AccountName &who,
                                                  const std::optional<RoomName> &after,
                                                  std::uint64_t limit) const override;

    [[nodiscard]] std::vector<wire::Encoded<wire::Entry>>
    entries(const RoomName &room, Seq after, std::uint64_t limit,
            std::size_t pageBytes) const override;
    [[nodiscard]] std::optional<wire::Entry> entry(const RoomName &room, Seq seq) const override;
    [[nodiscard]] std::vector<wire::Encoded<wire::Message>>
    history(const RoomName &room, const hub::HistoryWindow &window,
            std::size_t pageBytes) const override;
    [[nodiscard]] std::optional<wire::Message> message(const RoomName &room,
                                                       Seq seq) const override;
    [[nodiscard]] std::optional<hub::IdRecord> idOf(const AccountName &account,
                                                    const EntryId &id) const override;

    [[nodiscard]] Seq marker(const AccountName &account, const RoomName &room,
                             const std::string &cursor) const override;
    [[nodiscard]] hub::Counts counts(const AccountName &account, const RoomName &room,
                                     Seq marker) const override;

    [[nodiscard]] std::optional<hub::TransferRecord> transfer(std::uint64_t number) const override;
    [[nodiscard]] std::optional<hub::TransferRecord> transferOf(const AccountName &account,
                                                                const EntryId &id) const override;
    [[nodiscard]] std::uint64_t transfersOf(const AccountName &account) const override;
    [[nodiscard]] std::vector<hub::TransferRecord>
    transfersBefore(TimeMs offered, std::uint64_t limit) const override;
    [[nodiscard]] std::uint64_t references(const Hash &hash) const override;
    [[nodiscard]] bool mayReadFile(const AccountName &viewer,
                                   const std::optional<std::vector<RoomName>> &rooms,
                                   const wire::File &file) const override;
    [[nodiscard]] std::uint64_t fileBytes(const std::optional<AccountName> &account) const override;

    [[nodiscard]] hub::FoundPage search(const hub::SearchQuery &query) const override;
    [[nodiscard]] hub::FoundPage mentions(const AccountName &viewer,
                                          const std::optional<std::vector<RoomName>> &rooms,
                                          const std::optional<std::string> &page,
                                          std::uint64_t limit) const override;

    [[nodiscard]] std::vector<hub::AccountRecord> everyAccount() const override;
    [[nodiscard]] std::vector<hub::DeviceRecord> everyDevice() const override;
    [[nodiscard]] std::vector<hub::TicketRecord> everyTicket() const override;
    [[nodiscard]] std::vector<hub::RoomRecord> everyRoom() const override;

    void begin() override;
    [[nodiscard]] Outcome commit() override;
    void rollback() override;

    void put(const hub::AccountRecord &account) override;
    void put(const hub::DeviceRecord &device) override;
    void put(const hub::TicketRecord &ticket) override;
    void put(const hub::RoomRecord &room) override;
    void put(const RoomName &room, const AccountName &who,
             const hub::MemberRecord &member) override;
    void putMarker(const AccountName &account, const RoomName &room, const std::string &cursor,
                   Seq seq) override;
    [[nodiscard]] std::uint64_t nextTransfer() const override;
    void put(const hub::TransferRecord &transfer) override;
    void removeTransfer(std::uint64_t number) override;
    void append(const RoomName &room, const wire::Entry &entry,
                const std::optional<Hash> &digest) override;
    void replace(const RoomName &room, const wire::Message &message) override;
    void blank(const RoomName &room, Seq of) override;

private:
    struct Room {
        std::vector<wire::Entry> entries; // entry n is at n - 1
        std::map<Seq, wire::Message> messages;
    };
    struct Spoken {
        RoomName room;
        Seq seq;
    };

    // Counts a verb; true where it must fail, which it then has done.
    [[nodiscard]] bool fails() const;
    // As above, and true after any earlier fault of the turn: writes after a failed one are lost.
    [[nodiscard]] bool refusesWrite();
    template <class Table, class Key, class Row>
    void write(Table &table, const Key &key, Row row);

    template <class Table, class Key>
    void remove(Table &table, const Key &key);
    // The files of all messages that still have theirs.
    template <class Visit>
    void eachFile(Visit visit) const;

    [[nodiscard]] const Room *log(const RoomName &room) const;
    [[nodiscard]] bool mayRead(const AccountName &viewer, const RoomName &room) const;
    [[nodiscard]] bool joined(const AccountName &viewer, const RoomName &room) const;
    template <class Matches>
    [[nodiscard]] hub::FoundPage newestFirst(const std::optional<std::string> &page,
                                             std::uint64_t limit, Matches matches) const;

    std::map<AccountName, hub::AccountRecord> accounts_;
    std::map<PublicKey, hub::DeviceRecord> devices_;
    std::vector<PublicKey> deviceOrder_;
    std::map<PublicKey, hub::TicketRecord> tickets_;
    std::map<RoomName, hub::RoomRecord> rooms_;
    std::map<RoomName, std::map<AccountName, hub::MemberRecord>> members_;
    std::map<std::vector<AccountName>, RoomName> directs_;
    std::map<RoomName, Room> logs_;
    std::vector<Spoken> spoken_; // every counted message, in order of committing
    std::map<std::pair<AccountName, EntryId>, hub::IdRecord> ids_;
    std::map<std::tuple<AccountName, RoomName, std::string>, Seq> markers_;
    std::map<std::uint64_t, hub::TransferRecord> transfers_;
    std::uint64_t lastTransfer_ = 0;

    bool open_ = false;
    std::vector<std::function<void()>> undo_;
    mutable std::optional<Fault> fault_;
    mutable std::uint64_t verbs_ = 0;
    mutable std::uint64_t failingVerb_ = 0;
    std::uint64_t failingCommits_ = 0;
    std::uint64_t commits_ = 0;
    bool broken_ = false;
};

} // namespace zchat::store
