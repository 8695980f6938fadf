// The paragraph "Scrolling", marking words, keys, the spoken form, zoom and density of the
// timeline.
#include <QAccessible>

#include "tests/gui/timeline_stage.hpp"
#include "tests/support/catch.hpp"

using namespace zchat;
using namespace zchat::gui;
using namespace zchat::gui::test;

namespace {

void zoomTo(TimelineStage &stage, double zoom, Density density = Density::comfortable) {
    stage.theme.follow(LookChoice{.theme = ThemeChoice::light, .zoom = zoom, .density = density});
    Script::settle();
}

} // namespace

TEST_CASE("ux: text can be selected across messages, copied with names and times") {
    TimelineStage stage;
    stage.room.say("bob", "first words");
    stage.room.say("carol", "some **bold** ones\nand a second line");
    stage.room.say("bob", "last words");
    stage.open();
    stage.know("carol", "Carol C");
    stage.drag(stage.atWords(1), stage.at(1, stage.laid(1).words.bottomRight() - QPoint(1, 2)));
    stage.release({});
    CHECK(stage.view().selectedText() == "some bold ones\nand a second line");
    const int half = QFontMetrics(stage.theme.look().body).horizontalAdvance("first ");
    stage.drag(stage.atWords(0, half), stage.atWords(2, 1));
    stage.release({});
    stage.view().setFocus();
    QTest::keyClick(&stage.view(), Qt::Key_C, Qt::ControlModifier);
    const auto time = [&](int row) { return stage.laid(row).timeWords; };
    CHECK(TimelineStage::clipboard() == "[" + time(0) + "] bob: words\n[" + time(1) +
                                            "] Carol C (carol): some bold ones\nand a second line");
    QTest::keyClick(&stage.view(), Qt::Key_A, Qt::ControlModifier);
    CHECK(stage.view().selectedText().endsWith("] bob: last words"));
    CHECK(stage.view().selectedText().startsWith("[" + time(0) + "] bob: first words"));
    QTest::keyClick(&stage.view(), Qt::Key_Escape);
    CHECK(stage.view().selectedText().isEmpty());
}

TEST_CASE("ux: a double click marks a word, a third the message, Shift+click goes on") {
    TimelineStage stage;
    stage.room.say("bob", "first words here");
    stage.room.say("bob", "second message");
    stage.open();
    const int x = QFontMetrics(stage.theme.look().body).horizontalAdvance("first wo");
    QTest::mouseDClick(stage.view().viewport(), Qt::LeftButton, {}, stage.atWords(0, x));
    CHECK(stage.view().selectedText() == "words");
    QTest::mousePress(stage.view().viewport(), Qt::LeftButton, {}, stage.atWords(0, x));
    stage.release(stage.atWords(0, x));
    CHECK(stage.view().selectedText() == "first words here");
    stage.click(stage.atWords(0, x));
    CHECK(stage.view().selectedText().isEmpty());
    stage.click(stage.atWords(1, 300), Qt::ShiftModifier);
    CHECK(stage.view().selectedText().contains("second message"));
    CHECK(stage.view().selectedText().startsWith("["));
}

TEST_CASE("ux: dragged on after a double click, the selection grows by words") {
    TimelineStage stage;
    stage.room.say("bob", "first words here");
    stage.room.say("bob", "second message");
    stage.open();
    const QFontMetrics metrics(stage.theme.look().body);
    const auto at = [&](int row, const char *words) {
        return stage.atWords(row, metrics.horizontalAdvance(words));
    };
    QTest::mouseDClick(stage.view().viewport(), Qt::LeftButton, {}, at(0, "first wo"));
    stage.move(at(0, "first words he"), Qt::LeftButton);
    CHECK(stage.view().selectedText() == "words here");
    stage.move(at(0, "fi"), Qt::LeftButton);
    CHECK(stage.view().selectedText() == "first words");
    stage.move(at(1, "sec"), Qt::LeftButton);
    CHECK(stage.view().selectedText().endsWith("second"));
}

