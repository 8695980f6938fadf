#include "broker/live/live.hpp"

#include <algorithm>
#include <utility>

#include "broker/live/state.hpp"
#include "shared/base/planted.hpp"

namespace zchat::live {

namespace {

// An expired ticket's connections end within the second.
constexpr std::int64_t sweepEveryMs = 500;

} // namespace

Live::Live(LiveConfig config)
    : state_(std::make_unique<State>(std::move(config))) {}
Live::~Live() = default;

void Live::heard(SessionId session, const PublicKey &key, bool viaReq,
                 std::optional<std::string_view> body, Now now) {
    state_->heard(session, key, viaReq, body, now);
}
void Live::told(const std::vector<hub::Output> &outputs, Now now) {
    state_->told(outputs, now);
}
void Live::answered(SessionId session, std::optional<std::uint64_t> re, Result<wire::Reply> reply,
                    Now now) {
    state_->answered(session, re, std::move(reply), now);
}
void Live::carried(SessionId session, std::optional<std::uint64_t> re, SharedBytes reply, Now now) {
    state_->carried(session, re, std::move(reply), now);
}
void Live::ended(SessionId session, Now now) {
    state_->ended(session, now);
}
void Live::tick(Now now) {
    state_->tick(now);
}
std::int64_t Live::nextDueMs() const {
    return state_->nextDueMs();
}
void Live::changePace(Pace pace) {
    state_->changePace(pace);
}
void Live::changeFiles(const hub::FileBounds &files) {
    state_->changeFiles(files);
}
void Live::goingDown(Now now) {
    state_->goingDown(now);
}
std::vector<Action> Live::take() {
    return state_->take();
}
std::size_t Live::sessions() const {
    return state_->sessions();
}

Live::State::State(LiveConfig config)
    : config_(std::move(config))
    , files_(config_.files)
    , directory_(config_.registrationOpen)
    , paces_(config_.pace)
    , holding_(config_.sendsPerSecond) {}

void Live::State::reply(const Session &session, std::optional<std::uint64_t> re,
                        const wire::Reply &reply) {
    send(session.id, std::make_shared<const wire::Bytes>(wire::encodeReply(re, reply)));
}

void Live::State::refuse(const Session &session, std::optional<std::uint64_t> re,
                         const Refusal &refusal) {
    send(session.id, std::make_shared<const wire::Bytes>(wire::encodeRefusal(re, refusal)));
    if (planted(Bug::answersTwice) && refusal.code == Code::storage)
        send(session.id, std::make_shared<const wire::Bytes>(wire::encodeRefusal(re, refusal)));
}

void Live::State::send(SessionId session, SharedBytes body, std::vector<RoomName> rooms,
                       SharedBytes instead) {
    actions_.emplace_back(Send{.session = session,
                               .body = std::move(body),
                               .rooms = std::move(rooms),
                               .instead = std::move(instead)});
}

void Live::State::end(SessionId id, Now now) {
    actions_.emplace_back(Shut{.session = id});
    remove(id, now);
}

void Live::State::remove(SessionId id, Now now) {
    farewells_.erase(id);
    Session *session = sessions_.find(id);
    if (session == nullptr)
        return;
    const std::optional<AccountName> account = session->account;
    if (!planted(Bug::keepsEndedSessions))
        sessions_.remove(id);
    if (account)
        notePresence(*account, now);
}

void Live::State::ended(SessionId id, Now now) {
    remove(id, now);
}

void Live::State::stopHearing(Session &session, Now now) {
    session.events = false;
    if (session.account)
        notePresence(*session.account, now);
}

void Live::State::notePresence(const AccountName &account, Now now) {
    const std::vector<SessionId> &ids = sessions_.ofAccount(account);
    const bool here = std::any_of(ids.begin(), ids.end(),
                                  [this](SessionId id) { return sessions_.find(id)->events; });
    presence_.here(account, here, now.steadyMs);
}

void Live::State::tick(Now now) {
    if (now.steadyMs >= sweepDueMs_) {
        sweepDueMs_ = now.steadyMs + sweepEveryMs;
        directory_.expireTickets(now.wallMs);
        settleAdmissions(now);
        for (const SessionId id : sessions_.silentSince(now.steadyMs - limits::sessionSilenceMs))
            end(id, now);
    }
    endDue(now);
    tellDue(now);
    tellGathered(now);
    if (now.steadyMs >= beats_.dueMs()) {
        for (const wire::BeatEvent &beat : beats_.take(now.steadyMs, now.wallMs))
            actions_.emplace_back(
                Publish{.topic = std::string(wire::beatTopic), .body = encoded(beat)});
    }
}

void Live::State::endDue(Now now) {
    while (!refusals_.empty() && refusals_.begin()->first <= now.steadyMs) {
        const Admit admit = refusals_.begin()->second;
        refusals_.erase(refusals_.begin());
        refuseKey(admit, now);
    }
    std::vector<SessionId> gone;
    for (const auto &[id, dueMs] : farewells_)
        if (dueMs <= now.steadyMs)
            gone.push_back(id);
    for (const SessionId id : gone)
        end(id, now);
}

void Live::State::tellGathered(Now now) {
    if (now.steadyMs >= presence_.dueMs()) {
        if (const auto event = presence_.take(now.steadyMs))
            actions_.emplace_back(
                Publish{.topic = std::string(wire::presenceTopic), .body = encoded(*event)});
    }
    if (now.steadyMs >= typing_.dueMs()) {
        for (const auto &[room, people] : typing_.take(now.steadyMs)) {
            wire::TypingEvent event{.room = room, .who = {}};
            for (const AccountName &who : people)
                if (audience_.isMember(room, who))
                    event.who.push_back(who);
            if (!event.who.empty() && audience_.isQuiet(room))
                toRoom(room, encoded(event));
        }
    }
    if (now.steadyMs >= receipts_.dueMs()) {
        for (auto &[room, read] : receipts_.take(now.steadyMs)) {
            std::erase_if(read, [this, &room = room](const auto &receipt) {
                return !audience_.isMember(room, receipt.first);
            });
            if (!read.empty() && audience_.isQuiet(room))
                toRoom(room, encoded(wire::ReceiptEvent{.room = room, .read = std::move(read)}));
        }
    }
}

std::int64_t Live::State::nextDueMs() const {
    std::int64_t due = std::min({sweepDueMs_, beats_.dueMs(), holding_.dueMs(), presence_.dueMs(),
                                 typing_.dueMs(), receipts_.dueMs()});
    if (!refusals_.empty())
        due = std::min(due, refusals_.begin()->first);
    for (const auto &[id, dueMs] : farewells_)
        due = std::min(due, dueMs);
    return due;
}

void Live::State::goingDown(Now now) {
    holding_.stop();
    tellDue(now);
    const wire::NoticeEvent notice{
        .text = "The server is going down. Clients reconnect by themselves once it is back.",
        .warning = true};
    const SharedBytes body = encoded(notice);
    for (const SessionId id : sessions_.all())
        if (sessions_.find(id)->events)
            send(id, body);
}

} // namespace zchat::live
