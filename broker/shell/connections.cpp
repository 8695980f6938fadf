#include "broker/shell/connections.hpp"

#include <algorithm>
#include <utility>

#include "shared/base/limits.hpp"

namespace zchat::shell {

namespace {

// Whether this message has to wait until the other side has read more. The system is asked only
// where what it said last would not do.
bool isHeldBack(Connection &connection, std::size_t bytes) {
    if (connection.sentBytes - connection.takenBytes + bytes <= limits::unreadBytes)
        return false;
    const std::optional<std::uint64_t> taken = takenBytes(connection.wire);
    if (!taken)
        return false;
    // What encryption adds to each message was taken as well, and is not counted here.
    connection.sentBytes = std::max(connection.sentBytes, *taken);
    connection.takenBytes = *taken;
    return connection.sentBytes - *taken + bytes > limits::unreadBytes;
}

net::Sent trySending(net::Socket &router, Connection &connection, const live::Send &message) {
    if (isHeldBack(connection, message.body->size()))
        return net::Sent::full;
    const net::Sent sent = router.sendTo(connection.route, connection.viaReq, message.body);
    if (sent == net::Sent::sent)
        connection.sentBytes += message.body->size();
    return sent;
}

} // namespace

Connections::Met Connections::meet(const std::string &route, const PublicKey &key, bool viaReq,
                                   int descriptor) {
    std::optional<SessionId> replaced;
    if (const auto found = byRoute_.find(route); found != byRoute_.end()) {
        Connection &known = bySession_.at(found->second);
        if (known.key == key && known.wire.descriptor == descriptor)
            return {.connection = &known, .replaced = std::nullopt};
        // libzmq gives each connection a route of its own; this is a peer that brought one along.
        replaced = known.session;
        forget(known.session);
    }
    const SessionId session{++last_};
    byRoute_[route] = session;
    Connection &fresh = bySession_[session];
    fresh.session = session;
    fresh.route = route;
    fresh.key = key;
    fresh.viaReq = viaReq;
    fresh.wire = wireOf(descriptor);
    return {.connection = &fresh, .replaced = replaced};
}

Connection *Connections::find(SessionId session) {
    const auto found = bySession_.find(session);
    return found == bySession_.end() ? nullptr : &found->second;
}

bool Connections::send(net::Socket &router, Connection &connection, live::Send message) {
    if (connection.shut)
        return true;
    if (connection.outbox.empty()) {
        switch (trySending(router, connection, message)) {
        case net::Sent::sent:
            return true;
        case net::Sent::gone:
            forget(connection.session);
            return false;
        case net::Sent::full:
            break;
        }
    }
    connection.outboxBytes += message.body->size();
    if (connection.outboxBytes > limits::sessionOutboxBytes) {
        shutDown(connection.session);
        return false;
    }
    connection.outbox.push_back(std::move(message));
    waiting_.insert(connection.session);
    return true;
}

std::vector<SessionId> Connections::flush(net::Socket &router) {
    std::vector<SessionId> gone;
    std::vector<SessionId> empty;
    for (const SessionId session : waiting_) {
        Connection &connection = bySession_.at(session);
        net::Sent sent = net::Sent::sent;
        while (!connection.outbox.empty()) {
            const live::Send &next = connection.outbox.front();
            sent = trySending(router, connection, next);
            if (sent != net::Sent::sent)
                break;
            connection.outboxBytes -= next.body->size();
            connection.outbox.pop_front();
        }
        if (sent == net::Sent::gone)
            gone.push_back(session);
        else if (connection.outbox.empty())
            empty.push_back(session);
    }
    for (const SessionId session : empty)
        waiting_.erase(session);
    for (const SessionId session : gone)
        forget(session);
    return gone;
}

bool Connections::allDelivered() const {
    return std::all_of(bySession_.begin(), bySession_.end(), [](const auto &each) {
        return each.second.shut || deliveredAll(each.second.wire);
    });
}

void Connections::purge(SessionId session, const RoomName &room) {
    Connection *connection = find(session);
    if (connection == nullptr)
        return;
    for (live::Send &message : connection->outbox) {
        if (std::find(message.rooms.begin(), message.rooms.end(), room) == message.rooms.end())
            continue;
        connection->outboxBytes -= message.body->size();
        message.body = std::exchange(message.instead, nullptr);
        message.rooms.clear();
        if (message.body)
            connection->outboxBytes += message.body->size();
    }
    std::erase_if(connection->outbox, [](const live::Send &message) { return !message.body; });
    if (connection->outbox.empty())
        waiting_.erase(session);
}

void Connections::shutDown(SessionId session) {
    Connection *connection = find(session);
    if (connection == nullptr || connection->shut)
        return;
    connection->shut = true;
    connection->outbox.clear();
    connection->outboxBytes = 0;
    waiting_.erase(session);
    shell::shut(connection->wire);
}

std::vector<SessionId> Connections::sweep() {
    std::vector<SessionId> gone;
    for (const auto &[session, connection] : bySession_)
        if (!stillStands(connection.wire))
            gone.push_back(session);
    for (const SessionId session : gone)
        forget(session);
    return gone;
}

std::vector<SessionId> Connections::ofKey(const PublicKey &key) const {
    std::vector<SessionId> found;
    for (const auto &[session, connection] : bySession_)
        if (connection.key == key)
            found.push_back(session);
    return found;
}

void Connections::forget(SessionId session) {
    const auto found = bySession_.find(session);
    if (found == bySession_.end())
        return;
    byRoute_.erase(found->second.route);
    waiting_.erase(session);
    bySession_.erase(found);
}

} // namespace zchat::shell
