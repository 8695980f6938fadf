// The contract of hub::Store, second half: entries, messages, ids, redaction, counts.
#include <random>

#include "shared/wire/codec.hpp"
#include "shared/wire/fold.hpp"
#include "tests/store/rigs.hpp"
#include "tests/support/decoded.hpp"

using namespace zchat;
using namespace zchat::tests;

namespace {

using Seqs = std::vector<std::uint64_t>;

Seqs seqsOf(const std::vector<wire::Entry> &entries) {
    Seqs seqs;
    for (const wire::Entry &entry : entries)
        seqs.push_back(entry.seq.value);
    return seqs;
}

Seqs seqsOf(const std::vector<wire::Message> &messages) {
    Seqs seqs;
    for (const wire::Message &message : messages)
        seqs.push_back(message.entry.seq.value);
    return seqs;
}

Seqs window(hub::Store &store, const hub::HistoryWindow &asked, std::size_t bytes = wholePage) {
    return seqsOf(decoded(store.history(RoomName("ops"), asked, bytes)));
}

hub::HistoryWindow newest(std::uint64_t limit) {
    hub::HistoryWindow asked;
    asked.limit = limit;
    return asked;
}
hub::HistoryWindow before(std::uint64_t seq, std::uint64_t limit) {
    hub::HistoryWindow asked = newest(limit);
    asked.before = Seq{seq};
    return asked;
}
hub::HistoryWindow after(std::uint64_t seq, std::uint64_t limit) {
    hub::HistoryWindow asked = newest(limit);
    asked.after = Seq{seq};
    return asked;
}
hub::HistoryWindow around(std::uint64_t seq, std::uint64_t limit) {
    hub::HistoryWindow asked = newest(limit);
    asked.around = Seq{seq};
    return asked;
}

std::string bodyAt(hub::Store &store, Seq seq) {
    const std::optional<wire::Message> message = store.message(RoomName("ops"), seq);
    return message ? std::get<wire::Text>(message->entry.content).body : "none";
}

// What counts() must say, the slow way.
hub::Counts counted(hub::Store &store, const std::string &room, const std::string &who,
                    Seq marker) {
    hub::Counts counts;
    const bool direct = store.room(RoomName(room))->kind == wire::RoomKind::direct;
    for (std::uint64_t seq = marker.value + 1; seq <= store.room(RoomName(room))->head.value;
         ++seq) {
        const std::optional<wire::Message> message = store.message(RoomName(room), Seq{seq});
        if (!message || !wire::isCounted(message->entry.content) || message->entry.redacted ||
            message->entry.by.value == who)
            continue;
        counts.unread += 1;
        const wire::Text *text = std::get_if<wire::Text>(&message->entry.content);
        bool named = direct;
        for (const std::string &name : text ? text->mentions : std::vector<std::string>{})
            named = named || name == who || name == "all";
        counts.mentions += named ? 1 : 0;
    }
    return counts;
}

} // namespace

TEMPLATE_TEST_CASE("store: entries come back raw, in order, and page by page", "", MemoryRig,
                   SqliteRig) {
    TestType rig;
    hub::Store &store = rig.store();
    Speaker speaker(store);
    store.begin();
    speaker.makeRoom("ops");
    speaker.makeRoom("other");
    for (int i = 0; i < 5; ++i) {
        speaker.text("other", "bob", "elsewhere");
        speaker.text("ops", "alice", "number " + std::to_string(i));
    }
    speaker.say("ops", "bob", wire::React{.of = Seq{1}, .emoji = "👍", .on = true});
    commit(store);
    const RoomName ops("ops");
    CHECK(seqsOf(decoded(store.entries(ops, Seq{0}, 3, wholePage))) == Seqs{1, 2, 3});
    CHECK(seqsOf(decoded(store.entries(ops, Seq{3}, 200, wholePage))) == Seqs{4, 5, 6});
    CHECK(store.entries(ops, Seq{6}, 200, wholePage).empty());
    CHECK(store.entries(ops, Seq{~std::uint64_t{0} >> 1}, 200, wholePage).empty());
    CHECK(store.entries(RoomName("absent"), Seq{0}, 200, wholePage).empty());
    const std::optional<wire::Entry> third = store.entry(ops, Seq{3});
    REQUIRE(third.has_value());
    CHECK(std::get<wire::Text>(third->content).body == "number 2");
    CHECK_FALSE(store.entry(ops, Seq{7}).has_value());
    CHECK_FALSE(store.entry(ops, Seq{0}).has_value());
}

