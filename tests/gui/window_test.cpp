// The window as a person meets it; long because it tells one story after another in one room.
#include <QLabel>
#include <QMenu>
#include <QSignalSpy>
#include <QtTest/QTest>

#include "gui/window/main_window.hpp"
#include "gui/window/room_dialogs.hpp"
#include "tests/gui/own_stage.hpp"
#include "tests/gui/script.hpp"
#include "tests/support/catch.hpp"

using namespace zchat;
using namespace zchat::gui;
using namespace zchat::gui::test;

namespace {

// A whole window, online, in a lobby and in ops.
struct Stage {
    Stage()
        : theme(ThemeChoice::light)
        , lobby("lobby")
        , ops("ops")
        , window(script.open(), ownSignIn, theme) {
        window.show();
        window.activateWindow();
        lobby.sayMany("bob", 3);
        ops.sayMany("bob", 3);
    }
    void signIn() {
        script.tell(signedIn("alice"));
        script.tell(connection(client::Connection::online));
        script.tell(
            client::RoomsListed{.rooms = {lobby.summary(), ops.summary()}, .fromCache = false});
        serve(script, {&lobby, &ops});
    }
    QPlainTextEdit &box() { return window.composer().box(); }
    TimelineModel &timeline() { return window.desk().timeline(); }

    Script script;
    Theme theme;
    Room lobby;
    Room ops;
    MainWindow window;
};

QString bodyOf(const client::PostDraft &draft) {
    return QString::fromStdString(std::get<wire::Text>(draft.content).body);
}

} // namespace

TEST_CASE("window: it says that it connects, and where") {
    Stage stage;
    CHECK(stage.window.emptyWords() == "Connecting to localhost:5555 …");
    stage.signIn();
    CHECK(stage.window.desk().room() == RoomName("lobby"));
    CHECK(stage.window.windowTitle() == "# lobby – Harbour Labs");
    CHECK(stage.timeline().rowCount() == 3);
    CHECK(stage.window.sidebar().serverBar().stateWords() == "connected");
}

TEST_CASE("window: Enter sends, Shift+Enter breaks the line, and the box empties") {
    Stage stage;
    stage.signIn();
    QTest::keyClicks(&stage.box(), "one");
    QTest::keyClick(&stage.box(), Qt::Key_Return, Qt::ShiftModifier);
    QTest::keyClicks(&stage.box(), "two");
    CHECK(stage.script.said<client::PostDraft>().empty());
    QTest::keyClick(&stage.box(), Qt::Key_Return);
    const auto drafts = stage.script.said<client::PostDraft>();
    REQUIRE(drafts.size() == 1);
    CHECK(bodyOf(drafts[0]) == "one\ntwo");
    CHECK(drafts[0].room == RoomName("lobby"));
    CHECK(stage.window.composer().words().isEmpty());
}

TEST_CASE("window: nothing but spaces is not sent, and too much is said to be too much") {
    Stage stage;
    stage.signIn();
    QTest::keyClicks(&stage.box(), "   ");
    QTest::keyClick(&stage.box(), Qt::Key_Return);
    stage.box().setPlainText(QString(16 * 1024 + 1, 'x'));
    QTest::keyClick(&stage.box(), Qt::Key_Return);
    CHECK(stage.script.said<client::PostDraft>().empty());
    CHECK(stage.window.composer().words().size() == 16 * 1024 + 1);
}

TEST_CASE("window: words that the link cannot take stay in the box") {
    Stage stage;
    stage.signIn();
    QTest::keyClicks(&stage.box(), "keep me");
    stage.script.setFull(true);
    QTest::keyClick(&stage.box(), Qt::Key_Return);
    CHECK(stage.window.composer().words() == "keep me");
    stage.script.setFull(false);
    QTest::keyClick(&stage.box(), Qt::Key_Return);
    CHECK(stage.script.said<client::PostDraft>().size() == 1);
}

TEST_CASE("window: each room keeps its own unsent words") {
    Stage stage;
    stage.signIn();
    QTest::keyClicks(&stage.box(), "for the lobby");
    stage.window.desk().open(RoomName("ops"));
    Script::settle();
    CHECK(stage.window.composer().words().isEmpty());
    const auto kept = stage.script.said<client::KeepComposer>();
    REQUIRE_FALSE(kept.empty());
    CHECK(kept.front().room == RoomName("lobby"));
    CHECK(kept.front().text == "for the lobby");
    QTest::keyClicks(&stage.box(), "for ops");
    stage.window.desk().open(RoomName("lobby"));
    CHECK(stage.window.composer().words() == "for the lobby");
}

