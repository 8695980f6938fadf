// Searching: what is typed, what is asked, what is shown, and what works without a connection.
#include <QDateTime>

#include "gui/model/search_query.hpp"
#include "gui/window/hit_delegate.hpp"
#include "tests/gui/finding_stage.hpp"

using namespace zchat;
using namespace zchat::gui;
using namespace zchat::gui::test;

namespace {

const QDate today(2026, 3, 14);

SearchQuery parsed(const char *typed, std::optional<RoomName> room = std::nullopt) {
    return parseSearch(QString::fromUtf8(typed),
                       {.room = std::move(room), .me = AccountName("alice"), .today = today});
}

TimeMs morningOf(QDate day) {
    return day.startOfDay().toMSecsSinceEpoch();
}

wire::Hit hit(const Room &room, std::uint64_t seq, const char *snippet) {
    return {.room = room.name(),
            .message = wire::toMessage(room.after(seq - 1).front()),
            .snippet = snippet};
}

void type(FindingStage &stage, const char *words) {
    SearchPanel &panel = stage.window.navigator().searchPanel();
    panel.queryBox().clear();
    QTest::keyClicks(&panel.queryBox(), QString::fromUtf8(words));
    QTest::keyClick(&panel.queryBox(), Qt::Key_Return);
    Script::settle();
}

} // namespace

TEST_CASE("search: words and filters become what the broker is asked") {
    const SearchQuery query =
        parsed("deploy from:@Bob  in:#ops has:file before:2026-03-10 after:2026-03-01 rack");
    CHECK(query.trouble.isEmpty());
    CHECK(query.request.query == "deploy rack");
    CHECK(query.request.from == AccountName("bob"));
    CHECK(query.request.room == RoomName("ops"));
    CHECK(query.request.has == wire::Has::file);
    CHECK(query.request.until == morningOf(QDate(2026, 3, 10)));
    CHECK(query.request.since == morningOf(QDate(2026, 3, 2)));
    CHECK(parsed("x", RoomName("build")).request.room == RoomName("build"));
    CHECK(parsed("x in:ops", RoomName("build")).request.room == RoomName("ops"));
    CHECK(parsed("from:me").request.from == AccountName("alice"));
    CHECK(parsed("after:yesterday").request.since == morningOf(today));
    CHECK(parsed("before:today").request.until == morningOf(today));
    CHECK(parsed("has:link").request.has == wire::Has::link);
    // A colon alone makes no filter of a word.
    CHECK(parsed("http://x :30 note:x").request.query == "http://x :30 note:x");
    CHECK(parsed("").isEmpty());
    CHECK(parsed("in:ops").isEmpty());
    CHECK_FALSE(parsed("from:bob").isEmpty());
}

TEST_CASE("search: a broken filter is refused with what would do") {
    CHECK(parsed("before:soon").trouble.contains("before:2026-03-14"));
    CHECK(parsed("after:2026-13-40").trouble.contains("after:"));
    CHECK(parsed("from:no!name").trouble.contains("from:alice"));
    CHECK(parsed("in:").trouble.contains("in:lobby"));
    CHECK(parsed("has:cat").trouble.contains("file or link"));
    CHECK_FALSE(parsed(std::string(300, 'x').c_str()).trouble.isEmpty());
}

TEST_CASE("search: a kept message fits as it would at the broker") {
    Room room("ops");
    room.say("bob", "The Deploy of rack three: https://graphs.example");
    wire::File file;
    file.name = "trace.zst";
    room.add("tom", file);
    const wire::Entry words = room.after(0).front();
    const wire::Entry attachment = room.after(1).front();
    CHECK(fits(parsed("deploy RACK"), words));
    CHECK_FALSE(fits(parsed("deploy rook"), words));
    CHECK(fits(parsed("from:bob"), words));
    CHECK_FALSE(fits(parsed("from:tom deploy"), words));
    CHECK(fits(parsed("has:link"), words));
    CHECK_FALSE(fits(parsed("has:file deploy"), words));
    CHECK(fits(parsed("has:file trace"), attachment));
    CHECK(fits(parsed("deploy before:2026-03-03"), words));
    CHECK_FALSE(fits(parsed("deploy before:2026-03-01"), words));
    CHECK_FALSE(fits(parsed("deploy after:2026-03-03"), words));
    wire::Entry redacted = words;
    redacted.redacted = true;
    CHECK_FALSE(fits(parsed("from:bob"), redacted));
}

