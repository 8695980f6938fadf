// Getting about: the switcher and the keys that move among rooms.
#include <QAction>
#include <QLabel>
#include <QShortcut>

#include "gui/model/fuzzy.hpp"
#include "gui/window/keys.hpp"
#include "tests/gui/finding_stage.hpp"

using namespace zchat;
using namespace zchat::gui;
using namespace zchat::gui::test;

namespace {

QString firstWords(FindingStage &stage) {
    const auto &rows = stage.window.navigator().switcher().rows();
    return rows.empty() ? QString() : rows.front().words;
}

} // namespace

TEST_CASE("fuzzy: letters in order fit, the start of words and runs fit best") {
    CHECK(fuzzyScore("", "ops") == 0);
    CHECK_FALSE(fuzzyScore("xo", "ops"));
    CHECK_FALSE(fuzzyScore("spo", "ops"));
    CHECK(fuzzyScore("inc", "incident-42") > fuzzyScore("inc", "main-cache"));
    CHECK(fuzzyScore("mk", "Maya Klein") > fuzzyScore("mk", "mikado"));
    CHECK(fuzzyScore("ops", "ops") > fuzzyScore("ops", "ops-berlin"));
    CHECK(fuzzyScore("zoe", "Zoë Ångström"));
    CHECK(fuzzyScore("angstrom", "Zoë Ångström"));
    // A greedy search takes the first a, and finds no run.
    CHECK(fuzzyScore("ab", "a-x-ab") >= fuzzyScore("ab", "ax-ab"));
}

TEST_CASE("ux: Ctrl+K jumps to a room or person, fuzzy, recent first, unread up") {
    FindingStage stage;
    stage.signIn();
    Switcher &switcher = stage.window.navigator().switcher();
    CHECK_FALSE(switcher.isVisible());

    // Recent first: ops was open before build, which is open now and comes last.
    stage.window.desk().open(RoomName("ops"));
    stage.window.desk().open(RoomName("build"));
    serve(stage.script, stage.rooms());
    stage.key(Qt::Key_K, Qt::ControlModifier);
    REQUIRE(switcher.isVisible());
    CHECK(switcher.queryBox().hasFocus());
    CHECK(firstWords(stage) == "ops");
    CHECK(switcher.rows()[1].words == "lobby");
    CHECK(switcher.rows().back().words == "build");
    stage.key(Qt::Key_Escape, Qt::NoModifier);
    CHECK_FALSE(switcher.isVisible());

    // Unread up, and mentions above unread.
    stage.tellUnread(stage.secret, 3, 0);
    stage.tellUnread(stage.withMaya, 1, 1);
    stage.key(Qt::Key_K, Qt::ControlModifier);
    CHECK(switcher.rows()[0].words == "Maya Klein");
    CHECK(switcher.rows()[1].words == "secret");
    CHECK(switcher.rows()[2].words == "ops");
    CHECK(switcher.list().item(0)->text() == "Maya Klein, maya, person, 1 mention, 1 new");

    // Fuzzy; arrows move, Enter opens.
    QTest::keyClicks(&switcher.queryBox(), "op");
    CHECK(firstWords(stage) == "ops");
    stage.key(Qt::Key_Return, Qt::NoModifier);
    CHECK_FALSE(switcher.isVisible());
    CHECK(stage.openRoom() == "ops");
}

TEST_CASE("ux: Ctrl+K opens the direct room with a person, and says where nothing fits") {
    FindingStage stage;
    stage.signIn();
    Switcher &switcher = stage.window.navigator().switcher();
    stage.key(Qt::Key_K, Qt::ControlModifier);
    QTest::keyClicks(&switcher.queryBox(), "zoe");
    REQUIRE(switcher.rows().size() == 1);
    stage.key(Qt::Key_Return, Qt::NoModifier);
    const auto asked = stage.script.asked<wire::Direct>();
    REQUIRE(asked);
    CHECK(asked->second.with == std::vector<AccountName>{AccountName("zoe")});
    Room made("~zzzzzzzzzzzzzzzzzzzzzzzzzz", wire::RoomKind::direct);
    made.summary().with = {AccountName("zoe")};
    stage.answer(asked->first, wire::RoomReply{.room = made.summary()});
    CHECK(stage.openRoom() == "~zzzzzzzzzzzzzzzzzzzzzzzzzz");

    // Somebody with whom there is a room is one row, and needs no asking.
    stage.script.forgetCommands();
    stage.key(Qt::Key_K, Qt::ControlModifier);
    QTest::keyClicks(&switcher.queryBox(), "maya");
    REQUIRE(switcher.rows().size() == 1);
    stage.key(Qt::Key_Return, Qt::NoModifier);
    CHECK_FALSE(stage.script.asked<wire::Direct>());
    CHECK(stage.openRoom() == "~aaaaaaaaaaaaaaaaaaaaaaaaaa");

    stage.key(Qt::Key_K, Qt::ControlModifier);
    QTest::keyClicks(&switcher.queryBox(), "qqqq");
    CHECK(switcher.rows().empty());
    CHECK_FALSE(switcher.list().isVisible());
    stage.key(Qt::Key_Return, Qt::NoModifier);
    CHECK(switcher.isVisible());
}