TEST_CASE("window: what was unsent when the program ended is there again") {
    Stage stage;
    stage.script.tell(client::ComposerKept{.room = RoomName("lobby"), .text = "half a thou"});
    stage.signIn();
    CHECK(stage.window.composer().words() == "half a thou");
}

TEST_CASE("window: a draft goes from queued to stored, or is refused with a way on") {
    Stage stage;
    stage.signIn();
    client::DraftChanged change;
    change.id.bytes.fill(7);
    change.room = RoomName("lobby");
    change.content = wire::Text{.body = "mine", .reply = {}, .mentions = {}};
    stage.script.tell(change);
    Script::settle();
    REQUIRE(stage.timeline().rowCount() == 4);
    const MessageDelegate &delegate = stage.window.pane().view().delegate();
    const QModelIndex index = stage.timeline().index(3);
    CHECK(delegate.layout(index).stateWords == "◷ queued");
    change.state = client::DraftState::sent;
    stage.script.tell(change);
    Script::settle();
    CHECK(delegate.layout(index).stateWords == "◷ sending");
    change.state = client::DraftState::refused;
    change.refusal = Refusal{.code = Code::denied, .text = "No.", .retryMs = {}, .versions = {}};
    stage.script.tell(change);
    Script::settle();
    CHECK(delegate.layout(index).stateWords == "✕ refused: No.");
    const QPoint corner = stage.window.pane().view().visualRect(index).topLeft();
    QWidget *viewport = stage.window.pane().view().viewport();
    QTest::mouseClick(viewport, Qt::LeftButton, {}, corner + delegate.layout(index).retry.center());
    QTest::mouseClick(viewport, Qt::LeftButton, {}, corner + delegate.layout(index).drop.center());
    CHECK(stage.script.said<client::RetryDraft>().size() == 1);
    CHECK(stage.script.said<client::DropDraft>().size() == 1);
    change.state = client::DraftState::stored;
    change.seq = Seq{4};
    stage.script.tell(change);
    stage.lobby.say("alice", "mine").id = change.id;
    stage.script.tell(stage.lobby.last());
    Script::settle();
    CHECK(stage.timeline().rowCount() == 4);
    CHECK(delegate.layout(stage.timeline().index(3)).stateWords == "✓ stored");
}

TEST_CASE("window: up in an empty box edits the last own message; Escape gives the box back") {
    Stage stage;
    stage.lobby.say("alice", "tyop");
    stage.signIn();
    QTest::keyClick(&stage.box(), Qt::Key_Up);
    CHECK(stage.window.composer().words() == "tyop");
    QTest::keyClick(&stage.box(), Qt::Key_Escape);
    CHECK(stage.window.composer().words().isEmpty());
    QTest::keyClick(&stage.box(), Qt::Key_Up);
    stage.box().setPlainText("typo");
    QTest::keyClick(&stage.box(), Qt::Key_Return);
    const auto drafts = stage.script.said<client::PostDraft>();
    REQUIRE(drafts.size() == 1);
    const auto edit = std::get<wire::Edit>(drafts[0].content);
    CHECK(edit.of == Seq{4});
    CHECK(edit.body == "typo");
}

TEST_CASE("window: a room that is looked at is read up to its end, and only then") {
    Stage stage;
    stage.lobby.summary().unread = 3;
    stage.signIn();
    stage.window.desk().setAttended(false);
    stage.script.forgetCommands();
    stage.lobby.say("bob", "new");
    stage.script.tell(stage.lobby.last());
    Script::settle();
    CHECK(stage.script.said<client::MarkRead>().empty());
    stage.window.desk().setAttended(true);
    const auto read = stage.script.said<client::MarkRead>();
    REQUIRE(read.size() == 1);
    CHECK(read[0].seq == Seq{4});
}

TEST_CASE("window: offline it says why and when, Now asks at once, and writing goes on") {
    Stage stage;
    stage.signIn();
    auto &strip = stage.window.connectionStrip();
    CHECK_FALSE(strip.isVisible());
    auto lost = connection(client::Connection::offline);
    lost.trouble = client::Trouble::lost;
    lost.text = "The connection was lost.";
    lost.retryInMs = 4000;
    stage.script.tell(lost);
    Script::settle();
    CHECK(strip.isVisible());
    CHECK(strip.sentence().startsWith("The connection was lost. Next try in 4 s."));
    QTest::mouseClick(&strip.action(), Qt::LeftButton);
    CHECK(stage.script.said<client::ReconnectNow>().size() == 1);
    QTest::keyClicks(&stage.box(), "offline words");
    QTest::keyClick(&stage.box(), Qt::Key_Return);
    CHECK(stage.script.said<client::PostDraft>().size() == 1);
    stage.script.tell(connection(client::Connection::online));
    Script::settle();
    CHECK_FALSE(strip.isVisible());
}