TEST_CASE("ux: marking past the edge scrolls, and what is marked is painted") {
    TimelineStage stage;
    stage.room.sayMany("bob", 90);
    stage.open();
    const QImage before = stage.view().viewport()->grab().toImage();
    const int was = stage.bar().value();
    const int last = stage.timeline().rowCount() - 1;
    stage.drag(stage.atWords(last, 30), QPoint(100, -60));
    CHECK(QTest::qWaitFor([&] { return stage.bar().value() < was - 200; }, 5000));
    stage.release(QPoint(100, -60));
    const int stopped = stage.bar().value();
    CHECK(stage.view().selectedText().count('\n') > 5);
    stage.view().followEnd();
    Script::settle();
    const QImage after = stage.view().viewport()->grab().toImage();
    const QColor soft = stage.theme.look().tokens.accentSoft;
    // Between two words, where no letter is.
    const int gap = QFontMetrics(stage.theme.look().body).horizontalAdvance("line") + 2;
    const QPoint inWords = stage.atWords(last - 1, gap);
    CHECK(after.pixelColor(inWords) == soft);
    CHECK(before.pixelColor(inWords) != soft);
    CHECK(stopped < was);
}

TEST_CASE("ux: actions of a message float at its right on hover") {
    TimelineStage stage;
    stage.room.say("bob", "his");
    stage.room.say("alice", "mine");
    stage.open();
    ActionBar &bar = stage.view().actionBar();
    stage.move(stage.atWords(0));
    REQUIRE(bar.isVisible());
    CHECK(bar.geometry().right() > stage.view().viewport()->width() - 40);
    CHECK_FALSE(bar.button(MessageAct::edit).isVisible());
    stage.move(stage.atWords(1));
    CHECK(bar.button(MessageAct::edit).isVisible());
    QTest::mouseClick(&bar.button(MessageAct::edit), Qt::LeftButton);
    CHECK(stage.window.composer().words() == "mine");
    QTest::mouseClick(&bar.button(MessageAct::menu), Qt::LeftButton);
    REQUIRE(QApplication::activePopupWidget() != nullptr);
    QApplication::activePopupWidget()->close();
}

TEST_CASE("ux: F6 cycles regions; up and down move a current message; typing lands in the box") {
    TimelineStage stage;
    stage.room.sayMany("bob", 5);
    stage.open();
    QPlainTextEdit &box = stage.window.composer().box();
    box.setFocus();
    QTest::keyClick(&box, Qt::Key_F6, Qt::ShiftModifier);
    CHECK(stage.view().hasFocus());
    CHECK(stage.view().currentIndex().row() == 4);
    CHECK(stage.view().actionBar().isVisible());
    QTest::keyClick(&stage.view(), Qt::Key_Up);
    QTest::keyClick(&stage.view(), Qt::Key_Up);
    CHECK(stage.view().currentIndex().row() == 2);
    QTest::keyClick(&stage.view(), Qt::Key_R, Qt::ControlModifier);
    CHECK(stage.window.composer().hasMode());
    CHECK(box.hasFocus());
    QTest::keyClick(&box, Qt::Key_F6, Qt::ShiftModifier);
    CHECK(stage.view().hasFocus());
    QTest::keyClick(&stage.view(), Qt::Key_X);
    CHECK(stage.window.composer().words() == "x");
}

TEST_CASE("ux: scrolled up it never moves by itself and offers \"7 new, 1 mention\"") {
    TimelineStage stage;
    stage.room.sayMany("bob", 80);
    stage.open();
    stage.bar().setValue(stage.bar().maximum() - 700);
    serve(stage.script, {&stage.room});
    const auto key = stage.timeline().row(50).key;
    const auto before = stage.view().wordsTop(key);
    for (int i = 0; i < 6; ++i)
        stage.room.say("bob", "more");
    stage.room.add("bob", text("@alice look", {}, {"alice"}));
    stage.room.add("carol", change("carol"));
    stage.hear(8);
    CHECK(stage.view().wordsTop(key) == before);
    CHECK(stage.window.pane().newest().text() == "↓ 7 new, 1 mention");
    QTest::mouseClick(&stage.window.pane().newest(), Qt::LeftButton);
    Script::settle();
    CHECK(stage.bar().value() == stage.bar().maximum());
}