TEST_CASE("ux: Ctrl+F searches this room, with from:, in:, has:file, before:, after:") {
    FindingStage stage;
    stage.signIn();
    stage.window.desk().open(RoomName("ops"));
    serve(stage.script, stage.rooms());
    stage.key(Qt::Key_F, Qt::ControlModifier);
    SearchPanel &panel = stage.window.navigator().searchPanel();
    REQUIRE(panel.isVisible());
    CHECK(panel.queryBox().hasFocus());
    CHECK(panel.onlyHere().isChecked());
    CHECK(panel.onlyHere().text() == "Only in ops");
    type(stage, "line from:bob");
    const auto asked = stage.script.asked<wire::Search>();
    REQUIRE(asked);
    CHECK(asked->second.room == RoomName("ops"));
    CHECK(asked->second.from == AccountName("bob"));
    CHECK(asked->second.query == "line");
    stage.answer(asked->first, wire::HitsReply{.hits = {hit(stage.ops, 2, "…<b>line</b> 2…")},
                                               .next = std::nullopt});
    REQUIRE(panel.hits().count() == 1);
    CHECK(panel.state() == "1 message");
    // Words of others stay plain words.
    CHECK(panel.hits().item(0)->data(hitWords).toString() == "…<b>line</b> 2…");
    CHECK(panel.hits().item(0)->text().startsWith("bob in ops, "));
    CHECK_FALSE(panel.moreButton().isVisible());
    type(stage, "before:soon");
    CHECK(panel.state().contains("before:2026-03-14"));
    CHECK(panel.hits().count() == 0);
    // Escape closes it and gives the keyboard back to the box.
    stage.key(Qt::Key_Escape, Qt::NoModifier);
    CHECK_FALSE(panel.isVisible());
    CHECK(stage.window.composer().box().hasFocus());
}

TEST_CASE("ux: Ctrl+Shift+F searches everywhere, by page") {
    FindingStage stage;
    stage.signIn();
    stage.key(Qt::Key_F, Qt::ControlModifier | Qt::ShiftModifier);
    SearchPanel &panel = stage.window.navigator().searchPanel();
    CHECK_FALSE(panel.onlyHere().isChecked());
    type(stage, "line");
    auto asked = stage.script.asked<wire::Search>();
    REQUIRE(asked);
    CHECK_FALSE(asked->second.room);
    const client::Token first = asked->first;
    // The broker may answer with nothing rather than take long.
    stage.answer(first, wire::HitsReply{.hits = {}, .next = "p1"});
    asked = stage.script.asked<wire::Search>();
    REQUIRE(asked->first != first);
    CHECK(asked->second.page == "p1");
    stage.answer(asked->first,
                 wire::HitsReply{.hits = {hit(stage.ops, 3, "line 3")}, .next = "p2"});
    REQUIRE(panel.moreButton().isVisible());
    QTest::mouseClick(&panel.moreButton(), Qt::LeftButton);
    Script::settle();
    asked = stage.script.asked<wire::Search>();
    CHECK(asked->second.page == "p2");
    // The answer to what was asked before the words changed is let go.
    const client::Token old = asked->first;
    type(stage, "other");
    stage.answer(old, wire::HitsReply{.hits = {hit(stage.ops, 1, "line 1")}, .next = {}});
    CHECK(panel.hits().count() == 0);
    asked = stage.script.asked<wire::Search>();
    CHECK(asked->second.query == "other");
    stage.answer(asked->first, wire::HitsReply{.hits = {}, .next = std::nullopt});
    CHECK(panel.state() == "Nothing was found.");
    stage.window.navigator().searchEverywhere();
    asked = stage.script.asked<wire::Search>();
    stage.refuse(asked->first, "Slower, please.");
    CHECK(panel.state() == "Slower, please.");
}

