// Notifications on a real bus: a window, a dbus-daemon and a service that the test plays.
#include <QMenu>

#include "gui/window/sidebar.hpp"
#include "tests/gui/notify_stage.hpp"

using namespace zchat;
using namespace zchat::gui;
using namespace zchat::gui::test;

namespace {

void chooseInRoomMenu(NotifyStage &stage, const RoomName &room, const QString &words) {
    Q_EMIT stage.window->sidebar().roomMenuWanted(room, QPoint(10, 10));
    auto *menu = qobject_cast<QMenu *>(QApplication::activePopupWidget());
    REQUIRE(menu != nullptr);
    QAction *action = actionNamed(menu->actions(), words);
    REQUIRE(action != nullptr);
    action->trigger();
    menu->close();
    Script::settle();
}

} // namespace

TEST_CASE("ux: direct messages, mentions and keywords notify by default") {
    NotifyStage stage;
    stage.choose([](Preferences &chosen) { chosen.keywords = {"deploy"}; });
    stage.begin();
    stage.ops.say("bob", "nobody in particular");
    stage.hear(stage.ops);
    CHECK(stage.lastWhy() == Why::unnamed);
    stage.direct.say("bob", "hello alice");
    stage.hear(stage.direct);
    REQUIRE(stage.waitTold(1));
    CHECK(stage.server.told[0].title == "bob");
    CHECK(stage.server.told[0].body == "hello alice");
    CHECK(stage.server.told[0].actions.first() == "default");
    CHECK(stage.window->notifications().shownCount() == 1);
    stage.mention(stage.ops, "@alice the tail");
    REQUIRE(stage.waitTold(2));
    CHECK(stage.server.told[1].title == "bob in ops");
    stage.ops.say("bob", "I deploy now");
    stage.hear(stage.ops);
    // The same room's bubble is replaced, not joined by another one.
    REQUIRE(stage.waitTold(3));
    CHECK(stage.server.told[2].replaces == stage.server.told[1].id);
    CHECK(stage.server.told[2].title == "bob in ops · 2 new");
}

TEST_CASE("ux: per room all, mentions, none") {
    NotifyStage stage;
    stage.begin();
    chooseInRoomMenu(stage, RoomName("ops"), "Everything");
    CHECK(stage.script.asked<wire::SetNotify>()->second.mode == wire::Notify::all);
    stage.ops.say("bob", "nobody in particular");
    stage.hear(stage.ops);
    CHECK(stage.lastWhy() == Why::everything);
    chooseInRoomMenu(stage, RoomName("ops"), "Mentions and keywords");
    CHECK(stage.script.asked<wire::SetNotify>()->second.mode == wire::Notify::mentions);
    stage.ops.say("bob", "nobody in particular");
    stage.hear(stage.ops);
    CHECK(stage.lastWhy() == Why::unnamed);
    chooseInRoomMenu(stage, RoomName("ops"), "Mute always");
    CHECK(stage.script.asked<wire::SetNotify>()->second.mode == wire::Notify::none);
    stage.ops.summary().notify = wire::Notify::none;
    stage.script.tell(client::RoomChanged{.room = stage.ops.summary(), .gone = false});
    stage.mention(stage.ops, "@alice");
    CHECK(stage.lastWhy() == Why::muted);
}

TEST_CASE("ux: do not disturb with hours") {
    NotifyStage stage;
    stage.begin();
    stage.choose([](Preferences &chosen) { chosen.doNotDisturb = true; });
    stage.mention(stage.ops, "@alice");
    CHECK(stage.lastWhy() == Why::doNotDisturb);
    CHECK(stage.window->notifications().stateWords().contains("Do not disturb"));
    stage.choose([](Preferences &chosen) {
        chosen.doNotDisturb = false;
        chosen.quietHours = {QTime(0, 0), QTime(0, 0)};
    });
    stage.mention(stage.ops, "@alice");
    CHECK(stage.lastWhy() == Why::quietHours);
    CHECK(stage.server.told.empty());
}

