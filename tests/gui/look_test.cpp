// How the window looks: themes, contrast, zoom, density, motion.
#include <QApplication>
#include <QDBusMetaType>
#include <QProcess>
#include <QStyle>
#include <QTemporaryDir>
#include <QtTest/QTest>
#include <cmath>

#include "gui/look/desktop_portal.hpp"
#include "gui/look/paint.hpp"
#include "gui/window/room_dialogs.hpp"
#include "tests/gui/fake_portal.hpp"
#include "tests/gui/finding_stage.hpp"
#include "tests/gui/own_stage.hpp"
#include "tests/gui/pixels.hpp"

using namespace zchat;
using namespace zchat::gui;
using namespace zchat::gui::test;

namespace {

// Words and what they stand on, as the window uses them.
void checkReadable(const Tokens &t, double least) {
    const auto check = [least](const char *what, const QColor &words, const QColor &ground) {
        INFO(what << ": " << words.name().toStdString() << " on " << ground.name().toStdString());
        CHECK(contrast(words, ground) >= least);
    };
    for (const QColor &ground :
         {t.window, t.side, t.card, t.code, t.hover, t.selected, t.accentSoft})
        check("text", t.text, ground);
    for (const QColor &ground : {t.window, t.side, t.card, t.code, t.hover, t.selected})
        check("dim", t.dim, ground);
    for (const QColor &ground : {t.window, t.card, t.accentSoft, t.hover})
        check("link", t.accentText, ground);
    for (const QColor &ground : {t.window, t.card, t.hover})
        check("trouble, and what destroys", t.warnText, ground);
    check("number on the tray", t.onAccent, t.warnText);
    check("on accent", t.onAccent, t.accent);
    for (const QColor &person : t.people)
        check("initials", t.onPerson, person);
}

QImage dotOfOneColour(Dot dot) {
    Look look = makeLook(false, QFont());
    look.tokens.on = look.tokens.away = look.tokens.faint = Qt::black;
    QImage image(12, 12, QImage::Format_RGB32);
    image.fill(Qt::white);
    QPainter painter(&image);
    paintDot(painter, QPoint(6, 6), look, dot);
    return image;
}

// A message bus of the test's own, where dbus-daemon is installed.
struct OwnBus {
    OwnBus() {
        daemon.start("dbus-daemon", {"--session", "--nofork", "--print-address",
                                     "--address=unix:dir=" + folder.path()});
        if (daemon.waitForStarted(5000) && daemon.waitForReadyRead(5000))
            address = QString::fromLatin1(daemon.readLine()).trimmed();
    }
    ~OwnBus() {
        for (const QString &name : std::as_const(lines))
            QDBusConnection::disconnectFromBus(name);
        daemon.kill();
        daemon.waitForFinished(5000);
    }
    OwnBus(const OwnBus &) = delete;
    OwnBus &operator=(const OwnBus &) = delete;
    QDBusConnection line(const QString &name) {
        lines << name;
        return QDBusConnection::connectToBus(address, name);
    }
    QTemporaryDir folder;
    QProcess daemon;
    QString address;
    QStringList lines;
};

} // namespace

TEST_CASE("ux: every word is readable, at least 4.5 to 1 in light and dark, 7 in high contrast") {
    checkReadable(lightTokens(), 4.5);
    checkReadable(darkTokens(), 4.5);
    for (const bool isDark : {false, true}) {
        const Tokens &tokens = contrastTokens(isDark);
        checkReadable(tokens, 7);
        CHECK(contrast(tokens.faint, tokens.window) >= 7);
        // Lines and dots are seen, too.
        for (const QColor &sign : {tokens.line, tokens.on, tokens.away, tokens.warn, tokens.accent})
            CHECK(contrast(sign, tokens.window) >= 3);
    }
    CHECK(std::abs(contrast(Qt::black, Qt::white) - 21) < 0.01);
}

