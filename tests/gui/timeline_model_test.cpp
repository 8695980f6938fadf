#include <QSignalSpy>

#include "gui/model/timeline_model.hpp"
#include "tests/gui/script.hpp"
#include "tests/support/catch.hpp"

using namespace zchat;
using namespace zchat::gui;
using namespace zchat::gui::test;

namespace {

// A model with somebody who answers its pages from a room, when told to.
struct Stage {
    explicit Stage(Room &room)
        : room_(room)
        , model(people, transfers) {
        model.setMe(AccountName("alice"));
        QObject::connect(&model, &TimelineModel::pageWanted,
                         [this](const PageWanted &page) { wanted = page; });
    }
    client::WindowLoaded page() const {
        client::LoadWindow load;
        load.limit = 100;
        switch (wanted->page) {
        case Page::newest:
            break;
        case Page::older:
            load.before = wanted->seq;
            break;
        case Page::newer:
            load.after = wanted->seq;
            break;
        case Page::around:
            load.around = wanted->seq;
            break;
        }
        return room_.answer(load);
    }
    void answer() {
        REQUIRE(wanted);
        const client::WindowLoaded loaded = page();
        wanted.reset();
        model.take(loaded);
    }
    void open(std::optional<Seq> marker = std::nullopt) {
        model.open(room_.name(), marker, {});
        answer();
    }
    Draft draft(std::uint8_t number, const char *words,
                client::DraftState state = client::DraftState::queued) const {
        Draft made;
        made.id.bytes.fill(number);
        made.room = room_.name();
        wire::Text text;
        text.body = words;
        made.content = text;
        made.state = state;
        made.at = dawn;
        return made;
    }
    std::string words(int row) const {
        return std::get<wire::Text>(model.row(row).message.entry.content).body;
    }

    Room &room_;
    People people;
    Transfers transfers;
    TimelineModel model;
    std::optional<PageWanted> wanted;
};

} // namespace

TEST_CASE("timeline: a room opens with its newest page, whatever its length") {
    Room room("ops");
    room.sayMany("bob", 1000);
    Stage stage(room);
    stage.open();
    CHECK(stage.model.rowCount() == 100);
    CHECK(stage.model.row(99).message.entry.seq == Seq{1000});
    CHECK(stage.model.isAtHead());
    CHECK_FALSE(stage.model.isAtStart());
}

TEST_CASE("timeline: scrolling up prepends until the start, and the window stays at 400") {
    Room room("ops");
    room.sayMany("bob", 1000);
    Stage stage(room);
    stage.open();
    while (!stage.model.isAtStart()) {
        stage.model.wantOlder();
        stage.answer();
        CHECK(stage.model.rowCount() <= 400);
    }
    CHECK(stage.model.row(0).message.entry.seq == Seq{1});
    CHECK_FALSE(stage.model.isAtHead());
    while (!stage.model.isAtHead()) {
        stage.model.wantNewer();
        stage.answer();
        CHECK(stage.model.rowCount() <= 400);
    }
    CHECK(stage.model.lastSeq() == Seq{1000});
    for (int i = 1; i < stage.model.rowCount(); ++i)
        CHECK(stage.model.row(i).message.entry.seq ==
              stage.model.row(i - 1).message.entry.seq.next());
}

TEST_CASE("timeline: only one page is under way at a time") {
    Room room("ops");
    room.sayMany("bob", 500);
    Stage stage(room);
    stage.open();
    stage.model.wantOlder();
    REQUIRE(stage.wanted);
    stage.wanted.reset();
    stage.model.wantOlder();
    CHECK_FALSE(stage.wanted);
}

TEST_CASE("timeline: edits, reactions and deletions change the row that they name") {
    Room room("ops");
    room.sayMany("bob", 3);
    Stage stage(room);
    stage.open();
    const std::uint64_t before = stage.model.row(1).revision;
    const std::uint64_t other = stage.model.row(0).revision;
    room.add("bob", wire::Edit{.of = Seq{2}, .body = "better"});
    room.add("alice", wire::React{.of = Seq{2}, .emoji = "👍", .on = true});
    room.add("bob", wire::Redact{.of = Seq{3}, .reason = std::nullopt});
    stage.model.hear(room.after(3));
    CHECK(stage.model.rowCount() == 3);
    CHECK(stage.words(1) == "better");
    CHECK(stage.model.row(1).message.reactions.at("👍").size() == 1);
    CHECK(stage.model.row(2).message.entry.redacted);
    CHECK(stage.model.row(1).revision != before);
    CHECK(stage.model.row(0).revision == other);
}

