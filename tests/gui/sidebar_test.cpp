// The sidebar: what waits, who is there, what menus offer, and what stays as it was left.
#include <QAction>
#include <QContextMenuEvent>
#include <QInputDialog>
#include <QMenu>

#include "gui/model/mutes.hpp"
#include "gui/window/room_dialogs.hpp"
#include "tests/gui/finding_stage.hpp"
#include "tests/gui/pixels.hpp"

using namespace zchat;
using namespace zchat::gui;
using namespace zchat::gui::test;

namespace {

QRect placeOf(FindingStage &stage, const Room &room) {
    RoomsModel &rooms = stage.window.desk().rooms();
    return stage.window.sidebar().list().visualRect(rooms.index(rooms.rowOf(room.name())));
}

// How many pixels of a room's row have this colour.
int pixelsOf(FindingStage &stage, const Room &room, const QColor &color) {
    return countOf(painted(*stage.window.sidebar().list().viewport(), placeOf(stage, room)), color);
}

// The same of the end of a row, where its state stands.
int pixelsAtEnd(FindingStage &stage, const Room &room, const QColor &color) {
    const QRect row = placeOf(stage, room);
    return countOf(painted(*stage.window.sidebar().list().viewport(),
                           QRect(row.right() - 60, row.top(), 60, row.height())),
                   color);
}

QString spoken(FindingStage &stage, const Room &room) {
    RoomsModel &rooms = stage.window.desk().rooms();
    return rooms.data(rooms.index(rooms.rowOf(room.name())), Qt::AccessibleTextRole).toString();
}

QAction *actionOf(QMenu &menu, const char *words) {
    for (QAction *action : menu.actions()) {
        if (action->text() == words)
            return action;
        if (action->menu() != nullptr)
            if (QAction *found = actionOf(*action->menu(), words))
                return found;
    }
    return nullptr;
}

QMenu *roomMenu(FindingStage &stage, const Room &room) {
    for (QMenu *old : stage.window.findChildren<QMenu *>())
        if (old->isVisible())
            old->close();
    Script::settle();
    Q_EMIT stage.window.sidebar().roomMenuWanted(room.name(), QPoint(10, 10));
    for (QMenu *menu : stage.window.findChildren<QMenu *>())
        if (menu->isVisible())
            return menu;
    return nullptr;
}

} // namespace

TEST_CASE("ux: unread rooms are bold, mentions and direct messages numbers, muted rooms dim") {
    FindingStage stage;
    stage.signIn();
    const Tokens &tokens = stage.theme.look().tokens;
    CHECK(pixelsOf(stage, stage.ops, tokens.text) == 0);
    CHECK(pixelsOf(stage, stage.ops, tokens.dim) > 0);
    const int quiet = pixelsOf(stage, stage.ops, tokens.dim);
    stage.tellUnread(stage.ops, 4, 0);
    CHECK(pixelsOf(stage, stage.ops, tokens.text) > quiet); // the strokes of bold are wider
    CHECK(pixelsOf(stage, stage.ops, tokens.accent) == 0);
    CHECK(spoken(stage, stage.ops) == "ops, 4 unread");
    stage.tellUnread(stage.ops, 4, 2);
    CHECK(pixelsOf(stage, stage.ops, tokens.accent) > 100);
    CHECK(spoken(stage, stage.ops) == "ops, 2 mentions, 4 unread");
    CHECK(pixelsOf(stage, stage.withMaya, tokens.accent) == 0);
    stage.tellUnread(stage.withMaya, 1, 1);
    CHECK(pixelsOf(stage, stage.withMaya, tokens.accent) > 100);
    stage.build.summary().notify = wire::Notify::none;
    stage.tellUnread(stage.build, 9, 0);
    CHECK(pixelsOf(stage, stage.build, tokens.text) == 0);
    CHECK(pixelsOf(stage, stage.build, tokens.dim) > 0);
    CHECK(spoken(stage, stage.build) == "build, 9 unread, muted");
}

