// The icon beside the clock, and what closing the window does.
#include <QProcess>

#include "gui/window/first_window.hpp"
#include "gui/window/tray.hpp"
#include "tests/gui/file_stage.hpp"
#include "tests/support/catch.hpp"

using namespace zchat;
using namespace zchat::gui;
using namespace zchat::gui::test;

namespace {

QImage drawn(const Waiting &waiting) {
    return trayIcon(makeLook(false, QFont()), waiting).pixmap(64, 64).toImage();
}

void chooseTray(FileStage &stage, bool closes) {
    Preferences chosen = stage.window->desk().preferences();
    chosen.closesToTray = closes;
    stage.window->desk().setPreferences(chosen);
}

QAction *actionIn(QMenu &menu, const QString &words) {
    for (QAction *action : menu.actions())
        if (action->text() == words)
            return action;
    return nullptr;
}

} // namespace

TEST_CASE("ux: unread and mentions on the icon") {
    FileStage stage;
    stage.signIn();
    CHECK(stage.window->tray().waiting() == Waiting{});
    stage.ops.summary().unread = 5;
    stage.ops.summary().mentions = 2;
    Room muted("random");
    muted.summary().unread = 7;
    muted.summary().notify = wire::Notify::none;
    stage.script.tell(client::RoomChanged{.room = stage.ops.summary(), .gone = false});
    stage.script.tell(client::RoomChanged{.room = muted.summary(), .gone = false});
    Script::settle();
    CHECK(stage.window->tray().waiting() == Waiting{.unread = 5, .mentions = 2, .isQuiet = false});
    CHECK(stage.window->tray().icon().toolTip() == "zchat: 2 for you, 5 unread");
    // Each state can be told from the others by what is drawn, and not by colour alone.
    const QImage nothing = drawn({});
    const QImage unread = drawn({.unread = 5, .mentions = 0, .isQuiet = false});
    const QImage two = drawn({.unread = 5, .mentions = 2, .isQuiet = false});
    const QImage three = drawn({.unread = 5, .mentions = 3, .isQuiet = false});
    const QImage many = drawn({.unread = 999, .mentions = 640, .isQuiet = false});
    CHECK(nothing != unread);
    CHECK(unread != two);
    CHECK(two != three);
    CHECK(three != many);
    CHECK(nothing != drawn({.unread = 0, .mentions = 0, .isQuiet = true}));
}

TEST_CASE("ux: close to tray is a setting") {
    FileStage stage;
    stage.signIn();
    stage.window->tray().install([] { return true; });
    CHECK_FALSE(stage.window->tray().keepsRunning());
    chooseTray(stage, true);
    QTest::keyClicks(&stage.composer().box(), "half a thou");
    CHECK_FALSE(stage.window->close());
    CHECK_FALSE(stage.window->isVisible());
    // What was written is kept, and the way back leads to it.
    REQUIRE_FALSE(stage.script.said<client::KeepComposer>().empty());
    CHECK(stage.script.said<client::KeepComposer>().back().text == "half a thou");
    Q_EMIT stage.window->tray().icon().activated(QSystemTrayIcon::Trigger);
    CHECK(stage.window->isVisible());
    CHECK(stage.composer().words() == "half a thou");
    chooseTray(stage, false);
    CHECK(stage.window->close());
}

TEST_CASE("ux: a click on the icon brings back a window that was made small") {
    FileStage stage;
    stage.signIn();
    stage.window->showMinimized();
    Script::settle();
    REQUIRE(stage.window->isMinimized());
    Q_EMIT stage.window->tray().icon().activated(QSystemTrayIcon::Trigger);
    Script::settle();
    CHECK_FALSE(stage.window->isMinimized());
    CHECK(stage.window->isVisible());
    CHECK(QTest::qWaitForWindowActive(stage.window.get()));
    // The icon's menu opens by itself and is no click.
    stage.window->showMinimized();
    Q_EMIT stage.window->tray().icon().activated(QSystemTrayIcon::Context);
    Script::settle();
    CHECK(stage.window->isMinimized());
}

TEST_CASE("ux: without a tray, closing quits") {
    FileStage stage;
    stage.signIn();
    chooseTray(stage, true);
    stage.window->tray().install([] { return false; });
    CHECK(stage.window->close());
    CHECK(QApplication::quitOnLastWindowClosed());
    // A tray that was there and is gone is none.
    stage.start();
    stage.served = 0;
    stage.signIn();
    bool isThere = true;
    stage.window->tray().install([&isThere] { return isThere; });
    CHECK_FALSE(stage.window->close());
    stage.window->comeForward();
    isThere = false;
    CHECK(stage.window->close());
}

TEST_CASE("tray: its menu opens, switches do not disturb, and quits whatever the setting") {
    FileStage stage;
    stage.signIn();
    stage.window->tray().install([] { return true; });
    chooseTray(stage, true);
    QMenu &menu = stage.window->tray().menu();
    stage.window->close();
    actionIn(menu, "Open zchat")->trigger();
    CHECK(stage.window->isVisible());
    actionIn(menu, "Do not disturb")->trigger();
    CHECK(stage.window->desk().preferences().doNotDisturb);
    CHECK(stage.window->tray().waiting().isQuiet);
    CHECK(stage.window->tray().icon().toolTip() == "zchat: do not disturb");
    actionIn(menu, "Quit")->trigger();
    // Quitting asks every window to close; this one lets itself be closed now.
    CHECK(stage.window->close());
}

TEST_CASE("ux: a second start raises the first window") {
    // The first window is held here; the second start is the program itself.
    const Address address{.host = "localhost", .port = 1};
    FirstWindow first;
    REQUIRE(first.hold(windowKey(AccountName("tray-test"), address)));
    bool isRaised = false;
    FileStage stage;
    QObject::connect(&first, &FirstWindow::raiseWanted, stage.window.get(), [&] {
        isRaised = true;
        stage.window->comeForward();
    });
    stage.window->showMinimized();
    stage.window->hide();
    QProcess second;
    second.setProcessChannelMode(QProcess::ForwardedChannels);
    second.start(ZCHAT_GUI, {"tray-test@localhost:1"});
    REQUIRE(QTest::qWaitFor([&] { return second.state() == QProcess::NotRunning; }, 30'000));
    CHECK(second.exitStatus() == QProcess::NormalExit);
    CHECK(second.exitCode() == 0);
    CHECK(QTest::qWaitFor([&] { return isRaised; })); // what it said may still be on its way
    CHECK(stage.window->isVisible());
    CHECK_FALSE(stage.window->isMinimized());
}
