// The drawing of the window, held against what is painted: tokens, measures, fonts, avatars, and
// what must not be said by a pale colour or by colour alone.
#include <QFontDatabase>
#include <QFontInfo>
#include <QPushButton>

#include "gui/look/paint.hpp"
#include "gui/look/tray_icon.hpp"
#include "tests/gui/own_stage.hpp"
#include "tests/gui/pixels.hpp"
#include "tests/gui/timeline_stage.hpp"
#include "tests/support/catch.hpp"

using namespace zchat;
using namespace zchat::gui;
using namespace zchat::gui::test;

TEST_CASE("ux: what destroys, Copy and the number on the tray are painted in readable colours") {
    Theme theme(ThemeChoice::light);
    const Tokens &tokens = theme.look().tokens;
    QWidget ground;
    QPushButton remove("Remove", &ground);
    remove.setProperty("danger", true);
    theme.dress(&ground);
    ground.show();
    Script::settle();
    CHECK(countOf(painted(remove), tokens.warnText) > 10);
    CHECK(countOf(painted(remove), tokens.warn) == 0);
    const Waiting waiting{.unread = 5, .mentions = 2, .isQuiet = false};
    const QImage tray = trayIcon(theme.look(), waiting).pixmap(64, 64).toImage();
    CHECK(countOf(tray, tokens.warnText) > 100);
    CHECK(countOf(tray, tokens.warn) == 0);
    TimelineStage stage;
    stage.room.say("bob", "```\nmake\n```");
    stage.open();
    const QRect copy = stage.laid(0).copies[0].translated(stage.at(0, QPoint(0, 0)));
    const QImage word = painted(*stage.view().viewport(), copy);
    CHECK(countOf(word, tokens.dim) > 0);
    CHECK(countOf(word, tokens.faint) == 0);
}

TEST_CASE("ux: the tokens and measures are those of the drawing") {
    struct Line {
        QColor Tokens::*token;
        unsigned light;
        unsigned dark;
    };
    constexpr Line table[] = {
        {&Tokens::window, 0xffffff, 0x17191e},     {&Tokens::side, 0xf5f6f8, 0x111317},
        {&Tokens::line, 0xe4e7eb, 0x272b32},       {&Tokens::text, 0x1b1f24, 0xe6e8eb},
        {&Tokens::dim, 0x5b6470, 0xa0a8b3},        {&Tokens::faint, 0x87909b, 0x727b87},
        {&Tokens::accent, 0x2f6fed, 0x5b8def},     {&Tokens::accentSoft, 0xe8effd, 0x1d2a44},
        {&Tokens::accentText, 0x1f57c9, 0x9dbdff}, {&Tokens::hover, 0xf6f7f9, 0x1c1f25},
        {&Tokens::selected, 0xe4e9f2, 0x242a35},   {&Tokens::code, 0xf3f4f6, 0x0f1115},
        {&Tokens::card, 0xfafbfc, 0x1b1e24},       {&Tokens::warn, 0xe5484d, 0xff6b70},
        {&Tokens::on, 0x2da44e, 0x3fb95f},         {&Tokens::away, 0xd29922, 0xd8a23a},
    };
    for (const Line &line : table) {
        INFO("line " << &line - table);
        CHECK(lightTokens().*line.token == QColor::fromRgb(line.light));
        CHECK(darkTokens().*line.token == QColor::fromRgb(line.dark));
    }
    // And as the window stands on the screen.
    OwnStage stage;
    stage.window.resize(1280, 800);
    Script::settle();
    CHECK(stage.window.sidebar().width() == 256);
    CHECK(stage.window.header().height() == 51); // and a hairline
    CHECK(stage.window.sidebar().serverBar().height() == 51);
    QListView &rooms = stage.window.sidebar().list();
    CHECK(rooms.visualRect(rooms.model()->index(1, 0)).height() == 32);
    const RowLayout &laid =
        stage.window.pane().view().delegate().layout(stage.window.desk().timeline().index(0));
    CHECK(laid.avatar.size() == QSize(36, 36));
    CHECK(laid.words.width() == 720);
    CHECK(laid.words.height() == 20);
    CHECK(stage.theme.look().body.pixelSize() == 14);
    CHECK(laid.name.bottom() + 1 == laid.time.bottom()); // small words on the same baseline
    CHECK(measure::avatarRadius == 9);
    CHECK(measure::avatarSmall == 20);
    CHECK(measure::avatarRadiusSmall == 6);
    CHECK(measure::cardWidth == 420);
    CHECK(measure::cardRadius == 10);
}