TEST_CASE("ux: Ctrl+Shift+F searches everywhere, with in:, has:file, before: and after:") {
    FindingStage stage;
    stage.signIn();
    stage.key(Qt::Key_F, Qt::ControlModifier | Qt::ShiftModifier);
    SearchPanel &panel = stage.window.navigator().searchPanel();
    CHECK_FALSE(panel.onlyHere().isChecked());
    type(stage, "rack in:build has:file before:2026-03-10 after:2026-03-01");
    auto asked = stage.script.asked<wire::Search>();
    REQUIRE(asked);
    CHECK(asked->second.query == "rack");
    CHECK(asked->second.room == RoomName("build"));
    CHECK(asked->second.has == wire::Has::file);
    CHECK(asked->second.until == morningOf(QDate(2026, 3, 10)));
    CHECK(asked->second.since == morningOf(QDate(2026, 3, 2)));
    type(stage, "rack");
    asked = stage.script.asked<wire::Search>();
    CHECK_FALSE(asked->second.room);
    CHECK_FALSE(asked->second.has);
    // A filter that nobody understands is said, and not asked.
    stage.script.forgetCommands();
    type(stage, "rack before:soon");
    CHECK_FALSE(stage.script.asked<wire::Search>());
    CHECK(panel.state().contains("before:2026-03-14"));
}

TEST_CASE("ux: a hit opens in place with context") {
    FindingStage stage;
    stage.ops.sayMany("bob", 300);
    stage.signIn();
    stage.window.resize(1200, 700);
    stage.key(Qt::Key_F, Qt::ControlModifier | Qt::ShiftModifier);
    type(stage, "line");
    const auto asked = stage.script.asked<wire::Search>();
    stage.answer(asked->first, wire::HitsReply{.hits = {hit(stage.ops, 20, "line 20"),
                                                        hit(stage.secret, 1, "line 1")},
                                               .next = std::nullopt});
    SearchPanel &panel = stage.window.navigator().searchPanel();
    // By keys: down into the list, Enter opens.
    QTest::keyClick(&panel.queryBox(), Qt::Key_Down);
    CHECK(panel.hits().hasFocus());
    QTest::keyClick(&panel.hits(), Qt::Key_Return);
    Script::settle();
    const auto wanted = stage.script.said<client::LoadWindow>();
    REQUIRE_FALSE(wanted.empty());
    CHECK(wanted.back().room == RoomName("ops"));
    CHECK(wanted.back().around == Seq{20});
    serve(stage.script, stage.rooms());
    CHECK(stage.openRoom() == "ops");
    const TimelineModel &timeline = stage.window.desk().timeline();
    CHECK(timeline.rowOf(RowKey(Seq{20})));
    CHECK(timeline.rowOf(RowKey(Seq{19})));
    CHECK(timeline.rowOf(RowKey(Seq{21})));
    CHECK(panel.isVisible());
    // A public room that is only read is said to be one.
    stage.script.tell(client::RoomChanged{.room = stage.secret.summary(), .gone = true});
    Script::settle();
    panel.hits().setCurrentRow(1);
    QTest::keyClick(&panel.hits(), Qt::Key_Return);
    CHECK(panel.state().contains("Ctrl+J"));
}