TEST_CASE("ux: the window follows the system live, or the theme that was chosen") {
    OwnStage stage(ThemeChoice::system);
    CHECK_FALSE(stage.theme.look().isDark);
    stage.theme.hear({.isDark = true, .wantsContrast = false, .wantsNoMotion = false});
    CHECK(stage.theme.look().isDark);
    CHECK(stage.window.palette().color(QPalette::Window) == darkTokens().window);
    stage.theme.hear({.isDark = true, .wantsContrast = true, .wantsNoMotion = false});
    CHECK(stage.theme.look().tokens.window == contrastTokens(true).window);
    stage.prefer([](Preferences &now) { now.theme = ThemeChoice::light; });
    CHECK(stage.window.palette().color(QPalette::Window) == lightTokens().window);
    stage.prefer([](Preferences &now) { now.theme = ThemeChoice::highContrast; });
    CHECK(stage.theme.look().tokens.text == contrastTokens(true).text);
    stage.prefer([](Preferences &now) { now.theme = ThemeChoice::system; });
    stage.theme.hear({});
    QPalette dark = QApplication::palette();
    const QPalette before = dark;
    dark.setColor(QPalette::Window, Qt::black);
    QApplication::setPalette(dark);
    Script::settle();
    CHECK(stage.theme.look().isDark);
    QApplication::setPalette(before);
    Script::settle();
    CHECK_FALSE(stage.theme.look().isDark);
}

TEST_CASE("look: a theme on the command line stays until a person chooses another") {
    OwnStage stage(ThemeChoice::dark);
    CHECK(stage.theme.look().isDark);
    stage.prefer([](Preferences &now) { now.zoomPercent = 110; });
    CHECK(stage.theme.look().isDark);
    stage.prefer([](Preferences &now) { now.theme = ThemeChoice::light; });
    CHECK_FALSE(stage.theme.look().isDark);
}

TEST_CASE("ux: the desktop portal is asked over D-Bus, and heard when it changes its mind") {
    OwnBus bus;
    REQUIRE_FALSE(bus.address.isEmpty());
    qDBusRegisterMetaType<QMap<QString, QVariantMap>>();
    FakePortal portal(bus.line("portal"));
    portal.settings["org.freedesktop.appearance"]["color-scheme"] = 1U;
    portal.settings["org.gnome.desktop.interface"]["enable-animations"] = true;
    Theme theme(ThemeChoice::system);
    DesktopPortal asked(bus.line("window"));
    QObject::connect(&asked, &DesktopPortal::changed, &theme, &Theme::hear);
    CHECK(QTest::qWaitFor([&] { return theme.look().isDark; }, 5000));
    CHECK(portal.asked == 1);
    CHECK(theme.look().hasMotion);
    portal.change("org.freedesktop.appearance", "color-scheme", 2U);
    CHECK(QTest::qWaitFor([&] { return !theme.look().isDark; }, 5000));
    portal.change("org.gnome.desktop.interface", "enable-animations", false);
    CHECK(QTest::qWaitFor([&] { return !theme.look().hasMotion; }, 5000));
    portal.change("org.freedesktop.appearance", "contrast", 1U);
    CHECK(QTest::qWaitFor([&] { return theme.look().tokens.line == contrastTokens(false).line; },
                          5000));
    CHECK(portal.asked == 1);
}

TEST_CASE("look: without a bus, and with nonsense from it, the look is the palette's") {
    DesktopPortal none(QDBusConnection("there is no such line"));
    CHECK(none.said() == SystemLook{});
    SystemLook look;
    takeSetting(look, "org.freedesktop.appearance", "color-scheme", "mauve");
    takeSetting(look, "org.freedesktop.appearance", "contrast", QVariant());
    takeSetting(look, "org.kde.kdeglobals.KDE", "AnimationDurationFactor", "fast");
    takeSetting(look, "elsewhere", "color-scheme", 1U);
    CHECK(look == SystemLook{});
    takeSetting(look, "org.kde.kdeglobals.KDE", "AnimationDurationFactor", "0");
    CHECK(look.wantsNoMotion);
}

