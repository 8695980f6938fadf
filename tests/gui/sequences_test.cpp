// Chance at the keyboard and on the wire: whatever order things come in, the window ends up showing
// what the log says.
//
// ZCHAT_SEQUENCES=N runs N of them, ZCHAT_SEQUENCE=SEED one. A failure names its seed.
#include <QScrollBar>
#include <QWheelEvent>
#include <QtTest/QTest>
#include <cstdlib>

#include "gui/window/main_window.hpp"
#include "tests/gui/own_stage.hpp"
#include "tests/gui/town.hpp"
#include "tests/support/catch.hpp"

using namespace zchat;
using namespace zchat::gui;
using namespace zchat::gui::test;

namespace {

std::uint32_t numberFrom(const char *variable, std::uint32_t otherwise) {
    const char *said = std::getenv(variable);
    return said == nullptr ? otherwise : static_cast<std::uint32_t>(std::atol(said));
}

// Qt says by a warning what it finds broken.
std::vector<std::string> warnings;
void hearWarning(QtMsgType type, const QMessageLogContext &, const QString &text) {
    if (type != QtDebugMsg && type != QtInfoMsg)
        warnings.push_back(text.toStdString());
}
struct Warnings {
    Warnings() {
        warnings.clear();
        before = qInstallMessageHandler(hearWarning);
    }
    ~Warnings() { qInstallMessageHandler(before); }
    QtMessageHandler before = nullptr;
};

class Person final {
public:
    Person(MainWindow &window, Town &town)
        : window_(window)
        , town_(town) {}

    void act() {
        switch (town_.below(16)) {
        case 0:
        case 1:
            say();
            break;
        case 2:
            key(town_.below(2) == 0 ? Qt::Key_Up : Qt::Key_Down, Qt::AltModifier);
            break;
        case 3:
        case 4:
            wheel(town_.below(2) == 0 ? 240 : -240);
            break;
        case 5:
            drag();
            break;
        case 6:
            window_.resize(480 + static_cast<int>(town_.below(900)),
                           360 + static_cast<int>(town_.below(700)));
            break;
        case 7:
            editLast();
            break;
        case 8:
            react();
            break;
        case 9:
            remove();
            break;
        case 10:
            jump();
            break;
        case 11:
            key(Qt::Key_Escape);
            break;
        case 12:
            QTest::keyClicks(&window_.composer().box(), "half a thou");
            break;
        case 13:
            point();
            break;
        default:
            key(town_.below(3) == 0 ? Qt::Key_PageDown : Qt::Key_PageUp);
        }
    }
    void goToEnd() {
        window_.desk().timeline().showNewest();
        Script::settle();
    }

private:
    TimelineModel &timeline() { return window_.desk().timeline(); }
    TimelineView &view() { return window_.pane().view(); }
    void key(Qt::Key which, Qt::KeyboardModifiers with = Qt::NoModifier) {
        QTest::keyClick(&window_.composer().box(), which, with);
    }
    void say() {
        window_.composer().box().setFocus();
        QTest::keyClicks(&window_.composer().box(), "a word");
        key(Qt::Key_Return);
    }
    void wheel(int by) {
        const QPointF at(view().viewport()->rect().center());
        for (std::size_t turns = 1 + town_.below(12); turns > 0; --turns) {
            QWheelEvent event(at, view().viewport()->mapToGlobal(at), {}, QPoint(0, by),
                              Qt::NoButton, Qt::NoModifier, Qt::NoScrollPhase, false);
            QApplication::sendEvent(view().viewport(), &event);
        }
    }
    // The scroll bar, to anywhere.
    void drag() {
        QScrollBar *bar = view().verticalScrollBar();
        bar->setValue(bar->minimum() + static_cast<int>(town_.below(std::size_t(
                                           std::max(1, bar->maximum() - bar->minimum() + 1)))));
    }
    void point() {
        const QSize all = view().viewport()->size().expandedTo(QSize(1, 1));
        for (int i = 0; i < 3; ++i)
            QTest::mouseMove(view().viewport(),
                             QPoint(static_cast<int>(town_.below(std::size_t(all.width()))),
                                    static_cast<int>(town_.below(std::size_t(all.height())))));
    }
    void editLast() {
        window_.composer().box().setFocus();
        key(Qt::Key_Up);
        QTest::keyClicks(&window_.composer().box(), " anew");
        key(town_.below(3) == 0 ? Qt::Key_Escape : Qt::Key_Return);
    }
    const Row *anyRow() {
        const int count = timeline().rowCount();
        return count == 0 ? nullptr
                          : &timeline().row(static_cast<int>(town_.below(std::size_t(count))));
    }
    void react() {
        const Row *row = anyRow();
        if (row != nullptr && !row->draft)
            (void)window_.desk().react(row->message.entry.seq, "🎉", town_.below(3) != 0);
    }
    void remove() {
        const Row *row = anyRow();
        if (row == nullptr)
            return;
        if (row->draft && row->draft->state == client::DraftState::refused)
            window_.desk().drop(row->draft->id);
        else if (!row->draft && row->message.entry.by == timeline().me())
            (void)window_.desk().remove(row->message.entry.seq);
    }
    void jump() {
        const RoomName &room = town_.rooms()[town_.below(town_.rooms().size())];
        if (const std::uint64_t head = town_.head(room); head > 0)
            window_.desk().open(room, Seq{1 + town_.below(head)});
    }

