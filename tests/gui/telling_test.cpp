// Who somebody is, and what a reply answers, wherever a title or a quote alone would not tell.
#include "gui/window/room_dialog.hpp"
#include "gui/window/sidebar.hpp"
#include "tests/gui/finding_stage.hpp"
#include "tests/gui/own_stage.hpp"
#include "tests/gui/timeline_stage.hpp"
#include "tests/support/catch.hpp"

using namespace zchat;
using namespace zchat::gui;
using namespace zchat::gui::test;

namespace {

wire::PresenceState person(const char *name, const char *title) {
    return {.who = AccountName(name), .title = title, .state = wire::State::online, .text = {}};
}

} // namespace

TEST_CASE("people: both names stand where a title is somebody else's too, letter case aside") {
    People people;
    people.hear({person("bob", "Bob"), person("mallory", "bob"), person("carol", "Carol C"),
                 person("dave", "")});
    CHECK(people.tellingName(AccountName("mallory")) == "bob (mallory)");
    CHECK(people.tellingName(AccountName("bob")) == "Bob"); // the name says so already
    CHECK(people.tellingName(AccountName("carol")) == "Carol C");
    CHECK(people.tellingName(AccountName("dave")) == "dave");
    people.hear({person("eve", "CAROL C")});
    CHECK(people.tellingName(AccountName("carol")) == "Carol C (carol)");
    CHECK(people.tellingName(AccountName("eve")) == "CAROL C (eve)");
}

TEST_CASE("ux: whoever poses as another is told apart in the sidebar and while typing") {
    OwnStage stage;
    wire::RoomSummary direct = Room("d1", wire::RoomKind::direct).summary();
    direct.with = {AccountName("mallory")};
    stage.script.tell(
        client::PresenceChanged{.states = {person("bob", "Bob"), person("mallory", "Bob")}});
    stage.script.tell(client::RoomChanged{.room = direct, .gone = false});
    Script::settle();
    RoomsModel &rooms = stage.window.desk().rooms();
    const int row = rooms.rowOf(RoomName("d1"));
    REQUIRE(row >= 0);
    CHECK(rooms.index(row).data(Qt::DisplayRole) == "Bob (mallory)");
    CHECK(rooms.index(row).data(Qt::AccessibleTextRole).toString().startsWith("Bob (mallory)"));
    QStringList names;
    QObject::connect(&stage.window.desk(), &Desk::typingChanged, &stage.window,
                     [&](const RoomName &, const QStringList &now) { names = now; });
    stage.script.tell(client::TypingChanged{.room = RoomName("lobby"),
                                            .who = {AccountName("bob"), AccountName("mallory")}});
    Script::settle();
    CHECK(names == QStringList{"Bob", "Bob (mallory)"});
    stage.prefer([](Preferences &now) { now.ignored = {AccountName("mallory")}; });
    stage.script.tell(
        client::TypingChanged{.room = RoomName("lobby"), .who = {AccountName("mallory")}});
    Script::settle();
    CHECK(names.isEmpty());
}

TEST_CASE("ux: a reply quotes its original, however old, and nothing moves when it comes") {
    TimelineStage stage;
    stage.room.say("carol", "the **very** first words");
    stage.room.sayMany("bob", 500);
    stage.room.add("bob", text("as carol said", Seq{1}));
    stage.window.resize(1000, 640);
    stage.window.show();
    stage.script.tell(signedIn("alice"));
    stage.script.tell(connection(client::Connection::online));
    stage.script.tell(client::RoomsListed{.rooms = {stage.room.summary()}, .fromCache = false});
    Script::settle();
    const auto first = stage.script.said<client::LoadWindow>();
    REQUIRE(first.size() == 1);
    stage.script.tell(stage.room.answer(first[0]));
    Script::settle();
    const int last = stage.timeline().rowCount() - 1;
    const int height = stage.laid(last).height;
    CHECK(stage.laid(last).quoteName.isEmpty());
    serve(stage.script, {&stage.room});
    const int now = stage.timeline().rowCount() - 1;
    CHECK(stage.laid(now).quoteName == "carol");
    CHECK(stage.laid(now).quoteWords == "the very first words");
    CHECK(stage.laid(now).height == height);
    CHECK(stage.timeline()
              .index(now)
              .data(Qt::AccessibleTextRole)
              .toString()
              .contains("in reply to carol"));
    stage.room.add("carol", wire::Edit{.of = Seq{1}, .body = "other words"});
    stage.hear();
    CHECK(stage.laid(now).quoteWords == "other words");
}

TEST_CASE("ux: a reply that was begun is there again when the room is") {
    OwnStage stage;
    stage.window.pane().view().setFocus();
    stage.window.pane().view().setCurrentIndex(stage.window.desk().timeline().index(1));
    QTest::keyClick(&stage.window.pane().view(), Qt::Key_R, Qt::ControlModifier);
    QTest::keyClicks(&stage.box(), "well");
    stage.window.desk().open(RoomName("ops"));
    serve(stage.script, {&stage.lobby, &stage.ops});
    CHECK_FALSE(stage.window.composer().hasMode());
    stage.window.desk().open(RoomName("lobby"));
    serve(stage.script, {&stage.lobby, &stage.ops});
    CHECK(stage.window.composer().hasMode());
    CHECK(stage.window.composer().words() == "well");
    QTest::keyClick(&stage.box(), Qt::Key_Return);
    const auto said = stage.script.said<client::PostDraft>();
    REQUIRE(said.size() == 1);
    CHECK(std::get<wire::Text>(said[0].content).reply == Seq{2});
}

TEST_CASE("ux: about a room, what notifies is what is in force") {
    FindingStage stage;
    stage.ops.summary().notify = wire::Notify::all; // of a room where nothing was chosen
    stage.signIn();
    stage.window.navigator().showRoom(RoomName("ops"));
    auto *dialog = stage.dialog<RoomDialog>();
    REQUIRE(dialog != nullptr);
    CHECK(dialog->notifyBox().currentText() == "Mentions");
    dialog->notifyBox().setCurrentIndex(dialog->notifyBox().findText("Everything"));
    QTest::mouseClick(&dialog->yesButton(), Qt::LeftButton);
    const auto asked = stage.script.asked<wire::SetNotify>();
    REQUIRE(asked);
    CHECK(asked->second.mode == wire::Notify::all);
}