TEST_CASE("ux: Ctrl+Shift+M lists my mentions") {
    FindingStage stage;
    stage.signIn();
    stage.key(Qt::Key_M, Qt::ControlModifier | Qt::ShiftModifier);
    SearchPanel &panel = stage.window.navigator().searchPanel();
    REQUIRE(panel.isVisible());
    CHECK(panel.title() == "Mentions of me");
    CHECK_FALSE(panel.queryBox().isVisible());
    const auto asked = stage.script.asked<wire::Mentions>();
    REQUIRE(asked);
    stage.answer(asked->first,
                 wire::HitsReply{.hits = {hit(stage.build, 2, "@alice look")}, .next = {}});
    REQUIRE(panel.hits().count() == 1);
    QTest::mouseClick(panel.hits().viewport(), Qt::LeftButton, {},
                      panel.hits().visualItemRect(panel.hits().item(0)).center());
    serve(stage.script, stage.rooms());
    CHECK(stage.openRoom() == "build");
    stage.goOffline();
    stage.window.navigator().showMentions();
    CHECK(panel.state().contains("no connection"));
}

TEST_CASE("ux: search in what is cached works offline, and says so") {
    FindingStage stage;
    stage.ops.sayMany("bob", 250);
    stage.ops.say("tom", "needle at the end");
    stage.signIn();
    stage.goOffline();
    stage.key(Qt::Key_F, Qt::ControlModifier | Qt::ShiftModifier);
    type(stage, "needle");
    serve(stage.script, stage.rooms());
    SearchPanel &panel = stage.window.navigator().searchPanel();
    CHECK_FALSE(stage.script.asked<wire::Search>());
    REQUIRE(panel.hits().count() == 1);
    CHECK(panel.state().contains("only what is kept on this machine"));
    CHECK(panel.hits().item(0)->data(hitRoom).toString() == "ops");
    // The whole of what is kept is gone through, page by page.
    type(stage, "\"line 7\"");
    CHECK(panel.state().contains("kept"));
    type(stage, "7 from:bob in:ops");
    serve(stage.script, stage.rooms());
    bool hasSeventh = false;
    for (int i = 0; i < panel.hits().count(); ++i)
        hasSeventh |= panel.hits().item(i)->data(hitSeq).toULongLong() == 7;
    CHECK(hasSeventh);
    // What is not kept ends the room, and the search.
    type(stage, "needle");
    for (const client::LoadWindow &wanted : stage.script.said<client::LoadWindow>())
        stage.script.tell(client::WindowLoaded{
            .token = wanted.token,
            .room = wanted.room,
            .messages = {},
            .head = {},
            .fromCache = true,
            .refusal = Refusal{.code = Code::busy, .text = "no", .retryMs = {}, .versions = {}}});
    for (int i = 0; i < 8; ++i) {
        Script::settle();
        const auto wanted = stage.script.said<client::LoadWindow>();
        stage.script.forgetCommands();
        for (const client::LoadWindow &window : wanted)
            stage.script.tell(client::WindowLoaded{.token = window.token,
                                                   .room = window.room,
                                                   .messages = {},
                                                   .head = {},
                                                   .fromCache = true,
                                                   .refusal = std::nullopt});
    }
    CHECK(panel.state().startsWith("Nothing was found."));
}

TEST_CASE("ux: a panel lies over the room where the window is narrow, and a hit then closes it") {
    FindingStage stage;
    stage.signIn();
    stage.window.resize(640, 480);
    stage.key(Qt::Key_F, Qt::ControlModifier | Qt::ShiftModifier);
    PanelArea &area = stage.window.area();
    CHECK(area.isNarrow());
    CHECK(stage.window.pane().width() == area.width());
    CHECK(area.panel()->geometry().right() <= area.rect().right());
    type(stage, "line");
    const auto asked = stage.script.asked<wire::Search>();
    stage.answer(asked->first,
                 wire::HitsReply{.hits = {hit(stage.ops, 2, "line 2")}, .next = std::nullopt});
    SearchPanel &panel = stage.window.navigator().searchPanel();
    panel.hits().setCurrentRow(0);
    QTest::keyClick(&panel.hits(), Qt::Key_Return);
    CHECK(stage.openRoom() == "ops");
    CHECK_FALSE(panel.isVisible());
    stage.window.resize(1200, 700);
    stage.window.navigator().searchRoom();
    CHECK_FALSE(area.isNarrow());
    CHECK(stage.window.pane().width() == area.width() - area.panel()->width());
}
