// What clients ask: who may ask it, how fast, and where it goes: to the hub, to a reader, to those
// who hold the files, or answered here. Refusals come in the order of the protocol.
#include <algorithm>
#include <array>

#include "broker/live/state.hpp"

#include "shared/base/planted.hpp"

namespace zchat::live {

namespace {

// A bye is answered before its connection is shut.
constexpr std::int64_t farewellMs = 500;
// `devices` tells when a device was last seen to the minute; more would only wear the disk.
constexpr std::int64_t seenEveryMs = 60'000;
constexpr std::uint64_t busyRetryMs = 100;

constexpr std::array<std::string_view, 5> strangersOps{"hello", "ping", "bye", "register",
                                                       "redeem"};
constexpr std::array<std::string_view, 7> foldersOps{"hello",   "ping",     "bye",   "ticket",
                                                     "account", "accounts", "revoke"};

enum class Desk : std::uint8_t { here, reader, hub, files };

// Every request has exactly one desk; a new one does not compile until it is given its own.
struct FindDesk {
    Desk operator()(const wire::Hello &) const { return Desk::here; }
    Desk operator()(const wire::Ping &) const { return Desk::here; }
    Desk operator()(const wire::Bye &) const { return Desk::here; }
    Desk operator()(const wire::SetStatus &) const { return Desk::here; }
    Desk operator()(const wire::Typing &) const { return Desk::here; }
    Desk operator()(const wire::Devices &) const { return Desk::reader; }
    Desk operator()(const wire::Accounts &) const { return Desk::reader; }
    Desk operator()(const wire::Entries &) const { return Desk::reader; }
    Desk operator()(const wire::History &) const { return Desk::reader; }
    Desk operator()(const wire::Search &) const { return Desk::reader; }
    Desk operator()(const wire::Mentions &) const { return Desk::reader; }
    Desk operator()(const wire::Rooms &) const { return Desk::reader; }
    Desk operator()(const wire::Members &) const { return Desk::reader; }
    Desk operator()(const wire::People &) const { return Desk::reader; }
    Desk operator()(const wire::Register &) const { return Desk::hub; }
    Desk operator()(const wire::Redeem &) const { return Desk::hub; }
    Desk operator()(const wire::Ticket &) const { return Desk::hub; }
    Desk operator()(const wire::Revoke &) const { return Desk::hub; }
    Desk operator()(const wire::Account &) const { return Desk::hub; }
    Desk operator()(const wire::Post &) const { return Desk::hub; }
    Desk operator()(const wire::Read &) const { return Desk::hub; }
    Desk operator()(const wire::Create &) const { return Desk::hub; }
    Desk operator()(const wire::Room &) const { return Desk::hub; }
    Desk operator()(const wire::Direct &) const { return Desk::hub; }
    Desk operator()(const wire::Join &) const { return Desk::hub; }
    Desk operator()(const wire::Leave &) const { return Desk::hub; }
    Desk operator()(const wire::Invite &) const { return Desk::hub; }
    Desk operator()(const wire::Remove &) const { return Desk::hub; }
    Desk operator()(const wire::SetRole &) const { return Desk::hub; }
    Desk operator()(const wire::SetNotify &) const { return Desk::hub; }
    Desk operator()(const wire::Offer &) const { return Desk::hub; }
    Desk operator()(const wire::Chunk &) const { return Desk::files; }
    Desk operator()(const wire::Finish &) const { return Desk::files; }
    Desk operator()(const wire::Cancel &) const { return Desk::hub; }
    Desk operator()(const wire::Fetch &) const { return Desk::files; }
};

Refusal schema(std::string text) {
    return Refusal{.code = Code::schema, .text = std::move(text), .retryMs = {}, .versions = {}};
}
Refusal denied(std::string text) {
    return Refusal{.code = Code::denied, .text = std::move(text), .retryMs = {}, .versions = {}};
}
Refusal overRate(std::uint64_t waitMs) {
    return Refusal{.code = Code::rate,
                   .text = "That is faster than this account may ask. Try again a little later.",
                   .retryMs = waitMs,
                   .versions = {}};
}
Refusal tooMuchWaits() {
    return Refusal{.code = Code::busy,
                   .text = "Too many requests wait for their answers. Try again.",
                   .retryMs = busyRetryMs,
                   .versions = {}};
}
Refusal unseenRoom(const RoomName &room) {
    return Refusal{.code = Code::notFound,
                   .text = "There is no room called " + room.value + " that you can see.",
                   .retryMs = {},
                   .versions = {}};
}

template <std::size_t size>
bool among(const std::array<std::string_view, size> &ops, std::string_view op) {
    return std::find(ops.begin(), ops.end(), op) != ops.end();
}

} // namespace

void Live::State::heard(SessionId id, const PublicKey &key, bool viaReq,
                        std::optional<std::string_view> body, Now now) {
    Session *session = admitted(id, key, now);
    if (session == nullptr)
        return;
    if (!body) {
        refuse(*session, {},
               Refusal{.code = Code::frame,
                       .text = "A request is one frame, or an empty frame before it.",
                       .retryMs = {},
                       .versions = {}});
        return;
    }
    wire::Incoming incoming = wire::decodeRequest(*body);
    if (const auto refusal = refusedAtTheDoor(*session, incoming)) {
        refuse(*session, incoming.re, *refusal);
        return;
    }
    dispatch(*session,
             Heard{.session = id,
                   .re = incoming.re,
                   .request = std::move(incoming.request.value()),
                   .sizeBytes = body->size(),
                   .viaReq = viaReq},
             now);
}

// The session that speaks; null where a revoked key does, or one that said bye: these are answered
// by nothing. A session made anew after each bye would forget what still waits for its answer.
Session *Live::State::admitted(SessionId id, const PublicKey &key, Now now) {
    Session *session = sessions_.find(id);
    if (session != nullptr && session->key != key) {
        // The loop gave a number twice. Never let one key speak in another's session.
        end(id, now);
        return nullptr;
    }
    if ((session != nullptr && session->doomed) || farewells_.contains(id))
        return nullptr;
    if (directory_.refused(key)) {
        end(id, now);
        return nullptr;
    }
    if (session == nullptr) {
        const AccountName *account = directory_.accountOf(key);
        session =
            &sessions_.add(id, key, account ? std::optional(*account) : std::nullopt, now.steadyMs);
        makeRoom(*session, now);
    }
    session->heardMs = now.steadyMs;
    return session;
}

// Ends the longest silent session of an account, or of a key without one, that has one too many.
void Live::State::makeRoom(const Session &fresh, Now now) {
    std::vector<SessionId> others =
        fresh.account ? sessions_.ofAccount(*fresh.account) : sessions_.ofKey(fresh.key);
    const std::size_t most =
        fresh.account || isFolder(fresh) ? limits::sessionsPerAccount : limits::sessionsPerStranger;
    std::erase(others, fresh.id);
    if (others.size() < most)
        return;
    if (const auto silent = sessions_.longestSilent(others))
        end(*silent, now);
}

std::optional<Refusal> Live::State::refusedAtTheDoor(const Session &session,
                                                     const wire::Incoming &incoming) const {
    const bool early = incoming.request.refused() && incoming.request.refusal().code <= Code::op;
    if (!early && !incoming.op.empty() && !session.account) {
        const bool allowed =
            isFolder(session) ? among(foldersOps, incoming.op) : among(strangersOps, incoming.op);
        if (!allowed)
            return Refusal{.code = Code::auth,
                           .text = isFolder(session)
                                       ? "The data folder's key may only administer accounts."
                                       : "This key has no account here. Register or redeem an "
                                         "invite first.",
                           .retryMs = {},
                           .versions = {}};
    }
    if (incoming.request.refused())
        return incoming.request.refusal();
    if (incoming.request.faulted())
        return schema(incoming.request.why());
    return std::nullopt;
}

void Live::State::dispatch(Session &session, Heard heard, Now now) {
    if (const auto *asked = std::get_if<wire::Hello>(&heard.request)) {
        if (asked->events && heard.viaReq)
            return refuse(session, heard.re,
                          schema("A REQ socket cannot hear events: say hello from a DEALER."));
        const auto &versions = asked->versions;
        const auto spoken = [](std::uint64_t version) {
            return version >= limits::lowestVersion && version <= limits::highestVersion;
        };
        if (std::none_of(versions.begin(), versions.end(), spoken))
            return refuse(session, heard.re,
                          Refusal{.code = Code::version,
                                  .text = "This broker speaks none of these versions.",
                                  .retryMs = {},
                                  .versions = {limits::lowestVersion, limits::highestVersion}});
    }
    if (std::holds_alternative<wire::Bye>(heard.request))
        return bye(session, heard, now);

    std::optional<std::uint64_t> overRateMs;
    if (const Person *person = personOf(session)) {
        const auto rate = person->scope ? person->scope->rate : std::nullopt;
        overRateMs = paces_.take(*session.account, rate, heard.request, now.steadyMs);
    }
    // What bears an id still reaches the hub over its rate: a known one gets its first answer.
    if (overRateMs && !std::holds_alternative<wire::Post>(heard.request) &&
        !std::holds_alternative<wire::Offer>(heard.request))
        return refuse(session, heard.re, overRate(*overRateMs));

    switch (std::visit(FindDesk{}, heard.request)) {
    case Desk::reader:
        return toReader(session, std::move(heard));
    case Desk::hub:
        return toHub(session, std::move(heard), overRateMs, now);
    case Desk::files:
        return toFiles(session, std::move(heard));
    case Desk::here:
        break;
    }
    if (std::holds_alternative<wire::Hello>(heard.request))
        return hello(session, std::move(heard), now);
    if (std::holds_alternative<wire::Ping>(heard.request))
        return ping(session, heard, now);
    if (const auto refusal = outsideScope(session, heard.request))
        return refuse(session, heard.re, *refusal);
    if (const auto *asked = std::get_if<wire::SetStatus>(&heard.request))
        return status(session, heard, *asked, now);
    const auto *asked = std::get_if<wire::Typing>(&heard.request);
    INVARIANT(asked != nullptr, "a request has no desk");
    typing(session, heard, *asked, now);
}

bool Live::State::full(const Session &session, const Heard &heard) const {
    return (session.pending.size() >= limits::unansweredRequests ||
            session.pendingBytes + heard.sizeBytes > limits::unansweredBytes) &&
           !planted(Bug::takesRequestsWithoutEnd);
}

void Live::State::toHub(Session &session, Heard heard, std::optional<std::uint64_t> overRateMs,
                        Now now) {
    if (full(session, heard))
        return refuse(session, heard.re, tooMuchWaits());
    sessions_.ask(session, heard.re,
                  Pending{.sizeBytes = heard.sizeBytes, .hello = {}, .room = {}, .ofHub = true});
    hub::Envelope envelope;
    envelope.session = session.id;
    envelope.re = heard.re;
    envelope.device = session.key;
    envelope.folderKey = isFolder(session);
    envelope.registrationOpen = config_.registrationOpen;
    envelope.at = now.wallMs;
    envelope.files = files_;
    envelope.overRateMs = overRateMs;
    envelope.input = std::move(heard.request);
    actions_.emplace_back(Submit{.envelope = std::move(envelope)});
}

void Live::State::toReader(Session &session, Heard heard) {
    if (full(session, heard))
        return refuse(session, heard.re, tooMuchWaits());
    Pending pending{.sizeBytes = heard.sizeBytes, .hello = {}, .room = {}};
    if (const auto *asked = std::get_if<wire::Hello>(&heard.request))
        pending.hello = *asked;
    if (const RoomName *room = wire::roomOf(heard.request))
        pending.room = *room;
    sessions_.ask(session, heard.re, std::move(pending));
    actions_.emplace_back(Ask{.session = session.id,
                              .re = heard.re,
                              .device = session.key,
                              .folderKey = isFolder(session),
                              .request = std::move(heard.request)});
}

void Live::State::toFiles(Session &session, Heard heard) {
    INVARIANT(session.account, "only accounts come past the door with these");
    Pending pending{.sizeBytes = heard.sizeBytes, .hello = {}, .room = {}};
    if (const auto *chunk = std::get_if<wire::Chunk>(&heard.request)) {
        if (chunk->data.size() > limits::chunkBytes)
            return refuse(session, heard.re,
                          Refusal{.code = Code::tooLarge,
                                  .text = "A chunk must not be larger than 131072 bytes.",
                                  .retryMs = {},
                                  .versions = {}});
        // Several transfers at once fill what words may leave unanswered, which is no flood.
        pending.isChunk = true;
        pending.sizeBytes -= chunk->data.size();
        heard.sizeBytes = pending.sizeBytes;
    }
    if (full(session, heard) ||
        (pending.isChunk && session.pendingChunks >= limits::unansweredChunks))
        return refuse(session, heard.re, tooMuchWaits());
    if (const auto refusal = outsideScope(session, heard.request))
        return refuse(session, heard.re, *refusal);
    if (const RoomName *room = wire::roomOf(heard.request))
        pending.room = *room;
    sessions_.ask(session, heard.re, std::move(pending));
    actions_.emplace_back(Carry{.session = session.id,
                                .re = heard.re,
                                .account = *session.account,
                                .device = session.key,
                                .request = std::move(heard.request)});
}

void Live::State::hello(Session &session, Heard heard, Now now) {
    const auto asked = std::get<wire::Hello>(heard.request);
    if (!session.account) {
        wire::HelloReply reply;
        completeHello(session, Pending{.sizeBytes = 0, .hello = asked, .room = {}}, reply, now);
        return this->reply(session, heard.re, reply);
    }
    if (!full(session, heard)) {
        // Events flow from here on, before the reader looks: what is committed between its look
        // and its answer would otherwise be in neither.
        session.events = asked.events;
        session.movesSeen = audience_.moves();
        notePresence(*session.account, now);
        const auto [seen, first] = seenMs_.try_emplace(session.key, now.steadyMs);
        if (first || now.steadyMs - seen->second >= seenEveryMs) {
            seen->second = now.steadyMs;
            hub::Envelope envelope;
            envelope.session = session.id;
            envelope.device = session.key;
            envelope.registrationOpen = config_.registrationOpen;
            envelope.at = now.wallMs;
            envelope.input = hub::Seen{};
            actions_.emplace_back(Submit{.envelope = std::move(envelope)});
        }
    }
    toReader(session, std::move(heard));
}

void Live::State::ping(Session &session, const Heard &heard, Now now) {
    wire::PingReply reply{.now = now.wallMs, .events = session.events, .heads = {}};
    if (const Person *person = personOf(session)) {
        reply.heads = audience_.headsSince(session.movesSeen, *session.account, *person);
        session.movesSeen = audience_.moves();
    }
    this->reply(session, heard.re, reply);
}

void Live::State::bye(Session &session, const Heard &heard, Now now) {
    const SessionId id = session.id;
    reply(session, heard.re, wire::OkReply{});
    remove(id, now);
    farewells_[id] = now.steadyMs + farewellMs;
}

std::optional<Refusal> Live::State::outsideScope(const Session &session,
                                                 const wire::Request &request) const {
    const Person *person = personOf(session);
    if (person == nullptr)
        return std::nullopt;
    if (!person->mayUseOp(wire::opName(request)))
        return denied("This bot may not use " + std::string(wire::opName(request)) + ".");
    const RoomName *room = wire::roomOf(request);
    if (room != nullptr && !person->mayUseRoom(*room))
        return denied("This bot may not use the room " + room->value + ".");
    return std::nullopt;
}

void Live::State::status(Session &session, const Heard &heard, const wire::SetStatus &asked,
                         Now now) {
    presence_.says(*session.account, asked.state, asked.text, now.steadyMs);
    reply(session, heard.re, wire::OkReply{});
}

void Live::State::typing(Session &session, const Heard &heard, const wire::Typing &asked, Now now) {
    if (!audience_.maySee(asked.room, *session.account))
        return refuse(session, heard.re, unseenRoom(asked.room));
    if (!audience_.isMember(asked.room, *session.account))
        return refuse(session, heard.re, denied("Join the room first."));
    if (audience_.isQuiet(asked.room))
        typing_.at(asked.room, now.steadyMs).insert(*session.account);
    reply(session, heard.re, wire::OkReply{});
}

} // namespace zchat::live
