// What the mouse and the menu reach in a message: links, code, tooltips, reactions, what was
// refused; and the times that stand beside messages.
#include <QHelpEvent>
#include <QLocale>
#include <QToolTip>
#include <ctime>

#include "gui/window/emoji_picker.hpp"
#include "tests/gui/folders.hpp"
#include "tests/gui/timeline_stage.hpp"
#include "tests/support/catch.hpp"

using namespace zchat;
using namespace zchat::gui;
using namespace zchat::gui::test;

namespace {

// A clock of another place, until the test is over.
struct ClockIn {
    explicit ClockIn(const char *place)
        : before(qgetenv("TZ"))
        , wasSet(qEnvironmentVariableIsSet("TZ")) {
        qputenv("TZ", place);
        ::tzset();
        QLocale::setDefault(QLocale::c());
    }
    ~ClockIn() {
        if (wasSet)
            qputenv("TZ", before);
        else
            qunsetenv("TZ");
        ::tzset();
        QLocale::setDefault(QLocale::system());
    }
    ClockIn(const ClockIn &) = delete;
    ClockIn &operator=(const ClockIn &) = delete;
    QByteArray before;
    bool wasSet;
};

// What the view shows when the pointer rests there.
QString tipShownAt(TimelineStage &stage, QPoint point) {
    QToolTip::hideText();
    QHelpEvent rests(QEvent::ToolTip, point, stage.view().viewport()->mapToGlobal(point));
    QApplication::sendEvent(stage.view().viewport(), &rests);
    return QToolTip::text();
}

} // namespace

TEST_CASE("ux: Copy of a code block puts the code on the clipboard") {
    TimelineStage stage;
    stage.room.say("bob", "so:\n```\nmake **all**\n  && make check\n```");
    stage.open();
    QApplication::clipboard()->clear();
    REQUIRE(stage.laid(0).copies.size() == 1);
    stage.click(stage.at(0, stage.laid(0).copies[0].center()));
    CHECK(TimelineStage::clipboard() == "make **all**\n  && make check");
}

TEST_CASE("ux: a click on a link opens exactly that address, and on words nothing") {
    TimelineStage stage;
    stage.room.say("bob", "[bank](https://evil.example/x?y=1#z)");
    stage.room.say("carol", "[click](javascript:alert(1)) or [this](file:///etc/passwd)");
    stage.open();
    Opened web("https");
    Opened script("javascript");
    Opened file("file");
    stage.click(stage.atWords(0, 8));
    REQUIRE(web.shown.size() == 1);
    CHECK(web.shown[0].toString() == "https://evil.example/x?y=1#z");
    // Marking words that hold a link opens nothing.
    stage.drag(stage.atWords(0, 2), stage.atWords(0, 60));
    stage.release(stage.atWords(0, 60));
    for (int x = 2; x < 300; x += 12)
        stage.click(stage.atWords(1, x));
    CHECK(web.shown.size() == 1);
    CHECK(script.shown.isEmpty());
    CHECK(file.shown.isEmpty());
}

TEST_CASE("ux: react with any emoji: the menu leads to the picker") {
    TimelineStage stage;
    stage.room.sayMany("bob", 2);
    stage.open();
    QMenu *menu = stage.menuOf(1);
    REQUIRE(TimelineStage::action(menu, "React") != nullptr);
    menu->setActiveAction(TimelineStage::action(menu, "React"));
    QTest::keyClick(menu, Qt::Key_Right);
    auto *reactions = qobject_cast<QMenu *>(QApplication::activePopupWidget());
    REQUIRE(reactions != nullptr);
    REQUIRE(reactions != menu);
    QTest::keyClick(reactions, Qt::Key_Up); // round to the last
    REQUIRE(reactions->activeAction()->text() == "Another one …");
    QTest::keyClick(reactions, Qt::Key_Return);
    EmojiPicker *picker = stage.window.emojiPicker();
    REQUIRE(picker != nullptr);
    REQUIRE(picker->isVisible());
    QTest::keyClicks(&picker->searchBox(), "rocket");
    QTest::keyClick(&picker->searchBox(), Qt::Key_Return);
    CHECK_FALSE(picker->isVisible());
    const auto said = stage.script.said<client::PostDraft>();
    REQUIRE(said.size() == 1);
    const auto &reaction = std::get<wire::React>(said[0].content);
    CHECK(reaction.of == Seq{2});
    CHECK(reaction.emoji == "🚀");
    CHECK(reaction.on);
}

