// The contract of hub::Store for files: uploads under way, and which message has which bytes.
#include "tests/store/rigs.hpp"

using namespace zchat;
using namespace zchat::tests;

namespace {

wire::File fileOf(std::uint8_t hash, std::uint64_t size) {
    return {.name = "a file.txt",
            .size = size,
            .hash = idOf<Hash>(hash),
            .media = "text/plain",
            .width = 3,
            .height = std::nullopt,
            .body = "a caption",
            .reply = Seq{1}};
}

hub::TransferRecord transferOf(std::uint64_t number, const std::string &account, std::uint64_t size,
                               TimeMs offered = 1'000) {
    const auto low = static_cast<std::uint8_t>(number);
    return {.number = number,
            .account = AccountName(account),
            .id = idOf<EntryId>(low),
            .digest = idOf<Hash>(low, 1),
            .room = RoomName("ops"),
            .file = fileOf(low, size),
            .offered = offered};
}

std::vector<std::uint64_t> numbersOf(const std::vector<hub::TransferRecord> &transfers) {
    std::vector<std::uint64_t> numbers;
    for (const hub::TransferRecord &transfer : transfers)
        numbers.push_back(transfer.number);
    return numbers;
}

using Numbers = std::vector<std::uint64_t>;

} // namespace

TEMPLATE_TEST_CASE("store: a transfer is found by its number and by its id", "", MemoryRig,
                   SqliteRig) {
    TestType rig;
    hub::Store &store = rig.store();
    const hub::TransferRecord one = transferOf(1, "alice", 10);
    store.begin();
    CHECK(store.nextTransfer() == 1);
    store.put(one);
    store.put(transferOf(2, "bob", 20));
    commit(store);
    CHECK(store.transfer(1) == one);
    CHECK(store.transfer(2)->account == AccountName("bob"));
    CHECK_FALSE(store.transfer(3).has_value());
    CHECK_FALSE(store.transfer(UINT64_MAX).has_value());
    CHECK(store.transferOf(AccountName("alice"), one.id) == one);
    CHECK_FALSE(store.transferOf(AccountName("bob"), one.id).has_value());
    CHECK(store.transfersOf(AccountName("alice")) == 1);
    CHECK(store.transfersOf(AccountName("carol")) == 0);
    hub::TransferRecord later = one;
    later.offered = 9'000;
    store.begin();
    store.put(later);
    commit(store);
    CHECK(store.transfer(1) == later);
    CHECK(store.transfersOf(AccountName("alice")) == 1);
    CHECK_FALSE(store.fault().has_value());
}

TEMPLATE_TEST_CASE("store: a transfer's number is never given twice", "", MemoryRig, SqliteRig) {
    TestType rig;
    hub::Store &store = rig.store();
    store.begin();
    store.put(transferOf(store.nextTransfer(), "alice", 10));
    commit(store);
    store.begin();
    store.removeTransfer(1);
    store.removeTransfer(77);
    commit(store);
    CHECK_FALSE(store.transfer(1).has_value());
    store.begin();
    CHECK(store.nextTransfer() == 2);
    store.put(transferOf(2, "alice", 10));
    store.rollback();
    store.begin();
    CHECK(store.nextTransfer() == 2); // nobody ever heard of the first one
    store.rollback();
}

TEMPLATE_TEST_CASE("store: old transfers are found in order, a page at a time", "", MemoryRig,
                   SqliteRig) {
    TestType rig;
    hub::Store &store = rig.store();
    store.begin();
    store.put(transferOf(1, "alice", 10, 500));
    store.put(transferOf(2, "alice", 10, 100));
    store.put(transferOf(3, "alice", 10, 300));
    commit(store);
    CHECK(numbersOf(store.transfersBefore(501, 10)) == Numbers{1, 2, 3});
    CHECK(numbersOf(store.transfersBefore(500, 10)) == Numbers{2, 3});
    CHECK(numbersOf(store.transfersBefore(500, 1)) == Numbers{2});
    CHECK(store.transfersBefore(100, 10).empty());
}

