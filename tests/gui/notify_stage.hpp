// A window in a lobby, in ops and in a direct chat with bob, with a notification service beside it.
#pragma once

#include "gui/window/notification_log.hpp"
#include "gui/window/notifications.hpp"
#include "gui/window/tray.hpp"
#include "tests/gui/file_stage.hpp"
#include "tests/gui/notification_server.hpp"
#include "tests/support/catch.hpp"

namespace zchat::gui::test {

inline QAction *actionNamed(const QList<QAction *> &actions, const QString &words) {
    for (QAction *action : actions) {
        if (action->text() == words)
            return action;
        if (action->menu() != nullptr)
            if (QAction *found = actionNamed(action->menu()->actions(), words))
                return found;
    }
    return nullptr;
}

struct NotifyStage : FileStage {
    NotifyStage()
        : direct("~aaaaaaaaaaaaaaaaaaaaaaaaaa", wire::RoomKind::direct) {
        direct.summary().with = {AccountName("bob")};
        readAll();
    }
    void readAll() {
        for (Room *room : {&lobby, &ops, &direct})
            room->summary().read = room->summary().head;
    }
    [[nodiscard]] client::RoomsListed list() {
        return {.rooms = {lobby.summary(), ops.summary(), direct.summary()}, .fromCache = false};
    }
    // Online, with a notification service; the lobby is open.
    void begin() {
        REQUIRE(bus.isThere());
        REQUIRE(bus.serve(server));
        const QDBusConnection own = bus.connect("client");
        REQUIRE(BusBubbles::isServed(own));
        window->notifications().showThrough(std::make_unique<BusBubbles>(own));
        script.tell(signedIn("alice"));
        script.tell(connection(client::Connection::online));
        script.tell(list());
        serve();
        REQUIRE(window->desk().room() == RoomName("lobby"));
    }
    // The last entry of a room is said now, and its summary follows as the brain sends it.
    void hear(Room &room) {
        wire::RoomSummary summary = room.summary();
        summary.unread = summary.head.value - summary.read.value;
        script.tell(room.last());
        script.tell(client::RoomChanged{.room = summary, .gone = false});
        Script::settle();
    }
    void mention(Room &room, const std::string &words) {
        wire::Text text;
        text.body = words;
        text.mentions = {"alice"};
        room.add("bob", std::move(text));
        hear(room);
    }
    [[nodiscard]] bool waitTold(std::size_t count) {
        return QTest::qWaitFor([&] { return server.told.size() >= count; }, 10'000);
    }
    [[nodiscard]] Why lastWhy() const { return window->notifications().log().front().why; }
    void choose(const std::function<void(Preferences &)> &change) {
        Preferences changed = window->desk().preferences();
        change(changed);
        window->desk().setPreferences(changed);
    }

    PrivateBus bus;
    NotificationServer server;
    Room direct;
};

} // namespace zchat::gui::test