TEST_CASE("ux: motion is off when the system says so") {
    OwnStage stage;
    const auto lasts = [&stage] {
        QWidget &box = stage.window.composer().sendButton();
        return box.style()->styleHint(QStyle::SH_Widget_Animation_Duration, nullptr, &box);
    };
    CHECK(lasts() > 0);
    CHECK(lasts() <= 120);
    const bool menusMove = QApplication::isEffectEnabled(Qt::UI_AnimateMenu);
    stage.theme.hear({.isDark = {}, .wantsContrast = false, .wantsNoMotion = true});
    CHECK(lasts() == 0);
    CHECK_FALSE(QApplication::isEffectEnabled(Qt::UI_AnimateMenu));
    QApplication::setEffectEnabled(Qt::UI_AnimateMenu, menusMove);
}

TEST_CASE("ux: Ctrl + / − / 0 zooms 80 % to 200 %") {
    OwnStage stage;
    QListView &rooms = stage.window.sidebar().list();
    const auto rowHeight = [&rooms] {
        return rooms.visualRect(rooms.model()->index(1, 0)).height();
    };
    CHECK(rowHeight() == measure::sidebarRow);
    QTest::keyClick(&stage.box(), Qt::Key_Plus, Qt::ControlModifier);
    CHECK(stage.preferences().zoomPercent == 110);
    for (int i = 0; i < 9; ++i)
        QTest::keyClick(&stage.box(), Qt::Key_Plus, Qt::ControlModifier);
    Script::settle();
    CHECK(stage.preferences().zoomPercent == 200);
    CHECK(rowHeight() == 2 * measure::sidebarRow);
    CHECK(stage.box().font().pixelSize() == 2 * measure::bodySize);
    CHECK(stage.window.composer().fileButton().iconSize() == QSize(40, 40));
    QTest::keyClick(&stage.box(), Qt::Key_0, Qt::ControlModifier);
    CHECK(stage.preferences().zoomPercent == 100);
    // The same key without Shift, and the one of the number pad.
    QTest::keyClick(&stage.box(), Qt::Key_Equal, Qt::ControlModifier);
    CHECK(stage.preferences().zoomPercent == 110);
    QTest::keyClick(&stage.box(), Qt::Key_Plus, Qt::ControlModifier | Qt::KeypadModifier);
    CHECK(stage.preferences().zoomPercent == 125);
    QTest::keyClick(&stage.box(), Qt::Key_0, Qt::ControlModifier);
    for (int i = 0; i < 9; ++i)
        QTest::keyClick(&stage.box(), Qt::Key_Minus, Qt::ControlModifier);
    Script::settle();
    CHECK(stage.preferences().zoomPercent == 80);
    CHECK(rowHeight() == 26);
    CHECK(AccountSettings(ownSettingsFile()).preferences().zoomPercent == 80);
}

