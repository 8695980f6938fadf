// The paragraph "Messages" of what people expect, shown in a whole window.
#include <QListWidget>
#include <QMessageBox>

#include "gui/model/start.hpp"
#include "gui/model/words.hpp"
#include "tests/gui/timeline_stage.hpp"
#include "tests/support/catch.hpp"

using namespace zchat;
using namespace zchat::gui;
using namespace zchat::gui::test;

namespace {

client::DraftChanged draft(client::DraftState state) {
    client::DraftChanged made;
    made.id.bytes.fill(77);
    made.room = RoomName("ops");
    made.content = text("mine");
    made.state = state;
    return made;
}

} // namespace

TEST_CASE("ux: messages are grouped by sender and minute, with day separators and a New line that "
          "stays until I leave the room") {
    TimelineStage stage;
    stage.room.add("bob", text("a"), dawn);
    stage.room.add("bob", text("b"), dawn + 1000);
    stage.room.add("bob", text("c"), dawn + 61'000);
    stage.room.add("carol", change("carol"), dawn + 62'000); // opens no New line
    stage.room.add("carol", text("d"), dawn + 26 * 3'600'000LL);
    stage.room.summary().read = Seq{3};
    stage.room.summary().unread = 1;
    stage.open();
    CHECK_FALSE(stage.laid(0).avatar.isNull());
    CHECK_FALSE(stage.laid(0).day.isNull());
    CHECK(stage.laid(1).avatar.isNull());
    CHECK_FALSE(stage.laid(2).avatar.isNull());
    CHECK_FALSE(stage.laid(4).day.isNull());
    CHECK(stage.laid(3).newLine.isNull());
    CHECK_FALSE(stage.laid(4).newLine.isNull());
    QTest::keyClick(&stage.window.composer().box(), Qt::Key_Escape);
    stage.room.say("bob", "e");
    stage.hear();
    CHECK_FALSE(stage.laid(4).newLine.isNull());
    CHECK(stage.laid(5).newLine.isNull());
}

TEST_CASE("ux: local time, and the full time on hover") {
    TimelineStage stage;
    stage.room.add("bob", text("a"), dawn);
    stage.room.add("bob", text("b"), dawn + 1000);
    stage.open();
    CHECK(stage.laid(0).timeWords == timeWords(dawn));
    const QString whole =
        QLocale().toString(QDateTime::fromMSecsSinceEpoch(dawn), QLocale::LongFormat);
    CHECK(stage.tipAt(0, stage.laid(0).time.center()) == whole);
    // The second of a group says its time beside it.
    CHECK(stage.tipAt(1, stage.laid(1).gutterTime.center()).size() == whole.size());
}

TEST_CASE("ux: emoji as text and by :name:, and one emoji alone is large") {
    TimelineStage stage;
    stage.room.add("bob", text("it is :tada: at 10:30:45, `:tada:` and :nosuch:"), dawn);
    stage.room.add("bob", text("🎉"), dawn + 1000);
    stage.room.add("bob", text(":rocket:"), dawn + 2000);
    stage.room.add("bob", text("ok"), dawn + 3000);
    stage.open();
    CHECK(stage.shownText(0) == "it is 🎉 at 10:30:45, :tada: and :nosuch:");
    CHECK(stage.shownText(2) == "🚀");
    CHECK(stage.laid(1).words.height() > stage.laid(3).words.height() + 10);
    CHECK(stage.laid(2).words.height() > stage.laid(3).words.height() + 10);
}

TEST_CASE("ux: reply with a quote that jumps to the original") {
    TimelineStage stage;
    stage.room.say("bob", "the **first** word");
    stage.room.sayMany("carol", 80);
    stage.room.add("carol", text("what I mean", Seq{1}));
    stage.open();
    const int last = stage.timeline().rowCount() - 1;
    CHECK(stage.laid(last).quoteWords.contains("the first word"));
    stage.click(stage.at(last, stage.laid(last).quote.center()));
    serve(stage.script, {&stage.room});
    const auto first = stage.timeline().rowOf(Seq{1});
    REQUIRE(first);
    CHECK(stage.view().viewport()->rect().contains(stage.atWords(*first)));
    CHECK(stage.choose(*first, "Reply"));
    QTest::keyClicks(&stage.window.composer().box(), "yes");
    QTest::keyClick(&stage.window.composer().box(), Qt::Key_Return);
    const auto drafts = stage.script.said<client::PostDraft>();
    REQUIRE(drafts.size() == 1);
    CHECK(std::get<wire::Text>(drafts[0].content).reply == Seq{1});
}

TEST_CASE("ux: edit, delete, react, copy text and copy link are in a message's menu and on keys") {
    TimelineStage stage;
    stage.room.say("bob", "his");
    stage.room.say("alice", "mine");
    stage.open();
    QMenu *his = stage.menuOf(0);
    REQUIRE(his != nullptr);
    CHECK(TimelineStage::action(his, "Edit") == nullptr);
    CHECK(TimelineStage::action(his, "Delete") == nullptr);
    his->close();
    CHECK(stage.choose(1, "Copy text"));
    CHECK(TimelineStage::clipboard() == "mine");
    CHECK(stage.choose(1, "Copy link"));
    const auto link = parseStart({TimelineStage::clipboard()});
    REQUIRE(link);
    REQUIRE(link->message);
    CHECK(link->message->room == RoomName("ops"));
    CHECK(link->message->seq == Seq{2});
    CHECK(link->message->address.host == "chat.example");

    stage.view().setFocus();
    stage.view().setCurrentIndex(stage.timeline().index(1));
    QTest::keyClick(&stage.view(), Qt::Key_F2);
    CHECK(stage.window.composer().words() == "mine");
    QTest::keyClick(&stage.window.composer().box(), Qt::Key_Escape);

    stage.view().setFocus();
    QTest::keyClick(&stage.view(), Qt::Key_R, Qt::ControlModifier | Qt::ShiftModifier);
    auto *reactions = qobject_cast<QMenu *>(QApplication::activePopupWidget());
    REQUIRE(reactions != nullptr);
    reactions->actions().front()->trigger();
    reactions->close();
    auto said = stage.script.said<client::PostDraft>();
    REQUIRE(said.size() == 1);
    CHECK(std::get<wire::React>(said[0].content).of == Seq{2});

    stage.view().setFocus();
    QTest::keyClick(&stage.view(), Qt::Key_Delete);
    auto *question = stage.window.findChild<QMessageBox *>();
    REQUIRE(question != nullptr);
    question->defaultButton()->click();
    said = stage.script.said<client::PostDraft>();
    REQUIRE(said.size() == 2);
    CHECK(std::get<wire::Redact>(said[1].content).of == Seq{2});
}

TEST_CASE("ux: reactions show who, add and take back one's own; edited and deleted show") {
    TimelineStage stage;
    stage.room.sayMany("bob", 2);
    stage.room.add("carol", wire::React{.of = Seq{1}, .emoji = "👍", .on = true});
    stage.room.add("bob", wire::Edit{.of = Seq{1}, .body = "better"});
    stage.room.add("bob", wire::Redact{.of = Seq{2}, .reason = std::nullopt});
    stage.open();
    stage.know("carol", "Carol C");
    REQUIRE(stage.laid(0).chips.size() == 1);
    CHECK(stage.tipAt(0, stage.laid(0).chips[0].rect.center()) == "Carol C (carol)");
    CHECK_FALSE(stage.laid(0).chips[0].isOwn);
    CHECK(stage.laid(0).stateWords == "edited");
    CHECK_FALSE(stage.laid(1).deleted.isNull());
    stage.click(stage.at(0, stage.laid(0).chips[0].rect.center()));
    stage.room.add("alice", wire::React{.of = Seq{1}, .emoji = "👍", .on = true});
    stage.hear();
    CHECK(stage.laid(0).chips[0].isOwn);
    stage.click(stage.at(0, stage.laid(0).chips[0].rect.center()));
    const auto said = stage.script.said<client::PostDraft>();
    REQUIRE(said.size() == 2);
    CHECK(std::get<wire::React>(said[0].content).on);
    CHECK_FALSE(std::get<wire::React>(said[1].content).on);
    stage.click(stage.at(0, stage.laid(0).addChip.center()));
    REQUIRE(QApplication::activePopupWidget() != nullptr);
    QApplication::activePopupWidget()->close();
}

TEST_CASE("ux: mark unread from here, until I leave the room or press Escape") {
    TimelineStage stage;
    stage.room.sayMany("bob", 6);
    stage.open();
    stage.window.desk().setAttended(true);
    stage.script.forgetCommands();
    CHECK(stage.choose(3, "Mark unread from here"));
    const auto asked = stage.script.asked<wire::Read>();
    REQUIRE(asked);
    CHECK(asked->second.lower);
    CHECK(asked->second.seq == Seq{3});
    CHECK_FALSE(stage.laid(3).newLine.isNull());
    stage.script.tell(client::MarkerMoved{.room = RoomName("ops"),
                                          .seq = Seq{3},
                                          .unread = 3,
                                          .mentions = 0,
                                          .cursor = std::nullopt});
    Script::settle();
    // Looking at it does not read it again.
    stage.window.desk().setAttended(true);
    CHECK(stage.script.said<client::MarkRead>().empty());
    stage.view().setFocus();
    QTest::keyClick(&stage.view(), Qt::Key_Escape);
    const auto read = stage.script.said<client::MarkRead>();
    REQUIRE(read.size() == 1);
    CHECK(read[0].seq == Seq{6});
}

TEST_CASE("ux: pinned messages have a list that jumps, and moderators pin") {
    TimelineStage stage;
    stage.room.say("bob", "<b>remember</b> this");
    stage.room.sayMany("bob", 300);
    stage.room.add("bob", wire::Pin{.of = Seq{1}, .on = true});
    stage.room.summary().role = wire::Role::member;
    stage.open();
    const int last = stage.timeline().rowCount() - 1;
    QMenu *menu = stage.menuOf(last);
    CHECK(TimelineStage::action(menu, "Pin") == nullptr); // members do not
    menu->close();
    QTest::mouseClick(&stage.window.header().pinnedButton(), Qt::LeftButton);
    PinnedPanel &panel = stage.window.pinnedPanel();
    CHECK(panel.isVisible());
    CHECK(panel.list().count() == 0);
    for (int pages = 0; pages < 2; ++pages) {
        const auto asked = stage.script.asked<wire::History>();
        REQUIRE(asked);
        client::LoadWindow like;
        like.before = asked->second.before;
        like.limit = asked->second.limit;
        stage.script.tell(
            client::Answered{.token = asked->first,
                             .body = wire::Reply(wire::HistoryReply{
                                 .messages = stage.room.answer(like).messages, .head = Seq{302}})});
        Script::settle();
    }
    REQUIRE(panel.list().count() == 1);
    CHECK(panel.list().item(0)->text().contains("<b>remember</b> this"));
    CHECK(panel.words() == "These are all.");
    QTest::keyClick(&panel.list(), Qt::Key_Return);
    serve(stage.script, {&stage.room});
    CHECK_FALSE(panel.isVisible());
    const auto first = stage.timeline().rowOf(Seq{1});
    REQUIRE(first);
    CHECK(stage.view().viewport()->rect().contains(stage.atWords(*first)));

    stage.room.summary().role = wire::Role::moderator;
    stage.script.tell(client::RoomChanged{.room = stage.room.summary(), .gone = false});
    Script::settle();
    CHECK(stage.choose(*first, "Unpin"));
    const auto said = stage.script.said<client::PostDraft>();
    REQUIRE(said.size() == 1);
    CHECK_FALSE(std::get<wire::Pin>(said[0].content).on);
}

TEST_CASE("ux: a person can be ignored: their messages fold to one quiet line that shows them") {
    TimelineStage stage;
    stage.room.say("bob", "hello");
    stage.room.say("eve", "buy things");
    stage.room.say("bob", "go on");
    stage.room.add("bob", text("no", Seq{2}));
    stage.open();
    CHECK(stage.choose(1, "Ignore eve"));
    CHECK(stage.window.desk().preferences().ignored.contains(AccountName("eve")));
    CHECK(stage.laid(1).systemWords == "Message of an ignored person");
    CHECK(stage.laid(1).foldWords == "Show");
    CHECK_FALSE(stage.laid(1).text.document);
    CHECK(stage.laid(3).quoteWords == "Message of an ignored person");
    CHECK(stage.timeline().data(stage.timeline().index(1), Qt::AccessibleTextRole).toString() ==
          "Message of an ignored person");
    stage.click(stage.at(1, stage.laid(1).foldAct.center()));
    CHECK(stage.shownText(1) == "buy things");
    stage.click(stage.at(1, stage.laid(1).foldAct.center()));
    CHECK(stage.laid(1).systemWords == "Message of an ignored person");
    stage.room.say("eve", "more");
    stage.room.say("eve", "and more");
    stage.hear(2);
    CHECK(stage.laid(5).systemWords == "2 messages of ignored people");
    CHECK(stage.choose(5, "Stop ignoring eve"));
    CHECK(stage.shownText(1) == "buy things");
}

TEST_CASE("ux: the name stands beside the title wherever someone could pose as another") {
    TimelineStage stage;
    stage.room.say("mallory", "send me the key");
    stage.room.add("bob", text("really?", Seq{1}));
    stage.room.add("mallory", change("mallory"));
    stage.open();
    stage.know("mallory", "Bob");
    CHECK(stage.laid(0).nameWords == "Bob");
    CHECK(stage.laid(0).besideWords == "mallory");
    CHECK(stage.laid(1).quoteName == "Bob (mallory)");
    CHECK(stage.laid(2).systemWords == "Bob (mallory) joined");
    CHECK(stage.timeline()
              .data(stage.timeline().index(1), Qt::AccessibleTextRole)
              .toString()
              .contains("in reply to Bob (mallory)"));
}

TEST_CASE("ux: system lines are quiet, fold into one that unfolds, and never count as unread") {
    TimelineStage stage;
    stage.room.sayMany("bob", 30);
    stage.room.summary().read = Seq{30};
    for (const char *who : {"ann", "bo", "cy", "di", "ed", "flo", "gus"})
        stage.room.add(who, change(who));
    stage.open();
    CHECK(stage.laid(36).systemWords == "ann, bo and 5 others joined");
    CHECK(stage.laid(30).height == 0);
    CHECK_FALSE(stage.timeline().firstNewRow());
    stage.click(stage.at(36, stage.laid(36).foldAct.center()));
    CHECK(stage.laid(30).systemWords == "ann joined");
    CHECK(stage.laid(30).height > 0);
    stage.click(stage.at(36, stage.laid(36).foldAct.center()));
    CHECK(stage.laid(30).height == 0);
    // Scrolled up, neither one more nor what a window out of sight brings is news.
    stage.bar().setValue(0);
    Script::settle();
    stage.window.desk().setAttended(false);
    stage.room.add("hal", change("hal", wire::Change::left));
    stage.hear();
    CHECK(stage.view().unseen().messages == 0);
    CHECK_FALSE(stage.timeline().firstNewRow());
    CHECK(stage.laid(37).systemWords == "ann, bo and 5 others joined · hal left");
    // Keys do it too.
    stage.view().followEnd();
    stage.view().setFocus();
    stage.view().setCurrentIndex(stage.timeline().index(37));
    QTest::keyClick(&stage.view(), Qt::Key_Return);
    CHECK(stage.laid(37).systemWords == "hal left");
}

TEST_CASE("ux: who was renamed shows; who came online and went shows as a setting") {
    TimelineStage stage;
    stage.room.sayMany("bob", 3);
    stage.open();
    stage.know("bob", "Bob", wire::State::offline);
    stage.know("bob", "Bob", wire::State::online);
    CHECK(stage.laid(2).notes.isNull());
    Preferences changed = stage.window.desk().preferences();
    changed.showsPresenceLines = true;
    stage.window.desk().setPreferences(changed);
    stage.know("bob", "Bob", wire::State::offline);
    CHECK(stage.laid(2).notesWords == "Bob went offline");
    CHECK(stage.tipAt(2, stage.laid(2).notes.center()).contains("Bob went offline"));
    stage.know("stranger", "Nobody here", wire::State::online);
    stage.know("stranger", "Nobody here", wire::State::offline);
    CHECK(stage.laid(2).notesWords == "Bob went offline");
    stage.room.say("carol", "next");
    stage.hear();
    stage.know("bob", "Robert", wire::State::offline);
    CHECK(stage.laid(3).notesWords == "Bob is now called Robert (bob)");
    CHECK(stage.view().unseen().messages == 0);
}

TEST_CASE("ux: each own message shows queued, sent, stored, read by whom; failed offers Retry, "
          "Edit, Delete") {
    TimelineStage stage;
    stage.room.sayMany("bob", 2);
    stage.open();
    stage.know("bob", "Bob B");
    client::DraftChanged mine = draft(client::DraftState::queued);
    stage.script.tell(mine);
    Script::settle();
    CHECK(stage.laid(2).stateWords == "◷ queued");
    mine.state = client::DraftState::sent;
    stage.script.tell(mine);
    Script::settle();
    CHECK(stage.laid(2).stateWords == "◷ sending");
    mine.state = client::DraftState::refused;
    mine.refusal = Refusal{.code = Code::denied, .text = "No.", .retryMs = {}, .versions = {}};
    stage.script.tell(mine);
    Script::settle();
    for (const QRect &offer : {stage.laid(2).retry, stage.laid(2).rewrite, stage.laid(2).drop})
        CHECK_FALSE(offer.isNull());
    stage.click(stage.at(2, stage.laid(2).retry.center()));
    CHECK(stage.script.said<client::RetryDraft>().size() == 1);
    stage.click(stage.at(2, stage.laid(2).rewrite.center()));
    CHECK(stage.window.composer().words() == "mine");
    CHECK(stage.script.said<client::DropDraft>().size() == 1);
    mine.state = client::DraftState::dropped;
    stage.script.tell(mine);
    Script::settle();
    CHECK(stage.timeline().rowCount() == 2);

    stage.room.say("alice", "there");
    stage.hear();
    CHECK(stage.laid(2).stateWords == "✓ stored");
    stage.script.tell(
        client::ReceiptsMoved{.room = RoomName("ops"), .read = {{AccountName("bob"), Seq{3}}}});
    Script::settle();
    CHECK(stage.laid(2).stateWords == "✓ stored · read by Bob B");
    CHECK(stage.tipAt(2, stage.laid(2).state.center()).endsWith("Read by:\nBob B (bob)"));
}