TEMPLATE_TEST_CASE("store: a page ends before its bytes are passed, but holds one", "", MemoryRig,
                   SqliteRig) {
    TestType rig;
    hub::Store &store = rig.store();
    Speaker speaker(store);
    store.begin();
    speaker.makeRoom("ops");
    for (int i = 0; i < 6; ++i)
        speaker.text("ops", "alice", std::string(1000, 'x'));
    commit(store);
    const RoomName ops("ops");
    const std::size_t entryBytes = wire::encodeEntry(*store.entry(ops, Seq{1})).size();
    CHECK(store.entries(ops, Seq{0}, 10, 3 * entryBytes).size() == 3);
    CHECK(store.entries(ops, Seq{0}, 10, 3 * entryBytes - 1).size() == 2);
    CHECK(store.entries(ops, Seq{0}, 10, 1).size() == 1);
    const std::size_t messageBytes = wire::encodeMessage(*store.message(ops, Seq{1})).size();
    CHECK(window(store, newest(10), 2 * messageBytes) == Seqs{5, 6});
    CHECK(window(store, after(1, 10), 2 * messageBytes) == Seqs{2, 3});
    CHECK(window(store, around(3, 10), 3 * messageBytes) == Seqs{2, 3, 4});
    CHECK(window(store, around(3, 10), 1) == Seqs{3});
}

TEMPLATE_TEST_CASE("store: history shows messages only, nearest to what was asked for", "",
                   MemoryRig, SqliteRig) {
    TestType rig;
    hub::Store &store = rig.store();
    Speaker speaker(store);
    store.begin();
    speaker.makeRoom("ops");
    for (int i = 0; i < 4; ++i) {
        const Seq seq = speaker.text("ops", "alice", "words"); // 1 3 5 7
        speaker.say("ops", "bob", wire::React{.of = seq, .emoji = "👍", .on = true});
    }
    speaker.say("ops", "bob",
                wire::MemberChange{.who = AccountName("bob"),
                                   .change = wire::Change::joined,
                                   .role = std::nullopt}); // 9
    commit(store);
    CHECK(window(store, newest(3)) == Seqs{5, 7, 9});
    CHECK(window(store, newest(100)) == Seqs{1, 3, 5, 7, 9});
    CHECK(window(store, before(7, 2)) == Seqs{3, 5});
    CHECK(window(store, before(1, 2)).empty());
    CHECK(window(store, after(3, 2)) == Seqs{5, 7});
    CHECK(window(store, after(9, 2)).empty());
    CHECK(window(store, around(5, 3)) == Seqs{3, 5, 7});
    CHECK(window(store, around(6, 2)) == Seqs{5, 7});
    CHECK(window(store, around(5, 1)) == Seqs{5});
    CHECK(store.message(RoomName("ops"), Seq{5})->reactions.size() == 1);
    CHECK_FALSE(store.message(RoomName("ops"), Seq{6}).has_value());
}

TEMPLATE_TEST_CASE("store: a message is as it was last replaced, its entry as it was said", "",
                   MemoryRig, SqliteRig) {
    TestType rig;
    hub::Store &store = rig.store();
    Speaker speaker(store);
    store.begin();
    speaker.makeRoom("ops");
    const Seq first = speaker.text("ops", "alice", "first words");
    commit(store);
    store.begin();
    speaker.say("ops", "alice", wire::Edit{.of = first, .body = "second words"});
    CHECK(bodyAt(store, first) == "second words");
    speaker.say("ops", "bob", wire::Pin{.of = first, .on = true});
    speaker.say("ops", "bob", wire::Text{.body = "an answer", .reply = first, .mentions = {}});
    commit(store);
    const std::optional<wire::Message> message = store.message(RoomName("ops"), first);
    REQUIRE(message.has_value());
    CHECK(message->pinned);
    CHECK(message->replies == 1);
    CHECK(message->edited.has_value());
    CHECK(bodyAt(store, first) == "second words");
    CHECK(std::get<wire::Text>(store.entry(RoomName("ops"), first)->content).body == "first words");
    CHECK(decoded(store.history(RoomName("ops"), newest(10), wholePage)).front() == *message);
}

TEMPLATE_TEST_CASE("store: an id finds its first answer, for its own account only", "", MemoryRig,
                   SqliteRig) {
    TestType rig;
    hub::Store &store = rig.store();
    store.begin();
    hub::RoomRecord ops = roomCalled("ops");
    store.put(ops);
    const wire::Entry entry{.seq = Seq{1},
                            .at = 77,
                            .by = AccountName("alice"),
                            .id = idOf<EntryId>(5),
                            .content =
                                wire::Text{.body = "words", .reply = std::nullopt, .mentions = {}},
                            .redacted = false};
    store.append(ops.name, entry, idOf<Hash>(9, 1));
    ops.head = Seq{1};
    store.put(ops);
    const hub::IdRecord first{
        .room = ops.name, .seq = Seq{1}, .at = 77, .digest = idOf<Hash>(9, 1)};
    CHECK(store.idOf(AccountName("alice"), idOf<EntryId>(5)) == first);
    commit(store);
    CHECK(store.idOf(AccountName("alice"), idOf<EntryId>(5)) == first);
    CHECK_FALSE(store.idOf(AccountName("bob"), idOf<EntryId>(5)).has_value());
    CHECK_FALSE(store.idOf(AccountName("alice"), idOf<EntryId>(6)).has_value());
    CHECK(*store.entry(ops.name, Seq{1}) == entry);
}

