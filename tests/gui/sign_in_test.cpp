#include <QDirIterator>
#include <QFile>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QtTest/QTest>

#include "gui/window/first_window.hpp"
#include "gui/window/sign_in_dialog.hpp"
#include "shared/base/text.hpp"
#include "tests/support/catch.hpp"

using namespace zchat;
using namespace zchat::gui;

namespace {

Door door(const char *fingerprint, std::optional<QString> pinned = std::nullopt) {
    Door answer{.key = {},
                .serverName = "Harbour Labs",
                .fingerprint = fingerprint,
                .pinnedFingerprint = std::move(pinned)};
    answer.key.bytes.fill(5);
    return answer;
}

// A dialog whose front door gives one answer.
struct Stage {
    explicit Stage(Result<Door> answer)
        : theme(ThemeChoice::light)
        , dialog([answer](const Address &) { return answer; }, theme) {
        dialog.show();
    }
    void connectAs(const char *name, const char *address = "localhost") {
        dialog.nameBox().setText(name);
        dialog.addressBox().setText(address);
        QTest::mouseClick(&dialog.connectButton(), Qt::LeftButton);
    }
    // Until the door's own thread has answered.
    void wait() {
        REQUIRE(QTest::qWaitFor([this] { return dialog.connectButton().isEnabled(); }, 5000));
    }
    Theme theme;
    SignInDialog dialog;
};

const std::string inviteWords =
    "zchat://host:5555/#" + std::string(64, 'a') + "." + std::string(64, 'b');

} // namespace

TEST_CASE("sign-in: localhost is filled in, and a name is needed") {
    Stage stage(door("aaaa"));
    CHECK(stage.dialog.addressBox().text() == "localhost");
    stage.connectAs("");
    CHECK(stage.dialog.trouble() == "Type a name first.");
    stage.connectAs("not a name");
    CHECK(stage.dialog.trouble().startsWith("A name has 1 to 32"));
    stage.connectAs("alice", "not an address");
    CHECK(stage.dialog.trouble().startsWith("This is not an address."));
    stage.connectAs("alice", "zchat://broken");
    CHECK(stage.dialog.trouble().startsWith("This is not a whole invite link."));
}

TEST_CASE("sign-in: at first contact the fingerprint is shown before anything is trusted") {
    Stage stage(door("aaaa bbbb"));
    QSignalSpy accepted(&stage.dialog, &QDialog::accepted);
    stage.connectAs("Alice", "Host:7000");
    stage.wait();
    CHECK(stage.dialog.isShowingKey());
    CHECK(stage.dialog.shownFingerprint() == "aaaa bbbb");
    CHECK(accepted.count() == 0);
    QTest::mouseClick(&stage.dialog.trustButton(), Qt::LeftButton);
    CHECK(accepted.count() == 1);
    CHECK(stage.dialog.signIn().name == AccountName("alice"));
    CHECK(toString(stage.dialog.signIn().address) == "host:7000");
    CHECK(stage.dialog.signIn().shownKey == door("").key);
}

TEST_CASE("sign-in: a known key connects at once, a changed one stops with what to do") {
    {
        Stage stage(door("aaaa", "aaaa"));
        QSignalSpy accepted(&stage.dialog, &QDialog::accepted);
        stage.connectAs("alice");
        stage.wait();
        CHECK(accepted.count() == 1);
    }
    Stage stage(door("cccc", "aaaa"));
    QSignalSpy accepted(&stage.dialog, &QDialog::accepted);
    stage.connectAs("alice");
    stage.wait();
    CHECK(accepted.count() == 0);
    CHECK_FALSE(stage.dialog.isShowingKey());
    CHECK(stage.dialog.trouble().contains("Known: aaaa"));
    CHECK(stage.dialog.trouble().contains("invite link"));
}

TEST_CASE("sign-in: a failure is one sentence, and what was typed stays") {
    Stage stage(Fault{"Nobody answers at localhost:5555."});
    stage.connectAs("alice");
    stage.wait();
    CHECK(stage.dialog.trouble() == "Nobody answers at localhost:5555.");
    CHECK(stage.dialog.nameBox().text() == "alice");
    CHECK(stage.dialog.nameBox().isEnabled());
}

