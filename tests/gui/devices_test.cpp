// Links that let somebody in, devices, and accounts for those who administer them.
#include <QClipboard>
#include <QMenu>
#include <QMessageBox>

#include "gui/window/accounts_dialog.hpp"
#include "gui/window/devices_dialog.hpp"
#include "gui/window/qr_code.hpp"
#include "gui/window/ticket_dialog.hpp"
#include "shared/base/address.hpp"
#include "tests/gui/finding_stage.hpp"

using namespace zchat;
using namespace zchat::gui;
using namespace zchat::gui::test;

namespace {

std::string linkAt(const char *host) {
    return "zchat://" + std::string(host) + ":5555/#" + std::string(64, 'a') + "." +
           std::string(64, 'b');
}

PublicKey keyOf(std::uint8_t byte) {
    PublicKey key;
    key.bytes.fill(byte);
    return key;
}

wire::AccountRow account(const char *name, wire::AccountRole role, bool disabled = false) {
    wire::AccountRow row;
    row.name = AccountName(name);
    row.title = "<b>title</b>";
    row.role = role;
    row.devices = 2;
    row.seen = dawn;
    row.disabled = disabled;
    return row;
}

void pressYes(FindingStage &stage) {
    auto *question = stage.dialog<QMessageBox>();
    REQUIRE(question != nullptr);
    CHECK(question->textFormat() == Qt::PlainText);
    QTest::mouseClick(question->button(QMessageBox::Yes), Qt::LeftButton);
    Script::settle();
}

} // namespace

TEST_CASE("qr: a code has its three finders, and grows with its words") {
    const QrMatrix small = makeQr("zchat");
    REQUIRE(small.side == 21);
    const auto dark = [](const QrMatrix &matrix, int x, int y) {
        return bool(matrix.dark[static_cast<std::size_t>(y * matrix.side + x)]);
    };
    for (const auto &[left, top] : {std::pair(0, 0), std::pair(14, 0), std::pair(0, 14)}) {
        for (int i = 0; i < 7; ++i) {
            CHECK(dark(small, left + i, top));
            CHECK(dark(small, left, top + i));
        }
        CHECK_FALSE(dark(small, left + 1, top + 1));
        CHECK(dark(small, left + 3, top + 3));
    }
    CHECK(makeQr(linkAt("chat.example")).side > small.side);
    CHECK(makeQr(std::string(5000, 'x')).side == 0);
}

TEST_CASE("links: a broker's bind address gives way to the address that works here") {
    const Address used{.host = "chat.example", .port = 7000};
    CHECK(reachableLink(linkAt("0.0.0.0"), used).startsWith("zchat://chat.example:7000/#"));
    CHECK(reachableLink(linkAt("127.0.0.1"), used).startsWith("zchat://chat.example:7000/#"));
    CHECK(
        reachableLink(linkAt("public.example"), used).startsWith("zchat://public.example:5555/#"));
    CHECK(reachableLink("no link", used) == "no link");
}

TEST_CASE("people: an administrator invites a person with a link and a QR code") {
    FindingStage stage(wire::AccountRole::admin);
    stage.signIn();
    QAction *entry = nullptr;
    for (QAction *action : stage.window.sidebar().serverBar().menuButton().menu()->actions())
        if (action->text() == "Invite a person …")
            entry = action;
    REQUIRE(entry != nullptr);
    REQUIRE(entry->isVisible());
    entry->trigger();
    auto *dialog = stage.dialog<TicketDialog>();
    REQUIRE(dialog != nullptr);
    dialog->nameBox().setText("no such name!");
    QTest::mouseClick(&dialog->makeButton(), Qt::LeftButton);
    CHECK(dialog->state().startsWith("A name has 1 to 32"));
    dialog->nameBox().setText("Lena");
    QTest::mouseClick(&dialog->makeButton(), Qt::LeftButton);
    auto asked = stage.script.asked<wire::Ticket>();
    REQUIRE(asked);
    CHECK(asked->second.purpose == wire::Purpose::account);
    CHECK(asked->second.name == AccountName("lena"));
    CHECK(asked->second.uses == 1);
    CHECK(asked->second.expiresS == 7 * 24 * 3600);
    stage.answer(asked->first, wire::TicketReply{.ticket = keyOf(3), .link = linkAt("127.0.0.1")});
    CHECK(dialog->link().startsWith("zchat://chat.example:5555/#"));
    CHECK(parseInviteLink(dialog->link().toStdString()));
    CHECK(dialog->code().isVisible());
    CHECK(dialog->code().matrix().side == makeQr(dialog->link().toStdString()).side);
    QTest::mouseClick(&dialog->copyButton(), Qt::LeftButton);
    CHECK(QApplication::clipboard()->text() == dialog->link());
    // It can be withdrawn while nobody has used it.
    QTest::mouseClick(&dialog->withdrawButton(), Qt::LeftButton);
    const auto revoked = stage.script.asked<wire::Revoke>();
    REQUIRE(revoked);
    CHECK(revoked->second.ticket == keyOf(3));
    stage.answer(revoked->first, wire::OkReply{});
    CHECK(dialog->link().isEmpty());
    CHECK_FALSE(dialog->code().isVisible());
}

