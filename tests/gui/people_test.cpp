// People and rooms: members, profile cards, what a room is, and everybody.
#include <QMessageBox>

#include "gui/window/directory_dialog.hpp"
#include "gui/window/person_card.hpp"
#include "gui/window/room_dialog.hpp"
#include "gui/window/room_dialogs.hpp"
#include "tests/gui/finding_stage.hpp"

using namespace zchat;
using namespace zchat::gui;
using namespace zchat::gui::test;

namespace {

// Answers the pages of a members list until it ends.
void giveMembers(FindingStage &stage, const std::vector<wire::MemberRow> &members) {
    Script::settle();
    auto asked = stage.script.asked<wire::Members>();
    REQUIRE(asked);
    stage.answer(asked->first, wire::MembersReply{.members = members});
    asked = stage.script.asked<wire::Members>();
    CHECK(asked->second.after == members.back().name);
    stage.answer(asked->first, wire::MembersReply{.members = {}});
}

std::vector<wire::MemberRow> company() {
    return {member("alice", wire::Role::member), member("bob", wire::Role::member),
            member("maya", wire::Role::owner), member("tom", wire::Role::moderator)};
}

} // namespace

TEST_CASE("people: the members of the room stand beside it, with presence, role and search") {
    FindingStage stage;
    stage.signIn();
    for (QPushButton *button : stage.window.header().findChildren<QPushButton *>())
        if (button->text() == "3 members")
            QTest::mouseClick(button, Qt::LeftButton);
    MembersPanel &panel = stage.window.navigator().membersPanel();
    REQUIRE(panel.isVisible());
    giveMembers(stage, company());
    CHECK(panel.title() == "3 members");
    PersonList &people = panel.people();
    REQUIRE(people.list().count() == 4);
    CHECK(people.list().item(0)->text() == "Maya Klein, maya, online, owner");
    CHECK(people.list().item(1)->text() == "Tom Okafor, tom, away, moderator");
    // Presence follows while it stands there.
    stage.script.tell(client::PresenceChanged{.states = {{.who = AccountName("maya"),
                                                          .title = "Maya Klein",
                                                          .state = wire::State::offline,
                                                          .text = {}}}});
    Script::settle();
    CHECK(people.list().item(0)->text() == "Maya Klein, maya, offline, owner");
    QTest::keyClicks(&people.filterBox(), "tom");
    CHECK(people.shown() == std::vector<AccountName>{AccountName("tom")});
    QTest::keyClick(&people.filterBox(), Qt::Key_Return);
    REQUIRE(stage.dialog<PersonCard>() != nullptr);
    stage.dialog<PersonCard>()->reject();
    // Another room, other members.
    stage.window.desk().open(RoomName("ops"));
    stage.script.forgetCommands();
    serve(stage.script, stage.rooms());
    CHECK(people.list().count() == 0);
    stage.key(Qt::Key_I, Qt::ControlModifier | Qt::ShiftModifier);
    CHECK_FALSE(panel.isVisible());
}

TEST_CASE("people: a list that does not come says why") {
    FindingStage stage;
    stage.signIn();
    stage.window.navigator().toggleMembers();
    Script::settle();
    const auto asked = stage.script.asked<wire::Members>();
    REQUIRE(asked);
    stage.refuse(asked->first, "There is no connection.");
    bool isSaid = false;
    for (const QLabel *label : stage.window.navigator().membersPanel().findChildren<QLabel *>())
        isSaid |= label->isVisible() && label->text().contains("There is no connection.");
    CHECK(isSaid);
}