TEST_CASE("sign-in: an invite link needs no name and no question") {
    Stage stage(Fault{"must not be asked"});
    QSignalSpy accepted(&stage.dialog, &QDialog::accepted);
    stage.connectAs("", inviteWords.c_str());
    CHECK(accepted.count() == 1);
    CHECK_FALSE(stage.dialog.signIn().name);
    CHECK(stage.dialog.signIn().invite);
}

TEST_CASE("start: a name, a name at an address, a link, or a sentence that says what is wrong") {
    CHECK_FALSE(parseStart({})->name);
    CHECK(parseStart({"Alice"})->name == AccountName("alice"));
    CHECK(toString(parseStart({"alice"})->address) == "localhost:5555");
    CHECK(toString(parseStart({"alice@chat.example:7000"})->address) == "chat.example:7000");
    CHECK(parseStart({QString::fromStdString(inviteWords)})->invite);
    const auto message = parseStart({"zchat://host:5555/ops/42"});
    REQUIRE(message->message);
    CHECK(message->message->seq == Seq{42});
    for (const char *wrong : {"a b", "alice@", "alice@a b", "@host", "zchat://", "zchat://host/#x"})
        CHECK_FALSE(parseStart({wrong}));
    CHECK_FALSE(parseStart({"alice", "bob"}));
}

TEST_CASE("start: a second start raises the first window, another account gets its own") {
    const QString key = windowKey(AccountName("alice"), {.host = "test-only", .port = 1});
    CHECK(key != windowKey(AccountName("bob"), {.host = "test-only", .port = 1}));
    CHECK(key != windowKey(AccountName("alice"), {.host = "test-only", .port = 2}));
    FirstWindow first;
    REQUIRE(first.hold(key));
    QSignalSpy raised(&first, &FirstWindow::raiseWanted);
    FirstWindow second;
    CHECK_FALSE(second.hold(key));
    CHECK((raised.count() == 1 || raised.wait(5000)));
}

TEST_CASE("look: no colour stands outside the tokens") {
    // Where the sources are, as the build says.
    QDirIterator files(QString(ZCHAT_SOURCE) + "/gui", {"*.cpp", "*.hpp"}, QDir::Files,
                       QDirIterator::Subdirectories);
    const QRegularExpression color(
        R"(QColor\s*[({]\s*[0-9"]|#[0-9a-fA-F]{6}\b|\brgb\(|Qt::(white|black|red|green|blue|gray|yellow)\b)");
    int seen = 0;
    while (files.hasNext()) {
        const QString path = files.next();
        ++seen;
        if (path.endsWith("look/tokens.cpp"))
            continue;
        QFile file(path);
        REQUIRE(file.open(QIODevice::ReadOnly));
        INFO(path.toStdString());
        CHECK_FALSE(color.match(QString::fromUtf8(file.readAll())).hasMatch());
    }
    CHECK(seen > 40);
}

TEST_CASE("look: words are readable on what they stand on, light and dark") {
    const auto luminance = [](const QColor &color) {
        const auto part = [](double value) {
            return value <= 0.03928 ? value / 12.92 : std::pow((value + 0.055) / 1.055, 2.4);
        };
        return 0.2126 * part(color.redF()) + 0.7152 * part(color.greenF()) +
               0.0722 * part(color.blueF());
    };
    const auto contrast = [&](const QColor &a, const QColor &b) {
        const double first = luminance(a) + 0.05;
        const double second = luminance(b) + 0.05;
        return first > second ? first / second : second / first;
    };
    for (const Tokens &t : {lightTokens(), darkTokens()}) {
        for (const QColor &behind : {t.window, t.side, t.hover, t.code, t.card})
            for (const QColor &words : {t.text, t.dim})
                CHECK(contrast(words, behind) >= 4.5);
        CHECK(contrast(t.accentText, t.window) >= 4.5);
        CHECK(contrast(t.accentText, t.accentSoft) >= 4.5);
        for (const QColor &person : t.people)
            CHECK(contrast(t.onPerson, person) >= 4.5);
    }
}
