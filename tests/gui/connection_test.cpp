// The first minute and the connection, as ux.md has them; the sign-in dialog's details are in
// sign_in_test.cpp.
#include <QSignalSpy>

#include "gui/model/start.hpp"
#include "gui/window/sign_in_dialog.hpp"
#include "tests/gui/finding_stage.hpp"

using namespace zchat;
using namespace zchat::gui;
using namespace zchat::gui::test;

namespace {

client::ConnectionChanged troubled(client::Connection state, client::Trouble trouble) {
    client::ConnectionChanged notice = connection(state);
    notice.trouble = trouble;
    notice.retryInMs = 4000;
    return notice;
}

} // namespace

TEST_CASE("ux: a bar says what is happening: connected, connecting, offline with Now") {
    FindingStage stage;
    ServerBar &bar = stage.window.sidebar().serverBar();
    ConnectionStrip &strip = stage.window.connectionStrip();
    CHECK(bar.stateWords() == "connecting");
    stage.signIn();
    CHECK(bar.stateWords() == "connected");
    CHECK_FALSE(strip.isVisible());
    stage.goOffline();
    CHECK(bar.stateWords() == "offline");
    CHECK(strip.sentence().contains("Next try in 4 s."));
    CHECK(strip.action().text() == "Now");
    QTest::mouseClick(&strip.action(), Qt::LeftButton);
    CHECK(stage.script.said<client::ReconnectNow>().size() == 1);
    stage.script.tell(connection(client::Connection::connecting));
    Script::settle();
    CHECK(strip.sentence() == "Connecting …");
    stage.script.tell(connection(client::Connection::online));
    Script::settle();
    CHECK_FALSE(strip.isVisible());
}

