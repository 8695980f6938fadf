// The settings: reachable, whole by keyboard, in force at once, kept.
#include <QTimeEdit>
#include <QtTest/QTest>
#include <set>

#include "tests/gui/own_stage.hpp"
#include "tests/support/catch.hpp"

using namespace zchat;
using namespace zchat::gui;
using namespace zchat::gui::test;

namespace {

template <class Widget>
Widget *named(QWidget &in, const QString &name) {
    for (Widget *widget : in.findChildren<Widget *>()) {
        const QString words = widget->property("text").toString();
        if (widget->accessibleName() == name || words == name)
            return widget;
    }
    return nullptr;
}

void choose(QWidget &in, const QString &name, const QString &words) {
    auto *box = named<QComboBox>(in, name);
    REQUIRE(box != nullptr);
    const int row = box->findText(words);
    REQUIRE(row >= 0);
    box->setFocus();
    while (box->currentIndex() < row)
        QTest::keyClick(box, Qt::Key_Down);
    while (box->currentIndex() > row)
        QTest::keyClick(box, Qt::Key_Up);
}

} // namespace

TEST_CASE("ux: Ctrl+, opens the settings; what is chosen is in force at once and kept") {
    OwnStage stage;
    QTest::keyClick(&stage.window, Qt::Key_Comma, Qt::ControlModifier);
    Script::settle();
    SettingsDialog *settings = stage.window.settings();
    REQUIRE(settings != nullptr);
    CHECK(settings->isVisible());
    choose(*settings, "Theme", "Dark");
    CHECK(stage.window.palette().color(QPalette::Window) == darkTokens().window);
    CHECK(settings->palette().color(QPalette::Window) == darkTokens().window);
    choose(*settings, "Zoom", "150 %");
    CHECK(stage.theme.look().zoom == 1.5);
    choose(*settings, "Density", "Compact");
    CHECK(stage.theme.look().density == Density::compact);
    choose(*settings, "Language", "Deutsch");
    settings->showPage(1);
    choose(*settings, "Send with", "Ctrl+Enter");
    settings->showPage(2);
    QTest::keyClick(named<QCheckBox>(*settings, "Show who comes and goes"), Qt::Key_Space);
    settings->showPage(5);
    QTest::keyClick(named<QCheckBox>(*settings, "Close to the tray"), Qt::Key_Space);
    QTest::keyClick(settings, Qt::Key_Escape);
    Script::settle();
    const SettingsDialog *closed = stage.window.settings();
    CHECK((closed == nullptr || !closed->isVisible()));
    const Preferences kept = AccountSettings(ownSettingsFile()).preferences();
    CHECK(kept.theme == ThemeChoice::dark);
    CHECK(kept.zoomPercent == 150);
    CHECK(kept.density == Density::compact);
    CHECK(kept.language == "de");
    CHECK_FALSE(kept.enterSends);
    CHECK(kept.showsPresenceLines);
    CHECK(kept.closesToTray);
    CHECK(kept == stage.preferences());
}

TEST_CASE("settings: notifications: whom, words, and hours to be left alone") {
    OwnStage stage;
    stage.window.openSettings();
    SettingsDialog &settings = *stage.window.settings();
    settings.showPage(3);
    QTest::keyClick(named<QCheckBox>(settings, "Direct messages"), Qt::Key_Space);
    CHECK_FALSE(stage.preferences().notifiesDirects);
    QTest::keyClicks(named<QLineEdit>(settings, "Words that notify me"), "deploy, the Red one ,");
    CHECK(stage.preferences().keywords == QStringList{"deploy", "the Red one"});
    QTest::keyClick(named<QCheckBox>(settings, "Every day"), Qt::Key_Space);
    REQUIRE(stage.preferences().quietHours);
    CHECK(stage.preferences().quietHours->first == QTime(22, 0));
    auto *until = named<QTimeEdit>(settings, "Quiet until");
    until->setTime(QTime(6, 30));
    Q_EMIT until->editingFinished();
    CHECK(stage.preferences().quietHours->second == QTime(6, 30));
    QTest::keyClick(named<QCheckBox>(settings, "Every day"), Qt::Key_Space);
    CHECK_FALSE(stage.preferences().quietHours);
}

TEST_CASE("settings: an ignored person is listed by title and name, and can be heard again") {
    OwnStage stage;
    stage.script.tell(client::PresenceChanged{.states = {{.who = AccountName("mallory"),
                                                          .title = "<b>Alice</b>",
                                                          .state = wire::State::online,
                                                          .text = {}}}});
    stage.prefer([](Preferences &now) { now.ignored = {AccountName("mallory")}; });
    stage.window.openSettings();
    SettingsDialog &settings = *stage.window.settings();
    settings.showPage(2);
    Script::settle();
    CHECK(named<QLabel>(settings, "<b>Alice</b>") != nullptr);
    CHECK(named<QLabel>(settings, "mallory") != nullptr);
    auto *stop = named<QPushButton>(settings, "Stop ignoring <b>Alice</b>");
    REQUIRE(stop != nullptr);
    QTest::keyClick(stop, Qt::Key_Space);
    CHECK(stage.preferences().ignored.empty());
}

TEST_CASE("settings: a change from elsewhere shows, and no label takes words for rich text") {
    OwnStage stage;
    stage.window.openSettings();
    SettingsDialog &settings = *stage.window.settings();
    stage.prefer([](Preferences &now) { now.zoomPercent = 125; });
    CHECK(named<QComboBox>(settings, "Zoom")->currentText() == "125 %");
    for (const QLabel *label : settings.findChildren<QLabel *>()) {
        INFO(label->text().toStdString());
        CHECK(label->textFormat() == Qt::PlainText);
    }
}

TEST_CASE("settings: every control has a name and is reached by Tab") {
    OwnStage stage;
    stage.window.openSettings();
    SettingsDialog &settings = *stage.window.settings();
    for (int page = 0; page < settings.pageList().count(); ++page) {
        settings.showPage(page);
        Script::settle();
        std::set<const QWidget *> reached;
        settings.pageList().setFocus();
        for (int i = 0; i < 40; ++i) {
            QTest::keyClick(settings.focusWidget(), Qt::Key_Tab);
            reached.insert(settings.focusWidget());
        }
        int controls = 0;
        for (QWidget *control : settings.page(page).findChildren<QWidget *>()) {
            const bool isControl = qobject_cast<QAbstractButton *>(control) != nullptr ||
                                   qobject_cast<QComboBox *>(control) != nullptr ||
                                   qobject_cast<QTimeEdit *>(control) != nullptr;
            if (!isControl || !control->isVisible() || !control->isEnabled())
                continue;
            ++controls;
            INFO(control->accessibleName().toStdString());
            CHECK(reached.contains(control));
            CHECK_FALSE(
                (control->accessibleName() + control->property("text").toString()).isEmpty());
        }
        CHECK(controls > 0);
    }
}