TEST_CASE("people: a profile card says who it is, beside a title that could pose as somebody") {
    FindingStage stage;
    stage.signIn();
    stage.script.tell(client::PresenceChanged{.states = {{.who = AccountName("tom"),
                                                          .title = "<b>Alice Reyes</b>",
                                                          .state = wire::State::away,
                                                          .text = "<i>out</i>"}}});
    Script::settle();
    stage.window.navigator().showPerson(AccountName("tom"));
    auto *card = stage.dialog<PersonCard>();
    REQUIRE(card != nullptr);
    CHECK(card->facts() == "<b>Alice Reyes</b>\ntom\naway\n<i>out</i>");
    for (const QLabel *label : card->findChildren<QLabel *>())
        CHECK(label->textFormat() == Qt::PlainText);
    CHECK_FALSE(stage.script.asked<wire::Accounts>());
    // Ignored, and heard again.
    QTest::mouseClick(&card->ignoreButton(), Qt::LeftButton);
    CHECK(stage.window.desk().preferences().ignored.contains(AccountName("tom")));
    CHECK(card->ignoreButton().text() == "Stop ignoring");
    QTest::mouseClick(&card->ignoreButton(), Qt::LeftButton);
    CHECK(stage.window.desk().preferences().ignored.empty());
    QTest::mouseClick(&card->mentionButton(), Qt::LeftButton);
    CHECK(stage.window.composer().words() == "@tom ");
    CHECK(stage.dialog<PersonCard>() == nullptr);
    stage.window.navigator().showPerson(AccountName("tom"));
    QTest::mouseClick(&stage.dialog<PersonCard>()->messageButton(), Qt::LeftButton);
    const auto asked = stage.script.asked<wire::Direct>();
    REQUIRE(asked);
    CHECK(asked->second.with.front() == AccountName("tom"));
}

TEST_CASE("people: an administrator sees when somebody was here last") {
    FindingStage stage(wire::AccountRole::admin);
    stage.signIn();
    stage.window.navigator().showPerson(AccountName("tom"));
    const auto asked = stage.script.asked<wire::Accounts>();
    REQUIRE(asked);
    wire::AccountRow row;
    row.name = AccountName("tom");
    row.seen = dawn;
    stage.answer(asked->first, wire::AccountsReply{.accounts = {row}});
    CHECK(stage.dialog<PersonCard>()->facts().contains("last here "));
}

TEST_CASE(
    "rooms: a moderator changes title, topic and archive, and only what was changed is sent") {
    FindingStage stage;
    stage.ops.summary().role = wire::Role::moderator;
    stage.ops.summary().topic = "Deploys";
    stage.signIn();
    stage.window.desk().open(RoomName("ops"));
    serve(stage.script, stage.rooms());
    stage.key(Qt::Key_I, Qt::ControlModifier);
    auto *dialog = stage.dialog<RoomDialog>();
    REQUIRE(dialog != nullptr);
    giveMembers(stage, company());
    CHECK(dialog->topicBox().text() == "Deploys");
    dialog->titleBox().setText("Operations");
    dialog->archivedBox().setChecked(true);
    QTest::mouseClick(&dialog->yesButton(), Qt::LeftButton);
    const auto asked = stage.script.asked<wire::Room>();
    REQUIRE(asked);
    CHECK(asked->second.title == "Operations");
    CHECK_FALSE(asked->second.topic);
    CHECK(asked->second.archived == true);
    stage.refuse(asked->first, "Not today.");
    CHECK(dialog->trouble() == "Not today.");
    QTest::mouseClick(&dialog->yesButton(), Qt::LeftButton);
    wire::RoomSummary changed = stage.ops.summary();
    changed.title = "Operations";
    changed.archived = true;
    stage.answer(stage.script.asked<wire::Room>()->first, wire::RoomReply{.room = changed});
    CHECK(stage.dialog<RoomDialog>() == nullptr);
    CHECK(stage.window.desk().openSummary()->archived);
    // The composer follows at once, before any event says so.
    CHECK_FALSE(stage.window.composer().box().isEnabled());
}

