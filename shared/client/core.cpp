#include "shared/client/core.hpp"

#include <algorithm>
#include <string_view>
#include <utility>

#include "shared/base/overloaded.hpp"
#include "shared/client/asks.hpp"
#include "shared/client/chance.hpp"
#include "shared/client/followed_rooms.hpp"
#include "shared/client/markers.hpp"
#include "shared/client/outbox.hpp"
#include "shared/client/room_list.hpp"
#include "shared/client/sentences.hpp"
#include "shared/client/session.hpp"
#include "shared/client/windows.hpp"
#include "shared/wire/codec.hpp"

namespace zchat::client {

// The parts know nothing of each other; this passes on what one found out to those it concerns.
class ClientCore::State final {
public:
    explicit State(CoreConfig config)
        : config_(std::move(config))
        , chance_(config_.seed)
        , session_(config_, asks_, chance_)
        , followed_(chance_, config_.joinedRooms) {}

    std::vector<Output> step(Input input, std::int64_t nowMs) {
        nowMs_ = std::max(nowMs_, nowMs);
        std::visit([this](auto &&each) { in(std::forward<decltype(each)>(each)); },
                   std::move(input));
        settle();
        return effects_.take();
    }

    std::int64_t nextDueMs() const {
        std::int64_t due = std::min(session_.nextDueMs(), nowMs_ + 1000);
        for (const std::optional<std::int64_t> &each :
             {outbox_.nextDueMs(), list_.nextDueMs(), followed_.nextDueMs(), markers_.nextDueMs()})
            due = std::min(due, each.value_or(due));
        return due;
    }

private:
    // What comes in.
    void in(Start start);
    void in(Ask ask) {
        std::visit([this](auto &&each) { command(std::forward<decltype(each)>(each)); },
                   std::move(ask.command));
    }
    void in(const DoorAnswered &door) { session_.doorAnswered(door.line, nowMs_, effects_); }
    void in(const DoorFailed &door) { session_.doorFailed(door.trouble, nowMs_, effects_); }
    void in(const SocketUp &up) { session_.socketUp(up.socket, nowMs_, effects_); }
    void in(const SocketDown &down) { session_.socketDown(down.socket, nowMs_, effects_); }
    void in(const SocketRefused &refused) {
        session_.socketRefused(refused.socket, refused.status, nowMs_, effects_);
    }
    void in(const BodyHeard &heard) {
        session_.requestsLive(nowMs_);
        body(heard.body);
    }
    void in(const TopicHeard &heard) {
        const std::size_t zero = heard.frame.find('\0');
        if (zero != std::string::npos)
            body(std::string_view(heard.frame).substr(zero + 1));
    }
    void in(const Tick &) { session_.tick(nowMs_, effects_); }
    void in(const Stop &) { session_.stop(effects_); }

    // What the person or program asks.
    void command(PostDraft post) { outbox_.post(std::move(post), effects_); }
    void command(const RetryDraft &retry) { outbox_.retry(retry.id, effects_); }
    void command(const DropDraft &drop) { outbox_.drop(drop.id, effects_); }
    void command(const AskBroker &ask);
    void command(const LoadWindow &load);
    void command(const FollowRoom &follow);
    void command(const UnfollowRoom &unfollow) { followed_.unfollow(unfollow.room, effects_); }
    void command(const MarkRead &mark) { markers_.mark(mark, nowMs_, effects_); }
    void command(KeepComposer keep) {
        effects_.keep(KeepText{.room = std::move(keep.room), .text = std::move(keep.text)});
    }
    void command(const ReconnectNow &) { session_.reconnectNow(nowMs_, effects_); }

    // What the broker says.
    void body(std::string_view bytes);
    void answered(const wire::AnswerHeard &answer);
    void event(wire::LogEvent log);
    void event(const wire::BeatEvent &beat);
    void event(wire::PresenceEvent presence);
    void event(wire::TypingEvent typing);
    void event(wire::ReceiptEvent receipt);
    void event(const wire::MarkerEvent &marker);
    void event(const wire::RoomsEvent &rooms);
    void event(wire::NoticeEvent notice);

    // Its answers, by what they were for.
    void reply(const Asked &asked, wire::Reply reply);
    void refusal(const Asked &asked, const Refusal &refusal);
    void programReply(const Asked &asked, wire::Reply reply);

    void settle();
    void pass(Happening happening);
    void pass(const RoomNews &news, bool fresh);
    void signedIn();
    void lost();

