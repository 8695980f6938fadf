// Every control of every window and dialog: it has a name, a role and a way by keyboard.
//
// A new dialog is added by one line in windows().
#include <QAbstractButton>
#include <QAbstractItemView>
#include <QAbstractSlider>
#include <QAccessible>
#include <QComboBox>
#include <QInputDialog>
#include <QLineEdit>
#include <QTabBar>

#include "gui/window/accounts_dialog.hpp"
#include "gui/window/devices_dialog.hpp"
#include "gui/window/directory_dialog.hpp"
#include "gui/window/emoji_picker.hpp"
#include "gui/window/files_panel.hpp"
#include "gui/window/keys.hpp"
#include "gui/window/navigator.hpp"
#include "gui/window/person_card.hpp"
#include "gui/window/picture_viewer.hpp"
#include "gui/window/room_dialog.hpp"
#include "gui/window/room_dialogs.hpp"
#include "gui/window/sign_in_dialog.hpp"
#include "gui/window/ticket_dialog.hpp"
#include "tests/gui/notify_stage.hpp"

using namespace zchat;
using namespace zchat::gui;
using namespace zchat::gui::test;
using client::TransferState;

namespace {

using Make = std::function<std::unique_ptr<QWidget>(FileStage &)>;

std::vector<std::pair<const char *, Make>> windows() {
    const auto desk = [](FileStage &stage) -> Desk & { return stage.window->desk(); };
    return {
        {"sign-in",
         [](FileStage &stage) {
             return std::make_unique<SignInDialog>(
                 [](const Address &) -> Result<Door> { return Door{}; }, stage.theme);
         }},
        {"new room",
         [desk](FileStage &s) {
             return std::make_unique<CreateRoomDialog>(desk(s), s.theme, nullptr);
         }},
        {"join a room",
         [desk](FileStage &s) {
             return std::make_unique<JoinRoomDialog>(desk(s), s.theme, nullptr);
         }},
        {"direct chat",
         [desk](FileStage &s) {
             return std::make_unique<PeopleDialog>(desk(s), s.theme, std::nullopt, nullptr);
         }},
        {"notifications",
         [desk](FileStage &s) {
             return std::make_unique<NotificationLog>(s.window->notifications(), desk(s), nullptr);
         }},
        {"picture",
         [desk](FileStage &s) {
             return std::make_unique<PictureViewer>(desk(s), s.theme, s.lobby.name(), Seq{4},
                                                    nullptr);
         }},
        {"about a room",
         [desk](FileStage &s) {
             s.ops.summary().role = wire::Role::owner;
             s.script.tell(client::RoomChanged{.room = s.ops.summary(), .gone = false});
             Script::settle();
             return std::make_unique<RoomDialog>(desk(s), s.window->navigator().mutes(), s.theme,
                                                 s.ops.name(), nullptr);
         }},
        {"a person",
         [desk](FileStage &s) {
             return std::make_unique<PersonCard>(desk(s), s.theme, AccountName("bob"), nullptr);
         }},
        {"people",
         [desk](FileStage &s) {
             return std::make_unique<DirectoryDialog>(desk(s), s.theme, nullptr);
         }},
        {"devices",
         [desk](FileStage &s) { return std::make_unique<DevicesDialog>(desk(s), nullptr); }},
        {"accounts",
         [desk](FileStage &s) { return std::make_unique<AccountsDialog>(desk(s), nullptr); }},
        {"an invite link",
         [desk](FileStage &s) {
             return std::make_unique<TicketDialog>(
                 desk(s), TicketWish{.purpose = wire::Purpose::account, .name = std::nullopt},
                 Address{.host = "localhost", .port = 5555}, nullptr);
         }},
        {"keys", [](FileStage &s) { return std::make_unique<KeysDialog>(s.theme, nullptr); }},
    };
}

// Parts of Qt's own controls, which their owner names and works by keyboard.
bool isPart(const QWidget &widget) {
    const QString kind = widget.metaObject()->className();
    return widget.objectName().startsWith("qt_") || kind == "QLineEditIconButton" ||
           qobject_cast<const QLineEdit *>(widget.parentWidget()) != nullptr ||
           qobject_cast<const QTabBar *>(widget.parentWidget()) != nullptr ||
           qobject_cast<const QAbstractItemView *>(widget.parentWidget()) != nullptr;
}

bool takesTab(const QWidget &widget) {
    return (widget.focusPolicy() & Qt::TabFocus) != 0;
}

bool isControl(const QWidget &widget) {
    return qobject_cast<const QAbstractButton *>(&widget) != nullptr ||
           qobject_cast<const QLineEdit *>(&widget) != nullptr ||
           qobject_cast<const QPlainTextEdit *>(&widget) != nullptr ||
           qobject_cast<const QComboBox *>(&widget) != nullptr ||
           qobject_cast<const QAbstractItemView *>(&widget) != nullptr || takesTab(widget);
}

QString nameOf(QAccessibleInterface &thing) {
    return thing.text(QAccessible::Name);
}

void checkControl(QWidget &widget) {
    QAccessibleInterface *thing = QAccessible::queryAccessibleInterface(&widget);
    INFO(widget.metaObject()->className() << " " << widget.objectName().toStdString() << " in "
                                          << widget.parentWidget()->metaObject()->className());
    REQUIRE(thing != nullptr);
    CHECK_FALSE(nameOf(*thing).trimmed().isEmpty());
    CHECK(thing->role() != QAccessible::NoRole);
    if (widget.isEnabled())
        CHECK(takesTab(widget));
}

// How many controls it has, so that a walk that finds nothing cannot pass.
int checkWindow(QWidget &window) {
    int controls = 0;
    for (QWidget *widget : window.findChildren<QWidget *>()) {
        if (!isControl(*widget) || isPart(*widget) || !widget->isVisibleTo(&window) ||
            qobject_cast<QAbstractSlider *>(widget) != nullptr)
            continue;
        checkControl(*widget);
        ++controls;
    }
    return controls;
}

// Tab goes round and comes to every control that takes it.
void checkTabs(QWidget &window, int controls) {
    window.show();
    window.activateWindow();
    REQUIRE(QTest::qWaitForWindowActive(&window));
    std::set<QWidget *> reached;
    for (int i = 0; i < 4 * controls + 8; ++i) {
        if (QWidget *focused = window.focusWidget())
            reached.insert(focused);
        QTest::keyClick(window.focusWidget() != nullptr ? window.focusWidget() : &window,
                        Qt::Key_Tab);
    }
    for (QWidget *widget : window.findChildren<QWidget *>()) {
        const bool wants = isControl(*widget) && !isPart(*widget) && widget->isVisible() &&
                           widget->isEnabled() && takesTab(*widget) &&
                           widget->focusProxy() == nullptr;
        INFO(widget->metaObject()->className() << " " << widget->accessibleName().toStdString());
        CHECK((!wants || reached.contains(widget)));
    }
}

} // namespace

