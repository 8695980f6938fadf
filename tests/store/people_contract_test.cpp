// The contract of hub::Store, first half: people, rooms, members, markers, turns.
#include "tests/store/rigs.hpp"

using namespace zchat;
using namespace zchat::tests;

namespace {

std::vector<std::string> namesOf(const std::vector<hub::AccountRecord> &accounts) {
    std::vector<std::string> names;
    for (const hub::AccountRecord &account : accounts)
        names.push_back(account.name.value);
    return names;
}

std::vector<std::string> namesOf(const std::vector<RoomName> &rooms) {
    std::vector<std::string> names;
    for (const RoomName &room : rooms)
        names.push_back(room.value);
    return names;
}

using Names = std::vector<std::string>;

} // namespace

TEMPLATE_TEST_CASE("store: an account comes back as it was put", "", MemoryRig, SqliteRig) {
    TestType rig;
    hub::Store &store = rig.store();
    hub::AccountRecord bot = person("bot", "A bot");
    bot.bot = true;
    bot.role = wire::AccountRole::admin;
    bot.disabled = true;
    bot.scope = wire::Scope{.rooms = std::vector{RoomName("build"), RoomName("ops")},
                            .ops = std::vector<std::string>{},
                            .rate = 7};
    store.begin();
    CHECK_FALSE(store.hasAccounts());
    store.put(bot);
    store.put(person("alice", "Alice A."));
    CHECK(store.hasAccounts());
    commit(store);
    CHECK(store.account(AccountName("bot")) == bot);
    CHECK(store.account(AccountName("alice")) == person("alice", "Alice A."));
    CHECK_FALSE(store.account(AccountName("carol")).has_value());
    bot.scope = wire::Scope{};
    bot.disabled = false;
    store.begin();
    store.put(bot);
    commit(store);
    CHECK(store.account(AccountName("bot")) == bot);
    CHECK(store.everyAccount().size() == 2);
    CHECK_FALSE(store.fault().has_value());
}

TEMPLATE_TEST_CASE("store: accounts are listed by name, by part of name or title in any case", "",
                   MemoryRig, SqliteRig) {
    TestType rig;
    hub::Store &store = rig.store();
    store.begin();
    hub::AccountRecord gone = person("gone");
    gone.removed = true;
    store.put(gone);
    store.put(person("dora", "Ältere Dame"));
    store.put(person("carol", "Smith"));
    store.put(person("alice"));
    store.put(person("bob", "Alicia's brother"));
    commit(store);
    CHECK(namesOf(store.accounts("", std::nullopt, 10)) == Names{"alice", "bob", "carol", "dora"});
    CHECK(namesOf(store.accounts("", AccountName("alice"), 2)) == Names{"bob", "carol"});
    CHECK(namesOf(store.accounts("ALIC", std::nullopt, 10)) == Names{"alice", "bob"});
    CHECK(namesOf(store.accounts("smiTH", std::nullopt, 10)) == Names{"carol"});
    CHECK(namesOf(store.accounts("%", std::nullopt, 10)).empty());
    CHECK(namesOf(store.accounts("gone", std::nullopt, 10)).empty());
    CHECK(store.everyAccount().size() == 5);
}

TEMPLATE_TEST_CASE("store: devices keep their order and leave the list when revoked", "", MemoryRig,
                   SqliteRig) {
    TestType rig;
    hub::Store &store = rig.store();
    const auto device = [](std::uint8_t number, const std::string &account) {
        return hub::DeviceRecord{.key = idOf<PublicKey>(number),
                                 .account = AccountName(account),
                                 .label = "laptop",
                                 .added = 5,
                                 .seen = 6,
                                 .revoked = false,
                                 .ticket = std::nullopt};
    };
    store.begin();
    hub::DeviceRecord second = device(2, "alice");
    second.ticket = idOf<PublicKey>(77);
    store.put(device(9, "alice"));
    store.put(second);
    store.put(device(3, "bob"));
    commit(store);
    store.begin();
    hub::DeviceRecord seen = device(9, "alice");
    seen.seen = 99;
    store.put(seen);
    commit(store);
    CHECK(store.device(idOf<PublicKey>(2)) == second);
    CHECK_FALSE(store.device(idOf<PublicKey>(1)).has_value());
    CHECK(store.devicesOf(AccountName("alice")) == std::vector{seen, second});
    store.begin();
    seen.revoked = true;
    store.put(seen);
    commit(store);
    CHECK(store.devicesOf(AccountName("alice")) == std::vector{second});
    CHECK(store.device(seen.key) == seen);
    CHECK(store.everyDevice().size() == 3);
}

