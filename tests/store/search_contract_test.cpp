// The contract of hub::Store: search and mentions.
#include "tests/store/rigs.hpp"

using namespace zchat;
using namespace zchat::tests;

namespace {

using Found = std::vector<std::string>;

std::string bodyOf(const hub::FoundMessage &found) {
    const wire::Text *text = std::get_if<wire::Text>(&found.message.entry.content);
    return text != nullptr ? text->body : "(file)";
}

hub::SearchQuery asks(const std::string &words) {
    hub::SearchQuery query;
    query.viewer = AccountName("alice");
    query.words = words;
    query.limit = 50;
    return query;
}

Found bodiesOf(hub::Store &store, const hub::SearchQuery &query) {
    Found bodies;
    for (const hub::FoundMessage &found : store.search(query).found)
        bodies.push_back(bodyOf(found));
    CHECK_FALSE(store.fault().has_value());
    return bodies;
}

Found searched(hub::Store &store, const std::string &words) {
    return bodiesOf(store, asks(words));
}

// lobby (public), ops (alice is a member), secret (alice is not).
void fill(hub::Store &store, Speaker &speaker) {
    store.begin();
    speaker.makeRoom("lobby");
    speaker.makeRoom("ops", wire::RoomKind::privateRoom);
    speaker.makeRoom("secret", wire::RoomKind::privateRoom);
    speaker.join("ops", "alice");
    speaker.join("ops", "bob");
    speaker.join("secret", "bob");
    speaker.text("lobby", "alice", "The quick brown fox");
    speaker.text("ops", "bob", "A QUICK deploy of foo-bar");
    speaker.text("secret", "bob", "quick secret fox");
    speaker.text("lobby", "bob", "bar foo, see https://example.org/quick");
    commit(store);
}

} // namespace

TEMPLATE_TEST_CASE("store: search finds all words in any case, newest first, where one may read",
                   "", MemoryRig, SqliteRig) {
    TestType rig;
    hub::Store &store = rig.store();
    Speaker speaker(store);
    fill(store, speaker);
    CHECK(searched(store, "quick") == Found{"bar foo, see https://example.org/quick",
                                            "A QUICK deploy of foo-bar", "The quick brown fox"});
    CHECK(searched(store, "FOX Quick") == Found{"The quick brown fox"});
    CHECK(searched(store, "quick absent").empty());
    CHECK(searched(store, "qui").empty());
    CHECK(searched(store, "foo-bar") == Found{"A QUICK deploy of foo-bar"});
    CHECK(searched(store, "foo bar").size() == 2);
    CHECK(searched(store, "").size() == 3);
    CHECK(searched(store, "  ").size() == 3);
    CHECK(searched(store, "--").empty());
    hub::SearchQuery bob = asks("fox");
    bob.viewer = AccountName("bob");
    CHECK(bodiesOf(store, bob) == Found{"quick secret fox", "The quick brown fox"});
}

TEMPLATE_TEST_CASE("store: nothing in a query is syntax", "", MemoryRig, SqliteRig) {
    TestType rig;
    hub::Store &store = rig.store();
    Speaker speaker(store);
    fill(store, speaker);
    for (const char *words : {"fox OR deploy", "NOT fox deploy", "\"", "fo*", "body:fox", "tags:p",
                              "a1", "p", "{body}:fox", "NEAR(quick fox)", "';--", "fox AND"})
        CHECK(searched(store, words).empty());
    for (const char *words : {"\"fox", "fox)", "^the", "-fox", "fox\"\""})
        CHECK(searched(store, words) == Found{"The quick brown fox"});
    CHECK(searched(store, "\"quick\" (fox)") == Found{"The quick brown fox"});
}