TEST_CASE("ux: every control has a name and a role, and is reachable by Tab") {
    for (const auto &[name, make] : windows()) {
        INFO(name);
        FileStage stage;
        stage.post("bob", pictureOf("a.png", 5'000, 80, 40));
        stage.signIn();
        const std::unique_ptr<QWidget> window = make(stage);
        window->show();
        Script::settle();
        CHECK_FALSE(window->windowTitle().isEmpty());
        const int controls = checkWindow(*window);
        CHECK(controls > 0);
        checkTabs(*window, controls);
    }
}

TEST_CASE("ux: every control of the main window and of the files panel has a name and a role") {
    FileStage stage;
    const wire::Entry entry = stage.post("bob", fileOf("a.iso", 5'000));
    stage.signIn();
    stage.tell(stage.download(entry, TransferState::running));
    stage.script.tell(client::BrokerSays{.text = "Going down.", .warning = true});
    Script::settle();
    CHECK(checkWindow(*stage.window) > 5);
    QTest::keyClick(stage.window.get(), Qt::Key_J, Qt::ControlModifier | Qt::ShiftModifier);
    FilesPanel *panel = stage.window->filesPanel();
    REQUIRE(panel != nullptr);
    const int controls = checkWindow(*panel);
    CHECK(controls >= 3);
    checkTabs(*panel, controls);
}

TEST_CASE("ux: Tab reaches every control of the main window, with strips and a panel open") {
    FileStage stage;
    stage.signIn();
    stage.window->resize(1280, 800);
    stage.script.tell(client::BrokerSays{.text = "Going down.", .warning = true});
    client::ConnectionChanged lost = connection(client::Connection::offline);
    lost.retryInMs = 4000;
    stage.script.tell(lost);
    Script::settle();
    REQUIRE(stage.window->connectionStrip().isVisible());
    Navigator &navigator = stage.window->navigator();
    navigator.searchRoom();
    const int controls = checkWindow(*stage.window);
    CHECK(controls > 12);
    checkTabs(*stage.window, controls);
    navigator.toggleMembers();
    Script::settle();
    checkTabs(*stage.window, checkWindow(*stage.window));
    stage.window->infoStrip().setFocus();
}

TEST_CASE("ux: what pops up over the window has names and roles, and works by keyboard") {
    FileStage stage;
    stage.signIn();
    stage.window->pinnedPanel().openBelow(stage.window->header().menuButton());
    Script::settle();
    CHECK(checkWindow(stage.window->pinnedPanel()) >= 1);
    CHECK_FALSE(stage.window->pinnedPanel().accessibleName().isEmpty());
    stage.window->pinnedPanel().hide();
    stage.composer().emojiButton().click();
    EmojiPicker *picker = stage.window->emojiPicker();
    REQUIRE(picker != nullptr);
    CHECK(checkWindow(*picker) > 9);
    picker->hide();
    // In the switcher the keyboard stays where one types; arrows move in the list.
    Switcher &switcher = stage.window->navigator().switcher();
    switcher.open();
    for (QWidget *part :
         {static_cast<QWidget *>(&switcher.queryBox()), static_cast<QWidget *>(&switcher.list())}) {
        QAccessibleInterface *thing = QAccessible::queryAccessibleInterface(part);
        REQUIRE(thing != nullptr);
        CHECK_FALSE(nameOf(*thing).isEmpty());
    }
    CHECK(takesTab(switcher.queryBox()));
    const int before = switcher.list().currentRow();
    QTest::keyClick(&switcher.queryBox(), Qt::Key_Down);
    CHECK(switcher.list().currentRow() != before);
    QTest::keyClick(&switcher.queryBox(), Qt::Key_Escape);
    QMenu &menu = *stage.window->sidebar().selfBar().menu();
    Q_EMIT menu.aboutToShow();
    QAction *say = actionNamed(menu.actions(), "Say what you are doing …");
    REQUIRE(say != nullptr);
    say->trigger();
    Script::settle();
    auto *question = stage.window->findChild<QInputDialog *>();
    REQUIRE(question != nullptr);
    const int controls = checkWindow(*question);
    CHECK(controls >= 3);
    checkTabs(*question, controls);
}

TEST_CASE("accessibility: the rows of rooms and messages speak") {
    FileStage stage;
    stage.post("bob", fileOf("a.iso", 5'000));
    stage.signIn();
    for (QAbstractItemView *view :
         {static_cast<QAbstractItemView *>(&stage.window->sidebar().list()),
          static_cast<QAbstractItemView *>(&stage.view())}) {
        const QAbstractItemModel *model = view->model();
        REQUIRE(model->rowCount() > 2);
        for (int row = 0; row < model->rowCount(); ++row)
            CHECK_FALSE(model->index(row, 0).data(Qt::AccessibleTextRole).toString().isEmpty());
    }
}
