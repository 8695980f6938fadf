#include "shared/client/session.hpp"

#include <algorithm>
#include <utility>

#include "shared/client/bounds.hpp"
#include "shared/client/sentences.hpp"
#include "shared/crypto/keys.hpp"

namespace zchat::client {

void Session::start(const Kept &kept, std::int64_t nowMs, Effects &effects) {
    pinned_ = kept.pinned;
    me_ = kept.me;
    useTicket_ = config_.invited.has_value();
    attempt(nowMs, effects);
}

void Session::reconnectNow(std::int64_t nowMs, Effects &effects) {
    if (stage_ == Stage::resting)
        attempt(nowMs, effects);
}

void Session::stop(Effects &effects) {
    if (ready())
        asks_.send(wire::Bye{}, ForBye{}, effects);
    else
        effects.order(SaidGoodbye{});
}

void Session::attempt(std::int64_t nowMs, Effects &effects) {
    retryAtMs_.reset();
    enter(Stage::door, nowMs);
    effects.tell(ConnectionChanged{.state = Connection::connecting,
                                   .trouble = Trouble::none,
                                   .text = "Connecting to " + toString(config_.address) + ".",
                                   .retryInMs = 0});
    effects.order(AskFrontDoor{});
}

void Session::doorAnswered(const FrontLine &line, std::int64_t nowMs, Effects &effects) {
    if (stage_ != Stage::door || !keyIsRight(line, effects))
        return;
    line_ = line;
    withoutSub_ = false;
    openRequests(nowMs, effects);
}

bool Session::keyIsRight(const FrontLine &line, Effects &effects) {
    // An invite link carries the key, so its word stands above the pin.
    const std::optional<PublicKey> expected = config_.invited ? config_.invited : pinned_;
    if (expected && *expected != line.key) {
        effects.tell(KeyChanged{.address = config_.address,
                                .pinnedFingerprint = crypto::fingerprint(*expected),
                                .offeredFingerprint = crypto::fingerprint(line.key)});
        halt(Trouble::keyChanged,
             config_.invited ? sentences::inviteKeyDiffers(config_.address)
                             : sentences::keyChanged(config_.address),
             effects);
        return false;
    }
    if (pinned_ != line.key) {
        effects.keep(KeepPin{.broker = line.key});
        if (!expected)
            effects.tell(FirstContact{.address = config_.address,
                                      .key = line.key,
                                      .fingerprint = crypto::fingerprint(line.key),
                                      .serverName = line.name});
        pinned_ = line.key;
    }
    return true;
}

void Session::openRequests(std::int64_t nowMs, Effects &effects) {
    enter(Stage::requests, nowMs);
    effects.order(OpenRequests{.port = line_.requests,
                               .broker = line_.key,
                               .identity = useTicket_ ? Identity::ticket : Identity::device});
}

void Session::doorFailed(Trouble trouble, std::int64_t nowMs, Effects &effects) {
    if (stage_ == Stage::door)
        lose(trouble, nowMs, effects);
}

void Session::socketUp(Socket socket, std::int64_t nowMs, Effects &effects) {
    if (socket == Socket::events) {
        if (stage_ != Stage::events)
            return;
        enter(Stage::settling, nowMs);
        beatMs_ = nowMs;
        sayHello(true, effects);
        return;
    }
    if (stage_ != Stage::requests)
        return;
    heardRequestsMs_ = nowMs;
    if (!useTicket_) {
        refusals_ = 0;
        enter(Stage::hello, nowMs);
        sayHello(false, effects);
        return;
    }
    enter(Stage::joining, nowMs);
    asks_.send(
        wire::Redeem{.device = config_.device,
                     .name = config_.name,
                     .title = config_.title,
                     .label = config_.label.empty() ? std::nullopt : std::optional(config_.label)},
        ForRedeem{}, effects);
}

void Session::sayHello(bool events, Effects &effects) {
    asks_.send(wire::Hello{.versions = {limits::highestVersion},
                           .client = config_.client,
                           .events = events},
               ForHello{.events = events}, effects);
}

void Session::socketDown(Socket socket, std::int64_t nowMs, Effects &effects) {
    if (stage_ == Stage::resting || stage_ == Stage::door)
        return;
    if (socket == Socket::events && stage_ < Stage::events)
        return;
    // A handshake that fails over and over is a wrong key or a port of somebody else: the front
    // door, asked again, tells which.
    lose(stage_ == Stage::requests ? Trouble::noBroker : Trouble::lost, nowMs, effects);
}

void Session::socketRefused(Socket socket, int status, std::int64_t nowMs, Effects &effects) {
    if (stage_ == Stage::resting || stage_ == Stage::door)
        return;
    if (status == 500) {
        lose(Trouble::tooFast, nowMs, effects, bounds::tooFastRetryMs);
    } else if (status != 400) {
        lose(Trouble::lost, nowMs, effects);
    } else if (socket == Socket::events && stage_ == Stage::events) {
        // Its requests are welcome, so this is a bot whose scope names rooms: it hears all by
        // ROUTER.
        withoutSub_ = true;
        enter(Stage::settling, nowMs);
        sayHello(true, effects);
    } else if (useTicket_) {
        ticketFailed(sentences::ticketSpent(config_.address), nowMs, effects);
    } else if (ticketTried_) {
        halt(Trouble::ticketSpent, ticketText_, effects);
    } else {
        refusals_ += 1;
        if (refusals_ < 2)
            lose(Trouble::lost, nowMs, effects, bounds::refusedRetryMs);
        else
            halt(Trouble::keyRefused, sentences::keyRefused(config_.address), effects);
    }
}

void Session::ticketFailed(const std::string &text, std::int64_t nowMs, Effects &effects) {
    // The answer to an earlier redeem may have been lost: then the device's own key is welcome.
    ticketTried_ = true;
    ticketText_ = text;
    useTicket_ = false;
    close(effects);
    openRequests(nowMs, effects);
}

void Session::helloAnswered(const ForHello &asked, wire::HelloReply reply, std::int64_t nowMs,
                            Effects &effects) {
    if (asked.events) {
        if (stage_ == Stage::settling && withoutSub_)
            goOnline(nowMs, effects);
        return;
    }
    if (stage_ != Stage::hello)
        return;
    if (reply.me)
        signedIn(reply, nowMs, effects);
    else
        join(reply, nowMs, effects);
}

void Session::join(const wire::HelloReply &reply, std::int64_t nowMs, Effects &effects) {
    if (ticketTried_) {
        halt(Trouble::ticketSpent, ticketText_, effects);
    } else if (!reply.registrationOpen) {
        halt(Trouble::keyRefused, sentences::keyRefused(config_.address), effects);
    } else if (!config_.name) {
        halt(Trouble::nameRefused, sentences::nameMissing(), effects);
    } else {
        enter(Stage::joining, nowMs);
        asks_.send(wire::Register{.name = *config_.name,
                                  .title = config_.title,
                                  .label = config_.label.empty() ? std::nullopt
                                                                 : std::optional(config_.label)},
                   ForRegister{}, effects);
    }
}

void Session::accountMade(const wire::Me &me, bool byTicket, std::int64_t nowMs, Effects &effects) {
    if (stage_ != Stage::joining)
        return;
    effects.keep(KeepMe{.me = me});
    me_ = me;
    if (byTicket) {
        useTicket_ = false;
        close(effects);
        openRequests(nowMs, effects);
    } else {
        enter(Stage::hello, nowMs);
        sayHello(false, effects);
    }
}

void Session::signedIn(const wire::HelloReply &reply, std::int64_t nowMs, Effects &effects) {
    if (me_ != reply.me)
        effects.keep(KeepMe{.me = *reply.me});
    me_ = reply.me;
    ticketTried_ = false;
    effects.tell(SignedIn{.me = *reply.me, .serverName = reply.server, .limits = reply.limits});
    limits_ = reply.limits;
    rooms_ = reply.rooms;
    pinging_ = false;
    pingedMs_ = nowMs;
    enter(Stage::listing, nowMs);
    happenings_.push_back(Happening::accountKnown);
    if (!config_.events)
        goOnline(nowMs, effects);
}

void Session::roomsListed(std::int64_t nowMs, Effects &effects) {
    if (stage_ != Stage::listing)
        return;
    enter(Stage::events, nowMs);
    effects.order(OpenEvents{.port = line_.events, .broker = line_.key});
    happenings_.push_back(Happening::subscribe);
}

void Session::goOnline(std::int64_t nowMs, Effects &effects) {
    enter(Stage::online, nowMs);
    failures_ = 0;
    silent_ = false;
    effects.tell(ConnectionChanged{.state = Connection::online,
                                   .trouble = Trouble::none,
                                   .text = "Connected to " + toString(config_.address) + ".",
                                   .retryInMs = 0});
    if (config_.events)
        happenings_.push_back(Happening::compare);
}

void Session::refused(const Purpose &asked, const Refusal &refusal, std::int64_t nowMs,
                      Effects &effects) {
    if (std::holds_alternative<ForPing>(asked) || std::holds_alternative<ForBye>(asked))
        return;
    if (refusal.code == Code::version) {
        halt(Trouble::version, sentences::version(config_.address), effects);
    } else if (refusal.code == Code::busy || refusal.code == Code::rate ||
               refusal.code == Code::storage) {
        lose(Trouble::lost, nowMs, effects);
    } else if (std::holds_alternative<ForRedeem>(asked)) {
        if (refusal.code == Code::name)
            halt(Trouble::nameRefused, refusal.text, effects);
        else
            ticketFailed(refusal.text, nowMs, effects);
    } else if (std::holds_alternative<ForRegister>(asked)) {
        const bool byName = refusal.code == Code::conflict || refusal.code == Code::name;
        halt(byName ? Trouble::nameRefused : Trouble::keyRefused,
             byName ? refusal.text : sentences::keyRefused(config_.address), effects);
    } else {
        lose(Trouble::lost, nowMs, effects);
    }
}

bool Session::ready() const {
    return stage_ >= Stage::listing;
}

std::vector<Happening> Session::takeHappenings() {
    return std::exchange(happenings_, {});
}

std::vector<wire::RoomSummary> Session::takeRooms() {
    return std::exchange(rooms_, {});
}

} // namespace zchat::client
