// The half of MainWindow that is menus, keys and dialogs.
#include <QApplication>
#include <QClipboard>
#include <QDesktopServices>
#include <QInputDialog>
#include <QMenu>
#include <QMessageBox>
#include <QShortcut>
#include <QUrl>
#include <array>

#include "gui/model/words.hpp"
#include "gui/window/main_window.hpp"
#include "gui/window/room_dialogs.hpp"

namespace zchat::gui {

namespace {

constexpr std::array<const char *, 6> quickReactions{"👍", "❤️", "😂", "🎉", "👀", "✅"};

} // namespace

void MainWindow::addMenus() {
    auto *menu = new QMenu(this);
    menu->addAction(tr("New room …"), QKeySequence("Ctrl+N"), this, &MainWindow::createRoom);
    menu->addAction(tr("Join a room …"), QKeySequence("Ctrl+J"), this, &MainWindow::joinRoom);
    menu->addAction(tr("New direct chat …"), QKeySequence("Ctrl+D"), this, &MainWindow::directChat);
    menu->addSeparator();
    menu->addAction(tr("Sign in elsewhere …"), this, [this] { Q_EMIT otherSignInWanted({}); });
    menu->addAction(tr("Quit"), QKeySequence::Quit, qApp, &QApplication::quit);
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
    const auto key = [this](const char *sequence, auto action) {
        connect(new QShortcut(QKeySequence(sequence), this), &QShortcut::activated, this, action);
    };
    key("Alt+Up", [this] { step(-1, false); });
    key("Alt+Down", [this] { step(1, false); });
    key("Alt+Shift+Up", [this] { step(-1, true); });
    key("Alt+Shift+Down", [this] { step(1, true); });
}

void MainWindow::step(int direction, bool unreadOnly) {
    const RoomsModel &rooms = desk_.rooms();
    const int count = rooms.rowCount();
    int at = desk_.room() ? rooms.rowOf(*desk_.room()) : 0;
    for (int tried = 0; tried < count; ++tried) {
        at = (at + direction + count) % count;
        const SidebarRow &row = rooms.row(at);
        if (row.room && (!unreadOnly || row.room->unread > 0)) {
            desk_.open(row.room->room);
            return;
        }
    }
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
}

void MainWindow::fillRoomMenu(QMenu &menu, const RoomName &room) {
    const wire::RoomSummary *summary = desk_.rooms().find(room);
    if (summary == nullptr)
        return;
    const bool isDirect = summary->kind == wire::RoomKind::direct;
    if (!isDirect)
        menu.addAction(tr("Invite people …"), this, [this, room] { invite(room); });
    QMenu *notify = menu.addMenu(tr("Notify me of"));
    const auto add = [&](const QString &words, wire::Notify mode) {
        QAction *action =
            notify->addAction(words, this, [this, room, mode] { setNotify(room, mode); });
        action->setCheckable(true);
        action->setChecked(summary->notify == mode);
    };
    add(tr("Everything"), wire::Notify::all);
    add(tr("Mentions"), wire::Notify::mentions);
    add(tr("Nothing (mute)"), wire::Notify::none);
    if (!isDirect && room.value != "lobby") {
        menu.addSeparator();
        menu.addAction(tr("Leave"), this, [this, room] { leave(room); });
    }
}

void MainWindow::setNotify(const RoomName &room, wire::Notify mode) {
    desk_.ask(wire::SetNotify{.room = room, .mode = mode, .until = std::nullopt}, this,
              [this](const Answer &answer) {
                  if (const auto *refusal = std::get_if<Refusal>(&answer))
                      info_->say(oneLine(refusal->text), tr("Close"), true);
              });
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
    case Target::retry:
        if (row.draft)
            desk_.retry(row.draft->id);
        return;
    case Target::drop:
        if (row.draft)
            desk_.drop(row.draft->id);
        return;
    }
}

void MainWindow::showMessageMenu(const QModelIndex &index, QPoint globalPosition) {
    const Row row = desk_.timeline().row(index.row());
    if (isSystemLine(row))
        return;
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const Seq seq = row.message.entry.seq;
    const QString words = plainWords(row.message);
    const auto *text = std::get_if<wire::Text>(&row.message.entry.content);
    const bool isMine = row.message.entry.by == desk_.timeline().me();
    const bool isThere = !row.draft && !row.message.entry.redacted;
    if (isThere) {
        QMenu *reactions = menu->addMenu(tr("React"));
        for (const char *emoji : quickReactions)
            reactions->addAction(QString::fromUtf8(emoji), this, [this, seq, emoji] {
                if (!desk_.react(seq, emoji, true))
                    info_->say(tr("Too much is under way. Try again."), tr("Close"), true);
            });
        menu->addAction(tr("Reply"), this, [this, seq, by = row.message.entry.by] {
            startReply(seq, desk_.people().shownName(by));
        });
    }
    if (!row.message.entry.redacted)
        menu->addAction(tr("Copy text"), this,
                        [words] { QApplication::clipboard()->setText(words); });
    if (isThere && isMine && text != nullptr)
        menu->addAction(tr("Edit"), this, [this, seq, words] { startEdit(seq, words); });
    if (isThere && isMine)
        menu->addAction(tr("Delete …"), this, [this, seq] { confirmRemove(seq); });
    if (row.draft && row.draft->state == client::DraftState::refused) {
        menu->addAction(tr("Retry"), this, [this, id = row.draft->id] { desk_.retry(id); });
        menu->addAction(tr("Delete"), this, [this, id = row.draft->id] { desk_.drop(id); });
    }
    if (menu->isEmpty())
        delete menu;
    else
        menu->popup(globalPosition);
}

void MainWindow::confirmRemove(Seq seq) {
    QMessageBox question(QMessageBox::Question, tr("Delete"),
                         tr("Delete this message for everybody?"),
                         QMessageBox::Yes | QMessageBox::Cancel, this);
    question.setTextFormat(Qt::PlainText);
    if (question.exec() == QMessageBox::Yes && !desk_.remove(seq))
        info_->say(tr("Too much is under way. Try again."), tr("Close"), true);
}

} // namespace zchat::gui
