// Session: who this client is and how it comes to be connected, stays so, and comes back.
//
// Front door → key checked against the pin → DEALER → (ticket redeemed | account registered) →
// hello → the rooms are listed → a fresh SUB subscribes → hello with events → the first beat:
// everything subscribed before it is live. Any end of either socket begins again at the front door
// after a pause with full jitter: the broker may have come back on other ports, and a fresh SUB is
// the only one whose first beat proves anything. It knows nothing of rooms or posts: what it finds
// out it says as `Happening`s, which ClientCore passes on.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "shared/client/asks.hpp"
#include "shared/client/chance.hpp"
#include "shared/client/core.hpp"
#include "shared/wire/events.hpp"

namespace zchat::client {

enum class Happening : std::uint8_t {
    accountKnown, // requests may go out; the rooms of hello are in rooms()
    subscribe,    // a fresh SUB stands: every subscription goes onto it
    compare,      // something may have been missed: compare every room
    lost,         // nothing goes out any more
};

class Session final {
public:
    Session(const CoreConfig &config, Asks &asks, Chance &chance)
        : config_(config)
        , asks_(asks)
        , chance_(chance) {}

    void start(const Kept &kept, std::int64_t nowMs, Effects &effects);
    void reconnectNow(std::int64_t nowMs, Effects &effects);
    void stop(Effects &effects);

    void doorAnswered(const FrontLine &line, std::int64_t nowMs, Effects &effects);
    void doorFailed(Trouble trouble, std::int64_t nowMs, Effects &effects);
    void socketUp(Socket socket, std::int64_t nowMs, Effects &effects);
    void socketDown(Socket socket, std::int64_t nowMs, Effects &effects);
    void socketRefused(Socket socket, int status, std::int64_t nowMs, Effects &effects);
    void tick(std::int64_t nowMs, Effects &effects);

    // The first complete list of rooms stands: the SUB can be made.
    void roomsListed(std::int64_t nowMs, Effects &effects);
    void helloAnswered(const ForHello &asked, wire::HelloReply reply, std::int64_t nowMs,
                       Effects &effects);
    void accountMade(const wire::Me &me, bool byTicket, std::int64_t nowMs, Effects &effects);
    void pingAnswered(const wire::PingReply &reply, std::int64_t nowMs, Effects &effects);
    // Of hello, register, redeem or ping.
    void refused(const Purpose &asked, const Refusal &refusal, std::int64_t nowMs,
                 Effects &effects);

    void requestsLive(std::int64_t nowMs) { heardRequestsMs_ = nowMs; }
    void beatHeard(std::int64_t nowMs, Effects &effects);

    [[nodiscard]] std::vector<Happening> takeHappenings();
    [[nodiscard]] std::vector<wire::RoomSummary> takeRooms();
    [[nodiscard]] bool ready() const;
    [[nodiscard]] const std::optional<wire::Me> &me() const { return me_; }
    // Where the broker listens, and what it takes: once requests may go out.
    [[nodiscard]] const FrontLine &line() const { return line_; }
    [[nodiscard]] const wire::Limits &limits() const { return limits_; }
    [[nodiscard]] std::int64_t nextDueMs() const;

private:
    enum class Stage : std::uint8_t {
        resting,  // before start, between attempts, stopped
        door,     // the front door was asked
        requests, // the DEALER shakes hands
        joining,  // redeem or register is under way
        hello,    // hello without events is under way
        listing,  // the account is known; its rooms are being listed
        events,   // the SUB shakes hands
        settling, // hello with events is under way, or its beat
        online,
    };
    void attempt(std::int64_t nowMs, Effects &effects);
    void enter(Stage stage, std::int64_t nowMs) {
        stage_ = stage;
        stageSinceMs_ = nowMs;
    }
    [[nodiscard]] bool keyIsRight(const FrontLine &line, Effects &effects);
    void openRequests(std::int64_t nowMs, Effects &effects);
    void sayHello(bool events, Effects &effects);
    void join(const wire::HelloReply &reply, std::int64_t nowMs, Effects &effects);
    void signedIn(const wire::HelloReply &reply, std::int64_t nowMs, Effects &effects);
    void goOnline(std::int64_t nowMs, Effects &effects);
    // Ends what there is and tries again after a pause.
    void lose(Trouble trouble, std::int64_t nowMs, Effects &effects,
              std::optional<std::int64_t> retryInMs = std::nullopt);
    void halt(Trouble trouble, const std::string &text, Effects &effects);
    void ticketFailed(const std::string &text, std::int64_t nowMs, Effects &effects);
    void close(Effects &effects);
    void watch(std::int64_t nowMs, Effects &effects);
    void watchBeats(std::int64_t nowMs, Effects &effects);

    const CoreConfig &config_;
    Asks &asks_;
    Chance &chance_;

    Stage stage_ = Stage::resting;
    std::int64_t stageSinceMs_ = 0;
    std::optional<std::int64_t> retryAtMs_; // absent while resting: stopped
    std::uint32_t failures_ = 0;
    std::uint32_t refusals_ = 0; // of the device's key, one after the other

    std::optional<PublicKey> pinned_;
    std::optional<wire::Me> me_;
    FrontLine line_;
    wire::Limits limits_;
    bool useTicket_ = false;   // the next connection is made with the ticket's key
    bool ticketTried_ = false; // it was refused; now the device's own key is tried
    std::string ticketText_;   // what the broker said about it
    bool withoutSub_ = false;  // a bot whose events all come by ROUTER

    std::int64_t heardRequestsMs_ = 0;
    std::int64_t pingedMs_ = 0;
    bool pinging_ = false;
    std::int64_t beatMs_ = 0;
    std::int64_t comparedMs_ = 0;
    bool silent_ = false; // no beat for too long

    std::vector<Happening> happenings_;
    std::vector<wire::RoomSummary> rooms_;
};

} // namespace zchat::client