TEST_CASE("window: a changed key is a hard stop with both fingerprints and no way around") {
    Stage stage;
    stage.signIn();
    stage.script.tell(client::KeyChanged{.address = ownSignIn.address,
                                         .pinnedFingerprint = "aaaa bbbb",
                                         .offeredFingerprint = "cccc dddd"});
    auto stop = connection(client::Connection::stopped);
    stop.trouble = client::Trouble::keyChanged;
    stage.script.tell(stop);
    Script::settle();
    auto &strip = stage.window.connectionStrip();
    CHECK(strip.sentence().contains("aaaa bbbb"));
    CHECK(strip.sentence().contains("cccc dddd"));
    CHECK(strip.action().text() == "Use an invite link …");
    QSignalSpy wanted(&stage.window, &MainWindow::otherSignInWanted);
    QTest::mouseClick(&strip.action(), Qt::LeftButton);
    CHECK(wanted.count() == 1);
    CHECK(stage.script.said<client::ReconnectNow>().empty());
}

TEST_CASE("window: each reason to stop has a sentence, even where the link sent none") {
    for (const client::Trouble trouble : {client::Trouble::keyRefused, client::Trouble::nameRefused,
                                          client::Trouble::ticketSpent, client::Trouble::version}) {
        Stage stage;
        auto stop = connection(client::Connection::stopped);
        stop.trouble = trouble;
        stage.script.tell(stop);
        Script::settle();
        CHECK(stage.window.connectionStrip().sentence().size() > 20);
        CHECK(stage.window.connectionStrip().action().isVisible());
    }
}

TEST_CASE("window: a key pinned from the command line is said") {
    client::FirstContact contact;
    contact.address = ownSignIn.address;
    contact.fingerprint = "aaaa bbbb";
    contact.serverName = "<b>Harbour</b>";
    Stage stage;
    stage.script.tell(contact);
    Script::settle();
    CHECK(stage.window.infoStrip().sentence().contains("aaaa bbbb"));
    CHECK(stage.window.infoStrip().sentence().contains("<b>Harbour</b>"));
}

TEST_CASE("window: the sidebar opens rooms, shows what waits, and keeps sections folded") {
    Stage stage;
    stage.signIn();
    RoomsModel &rooms = stage.window.desk().rooms();
    QListView &list = stage.window.sidebar().list();
    const QModelIndex ops = rooms.index(rooms.rowOf(RoomName("ops")));
    QTest::mouseClick(list.viewport(), Qt::LeftButton, {}, list.visualRect(ops).center());
    serve(stage.script, {&stage.lobby, &stage.ops});
    CHECK(stage.window.desk().room() == RoomName("ops"));
    wire::RoomSummary busy = stage.lobby.summary();
    busy.unread = 5;
    busy.mentions = 2;
    stage.script.tell(client::RoomChanged{.room = busy, .gone = false});
    Script::settle();
    CHECK(stage.window.windowTitle().startsWith("(2) "));
    CHECK(rooms.data(rooms.index(rooms.rowOf(RoomName("lobby"))), Qt::AccessibleTextRole)
              .toString()
              .contains("5 unread"));
    const QModelIndex head = rooms.index(rooms.rowOfHead(Section::rooms));
    QTest::mouseClick(list.viewport(), Qt::LeftButton, {},
                      list.visualRect(head).topLeft() + QPoint(30, 20));
    CHECK(rooms.isFolded(Section::rooms));
    CHECK(rooms.rowOf(RoomName("lobby")) >= 0); // something waits there
    CHECK(rooms.rowOf(RoomName("ops")) < 0);
    stage.script.tell(
        client::RoomsListed{.rooms = {busy, stage.ops.summary()}, .fromCache = false});
    Script::settle();
    CHECK(rooms.isFolded(Section::rooms));
}

TEST_CASE("window: leaving or losing a room moves on to another one") {
    Stage stage;
    stage.signIn();
    stage.window.desk().open(RoomName("ops"));
    serve(stage.script, {&stage.lobby, &stage.ops});
    stage.script.tell(client::RoomChanged{.room = stage.ops.summary(), .gone = true});
    serve(stage.script, {&stage.lobby, &stage.ops});
    CHECK(stage.window.desk().room() == RoomName("lobby"));
    CHECK(stage.window.desk().rooms().rowOf(RoomName("ops")) < 0);
}

TEST_CASE("window: it opens from the cache before there is any connection") {
    Stage stage;
    stage.script.tell(client::RoomsListed{.rooms = {stage.lobby.summary()}, .fromCache = true});
    serve(stage.script, {&stage.lobby});
    CHECK(stage.timeline().rowCount() == 3);
    CHECK(stage.box().isEnabled());
}

