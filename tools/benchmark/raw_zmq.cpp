#include "tools/benchmark/raw_zmq.hpp"

#include <unistd.h>
#include <zmq.h>

#include <array>
#include <chrono>
#include <iostream>
#include <sstream>
#include <thread>

#include "shared/base/text.hpp"
#include "tools/benchmark/raw_socket.hpp"

namespace zchat::bench {

namespace {

using Clock = std::chrono::steady_clock;
constexpr std::chrono::seconds patience{30};

} // namespace

int runRawEcho() {
    const RawSocket router(ZMQ_ROUTER);
    std::array<zmq_pollitem_t, 2> items{
        zmq_pollitem_t{.socket = router.handle(), .fd = 0, .events = ZMQ_POLLIN, .revents = 0},
        zmq_pollitem_t{.socket = nullptr, .fd = STDIN_FILENO, .events = ZMQ_POLLIN, .revents = 0}};
    while (zmq_poll(items.data(), 2, -1) >= 0 && items[1].revents == 0) {
        zmq_msg_t frame;
        for (bool more = true; more;) {
            zmq_msg_init(&frame);
            expect(zmq_msg_recv(&frame, router.handle(), 0) >= 0);
            more = zmq_msg_more(&frame) != 0;
            expect(zmq_msg_send(&frame, router.handle(), more ? ZMQ_SNDMORE : 0) >= 0);
        }
    }
    return 0;
}

Result<RawServer> startRaw(const std::string &program, const char *word,
                           const std::vector<std::string> &more) {
    std::vector<std::string> arguments{program, word};
    arguments.insert(arguments.end(), more.begin(), more.end());
    Result<Process> process = Process::start(arguments);
    if (!process)
        return process.fault();
    std::istringstream words(process->readLine());
    std::string hex;
    std::uint16_t port = 0;
    words >> hex >> port;
    const std::optional<PublicKey> key = fromHex<PublicKey>(hex);
    if (!key || port == 0)
        return Fault{.text = "The raw server did not say where it is."};
    return RawServer{.process = std::move(*process), .key = *key, .port = port};
}

Result<double> rawRoundTrip(const RawServer &server, std::uint64_t count, std::size_t bytes) {
    net::Context context;
    Result<net::Socket> made = net::makeDealer(
        context, net::CurveClient{.own = crypto::generateKeyPair(), .broker = server.key});
    if (!made)
        return made.fault();
    net::Socket &dealer = *made;
    if (const Outcome outcome = dealer.connectTcp("127.0.0.1", server.port); !outcome)
        return outcome.fault();
    net::Poll poll;
    poll.add(dealer);
    const std::string body(bytes, 'x');
    Clock::time_point start;
    for (std::uint64_t i = 0; i <= count; ++i) {
        if (i == 1) // the first one waited for the handshake
            start = Clock::now();
        while (dealer.send(body) != net::Sent::sent)
            std::this_thread::sleep_for(std::chrono::milliseconds(1));
        while (!dealer.receive()) {
            poll.wait(std::chrono::duration_cast<std::chrono::milliseconds>(patience));
            if (!poll.ready(0))
                return Fault{.text = "The raw echo does not answer."};
        }
    }
    return std::chrono::duration<double>(Clock::now() - start).count() / static_cast<double>(count);
}

} // namespace zchat::bench
