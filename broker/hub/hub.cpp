#include "broker/hub/hub.hpp"

#include "broker/hub/accounts.hpp"
#include "broker/hub/files.hpp"
#include "broker/hub/markers.hpp"
#include "broker/hub/membership.hpp"
#include "broker/hub/posts.hpp"
#include "broker/hub/rooms.hpp"
#include "broker/hub/tickets.hpp"
#include "shared/base/overloaded.hpp"
#include "shared/base/planted.hpp"

namespace zchat::hub {

namespace {

// Readers answer these from a store of their own (query.hpp), live the last four of that list;
// chunk, finish and fetch go to those who hold the files.
template <class T>
concept AnsweredElsewhere =
    OneOf<T, wire::Hello, wire::Devices, wire::Accounts, wire::Entries, wire::History, wire::Search,
          wire::Mentions, wire::Rooms, wire::Members, wire::People, wire::Ping, wire::Bye,
          wire::SetStatus, wire::Typing, wire::Chunk, wire::Finish, wire::Fetch>;

template <class T>
concept Administers = OneOf<T, wire::Ticket, wire::Revoke, wire::Account>;

template <class T>
concept ByStrangers = OneOf<T, wire::Register, wire::Redeem>;

// One envelope: from its op to the rule that decides it, by way of every check that comes first in
// the protocol's order of codes. A kind of request without a place here does not compile.
class Judge final {
public:
    Judge(Work &work, const Envelope &envelope, const wire::Request &request)
        : work_(work)
        , envelope_(envelope)
        , request_(request) {}

    template <AnsweredElsewhere T>
    Ruling operator()(const T &) const {
        INVARIANT(false, "a question came to the hub, which only decides");
    }

    template <ByStrangers T>
    Ruling operator()(const T &request) const {
        if (envelope_.folderKey)
            return folderRefusal();
        if (envelope_.overRateMs)
            return tooFast(*envelope_.overRateMs);
        return decide(request);
    }

    template <Administers T>
    Ruling operator()(const T &request) const {
        if (envelope_.folderKey)
            return decide(request, Actor{});
        const Result<Speaker> speaker = admitted();
        if (!speaker)
            return speaker.refusal();
        return decide(request, Actor{.speaker = *speaker});
    }

    Ruling operator()(const wire::Post &request) const {
        const Result<Speaker> speaker = identified();
        if (!speaker)
            return speaker.refusal();
        if (std::optional<Ruling> first =
                firstAnswer(work_, *speaker, request.id, envelope_.digest))
            return std::move(*first);
        if (envelope_.overRateMs)
            return tooFast(*envelope_.overRateMs);
        if (const std::optional<Refusal> busy = heldUp(work_, *speaker, request.room, request.prev))
            return *busy;
        if (const std::optional<Refusal> outside = outsideScope(speaker->account, request_))
            return *outside;
        return post(work_, envelope_, *speaker, request);
    }

    Ruling operator()(const wire::Offer &request) const {
        const Result<Speaker> speaker = identified();
        if (!speaker)
            return speaker.refusal();
        return offer(work_, envelope_, *speaker, request);
    }

    template <class T>
    requires OneOf<T, wire::Create, wire::Room, wire::Direct, wire::Join, wire::Leave, wire::Invite,
                   wire::Remove, wire::SetRole, wire::SetNotify, wire::Read, wire::Cancel>
        Ruling operator()(const T &request) const {
        const Result<Speaker> speaker = admitted();
        if (!speaker)
            return speaker.refusal();
        return decide(request, *speaker);
    }

private:
    static Refusal folderRefusal() {
        return refuse(Code::auth, "The data folder's key administers accounts and does nothing "
                                  "else; use a device of an account.");
    }

    [[nodiscard]] Result<Speaker> identified() const {
        if (envelope_.folderKey)
            return folderRefusal();
        return speakerOf(work_.rows(), envelope_.device);
    }

    // As above, within its rate and its scope.
    [[nodiscard]] Result<Speaker> admitted() const {
        Result<Speaker> speaker = identified();
        if (!speaker)
            return speaker;
        if (envelope_.overRateMs)
            return tooFast(*envelope_.overRateMs);
        if (std::optional<Refusal> outside = outsideScope(speaker->account, request_))
            return std::move(*outside);
        return speaker;
    }

    [[nodiscard]] Ruling decide(const wire::Register &request) const {
        return registerAccount(work_, envelope_, request);
    }
    [[nodiscard]] Ruling decide(const wire::Redeem &request) const {
        return redeemTicket(work_, envelope_, request);
    }
    [[nodiscard]] Ruling decide(const wire::Ticket &request, const Actor &actor) const {
        return makeTicket(work_, envelope_, actor, request);
    }
    [[nodiscard]] Ruling decide(const wire::Revoke &request, const Actor &actor) const {
        return revokeKey(work_, envelope_, actor, request);
    }
    [[nodiscard]] Ruling decide(const wire::Account &request, const Actor &actor) const {
        return changeAccount(work_, envelope_, actor, request);
    }
    [[nodiscard]] Ruling decide(const wire::Create &request, const Speaker &speaker) const {
        return createRoom(work_, envelope_, speaker, request);
    }
    [[nodiscard]] Ruling decide(const wire::Room &request, const Speaker &speaker) const {
        return changeRoom(work_, envelope_, speaker, request);
    }
    [[nodiscard]] Ruling decide(const wire::Direct &request, const Speaker &speaker) const {
        return openDirect(work_, envelope_, speaker, request);
    }
    [[nodiscard]] Ruling decide(const wire::Join &request, const Speaker &speaker) const {
        return joinRoom(work_, envelope_, speaker, request);
    }
    [[nodiscard]] Ruling decide(const wire::Leave &request, const Speaker &speaker) const {
        return leaveRoom(work_, envelope_, speaker, request);
    }
    [[nodiscard]] Ruling decide(const wire::Invite &request, const Speaker &speaker) const {
        return inviteMember(work_, envelope_, speaker, request);
    }
    [[nodiscard]] Ruling decide(const wire::Remove &request, const Speaker &speaker) const {
        return removeMember(work_, envelope_, speaker, request);
    }
    [[nodiscard]] Ruling decide(const wire::SetRole &request, const Speaker &speaker) const {
        return setRole(work_, envelope_, speaker, request);
    }
    [[nodiscard]] Ruling decide(const wire::SetNotify &request, const Speaker &speaker) const {
        return setNotify(work_, envelope_, speaker, request);
    }
    [[nodiscard]] Ruling decide(const wire::Read &request, const Speaker &speaker) const {
        return moveMarker(work_, envelope_, speaker, request);
    }
    [[nodiscard]] Ruling decide(const wire::Cancel &request, const Speaker &speaker) const {
        return cancelTransfer(work_, speaker, request);
    }