TEMPLATE_TEST_CASE("store: a redaction blanks the entry and its edits, and keeps the id", "",
                   MemoryRig, SqliteRig) {
    TestType rig;
    hub::Store &store = rig.store();
    Speaker speaker(store);
    const RoomName ops("ops");
    store.begin();
    speaker.makeRoom("ops");
    const Seq first = speaker.text("ops", "alice", "secret one");
    const Seq other = speaker.text("ops", "alice", "kept");
    const Seq edit = speaker.say("ops", "alice", wire::Edit{.of = first, .body = "secret two"});
    const Seq otherEdit = speaker.say("ops", "alice", wire::Edit{.of = other, .body = "kept too"});
    commit(store);
    const EntryId id = *store.entry(ops, first)->id;
    const std::optional<hub::IdRecord> answer = store.idOf(AccountName("alice"), id);
    store.begin();
    speaker.redact("ops", "bob", first);
    commit(store);
    CHECK(store.entry(ops, first)->redacted);
    CHECK(std::get<wire::Text>(store.entry(ops, first)->content).body.empty());
    CHECK(store.entry(ops, edit)->redacted);
    CHECK(std::get<wire::Edit>(store.entry(ops, edit)->content).body.empty());
    CHECK_FALSE(store.entry(ops, otherEdit)->redacted);
    CHECK(store.message(ops, first)->entry.redacted);
    CHECK(bodyAt(store, first).empty());
    CHECK(bodyAt(store, other) == "kept too");
    CHECK(store.idOf(AccountName("alice"), id) == answer);
}

TEMPLATE_TEST_CASE("store: counts are those of the log, wherever the marker stands", "", MemoryRig,
                   SqliteRig) {
    TestType rig;
    hub::Store &store = rig.store();
    Speaker speaker(store);
    std::mt19937 random(7); // the same log every time
    const auto pick = [&](std::uint32_t below) {
        return static_cast<std::uint32_t>(random()) % below;
    };
    const std::vector<std::string> people{"alice", "bob", "carol"};
    const std::vector<std::string> rooms{"ops", "~direct"};
    store.begin();
    speaker.makeRoom("ops");
    hub::RoomRecord direct = roomCalled("~direct", wire::RoomKind::direct);
    for (const std::string &name : people)
        direct.direct.emplace_back(name);
    store.put(direct);
    std::vector<std::pair<std::string, Seq>> said;
    for (int i = 0; i < 900; ++i) {
        const std::string &by = people[pick(3)];
        const std::string &room = rooms[pick(3) == 0 ? 1 : 0];
        const std::uint32_t what = pick(12);
        if (what == 0 && !said.empty()) {
            const auto &[where, seq] = said[pick(static_cast<std::uint32_t>(said.size()))];
            speaker.redact(where, by, seq);
        } else if (what == 1 && !said.empty()) {
            const auto &[where, seq] = said[pick(static_cast<std::uint32_t>(said.size()))];
            speaker.say(where, by, wire::React{.of = seq, .emoji = "👍", .on = true});
        } else if (what == 2) {
            speaker.say(room, by,
                        wire::MemberChange{.who = AccountName(by),
                                           .change = wire::Change::joined,
                                           .role = std::nullopt});
        } else if (what == 3) {
            said.emplace_back(room, speaker.text(room, by, "to all", {"all", people[pick(3)]}));
        } else if (what < 6) {
            said.emplace_back(room, speaker.text(room, by, "to one", {people[pick(3)], "dora"}));
        } else {
            said.emplace_back(room, speaker.text(room, by, "plain"));
        }
        if (i % 100 == 99) {
            commit(store);
            store.begin();
        }
    }
    commit(store);
    for (const std::string &room : rooms)
        for (const std::string who : {"alice", "bob", "carol", "dora", "nobody"}) {
            // Nobody counts for an outsider of a direct room.
            if (room == "~direct" && std::find(people.begin(), people.end(), who) == people.end())
                continue;
            const std::uint64_t head = store.room(RoomName(room))->head.value;
            for (const std::uint64_t marker :
                 {std::uint64_t{0}, std::uint64_t{1}, std::uint64_t{100}, std::uint64_t{254},
                  std::uint64_t{255}, std::uint64_t{256}, head - 1, head, head + 5}) {
                INFO(room << ' ' << who << ' ' << marker);
                const hub::Counts found =
                    store.counts(AccountName(who), RoomName(room), Seq{marker});
                const hub::Counts expected = counted(store, room, who, Seq{marker});
                CHECK(found.unread == expected.unread);
                CHECK(found.mentions == expected.mentions);
            }
        }
    CHECK(store.counts(AccountName("alice"), RoomName("absent"), Seq{0}) == hub::Counts{});
    CHECK_FALSE(store.fault().has_value());
}
