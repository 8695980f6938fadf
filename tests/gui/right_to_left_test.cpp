// A window that is read from the right: everything stands the other way round, and each run of
// words goes its own way.
#include <QTextBlock>

#include "gui/look/paint.hpp"
#include "gui/text/document.hpp"
#include "gui/window/hit_delegate.hpp"
#include "tests/gui/finding_stage.hpp"
#include "tests/gui/own_stage.hpp"
#include "tests/gui/pixels.hpp"
#include "tests/gui/timeline_stage.hpp"

using namespace zchat;
using namespace zchat::gui;
using namespace zchat::gui::test;

namespace {

struct FromTheRight {
    FromTheRight() { QApplication::setLayoutDirection(Qt::RightToLeft); }
    ~FromTheRight() { QApplication::setLayoutDirection(Qt::LeftToRight); }
    FromTheRight(const FromTheRight &) = delete;
    FromTheRight &operator=(const FromTheRight &) = delete;
};

QImage rowOf(QListWidget &list, int row) {
    return painted(*list.viewport(), list.visualItemRect(list.item(row)));
}

// Where ink is, on a ground of one colour.
QRect inkOf(const std::function<void(QPainter &)> &paint) {
    QImage image(200, 24, QImage::Format_RGB32);
    image.fill(Qt::white);
    QPainter painter(&image);
    painter.setLayoutDirection(Qt::RightToLeft);
    paint(painter);
    painter.end();
    QRect ink;
    for (int y = 0; y < image.height(); ++y)
        for (int x = 0; x < image.width(); ++x)
            if (image.pixelColor(x, y) != Qt::white)
                ink |= QRect(x, y, 1, 1);
    return ink;
}

} // namespace

TEST_CASE("ux: right-to-left: the window mirrors, and each message goes its own way") {
    QApplication::setLayoutDirection(Qt::RightToLeft);
    {
        OwnStage stage;
        const auto at = [&stage](QWidget &part) {
            return part.mapTo(&stage.window, QPoint(0, 0)).x();
        };
        CHECK(at(stage.window.sidebar()) > at(stage.window.pane()));
        CHECK(at(stage.window.composer().sendButton()) < at(stage.box()));
        const QRect row(0, 0, 200, 36);
        const SidebarDelegate delegate(stage.window.desk().rooms(), stage.window.desk().people(),
                                       stage.theme);
        CHECK(delegate.plusPlace(row, Qt::RightToLeft).center().x() < 100);
        CHECK(delegate.plusPlace(row, Qt::LeftToRight).center().x() > 100);
    }
    QApplication::setLayoutDirection(Qt::LeftToRight);
    const auto directionOf = [](const char *words) {
        const LaidText laid = layText(parseMarkdown(words), makeLook(false, QFont()), 400);
        return laid.document->begin().textDirection();
    };
    CHECK(directionOf("ship it, שלום") == Qt::LeftToRight);
    CHECK(directionOf("שלום לכולם, ship it") == Qt::RightToLeft);
    CHECK(directionOf("«مرحبا» hello") == Qt::RightToLeft);
}

TEST_CASE("ux: right-to-left: a message is mirrored, painted and under the pointer alike") {
    const FromTheRight direction;
    TimelineStage stage;
    stage.room.say("bob", "question");
    stage.room.add("carol", text("answer", Seq{1}));
    stage.room.add("carol", wire::React{.of = Seq{2}, .emoji = "👍", .on = true});
    stage.open();
    const RowLayout &laid = stage.laid(1);
    const int width = stage.view().viewport()->width();
    CHECK(laid.avatar.right() == width - measure::gutter - 1);
    CHECK(laid.words.right() < laid.avatar.left());
    CHECK(laid.name.right() < laid.avatar.left());
    CHECK(laid.time.right() < laid.name.left());
    CHECK(laid.addChip.right() < laid.chips[0].rect.left());
    // The bar of the quote stands at its right.
    const QRect quote = laid.quote.translated(stage.at(1, QPoint(0, 0)));
    const QImage drawn = painted(*stage.view().viewport(), quote);
    const int middle = drawn.height() / 2;
    const QColor accent = stage.theme.look().tokens.accent;
    CHECK(drawn.pixelColor(drawn.width() - 2, middle) == accent);
    CHECK(drawn.pixelColor(1, middle) != accent);
    stage.click(stage.at(1, laid.chips[0].rect.center()));
    CHECK(stage.script.said<client::PostDraft>().size() == 1);
    // What floats does so at the left.
    stage.move(stage.atWords(1));
    REQUIRE(stage.view().actionBar().isVisible());
    CHECK(stage.view().actionBar().geometry().left() < 40);
}

