// The half of MainWindow that is menus, keys and dialogs.
#include <QApplication>
#include <QClipboard>
#include <QDesktopServices>
#include <QInputDialog>
#include <QMenu>
#include <QMessageBox>
#include <QShortcut>
#include <QUrl>

#include "gui/model/notifier.hpp"
#include "gui/model/words.hpp"
#include "gui/window/main_window.hpp"
#include "gui/window/navigator.hpp"
#include "gui/window/regions.hpp"
#include "gui/window/room_dialogs.hpp"

namespace zchat::gui {

void MainWindow::addMenus() {
    auto *menu = new QMenu(this);
    menu->addAction(tr("New room …"), QKeySequence("Ctrl+N"), this, &MainWindow::createRoom);
    menu->addAction(tr("Join a room …"), QKeySequence("Ctrl+J"), this, &MainWindow::joinRoom);
    menu->addAction(tr("New direct chat …"), QKeySequence("Ctrl+D"), this, &MainWindow::directChat);
    menu->addSeparator();
    navigator_->addMainActions(*menu);
    menu->addSeparator();
    addDesktopMenu(*menu);
    menu->addAction(tr("Settings …"), QKeySequence("Ctrl+,"), this, &MainWindow::openSettings);
    menu->addAction(tr("Sign in elsewhere …"), this, [this] { Q_EMIT otherSignInWanted({}); });
    menu->addAction(tr("Quit"), QKeySequence::Quit, this, &MainWindow::quit);
    sidebar_->serverBar().menuButton().setMenu(menu);
    // Shortcuts of actions in a popup menu work only where the window knows the actions.
    addActions(menu->actions());

    auto *roomMenu = new QMenu(this);
    header_->menuButton().setMenu(roomMenu);
    connect(roomMenu, &QMenu::aboutToShow, this, [this, roomMenu] {
        roomMenu->clear();
        if (desk_.room())
            fillRoomMenu(*roomMenu, *desk_.room());
    });
    auto *status = new QMenu(this);
    sidebar_->selfBar().setMenu(status);
    connect(status, &QMenu::aboutToShow, this, [this, status] { fillStatusMenu(*status); });

    connect(sidebar_, &Sidebar::roomMenuWanted, this,
            [this](const RoomName &room, QPoint position) {
                auto *popup = new QMenu(this);
                popup->setAttribute(Qt::WA_DeleteOnClose);
                fillRoomMenu(*popup, room);
                popup->popup(position);
            });
    connect(sidebar_, &Sidebar::plusPressed, this, [this](Section section, QPoint position) {
        if (section != Section::rooms) {
            directChat();
            return;
        }
        auto *popup = new QMenu(this);
        popup->setAttribute(Qt::WA_DeleteOnClose);
        popup->addAction(tr("Join a room …"), this, &MainWindow::joinRoom);
        popup->addAction(tr("New room …"), this, &MainWindow::createRoom);
        popup->popup(position);
    });
}

void MainWindow::addKeys() {
    navigator_->addKeys();
    const auto key = [this](const char *sequence, auto action) {
        connect(new QShortcut(QKeySequence(sequence), this), &QShortcut::activated, this, action);
    };
    const auto region = [this](int direction) {
        std::vector<QWidget *> regions{&sidebar_->list(), header_, &pane_->view(),
                                       &composer_->box()};
        if (area_->panel() != nullptr)
            regions.push_back(area_->panel());
        header_->setFocusProxy(header_->firstButton());
        stepRegion(regions, direction);
    };
    key("F6", [region] { region(1); });
    key("Shift+F6", [region] { region(-1); });
    key("Shift+PgUp", [this] { pane_->view().goToOldestUnread(); });
    leaveToWindow(composer_->box(), QKeySequence("Shift+PgUp"));
}

void MainWindow::addNavigator() {
    navigator_ = new Navigator({.desk = desk_,
                                .theme = theme_,
                                .sidebar = *sidebar_,
                                .header = *header_,
                                .area = *area_,
                                .address = signIn_.address},
                               this);
    connect(navigator_, &Navigator::mentionWanted, this, &MainWindow::mention);
    connect(area_, &PanelArea::panelClosed, this, [this] { composer_->box().setFocus(); });
    connect(navigator_, &Navigator::said, this,
            [this](const QString &sentence) { info_->say(sentence, tr("Close"), false); });
}

void MainWindow::mention(const QString &name) {
    if (!shownRoom_)
        return;
    composer_->box().insertPlainText("@" + name + " ");
    composer_->box().setFocus();
}

void MainWindow::fillStatusMenu(QMenu &menu) {
    menu.clear();
    const auto add = [&](const QString &words, wire::State state) {
        QAction *action = menu.addAction(words, this, [this, state] { desk_.setState(state); });
        action->setCheckable(true);
        action->setChecked(desk_.ownState() == state);
        action->setEnabled(desk_.isOnline());
    };
    add(tr("Online"), wire::State::online);
    add(tr("Away"), wire::State::away);
    menu.addSeparator();
    navigator_->addStatusActions(menu);
}

void MainWindow::fillRoomMenu(QMenu &menu, const RoomName &room) {
    const wire::RoomSummary *summary = desk_.rooms().find(room);
    if (summary == nullptr)
        return;
    const bool isDirect = summary->kind == wire::RoomKind::direct;
    if (!isDirect)
        menu.addAction(tr("Invite people …"), this, [this, room] { invite(room); });
    navigator_->addRoomActions(menu, room);
    addDownloadChoice(menu, room);
    if (desk_.room() == room)
        menu.addAction(tr("Files of this room …"), this, [this] { toggleFiles(true); });
    if (!isDirect && room.value != "lobby") {
        menu.addSeparator();
        menu.addAction(tr("Leave"), this, [this, room] { leave(room); });
    }
}

void MainWindow::leave(const RoomName &room) {
    const wire::RoomSummary *summary = desk_.rooms().find(room);
    if (summary != nullptr && summary->kind == wire::RoomKind::privateRoom) {
        QMessageBox question(QMessageBox::Question, tr("Leave"),
                             tr("Leave %1? It is private: only an invitation brings you back.")
                                 .arg(QString::fromStdString(room.value)),
                             QMessageBox::Yes | QMessageBox::Cancel, this);
        question.setTextFormat(Qt::PlainText);
        if (question.exec() != QMessageBox::Yes)
            return;
    }
    desk_.ask(wire::Leave{.room = room}, this, [this](const Answer &answer) {
        if (const auto *refusal = std::get_if<Refusal>(&answer))
            info_->say(oneLine(refusal->text), tr("Close"), true);
    });
}

template <class Dialog>
void MainWindow::run(Dialog *dialog) {
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &AskDialog::roomAnswered, this, [this](const wire::RoomSummary &room) {
        // The answer may be here before the event that lists the room.
        desk_.rooms().hear(room, false);
        desk_.open(room.room);
    });
    dialog->open();
}