TEMPLATE_TEST_CASE("store: filters narrow a search", "", MemoryRig, SqliteRig) {
    TestType rig;
    hub::Store &store = rig.store();
    Speaker speaker(store);
    fill(store, speaker);
    store.begin();
    speaker.say("ops", "bob",
                wire::File{.name = "report.pdf",
                           .size = 5,
                           .hash = {},
                           .media = "application/pdf",
                           .width = std::nullopt,
                           .height = std::nullopt,
                           .body = "the yearly one",
                           .reply = std::nullopt});
    commit(store);
    CHECK(searched(store, "report yearly") == Found{"(file)"});
    hub::SearchQuery query = asks("");
    query.has = wire::Has::file;
    CHECK(bodiesOf(store, query) == Found{"(file)"});
    query.has = wire::Has::link;
    CHECK(bodiesOf(store, query) == Found{"bar foo, see https://example.org/quick"});
    query = asks("quick");
    query.from = AccountName("bob");
    CHECK(bodiesOf(store, query).size() == 2);
    query.from = AccountName("carol");
    CHECK(bodiesOf(store, query).empty());
    query = asks("quick");
    query.rooms = std::vector{RoomName("ops"), RoomName("secret"), RoomName("absent")};
    CHECK(bodiesOf(store, query) == Found{"A QUICK deploy of foo-bar"});
    query.rooms = std::vector<RoomName>{};
    CHECK(bodiesOf(store, query).empty());
    query = asks("quick");
    const TimeMs second = store.message(RoomName("ops"), Seq{1})->entry.at;
    query.since = second;
    CHECK(bodiesOf(store, query).size() == 2);
    query.until = second + 1;
    CHECK(bodiesOf(store, query) == Found{"A QUICK deploy of foo-bar"});
    query.since = std::nullopt;
    query.until = second;
    CHECK(bodiesOf(store, query) == Found{"The quick brown fox"});
}

TEMPLATE_TEST_CASE("store: search follows edits, and a redaction leaves nothing to find", "",
                   MemoryRig, SqliteRig) {
    TestType rig;
    hub::Store &store = rig.store();
    Speaker speaker(store);
    fill(store, speaker);
    store.begin();
    speaker.say("lobby", "alice", wire::Edit{.of = Seq{1}, .body = "The slow brown fox"});
    commit(store);
    CHECK(searched(store, "slow") == Found{"The slow brown fox"});
    CHECK(searched(store, "quick brown").empty());
    store.begin();
    speaker.redact("lobby", "alice", Seq{1});
    commit(store);
    for (const char *words : {"slow", "quick brown", "fox", "brown"})
        CHECK(searched(store, words).empty());
    CHECK(searched(store, "").size() == 2);
    store.begin();
    speaker.text("lobby", "bob", "another fox");
    store.rollback();
    store.begin();
    commit(store);
    CHECK(searched(store, "fox").empty());
}

TEMPLATE_TEST_CASE("store: search finds what a turn ends with, whatever came in between", "",
                   MemoryRig, SqliteRig) {
    TestType rig;
    hub::Store &store = rig.store();
    Speaker speaker(store);
    store.begin();
    speaker.makeRoom("ops");
    const Seq old = speaker.text("ops", "alice", "old words");
    const Seq older = speaker.text("ops", "alice", "doomed words");
    commit(store);
    store.begin();
    const Seq fresh = speaker.text("ops", "bob", "first try");
    speaker.say("ops", "alice", wire::Edit{.of = old, .body = "halfway words"});
    speaker.say("ops", "bob", wire::Edit{.of = fresh, .body = "second try"});
    const Seq brief = speaker.text("ops", "bob", "brief try");
    speaker.redact("ops", "bob", brief);
    speaker.say("ops", "alice", wire::Edit{.of = old, .body = "final words"});
    speaker.say("ops", "alice", wire::Edit{.of = older, .body = "reworded"});
    speaker.redact("ops", "alice", older);
    commit(store);
    CHECK(searched(store, "words") == Found{"final words"});
    CHECK(searched(store, "try") == Found{"second try"});
    for (const char *words : {"old", "halfway", "first", "brief", "doomed", "reworded"})
        CHECK(searched(store, words).empty());
    store.begin();
    speaker.say("ops", "alice", wire::Edit{.of = old, .body = "last words"});
    commit(store);
    CHECK(searched(store, "words") == Found{"last words"});
}

TEMPLATE_TEST_CASE("store: the pages of a search lead to its end, each hit once", "", MemoryRig,
                   SqliteRig) {
    TestType rig;
    hub::Store &store = rig.store();
    Speaker speaker(store);
    store.begin();
    speaker.makeRoom("lobby");
    for (int i = 1; i <= 60; ++i)
        speaker.text("lobby", "bob", i % 3 == 0 ? "fizz " + std::to_string(i) : "plain");
    commit(store);
    hub::SearchQuery query = asks("fizz");
    query.limit = 7;
    Found all;
    std::size_t pages = 0;
    do {
        const hub::FoundPage page = store.search(query);
        CHECK(page.found.size() <= 7);
        for (const hub::FoundMessage &found : page.found)
            all.push_back(bodyOf(found));
        query.page = page.next;
        pages += 1;
    } while (query.page && pages < 20);
    REQUIRE(all.size() == 20);
    CHECK(all.front() == "fizz 60");
    CHECK(all.back() == "fizz 3");
    for (const char *page : {"", "x", "-1", "99999999999999999999", "7x"}) {
        query.page = page;
        CHECK(store.search(query).found.size() <= 7);
        CHECK_FALSE(store.fault().has_value());
    }
}