TEST_CASE("window: a new room is asked for, a refusal keeps the form, a yes opens the room") {
    Stage stage;
    stage.signIn();
    CreateRoomDialog dialog(stage.window.desk(), stage.theme, &stage.window);
    QObject::connect(&dialog, &AskDialog::roomAnswered, &stage.window,
                     [&](const wire::RoomSummary &room) {
                         stage.window.desk().rooms().hear(room, false);
                         stage.window.desk().open(room.room);
                     });
    dialog.show();
    dialog.nameBox().setText("No Spaces");
    QTest::mouseClick(&dialog.yesButton(), Qt::LeftButton);
    CHECK_FALSE(dialog.trouble().isEmpty());
    CHECK_FALSE(stage.script.asked<wire::Create>());
    dialog.nameBox().setText("release");
    QTest::mouseClick(&dialog.yesButton(), Qt::LeftButton);
    auto asked = stage.script.asked<wire::Create>();
    REQUIRE(asked);
    stage.script.tell(client::Answered{
        .token = asked->first,
        .body = Refusal{
            .code = Code::conflict, .text = "There is one.", .retryMs = {}, .versions = {}}});
    Script::settle();
    CHECK(dialog.isVisible());
    CHECK(dialog.trouble() == "There is one.");
    QTest::mouseClick(&dialog.yesButton(), Qt::LeftButton);
    asked = stage.script.asked<wire::Create>();
    Room release("release");
    stage.script.tell(client::Answered{
        .token = asked->first, .body = wire::Reply(wire::RoomReply{.room = release.summary()})});
    Script::settle();
    CHECK_FALSE(dialog.isVisible());
    CHECK(stage.window.desk().room() == RoomName("release"));
}

TEST_CASE("window: joining offers the public rooms that one is not in") {
    Stage stage;
    stage.signIn();
    JoinRoomDialog dialog(stage.window.desk(), stage.theme, &stage.window);
    dialog.show();
    auto asked = stage.script.asked<wire::Rooms>();
    REQUIRE(asked);
    Room other("other");
    other.summary().role.reset();
    stage.script.tell(client::Answered{
        .token = asked->first,
        .body = wire::Reply(wire::RoomsReply{.rooms = {stage.ops.summary(), other.summary()}})});
    Script::settle();
    REQUIRE(dialog.list().count() == 1);
    CHECK_FALSE(dialog.yesButton().isEnabled());
    dialog.list().setCurrentRow(0);
    QTest::mouseClick(&dialog.yesButton(), Qt::LeftButton);
    const auto join = stage.script.asked<wire::Join>();
    REQUIRE(join);
    CHECK(join->second.room == RoomName("other"));
}

TEST_CASE("window: a direct chat is opened with the people who were picked") {
    Stage stage;
    stage.signIn();
    stage.script.tell(client::PresenceChanged{
        .states = {
            {.who = AccountName("bob"),
             .title = "<i>Bob</i>",
             .state = wire::State::online,
             .text = {}},
            {.who = AccountName("carol"), .title = "", .state = wire::State::away, .text = {}}}});
    Script::settle();
    PeopleDialog dialog(stage.window.desk(), stage.theme, std::nullopt, &stage.window);
    REQUIRE(dialog.list().count() == 2);
    dialog.list().item(0)->setCheckState(Qt::Checked);
    dialog.list().item(1)->setCheckState(Qt::Checked);
    dialog.yesButton().click();
    const auto direct = stage.script.asked<wire::Direct>();
    REQUIRE(direct);
    CHECK(direct->second.with.size() == 2);
}

TEST_CASE("window: no label takes somebody's words for rich text") {
    Stage stage;
    stage.signIn();
    for (const QLabel *label : stage.window.findChildren<QLabel *>()) {
        INFO(label->text().toStdString());
        CHECK(label->textFormat() == Qt::PlainText);
    }
}

TEST_CASE("window: who types is said, until the words are there") {
    Stage stage;
    stage.signIn();
    stage.script.tell(
        client::TypingChanged{.room = RoomName("lobby"), .who = {AccountName("bob")}});
    Script::settle();
    const auto isSaid = [&] {
        for (const QLabel *label : stage.window.composer().findChildren<QLabel *>())
            if (label->isVisible() && label->text() == "bob is typing …")
                return true;
        return false;
    };
    CHECK(isSaid());
    stage.lobby.say("bob", "there");
    stage.script.tell(stage.lobby.last());
    Script::settle();
    CHECK_FALSE(isSaid());
}

TEST_CASE("window: typing anywhere lands in the box") {
    Stage stage;
    stage.signIn();
    stage.window.pane().view().setFocus();
    QTest::keyClick(&stage.window.pane().view(), Qt::Key_H);
    CHECK(stage.window.composer().words() == "h");
}
