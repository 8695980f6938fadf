#include "tests/sim/network.hpp"

#include <algorithm>
#include <utility>

namespace zchat::sim {

std::int64_t Connection::latencyMs() {
    if (chance_.percent(weather_.slowPercent))
        return chance_.between(1, weather_.slowestMs);
    return chance_.between(1, 10);
}

void Connection::planUp(std::function<void()> thing) {
    lastUpMs_ = std::max(lastUpMs_, timeline_.nowMs() + latencyMs());
    timeline_.at(lastUpMs_, [self = shared_from_this(), thing = std::move(thing)] {
        if (!self->halfOpen_ && !self->lostUp_ && self->brokerOpen_)
            thing();
    });
}

void Connection::planDown(std::function<void()> thing) {
    lastDownMs_ = std::max(lastDownMs_, timeline_.nowMs() + latencyMs());
    timeline_.at(lastDownMs_, [self = shared_from_this(), thing = std::move(thing)] {
        if (!self->halfOpen_ && !self->lostDown_ && self->clientOpen_)
            thing();
    });
}

bool Connection::subscribed(const std::string &topic) const {
    // A prefix stands before what it fits, so only those up to the topic need a look.
    for (auto prefix = topics_.begin(); prefix != topics_.end() && *prefix <= topic; ++prefix)
        if (topic.starts_with(*prefix))
            return true;
    return false;
}

void Connection::toBroker(const wire::Bytes &body) {
    if (clientOpen_)
        planUp([this, body] {
            if (broker.heard)
                broker.heard(body);
        });
}

void Connection::nothingToBroker() {
    if (clientOpen_)
        planUp([this] {
            if (broker.heardNothing)
                broker.heardNothing();
        });
}

void Connection::subscribe(const std::string &topic) {
    if (clientOpen_)
        planUp([this, topic] { topics_.insert(topic); });
}

void Connection::unsubscribe(const std::string &topic) {
    if (clientOpen_)
        planUp([this, topic] { topics_.erase(topic); });
}

void Connection::closeByClient() {
    if (!clientOpen_)
        return;
    clientOpen_ = false;
    // What was written last may or may not still get out.
    if (chance_.percent(50))
        lostUp_ = true;
    tellBrokerDown();
}

void Connection::toClient(const wire::Bytes &body, std::vector<RoomName> rooms,
                          std::shared_ptr<const wire::Bytes> instead) {
    if (!brokerOpen_)
        return;
    outboxBytes_ += body.size();
    outbox_.push_back(
        Waiting{.body = body, .rooms = std::move(rooms), .instead = std::move(instead)});
    flush(false);
}

void Connection::purge(const RoomName &room) {
    for (auto waiting = outbox_.begin(); waiting != outbox_.end();) {
        if (std::find(waiting->rooms.begin(), waiting->rooms.end(), room) == waiting->rooms.end()) {
            ++waiting;
            continue;
        }
        outboxBytes_ -= waiting->body.size();
        if (!waiting->instead) {
            waiting = outbox_.erase(waiting);
            continue;
        }
        waiting->body = *std::exchange(waiting->instead, nullptr);
        waiting->rooms.clear();
        outboxBytes_ += waiting->body.size();
    }
}

void Connection::flush(bool waited) {
    while (brokerOpen_ && !outbox_.empty() && timeline_.nowMs() >= stalledUntilMs_) {
        const Waiting next = std::move(outbox_.front());
        outbox_.pop_front();
        outboxBytes_ -= next.body.size();
        if (waited && leaving)
            leaving(next.body, next.rooms);
        transmit(next.body);
    }
}

void Connection::transmit(const wire::Bytes &body) {
    const bool published = kind == client::Socket::events;
    if (published && chance_.permille(weather_.dropPermille))
        return;
    planDown([this, body] { client.heard(body); });
    if (published && chance_.permille(weather_.duplicatePermille))
        planDown([this, body] { client.heard(body); });
}

void Connection::closeByBroker() {
    if (!brokerOpen_)
        return;
    brokerOpen_ = false;
    if (chance_.percent(50))
        lostDown_ = true;
    tellClientDown();
}

void Connection::cut() {
    halfOpen_ = false;
    lostUp_ = true;
    lostDown_ = true;
    tellClientDown();
    tellBrokerDown();
}

void Connection::stall(std::int64_t ms) {
    stalledUntilMs_ = timeline_.nowMs() + ms;
    timeline_.after(ms, [self = shared_from_this()] { self->flush(true); });
}

void Connection::endStall() {
    stalledUntilMs_ = 0;
    flush(true);
}

void Connection::tellClientDown() {
    lastDownMs_ = std::max(lastDownMs_, timeline_.nowMs() + latencyMs());
    timeline_.at(lastDownMs_, [self = shared_from_this()] {
        if (!self->clientOpen_ || self->halfOpen_)
            return;
        self->clientOpen_ = false;
        self->client.down();
    });
}

void Connection::tellBrokerDown() {
    lastUpMs_ = std::max(lastUpMs_, timeline_.nowMs() + latencyMs());
    timeline_.at(lastUpMs_, [self = shared_from_this()] {
        if (!self->brokerOpen_ || self->halfOpen_)
            return;
        self->brokerOpen_ = false;
        if (self->broker.down) // else it was cut before the broker accepted it
            self->broker.down();
    });
}

} // namespace zchat::sim
