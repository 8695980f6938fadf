// The inside of Live: its parts, and the few verbs that tie them together.
//
// live.cpp is the way in, requests.cpp hears clients, delivery.cpp tells them; this class is what
// they share. Actions leave in the order in which they are made.
#pragma once

#include <map>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "broker/live/audience.hpp"
#include "broker/live/beats.hpp"
#include "broker/live/directory.hpp"
#include "broker/live/gather.hpp"
#include "broker/live/holding.hpp"
#include "broker/live/live.hpp"
#include "broker/live/pace.hpp"
#include "broker/live/presence.hpp"
#include "broker/live/sessions.hpp"
#include "shared/wire/codec.hpp"

namespace zchat::live {

[[nodiscard]] inline SharedBytes encoded(const wire::Event &event) {
    return std::make_shared<const wire::Bytes>(wire::encodeEvent(event));
}

class Live::State final {
public:
    explicit State(LiveConfig config);

    void heard(SessionId id, const PublicKey &key, bool viaReq,
               std::optional<std::string_view> body, Now now);
    void told(const std::vector<hub::Output> &outputs, Now now);
    void answered(SessionId id, std::optional<std::uint64_t> re, Result<wire::Reply> reply,
                  Now now);
    void carried(SessionId id, std::optional<std::uint64_t> re, SharedBytes reply, Now now);
    void ended(SessionId id, Now now);
    void tick(Now now);
    [[nodiscard]] std::int64_t nextDueMs() const;
    void changePace(Pace pace) { paces_ = Paces(pace); }
    void changeFiles(const hub::FileBounds &files) { files_ = files; }
    void goingDown(Now now);
    [[nodiscard]] std::vector<Action> take() { return std::exchange(actions_, {}); }
    [[nodiscard]] std::size_t sessions() const { return sessions_.size(); }

private:
    // Where a request goes that passed the door.
    struct Heard {
        SessionId session;
        std::optional<std::uint64_t> re;
        wire::Request request;
        std::size_t sizeBytes = 0;
        bool viaReq = false;
    };

    // requests.cpp
    Session *admitted(SessionId id, const PublicKey &key, Now now);
    void makeRoom(const Session &fresh, Now now);
    [[nodiscard]] std::optional<Refusal> refusedAtTheDoor(const Session &session,
                                                          const wire::Incoming &incoming) const;
    void dispatch(Session &session, Heard heard, Now now);
    void toHub(Session &session, Heard heard, std::optional<std::uint64_t> overRateMs, Now now);
    void toReader(Session &session, Heard heard);
    void toFiles(Session &session, Heard heard);
    [[nodiscard]] bool full(const Session &session, const Heard &heard) const;
    void hello(Session &session, Heard heard, Now now);
    void ping(Session &session, const Heard &heard, Now now);
    void bye(Session &session, const Heard &heard, Now now);
    void status(Session &session, const Heard &heard, const wire::SetStatus &asked, Now now);
    void typing(Session &session, const Heard &heard, const wire::Typing &asked, Now now);
    [[nodiscard]] std::optional<Refusal> outsideScope(const Session &session,
                                                      const wire::Request &request) const;

    // delivery.cpp
    void mirror(const hub::Output &output, Now now);
    void deliver(const hub::Output &output, Now now);
    void settleStrangers(const hub::DeviceChanged &changed, Now now);
    void settleAdmissions(Now now);
    void refuseKey(const Admit &admit, Now now);
    void forgetMember(const hub::MemberChanged &changed);
    void say(const hub::Said &said, Now now);
    void tellHeld(const RoomName &room, Now now);
    void tellDue(Now now);
    void tell(const hub::Told &told);
    void toRoom(const RoomName &room, const SharedBytes &event);
    void answer(const hub::Answer &answer);
    void completeHello(Session &session, const Pending &pending, wire::HelloReply &reply, Now now);
    [[nodiscard]] std::optional<Refusal> unseenSince(const Session &session,
                                                     const Pending &pending) const;
    [[nodiscard]] bool lostSight(const Session &session, const RoomName &room) const;
    void sieve(const Session &session, wire::Reply &reply) const;

    // live.cpp
    void reply(const Session &session, std::optional<std::uint64_t> re, const wire::Reply &reply);
    void refuse(const Session &session, std::optional<std::uint64_t> re, const Refusal &refusal);
    // An answer that tells of these rooms, closed ones among them, perhaps.
    void sendAnswer(SessionId session, std::optional<std::uint64_t> re, SharedBytes body,
                    std::vector<RoomName> rooms);
    void send(SessionId session, SharedBytes body, std::vector<RoomName> rooms = {},
              SharedBytes instead = {});
    // The session is gone from here on; its connection is shut.
    void end(SessionId id, Now now);
    void remove(SessionId id, Now now);
    void stopHearing(Session &session, Now now);
    void notePresence(const AccountName &account, Now now);
    void tellGathered(Now now);
    void endDue(Now now);
    [[nodiscard]] bool isFolder(const Session &session) const {
        return config_.folderKey && session.key == *config_.folderKey;
    }
    [[nodiscard]] const Person *personOf(const Session &session) const {
        return session.account ? directory_.person(*session.account) : nullptr;
    }

    const LiveConfig config_;
    hub::FileBounds files_;
    Sessions sessions_;
    Directory directory_;
    Audience audience_;
    Paces paces_;
    Presence presence_;
    Beats beats_;
    Holding holding_;
    Gather<std::set<AccountName>> typing_;
    Gather<std::map<AccountName, Seq>> receipts_;
    // What is to be shut a moment later, so that its last answer gets out before.
    std::multimap<std::int64_t, Admit> refusals_;
    std::map<SessionId, std::int64_t> farewells_;
    std::unordered_map<PublicKey, std::int64_t> seenMs_; // when `Seen` was last told of a device
    std::int64_t sweepDueMs_ = 0;
    std::vector<Action> actions_;
};

} // namespace zchat::live
