// The half of Navigator that is menus and dialogs.
#include <QDateTime>
#include <QInputDialog>
#include <QLocale>

#include "gui/model/notifier.hpp"
#include "gui/model/words.hpp"
#include "gui/window/accounts_dialog.hpp"
#include "gui/window/devices_dialog.hpp"
#include "gui/window/directory_dialog.hpp"
#include "gui/window/keys.hpp"
#include "gui/window/navigator.hpp"
#include "gui/window/person_card.hpp"
#include "gui/window/room_dialog.hpp"
#include "gui/window/room_dialogs.hpp"
#include "shared/base/limits.hpp"

namespace zchat::gui {

namespace {

constexpr int hourS = 3600;

// Bytes are what the broker counts, and a character stays whole.
QString cutTo(const QString &words, std::size_t bytes) {
    QString kept = words.simplified();
    while (static_cast<std::size_t>(kept.toUtf8().size()) > bytes)
        kept.chop(kept.size() > 1 && kept[kept.size() - 1].isLowSurrogate() ? 2 : 1);
    return kept;
}

} // namespace

template <class Dialog>
Dialog *Navigator::present(Dialog *dialog) {
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->open();
    return dialog;
}

void Navigator::addMainActions(QMenu &menu) {
    menu.addAction(tr("People …"), this, &Navigator::showDirectory);
    menu.addAction(tr("My devices …"), this, &Navigator::showDevices);
    QAction *invite = menu.addAction(tr("Invite a person …"), this, [this] {
        makeTicket({.purpose = wire::Purpose::account, .name = std::nullopt});
    });
    QAction *accounts = menu.addAction(tr("Accounts …"), this, &Navigator::showAccounts);
    menu.addAction(tr("Keys"), this, &Navigator::showKeys);
    const auto refresh = [this, invite, accounts] {
        invite->setVisible(parts_.desk.isAdministrator());
        accounts->setVisible(parts_.desk.isAdministrator());
    };
    connect(&parts_.desk, &Desk::identityChanged, this, refresh);
    refresh();
}

void Navigator::addRoomActions(QMenu &menu, const RoomName &room) {
    menu.addAction(tr("About this room …"), this, [this, room] { showRoom(room); });
    const wire::RoomSummary *summary = parts_.desk.rooms().find(room);
    if (summary != nullptr && summary->with.size() == 1)
        menu.addAction(tr("Profile …"), this,
                       [this, name = summary->with.front()] { showPerson(name); });
    addNotifyMenu(menu, room);
}

void Navigator::addNotifyMenu(QMenu &menu, const RoomName &room) {
    const wire::RoomSummary *summary = parts_.desk.rooms().find(room);
    if (summary == nullptr)
        return;
    QMenu *notify = menu.addMenu(tr("Notify me of"));
    const std::optional<QDateTime> until = mutes_.until(room);
    const auto add = [&](const QString &words, wire::Notify mode) {
        QAction *action =
            notify->addAction(words, this, [this, room, mode] { mutes_.set(room, mode); });
        action->setCheckable(true);
        action->setChecked(notifyModeOf(*summary, parts_.desk.preferences()) == mode && !until);
    };
    add(tr("Everything"), wire::Notify::all);
    add(tr("Mentions and keywords"), wire::Notify::mentions);
    notify->addSeparator();
    if (until) {
        QAction *said = notify->addAction(
            tr("Muted until %1").arg(QLocale().toString(*until, QLocale::ShortFormat)));
        said->setEnabled(false);
    }
    notify->addAction(tr("Mute for an hour"), this, [this, room] {
        mutes_.muteUntil(room, QDateTime::currentDateTime().addSecs(hourS));
    });
    notify->addAction(tr("Mute until tomorrow"), this, [this, room] {
        mutes_.muteUntil(room, tomorrowMorning(QDateTime::currentDateTime()));
    });
    add(tr("Mute always"), wire::Notify::none);
}

void Navigator::addStatusActions(QMenu &menu) {
    QAction *words =
        menu.addAction(tr("Say what you are doing …"), this, &Navigator::askStatusWords);
    words->setEnabled(parts_.desk.isOnline());
    if (parts_.desk.name())
        menu.addAction(tr("My profile …"), this, [this] { showPerson(*parts_.desk.name()); });
}

void Navigator::askStatusWords() {
    auto *question = new QInputDialog(window_);
    question->setWindowTitle(tr("Status"));
    question->setLabelText(tr("Others see it beside your name; empty takes it away."));
    if (const Person *self = parts_.desk.people().find(*parts_.desk.name()))
        question->setTextValue(self->status);
    connect(question, &QInputDialog::textValueSelected, this, [this](const QString &typed) {
        parts_.desk.setState(parts_.desk.ownState(), cutTo(typed, limits::statusBytes));
    });
    present(question);
}

void Navigator::showPerson(const AccountName &name) {
    // Where a click activates, one click is heard twice.
    for (const PersonCard *card : window_->findChildren<PersonCard *>())
        if (card->isVisible() && card->name() == name)
            return;
    auto *card = new PersonCard(parts_.desk, parts_.theme, name, window_);
    connect(card, &PersonCard::messageWanted, this, &Navigator::message);
    connect(card, &PersonCard::mentionWanted, this, &Navigator::mentionWanted);
    present(card);
}

void Navigator::showRoom(const RoomName &room) {
    if (parts_.desk.rooms().find(room) == nullptr)
        return;
    auto *dialog = new RoomDialog(parts_.desk, mutes_, parts_.theme, room, window_);
    connect(dialog, &RoomDialog::personWanted, this, &Navigator::showPerson);
    connect(dialog, &RoomDialog::inviteWanted, this, &Navigator::inviteInto);
    connect(dialog, &AskDialog::roomAnswered, this,
            [this](const wire::RoomSummary &changed) { parts_.desk.take(changed); });
    present(dialog);
}

void Navigator::showDirectory() {
    auto *dialog = new DirectoryDialog(parts_.desk, parts_.theme, window_);
    connect(dialog, &DirectoryDialog::personWanted, this, &Navigator::showPerson);
    connect(dialog, &DirectoryDialog::messageWanted, this, [this, dialog](const AccountName &name) {
        dialog->accept();
        message(name);
    });
    present(dialog);
}

void Navigator::showDevices() {
    auto *dialog = new DevicesDialog(parts_.desk, window_);
    connect(dialog, &DevicesDialog::addWanted, this,
            [this] { makeTicket({.purpose = wire::Purpose::device, .name = std::nullopt}); });
    present(dialog);
}

void Navigator::showAccounts() {
    auto *dialog = new AccountsDialog(parts_.desk, window_);
    connect(dialog, &AccountsDialog::inviteWanted, this,
            [this] { makeTicket({.purpose = wire::Purpose::account, .name = std::nullopt}); });
    connect(dialog, &AccountsDialog::deviceLinkWanted, this, [this](const AccountName &name) {
        makeTicket({.purpose = wire::Purpose::device, .name = name});
    });
    present(dialog);
}

void Navigator::makeTicket(const TicketWish &wish) {
    present(new TicketDialog(parts_.desk, wish, parts_.address, window_));
}

void Navigator::inviteInto(const RoomName &room) {
    present(new PeopleDialog(parts_.desk, parts_.theme, room, window_));
}

void Navigator::showKeys() {
    present(new KeysDialog(parts_.theme, window_));
}

} // namespace zchat::gui
