// Writing, as a person does it: the box, what it offers, the emoji.
#include <QtTest/QTest>
#include <algorithm>
#include <set>

#include "gui/text/emoji.hpp"
#include "tests/gui/own_stage.hpp"
#include "tests/support/catch.hpp"

using namespace zchat;
using namespace zchat::gui;
using namespace zchat::gui::test;

namespace {

wire::PresenceState person(const char *name, const char *title) {
    return {.who = AccountName(name), .title = title, .state = wire::State::online, .text = {}};
}

struct WritingStage : OwnStage {
    WritingStage() {
        script.tell(client::PresenceChanged{.states = {person("tabea", "Tabea Lind"),
                                                       person("tom", "Tom Okafor"),
                                                       person("bob", "Old Tom")}});
        Script::settle();
        box().setFocus();
    }
    // Who is in the room is asked for when the first @ is typed.
    void answerMembers(const std::vector<const char *> &names) {
        const auto asked = script.asked<wire::Members>();
        REQUIRE(asked);
        wire::MembersReply reply;
        for (const char *name : names)
            reply.members.push_back({.name = AccountName(name), .title = {}, .read = {}});
        script.tell(client::Answered{.token = asked->first, .body = wire::Reply(reply)});
        Script::settle();
    }
    [[nodiscard]] QStringList offered() {
        QStringList words;
        const CompletionList &list = window.composer().completions();
        for (int i = 0; list.isVisible() && i < list.count(); ++i)
            words << list.item(i)->text().section("   ", 0, 0);
        return words;
    }
    void type(const char *words) { QTest::keyClicks(&box(), words); }
    void press(Qt::Key key, Qt::KeyboardModifiers modifiers = {}) {
        QTest::keyClick(&box(), key, modifiers);
    }
    [[nodiscard]] QString words() { return window.composer().words(); }
};

} // namespace

TEST_CASE("ux: the box grows from one line to a third of the window") {
    WritingStage stage;
    stage.window.resize(900, 600);
    Script::settle();
    const int one = stage.box().height();
    CHECK(one < 40);
    stage.box().setPlainText("a\nb\nc");
    Script::settle();
    CHECK(stage.box().height() > 2 * one);
    stage.box().setPlainText(QString("line\n").repeated(200));
    Script::settle();
    CHECK(stage.box().height() == 200);
    CHECK(stage.box().verticalScrollBarPolicy() == Qt::ScrollBarAsNeeded);
    stage.box().clear();
    Script::settle();
    CHECK(stage.box().height() == one);
}

TEST_CASE("ux: Enter sends and Shift+Enter breaks, switchable to Ctrl+Enter") {
    WritingStage stage;
    stage.prefer([](Preferences &now) { now.enterSends = false; });
    stage.type("one");
    stage.press(Qt::Key_Return);
    stage.type("two");
    stage.press(Qt::Key_Return, Qt::ShiftModifier);
    CHECK(stage.words() == "one\ntwo\n");
    CHECK(stage.script.said<client::PostDraft>().empty());
    stage.press(Qt::Key_Return, Qt::ControlModifier);
    CHECK(stage.script.said<client::PostDraft>().size() == 1);
    stage.prefer([](Preferences &now) { now.enterSends = true; });
    stage.type("three");
    stage.press(Qt::Key_Return);
    CHECK(stage.script.said<client::PostDraft>().size() == 2);
}

TEST_CASE("ux: what is typed is kept within a second, so that a crash loses nothing") {
    WritingStage stage;
    stage.type("half a thought");
    CHECK(
        QTest::qWaitFor([&] { return !stage.script.said<client::KeepComposer>().empty(); }, 1000));
    CHECK(stage.script.said<client::KeepComposer>().back().text == "half a thought");
}

TEST_CASE("ux: @ completes people with arrows and Tab, those of the room first") {
    WritingStage stage;
    stage.type("ask @t");
    stage.answerMembers({"alice", "tom"});
    // tom is in the room; of the others tabea begins so, and Old Tom has a word that does.
    CHECK(stage.offered() == QStringList{"Tom Okafor", "Tabea Lind", "Old Tom"});
    stage.press(Qt::Key_Down);
    stage.press(Qt::Key_Up);
    stage.press(Qt::Key_Up);
    stage.press(Qt::Key_Tab);
    CHECK(stage.words() == "ask @bob ");
    CHECK(stage.offered().isEmpty());
    CHECK(stage.box().hasFocus());
}

TEST_CASE("ux: Enter takes what is offered and does not send; Escape closes the offer") {
    WritingStage stage;
    stage.type("#op");
    CHECK(stage.offered() == QStringList{"ops"});
    stage.press(Qt::Key_Return);
    CHECK(stage.words() == "#ops ");
    CHECK(stage.script.said<client::PostDraft>().empty());
    stage.type("@tom");
    CHECK_FALSE(stage.offered().isEmpty());
    stage.press(Qt::Key_Escape);
    CHECK(stage.offered().isEmpty());
    stage.type("m");
    CHECK(stage.offered().isEmpty()); // not again for the same word
    stage.press(Qt::Key_Return);
    CHECK(stage.script.said<client::PostDraft>().size() == 1);
}