TEMPLATE_TEST_CASE("store: a ticket comes back as it was put", "", MemoryRig, SqliteRig) {
    TestType rig;
    hub::Store &store = rig.store();
    hub::TicketRecord ticket{.key = idOf<PublicKey>(1),
                             .purpose = wire::Purpose::bot,
                             .name = AccountName("builder"),
                             .scope = wire::Scope{.rooms = std::vector{RoomName("build")},
                                                  .ops = std::nullopt,
                                                  .rate = std::nullopt},
                             .by = AccountName("alice"),
                             .expires = 123,
                             .usesLeft = 4,
                             .revoked = false};
    store.begin();
    store.put(ticket);
    commit(store);
    CHECK(store.ticket(ticket.key) == ticket);
    ticket.usesLeft = 3;
    ticket.revoked = true;
    ticket.by = std::nullopt;
    ticket.name = std::nullopt;
    store.begin();
    store.put(ticket);
    commit(store);
    CHECK(store.everyTicket() == std::vector{ticket});
    CHECK_FALSE(store.ticket(idOf<PublicKey>(2)).has_value());
}

TEMPLATE_TEST_CASE("store: a room comes back as it was put, a direct one by its people", "",
                   MemoryRig, SqliteRig) {
    TestType rig;
    hub::Store &store = rig.store();
    hub::RoomRecord direct = roomCalled("~abc", wire::RoomKind::direct);
    direct.direct = {AccountName("alice"), AccountName("bob")};
    hub::RoomRecord ops = roomCalled("ops", wire::RoomKind::privateRoom);
    ops.title = "Operations";
    ops.topic = "What runs";
    store.begin();
    store.put(direct);
    store.put(ops);
    commit(store);
    CHECK(store.room(direct.name) == direct);
    CHECK(store.directOf(direct.direct) == direct.name);
    CHECK_FALSE(store.directOf({AccountName("alice")}).has_value());
    ops.archived = true;
    ops.head = Seq{12};
    ops.lastAt = 13;
    ops.members = 14;
    ops.title = "";
    store.begin();
    store.put(ops);
    commit(store);
    CHECK(store.room(ops.name) == ops);
    CHECK(store.everyRoom().size() == 2);
    CHECK_FALSE(store.room(RoomName("absent")).has_value());
}

TEMPLATE_TEST_CASE("store: members are those who joined, in order of name", "", MemoryRig,
                   SqliteRig) {
    TestType rig;
    hub::Store &store = rig.store();
    const RoomName ops("ops");
    hub::MemberRecord owner{.role = wire::Role::owner,
                            .standing = hub::Standing::joined,
                            .notify = wire::Notify::none,
                            .notifyUntil = 55};
    store.begin();
    store.put(roomCalled("ops"));
    store.put(ops, AccountName("carol"), owner);
    store.put(ops, AccountName("alice"), standing(hub::Standing::joined));
    store.put(ops, AccountName("bob"), standing(hub::Standing::removed));
    commit(store);
    CHECK(store.member(ops, AccountName("carol")) == owner);
    CHECK(store.member(ops, AccountName("bob")) == standing(hub::Standing::removed));
    CHECK_FALSE(store.member(ops, AccountName("dora")).has_value());
    const auto all = store.members(ops, std::nullopt, 10);
    REQUIRE(all.size() == 2);
    CHECK(all[0].first.value == "alice");
    CHECK(all[1].second == owner);
    CHECK(store.members(ops, AccountName("alice"), 10).size() == 1);
    CHECK(store.members(ops, std::nullopt, 1).size() == 1);
}