TEST_CASE("people: whoever may not invite is offered none, and a refusal is said") {
    FindingStage stage;
    stage.signIn();
    for (QAction *action : stage.window.sidebar().serverBar().menuButton().menu()->actions())
        if (action->text() == "Invite a person …" || action->text() == "Accounts …")
            CHECK_FALSE(action->isVisible());
    stage.window.navigator().makeTicket({.purpose = wire::Purpose::device, .name = std::nullopt});
    auto *dialog = stage.dialog<TicketDialog>();
    CHECK_FALSE(dialog->nameBox().isVisible());
    QTest::mouseClick(&dialog->makeButton(), Qt::LeftButton);
    const auto asked = stage.script.asked<wire::Ticket>();
    REQUIRE(asked);
    CHECK(asked->second.purpose == wire::Purpose::device);
    CHECK(asked->second.expiresS == 3600);
    stage.refuse(asked->first, "Too many.");
    CHECK(dialog->state() == "Too many.");
    stage.goOffline();
    QTest::mouseClick(&dialog->makeButton(), Qt::LeftButton);
    CHECK(dialog->state().startsWith("There is no connection"));
}

TEST_CASE("devices: each is listed, one is revoked after a question, another is added by a link") {
    FindingStage stage;
    stage.signIn();
    stage.window.navigator().showDevices();
    auto *dialog = stage.dialog<DevicesDialog>();
    REQUIRE(dialog != nullptr);
    auto asked = stage.script.asked<wire::Devices>();
    REQUIRE(asked);
    const std::vector<wire::DeviceRow> devices{
        {.device = keyOf(1), .label = "desk", .added = dawn, .seen = dawn, .current = true},
        {.device = keyOf(2), .label = "<b>phone</b>", .added = dawn, .seen = 0, .current = false}};
    stage.answer(asked->first, wire::DevicesReply{.devices = devices});
    REQUIRE(dialog->list().count() == 2);
    CHECK(dialog->list().item(0)->text().startsWith("desk (this one)\n"));
    CHECK(dialog->list().item(1)->text().contains("last here never"));
    CHECK_FALSE(dialog->revokeButton().isEnabled());
    dialog->list().setCurrentRow(1);
    QTest::mouseClick(&dialog->revokeButton(), Qt::LeftButton);
    CHECK_FALSE(stage.script.asked<wire::Revoke>());
    pressYes(stage);
    const auto revoked = stage.script.asked<wire::Revoke>();
    REQUIRE(revoked);
    CHECK(revoked->second.device == keyOf(2));
    stage.answer(revoked->first, wire::OkReply{});
    asked = stage.script.asked<wire::Devices>();
    stage.answer(asked->first, wire::DevicesReply{.devices = {devices[0]}});
    CHECK(dialog->list().count() == 1);
    QTest::mouseClick(&dialog->addButton(), Qt::LeftButton);
    REQUIRE(stage.dialog<TicketDialog>() != nullptr);
    CHECK(stage.dialog<TicketDialog>()->windowTitle() == "Add a device");
}