    const CoreConfig config_;
    std::int64_t nowMs_ = 0;
    Chance chance_;
    Effects effects_;
    Asks asks_;
    Session session_;
    Outbox outbox_;
    RoomList list_;
    FollowedRooms followed_;
    Markers markers_;
    Windows windows_;
};

void ClientCore::State::in(Start start) {
    const Kept kept = start.kept;
    if (kept.me)
        markers_.signedIn(kept.me->name);
    list_.start(std::move(start.kept.rooms), effects_);
    for (const auto &[room, text] : kept.composers)
        effects_.tell(ComposerKept{.room = room, .text = text});
    outbox_.start(std::move(start.kept.drafts), effects_);
    followed_.start(std::move(start.kept.positions));
    markers_.start(std::move(start.kept.markers), nowMs_);
    session_.start(kept, nowMs_, effects_);
}

void ClientCore::State::command(const AskBroker &ask) {
    if (session_.ready()) {
        asks_.send(ask.request, ForProgram{.token = ask.token}, effects_);
        return;
    }
    effects_.tell(Answered{.token = ask.token,
                           .body = Refusal{.code = Code::busy,
                                           .text = sentences::noConnection(config_.address),
                                           .retryMs = std::nullopt,
                                           .versions = {}}});
}

void ClientCore::State::command(const LoadWindow &load) {
    if (session_.ready())
        windows_.ask(load, asks_, effects_);
    else
        effects_.order(ReadCache{.window = load});
}

void ClientCore::State::command(const FollowRoom &follow) {
    followed_.follow(follow, nowMs_, effects_);
    if (const wire::RoomSummary *summary = list_.find(follow.room))
        followed_.listed(*summary, false, nowMs_, effects_);
}

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
                for (const EntriesAdded &added : followed_.takeAdded()) {
                    markers_.entriesAdded(added.room, added.entries, effects_);
                    windows_.entriesAdded(added);
                }
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

void ClientCore::State::settle() {
    for (auto happenings = session_.takeHappenings(); !happenings.empty();
         happenings = session_.takeHappenings())
        for (const Happening happening : happenings)
            pass(happening);
    for (const EntriesAdded &added : followed_.takeAdded()) {
        markers_.entriesAdded(added.room, added.entries, effects_);
        windows_.entriesAdded(added);
    }
    if (!session_.ready())
        return;
    if (markers_.takeInexact())
        list_.compare();
    list_.pump(nowMs_, asks_, effects_);
    followed_.pump(nowMs_, asks_, effects_);
    markers_.pump(nowMs_, asks_, effects_);
    outbox_.pump(nowMs_, asks_, effects_);
}

void ClientCore::State::pass(Happening happening) {
    switch (happening) {
    case Happening::accountKnown:
        signedIn();
        break;
    case Happening::subscribe:
        // The beat comes last: once it is heard, whatever was subscribed before it is live.
        followed_.openSubscriptions(effects_);
        effects_.order(Subscribe{.topic = std::string(wire::presenceTopic)});
        effects_.order(Subscribe{.topic = std::string(wire::beatTopic)});
        break;
    case Happening::compare:
        list_.compare();
        followed_.compare(nowMs_);
        break;
    case Happening::lost:
        lost();
        break;
    }
}

void ClientCore::State::pass(const RoomNews &news, bool fresh) {
    for (const wire::RoomSummary &room : news.heard) {
        followed_.listed(room, fresh, nowMs_, effects_);
        markers_.listed(room, effects_);
    }
    for (const RoomName &room : news.gone) {
        followed_.left(room, effects_);
        markers_.left(room);
    }
    if (news.complete && config_.events)
        session_.roomsListed(nowMs_, effects_);
}

void ClientCore::State::signedIn() {
    markers_.signedIn(session_.me()->name);
    markers_.connected();
    outbox_.connected();
    followed_.connected(nowMs_);
    pass(list_.helloPage(session_.takeRooms(), effects_), true);
}

void ClientCore::State::lost() {
    for (const Asked &asked : asks_.abandon())
        if (const ForProgram *program = std::get_if<ForProgram>(&asked.purpose))
            effects_.tell(Answered{.token = program->token,
                                   .body = Refusal{.code = Code::busy,
                                                   .text = sentences::answerLost(config_.address),
                                                   .retryMs = std::nullopt,
                                                   .versions = {}}});
    windows_.disconnected(effects_);
    outbox_.disconnected(effects_);
    list_.disconnected();
    followed_.disconnected();
    markers_.disconnected(nowMs_);
}

ClientCore::ClientCore(CoreConfig config)
    : state_(std::make_unique<State>(std::move(config))) {}
ClientCore::~ClientCore() = default;

std::vector<Output> ClientCore::step(Input input, std::int64_t nowMs) {
    return state_->step(std::move(input), nowMs);
}

std::int64_t ClientCore::nextDueMs() const {
    return state_->nextDueMs();
}

} // namespace zchat::client