TEMPLATE_TEST_CASE("store: bytes are referred to until the last message of them is redacted", "",
                   MemoryRig, SqliteRig) {
    TestType rig;
    hub::Store &store = rig.store();
    Speaker speaker(store);
    store.begin();
    speaker.makeRoom("ops");
    speaker.text("ops", "alice", "see below");
    const Seq first = speaker.say("ops", "alice", fileOf(7, 10));
    const Seq second = speaker.say("ops", "bob", fileOf(7, 10));
    CHECK(store.references(idOf<Hash>(7)) == 2);
    commit(store);
    CHECK(store.references(idOf<Hash>(7)) == 2);
    CHECK(store.references(idOf<Hash>(8)) == 0);
    store.begin();
    speaker.redact("ops", "alice", first);
    commit(store);
    CHECK(store.references(idOf<Hash>(7)) == 1);
    store.begin();
    speaker.redact("ops", "bob", second);
    CHECK(store.references(idOf<Hash>(7)) == 0);
    store.rollback();
    CHECK(store.references(idOf<Hash>(7)) == 1);
    CHECK(store.entry(RoomName("ops"), first)->redacted);
}

TEMPLATE_TEST_CASE("store: bytes may be read by whoever may read one message of them", "",
                   MemoryRig, SqliteRig) {
    TestType rig;
    hub::Store &store = rig.store();
    Speaker speaker(store);
    const auto may = [&](const char *who, const wire::File &file,
                         const std::optional<std::vector<RoomName>> &rooms = {}) {
        return store.mayReadFile(AccountName(who), rooms, file);
    };
    store.begin();
    speaker.makeRoom("den", wire::RoomKind::privateRoom);
    speaker.makeRoom("ops");
    speaker.join("den", "alice");
    store.put(RoomName("den"), AccountName("carol"), standing(hub::Standing::removed));
    speaker.text("den", "alice", "see below");
    speaker.say("den", "alice", fileOf(7, 10));
    commit(store);
    CHECK(may("alice", fileOf(7, 10)));
    CHECK_FALSE(may("alice", fileOf(7, 11)));
    CHECK_FALSE(may("alice", fileOf(8, 10)));
    CHECK_FALSE(may("bob", fileOf(7, 10)));
    CHECK_FALSE(may("carol", fileOf(7, 10)));
    CHECK_FALSE(may("alice", fileOf(7, 10), std::vector<RoomName>{RoomName("ops")}));
    CHECK(may("alice", fileOf(7, 10), std::vector<RoomName>{RoomName("den")}));
    store.begin();
    speaker.text("ops", "alice", "see below");
    const Seq open = speaker.say("ops", "alice", fileOf(7, 10));
    commit(store);
    CHECK(may("bob", fileOf(7, 10)));
    store.begin();
    speaker.redact("ops", "alice", open);
    commit(store);
    CHECK_FALSE(may("bob", fileOf(7, 10)));
}

TEMPLATE_TEST_CASE("store: what files take is summed up, equal bytes once for all together", "",
                   MemoryRig, SqliteRig) {
    TestType rig;
    hub::Store &store = rig.store();
    Speaker speaker(store);
    const auto sums = [&store] {
        return Numbers{store.fileBytes(AccountName("alice")), store.fileBytes(AccountName("bob")),
                       store.fileBytes(std::nullopt)};
    };
    store.begin();
    CHECK(sums() == Numbers{0, 0, 0});
    speaker.makeRoom("ops");
    speaker.text("ops", "alice", "see below");
    const Seq first = speaker.say("ops", "alice", fileOf(7, 10));
    const Seq second = speaker.say("ops", "alice", fileOf(7, 10));
    const Seq third = speaker.say("ops", "bob", fileOf(7, 10));
    speaker.say("ops", "bob", fileOf(8, 100));
    store.put(transferOf(1, "alice", 1'000));
    store.put(transferOf(1, "alice", 1'000, 2'000)); // offered again
    commit(store);
    CHECK(sums() == Numbers{1'020, 110, 1'110});
    store.begin();
    speaker.redact("ops", "alice", first);
    speaker.redact("ops", "bob", third);
    CHECK(sums() == Numbers{1'010, 100, 1'110});
    speaker.redact("ops", "alice", second);
    CHECK(sums() == Numbers{1'000, 100, 1'100});
    store.removeTransfer(1);
    store.removeTransfer(1);
    CHECK(sums() == Numbers{0, 100, 100});
    store.rollback();
    CHECK(sums() == Numbers{1'020, 110, 1'110});
}