TEST_CASE("accounts: an administrator suspends, enables, promotes and removes, with a question") {
    FindingStage stage(wire::AccountRole::admin);
    stage.signIn();
    stage.window.navigator().showAccounts();
    auto *dialog = stage.dialog<AccountsDialog>();
    REQUIRE(dialog != nullptr);
    const auto give = [&](const std::vector<wire::AccountRow> &rows) {
        const auto asked = stage.script.asked<wire::Accounts>();
        REQUIRE(asked);
        stage.answer(asked->first, wire::AccountsReply{.accounts = rows});
    };
    give({account("alice", wire::AccountRole::admin), account("bob", wire::AccountRole::member),
          account("carol", wire::AccountRole::member, true)});
    REQUIRE(dialog->table().rowCount() == 3);
    CHECK(dialog->table().item(1, 1)->text() == "<b>title</b>");
    CHECK(dialog->table().item(2, 5)->text() == "suspended");
    // Nobody locks the own account out by mistake.
    dialog->table().selectRow(0);
    CHECK_FALSE(dialog->suspendButton().isEnabled());
    CHECK_FALSE(dialog->removeButton().isEnabled());
    dialog->table().selectRow(1);
    QTest::mouseClick(&dialog->suspendButton(), Qt::LeftButton);
    CHECK_FALSE(stage.script.asked<wire::Account>());
    pressYes(stage);
    auto changed = stage.script.asked<wire::Account>();
    REQUIRE(changed);
    CHECK(changed->second.who == AccountName("bob"));
    CHECK(changed->second.disabled == true);
    CHECK_FALSE(changed->second.removed);
    stage.answer(changed->first, wire::OkReply{});
    give({account("bob", wire::AccountRole::member, true)});
    // Enabling needs no question.
    dialog->table().selectRow(0);
    CHECK(dialog->suspendButton().text() == "Enable");
    QTest::mouseClick(&dialog->suspendButton(), Qt::LeftButton);
    Script::settle();
    changed = stage.script.asked<wire::Account>();
    CHECK(changed->second.disabled == false);
    stage.refuse(changed->first, "Not this one.");
    CHECK(dialog->state() == "Not this one.");
    QTest::mouseClick(&dialog->roleButton(), Qt::LeftButton);
    pressYes(stage);
    CHECK(stage.script.asked<wire::Account>()->second.role == wire::AccountRole::admin);
    QTest::mouseClick(&dialog->removeButton(), Qt::LeftButton);
    pressYes(stage);
    CHECK(stage.script.asked<wire::Account>()->second.removed == true);
}

TEST_CASE("accounts: they are searched and come by page, and a lost device gets a link") {
    FindingStage stage(wire::AccountRole::admin);
    stage.signIn();
    stage.window.navigator().showAccounts();
    auto *dialog = stage.dialog<AccountsDialog>();
    std::vector<wire::AccountRow> page;
    for (int i = 0; i < 50; ++i)
        page.push_back(account(("a" + std::to_string(100 + i)).c_str(), wire::AccountRole::member));
    stage.answer(stage.script.asked<wire::Accounts>()->first,
                 wire::AccountsReply{.accounts = page});
    REQUIRE(dialog->moreButton().isVisible());
    QTest::mouseClick(&dialog->moreButton(), Qt::LeftButton);
    auto asked = stage.script.asked<wire::Accounts>();
    CHECK(asked->second.after == AccountName("a149"));
    stage.answer(asked->first,
                 wire::AccountsReply{.accounts = {account("b1", wire::AccountRole::member)}});
    CHECK(dialog->table().rowCount() == 51);
    CHECK_FALSE(dialog->moreButton().isVisible());
    QTest::keyClicks(&dialog->queryBox(), "bob");
    QTest::keyClick(&dialog->queryBox(), Qt::Key_Return);
    asked = stage.script.asked<wire::Accounts>();
    CHECK(asked->second.query == "bob");
    CHECK_FALSE(asked->second.after);
    stage.answer(asked->first,
                 wire::AccountsReply{.accounts = {account("bob", wire::AccountRole::member)}});
    dialog->table().selectRow(0);
    QTest::mouseClick(&dialog->deviceButton(), Qt::LeftButton);
    auto *ticket = stage.dialog<TicketDialog>();
    REQUIRE(ticket != nullptr);
    QTest::mouseClick(&ticket->makeButton(), Qt::LeftButton);
    CHECK(stage.script.asked<wire::Ticket>()->second.name == AccountName("bob"));
}

TEST_CASE("ux: no dialog is larger than a window of 640 × 480") {
    FindingStage stage(wire::AccountRole::admin);
    stage.ops.summary().role = wire::Role::owner;
    stage.signIn();
    stage.window.resize(640, 480);
    Navigator &navigator = stage.window.navigator();
    const auto check = [&] {
        Script::settle();
        int seen = 0;
        for (QDialog *dialog : stage.window.findChildren<QDialog *>()) {
            if (!dialog->isVisible())
                continue;
            ++seen;
            INFO(dialog->windowTitle().toStdString());
            CHECK(dialog->width() <= 640);
            CHECK(dialog->height() <= 480);
            dialog->reject();
        }
        CHECK(seen == 1);
        Script::settle();
    };
    navigator.showPerson(AccountName("maya"));
    check();
    navigator.showRoom(RoomName("ops"));
    check();
    navigator.showDirectory();
    check();
    navigator.showDevices();
    check();
    navigator.showAccounts();
    check();
    navigator.showKeys();
    check();
    navigator.makeTicket({.purpose = wire::Purpose::account, .name = std::nullopt});
    auto *ticket = stage.dialog<TicketDialog>();
    ticket->makeButton().click();
    stage.answer(stage.script.asked<wire::Ticket>()->first,
                 wire::TicketReply{.ticket = keyOf(3), .link = linkAt("chat.example")});
    CHECK(ticket->code().isVisible());
    check();
}