    MainWindow &window_;
    Town &town_;
};

void checkEqualToLog(const TimelineModel &timeline, const Town &town) {
    REQUIRE(timeline.room());
    std::vector<wire::Message> shown;
    for (int i = 0; i < timeline.rowCount(); ++i) {
        const Row &row = timeline.row(i);
        if (row.draft)
            CHECK(row.draft->state == client::DraftState::refused);
        else
            shown.push_back(row.message);
    }
    std::vector<wire::Message> log = town.messages(*timeline.room());
    if (shown.empty()) {
        CHECK(log.empty());
        return;
    }
    if (timeline.isAtHead())
        CHECK(shown.back().entry.seq == log.back().entry.seq);
    std::erase_if(log, [&](const wire::Message &message) {
        return message.entry.seq < shown.front().entry.seq ||
               message.entry.seq > shown.back().entry.seq;
    });
    REQUIRE(shown.size() == log.size());
    for (std::size_t i = 0; i < shown.size(); ++i) {
        INFO("message " << log[i].entry.seq.value);
        CHECK(shown[i] == log[i]);
    }
}

void playSequence(std::uint32_t seed) {
    Script script;
    Theme theme(ThemeChoice::light);
    Town town(script, seed);
    MainWindow window(script.open(), ownSignIn, theme);
    window.show();
    town.open();
    Script::settle();
    Person person(window, town);
    for (std::size_t steps = 30 + town.below(60); steps > 0; --steps) {
        if (town.below(2) == 0)
            person.act();
        else
            town.step();
        if (town.below(3) != 0)
            Script::settle();
    }
    town.settle();
    checkEqualToLog(window.desk().timeline(), town);
    person.goToEnd();
    town.settle();
    CHECK(window.desk().timeline().isAtHead());
    checkEqualToLog(window.desk().timeline(), town);
}

} // namespace

TEST_CASE("window: after any sequence of actions and faults it shows what the log says") {
    const Warnings heard;
    const std::uint32_t one = numberFrom("ZCHAT_SEQUENCE", 0);
    const std::uint32_t count = one != 0 ? one : numberFrom("ZCHAT_SEQUENCES", 500);
    for (std::uint32_t seed = one != 0 ? one : 1; seed <= count; ++seed) {
        INFO("ZCHAT_SEQUENCE=" << seed);
        playSequence(seed);
        CHECK(warnings.empty());
        for (const std::string &warning : warnings)
            FAIL(warning);
    }
}