TEST_CASE("ux: a dot says who is there, by its shape and in words too") {
    FindingStage stage;
    stage.signIn();
    const Tokens &tokens = stage.theme.look().tokens;
    const auto become = [&](wire::State state) {
        stage.script.tell(client::PresenceChanged{
            .states = {
                {.who = AccountName("maya"), .title = "Maya Klein", .state = state, .text = {}}}});
        Script::settle();
    };
    CHECK(spoken(stage, stage.withMaya) == "Maya Klein (maya), online");
    const int online = pixelsOf(stage, stage.withMaya, tokens.on);
    CHECK(online > 20);
    become(wire::State::away);
    CHECK(pixelsOf(stage, stage.withMaya, tokens.on) == 0);
    CHECK(pixelsOf(stage, stage.withMaya, tokens.away) > 5);
    CHECK(pixelsOf(stage, stage.withMaya, tokens.away) < online);
    CHECK(spoken(stage, stage.withMaya) == "Maya Klein (maya), away");
    become(wire::State::offline);
    CHECK(pixelsOf(stage, stage.withMaya, tokens.away) == 0);
    CHECK(spoken(stage, stage.withMaya) == "Maya Klein (maya), offline");
}

TEST_CASE("ux: a muted room has a sign of its own, never a colour alone") {
    FindingStage stage;
    stage.signIn();
    const Tokens &tokens = stage.theme.look().tokens;
    CHECK(pixelsAtEnd(stage, stage.ops, tokens.dim) == 0);
    stage.ops.summary().notify = wire::Notify::none;
    stage.tellUnread(stage.ops, 0, 0);
    const int bell = pixelsAtEnd(stage, stage.ops, tokens.dim);
    CHECK(bell > 5);
    // The number of unread stands beside it.
    stage.tellUnread(stage.ops, 8, 0);
    CHECK(pixelsAtEnd(stage, stage.ops, tokens.dim) > bell);
    stage.ops.summary().notify = wire::Notify::all;
    stage.tellUnread(stage.ops, 0, 0);
    CHECK(pixelsAtEnd(stage, stage.ops, tokens.dim) == 0);
}

TEST_CASE("ux: the dot of a chat with several people says whether somebody is there") {
    FindingStage stage;
    stage.withMaya.summary().with = {AccountName("bob"), AccountName("maya"), AccountName("tom")};
    stage.signIn();
    const Tokens &tokens = stage.theme.look().tokens;
    const auto become = [&](const char *who, wire::State state) {
        stage.script.tell(client::PresenceChanged{
            .states = {{.who = AccountName(who), .title = "", .state = state, .text = {}}}});
        Script::settle();
    };
    CHECK(pixelsAtEnd(stage, stage.withMaya, tokens.on) > 20);
    become("maya", wire::State::offline);
    CHECK(pixelsAtEnd(stage, stage.withMaya, tokens.on) == 0);
    CHECK(pixelsAtEnd(stage, stage.withMaya, tokens.away) > 5); // tom
    become("tom", wire::State::offline);
    CHECK(pixelsAtEnd(stage, stage.withMaya, tokens.away) == 0);
    CHECK(pixelsAtEnd(stage, stage.withMaya, tokens.faint) > 5);
    become("bob", wire::State::online);
    CHECK(pixelsAtEnd(stage, stage.withMaya, tokens.on) > 20);
}

TEST_CASE("ux: own name, status and connection stand at the foot") {
    FindingStage stage;
    SelfBar &foot = stage.window.sidebar().selfBar();
    CHECK(foot.stateWords() == "connecting …");
    stage.signIn();
    CHECK(foot.stateWords() == "online");
    CHECK(foot.accessibleName() == "You: Alice Reyes, online");
    // Status words are said once the broker has taken them.
    QMenu &menu = *foot.menu();
    Q_EMIT menu.aboutToShow();
    actionOf(menu, "Say what you are doing …")->trigger();
    auto *question = stage.dialog<QInputDialog>();
    REQUIRE(question != nullptr);
    question->setTextValue("in the lab");
    question->accept();
    auto asked = stage.script.asked<wire::SetStatus>();
    REQUIRE(asked);
    CHECK(asked->second.text == "in the lab");
    stage.answer(asked->first, wire::OkReply{});
    stage.script.tell(client::PresenceChanged{.states = {{.who = AccountName("alice"),
                                                          .title = "Alice Reyes",
                                                          .state = wire::State::online,
                                                          .text = "in the lab"}}});
    Script::settle();
    CHECK(foot.stateWords() == "online · in the lab");
    // Going away keeps the words.
    Q_EMIT menu.aboutToShow();
    actionOf(menu, "Away")->trigger();
    asked = stage.script.asked<wire::SetStatus>();
    CHECK(asked->second.state == wire::State::away);
    CHECK(asked->second.text == "in the lab");
    stage.answer(asked->first, wire::OkReply{});
    CHECK(foot.stateWords().startsWith("away"));
    stage.goOffline();
    CHECK(foot.stateWords() == "offline");
}

