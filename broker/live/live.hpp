// Live: what dies with the process. Sessions, presence, typing, pace, and who is to hear what.
//
// It is fed by the loop with what came in (request bodies, the hub's outputs, readers' answers, the
// tick of a clock) and answers with actions; it has no socket, thread or clock of its own, so that
// the simulator runs the very same code. It mirrors from the hub's outputs who is a member of which
// room, and checks that mirror at the moment of sending: nothing private is ever published.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "broker/hub/envelope.hpp"
#include "shared/base/ids.hpp"
#include "shared/base/limits.hpp"
#include "shared/wire/value.hpp"

namespace zchat::live {

using SharedBytes = std::shared_ptr<const wire::Bytes>;

struct Now {
    std::int64_t steadyMs = 0; // for timeouts and rates
    TimeMs wallMs = 0;         // for people
};

// To one session. `rooms` are the private and direct rooms that the body tells of, so that what
// still waits in a slow session's outbox is taken back when the account is removed from one of
// them: an event is thrown away, an answer gives way to `instead`, since each request gets one.
struct Send {
    SessionId session;
    SharedBytes body;
    std::vector<RoomName> rooms;
    SharedBytes instead;
};
// On PUB, one frame: topic, a zero byte, body.
struct Publish {
    std::string topic;
    SharedBytes body;
};
// Shuts one session's connection.
struct Shut {
    SessionId session;
};
// Refuses the key from now on, or admits it, and where refused shuts its connections on both
// sockets.
struct Admit {
    PublicKey key;
    bool requests = true;
    bool events = true;            // devices of enabled accounts that are no bots with a room scope
    bool known = true;             // false: forget it; what strangers may applies
    std::optional<TimeMs> expires; // tickets
};
// Takes back what waits for this session from a room its account was removed from.
struct Purge {
    SessionId session;
    RoomName room;
};
// To the hub; the shell stamps random, digest and ticket.
struct Submit {
    hub::Envelope envelope;
};
// To a reader; its answer comes back through answered().
struct Ask {
    SessionId session;
    std::optional<std::uint64_t> re;
    PublicKey device;
    bool folderKey = false;
    wire::Request request;
};

// A chunk, a finish or a fetch, to those who hold the files; the answer comes back through
// answered() or carried(), a finish by way of the hub.
struct Carry {
    SessionId session;
    std::optional<std::uint64_t> re;
    AccountName account;
    PublicKey device;
    wire::Request request;
};

using Action = std::variant<Send, Publish, Shut, Admit, Purge, Submit, Ask, Carry>;

struct Pace {
    bool limited = true; // --rate off
    std::uint64_t postsPerSecond = limits::postsPerSecond;
    std::uint64_t postsBurst = limits::postsBurst;
};

struct LiveConfig {
    std::string serverName;
    bool registrationOpen = false;
    hub::FileBounds files;
    Pace pace;
    std::optional<PublicKey> folderKey;
    std::size_t sendsPerSecond =
        limits::sendsPerSecond; // beyond it, what busy rooms say is gathered
};

class Live final {
public:
    explicit Live(LiveConfig config);
    ~Live();
    Live(const Live &) = delete;
    Live &operator=(const Live &) = delete;

    // A request's frames came from this session. `viaReq`: with an empty frame before the body.
    // The first request of a SessionId makes the session; a body that is none (frames wrong) is
    // nullopt.
    void heard(SessionId session, const PublicKey &key, bool viaReq,
               std::optional<std::string_view> body, Now now);
    // The hub's outputs of one durable turn, or of its snapshot.
    void told(const std::vector<hub::Output> &outputs, Now now);
    // A reader's answer; presence and the rest of hello are filled in here.
    void answered(SessionId session, std::optional<std::uint64_t> re, Result<wire::Reply> reply,
                  Now now);
    // As answered(), for a reply that is encoded already: a piece of a file.
    void carried(SessionId session, std::optional<std::uint64_t> re, SharedBytes reply, Now now);
    // The loop found the connection gone (EHOSTUNREACH) or shut it for being slow.
    void ended(SessionId session, Now now);
    // Due work: beats, gathered presence, typing and receipts, silent sessions, expired tickets.
    void tick(Now now);
    // When tick() next has something to do, in steady milliseconds.
    [[nodiscard]] std::int64_t nextDueMs() const;
    // Another pace from now on; what was used up of the old one is forgotten.
    void changePace(Pace pace);
    // Other bounds on files for what is offered from now on.
    void changeFiles(const hub::FileBounds &files);
    // Tells every session that the broker is going down.
    void goingDown(Now now);

    // The actions since the last call, in order.
    [[nodiscard]] std::vector<Action> take();

    [[nodiscard]] std::size_t sessions() const;

private:
    class State;
    std::unique_ptr<State> state_;
};

} // namespace zchat::live