void MainWindow::createRoom() {
    run(new CreateRoomDialog(desk_, theme_, this));
}

void MainWindow::joinRoom() {
    run(new JoinRoomDialog(desk_, theme_, this));
}

void MainWindow::directChat() {
    run(new PeopleDialog(desk_, theme_, std::nullopt, this));
}

void MainWindow::invite(const RoomName &room) {
    run(new PeopleDialog(desk_, theme_, room, this));
}

void MainWindow::hear(const QModelIndex &index, const Hit &what) {
    const Row row = desk_.timeline().row(index.row());
    const Seq seq = row.message.entry.seq;
    switch (what.target) {
    case Target::none:
        return;
    case Target::link:
        // Only http, https and mailto become links at all.
        QDesktopServices::openUrl(QUrl(what.text));
        return;
    case Target::copy:
        QApplication::clipboard()->setText(what.text);
        return;
    case Target::reaction:
        if (!row.draft && !desk_.react(seq, what.emoji, !what.isOwn))
            info_->say(tr("Too much is under way. Try again."), tr("Close"), true);
        return;
    case Target::quote:
        if (const auto of = pane_->view().delegate().layout(index).quoteOf) {
            if (desk_.timeline().rowOf(*of))
                pane_->view().goTo(*of);
            else
                desk_.timeline().showAround(*of);
        }
        return;
    case Target::file:
        act(row, what.act);
        return;
    case Target::retry:
    case Target::rewrite:
    case Target::drop:
        messageActions_->runHit(row, what.target);
        return;
    case Target::addReaction:
    case Target::fold:
        return; // the timeline's own
    }
}

} // namespace zchat::gui