TEST_CASE("rooms: what the role does not allow is greyed, and owners give roles and remove") {
    {
        FindingStage stage;
        stage.signIn();
        stage.window.navigator().showRoom(RoomName("ops"));
        auto *dialog = stage.dialog<RoomDialog>();
        giveMembers(stage, company());
        dialog->people().list().setCurrentRow(3);
        CHECK_FALSE(dialog->titleBox().isEnabled());
        CHECK_FALSE(dialog->archivedBox().isEnabled());
        CHECK_FALSE(dialog->roleBox().isEnabled());
        CHECK_FALSE(dialog->removeButton().isEnabled());
        CHECK(dialog->inviteButton().isEnabled());
    }
    FindingStage stage;
    stage.ops.summary().role = wire::Role::owner;
    stage.signIn();
    stage.window.navigator().showRoom(RoomName("ops"));
    auto *dialog = stage.dialog<RoomDialog>();
    giveMembers(stage, company());
    QTest::keyClicks(&dialog->people().filterBox(), "bob");
    REQUIRE(dialog->people().current() == AccountName("bob"));
    dialog->roleBox().setCurrentIndex(1);
    Q_EMIT dialog->roleBox().activated(1);
    const auto role = stage.script.asked<wire::SetRole>();
    REQUIRE(role);
    CHECK(role->second.who == AccountName("bob"));
    CHECK(role->second.role == wire::Role::moderator);
    stage.answer(role->first, wire::OkReply{});
    giveMembers(stage, company());
    QTest::mouseClick(&dialog->removeButton(), Qt::LeftButton);
    auto *question = stage.dialog<QMessageBox>();
    REQUIRE(question != nullptr);
    CHECK(question->textFormat() == Qt::PlainText);
    QTest::mouseClick(question->button(QMessageBox::Yes), Qt::LeftButton);
    const auto removed = stage.script.asked<wire::Remove>();
    REQUIRE(removed);
    CHECK(removed->second.who == AccountName("bob"));
}

TEST_CASE("rooms: administrators own public rooms and nothing in private ones") {
    FindingStage stage(wire::AccountRole::admin);
    stage.signIn();
    stage.window.navigator().showRoom(RoomName("ops"));
    CHECK(stage.dialog<RoomDialog>()->titleBox().isEnabled());
    stage.dialog<RoomDialog>()->reject();
    Script::settle();
    stage.window.navigator().showRoom(RoomName("secret"));
    CHECK_FALSE(stage.dialog<RoomDialog>()->titleBox().isEnabled());
}

TEST_CASE("rooms: inviting asks for the people who were picked, one after the other") {
    FindingStage stage;
    stage.signIn();
    stage.window.navigator().showRoom(RoomName("ops"));
    QTest::mouseClick(&stage.dialog<RoomDialog>()->inviteButton(), Qt::LeftButton);
    auto *dialog = stage.dialog<PeopleDialog>();
    REQUIRE(dialog != nullptr);
    for (const int row : {0, 1})
        dialog->list().item(row)->setCheckState(Qt::Checked);
    dialog->yesButton().click();
    const auto first = stage.script.asked<wire::Invite>();
    REQUIRE(first);
    CHECK(first->second.room == RoomName("ops"));
    stage.answer(first->first, wire::OkReply{});
    const auto second = stage.script.asked<wire::Invite>();
    CHECK(second->second.who != first->second.who);
}

TEST_CASE("people: everybody of the server, with presence and search") {
    FindingStage stage;
    stage.signIn();
    stage.window.navigator().showDirectory();
    auto *dialog = stage.dialog<DirectoryDialog>();
    REQUIRE(dialog != nullptr);
    CHECK(dialog->people().list().count() == 6);
    CHECK(dialog->people().list().item(0)->text() == "Alice Reyes, alice, offline, you");
    CHECK(dialog->people().list().item(2)->text() == "ci, online, program");
    CHECK_FALSE(dialog->messageButton().isEnabled());
    QTest::keyClicks(&dialog->people().filterBox(), "angs");
    CHECK(dialog->people().shown() == std::vector<AccountName>{AccountName("zoe")});
    QTest::mouseClick(&dialog->profileButton(), Qt::LeftButton);
    REQUIRE(stage.dialog<PersonCard>() != nullptr);
    stage.dialog<PersonCard>()->reject();
    QTest::mouseClick(&dialog->messageButton(), Qt::LeftButton);
    CHECK(stage.script.asked<wire::Direct>());
    CHECK(stage.dialog<DirectoryDialog>() == nullptr);
}