TEST_CASE("ux: offline, the seconds until the next try count down, and then it is tried again") {
    FindingStage stage;
    client::ConnectionChanged lost = troubled(client::Connection::offline, client::Trouble::lost);
    lost.retryInMs = 1'200;
    stage.script.tell(lost);
    Script::settle();
    ConnectionStrip &strip = stage.window.connectionStrip();
    CHECK(strip.sentence().startsWith("The connection was lost. Next try in 2 s."));
    CHECK(QTest::qWaitFor([&] { return strip.sentence().contains("Next try in 1 s."); }, 10'000));
    CHECK(QTest::qWaitFor(
        [&] { return strip.sentence() == "The connection was lost. Trying again."; }, 10'000));
    CHECK(strip.action().text() == "Now");
}

TEST_CASE("ux: a bar says that this server does not know you, with a way on") {
    FindingStage stage;
    stage.script.tell(troubled(client::Connection::stopped, client::Trouble::keyRefused));
    Script::settle();
    ConnectionStrip &strip = stage.window.connectionStrip();
    CHECK(strip.sentence() == "This server does not know this device. Ask for an invite link.");
    QSignalSpy wanted(&stage.window, &MainWindow::otherSignInWanted);
    QTest::mouseClick(&strip.action(), Qt::LeftButton);
    REQUIRE(wanted.count() == 1);
    CHECK(wanted[0][0].toString() == strip.sentence());
}

TEST_CASE("ux: a changed key is a hard stop that says what to do") {
    FindingStage stage;
    stage.signIn();
    stage.script.tell(client::KeyChanged{.address = aliceSignIn.address,
                                         .pinnedFingerprint = "aaaa bbbb",
                                         .offeredFingerprint = "cccc dddd"});
    stage.script.tell(troubled(client::Connection::stopped, client::Trouble::keyChanged));
    Script::settle();
    ConnectionStrip &strip = stage.window.connectionStrip();
    for (const char *words : {"aaaa bbbb", "cccc dddd", "Ask its administrator", "invite link"})
        CHECK(strip.sentence().contains(words));
    CHECK(strip.action().text() == "Use an invite link …");
    // No other button stands there: nothing goes on past it.
    int buttons = 0;
    for (const QPushButton *button : strip.findChildren<QPushButton *>())
        buttons += button->isVisible() ? 1 : 0;
    CHECK(buttons == 1);
    CHECK(stage.script.said<client::ReconnectNow>().empty());
}

TEST_CASE("ux: a wrong name, no broker, an unreachable host: one clear sentence and a way on") {
    const std::pair<client::Trouble, const char *> troubles[]{
        {client::Trouble::noBroker, "Nobody answers at this address."},
        {client::Trouble::unreachable, "This host cannot be reached."},
        {client::Trouble::notABroker, "What answers at this address is not a chat server."}};
    for (const auto &[trouble, sentence] : troubles) {
        FindingStage stage;
        stage.script.tell(troubled(client::Connection::offline, trouble));
        Script::settle();
        ConnectionStrip &strip = stage.window.connectionStrip();
        CHECK(strip.sentence().startsWith(QString(sentence) + " Next try in 4 s."));
        CHECK(strip.action().text() == "Now");
    }
    FindingStage stage;
    stage.script.tell(troubled(client::Connection::stopped, client::Trouble::nameRefused));
    Script::settle();
    CHECK(stage.window.connectionStrip().sentence() ==
          "This name is taken or not allowed. Choose another one.");
    CHECK(stage.window.connectionStrip().action().text() == "Sign in again …");
}

TEST_CASE("ux: a name and address on the command line pin the key without blocking, and say so") {
    FindingStage stage;
    stage.signIn();
    stage.script.tell(client::FirstContact{.address = aliceSignIn.address,
                                           .key = {},
                                           .fingerprint = "1f3a 99c0",
                                           .serverName = "Harbour Labs"});
    Script::settle();
    CHECK(stage.window.infoStrip().isVisible());
    CHECK(stage.window.infoStrip().sentence().contains("1f3a 99c0"));
    CHECK(QApplication::activeModalWidget() == nullptr);
    QTest::mouseClick(&stage.window.infoStrip().action(), Qt::LeftButton);
    CHECK_FALSE(stage.window.infoStrip().isVisible());
}

TEST_CASE("ux: the first contact through the dialog shows the key's fingerprint once") {
    Theme theme(ThemeChoice::light);
    for (const bool isPinned : {false, true}) {
        Door door{.key = {},
                  .serverName = "<b>Harbour</b>",
                  .fingerprint = "1f3a 99c0",
                  .pinnedFingerprint = std::nullopt};
        if (isPinned)
            door.pinnedFingerprint = door.fingerprint;
        SignInDialog dialog([door](const Address &) { return Result<Door>(door); }, theme);
        dialog.show();
        QSignalSpy accepted(&dialog, &QDialog::accepted);
        CHECK(dialog.addressBox().text() == "localhost");
        dialog.nameBox().setText("alice");
        QTest::mouseClick(&dialog.connectButton(), Qt::LeftButton);
        REQUIRE(QTest::qWaitFor([&] { return dialog.connectButton().isEnabled(); }, 5000));
        CHECK(dialog.isShowingKey() != isPinned);
        CHECK(accepted.count() == (isPinned ? 1 : 0));
        if (!isPinned)
            CHECK(dialog.shownFingerprint() == "1f3a 99c0");
        for (const QLabel *label : dialog.findChildren<QLabel *>())
            CHECK((label->textFormat() == Qt::PlainText || label->buddy() != nullptr));
    }
}

TEST_CASE("ux: history, search in what is cached, and writing work offline") {
    FindingStage stage;
    stage.script.tell(client::RoomsListed{.rooms = {stage.lobby.summary()}, .fromCache = true});
    serve(stage.script, stage.rooms());
    stage.script.tell(troubled(client::Connection::offline, client::Trouble::noBroker));
    Script::settle();
    CHECK(stage.window.desk().timeline().rowCount() == 3);
    QTest::keyClicks(&stage.window.composer().box(), "offline words");
    QTest::keyClick(&stage.window.composer().box(), Qt::Key_Return);
    CHECK(stage.script.said<client::PostDraft>().size() == 1);
}
