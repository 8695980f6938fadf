// Rules whose dialogues would be too long to read: bounds, and the finding of names in texts.
#include "broker/hub/mentioned.hpp"
#include "shared/base/limits.hpp"
#include "tests/hub/stage.hpp"
#include "tests/support/catch.hpp"

using namespace zchat;
using namespace zchat::testing;

namespace {

std::string numbered(const std::string &prefix, std::size_t number) {
    return prefix + std::to_string(number);
}

bool isOk(const std::string &answer) {
    return answer.starts_with("ok");
}

} // namespace

TEST_CASE("hub: a name is called by @ outside of code, once") {
    using Names = std::vector<std::string>;
    const auto in = [](std::string_view text) { return hub::mentionedIn(text); };
    CHECK(in("@bob") == Names{"bob"});
    CHECK(in("hi @bob, @Carol: (@dora) @bob") == Names{"bob", "carol", "dora"});
    CHECK(in("@bob's @carol. @d.o-r_a-") == Names{"bob", "carol", "d.o-r_a"});
    CHECK(in("@all @ALL @here @everyone") == Names{"all"});
    CHECK(in("世界@bob你好") == Names{"bob"});
    CHECK(in("mail@host a.@bob @@carol @ @-") == Names{});
    CHECK(in("\\@bob") == Names{});
    CHECK(in("`@bob` ``a`@bob`` @carol") == Names{"carol"});
    CHECK(in("`unclosed @bob") == Names{"bob"});
    CHECK(in("\\`@bob\\`") == Names{"bob"});
    CHECK(in("`a\n@bob`") == Names{});
    CHECK(in("`a\n\n@bob`") == Names{"bob"});
    CHECK(in("```\n@bob\n```\n@carol") == Names{"carol"});
    CHECK(in("~~~ c++\n@bob\n```\n@dora\n~~~~\n@carol") == Names{"carol"});
    CHECK(in("````\n```\n@bob\n````") == Names{});
    CHECK(in("```\n@bob") == Names{});
    CHECK(in("@bob\n```\nx\n```") == Names{"bob"});
    CHECK(in("``` not `a fence\n@bob") == Names{"bob"});
    CHECK(in("@" + std::string(33, 'a')) == Names{});
    CHECK(in("") == Names{});
}

TEST_CASE("hub: a text of nothing but marks is looked through in time") {
    std::string text;
    for (std::size_t run = 1; text.size() < limits::textBytes; run = run % 170 + 1)
        text += std::string(run, '`') + "@";
    CHECK(hub::mentionedIn(text).size() <= limits::mentionsPerText);
    CHECK(hub::mentionedIn(std::string(limits::textBytes, '@')).empty());
    std::string names;
    for (std::size_t i = 0; i < 2 * limits::mentionsPerText; ++i)
        names += numbered("@n", i) + " ";
    CHECK(hub::mentionedIn(names).size() == limits::mentionsPerText);
}

TEST_CASE("hub: a message holds so many reactions and no more") {
    Stage stage;
    (void)stage.play("! cast alice bob");
    (void)stage.play("- alice> post room=lobby id=#a kind=text body=hi");
    const auto react = [&](const std::string &who, std::size_t number, const char *on) {
        return stage.ask(who + "> post room=lobby id=#" + who + on + std::to_string(number) +
                         " kind=react of=3 emoji=e" + std::to_string(number) + " on=" + on);
    };
    for (std::size_t i = 0; i < limits::emojiPerMessage; ++i)
        REQUIRE(isOk(react("alice", i, "true")));
    CHECK(react("alice", limits::emojiPerMessage, "true").starts_with("E_CONFLICT"));
    CHECK(isOk(react("bob", 0, "true")));
    CHECK(isOk(react("alice", 1, "false")));
    CHECK(isOk(react("bob", limits::emojiPerMessage, "true")));
}

TEST_CASE("hub: an account is in so many rooms and no more") {
    Stage stage;
    (void)stage.play("! cast alice bob");
    (void)stage.play("- bob> create room=square kind=public");
    (void)stage.play("- bob> create room=den kind=private");
    for (std::size_t i = 1; i < limits::roomsPerAccount; ++i)
        REQUIRE(isOk(stage.ask(numbered("alice> create kind=private room=r", i))));
    CHECK(stage.ask("alice> create kind=private room=more").starts_with("E_CONFLICT"));
    CHECK(stage.ask("alice> join room=square").starts_with("E_CONFLICT"));
    CHECK(stage.ask("alice> post room=square id=#a kind=text body=hi").starts_with("E_CONFLICT"));
    CHECK(stage.ask("bob> invite room=den who=alice").starts_with("E_CONFLICT"));
    CHECK(stage.ask("bob> direct with=[alice]").starts_with("E_CONFLICT"));
    CHECK(stage.ask("bob> create kind=private room=with invite=[alice]").starts_with("E_CONFLICT"));
    CHECK(isOk(stage.ask("alice> leave room=r7")));
    CHECK(isOk(stage.ask("alice> join room=square")));
}

TEST_CASE("hub: pages end at their size and lead on until an empty one") {
    Stage stage;
    (void)stage.play("! cast alice");
    const std::string body(limits::textBytes, 'x');
    for (std::size_t i = 0; i < 40; ++i)
        REQUIRE(isOk(stage.ask(numbered("alice> post room=lobby kind=text id=#a", i) + " body=\"" +
                               body.substr(0, body.size() - 9) + " word\"")));
    for (const char *request :
         {"entries room=lobby after=0 limit=200", "history room=lobby limit=200",
          "search query=word", "search query=word limit=50"}) {
        INFO(request);
        const std::string page = stage.ask(std::string("alice> ") + request);
        CHECK(isOk(page));
        CHECK(page.size() < limits::pageBytes + 8 * limits::KiB);
        CHECK(page.size() > limits::pageBytes / 2);
    }
    std::size_t hits = 0;
    std::string next;
    do {
        const std::string page = stage.ask("alice> search query=word limit=50" + next);
        REQUIRE(isOk(page));
        for (std::size_t at = page.find("snippet="); at != std::string::npos;
             at = page.find("snippet=", at + 1))
            ++hits;
        const std::size_t at = page.rfind(" next=");
        next = at == std::string::npos ? "" : " page=" + page.substr(at + 6);
    } while (!next.empty());
    CHECK(hits == 40);
}

TEST_CASE("hub: a title's change is told one by one in small rooms only") {
    Stage stage;
    (void)stage.play("! cast alice");
    for (std::size_t i = 2; i < limits::quietRoomMembers; ++i)
        (void)stage.play("! cast " + numbered("member", i));
    const auto told = [&](const char *topic) {
        const std::string out = stage.play(std::string("alice> room room=lobby topic=") + topic);
        std::size_t count = 0;
        for (std::size_t at = out.find("  to "); at != std::string::npos;
             at = out.find("  to ", at + 1))
            ++count;
        return count;
    };
    CHECK(told("a") == limits::quietRoomMembers - 1);
    (void)stage.play("! cast one");
    CHECK(told("b") == limits::quietRoomMembers);
    (void)stage.play("! cast more");
    CHECK(told("c") == 0);
}

TEST_CASE("hub: a fresh store gets its lobby, once, and says when it could not") {
    store::MemoryStore store;
    hub::Hub hub(store);
    store.failCommits(1);
    CHECK(hub.prepare(5).faulted());
    CHECK_FALSE(store.room(RoomName("lobby")));
    CHECK(hub.prepare(5).ok());
    CHECK(hub.prepare(6).ok());
    REQUIRE(store.room(RoomName("lobby")));
    CHECK(store.everyRoom().size() == 1);
}