TEST_CASE("ux: prepending, images, runs and resizing move the line under the eye by 0 px") {
    TimelineStage stage;
    for (int i = 0; i < 600; ++i) {
        // Runs of system lines across the edges of pages, and pictures above.
        if (i % 7 < 3)
            stage.room.add("ann", change(("p" + std::to_string(i)).c_str()));
        else if (i % 7 == 3)
            stage.room.add("bob", wire::File{.name = "p.png",
                                             .size = 1000,
                                             .hash = {},
                                             .media = "image/png",
                                             .width = 800,
                                             .height = 600,
                                             .body = "",
                                             .reply = {}});
        else
            stage.room.say("bob", std::string(150, 'w') + " and words that wrap");
    }
    stage.open();
    int checked = 0;
    for (int page = 0; page < 4; ++page) {
        stage.bar().setValue(60);
        Script::settle();
        QModelIndex at = stage.view().indexAt(QPoint(5, 80));
        REQUIRE(at.isValid());
        const RowKey key = stage.timeline().row(at.row()).key;
        const auto before = stage.view().wordsTop(key);
        const int rows = stage.timeline().rowCount();
        serve(stage.script, {&stage.room});
        CHECK(stage.view().wordsTop(key) == before);
        checked += stage.timeline().rowCount() != rows ? 1 : 0;
    }
    CHECK(checked >= 2);
    stage.bar().setValue(stage.bar().maximum() / 2);
    serve(stage.script, {&stage.room});
    const QModelIndex first = stage.view().indexAt(QPoint(5, 5));
    RowKey key = stage.timeline().row(first.row()).key;
    for (int row = first.row(); *stage.view().wordsTop(key) < 0;)
        key = stage.timeline().row(++row).key;
    const auto before = stage.view().wordsTop(key);
    stage.window.resize(700, 500);
    Script::settle();
    REQUIRE(before);
    REQUIRE(stage.view().wordsTop(key));
    CHECK(*stage.view().wordsTop(key) == *before);
}

TEST_CASE("ux: a room of 1,000,000 messages opens as fast as one of 400") {
    TimelineStage stage;
    stage.room.summary().head = Seq{1'000'000};
    stage.window.resize(1000, 640);
    stage.window.show();
    stage.script.tell(signedIn("alice"));
    stage.script.tell(client::RoomsListed{.rooms = {stage.room.summary()}, .fromCache = false});
    Script::settle();
    std::size_t messages = 0;
    for (int pages = 0; pages < 4; ++pages) {
        const auto wanted = stage.script.said<client::LoadWindow>();
        stage.script.forgetCommands();
        for (const client::LoadWindow &load : wanted) {
            client::WindowLoaded page{.token = load.token,
                                      .room = stage.room.name(),
                                      .messages = {},
                                      .head = Seq{1'000'000},
                                      .fromCache = false,
                                      .refusal = std::nullopt};
            const std::uint64_t end = load.before ? load.before->value : 1'000'001;
            for (std::uint64_t seq = end - load.limit; seq < end; ++seq) {
                wire::Entry entry;
                entry.seq = Seq{seq};
                entry.at = dawn + static_cast<TimeMs>(seq);
                entry.by = AccountName("bob");
                entry.content = text("words");
                page.messages.push_back(wire::toMessage(entry));
            }
            messages += page.messages.size();
            stage.script.tell(page);
        }
        Script::settle();
    }
    CHECK(stage.timeline().lastSeq() == Seq{1'000'000});
    CHECK(stage.view().isFollowing());
    CHECK(messages <= 300);
    CHECK(stage.view().delegate().layoutsMade() <= 600);
}

TEST_CASE("ux: Esc cancels, then marks read and goes to the end; Shift+PgUp oldest unread") {
    TimelineStage stage;
    stage.room.sayMany("bob", 90);
    stage.room.summary().read = Seq{40};
    stage.room.summary().unread = 50;
    stage.open();
    QPlainTextEdit &box = stage.window.composer().box();
    stage.bar().setValue(0);
    serve(stage.script, {&stage.room});
    stage.script.forgetCommands();
    CHECK_FALSE(stage.view().isFollowing());
    QTest::keyClick(&box, Qt::Key_PageUp, Qt::ShiftModifier);
    Script::settle();
    const auto oldest = stage.timeline().rowOf(Seq{41});
    REQUIRE(oldest);
    CHECK(stage.view().viewport()->rect().contains(stage.atWords(*oldest)));
    stage.view().setFocus();
    stage.view().setCurrentIndex(stage.timeline().index(*oldest));
    QTest::keyClick(&stage.view(), Qt::Key_R, Qt::ControlModifier);
    QTest::keyClick(&box, Qt::Key_Escape);
    CHECK_FALSE(stage.window.composer().hasMode());
    CHECK(stage.script.said<client::MarkRead>().empty());
    CHECK_FALSE(stage.view().isFollowing());
    QTest::keyClick(&box, Qt::Key_Escape);
    Script::settle();
    const auto read = stage.script.said<client::MarkRead>();
    REQUIRE(read.size() == 1);
    CHECK(read[0].seq == Seq{90});
    CHECK(stage.view().isFollowing());
}

