// The connections of the ROUTER, as the loop sees them: which session is which, and what waits for
// those that read slowly.
//
// A connection gets its SessionId with its first message and keeps the form (with or without the
// empty frame) in which it first asked. Nothing is ever skipped on a live connection: what libzmq
// does not take waits here, in order, and one that lets too much wait is shut. So does what comes
// to one that has much unread already, of which libzmq itself would take a thousand messages.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "broker/live/live.hpp"
#include "broker/shell/descriptors.hpp"
#include "shared/base/ids.hpp"
#include "shared/net/socket.hpp"

namespace zchat::shell {

struct Connection {
    SessionId session;
    std::string route;
    PublicKey key;
    bool viaReq = false;
    Wire wire;
    bool shut = false; // what still comes in by it is thrown away
    std::deque<live::Send> outbox;
    std::size_t outboxBytes = 0;
    std::uint64_t sentBytes = 0;  // given to libzmq; never less than what was taken of it
    std::uint64_t takenBytes = 0; // by the other side, when it was last looked at
};

class Connections final {
public:
    // The connection that a message came by; a new one where the route is new, or where another
    // key or another descriptor stands behind it. `replaced` is then the session that it ended.
    struct Met {
        Connection *connection;
        std::optional<SessionId> replaced;
    };
    [[nodiscard]] Met meet(const std::string &route, const PublicKey &key, bool viaReq,
                           int descriptor);
    [[nodiscard]] Connection *find(SessionId session);

    // Sends, or keeps what could not be sent. False: the connection is gone or was shut for letting
    // too much wait, and its session has ended.
    [[nodiscard]] bool send(net::Socket &router, Connection &connection, live::Send message);
    // Tries what waits again. Returns the sessions that turned out to be gone.
    [[nodiscard]] std::vector<SessionId> flush(net::Socket &router);
    [[nodiscard]] bool somethingWaits() const { return !waiting_.empty(); }
    // Whether every connection has taken what libzmq wrote to it so far.
    [[nodiscard]] bool allDelivered() const;

    void purge(SessionId session, const RoomName &room);
    // Shuts the connection; its entry stays until the system has let go of it.
    void shutDown(SessionId session);
    // Forgets connections that ended without a word. Returns their sessions.
    [[nodiscard]] std::vector<SessionId> sweep();
    [[nodiscard]] std::vector<SessionId> ofKey(const PublicKey &key) const;
    [[nodiscard]] std::size_t size() const { return bySession_.size(); }

private:
    void forget(SessionId session);

    std::uint64_t last_ = 0;
    std::unordered_map<SessionId, Connection> bySession_;
    std::unordered_map<std::string, SessionId> byRoute_;
    std::unordered_set<SessionId> waiting_; // those with an outbox
};

} // namespace zchat::shell
