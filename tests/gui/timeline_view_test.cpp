#include <QScrollBar>
#include <QSignalSpy>
#include <QtTest/QTest>

#include "gui/window/timeline_pane.hpp"
#include "tests/gui/script.hpp"
#include "tests/support/catch.hpp"

using namespace zchat;
using namespace zchat::gui;
using namespace zchat::gui::test;

namespace {

// A timeline on a real view, with a scripted broker behind it.
struct Stage {
    explicit Stage(Room &room)
        : room_(room)
        , theme(ThemeChoice::light)
        , bridge(script.open())
        , desk(bridge, AccountName("alice"))
        , pane(desk, theme, pictures) {
        theme.dress(&pane);
        pane.resize(600, 500);
        pane.show();
        script.tell(client::RoomsListed{.rooms = {room.summary()}, .fromCache = false});
        serve(script, {&room});
    }
    void hear(std::size_t count = 1) {
        script.tell(room_.last(count));
        Script::settle();
    }
    // Answers pages until none is asked for.
    void serveAll() { serve(script, {&room_}); }
    TimelineView &view() { return pane.view(); }
    QScrollBar &bar() { return *pane.view().verticalScrollBar(); }

    Room &room_;
    Script script;
    Theme theme;
    Bridge bridge;
    Desk desk;
    Pictures pictures;
    TimelinePane pane;
};

} // namespace

TEST_CASE("view: at the end it follows what is said") {
    Room room("ops");
    room.sayMany("bob", 60);
    Stage stage(room);
    CHECK(stage.view().isFollowing());
    CHECK(stage.bar().value() == stage.bar().maximum());
    for (int i = 0; i < 5; ++i) {
        room.say("bob", "more");
        stage.hear();
        CHECK(stage.bar().value() == stage.bar().maximum());
    }
    CHECK_FALSE(stage.pane.newest().isVisible());
}

TEST_CASE("view: scrolled up it stands still, and says how many are new below") {
    Room room("ops");
    room.sayMany("bob", 80);
    Stage stage(room);
    stage.bar().setValue(stage.bar().maximum() - 700);
    Script::settle();
    stage.serveAll();
    const auto key = stage.desk.timeline().row(40).key;
    const auto before = stage.view().wordsTop(key);
    for (int i = 0; i < 7; ++i)
        room.say("bob", "more");
    stage.hear(7);
    CHECK(stage.view().wordsTop(key) == before);
    CHECK(stage.pane.newest().isVisible());
    CHECK(stage.pane.newest().text() == "↓ 7 new");
    QTest::mouseClick(&stage.pane.newest(), Qt::LeftButton);
    Script::settle();
    CHECK(stage.bar().value() == stage.bar().maximum());
    CHECK_FALSE(stage.pane.newest().isVisible());
}

TEST_CASE("view: older history joins above without moving the line under the eye") {
    Room room("ops");
    room.sayMany("bob", 1000);
    Stage stage(room);
    for (int page = 0; page < 8; ++page) {
        stage.bar().setValue(100);
        Script::settle();
        const QModelIndex at = stage.view().indexAt(QPoint(5, 60));
        REQUIRE(at.isValid());
        const RowKey key = stage.desk.timeline().row(at.row()).key;
        const auto before = stage.view().wordsTop(key);
        const int rows = stage.desk.timeline().rowCount();
        serve(stage.script, {&room});
        CHECK(stage.view().wordsTop(key) == before);
        CHECK((stage.desk.timeline().rowCount() != rows || stage.desk.timeline().isAtStart() ||
               rows <= 400));
    }
    CHECK(stage.desk.timeline().row(0).message.entry.seq < Seq{600});
}

TEST_CASE("view: an edit above and a reaction above move nothing in sight") {
    Room room("ops");
    room.sayMany("bob", 90);
    Stage stage(room);
    stage.bar().setValue(stage.bar().maximum() / 2);
    Script::settle();
    stage.serveAll();
    const QModelIndex at = stage.view().indexAt(QPoint(5, 80));
    const RowKey key = stage.desk.timeline().row(at.row()).key;
    const auto before = stage.view().wordsTop(key);
    const Seq above = stage.desk.timeline().row(at.row() - 12).message.entry.seq;
    room.add("bob", wire::Edit{.of = above, .body = "one\ntwo\nthree\nfour\nfive"});
    room.add("bob", wire::React{.of = above, .emoji = "👍", .on = true});
    stage.hear(2);
    CHECK(stage.view().wordsTop(key) == before);
}

TEST_CASE("view: resizing keeps the first line in sight, or the end when it was there") {
    Room room("ops");
    for (int i = 0; i < 80; ++i)
        room.say("bob", std::string(200, 'w') + " and some more words to wrap");
    Stage stage(room);
    stage.pane.resize(420, 400);
    Script::settle();
    CHECK(stage.bar().value() == stage.bar().maximum());
    stage.bar().setValue(stage.bar().maximum() / 2);
    Script::settle();
    const QModelIndex at = stage.view().indexAt(QPoint(5, 5));
    RowKey key = stage.desk.timeline().row(at.row()).key;
    if (*stage.view().wordsTop(key) < 0)
        key = stage.desk.timeline().row(at.row() + 1).key;
    const auto before = stage.view().wordsTop(key);
    stage.pane.resize(700, 300);
    Script::settle();
    CHECK(stage.view().wordsTop(key) == before);
}

