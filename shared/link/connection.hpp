// Connection: the DEALER and the SUB of one client, and the DEALER on which its files travel, made
// and closed as the brain orders.
//
// What their monitors tell becomes the brain's inputs. Closing drops everything that still waits in
// them, so that nothing of an old connection is ever taken for the new one's. What a DEALER does
// not take yet waits here in order.
#pragma once

#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "shared/client/core.hpp"
#include "shared/net/poll.hpp"
#include "shared/net/socket.hpp"

namespace zchat::link {

class Connection final {
public:
    // Many clients in one process may share libzmq's threads.
    explicit Connection(std::shared_ptr<net::Context> context = std::make_shared<net::Context>())
        : context_(std::move(context)) {}

    // The host that the front door answered from.
    void openRequests(const std::string &host, std::uint16_t port, const net::CurveClient &keys);
    void openEvents(const std::string &host, std::uint16_t port, const net::CurveClient &keys);
    void openTransfers(const std::string &host, std::uint16_t port, const net::CurveClient &keys);
    void close();
    void closeTransfers();
    [[nodiscard]] bool isOpen() const { return requests_.socket.has_value(); }
    void subscribe(const std::string &topic);
    void unsubscribe(const std::string &topic);
    void send(std::string body);
    void sendTransfer(std::string body);
    // Tries again what did not go out; true when something still waits.
    [[nodiscard]] bool flush();

    void addTo(net::Poll &poll) const;
    // The next thing that came in, while this connection stands.
    [[nodiscard]] std::optional<client::Input> next();

private:
    struct Half {
        std::optional<net::Socket> socket;
        std::deque<net::ConnectionEvent> events;
        bool up = false;
        bool ended = false; // told once; the brain then closes
        std::deque<net::SharedBytes> unsent;
    };
    static void flush(Half &half);
    void open(Half &half, Result<net::Socket> made, const std::string &host, std::uint16_t port);
    [[nodiscard]] static std::optional<client::Input> nextEvent(Half &half, client::Socket which);

    std::shared_ptr<net::Context> context_;
    Half requests_;
    Half events_;
    Half transfers_;
};

} // namespace zchat::link