TEST_CASE("ux: a message reads \"Alice, in reply to Bob: text, 18:53, stored, 2 reactions\"") {
    TimelineStage stage;
    stage.room.say("bob", "question");
    stage.room.add("alice", text("text", Seq{1}));
    stage.room.add("bob", wire::React{.of = Seq{2}, .emoji = "👍", .on = true});
    stage.room.add("carol", wire::React{.of = Seq{2}, .emoji = "👍", .on = true});
    stage.open();
    QAccessibleInterface *list = QAccessible::queryAccessibleInterface(&stage.view());
    REQUIRE(list != nullptr);
    CHECK(list->role() == QAccessible::List);
    CHECK(list->text(QAccessible::Name) == "Messages");
    REQUIRE(list->childCount() == 2);
    QAccessibleInterface *message = list->child(1);
    REQUIRE(message != nullptr);
    CHECK(message->role() == QAccessible::ListItem);
    CHECK(message->text(QAccessible::Name) ==
          "alice, in reply to bob: text, " + stage.laid(1).timeWords + ", stored, 2 reactions");
    CHECK(list->indexOfChild(message) == 1);
    CHECK(message->rect().height() > 0);
    CHECK(list->childAt(message->rect().center().x(), message->rect().center().y()) == message);
    stage.view().setFocus();
    QTest::keyClick(&stage.view(), Qt::Key_Up);
    CHECK(message->state().focusable);
}

TEST_CASE("ux: new messages are announced politely where Qt can") {
    TimelineStage stage;
    stage.room.sayMany("bob", 3);
    stage.open();
    auto *announcer = stage.view().findChild<Announcer *>();
    REQUIRE(announcer != nullptr);
    stage.room.say("bob", "nobody listens");
    stage.hear();
    qputenv("QT_LINUX_ACCESSIBILITY_ALWAYS_ON", "1");
    stage.room.say("bob", "news");
    stage.room.say("alice", "my own, from elsewhere");
    stage.room.add("carol", change("carol"));
    stage.hear(3);
    const bool isSaid = QTest::qWaitFor([&] { return !announcer->said().isEmpty(); }, 5000);
    const QString first = announcer->said();
    for (int i = 0; i < 9; ++i)
        stage.room.say("bob", "more");
    stage.hear(9);
    const bool isMoreSaid = QTest::qWaitFor([&] { return announcer->said() != first; }, 5000);
    qunsetenv("QT_LINUX_ACCESSIBILITY_ALWAYS_ON");
    CHECK(isSaid);
    CHECK(first == "bob: news, " + stage.laid(4).timeWords);
    CHECK(isMoreSaid);
    CHECK(announcer->said() == "9 new messages");
    QAccessibleInterface *spoken = QAccessible::queryAccessibleInterface(announcer);
    REQUIRE(spoken != nullptr);
    CHECK(spoken->role() == QAccessible::AlertMessage);
    CHECK(spoken->text(QAccessible::Name) == "9 new messages");
}

TEST_CASE("ux: zoomed, rows, mouse and words agree, and the end stays in sight") {
    TimelineStage stage;
    stage.room.sayMany("bob", 40);
    stage.room.add("bob", wire::React{.of = Seq{40}, .emoji = "👍", .on = true});
    stage.open();
    const int plain = stage.view().visualRect(stage.timeline().index(39)).height();
    for (const double zoom : {2.0, 0.8, 1.5}) {
        zoomTo(stage, zoom);
        CHECK(stage.bar().value() == stage.bar().maximum());
        const int shown = stage.view().visualRect(stage.timeline().index(39)).height();
        CHECK(std::abs(shown - plain * zoom) <= 1);
        stage.script.forgetCommands();
        stage.click(stage.at(39, stage.laid(39).chips[0].rect.center()));
        CHECK(stage.script.said<client::PostDraft>().size() == 1);
        stage.drag(stage.atWords(38, 0), stage.at(38, stage.laid(38).words.bottomRight()));
        stage.release({});
        CHECK(stage.view().selectedText() == "line 39");
        CHECK(stage.laid(0).words.right() * zoom < stage.view().viewport()->width());
    }
}

TEST_CASE("ux: compact is denser than comfortable") {
    TimelineStage stage;
    for (int i = 0; i < 20; ++i)
        stage.room.say(i % 2 == 0 ? "bob" : "carol", "words");
    stage.open();
    const int before = stage.laid(10).height;
    zoomTo(stage, 1.0, Density::compact);
    CHECK(stage.laid(10).height < before - 5);
    CHECK(stage.laid(10).avatar.width() == measure::avatarSmall);
    CHECK(stage.laid(10).words.bottom() <= stage.laid(10).height);
}
