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
    unsent_.clear();
    open(requests_, net::makeDealer(context_, keys), host, port);
}

void Connection::openEvents(const std::string &host, std::uint16_t port,
                            const net::CurveClient &keys) {
    open(events_, net::makeSubscriber(context_, keys), host, port);
}

void Connection::close() {
    requests_ = Half{};
    events_ = Half{};
    unsent_.clear();
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
    unsent_.push_back(std::move(body));
    (void)flush();
}

bool Connection::flush() {
    while (!unsent_.empty() && requests_.socket &&
           requests_.socket->send(unsent_.front()) == net::Sent::sent)
        unsent_.pop_front();
    return !unsent_.empty();
}

void Connection::addTo(net::Poll &poll) const {
    for (const Half *half : {&requests_, &events_}) {
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
    for (Half *half : {&requests_, &events_}) {
        if (!half->socket || !half->up || half->ended)
            continue;
        if (std::optional<net::Received> message = half->socket->receive()) {
            const bool requests = half == &requests_;
            if (message->frames.empty() || message->frameCount != 1)
                return client::Tick{}; // not of this protocol
            if (requests)
                return client::BodyHeard{.body = std::move(message->frames.front())};
            return client::TopicHeard{.frame = std::move(message->frames.front())};
        }
    }
    if (std::optional<client::Input> event = nextEvent(requests_, client::Socket::requests))
        return event;
    return nextEvent(events_, client::Socket::events);
}

} // namespace zchat::link