TEST_CASE("timeline: what is heard while a page is under way is neither lost nor doubled") {
    Room room("ops");
    room.sayMany("bob", 5);
    Stage stage(room);
    stage.model.open(room.name(), std::nullopt, {});
    const client::WindowLoaded early = stage.page(); // answered, not arrived yet
    room.say("bob", "six");
    wire::Text reply;
    reply.body = "seven";
    reply.reply = Seq{2};
    room.add("carol", reply);
    stage.model.hear(room.after(5));
    stage.model.take(early);
    CHECK(stage.model.rowCount() == 7);
    CHECK(stage.model.row(1).message.replies == 1);
    // The same entries again, as after a reconnect, change nothing.
    stage.model.hear(room.after(5));
    CHECK(stage.model.rowCount() == 7);
    CHECK(stage.model.row(1).message.replies == 1);
}

TEST_CASE("timeline: a draft becomes its message in place, once, in either order") {
    Room room("ops");
    room.sayMany("bob", 2);
    Stage stage(room);
    stage.open();
    Draft draft = stage.draft(9, "mine");
    stage.model.hear(draft);
    REQUIRE(stage.model.rowCount() == 3);
    CHECK(stage.model.row(2).draft->state == client::DraftState::queued);
    room.say("alice", "mine").id = draft.id;
    draft.state = client::DraftState::stored;
    draft.seq = Seq{3};
    SECTION("the acknowledgement first") {
        stage.model.hear(draft);
        CHECK(stage.model.rowCount() == 3);
        stage.model.hear(room.after(2));
    }
    SECTION("the entry first") {
        stage.model.hear(room.after(2));
        stage.model.hear(draft);
    }
    REQUIRE(stage.model.rowCount() == 3);
    CHECK_FALSE(stage.model.row(2).draft);
    CHECK(stage.model.row(2).key == RowKey(Seq{3}));
}

TEST_CASE("timeline: others' messages go above own drafts, and drafts keep their order") {
    Room room("ops");
    room.sayMany("bob", 1);
    Stage stage(room);
    stage.open();
    const Draft first = stage.draft(1, "first");
    const Draft second = stage.draft(2, "second");
    stage.model.hear(first);
    stage.model.hear(second);
    room.say("bob", "from bob");
    stage.model.hear(room.after(1));
    CHECK(stage.words(1) == "from bob");
    room.say("alice", "second").id = second.id;
    stage.model.hear(room.after(2));
    CHECK(stage.words(2) == "second");
    CHECK(stage.words(3) == "first");
    CHECK(stage.model.row(3).draft);
}

TEST_CASE("timeline: a refused draft stays until it is dropped; a refused edit shows too") {
    Room room("ops");
    room.sayMany("alice", 1);
    Stage stage(room);
    stage.open();
    Draft edit = stage.draft(3, "");
    edit.content = wire::Edit{.of = Seq{1}, .body = "x"};
    stage.model.hear(edit);
    CHECK(stage.model.rowCount() == 1);
    edit.state = client::DraftState::refused;
    edit.refusal = Refusal{.code = Code::gone, .text = "Gone.", .retryMs = {}, .versions = {}};
    stage.model.hear(edit);
    REQUIRE(stage.model.rowCount() == 2);
    edit.state = client::DraftState::dropped;
    stage.model.hear(edit);
    CHECK(stage.model.rowCount() == 1);
}

