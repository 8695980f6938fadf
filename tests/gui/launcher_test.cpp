// From the words on the command line to a window, and what a second start does; the link is played.
#include <QSignalSpy>
#include <QTimer>
#include <QtTest/QTest>
#include <atomic>
#include <thread>

#include "gui/launcher.hpp"
#include "tests/gui/script.hpp"
#include "tests/support/catch.hpp"

using namespace zchat;
using namespace zchat::gui;
using namespace zchat::gui::test;

namespace {

const std::string invite =
    "zchat://launch.example:5555/#" + std::string(64, 'a') + "." + std::string(64, 'b');

// Every sign-in that reaches a link, and the channel that it got.
struct Start {
    Start()
        : theme(ThemeChoice::light)
        , launcher({.open =
                        [this](const SignIn &signIn) {
                            signIns.push_back(signIn);
                            script = Script();
                            return script.open();
                        },
                    .knock = [](const Address &) -> Result<Door> {
                        return Fault{"Nobody answers here."};
                    },
                    .accounts = [this](const Address &) { return known; }},
                   theme) {}
    bool start(const QStringList &words) {
        const auto request = parseStart(words);
        return launcher.start(request ? *request : StartRequest{},
                              request ? QString() : QString::fromStdString(request.why()));
    }
    // Does this in the dialog that opens next, which then closes.
    void inDialog(std::function<void(SignInDialog &)> act) {
        QTimer::singleShot(0, &theme, [this, act = std::move(act)] {
            auto *dialog = qobject_cast<SignInDialog *>(QApplication::activeModalWidget());
            if (dialog == nullptr) {
                inDialog(act);
                return;
            }
            dialogs += 1;
            act(*dialog);
        });
    }

    Theme theme;
    Script script;
    std::vector<AccountName> known;
    std::vector<SignIn> signIns;
    int dialogs = 0;
    Launcher launcher;
};

// A second start waits for an answer, which the first window's loop gives.
bool elsewhere(const std::function<bool()> &second) {
    bool stays = true;
    std::atomic<bool> done = false;
    std::thread other([&] {
        stays = second();
        done = true;
    });
    const bool ended = QTest::qWaitFor([&] { return done.load(); }, 10'000);
    other.join();
    CHECK(ended);
    return !stays;
}

} // namespace

TEST_CASE("ux: chat-gui alone asks for a name and an address, localhost filled in") {
    Start start;
    start.inDialog([](SignInDialog &dialog) {
        CHECK(dialog.addressBox().text() == "localhost");
        CHECK(dialog.nameBox().text().isEmpty());
        dialog.reject();
    });
    CHECK_FALSE(start.start({}));
    CHECK(start.dialogs == 1);
    CHECK(start.signIns.empty());
}

TEST_CASE("ux: chat-gui alice, alice@host:port and an invite link connect at once") {
    for (const QString &word :
         {QString("alice"), QString("alice@launch.example:7000"), QString::fromStdString(invite)}) {
        INFO(word.toStdString());
        Start start;
        CHECK(start.start({word}));
        REQUIRE(start.launcher.window() != nullptr);
        CHECK(start.launcher.window()->isVisible());
        CHECK(start.dialogs == 0);
        REQUIRE(start.signIns.size() == 1);
        CHECK(start.signIns[0].invite.has_value() == word.startsWith("zchat:"));
    }
}

TEST_CASE("ux: a wrong word on the command line gets one sentence and a way on") {
    Start start;
    start.inDialog([](SignInDialog &dialog) {
        CHECK(dialog.trouble().contains("cannot be a name"));
        dialog.reject();
    });
    CHECK_FALSE(start.start({"a b"}));
    CHECK(start.dialogs == 1);
}

TEST_CASE("ux: a server that does not know this device leads to a link under the same name") {
    Start start;
    REQUIRE(start.start({"alice@launch.example:5555"}));
    client::ConnectionChanged stopped = connection(client::Connection::stopped);
    stopped.trouble = client::Trouble::keyRefused;
    start.script.tell(stopped);
    Script::settle();
    SECTION("cancelled, the window stays") {
        start.inDialog([](SignInDialog &dialog) {
            CHECK_FALSE(dialog.trouble().isEmpty());
            CHECK(dialog.nameBox().text() == "alice");
            dialog.reject();
        });
        const MainWindow *before = start.launcher.window();
        QTest::mouseClick(&start.launcher.window()->connectionStrip().action(), Qt::LeftButton);
        REQUIRE(QTest::qWaitFor([&] { return start.dialogs == 1; }));
        Script::settle();
        CHECK(start.launcher.window() == before);
        CHECK(start.signIns.size() == 1);
    }
    SECTION("with an invite link it connects anew") {
        start.inDialog([](SignInDialog &dialog) {
            dialog.addressBox().setText(QString::fromStdString(invite));
            dialog.connectButton().click();
        });
        QTest::mouseClick(&start.launcher.window()->connectionStrip().action(), Qt::LeftButton);
        REQUIRE(QTest::qWaitFor([&] { return start.signIns.size() == 2; }));
        CHECK(start.signIns[1].name == AccountName("alice"));
        CHECK(start.signIns[1].invite);
        CHECK(start.launcher.window()->isVisible());
    }
}

TEST_CASE("ux: a second start that names nobody raises the window that is there") {
    Start start;
    REQUIRE(start.start({"alice@launch.example:5555"}));
    start.launcher.window()->hide();
    CHECK(elsewhere([] { return !raiseFirstWindow(anyWindowKey()); }));
    REQUIRE(QTest::qWaitFor([&] { return start.launcher.window()->isVisible(); }));
}

TEST_CASE("ux: a link to a message goes to the window of an account at its server") {
    Start start;
    REQUIRE(start.start({"alice@launch.example:5555"}));
    Room ops("ops");
    ops.sayMany("bob", 3);
    start.script.tell(signedIn("alice"));
    start.script.tell(connection(client::Connection::online));
    start.script.tell(
        client::RoomsListed{.rooms = {Room("lobby").summary(), ops.summary()}, .fromCache = false});
    serve(start.script, {&ops});
    CHECK(elsewhere([] {
        return !raiseFirstWindow(
            windowKey(AccountName("alice"), {.host = "launch.example", .port = 5555}),
            "zchat://launch.example:5555/ops/2");
    }));
    REQUIRE(
        QTest::qWaitFor([&] { return start.launcher.window()->desk().room() == RoomName("ops"); }));
}

TEST_CASE("ux: a link to a message is opened as the only account that is known there") {
    Start start;
    start.known = {AccountName("alice")};
    CHECK(start.start({"zchat://launch.example:5555/ops/2"}));
    REQUIRE(start.signIns.size() == 1);
    CHECK(start.signIns[0].name == AccountName("alice"));
    CHECK(start.dialogs == 0);
}

TEST_CASE("start: whoever came by an invite link holds the name that the server gave") {
    Start start;
    REQUIRE(start.start({QString::fromStdString(invite)}));
    start.script.tell(signedIn("newcomer"));
    Script::settle();
    FirstWindow second;
    CHECK_FALSE(
        second.hold(windowKey(AccountName("newcomer"), {.host = "launch.example", .port = 5555})));
}