TEST_CASE("ux: the switcher, hits, people and panels are zoomed with the window") {
    FindingStage stage;
    stage.signIn();
    stage.window.resize(1600, 900);
    const auto zoomTo = [&stage](int percent) {
        Preferences changed = stage.window.desk().preferences();
        changed.zoomPercent = percent;
        stage.window.desk().setPreferences(changed);
        Script::settle();
    };
    Navigator &navigator = stage.window.navigator();
    navigator.searchRoom();
    navigator.searchPanel().queryBox().setText("line");
    QTest::keyClick(&navigator.searchPanel().queryBox(), Qt::Key_Return);
    stage.answer(stage.script.asked<wire::Search>()->first,
                 wire::HitsReply{.hits = {{.room = stage.ops.name(),
                                           .message = wire::toMessage(stage.ops.after(0).front()),
                                           .snippet = ""}},
                                 .next = std::nullopt});
    navigator.switcher().open();
    PersonList people(stage.window.desk(), stage.theme, "People", &stage.window);
    people.setLines({{.name = AccountName("bob"), .note = {}}});
    people.setGeometry(0, 0, 300, 300);
    people.show();
    Script::settle();
    const QColor bob = personColor(stage.theme.look().tokens, "bob");
    // How high a row is, and how large the avatar in it.
    const auto sizes = [&](QListWidget &list) {
        const QRect row = list.visualItemRect(list.item(0));
        return QSize(boundsOf(painted(*list.viewport(), row), bob).width(), row.height());
    };
    const QSize hit = sizes(navigator.searchPanel().hits());
    const QSize person = sizes(people.list());
    const int switcherRow = sizes(navigator.switcher().list()).height();
    const int panel = stage.window.area().panel()->width();
    const int box = navigator.switcher().width();
    CHECK(hit == QSize(20, 84));
    CHECK(person == QSize(24, 40));
    CHECK(switcherRow == 36);
    CHECK(stage.window.pane().width() == stage.window.area().width() - panel);
    zoomTo(200);
    CHECK(sizes(navigator.searchPanel().hits()) == 2 * hit);
    CHECK(sizes(people.list()) == 2 * person);
    CHECK(sizes(navigator.switcher().list()).height() == 2 * switcherRow);
    CHECK(stage.window.area().panel()->width() == 2 * panel);
    CHECK(navigator.switcher().width() == 2 * box);
    zoomTo(100);
    CHECK(sizes(navigator.searchPanel().hits()) == hit);
    CHECK(stage.window.area().panel()->width() == panel);
}

TEST_CASE("look: dialogs are zoomed as their window is") {
    OwnStage stage;
    stage.prefer([](Preferences &now) { now.zoomPercent = 200; });
    CreateRoomDialog dialog(stage.window.desk(), stage.theme, &stage.window);
    dialog.show();
    Script::settle();
    CHECK(dialog.nameBox().font().pixelSize() == 2 * measure::bodySize);
    stage.prefer([](Preferences &now) { now.zoomPercent = 100; });
    CHECK(dialog.nameBox().font().pixelSize() == measure::bodySize);
}

TEST_CASE("ux: comfortable and compact") {
    OwnStage stage;
    QListView &rooms = stage.window.sidebar().list();
    const auto heights = [&] {
        return rooms.visualRect(rooms.model()->index(1, 0)).height() +
               stage.window.sidebar().serverBar().height() +
               stage.window.sidebar().selfBar().height();
    };
    const int comfortable = heights();
    stage.prefer([](Preferences &now) { now.density = Density::compact; });
    CHECK(heights() < comfortable);
    CHECK(rooms.visualRect(rooms.model()->index(1, 0)).height() == measure::sidebarRowCompact);
}

TEST_CASE("ux: state is never said by colour alone: each dot has a shape of its own") {
    CHECK(dotOfOneColour(Dot::online) != dotOfOneColour(Dot::away));
    CHECK(dotOfOneColour(Dot::away) != dotOfOneColour(Dot::offline));
    CHECK(dotOfOneColour(Dot::online) != dotOfOneColour(Dot::offline));
}

TEST_CASE("look: every icon is there, and drawn in the colour that was asked for") {
    for (int i = 0; i <= int(Icon::message); ++i) {
        const QImage image = makeIcon(Icon(i), Qt::red).pixmap(40, 40).toImage();
        int red = 0;
        for (int y = 0; y < image.height(); ++y)
            for (int x = 0; x < image.width(); ++x) {
                const QColor pixel = image.pixelColor(x, y);
                if (pixel.alpha() > 128) {
                    CHECK(pixel.red() > 200);
                    CHECK(pixel.blue() < 60);
                    ++red;
                }
            }
        INFO("icon " << i);
        CHECK(red > 10);
    }
    CHECK_FALSE(applicationIcon().isNull());
}