TEST_CASE("ux: click raises the window at that message") {
    NotifyStage stage;
    stage.begin();
    stage.mention(stage.ops, "@alice here");
    REQUIRE(stage.waitTold(1));
    stage.window->showMinimized();
    stage.window->hide();
    Q_EMIT stage.server.ActionInvoked(stage.server.told[0].id, "default");
    REQUIRE(QTest::qWaitFor([&] { return stage.window->isVisible(); }, 10'000));
    CHECK_FALSE(stage.window->isMinimized());
    CHECK(stage.window->desk().room() == RoomName("ops"));
    const auto loaded = stage.script.said<client::LoadWindow>();
    REQUIRE_FALSE(loaded.empty());
    CHECK(loaded.back().around == stage.ops.summary().head);
    CHECK(stage.window->notifications().shownCount() == 0);
    // Somebody else's notification is none of ours.
    Q_EMIT stage.server.ActionInvoked(4711, "default");
    Script::settle();
}

TEST_CASE("ux: reading elsewhere withdraws it") {
    NotifyStage stage;
    stage.begin();
    stage.mention(stage.ops, "@alice one");
    REQUIRE(stage.waitTold(1));
    stage.direct.say("bob", "still unread");
    stage.hear(stage.direct);
    REQUIRE(stage.waitTold(2));
    REQUIRE(QTest::qWaitFor([&] { return stage.window->notifications().shownCount() == 2; }));
    stage.script.tell(client::MarkerMoved{.room = RoomName("ops"),
                                          .seq = stage.ops.summary().head,
                                          .unread = 0,
                                          .mentions = 0,
                                          .cursor = std::nullopt});
    REQUIRE(QTest::qWaitFor([&] { return !stage.server.closed.isEmpty(); }, 10'000));
    CHECK(stage.server.closed == QList<uint>{stage.server.told[0].id});
    CHECK(stage.window->notifications().shownCount() == 1);
}

TEST_CASE("ux: a backlog after reconnecting is one summary") {
    NotifyStage stage;
    stage.begin();
    stage.script.tell(connection(client::Connection::offline));
    Script::settle();
    for (int i = 0; i < 3; ++i)
        stage.direct.say("bob", "while you were away");
    stage.ops.say("bob", "nobody in particular");
    wire::Text named;
    named.body = "@alice?";
    named.mentions = {"alice"};
    stage.ops.add("bob", named);
    stage.script.tell(connection(client::Connection::online));
    stage.script.tell(stage.list());
    stage.script.tell(stage.direct.last(3));
    stage.script.tell(stage.ops.last(2));
    REQUIRE(stage.waitTold(1));
    CHECK(stage.server.told[0].title.contains("4"));
    CHECK(stage.server.told[0].body == "ops: 1 · bob: 3");
    CHECK(stage.lastWhy() == Why::mention);
    CHECK(stage.window->notifications().log().front().isSummed);
    CHECK(stage.window->notifications().shownCount() == 1);
    // What is said from now on is told by itself.
    stage.mention(stage.ops, "@alice now");
    REQUIRE(stage.waitTold(2));
    CHECK(stage.server.told.size() == 2);
    CHECK(stage.server.told[1].body == "@alice now");
}

TEST_CASE("ux: a log says for each message why it did or did not notify") {
    NotifyStage stage;
    stage.begin();
    stage.ops.say("bob", "plain <b>words</b>");
    stage.hear(stage.ops);
    stage.mention(stage.ops, "@alice");
    QAction *open = actionNamed(stage.window->actions(), "Notifications …");
    REQUIRE(open != nullptr);
    open->trigger();
    NotificationLog *log = stage.window->notificationLog();
    REQUIRE(log != nullptr);
    REQUIRE(log->list().topLevelItemCount() == 2);
    const QTreeWidgetItem *first = log->list().topLevelItem(0);
    CHECK(first->text(1) == "ops");
    CHECK(first->text(2) == "bob");
    CHECK(first->text(4) == "Notified: It mentions you.");
    CHECK(log->list().topLevelItem(1)->text(3) == "plain <b>words</b>");
    CHECK(log->list().topLevelItem(1)->text(4) == "Not: Nothing in it calls for you.");
    for (int i = 0; i < 600; ++i)
        stage.ops.say("bob", "more");
    stage.script.tell(stage.ops.last(600));
    REQUIRE(QTest::qWaitFor(
        [&] { return log->list().topLevelItemCount() == int(Notifications::mostLogged); }, 10'000));
}

TEST_CASE("ux: an empty log of notifications says what will stand there") {
    NotifyStage stage;
    stage.begin();
    actionNamed(stage.window->actions(), "Notifications …")->trigger();
    NotificationLog *log = stage.window->notificationLog();
    REQUIRE(log != nullptr);
    CHECK(log->emptyWords().startsWith("No message has come in yet."));
    CHECK_FALSE(log->list().isVisible());
    stage.ops.say("bob", "words");
    stage.hear(stage.ops);
    CHECK(QTest::qWaitFor([&] { return log->list().isVisible(); }, 10'000));
    CHECK(log->emptyWords().isEmpty());
    // Columns grow with the zoom.
    const int before = log->list().columnWidth(1);
    stage.choose([](Preferences &now) { now.zoomPercent = 200; });
    Script::settle();
    CHECK(log->list().columnWidth(1) > before * 3 / 2);
}

TEST_CASE("ux: Send a test in settings; the log is one click further") {
    NotifyStage stage;
    stage.begin();
    stage.window->openSettings();
    SettingsDialog &settings = *stage.window->settings();
    settings.showPage(3);
    const auto click = [&settings](const QString &words) {
        for (QPushButton *button : settings.page(3).findChildren<QPushButton *>())
            if (button->text() == words)
                QTest::mouseClick(button, Qt::LeftButton);
    };
    click("Send a test");
    REQUIRE(stage.waitTold(1));
    CHECK(stage.server.told[0].title == "A test from zchat");
    click("Notification log …");
    REQUIRE(stage.window->notificationLog() != nullptr);
    CHECK(stage.window->notificationLog()->isVisible());
}

TEST_CASE("notifications: a test is sent from the log too, whatever else is silent") {
    NotifyStage stage;
    stage.begin();
    stage.choose([](Preferences &chosen) { chosen.doNotDisturb = true; });
    stage.window->showNotificationLog();
    NotificationLog *log = stage.window->notificationLog();
    CHECK(log->state().contains("Do not disturb"));
    QTest::mouseClick(&log->testButton(), Qt::LeftButton);
    REQUIRE(stage.waitTold(1));
    CHECK(stage.server.told[0].title == "A test from zchat");
    CHECK(stage.lastWhy() == Why::test);
    log->disturbBox().click();
    CHECK_FALSE(stage.window->desk().preferences().doNotDisturb);
    CHECK(log->state().isEmpty());
}

TEST_CASE("notifications: what one looks at does not notify, another room does") {
    NotifyStage stage;
    stage.begin();
    REQUIRE(QTest::qWaitForWindowActive(stage.window.get()));
    stage.mention(stage.lobby, "@alice");
    CHECK(stage.lastWhy() == Why::attended);
    stage.mention(stage.ops, "@alice");
    CHECK(stage.lastWhy() == Why::mention);
}

TEST_CASE("notifications: words are never markup, whatever the service takes") {
    for (const bool takesMarkup : {false, true}) {
        NotifyStage stage;
        if (takesMarkup)
            stage.server.capabilities << "body-markup";
        stage.begin();
        stage.mention(stage.ops, "<img src=//host/x> @alice\n\u202Eevil");
        REQUIRE(stage.waitTold(1));
        const QString plain = "<img src=//host/x> @alice \\u202eevil";
        CHECK(stage.server.told[0].body == (takesMarkup ? plain.toHtmlEscaped() : plain));
    }
}

TEST_CASE("notifications: a storm becomes a few bubbles, and each says how many") {
    NotifyStage stage;
    stage.begin();
    for (int i = 0; i < 50; ++i)
        stage.direct.say("bob", "again " + std::to_string(i));
    for (std::uint64_t i = 0; i < 50; ++i) {
        stage.script.tell(client::EntriesAdded{.room = stage.direct.name(),
                                               .entries = {stage.direct.after(i)[0]}});
        Script::settle();
    }
    REQUIRE(QTest::qWaitFor(
        [&] { return !stage.server.told.empty() && stage.server.told.back().body == "again 49"; },
        10'000));
    CHECK(stage.server.told.back().title == "bob · 50 new");
    CHECK(stage.server.told.size() < 20);
}

TEST_CASE("notifications: where the desktop shows none, the log says so and nothing breaks") {
    NotifyStage stage;
    stage.signIn();
    stage.mention(stage.ops, "@alice");
    CHECK(stage.lastWhy() == Why::mention);
    CHECK(stage.window->notifications().shownCount() == 0);
    stage.window->notifications().sendTest();
    CHECK(stage.window->notifications().stateWords().contains("shows no notifications"));
    stage.window->showNotificationLog();
    NotificationLog *log = stage.window->notificationLog();
    REQUIRE(log != nullptr);
    CHECK(log->list().topLevelItem(1)->text(4) ==
          "Not, since this desktop shows none: It mentions you.");
}