TEST_CASE("ux: a colon completes emoji by name, and leaves times and smileys alone") {
    WritingStage stage;
    stage.type(":tad");
    REQUIRE_FALSE(stage.offered().isEmpty());
    CHECK(stage.offered().front().startsWith("🎉"));
    stage.press(Qt::Key_Tab);
    CHECK(stage.words() == "🎉 ");
    stage.type("at 10:30 :) me@tom");
    CHECK(stage.offered().isEmpty());
}

TEST_CASE("completion: where a word to complete begins") {
    CHECK(queryAt("@", 1) == CompletionQuery{CompletionKind::person, "", 0});
    CHECK(queryAt("hi @to", 6) == CompletionQuery{CompletionKind::person, "to", 3});
    CHECK(queryAt("(#op", 4) == CompletionQuery{CompletionKind::room, "op", 1});
    CHECK(queryAt(":+1", 3) == CompletionQuery{CompletionKind::emoji, "+1", 0});
    for (const char *words : {"", "hi", "a@b", "10:30", ":)", ":d", "@to m", "http://x", "::ok"})
        CHECK_FALSE(queryAt(words, int(QString(words).size())));
}

TEST_CASE("emoji: known by name, by the name of other chats, and found by words in two languages") {
    CHECK(allEmoji().size() > 1500);
    CHECK(emojiOf("thumbs_up") == "👍");
    CHECK(emojiOf("+1") == "👍");
    CHECK(emojiOf("tada") == "🎉");
    CHECK(emojiOf("no such thing").isEmpty());
    const auto first = [](const char *words) { return findEmoji(words, 5).front()->text; };
    CHECK(first("rocket") == "🚀");
    CHECK(first("red heart") == "❤️");
    const std::vector<const Emoji *> rockets = findEmoji("rakete", 5);
    CHECK(std::any_of(rockets.begin(), rockets.end(),
                      [](const Emoji *emoji) { return emoji->text == "🚀"; }));
    CHECK(findEmoji("xyzzy", 5).empty());
    std::set<QString> names;
    for (const Emoji &emoji : allEmoji()) {
        INFO(emoji.name.toStdString());
        CHECK(names.insert(emoji.name).second);
        for (const QString &further : emoji.further)
            CHECK(names.insert(further).second);
        CHECK(emoji.group >= 0);
        CHECK(emoji.group < emojiGroups);
    }
}

TEST_CASE("ux: the emoji picker is searched and used by keyboard, and knows the last ones") {
    WritingStage stage;
    stage.type("well ");
    QTest::mouseClick(&stage.window.composer().emojiButton(), Qt::LeftButton);
    EmojiPicker *picker = stage.window.emojiPicker();
    REQUIRE(picker != nullptr);
    CHECK(picker->isVisible());
    QTest::keyClicks(&picker->searchBox(), "rocket");
    CHECK(picker->shownName() == "rocket");
    QTest::keyClick(&picker->searchBox(), Qt::Key_Return);
    CHECK_FALSE(picker->isVisible());
    CHECK(stage.words() == "well 🚀");
    CHECK(stage.preferences().recentEmoji == QStringList{"🚀"});
    QTest::mouseClick(&stage.window.composer().emojiButton(), Qt::LeftButton);
    CHECK(picker->shownName() == "rocket"); // of the last used
    picker->groupButton(4).click();         // food and drink
    CHECK(picker->grid().model()->rowCount() > 100);
    QTest::keyClick(&picker->searchBox(), Qt::Key_Down);
    CHECK(picker->grid().hasFocus());
    QTest::keyClick(&picker->grid(), Qt::Key_Right);
    const QString chosen = picker->grid().currentIndex().data().toString();
    QTest::keyClick(&picker->grid(), Qt::Key_Return);
    CHECK(stage.words() == "well 🚀" + chosen);
    CHECK(stage.preferences().recentEmoji == QStringList{chosen, "🚀"});
    QTest::mouseClick(&stage.window.composer().emojiButton(), Qt::LeftButton);
    QTest::keyClick(&picker->searchBox(), Qt::Key_Escape);
    CHECK_FALSE(picker->isVisible());
}

TEST_CASE("ux: an edit is shown above the box, and Cancel gives back what stood there") {
    WritingStage stage;
    stage.lobby.say("alice", "tyop");
    stage.script.tell(stage.lobby.last());
    Script::settle();
    stage.press(Qt::Key_Up);
    CHECK(stage.window.composer().modeWords() == "Editing your message");
    CHECK(stage.words() == "tyop");
    QTest::mouseClick(&stage.window.composer().cancelButton(), Qt::LeftButton);
    CHECK(stage.window.composer().modeWords().isEmpty());
    CHECK(stage.words().isEmpty());
}

TEST_CASE("ux: who is typing shows under the box") {
    WritingStage stage;
    const auto typing = [&stage](std::vector<AccountName> who) {
        stage.script.tell(client::TypingChanged{.room = RoomName("lobby"), .who = std::move(who)});
        Script::settle();
        return stage.window.composer().footWords();
    };
    CHECK(typing({AccountName("tom")}) == "Tom Okafor is typing …");
    CHECK(typing({AccountName("tom"), AccountName("tabea")}) ==
          "Tom Okafor, Tabea Lind are typing …");
    CHECK(typing({}).isEmpty());
}