TEMPLATE_TEST_CASE("store: an account sees public rooms and those it joined", "", MemoryRig,
                   SqliteRig) {
    TestType rig;
    hub::Store &store = rig.store();
    store.begin();
    Speaker speaker(store);
    speaker.makeRoom("lobby");
    speaker.makeRoom("zoo");
    speaker.makeRoom("ops", wire::RoomKind::privateRoom);
    speaker.makeRoom("secret", wire::RoomKind::privateRoom);
    speaker.join("ops", "alice");
    speaker.join("lobby", "alice");
    store.put(RoomName("secret"), AccountName("alice"), standing(hub::Standing::left));
    commit(store);
    const AccountName alice("alice");
    CHECK(namesOf(store.joinedBy(alice)) == Names{"lobby", "ops"});
    CHECK(namesOf(store.visibleTo(alice, std::nullopt, 10)) == Names{"lobby", "ops", "zoo"});
    CHECK(namesOf(store.visibleTo(alice, RoomName("lobby"), 1)) == Names{"ops"});
    CHECK(namesOf(store.visibleTo(AccountName("bob"), std::nullopt, 10)) == Names{"lobby", "zoo"});
}

TEMPLATE_TEST_CASE("store: markers and cursors stand where they were put", "", MemoryRig,
                   SqliteRig) {
    TestType rig;
    hub::Store &store = rig.store();
    const AccountName alice("alice");
    const RoomName ops("ops");
    store.begin();
    store.put(roomCalled("ops"));
    store.putMarker(alice, ops, "", Seq{5});
    store.putMarker(alice, ops, "nightly", Seq{3});
    store.putMarker(alice, ops, "nightly", Seq{2});
    commit(store);
    CHECK(store.marker(alice, ops, "") == Seq{5});
    CHECK(store.marker(alice, ops, "nightly") == Seq{2});
    CHECK(store.marker(alice, ops, "weekly") == Seq{0});
    CHECK(store.marker(AccountName("bob"), ops, "") == Seq{0});
}

TEMPLATE_TEST_CASE("store: a turn that is rolled back leaves nothing behind", "", MemoryRig,
                   SqliteRig) {
    TestType rig;
    hub::Store &store = rig.store();
    Speaker speaker(store);
    store.begin();
    store.put(person("alice"));
    speaker.makeRoom("ops");
    const Seq first = speaker.text("ops", "alice", "kept words");
    commit(store);
    store.begin();
    store.put(person("bob"));
    speaker.makeRoom("gone");
    speaker.text("gone", "bob", "lost words", {"alice"});
    speaker.text("ops", "bob", "lost words", {"alice"});
    speaker.say("ops", "bob", wire::Edit{.of = first, .body = "changed words"});
    store.putMarker(AccountName("bob"), RoomName("ops"), "", Seq{1});
    CHECK(store.account(AccountName("bob")).has_value());
    CHECK(store.room(RoomName("ops"))->head == Seq{3});
    store.rollback();
    CHECK_FALSE(store.account(AccountName("bob")).has_value());
    CHECK_FALSE(store.room(RoomName("gone")).has_value());
    CHECK(store.room(RoomName("ops"))->head == Seq{1});
    CHECK(store.entries(RoomName("ops"), Seq{0}, 10, wholePage).size() == 1);
    CHECK(std::get<wire::Text>(store.message(RoomName("ops"), first)->entry.content).body ==
          "kept words");
    CHECK(store.marker(AccountName("bob"), RoomName("ops"), "") == Seq{0});
    CHECK(store.counts(AccountName("alice"), RoomName("ops"), Seq{0}) == hub::Counts{});
    // The numbers that the lost turn had taken are given again.
    store.begin();
    speaker.makeRoom("new");
    speaker.text("new", "carol", "new words", {"alice"});
    const Seq second = speaker.text("ops", "bob", "more words", {"alice"});
    commit(store);
    CHECK(second == Seq{2});
    CHECK(store.counts(AccountName("alice"), RoomName("ops"), Seq{0}) ==
          hub::Counts{.unread = 1, .mentions = 1});
    CHECK(store.counts(AccountName("alice"), RoomName("new"), Seq{0}) ==
          hub::Counts{.unread = 1, .mentions = 1});
    CHECK_FALSE(store.fault().has_value());
}
