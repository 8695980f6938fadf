// A whole window in a small company: rooms, direct chats, people; for tests of finding and people.
#pragma once

#include <QApplication>
#include <QtTest/QTest>

#include "gui/window/main_window.hpp"
#include "gui/window/navigator.hpp"
#include "gui/window/side_panel.hpp"
#include "tests/gui/script.hpp"
#include "tests/support/catch.hpp"

namespace zchat::gui::test {

inline const SignIn aliceSignIn{.name = AccountName("alice"),
                                .address = {.host = "chat.example", .port = 5555},
                                .invite = std::nullopt,
                                .shownKey = std::nullopt};

inline wire::PersonRow person(const char *name, const char *title, wire::State state,
                              bool isProgram = false) {
    return {.name = AccountName(name),
            .title = title,
            .state = state,
            .text = std::nullopt,
            .bot = isProgram};
}

inline wire::MemberRow member(const char *name, wire::Role role,
                              wire::State state = wire::State::online) {
    return {.name = AccountName(name), .title = "", .role = role, .state = state, .read = Seq{}};
}

struct FindingStage {
    explicit FindingStage(wire::AccountRole role = wire::AccountRole::member)
        : role_(role)
        , theme(ThemeChoice::light)
        , lobby("lobby")
        , ops("ops")
        , build("build")
        , secret("secret", wire::RoomKind::privateRoom)
        , withMaya("~aaaaaaaaaaaaaaaaaaaaaaaaaa", wire::RoomKind::direct)
        , window(script.open(), aliceSignIn, theme) {
        withMaya.summary().with = {AccountName("maya")};
        for (Room *room : {&lobby, &ops, &build, &secret, &withMaya})
            room->sayMany("bob", 3);
        window.show();
        window.activateWindow();
        (void)QTest::qWaitForWindowActive(&window);
    }
    [[nodiscard]] std::vector<const Room *> rooms() const {
        return {&lobby, &ops, &build, &secret, &withMaya};
    }
    void signIn() {
        client::SignedIn me = signedIn("alice", "Alice Reyes");
        me.me.role = role_;
        script.tell(me);
        script.tell(connection(client::Connection::online));
        std::vector<wire::RoomSummary> summaries;
        for (Room *room : {&lobby, &ops, &build, &secret, &withMaya})
            summaries.push_back(room->summary());
        script.tell(client::RoomsListed{.rooms = summaries, .fromCache = false});
        Script::settle();
        if (const auto people = script.asked<wire::People>()) {
            answer(
                people->first,
                wire::PeopleReply{.people = {person("bob", "", wire::State::offline),
                                             person("ci", "", wire::State::online, true),
                                             person("maya", "Maya Klein", wire::State::online),
                                             person("tom", "Tom Okafor", wire::State::away),
                                             person("zoe", "Zoë Ångström", wire::State::offline)}});
        }
        serve(script, rooms());
    }
    void answer(client::Token token, wire::Reply reply) {
        script.tell(client::Answered{.token = token, .body = std::move(reply)});
        Script::settle();
    }
    void refuse(client::Token token, const char *sentence) {
        script.tell(client::Answered{
            .token = token,
            .body =
                Refusal{.code = Code::denied, .text = sentence, .retryMs = {}, .versions = {}}});
        Script::settle();
    }
    void goOffline() {
        client::ConnectionChanged lost = connection(client::Connection::offline);
        lost.trouble = client::Trouble::lost;
        lost.retryInMs = 4000;
        script.tell(lost);
        Script::settle();
    }
    void key(Qt::Key key, Qt::KeyboardModifiers modifiers) {
        // Where a dialog has gone nobody gives the window its keys back on this platform.
        if (QApplication::activeWindow() == nullptr) {
            window.activateWindow();
            (void)QTest::qWaitForWindowActive(&window);
        }
        QWidget *focus = QApplication::focusWidget();
        QTest::keyClick(focus != nullptr ? focus : &window, key, modifiers);
        Script::settle();
        // Serving forgets what was asked.
        if (!script.said<client::LoadWindow>().empty())
            serve(script, rooms());
    }
    void tellUnread(Room &room, std::uint64_t unread, std::uint64_t mentions) {
        room.summary().unread = unread;
        room.summary().mentions = mentions;
        script.tell(client::RoomChanged{.room = room.summary(), .gone = false});
        Script::settle();
    }
    [[nodiscard]] QString openRoom() {
        return window.desk().room() ? QString::fromStdString(window.desk().room()->value)
                                    : QString();
    }
    template <class Dialog>
    [[nodiscard]] Dialog *dialog() {
        Script::settle();
        for (Dialog *found : window.findChildren<Dialog *>())
            if (found->isVisible())
                return found;
        return nullptr;
    }

    wire::AccountRole role_;
    Script script;
    Theme theme;
    Room lobby;
    Room ops;
    Room build;
    Room secret;
    Room withMaya;
    MainWindow window;
};

} // namespace zchat::gui::test