TEST_CASE("ux: join, create, invite, mute, leave come from menus") {
    FindingStage stage;
    stage.signIn();
    QMenu &main = *stage.window.sidebar().serverBar().menuButton().menu();
    for (const char *words : {"New room …", "Join a room …", "New direct chat …", "People …"})
        CHECK(actionOf(main, words) != nullptr);
    QMenu *menu = roomMenu(stage, stage.ops);
    REQUIRE(menu != nullptr);
    for (const char *words : {"Invite people …", "About this room …", "Mute for an hour",
                              "Mute until tomorrow", "Mute always", "Leave"})
        CHECK(actionOf(*menu, words) != nullptr);
    actionOf(*menu, "Mute always")->trigger();
    const auto muted = stage.script.asked<wire::SetNotify>();
    REQUIRE(muted);
    CHECK(muted->second.mode == wire::Notify::none);
    CHECK_FALSE(muted->second.until);
    // The broker tells the account's other sessions only; this one knows by the answer.
    stage.answer(muted->first, wire::OkReply{});
    CHECK(stage.window.desk().rooms().find(RoomName("ops"))->notify == wire::Notify::none);
    menu = roomMenu(stage, stage.ops);
    CHECK(actionOf(*menu, "Mute always")->isChecked());
    actionOf(*menu, "Leave")->trigger();
    CHECK(stage.script.asked<wire::Leave>()->second.room == RoomName("ops"));
    menu = roomMenu(stage, stage.lobby);
    CHECK(actionOf(*menu, "Leave") == nullptr);
    menu = roomMenu(stage, stage.withMaya);
    CHECK(actionOf(*menu, "Leave") == nullptr);
    CHECK(actionOf(*menu, "Profile …") != nullptr);
}

TEST_CASE(
    "ux: create, join and a direct chat are on keys, and a room's menu opens by mouse and key") {
    FindingStage stage;
    stage.signIn();
    const auto opens = [&](Qt::Key key, auto find) {
        stage.key(key, Qt::ControlModifier);
        QDialog *dialog = find();
        REQUIRE(dialog != nullptr);
        dialog->reject();
        Script::settle();
    };
    opens(Qt::Key_N, [&] { return stage.dialog<CreateRoomDialog>(); });
    opens(Qt::Key_J, [&] { return stage.dialog<JoinRoomDialog>(); });
    opens(Qt::Key_D, [&] { return stage.dialog<PeopleDialog>(); });
    QListView &list = stage.window.sidebar().list();
    const auto leave = [&](QWidget &part, QContextMenuEvent::Reason reason) {
        const QPoint at = placeOf(stage, stage.build).center();
        QContextMenuEvent wanted(reason, at, part.mapToGlobal(at));
        QApplication::sendEvent(&part, &wanted);
        Script::settle();
        auto *menu = qobject_cast<QMenu *>(QApplication::activePopupWidget());
        REQUIRE(menu != nullptr);
        stage.script.forgetCommands();
        actionOf(*menu, "Leave")->trigger();
        menu->close();
        Script::settle();
        const auto asked = stage.script.asked<wire::Leave>();
        REQUIRE(asked);
        CHECK(asked->second.room == RoomName("build"));
    };
    leave(*list.viewport(), QContextMenuEvent::Mouse);
    leave(list, QContextMenuEvent::Keyboard);
}