TEST_CASE("ux: Ctrl+K is a button of the sidebar too, and gives the keyboard back") {
    FindingStage stage;
    stage.signIn();
    stage.window.composer().box().setFocus();
    stage.window.navigator().switcher().open();
    stage.key(Qt::Key_Escape, Qt::NoModifier);
    CHECK(stage.window.composer().box().hasFocus());
    QTest::mouseClick(&stage.window.sidebar().jumpButton(), Qt::LeftButton);
    CHECK(stage.window.navigator().switcher().isVisible());
}

TEST_CASE("ux: Alt+↑/↓ moves to the next room, Alt+Shift+↑/↓ to the next unread one") {
    FindingStage stage;
    stage.signIn();
    CHECK(stage.openRoom() == "lobby");
    stage.key(Qt::Key_Down, Qt::AltModifier);
    CHECK(stage.openRoom() == "build");
    stage.key(Qt::Key_Down, Qt::AltModifier);
    CHECK(stage.openRoom() == "ops");
    stage.key(Qt::Key_Up, Qt::AltModifier);
    CHECK(stage.openRoom() == "build");
    stage.tellUnread(stage.withMaya, 1, 1);
    stage.key(Qt::Key_Down, Qt::AltModifier | Qt::ShiftModifier);
    CHECK(stage.openRoom().startsWith("~aaaa"));
    stage.tellUnread(stage.withMaya, 0, 0);
    stage.tellUnread(stage.ops, 4, 0);
    stage.key(Qt::Key_Up, Qt::AltModifier | Qt::ShiftModifier);
    CHECK(stage.openRoom() == "ops");
    // Nothing else is unread: it stays.
    stage.key(Qt::Key_Up, Qt::AltModifier | Qt::ShiftModifier);
    CHECK(stage.openRoom() == "ops");
}

TEST_CASE("ux: Ctrl+1…9 opens that room of the sidebar, Ctrl+Tab the last one") {
    FindingStage stage;
    stage.signIn();
    stage.key(Qt::Key_3, Qt::ControlModifier);
    CHECK(stage.openRoom() == "ops");
    stage.key(Qt::Key_5, Qt::ControlModifier);
    CHECK(stage.openRoom().startsWith("~aaaa"));
    stage.key(Qt::Key_9, Qt::ControlModifier);
    CHECK(stage.openRoom().startsWith("~aaaa"));
    stage.key(Qt::Key_Tab, Qt::ControlModifier);
    CHECK(stage.openRoom() == "ops");
    stage.key(Qt::Key_Tab, Qt::ControlModifier);
    CHECK(stage.openRoom().startsWith("~aaaa"));
}

TEST_CASE("ux: which room was open last is known after the next start") {
    {
        FindingStage stage;
        stage.signIn();
        stage.window.desk().open(RoomName("secret"));
        stage.window.desk().open(RoomName("ops"));
    }
    FindingStage stage;
    stage.signIn();
    stage.window.navigator().switcher().open();
    CHECK(stage.window.navigator().switcher().rows()[0].words == "ops");
    CHECK(stage.window.navigator().switcher().rows()[1].words == "secret");
}

TEST_CASE("ux: Ctrl+/ shows all keys") {
    FindingStage stage;
    stage.signIn();
    stage.key(Qt::Key_Slash, Qt::ControlModifier);
    auto *dialog = stage.dialog<KeysDialog>();
    REQUIRE(dialog != nullptr);
    QStringList words;
    for (const QLabel *label : dialog->findChildren<QLabel *>())
        words << label->text();
    CHECK(words.contains("Search everywhere"));
    CHECK(words.contains("Ctrl+1 … Ctrl+9"));
    for (const KeyGroup &group : keyTable())
        for (const KeyLine &line : group.lines)
            CHECK(words.contains(line.words));
    QTest::keyClick(dialog, Qt::Key_Escape);
    CHECK_FALSE(dialog->isVisible());
}

TEST_CASE("keys: every key that the window binds stands in the table") {
    FindingStage stage;
    stage.signIn();
    int bound = 0;
    const auto check = [&](const QKeySequence &sequence) {
        if (sequence.isEmpty())
            return;
        ++bound;
        INFO(sequence.toString().toStdString());
        CHECK(isListed(sequence));
    };
    for (const QShortcut *shortcut : stage.window.findChildren<QShortcut *>())
        check(shortcut->key());
    for (const QAction *action : stage.window.findChildren<QAction *>())
        check(action->shortcut());
    CHECK(bound > 20);
    CHECK_FALSE(isListed(QKeySequence("Ctrl+Alt+Shift+X")));
}