TEST_CASE("view: few messages stand at the foot, near the box where one writes") {
    Room room("ops");
    room.sayMany("bob", 2);
    Stage stage(room);
    const auto top = stage.view().wordsTop(Seq{2});
    REQUIRE(top);
    CHECK(*top > stage.pane.height() - 80);
}

TEST_CASE("view: a room with a New line opens there, or at the end where all of it fits") {
    Room room("ops");
    room.sayMany("bob", 90);
    room.summary().read = Seq{50};
    room.summary().unread = 40;
    Stage stage(room);
    const auto top = stage.view().wordsTop(Seq{51});
    REQUIRE(top);
    CHECK(*top > 0);
    CHECK(*top < stage.pane.height() / 2);
    CHECK_FALSE(stage.view().isFollowing());
}

TEST_CASE("delegate: a row is laid out once until something that it shows changes") {
    Room room("ops");
    room.sayMany("bob", 50);
    Stage stage(room);
    const std::uint64_t made = stage.view().delegate().layoutsMade();
    stage.view().viewport()->repaint();
    stage.bar().setValue(0);
    Script::settle();
    CHECK(stage.view().delegate().layoutsMade() == made);
    room.add("bob", wire::React{.of = Seq{10}, .emoji = "👍", .on = true});
    stage.hear();
    CHECK(stage.view().delegate().layoutsMade() == made + 1);
}

TEST_CASE("delegate: paint, height and what is under the pointer agree") {
    Room room("ops");
    room.say("bob", "see https://a.example/b\n```\ncopy me\n```");
    room.add("bob", wire::React{.of = Seq{1}, .emoji = "👍", .on = true});
    Stage stage(room);
    const MessageDelegate &delegate = stage.view().delegate();
    const QModelIndex index = stage.desk.timeline().index(0);
    const RowLayout &laid = delegate.layout(index);
    CHECK(delegate.sizeHint({}, index).height() == laid.height);
    REQUIRE(laid.copies.size() == 1);
    REQUIRE(laid.chips.size() == 1);
    CHECK(delegate.hitTest(index, laid.copies[0].center()).text == "copy me");
    CHECK(delegate.hitTest(index, laid.chips[0].rect.center()).emoji == "👍");
    CHECK(delegate.hitTest(index, laid.words.topLeft() + QPoint(50, 10)).target == Target::link);
    CHECK(laid.chips[0].rect.bottom() < laid.height);
    CHECK(laid.words.bottom() <= laid.chips[0].rect.top());

    QSignalSpy hits(&stage.view(), &TimelineView::hit);
    const QPoint corner = stage.view().visualRect(index).topLeft();
    QTest::mouseClick(stage.view().viewport(), Qt::LeftButton, {},
                      corner + laid.chips[0].rect.center());
    CHECK(hits.count() == 1);
}

TEST_CASE("delegate: the cache of layouts has a bound") {
    Room room("ops");
    room.sayMany("bob", 3000);
    Stage stage(room);
    for (int page = 0; page < 25; ++page) {
        stage.bar().setValue(0);
        serve(stage.script, {&room});
    }
    CHECK(stage.view().delegate().cachedLayouts() <= 2 * TimelineModel::windowRows);
}

TEST_CASE("ux: older history loads ahead of need: two screens before its edge") {
    Room room("ops");
    room.sayMany("bob", 1000);
    Stage stage(room);
    const int screen = stage.view().viewport()->height();
    REQUIRE(stage.bar().maximum() > 4 * screen);
    stage.script.forgetCommands();
    stage.bar().setValue(3 * screen);
    Script::settle();
    CHECK(stage.script.said<client::LoadWindow>().empty());
    const Seq oldest = stage.desk.timeline().row(0).message.entry.seq;
    stage.bar().setValue(screen * 18 / 10);
    Script::settle();
    const auto wanted = stage.script.said<client::LoadWindow>();
    REQUIRE(wanted.size() == 1);
    CHECK(wanted[0].before == oldest);
}

TEST_CASE("ux: Shift+PgUp goes to the oldest unread, also where it is not among what is loaded") {
    Room room("ops");
    room.sayMany("bob", 900);
    room.summary().read = Seq{40};
    room.summary().unread = 860;
    Stage stage(room);
    stage.desk.timeline().showNewest();
    stage.serveAll();
    REQUIRE(stage.desk.timeline().row(0).message.entry.seq > Seq{41});
    stage.view().goToOldestUnread();
    Script::settle();
    const auto wanted = stage.script.said<client::LoadWindow>();
    REQUIRE(wanted.size() == 1);
    CHECK(wanted[0].around == Seq{41});
    stage.serveAll();
    const auto top = stage.view().wordsTop(Seq{41});
    REQUIRE(top);
    CHECK(*top >= 0);
    CHECK(*top < stage.view().viewport()->height());
}
