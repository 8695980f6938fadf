#include "tests/client/brain.hpp"

using namespace zchat;
using namespace zchat::client;

namespace {

std::string bodyOf(const wire::Post &post) {
    return std::get<wire::Text>(post.content).body;
}

std::vector<DraftState> statesOf(Brain &brain, const EntryId &id) {
    std::vector<DraftState> states;
    for (const DraftChanged &changed : brain.heard<DraftChanged>())
        if (changed.id == id)
            states.push_back(changed.state);
    return states;
}

// A broker that keeps the rules of `post`: known ids first, then prev.
struct LittleBroker {
    std::vector<EntryId> log;
    std::set<std::string> forbidden;

    void answer(Brain &brain, const Sent<wire::Post> &post) {
        const auto known = std::find(log.begin(), log.end(), post.request.id);
        const auto stands = [&](const EntryId &id) {
            return std::find(log.begin(), log.end(), id) != log.end();
        };
        if (known == log.end()) {
            if (post.request.prev && !stands(*post.request.prev)) {
                brain.refuse(post.re, refusalOf(Code::busy, 50));
                return;
            }
            if (forbidden.contains(bodyOf(post.request))) {
                brain.refuse(post.re, refusalOf(Code::denied));
                return;
            }
            log.push_back(post.request.id);
        }
        const auto at = std::find(log.begin(), log.end(), post.request.id) - log.begin();
        brain.reply(post.re, wire::PostReply{.seq = Seq{static_cast<std::uint64_t>(at) + 1}});
    }
};

} // namespace

TEST_CASE("outbox: a post is kept before it is sent and forgotten when it is stored") {
    Brain brain;
    brain.start();
    brain.connect({summary(lobby, 1)});
    brain.ask(draft(1, "hello"));
    REQUIRE(brain.kept.drafts.size() == 1);
    const auto post = brain.next<wire::Post>();
    CHECK(bodyOf(post.request) == "hello");
    brain.reply(post.re, wire::PostReply{.seq = Seq{2}, .at = 5});
    CHECK(brain.kept.drafts.empty());
    CHECK(statesOf(brain, idOf(1)) ==
          std::vector{DraftState::queued, DraftState::sent, DraftState::stored});
    CHECK(brain.heard<DraftChanged>().back().seq == Seq{2});
}

TEST_CASE("outbox: posts of a room are chained, so that none can overtake another") {
    Brain brain;
    brain.start();
    brain.connect({summary(lobby, 1), summary(ops, 1)});
    brain.ask(draft(1, "one"));
    brain.ask(draft(2, "two"));
    brain.ask(draft(3, "elsewhere", ops));
    brain.ask(draft(4, "three"));
    const auto posts = brain.posts();
    REQUIRE(posts.size() == 4);
    CHECK_FALSE(posts[0].request.prev);
    CHECK(posts[1].request.prev == idOf(1));
    CHECK_FALSE(posts[2].request.prev);
    CHECK(posts[3].request.prev == idOf(2));
}

TEST_CASE("outbox: what was typed offline survives the end of the client and goes out in order") {
    Brain brain;
    brain.start();
    for (std::uint8_t i = 1; i <= 5; ++i)
        brain.ask(draft(i, "line " + std::to_string(i)));
    REQUIRE(brain.kept.drafts.size() == 5);
    CHECK(brain.posts().empty());

    Brain next(aliceConfig(), brain.kept); // kill -9
    next.start();
    CHECK(next.heard<DraftChanged>().size() == 5);
    next.connect({summary(lobby, 1)});
    const auto posts = next.posts();
    REQUIRE(posts.size() == 5);
    for (std::size_t i = 0; i < posts.size(); ++i)
        CHECK(bodyOf(posts[i].request) == "line " + std::to_string(i + 1));
    // A draft typed after the restart stands behind those from before.
    next.ask(draft(9, "later"));
    CHECK(next.kept.drafts.back().id == idOf(9));
}

TEST_CASE("outbox: after a reconnect everything unacknowledged is sent again with its id") {
    Brain brain;
    brain.start();
    brain.connect({summary(lobby, 1)});
    brain.ask(draft(1, "one"));
    brain.ask(draft(2, "two"));
    brain.reply(brain.next<wire::Post>().re, wire::PostReply{.seq = Seq{2}});
    brain.lose();
    CHECK(statesOf(brain, idOf(2)).back() == DraftState::queued);
    brain.reconnect({summary(lobby, 2)});
    const auto posts = brain.posts();
    REQUIRE(posts.size() == 1);
    CHECK(posts[0].request.id == idOf(2));
    CHECK_FALSE(posts[0].request.prev); // the one before it stands
}

