// What the broker says: events, and answers by what they were for.
#include <utility>

#include "shared/base/overloaded.hpp"
#include "shared/client/core_state.hpp"

namespace zchat::client {

void ClientCore::State::body(std::string_view bytes) {
    auto heard = wire::decodeHeard(bytes);
    if (!heard.ok())
        return; // not of this version: what it may have told is asked for by heads
    if (const wire::AnswerHeard *answer = std::get_if<wire::AnswerHeard>(&*heard))
        answered(*answer);
    else
        std::visit([this](auto &&each) { event(std::forward<decltype(each)>(each)); },
                   std::get<wire::Event>(std::move(*heard)));
}

void ClientCore::State::answered(const wire::AnswerHeard &answer) {
    if (!answer.re)
        return;
    const std::optional<Asked> asked = asks_.take(*answer.re);
    if (!asked)
        return;
    if (const Refusal *said = std::get_if<Refusal>(&answer.body)) {
        refusal(*asked, *said);
        return;
    }
    auto fields = wire::readReply(asked->request, std::get<wire::Map>(answer.body));
    if (fields.ok())
        reply(*asked, std::move(*fields));
    else
        // The broker did what was asked, but how it says so cannot be read. Asking again later is
        // the one thing that loses nothing.
        refusal(*asked, Refusal{.code = Code::busy,
                                .text = "The broker's answer could not be read.",
                                .retryMs = std::nullopt,
                                .versions = {}});
}

void ClientCore::State::event(wire::LogEvent log) {
    followed_.heard(log.room, std::move(log.entries), nowMs_, effects_);
}

void ClientCore::State::event(const wire::BeatEvent &beat) {
    session_.beatHeard(nowMs_, effects_);
    followed_.headsSeen(beat.heads, nowMs_, effects_);
}

void ClientCore::State::event(wire::PresenceEvent presence) {
    effects_.tell(PresenceChanged{.states = std::move(presence.states)});
}

void ClientCore::State::event(wire::TypingEvent typing) {
    if (session_.me())
        std::erase(typing.who, session_.me()->name);
    if (!typing.who.empty())
        effects_.tell(TypingChanged{.room = std::move(typing.room), .who = std::move(typing.who)});
}

void ClientCore::State::event(wire::ReceiptEvent receipt) {
    effects_.tell(ReceiptsMoved{.room = std::move(receipt.room), .read = std::move(receipt.read)});
}

void ClientCore::State::event(const wire::MarkerEvent &marker) {
    markers_.heard(marker, followed_.have(marker.room).value_or(Seq{}), effects_);
}

void ClientCore::State::event(const wire::RoomsEvent &rooms) {
    pass(list_.changed(rooms.room, rooms.gone, effects_), false);
}

void ClientCore::State::event(wire::NoticeEvent notice) {
    effects_.tell(BrokerSays{.text = std::move(notice.text), .warning = notice.warning});
}

namespace {

// The reply of the shape that this purpose has; readReply made it from the very request.
template <class Shape>
Shape shaped(wire::Reply &reply) {
    Shape *held = std::get_if<Shape>(&reply);
    INVARIANT(held != nullptr, "a reply has the shape of its request");
    return std::move(*held);
}

} // namespace

void ClientCore::State::reply(const Asked &asked, wire::Reply reply) {
    std::visit(
        Overloaded{
            [&](const ForHello &hello) {
                session_.helloAnswered(hello, shaped<wire::HelloReply>(reply), nowMs_, effects_);
            },
            [&](const ForRegister &) {
                session_.accountMade(shaped<wire::MeReply>(reply).me, false, nowMs_, effects_);
            },
            [&](const ForRedeem &) {
                session_.accountMade(shaped<wire::MeReply>(reply).me, true, nowMs_, effects_);
            },
            [&](const ForPing &) {
                const auto ping = shaped<wire::PingReply>(reply);
                session_.pingAnswered(ping, nowMs_, effects_);
                followed_.headsSeen(ping.heads, nowMs_, effects_);
            },
            [&](const ForBye &) { effects_.order(SaidGoodbye{}); },
            [&](const ForRoomsPage &page) {
                const bool fresh = !list_.listed();
                pass(list_.page(page, shaped<wire::RoomsReply>(reply).rooms, effects_), fresh);
            },
            [&](const ForEntries &entries) {
                followed_.replied(entries, shaped<wire::EntriesReply>(reply), nowMs_, effects_);
            },
            [&](const ForPost &post) {
                outbox_.stored(post.id, shaped<wire::PostReply>(reply), effects_);
            },
            [&](const ForWindow &window) {
                // What was told earlier in this step must be folded in first.
                passAdded();
                const RoomName &room = std::get<wire::History>(asked.request).room;
                windows_.replied(
                    window, shaped<wire::HistoryReply>(reply),
                    {.have = followed_.have(room), .position = followed_.position(room)}, asks_,
                    effects_);
            },
            [&](const ForRead &read) {
                markers_.replied(read, shaped<wire::ReadReply>(reply), effects_);
            },
            [&](const ForProgram &) { programReply(asked, std::move(reply)); },
        },
        asked.purpose);
}

// A program's own request may tell what the brain keeps watch over.
void ClientCore::State::programReply(const Asked &asked, wire::Reply reply) {
    if (const wire::RoomReply *room = std::get_if<wire::RoomReply>(&reply))
        pass(list_.changed(room->room, false, effects_), false);
    if (const wire::Read *read = std::get_if<wire::Read>(&asked.request); read && !read->cursor)
        markers_.movedTo(read->room, std::get<wire::ReadReply>(reply).seq, effects_);
    effects_.tell(
        Answered{.token = std::get<ForProgram>(asked.purpose).token, .body = std::move(reply)});
}

void ClientCore::State::refusal(const Asked &asked, const Refusal &refusal) {
    std::visit(
        Overloaded{
            [&](const ForRoomsPage &page) {
                const bool fresh = !list_.listed();
                pass(list_.pageRefused(page, refusal, nowMs_, effects_), fresh);
            },
            [&](const ForEntries &entries) {
                followed_.refused(entries, refusal, nowMs_, effects_);
            },
            [&](const ForPost &post) { outbox_.refused(post.id, refusal, nowMs_, effects_); },
            [&](const ForWindow &window) { windows_.refused(window, refusal, effects_); },
            [&](const ForRead &read) { markers_.refused(read, refusal, nowMs_, effects_); },
            [&](const ForProgram &program) {
                effects_.tell(Answered{.token = program.token, .body = refusal});
            },
            [&](const auto &) { session_.refused(asked.purpose, refusal, nowMs_, effects_); },
        },
        asked.purpose);
}

} // namespace zchat::client