TEST_CASE(
    "ux: right-to-left: the switcher, hits and people are mirrored, and a panel stands left") {
    const FromTheRight direction;
    FindingStage stage;
    stage.signIn();
    stage.window.resize(1200, 700);
    Navigator &navigator = stage.window.navigator();
    navigator.switcher().open();
    navigator.switcher().queryBox().setText("maya");
    Script::settle();
    const Tokens &tokens = stage.theme.look().tokens;
    const QImage maya = rowOf(navigator.switcher().list(), 0);
    CHECK(boundsOf(maya, personColor(tokens, "maya")).left() > maya.width() * 3 / 4);
    CHECK(boundsOf(maya, tokens.on).right() < maya.width() / 4);
    stage.key(Qt::Key_Escape, Qt::NoModifier);
    navigator.searchRoom();
    navigator.searchPanel().queryBox().setText("line");
    QTest::keyClick(&navigator.searchPanel().queryBox(), Qt::Key_Return);
    stage.answer(stage.script.asked<wire::Search>()->first,
                 wire::HitsReply{.hits = {{.room = stage.ops.name(),
                                           .message = wire::toMessage(stage.ops.after(0).front()),
                                           .snippet = ""}},
                                 .next = std::nullopt});
    const QImage hit = rowOf(navigator.searchPanel().hits(), 0);
    CHECK(boundsOf(hit, personColor(tokens, "bob")).left() > hit.width() * 3 / 4);
    CHECK(stage.window.area().panel()->x() == 0);
    CHECK(stage.window.pane().mapTo(&stage.window.area(), QPoint(0, 0)).x() ==
          stage.window.area().panel()->width());
    navigator.toggleMembers();
    stage.answer(stage.script.asked<wire::Members>()->first,
                 wire::MembersReply{.members = {member("maya", wire::Role::owner)}});
    Script::settle();
    MembersPanel *members = stage.window.findChild<MembersPanel *>();
    REQUIRE(members != nullptr);
    stage.answer(stage.script.asked<wire::Members>()->first, wire::MembersReply{.members = {}});
    REQUIRE(members->people().list().count() == 1);
    const QImage person = rowOf(members->people().list(), 0);
    CHECK(boundsOf(person, personColor(tokens, "maya")).left() > person.width() * 3 / 4);
    CHECK(boundsOf(person, tokens.on).right() < person.width() / 4);
}

TEST_CASE("ux: right-to-left: words in a row stand at the right, and go their own way") {
    const QFont font = makeLook(false, QFont()).body;
    const auto ink = [&font](const QString &words) {
        return inkOf([&](QPainter &painter) {
            paintWords(painter, QRect(0, 0, 200, 24), font, Qt::black, words);
        });
    };
    CHECK(ink("שלום").left() > 100);
    CHECK(ink("done").left() > 100);
    // The stop ends the sentence at its right: it adds ink there, whose height is a dot's.
    const QRect sentence = ink("done .");
    const QRect bare = ink("done");
    CHECK(sentence.left() < bare.left());
    const QRect elsewhere = inkOf([&](QPainter &painter) {
        painter.setClipRect(QRect(sentence.right() - 3, 0, 4, 24));
        paintWords(painter, QRect(0, 0, 200, 24), font, Qt::black, "done .");
    });
    CHECK(elsewhere.height() < 5);
}