TEST_CASE("outbox: a busy broker is asked again later, in the same order") {
    Brain brain;
    brain.start();
    brain.connect({summary(lobby, 1)});
    LittleBroker broker;
    for (std::uint8_t i = 1; i <= 4; ++i)
        brain.ask(draft(i, "line " + std::to_string(i)));
    const auto posts = brain.posts();
    REQUIRE(posts.size() == 4);
    broker.answer(brain, posts[0]);
    brain.refuse(posts[1].re, refusalOf(Code::rate, 700));
    broker.answer(brain, posts[2]); // its prev does not stand yet
    broker.answer(brain, posts[3]);
    CHECK(broker.log.size() == 1);
    brain.beat();
    brain.pass(600);
    CHECK(brain.posts().empty());
    brain.pass(200);
    for (int round = 0; round < 10; ++round) {
        for (const auto &post : brain.posts())
            broker.answer(brain, post);
        brain.beat();
        brain.pass(100);
    }
    CHECK(broker.log == std::vector{idOf(1), idOf(2), idOf(3), idOf(4)});
    CHECK(brain.kept.drafts.empty());
}

TEST_CASE("outbox: a refusal in the middle lets the later ones follow without it, in order") {
    Brain brain;
    brain.start();
    brain.connect({summary(lobby, 1)});
    LittleBroker broker;
    broker.forbidden = {"line 2"};
    for (std::uint8_t i = 1; i <= 5; ++i)
        brain.ask(draft(i, "line " + std::to_string(i)));
    for (int round = 0; round < 10; ++round) {
        for (const auto &post : brain.posts())
            broker.answer(brain, post);
        brain.beat();
        brain.pass(100);
    }
    CHECK(broker.log == std::vector{idOf(1), idOf(3), idOf(4), idOf(5)});
    CHECK(statesOf(brain, idOf(2)).back() == DraftState::refused);
    REQUIRE(brain.kept.drafts.size() == 1); // for the person to decide
    CHECK(brain.kept.drafts[0].refusal->code == Code::denied);

    SECTION("tried again it goes to the end") {
        broker.forbidden.clear();
        brain.ask(RetryDraft{.id = idOf(2)});
        for (const auto &post : brain.posts())
            broker.answer(brain, post);
        CHECK(broker.log.back() == idOf(2));
        CHECK(brain.kept.drafts.empty());
    }
    SECTION("dropped it is gone") {
        brain.ask(DropDraft{.id = idOf(2)});
        CHECK(brain.kept.drafts.empty());
        CHECK(statesOf(brain, idOf(2)).back() == DraftState::dropped);
    }
    SECTION("it waits through a restart and is not sent by itself") {
        Brain next(aliceConfig(), brain.kept);
        next.start();
        CHECK(statesOf(next, idOf(2)) == std::vector{DraftState::refused});
        next.connect({summary(lobby, 5)});
        CHECK(next.posts().empty());
    }
}

TEST_CASE("outbox: a thousand posts come through a broker that takes fifty at a time, in order") {
    Brain brain;
    brain.start();
    brain.connect({summary(lobby, 1)});
    LittleBroker broker;
    std::vector<EntryId> expected;
    for (int i = 0; i < 1'000; ++i) {
        PostDraft post = draft(0, "line");
        post.id.bytes[0] = static_cast<std::uint8_t>(i / 250);
        post.id.bytes[1] = static_cast<std::uint8_t>(i % 250);
        expected.push_back(post.id);
        brain.ask(post);
    }
    std::size_t most = 0;
    std::size_t asked = 0;
    for (int round = 0; round < 2'000 && !brain.kept.drafts.empty(); ++round) {
        int taken = 0;
        const auto posts = brain.posts();
        most = std::max(most, posts.size());
        asked += posts.size();
        for (const auto &post : posts) {
            if (++taken > 50)
                brain.refuse(post.re, refusalOf(Code::rate, 500));
            else
                broker.answer(brain, post);
        }
        brain.beat();
        brain.pass(100);
    }
    CHECK(broker.log == expected);
    CHECK(most <= 512);
    CHECK(asked < 5'000); // and without hammering it
}

TEST_CASE("outbox: what the broker could only refuse is refused here, even offline") {
    Brain brain;
    brain.start();
    brain.ask(draft(1, std::string(20'000, 'x')));
    const auto changed = brain.heard<DraftChanged>();
    REQUIRE(changed.size() == 1);
    CHECK(changed[0].state == DraftState::refused);
    CHECK(changed[0].refusal->code == Code::tooLarge);
    CHECK(brain.kept.drafts.empty());
}

TEST_CASE("outbox: a full disk at the broker costs no post") {
    Brain brain;
    brain.start();
    brain.connect({summary(lobby, 1)});
    brain.ask(draft(1, "one"));
    brain.refuse(brain.next<wire::Post>().re, refusalOf(Code::storage));
    CHECK(brain.kept.drafts.size() == 1);
    for (int i = 0; i < 3; ++i) {
        brain.pass(1'000);
        brain.beat();
    }
    CHECK(brain.posts().size() == 1);
}