TEST_CASE("ux: an avatar has initials, in a colour that stays whatever the title becomes") {
    CHECK(initialsOf("Maya Klein") == "MK");
    CHECK(initialsOf("bob") == "BO");
    CHECK(initialsOf("x") == "X");
    CHECK(initialsOf("Ana María de la Cruz") == "AM");
    CHECK(initialsOf("zoë ångström") == "ZÅ");
    CHECK(initialsOf("👩‍🚀 Ada") == "👩‍🚀A");
    CHECK(initialsOf("   ").isEmpty());
    // For ever the same: these names were hashed by hand.
    CHECK(personColor(lightTokens(), "maya") == lightTokens().people[5]);
    CHECK(personColor(lightTokens(), "bob") == lightTokens().people[8]);
    CHECK(personColor(darkTokens(), "tom") == darkTokens().people[3]);
    OwnStage stage;
    const auto avatar = [&stage] {
        TimelineView &view = stage.window.pane().view();
        const QModelIndex first = stage.window.desk().timeline().index(0);
        const QRect place = view.delegate().layout(first).avatar;
        return painted(*view.viewport(), place.translated(view.visualRect(first).topLeft()));
    };
    const QColor own = personColor(stage.theme.look().tokens, "bob");
    const QImage before = avatar();
    CHECK(countOf(before, own) > 500);
    stage.script.tell(client::PresenceChanged{.states = {{.who = AccountName("bob"),
                                                          .title = "Zed Q",
                                                          .state = wire::State::online,
                                                          .text = {}}}});
    Script::settle();
    CHECK(avatar() != before);
    CHECK(countOf(avatar(), own) > 500);
}

TEST_CASE("ux: the system's font, Inter where it has none of its own, and code in its monospace") {
    const bool hasInter = QFontDatabase::families().contains("Inter");
    for (const char *generic : {"Sans", "sans-serif", "DejaVu Sans"}) {
        const QString first = makeLook(false, QFont(generic)).body.families().front();
        CHECK((first == "Inter") == hasInter);
    }
    // One that a person chose stays, whatever it is.
    QStringList families = QFontDatabase::families(QFontDatabase::Latin);
    families.removeIf([](const QString &family) {
        return family.startsWith("DejaVu") || family == "Inter" || family.contains("Mono");
    });
    REQUIRE_FALSE(families.isEmpty());
    const QFont chosen(families.front());
    CHECK(makeLook(false, chosen).body.families().front() == QFontInfo(chosen).family());
    CHECK(QFontInfo(makeLook(false, chosen).code).fixedPitch());
}

TEST_CASE("ux: one's own reaction differs from others' by its edge, not by colour alone") {
    TimelineStage stage;
    stage.room.say("bob", "tea?");
    stage.room.add("alice", wire::React{.of = Seq{1}, .emoji = "👍", .on = true});
    stage.room.add("carol", wire::React{.of = Seq{1}, .emoji = "🎉", .on = true});
    stage.open();
    const Tokens &tokens = stage.theme.look().tokens;
    for (const Chip &chip : stage.laid(0).chips) {
        const QRect place = chip.rect.translated(stage.at(0, QPoint(0, 0)));
        const QImage image = painted(*stage.view().viewport(), place);
        // The second pixel belongs to the edge of one's own, and to the ground of the others.
        const QColor second = image.pixelColor(1, image.height() / 2);
        CHECK(contrast(second, chip.isOwn ? tokens.accent : tokens.window) < 1.1);
        CHECK(contrast(second, chip.isOwn ? tokens.window : tokens.accent) > 2);
    }
}