TEST_CASE("timeline: days, groups and the New line open where they should") {
    Room room("ops");
    room.add("bob", wire::Text{.body = "a", .reply = {}, .mentions = {}}, dawn);
    room.add("bob", wire::Text{.body = "b", .reply = {}, .mentions = {}}, dawn + 1000);
    room.add("bob", wire::Text{.body = "c", .reply = {}, .mentions = {}}, dawn + 61'000);
    room.add("carol", wire::Text{.body = "d", .reply = {}, .mentions = {}}, dawn + 62'000);
    room.add("carol", wire::Text{.body = "e", .reply = {}, .mentions = {}},
             dawn + 3 * 24 * 3'600'000LL);
    Stage stage(room);
    stage.open(Seq{3});
    const auto &model = stage.model;
    CHECK(model.row(0).opensDay);
    CHECK_FALSE(model.row(1).opensGroup);
    CHECK(model.row(2).opensGroup); // another minute
    CHECK(model.row(3).opensGroup); // another sender
    CHECK(model.row(3).opensNew);
    CHECK_FALSE(model.row(4).opensNew);
    CHECK(model.row(4).opensDay);
    CHECK(model.landing() == RowKey(Seq{4}));
}

TEST_CASE("timeline: the New line stays while I am here, and own words never open one") {
    Room room("ops");
    room.sayMany("bob", 2);
    Stage stage(room);
    stage.open();
    CHECK_FALSE(stage.model.firstNewRow());
    stage.model.setAttended(false);
    room.say("alice", "mine, from another machine");
    stage.model.hear(room.after(2));
    CHECK_FALSE(stage.model.firstNewRow());
    room.say("bob", "new");
    stage.model.hear(room.after(3));
    CHECK(stage.model.firstNewRow() == 3);
    stage.model.setAttended(true);
    room.say("bob", "newer");
    stage.model.hear(room.after(4));
    CHECK(stage.model.firstNewRow() == 3);
}

TEST_CASE("timeline: who reads the oldest rows of a full window keeps them") {
    Room room("ops");
    room.sayMany("bob", 1000);
    Stage stage(room);
    stage.open();
    for (int i = 0; i < 3; ++i) {
        stage.model.wantOlder();
        stage.answer();
    }
    REQUIRE(stage.model.rowCount() == 400);
    stage.model.setFollowing(false);
    room.sayMany("bob", 50);
    stage.model.hear(room.after(1000));
    CHECK(stage.model.row(0).message.entry.seq == Seq{601});
    CHECK(stage.model.unseenBelow() == 50);
    CHECK_FALSE(stage.model.isAtHead());
    stage.model.showNewest();
    stage.answer();
    CHECK(stage.model.lastSeq() == Seq{1050});
    CHECK(stage.model.unseenBelow() == 0);
}

TEST_CASE("timeline: at the end a busy room lets go of its oldest rows") {
    Room room("ops");
    room.sayMany("bob", 100);
    Stage stage(room);
    stage.open();
    for (int i = 0; i < 20; ++i) {
        const std::uint64_t from = room.summary().head.value;
        room.sayMany("bob", 100);
        stage.model.hear(room.after(from));
        CHECK(stage.model.rowCount() <= 400);
    }
    CHECK(stage.model.lastSeq() == room.summary().head);
    CHECK_FALSE(stage.model.isAtStart());
}

TEST_CASE("timeline: a refused page says why and is asked again once there is a connection") {
    Room room("ops");
    room.sayMany("bob", 5);
    Stage stage(room);
    stage.model.open(room.name(), std::nullopt, {});
    client::WindowLoaded refused = stage.page();
    refused.messages.clear();
    refused.refusal =
        Refusal{.code = Code::busy, .text = "No connection.", .retryMs = {}, .versions = {}};
    stage.wanted.reset();
    stage.model.take(refused);
    CHECK(stage.model.trouble() == "No connection.");
    stage.model.askAgain();
    stage.answer();
    CHECK(stage.model.trouble().isEmpty());
    CHECK(stage.model.rowCount() == 5);
}

TEST_CASE("timeline: a screen reader hears who, what, when and how it stands") {
    Room room("ops");
    room.say("alice", "hello");
    room.add("bob", wire::React{.of = Seq{1}, .emoji = "👍", .on = true});
    Stage stage(room);
    wire::PersonRow alice;
    alice.name = AccountName("alice");
    alice.title = "Alice Reyes";
    stage.people.hear(std::vector<wire::PersonRow>{alice});
    stage.open();
    const QString words = stage.model.data(stage.model.index(0), Qt::AccessibleTextRole).toString();
    CHECK(words.startsWith("Alice Reyes (alice): hello, "));
    CHECK(words.endsWith(", stored, 1 reaction"));
}
