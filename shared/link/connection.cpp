#include "shared/link/connection.hpp"

#include <utility>

namespace zchat::link {

void Connection::open(Half &half, Result<net::Socket> made, const std::string &host,
                      std::uint16_t port) {
    half = Half{};
    if (made.ok() && made->watch().ok() && made->connectTcp(host, port).ok())
        half.socket = std::move(*made);
    else
        // As if the other side had hung up: the brain tries again later and says that it does.
        half.events.push_back({.kind = net::ConnectionEventKind::disconnected});
}

void Connection::openRequests(const std::string &host, std::uint16_t port,
                              const net::CurveClient &keys) {
    open(requests_, net::makeDealer(*context_, keys), host, port);
}

void Connection::openEvents(const std::string &host, std::uint16_t port,
                            const net::CurveClient &keys) {
    open(events_, net::makeSubscriber(*context_, keys), host, port);
}

void Connection::openTransfers(const std::string &host, std::uint16_t port,
                               const net::CurveClient &keys) {
    open(transfers_, net::makeDealer(*context_, keys), host, port);
}

void Connection::close() {
    requests_ = Half{};
    events_ = Half{};
    transfers_ = Half{};
}

void Connection::closeTransfers() {
    transfers_ = Half{};
}

void Connection::subscribe(const std::string &topic) {
    if (events_.socket)
        events_.socket->subscribe(topic);
}

void Connection::unsubscribe(const std::string &topic) {
    if (events_.socket)
        events_.socket->unsubscribe(topic);
}

void Connection::send(std::string body) {
    if (!requests_.socket)
        return;
    requests_.unsent.push_back(std::make_shared<const std::string>(std::move(body)));
    flush(requests_);
}

void Connection::sendTransfer(std::string body) {
    if (!transfers_.socket)
        return;
    transfers_.unsent.push_back(std::make_shared<const std::string>(std::move(body)));
    flush(transfers_);
}

void Connection::flush(Half &half) {
    while (!half.unsent.empty() && half.socket &&
           half.socket->send(half.unsent.front()) == net::Sent::sent)
        half.unsent.pop_front();
}

bool Connection::flush() {
    flush(requests_);
    flush(transfers_);
    return !requests_.unsent.empty() || !transfers_.unsent.empty();
}

void Connection::addTo(net::Poll &poll) const {
    for (const Half *half : {&requests_, &events_, &transfers_}) {
        if (half->socket) {
            poll.add(*half->socket);
            poll.addEvents(*half->socket);
        }
    }
}

std::optional<client::Input> Connection::nextEvent(Half &half, client::Socket which) {
    if (half.socket)
        for (net::ConnectionEvent &event : half.socket->takeEvents())
            half.events.push_back(event);
    while (!half.events.empty() && !half.ended) {
        const net::ConnectionEvent event = half.events.front();
        half.events.pop_front();
        switch (event.kind) {
        case net::ConnectionEventKind::connected:
            break;
        case net::ConnectionEventKind::ready:
            half.up = true;
            return client::SocketUp{.socket = which};
        case net::ConnectionEventKind::handshakeRefused:
            half.ended = true;
            return client::SocketRefused{.socket = which, .status = event.status};
        case net::ConnectionEventKind::handshakeFailed:
        case net::ConnectionEventKind::disconnected:
        case net::ConnectionEventKind::retrying:
            half.ended = true;
            return client::SocketDown{.socket = which};
        }
    }
    return std::nullopt;
}

// What was received before the end of a connection comes before its end; a body that came in before
// the handshake was told is impossible.
std::optional<client::Input> Connection::next() {
    // Words come before bytes.
    for (Half *half : {&requests_, &events_, &transfers_}) {
        if (!half->socket || !half->up || half->ended)
            continue;
        if (std::optional<net::Received> message = half->socket->receive()) {
            if (message->frames.empty() || message->frameCount != 1)
                return client::Tick{}; // not of this protocol
            std::string &frame = message->frames.front();
            if (half == &requests_)
                return client::BodyHeard{.body = std::move(frame)};
            if (half == &events_)
                return client::TopicHeard{.frame = std::move(frame)};
            return client::TransferBodyHeard{.body = std::move(frame)};
        }
    }
    if (std::optional<client::Input> event = nextEvent(requests_, client::Socket::requests))
        return event;
    if (std::optional<client::Input> event = nextEvent(events_, client::Socket::events))
        return event;
    return nextEvent(transfers_, client::Socket::transfers);
}

} // namespace zchat::link
