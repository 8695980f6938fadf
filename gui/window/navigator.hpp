// Navigator: how a person gets about: the switcher, search and members beside the room, the keys
// that move among rooms, and the dialogs about rooms, people, devices and accounts.
//
// It opens and closes; what each of them shows is its own affair. Menus are the window's, which
// asks for the entries that belong here.
#pragma once

#include <QMenu>
#include <QObject>

#include "gui/model/desk.hpp"
#include "gui/model/mutes.hpp"
#include "gui/model/recent_rooms.hpp"
#include "gui/window/members_panel.hpp"
#include "gui/window/room_header.hpp"
#include "gui/window/search_panel.hpp"
#include "gui/window/sidebar.hpp"
#include "gui/window/switcher.hpp"
#include "gui/window/ticket_dialog.hpp"

namespace zchat::gui {

struct NavigatorParts {
    Desk &desk;
    const Theme &theme;
    Sidebar &sidebar;
    RoomHeader &header;
    PanelArea &area;
    Address address; // by which this client reaches the server
};

class Navigator final : public QObject {
    Q_OBJECT
public:
    Navigator(const NavigatorParts &parts, QWidget *window);

    void addKeys();
    void addMainActions(QMenu &menu);
    void addRoomActions(QMenu &menu, const RoomName &room);
    void addStatusActions(QMenu &menu);

    [[nodiscard]] Switcher &switcher() { return *switcher_; }
    [[nodiscard]] SearchPanel &searchPanel() { return *search_; }
    [[nodiscard]] MembersPanel &membersPanel() { return *members_; }
    [[nodiscard]] Mutes &mutes() { return mutes_; }

    void step(int direction, bool unreadOnly);
    void openAt(int number); // the first room of the sidebar is 1
    void openLast();
    void searchRoom();
    void searchEverywhere();
    void showMentions();
    void toggleMembers();
    void showPerson(const AccountName &name);
    void showRoom(const RoomName &room);
    void showDirectory();
    void showDevices();
    void showAccounts();
    void makeTicket(const TicketWish &wish);
    void inviteInto(const RoomName &room);
    void showKeys();
    // Opens the direct room with one person, made where there is none.
    void message(const AccountName &name);

Q_SIGNALS:
    void mentionWanted(const QString &name);
    void said(const QString &sentence);

private:
    void wire();
    void addNotifyMenu(QMenu &menu, const RoomName &room);
    void askStatusWords();
    template <class Dialog>
    Dialog *present(Dialog *dialog);

    NavigatorParts parts_;
    QWidget *window_;
    RecentRooms recent_;
    Mutes mutes_;
    Switcher *switcher_;
    SearchPanel *search_;
    MembersPanel *members_;
    QPushButton *membersButton_;
    QPushButton *searchButton_;
};

} // namespace zchat::gui