TEST_CASE("ux: failed offers Retry, Edit, Delete in the menu and by F2 too") {
    TimelineStage stage;
    stage.room.sayMany("bob", 2);
    stage.open();
    client::DraftChanged mine;
    mine.id.bytes.fill(77);
    mine.room = RoomName("ops");
    mine.content = text("mine");
    mine.state = client::DraftState::refused;
    mine.refusal = Refusal{.code = Code::denied, .text = "No.", .retryMs = {}, .versions = {}};
    stage.script.tell(mine);
    Script::settle();
    CHECK(stage.choose(2, "Retry"));
    REQUIRE(stage.script.said<client::RetryDraft>().size() == 1);
    CHECK(stage.script.said<client::RetryDraft>()[0].id == mine.id);
    CHECK(stage.choose(2, "Delete"));
    REQUIRE(stage.script.said<client::DropDraft>().size() == 1);
    CHECK(stage.script.said<client::DropDraft>()[0].id == mine.id);
    stage.view().setFocus();
    stage.view().setCurrentIndex(stage.timeline().index(2));
    QTest::keyClick(&stage.view(), Qt::Key_F2);
    CHECK(stage.window.composer().words() == "mine");
    CHECK(stage.script.said<client::DropDraft>().size() == 2);
}

TEST_CASE("ux: local time where one is, and the full time on hover") {
    const ClockIn kolkata("Asia/Kolkata");
    TimelineStage stage;
    stage.room.add("bob", text("ten in the morning at Greenwich"), dawn);
    stage.room.add("bob", text("late there, early next day here"), dawn + 9 * 3'600'000LL);
    stage.open();
    CHECK(stage.laid(0).timeWords == "15:30");
    CHECK(stage.laid(1).timeWords == "00:30");
    CHECK_FALSE(stage.laid(1).day.isNull());
    const QString tip = tipShownAt(stage, stage.at(0, stage.laid(0).time.center()));
    CHECK(tip.contains("15:30:00"));
    CHECK(tip.contains("2026"));
}

TEST_CASE("ux: who reacted and who read shows on hover") {
    TimelineStage stage;
    stage.room.say("bob", "hi");
    stage.room.add("carol", wire::React{.of = Seq{1}, .emoji = "👍", .on = true});
    stage.open();
    CHECK(tipShownAt(stage, stage.at(0, stage.laid(0).chips[0].rect.center())).contains("carol"));
}

TEST_CASE("ux: the New line is gone once I have left the room and come back") {
    TimelineStage stage;
    Room other("lobby");
    other.sayMany("carol", 2);
    stage.room.sayMany("bob", 4);
    stage.room.summary().read = Seq{2};
    stage.room.summary().unread = 2;
    stage.open();
    stage.script.tell(client::RoomChanged{.room = other.summary(), .gone = false});
    stage.window.desk().setAttended(true);
    Script::settle();
    REQUIRE(stage.timeline().firstNewRow() == 2);
    stage.script.tell(client::MarkerMoved{.room = RoomName("ops"),
                                          .seq = Seq{4},
                                          .unread = 0,
                                          .mentions = 0,
                                          .cursor = std::nullopt});
    Script::settle();
    CHECK(stage.timeline().firstNewRow() == 2);
    stage.window.desk().open(RoomName("lobby"));
    serve(stage.script, {&stage.room, &other});
    CHECK(stage.timeline().room() == RoomName("lobby"));
    stage.window.desk().open(RoomName("ops"));
    serve(stage.script, {&stage.room, &other});
    CHECK(stage.timeline().room() == RoomName("ops"));
    CHECK_FALSE(stage.timeline().firstNewRow());
}