TEMPLATE_TEST_CASE("store: a snippet shows the neighbourhood of what was found", "", MemoryRig,
                   SqliteRig) {
    TestType rig;
    hub::Store &store = rig.store();
    Speaker speaker(store);
    store.begin();
    speaker.makeRoom("lobby");
    std::string body;
    for (int i = 0; i < 100; ++i)
        body += "größer ";
    speaker.text("lobby", "bob", body + "needle " + body);
    commit(store);
    const hub::FoundPage page = store.search(asks("NEEDLE"));
    REQUIRE(page.found.size() == 1);
    CHECK(page.found[0].snippet.find("needle") != std::string::npos);
    CHECK(page.found[0].snippet.size() < 200);
    CHECK(page.found[0].snippet.substr(0, 3) == "…");
}

TEMPLATE_TEST_CASE("store: mentions are messages of others that name me where I may read", "",
                   MemoryRig, SqliteRig) {
    TestType rig;
    hub::Store &store = rig.store();
    Speaker speaker(store);
    fill(store, speaker);
    store.begin();
    speaker.text("lobby", "bob", "one", {"alice", "bob"});
    speaker.text("secret", "bob", "hidden", {"alice"});
    speaker.text("lobby", "bob", "all of a room not joined", {"all"});
    speaker.text("ops", "bob", "two", {"all", "alice"});
    speaker.text("ops", "alice", "my own", {"all", "alice"});
    const Seq gone = speaker.text("ops", "bob", "three", {"alice"});
    speaker.text("lobby", "bob", "four", {"alice"});
    speaker.redact("ops", "bob", gone);
    commit(store);
    const auto mentioned = [&](const std::string &who,
                               const std::optional<std::vector<RoomName>> &rooms = std::nullopt) {
        Found bodies;
        std::optional<std::string> next;
        do {
            const hub::FoundPage page = store.mentions(AccountName(who), rooms, next, 2);
            for (const hub::FoundMessage &found : page.found)
                bodies.push_back(bodyOf(found));
            next = page.next;
        } while (next);
        return bodies;
    };
    CHECK(mentioned("alice") == Found{"four", "two", "one"});
    CHECK(mentioned("alice", std::vector{RoomName("ops")}) == Found{"two"});
    CHECK(mentioned("alice", std::vector<RoomName>{}).empty());
    CHECK(mentioned("bob") == Found{"my own"});
    CHECK(mentioned("carol").empty());
    CHECK_FALSE(store.fault().has_value());
}

TEMPLATE_TEST_CASE("store: whatever others say in a direct room is a mention, named or not", "",
                   MemoryRig, SqliteRig) {
    TestType rig;
    hub::Store &store = rig.store();
    Speaker speaker(store);
    const RoomName room("~aaaaaaaaaaaaaaaaaaaaaaaaaa");
    store.begin();
    hub::RoomRecord record = roomCalled(room.value, wire::RoomKind::direct);
    record.direct = {AccountName("alice"), AccountName("bob")};
    store.put(record);
    speaker.join(room.value, "alice");
    speaker.join(room.value, "bob");
    speaker.text(room.value, "bob", "lunch?");
    const Seq gone = speaker.text(room.value, "bob", "forget it");
    speaker.text(room.value, "bob", "@alice still there", {"alice"});
    speaker.text(room.value, "alice", "yes");
    speaker.redact(room.value, "bob", gone);
    commit(store);
    const auto bodies = [&](const std::string &who) {
        Found found;
        const auto page = store.mentions(AccountName(who), std::nullopt, std::nullopt, 50);
        for (const hub::FoundMessage &each : page.found)
            found.push_back(bodyOf(each));
        return found;
    };
    CHECK(bodies("alice") == Found{"@alice still there", "lunch?"});
    CHECK(bodies("bob") == Found{"yes"});
    CHECK(bodies("carol").empty());
    CHECK(store.counts(AccountName("alice"), room, Seq{0}) ==
          hub::Counts{.unread = 2, .mentions = 2});
    CHECK(store.counts(AccountName("alice"), room, Seq{1}) ==
          hub::Counts{.unread = 1, .mentions = 1});
}
