// What the scene can open beside or above the room: words of its command line name it.
//
//   switcher jump search mentions members card room people devices ticket accounts keys
#pragma once

#include <QStringList>

#include "gui/window/main_window.hpp"
#include "gui/window/navigator.hpp"
#include "gui/window/room_dialog.hpp"
#include "gui/window/ticket_dialog.hpp"
#include "tests/gui/script.hpp"

namespace zchat::gui::test {

template <class Request, class Reply>
void answerScene(Script &script, Reply reply) {
    Script::settle();
    if (const auto asked = script.asked<Request>())
        script.tell(client::Answered{.token = asked->first, .body = wire::Reply(std::move(reply))});
    Script::settle();
}

inline void giveSceneMembers(Script &script) {
    const auto row = [](const char *name, wire::Role role) {
        return wire::MemberRow{.name = AccountName(name),
                               .title = "",
                               .role = role,
                               .state = wire::State::online,
                               .read = Seq{}};
    };
    answerScene<wire::Members>(
        script, wire::MembersReply{
                    .members = {row("maya", wire::Role::owner), row("tom", wire::Role::moderator),
                                row("alice", wire::Role::member), row("jun", wire::Role::member),
                                row("lena", wire::Role::member), row("ci", wire::Role::member)}});
    answerScene<wire::Members>(script, wire::MembersReply{.members = {}});
}

inline wire::HitsReply sceneHits(const Room &room) {
    wire::HitsReply reply;
    for (const std::uint64_t seq : {13ULL, 12ULL, 5ULL, 3ULL, 2ULL})
        reply.hits.push_back({.room = room.name(),
                              .message = wire::toMessage(room.after(seq - 1).front()),
                              .snippet = ""});
    reply.next = "more";
    return reply;
}

inline void openScenePart(MainWindow &window, Script &script, Room &ops, const QStringList &words) {
    Navigator &navigator = window.navigator();
    const auto wants = [&](const char *word) { return words.contains(word); };
    if (wants("switcher") || wants("jump")) {
        navigator.switcher().open();
        if (wants("jump"))
            navigator.switcher().queryBox().setText("in");
    }
    if (wants("search")) {
        navigator.searchRoom();
        navigator.searchPanel().queryBox().setText("rack from:tom");
        navigator.searchPanel().onlyHere().click();
        answerScene<wire::Search>(script, sceneHits(ops));
        navigator.searchPanel().hits().setCurrentRow(1);
    }
    if (wants("mentions")) {
        navigator.showMentions();
        answerScene<wire::Mentions>(script, sceneHits(ops));
    }
    if (wants("members")) {
        navigator.toggleMembers();
        giveSceneMembers(script);
    }
    if (wants("card"))
        navigator.showPerson(AccountName("maya"));
    if (wants("room")) {
        ops.summary().role = wire::Role::owner;
        script.tell(client::RoomChanged{.room = ops.summary(), .gone = false});
        Script::settle();
        navigator.showRoom(ops.name());
        giveSceneMembers(script);
        for (RoomDialog *dialog : window.findChildren<RoomDialog *>())
            dialog->people().list().setCurrentRow(1);
    }
    if (wants("people"))
        navigator.showDirectory();
    if (wants("devices")) {
        navigator.showDevices();
        PublicKey key;
        const TimeMs now = QDateTime::currentMSecsSinceEpoch();
        answerScene<wire::Devices>(script,
                                   wire::DevicesReply{.devices = {{.device = key,
                                                                   .label = "kitchen laptop",
                                                                   .added = now - 86'400'000LL * 90,
                                                                   .seen = now,
                                                                   .current = true},
                                                                  {.device = key,
                                                                   .label = "phone",
                                                                   .added = now - 86'400'000LL * 30,
                                                                   .seen = now - 86'400'000LL * 2,
                                                                   .current = false}}});
    }
    if (wants("ticket")) {
        navigator.makeTicket({.purpose = wire::Purpose::account, .name = std::nullopt});
        for (TicketDialog *dialog : window.findChildren<TicketDialog *>())
            dialog->makeButton().click();
        answerScene<wire::Ticket>(
            script, wire::TicketReply{.ticket = {},
                                      .link = "zchat://chat.example.org:5555/#" +
                                              std::string(64, 'a') + "." + std::string(64, 'b')});
    }
    if (wants("accounts")) {
        navigator.showAccounts();
        wire::AccountsReply reply;
        for (const char *name : {"alice", "ci", "jun", "lena", "maya", "tom"}) {
            wire::AccountRow row;
            row.name = AccountName(name);
            row.title = name == std::string("maya") ? "Maya Klein" : "";
            row.bot = name == std::string("ci");
            row.role =
                name == std::string("alice") ? wire::AccountRole::admin : wire::AccountRole::member;
            row.devices = 2;
            row.seen = QDateTime::currentMSecsSinceEpoch() - 3600'000;
            row.disabled = name == std::string("lena");
            reply.accounts.push_back(row);
        }
        answerScene<wire::Accounts>(script, reply);
    }
    if (wants("keys"))
        navigator.showKeys();
}

} // namespace zchat::gui::test
