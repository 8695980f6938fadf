#include "gui/window/navigator.hpp"

#include <QShortcut>

#include "gui/model/words.hpp"
#include "gui/window/keys.hpp"

namespace zchat::gui {

namespace {

constexpr int numberedRooms = 9;

// A muted room is not shown as unread unless somebody named this person in it.
bool isShownUnread(const wire::RoomSummary &room) {
    return room.notify == wire::Notify::none ? room.mentions > 0 : room.unread > 0;
}

} // namespace

Navigator::Navigator(const NavigatorParts &parts, QWidget *window)
    : QObject(window)
    , parts_(parts)
    , window_(window)
    , recent_(parts.desk)
    , mutes_(parts.desk)
    , switcher_(new Switcher(parts.desk, recent_, parts.theme, window))
    , search_(new SearchPanel(parts.desk, parts.theme, &parts.area))
    , members_(new MembersPanel(parts.desk, parts.theme, &parts.area))
    , membersButton_(parts.header.addButton(tr("Members")))
    , searchButton_(parts.header.addButton(tr("Search"))) {
    search_->hide();
    members_->hide();
    wire();
}

void Navigator::wire() {
    Desk &desk = parts_.desk;
    connect(switcher_, &Switcher::roomChosen, this,
            [&desk](const RoomName &room) { desk.open(room); });
    connect(switcher_, &Switcher::personChosen, this, &Navigator::message);
    connect(&parts_.sidebar.jumpButton(), &QPushButton::clicked, switcher_, &Switcher::open);
    connect(membersButton_, &QPushButton::clicked, this, &Navigator::toggleMembers);
    connect(searchButton_, &QPushButton::clicked, this, [this] {
        if (parts_.area.panel() == search_)
            parts_.area.closePanel();
        else
            searchRoom();
    });
    connect(members_, &MembersPanel::personWanted, this, &Navigator::showPerson);
    connect(members_, &MembersPanel::inviteWanted, this, &Navigator::inviteInto);
    // Where the panel lies over the room, a hit would open unseen.
    connect(search_, &SearchPanel::hitOpened, this, [this] {
        if (parts_.area.isNarrow())
            parts_.area.closePanel();
    });
    const auto refresh = [this] {
        membersButton_->setText(parts_.header.membersWords());
        membersButton_->setAccessibleName(tr("Members: %1").arg(parts_.header.membersWords()));
    };
    connect(&desk, &Desk::roomOpened, this, refresh);
    connect(&desk, &Desk::roomChanged, this, refresh);
}

void Navigator::addKeys() {
    const auto key = [this](const QString &sequence, auto action) {
        auto *shortcut = new QShortcut(QKeySequence(sequence), window_);
        connect(shortcut, &QShortcut::activated, this, action);
    };
    key("Ctrl+K", [this] { switcher_->open(); });
    key("Ctrl+F", [this] { searchRoom(); });
    key("Ctrl+Shift+F", [this] { searchEverywhere(); });
    key("Ctrl+Shift+M", [this] { showMentions(); });
    key("Alt+Up", [this] { step(-1, false); });
    key("Alt+Down", [this] { step(1, false); });
    key("Alt+Shift+Up", [this] { step(-1, true); });
    key("Alt+Shift+Down", [this] { step(1, true); });
    for (int number = 1; number <= numberedRooms; ++number)
        key(QString("Ctrl+%1").arg(number), [this, number] { openAt(number); });
    key("Ctrl+Tab", [this] { openLast(); });
    key("Ctrl+I", [this] {
        if (parts_.desk.room())
            showRoom(*parts_.desk.room());
    });
    key("Ctrl+Shift+I", [this] { toggleMembers(); });
    key("Ctrl+/", [this] { showKeys(); });
}

void Navigator::step(int direction, bool unreadOnly) {
    const RoomsModel &rooms = parts_.desk.rooms();
    const int count = rooms.rowCount();
    const std::optional<RoomName> &open = parts_.desk.room();
    const int from = open ? rooms.rowOf(*open) : -1;
    // From a room that is folded away one goes to the first or the last.
    int at = from >= 0 ? from : direction > 0 ? -1 : count;
    for (int tried = 0; tried < count; ++tried) {
        at = (at + direction + count) % count;
        const SidebarRow &row = rooms.row(at);
        if (row.room && row.room->room != open && (!unreadOnly || isShownUnread(*row.room))) {
            parts_.desk.open(RoomName(row.room->room));
            return;
        }
    }
}

void Navigator::openAt(int number) {
    const RoomsModel &rooms = parts_.desk.rooms();
    for (int at = 0; at < rooms.rowCount(); ++at) {
        if (!rooms.row(at).room || --number > 0)
            continue;
        parts_.desk.open(RoomName(rooms.row(at).room->room));
        return;
    }
}

void Navigator::openLast() {
    if (const auto last = recent_.last())
        parts_.desk.open(*last);
}

void Navigator::searchRoom() {
    parts_.area.showPanel(search_);
    search_->searchRoom();
    search_->setFocus();
}

void Navigator::searchEverywhere() {
    parts_.area.showPanel(search_);
    search_->searchEverywhere();
    search_->setFocus();
}

void Navigator::showMentions() {
    parts_.area.showPanel(search_);
    search_->showMentions();
    search_->setFocus();
}

void Navigator::toggleMembers() {
    if (parts_.area.panel() == members_) {
        parts_.area.closePanel();
        return;
    }
    parts_.area.showPanel(members_);
    members_->setFocus();
}

void Navigator::message(const AccountName &name) {
    parts_.desk.ask(wire::Direct{.with = {name}}, this, [this](const Answer &answer) {
        if (const auto *refusal = std::get_if<Refusal>(&answer)) {
            Q_EMIT said(oneLine(refusal->text));
            return;
        }
        const auto *reply = std::get_if<wire::RoomReply>(&std::get<wire::Reply>(answer));
        if (reply == nullptr)
            return;
        parts_.desk.take(reply->room);
        parts_.desk.open(reply->room.room);
    });
}

} // namespace zchat::gui