    Work &work_;
    const Envelope &envelope_;
    const wire::Request &request_;
};

// An offer was taken. Whoever holds the file knows from which offset it goes on, and says so.
bool answeredByTheFile(const Ruling &ruling) {
    return ruling.ok() && std::holds_alternative<wire::OfferReply>(*ruling);
}

Answer answerOf(const Envelope &envelope, Ruling ruling) {
    INVARIANT(!ruling.faulted(), "the store keeps its faults until the commit");
    if (ruling.refused())
        return Answer{.session = envelope.session, .re = envelope.re, .body = ruling.refusal()};
    return Answer{
        .session = envelope.session, .re = envelope.re, .body = std::move(ruling.value())};
}

} // namespace

class Hub::Rules final {
public:
    explicit Rules(Store &store)
        : store_(store)
        , rows_(store) {}

    [[nodiscard]] Outcome prepare() {
        store_.begin();
        if (!store_.room(lobby())) {
            RoomRecord room;
            room.name = lobby();
            store_.put(room);
        }
        rows_.forget();
        return store_.commit();
    }

    [[nodiscard]] Turn turn(std::span<const Envelope> envelopes) {
        Work work(rows_);
        store_.begin();
        for (const Envelope &envelope : envelopes)
            apply(work, envelope);
        tellStandings(work);
        rows_.write();
        const Outcome outcome = store_.commit();
        if (outcome.ok() || planted(Bug::acknowledgesFailedCommit))
            return Turn{.outputs = work.take(), .fault = {}};
        if (!planted(Bug::keepsRowsOfFailedCommit))
            rows_.forget();
        return unwritten(envelopes, outcome.why());
    }

    [[nodiscard]] const Store &store() const { return store_; }

private:
    static void apply(Work &work, const Envelope &envelope) {
        std::visit(Overloaded{[&](const Seen &) { seen(work, envelope); },
                              [&](const wire::Request &request) {
                                  Ruling ruling =
                                      std::visit(Judge(work, envelope, request), request);
                                  if (!answeredByTheFile(ruling))
                                      work.answer(answerOf(envelope, std::move(ruling)));
                              },
                              [&](const BlobSealed &sealed) {
                                  work.answer(answerOf(envelope, settle(work, envelope, sealed)));
                              },
                              [&](const SweepTransfers &) { sweepTransfers(work, envelope.at); }},
                   envelope.input);
    }

    // Whatever the rules said is void: nothing of it was kept.
    static Turn unwritten(std::span<const Envelope> envelopes, const std::string &why) {
        Turn turn{.outputs = {}, .fault = Fault{.text = why}};
        for (const Envelope &envelope : envelopes)
            if ((std::holds_alternative<wire::Request>(envelope.input) &&
                 !planted(Bug::answersFailedTurnNever)) ||
                std::holds_alternative<BlobSealed>(envelope.input))
                turn.outputs.emplace_back(
                    answerOf(envelope, refuse(Code::storage, "The server could not write this "
                                                             "down, so it did nothing; try again "
                                                             "later.")));
        return turn;
    }

    Store &store_;
    Rows rows_;
};

Hub::Hub(Store &store)
    : rules_(std::make_unique<Rules>(store)) {}

Hub::~Hub() = default;

Outcome Hub::prepare(TimeMs) {
    return rules_->prepare();
}

Turn Hub::turn(std::span<const Envelope> envelopes) {
    return rules_->turn(envelopes);
}

std::vector<Output> Hub::snapshot() const {
    const Store &store = rules_->store();
    std::vector<Output> outputs;
    for (const AccountRecord &account : store.everyAccount())
        outputs.emplace_back(changeOf(account));
    for (const DeviceRecord &device : store.everyDevice())
        outputs.emplace_back(DeviceChanged{
            .device = device.key, .account = device.account, .revoked = device.revoked});
    for (const TicketRecord &ticket : store.everyTicket())
        outputs.emplace_back(changeOf(ticket));
    for (const RoomRecord &room : store.everyRoom()) {
        outputs.emplace_back(RoomChanged{.room = room.name, .kind = room.kind, .head = room.head});
        eachMember(store, room.name, [&](const AccountName &who, const MemberRecord &) {
            outputs.emplace_back(MemberChanged{.room = room.name, .who = who, .present = true});
        });
    }
    return outputs;
}

} // namespace zchat::hub
