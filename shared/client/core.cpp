#include "shared/client/core.hpp"

#include <utility>

#include "shared/client/core_state.hpp"
#include "shared/client/sentences.hpp"

namespace zchat::client {

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
    if (config_.transfers)
        transfers_.start(kept.transfers, nowMs_, effects_);
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

void ClientCore::State::settle() {
    for (auto happenings = session_.takeHappenings(); !happenings.empty();
         happenings = session_.takeHappenings())
        for (const Happening happening : happenings)
            pass(happening);
    passAdded();
    transfers_.pump(nowMs_, effects_);
    if (!session_.ready())
        return;
    if (markers_.takeInexact())
        list_.compare();
    list_.pump(nowMs_, asks_, effects_);
    followed_.pump(nowMs_, asks_, effects_);
    markers_.pump(nowMs_, asks_, effects_);
    outbox_.pump(nowMs_, asks_, effects_);
}

// Those who count and fold hear what was told.
void ClientCore::State::passAdded() {
    for (const EntriesAdded &added : followed_.takeAdded()) {
        markers_.entriesAdded(added.room, added.entries, effects_);
        if (auto summary = list_.entriesAdded(added.room, added.entries)) {
            markers_.number(*summary);
            list_.retold(*summary, effects_);
        }
        windows_.entriesAdded(added);
        if (session_.me())
            transfers_.entriesAdded(added, session_.me()->name, effects_);
    }
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
    transfers_.connected(session_.line().requests, session_.line().key, session_.limits().fileBytes,
                         nowMs_);
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
    transfers_.disconnected();
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
