// What the window does for whoever has no mouse, wherever the keys go.
#include <QDesktopServices>
#include <QMenu>

#include "gui/window/room_dialogs.hpp"
#include "tests/gui/finding_stage.hpp"
#include "tests/gui/folders.hpp"
#include "tests/gui/own_stage.hpp"
#include "tests/gui/timeline_stage.hpp"
#include "tests/support/catch.hpp"

using namespace zchat;
using namespace zchat::gui;
using namespace zchat::gui::test;

namespace {

QPushButton *buttonNamed(QWidget &in, const QString &words) {
    for (QPushButton *button : in.findChildren<QPushButton *>())
        if (button->text() == words)
            return button;
    return nullptr;
}

} // namespace

TEST_CASE("ux: a message's menu opens its links, copies its code and shows the original") {
    TimelineStage stage;
    stage.room.say("bob", "see https://graphs.example/p99 and\n```\nls -l\npwd\n```");
    stage.room.add("carol", text("so it is", Seq{1}));
    stage.open();
    CHECK(stage.choose(0, "Copy code “ls -l”"));
    CHECK(TimelineStage::clipboard() == "ls -l\npwd");
    Folders opened;
    QDesktopServices::setUrlHandler("https", &opened, "show");
    CHECK(stage.choose(0, "Open https://graphs.example/p99"));
    QDesktopServices::unsetUrlHandler("https");
    REQUIRE(opened.shown.size() == 1);
    CHECK(opened.shown[0] == QUrl("https://graphs.example/p99"));
    CHECK(stage.choose(1, "Show the original"));
    CHECK(stage.view().currentIndex().row() == 0);
}

TEST_CASE("ux: one's own reaction is taken back by the menu that gave it") {
    TimelineStage stage;
    stage.room.say("bob", "release is out");
    stage.room.add("alice", wire::React{.of = Seq{1}, .emoji = "🎉", .on = true});
    stage.open();
    QMenu *menu = stage.menuOf(0);
    REQUIRE(menu != nullptr);
    const QAction *react = TimelineStage::action(menu, "React");
    REQUIRE(react != nullptr);
    QAction *own = TimelineStage::action(react->menu(), QString::fromUtf8("🎉"));
    REQUIRE(own != nullptr);
    CHECK(own->isChecked());
    own->trigger();
    menu->close();
    Script::settle();
    const auto said = stage.script.said<client::PostDraft>();
    REQUIRE(said.size() == 1);
    CHECK_FALSE(std::get<wire::React>(said[0].content).on);
}

TEST_CASE("ux: typing anywhere lands in the box, from every button and panel of the window") {
    OwnStage stage;
    QTest::keyClick(&stage.window, Qt::Key_I, Qt::ControlModifier | Qt::ShiftModifier);
    Script::settle();
    std::vector<QWidget *> places{&stage.window.sidebar().list(), &stage.window.pane().view()};
    for (QWidget *part : {static_cast<QWidget *>(&stage.window.header()),
                          static_cast<QWidget *>(&stage.window.sidebar())})
        for (QAbstractButton *button : part->findChildren<QAbstractButton *>())
            if (button->isVisible() && button->focusPolicy() != Qt::NoFocus)
                places.push_back(button);
    REQUIRE(places.size() > 4);
    for (QWidget *place : places) {
        INFO(place->accessibleName().toStdString());
        stage.box().clear();
        place->setFocus();
        QTest::keyClick(place, Qt::Key_H);
        CHECK(stage.window.composer().words() == "h");
        CHECK(stage.box().hasFocus());
    }
}

TEST_CASE("ux: Esc cancels, then closes the panel, then marks read and goes to the end") {
    OwnStage stage;
    stage.lobby.sayMany("bob", 2);
    stage.lobby.summary().unread = 2;
    QTest::keyClick(&stage.window, Qt::Key_F, Qt::ControlModifier);
    Script::settle();
    REQUIRE(stage.window.area().panel() != nullptr);
    stage.box().setFocus();
    QTest::keyClick(&stage.box(), Qt::Key_Escape);
    CHECK(stage.window.area().panel() == nullptr);
    client::RoomChanged changed{.room = stage.lobby.summary(), .gone = false};
    stage.script.tell(changed);
    stage.window.desk().setAttended(false);
    Script::settle();
    stage.script.forgetCommands();
    for (QWidget *place : {static_cast<QWidget *>(&stage.window.sidebar().list()),
                           static_cast<QWidget *>(stage.window.header().firstButton())}) {
        place->setFocus();
        QTest::keyClick(place, Qt::Key_Escape);
    }
    CHECK(stage.script.said<client::MarkRead>().size() == 1);
}

TEST_CASE("ux: F6 cycles regions: sidebar, header, messages, box and the open panel") {
    OwnStage stage;
    QTest::keyClick(&stage.window, Qt::Key_F, Qt::ControlModifier);
    Script::settle();
    stage.box().setFocus();
    const auto next = [&](Qt::KeyboardModifiers with = {}) {
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_F6, with);
        return QApplication::focusWidget();
    };
    CHECK(stage.window.area().panel()->isAncestorOf(next()));
    CHECK(next() == &stage.window.sidebar().list());
    CHECK(next() == stage.window.header().firstButton());
    CHECK(next() == &stage.window.pane().view());
    CHECK(next() == &stage.box());
    CHECK(next(Qt::ShiftModifier) == &stage.window.pane().view());
}

TEST_CASE("ux: Alt+Shift+arrows skip muted rooms unless somebody named me there") {
    FindingStage stage;
    stage.build.summary().unread = 4;
    stage.build.summary().notify = wire::Notify::none;
    stage.ops.summary().unread = 1;
    stage.signIn();
    stage.window.desk().open(RoomName("lobby"));
    stage.key(Qt::Key_Down, Qt::AltModifier | Qt::ShiftModifier);
    CHECK(stage.window.desk().room() == RoomName("ops"));
    stage.build.summary().mentions = 1;
    stage.script.tell(client::RoomChanged{.room = stage.build.summary(), .gone = false});
    Script::settle();
    stage.window.desk().open(RoomName("lobby"));
    stage.key(Qt::Key_Down, Qt::AltModifier | Qt::ShiftModifier);
    CHECK(stage.window.desk().room() == RoomName("build"));
}

TEST_CASE("ux: a dialog takes the keys where it asks first, and Enter takes the first find") {
    FindingStage stage;
    stage.signIn();
    stage.key(Qt::Key_J, Qt::ControlModifier);
    auto *dialog = stage.dialog<JoinRoomDialog>();
    REQUIRE(dialog != nullptr);
    auto *filter = qobject_cast<QLineEdit *>(dialog->focusWidget());
    REQUIRE(filter != nullptr);
    wire::RoomSummary other = Room("workshop").summary();
    other.role.reset();
    wire::RoomSummary another = Room("annex").summary();
    another.role.reset();
    stage.answer(stage.script.asked<wire::Rooms>()->first,
                 wire::RoomsReply{.rooms = {another, other}});
    stage.answer(stage.script.asked<wire::Rooms>()->first, wire::RoomsReply{.rooms = {}});
    QTest::keyClicks(filter, "wor");
    QTest::keyClick(filter, Qt::Key_Return);
    const auto join = stage.script.asked<wire::Join>();
    REQUIRE(join);
    CHECK(join->second.room == RoomName("workshop"));
    QWidget *cancel = buttonNamed(*dialog, "Cancel");
    REQUIRE(cancel != nullptr);
    QTest::keyClick(filter, Qt::Key_Tab);
    CHECK_FALSE(cancel->hasFocus()); // the list comes first
}