TEST_CASE("ux: a mute that has run out ends while the window is open") {
    FindingStage stage;
    stage.ops.summary().notify = wire::Notify::mentions;
    stage.signIn();
    stage.window.navigator().mutes().muteUntil(RoomName("ops"),
                                               QDateTime::currentDateTime().addMSecs(1'100));
    const auto muted = stage.script.asked<wire::SetNotify>();
    REQUIRE(muted);
    CHECK(muted->second.mode == wire::Notify::none);
    stage.answer(muted->first, wire::OkReply{});
    const auto isLifted = [&] {
        return stage.script.asked<wire::SetNotify>()->second.mode == wire::Notify::mentions;
    };
    CHECK_FALSE(isLifted());
    CHECK(QTest::qWaitFor(isLifted, 10'000));
}

TEST_CASE("ux: mute for an hour or until tomorrow ends by itself, also after a restart") {
    {
        FindingStage stage;
        stage.ops.summary().notify = wire::Notify::mentions;
        stage.signIn();
        actionOf(*roomMenu(stage, stage.ops), "Mute for an hour")->trigger();
        const auto asked = stage.script.asked<wire::SetNotify>();
        REQUIRE(asked);
        CHECK(asked->second.mode == wire::Notify::none);
        REQUIRE(asked->second.until);
        const qint64 left = *asked->second.until - QDateTime::currentMSecsSinceEpoch();
        CHECK(left > 3590'000);
        CHECK(left <= 3600'000);
        stage.answer(asked->first, wire::OkReply{});
        CHECK(stage.window.navigator().mutes().timer().isActive());
        CHECK(stage.window.navigator().mutes().until(RoomName("ops")));
    }
    FindingStage stage;
    stage.ops.summary().notify = wire::Notify::none;
    stage.signIn();
    Mutes &mutes = stage.window.navigator().mutes();
    REQUIRE(mutes.until(RoomName("ops")));
    mutes.lift(QDateTime::currentDateTime());
    CHECK_FALSE(stage.script.asked<wire::SetNotify>());
    mutes.lift(QDateTime::currentDateTime().addSecs(3601));
    const auto lifted = stage.script.asked<wire::SetNotify>();
    REQUIRE(lifted);
    // What it was before, which the broker alone would not know.
    CHECK(lifted->second.mode == wire::Notify::mentions);
    CHECK_FALSE(mutes.until(RoomName("ops")));
    CHECK_FALSE(mutes.timer().isActive());
}

TEST_CASE("mutes: tomorrow is the next morning, and before four the one that comes") {
    const QDate day(2026, 3, 14);
    CHECK(tomorrowMorning(QDateTime(day, QTime(18, 0))) ==
          QDateTime(QDate(2026, 3, 15), QTime(8, 0)));
    CHECK(tomorrowMorning(QDateTime(day, QTime(2, 0))) == QDateTime(day, QTime(8, 0)));
    CHECK(tomorrowMorning(QDateTime(day, QTime(5, 0))) ==
          QDateTime(QDate(2026, 3, 15), QTime(8, 0)));
}

TEST_CASE("ux: folded sections stay folded, and fold by key") {
    {
        FindingStage stage;
        stage.signIn();
        QListView &list = stage.window.sidebar().list();
        RoomsModel &rooms = stage.window.desk().rooms();
        list.setFocus();
        list.setCurrentIndex(rooms.index(rooms.rowOf(RoomName("lobby"))));
        QTest::keyClick(&list, Qt::Key_Up);
        CHECK(list.currentIndex().row() == rooms.rowOfHead(Section::rooms));
        QTest::keyClick(&list, Qt::Key_Return);
        CHECK(rooms.isFolded(Section::rooms));
        CHECK(rooms.rowOf(RoomName("ops")) < 0);
        CHECK(list.currentIndex().row() == rooms.rowOfHead(Section::rooms));
        CHECK(rooms.data(list.currentIndex(), Qt::AccessibleTextRole).toString() ==
              "Rooms, folded");
    }
    FindingStage stage;
    stage.signIn();
    RoomsModel &rooms = stage.window.desk().rooms();
    CHECK(rooms.isFolded(Section::rooms));
    CHECK_FALSE(rooms.isFolded(Section::direct));
    // What waits to be read is in sight all the same.
    stage.tellUnread(stage.build, 1, 0);
    CHECK(rooms.rowOf(RoomName("build")) >= 0);
    CHECK(rooms.rowOf(RoomName("ops")) < 0);
}
