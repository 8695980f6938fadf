// Network: connections between simulated clients and the broker, and everything bad that happens
// to them.
//
// A connection keeps the order of what it carries, each way, as TCP does; two connections overtake
// each other freely. It can be cut (both ends find out, at different times), left half-open (nobody
// finds out), stalled (the client reads nothing for a while, or never again), and frames of PUB can
// be dropped or come twice. SUB asks for prefixes, as ZeroMQ does.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <string>

#include "shared/base/ids.hpp"
#include "shared/client/core.hpp"
#include "shared/wire/value.hpp"
#include "tests/sim/chance.hpp"
#include "tests/sim/timeline.hpp"

namespace zchat::sim {

// What one seed's network does, each a chance or a time.
struct Weather {
    std::uint64_t dropPermille = 0;
    std::uint64_t duplicatePermille = 0;
    std::uint64_t slowPercent = 0; // messages that take up to slowestMs
    std::int64_t slowestMs = 300;
};

// One side of a connection, as its owner is told of it.
struct End {
    std::function<void(const wire::Bytes &)> heard;
    std::function<void()> heardNothing; // frames that hold no body
    std::function<void()> down;
};

class Connection final : public std::enable_shared_from_this<Connection> {
public:
    Connection(Timeline &timeline, Chance &chance, const Weather &weather, PublicKey whose,
               client::Socket which, SessionId counted)
        : key(whose)
        , kind(which)
        , number(counted)
        , timeline_(timeline)
        , chance_(chance)
        , weather_(weather) {}

    const PublicKey key;
    const client::Socket kind;
    const SessionId number;
    End client;
    End broker;
    // Whether one of the prefixes that the client asked for fits.
    [[nodiscard]] bool subscribed(const std::string &topic) const;

    // From the client.
    void toBroker(const wire::Bytes &body);
    void nothingToBroker();
    void subscribe(const std::string &topic);
    void unsubscribe(const std::string &topic);
    void closeByClient();

    // From the broker. Bodies wait in its outbox while the client reads nothing; `rooms` are the
    // closed ones that a body tells of, `instead` is what takes its place once one of them is lost.
    void toClient(const wire::Bytes &body, std::vector<RoomName> rooms = {},
                  std::shared_ptr<const wire::Bytes> instead = {});
    void purge(const RoomName &room);
    void closeByBroker();
    [[nodiscard]] std::size_t outboxBytes() const { return outboxBytes_; }
    // A body that had to wait leaves the outbox for the wire.
    std::function<void(const wire::Bytes &, const std::vector<RoomName> &)> leaving;

    // Faults.
    void cut();
    void goHalfOpen() { halfOpen_ = true; }
    [[nodiscard]] bool halfOpen() const { return halfOpen_; }
    void stall(std::int64_t ms);
    void stallForEver() { stalledUntilMs_ = never; }
    void endStall();

    [[nodiscard]] bool clientOpen() const { return clientOpen_; }
    [[nodiscard]] bool brokerOpen() const { return brokerOpen_; }

private:
    static constexpr std::int64_t never = std::int64_t{1} << 62U;
    struct Waiting {
        wire::Bytes body;
        std::vector<RoomName> rooms;
        std::shared_ptr<const wire::Bytes> instead;
    };
    [[nodiscard]] std::int64_t latencyMs();
    // Plans a delivery behind everything that already is on its way there.
    void planUp(std::function<void()> thing);
    void planDown(std::function<void()> thing);
    void flush(bool waited);
    void transmit(const wire::Bytes &body);
    void tellClientDown();
    void tellBrokerDown();

    Timeline &timeline_;
    Chance &chance_;
    const Weather &weather_;
    bool clientOpen_ = true; // the client has not closed it and was not told of its end
    bool brokerOpen_ = true;
    bool halfOpen_ = false;
    bool lostUp_ = false; // what is on its way there is lost
    bool lostDown_ = false;
    std::int64_t lastUpMs_ = 0;
    std::int64_t lastDownMs_ = 0;
    std::int64_t stalledUntilMs_ = 0;
    std::set<std::string> topics_; // prefixes
    std::deque<Waiting> outbox_;
    std::size_t outboxBytes_ = 0;
};

} // namespace zchat::sim
