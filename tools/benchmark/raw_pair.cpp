#include "tools/benchmark/raw_pair.hpp"

#include <unistd.h>
#include <zmq.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdint>
#include <cstring>
#include <iostream>
#include <span>
#include <sstream>
#include <string_view>
#include <vector>

#include "shared/base/text.hpp"
#include "shared/wire/events.hpp"
#include "tools/benchmark/raw_socket.hpp"

namespace zchat::bench {

namespace {

using Clock = std::chrono::steady_clock;
constexpr std::chrono::milliseconds beatEvery{1'000};
constexpr int ioThreads = 2;  // as the broker has
constexpr int backlog = 4096; // as the broker's: a crowd comes back all at once
constexpr const char *monitorPlace = "inproc://handshakes";

class Server final {
public:
    explicit Server(const RawPairOptions &options)
        : context_(zmq_ctx_new()) {
        expect(zmq_ctx_set(context_, ZMQ_IO_THREADS, ioThreads) == 0);
        admission_ = zmq_socket(context_, ZMQ_REP);
        if (options.admission == Admission::zap)
            expect(zmq_bind(admission_, "inproc://zeromq.zap.01") == 0);
        router_ = socket(ZMQ_ROUTER, options.keys);
        publisher_ = socket(ZMQ_XPUB, options.keys);
        const int each = 1;
        expect(zmq_setsockopt(publisher_, ZMQ_XPUB_VERBOSE, &each, sizeof each) == 0);
        expect(zmq_socket_monitor(router_, monitorPlace, ZMQ_EVENT_HANDSHAKE_SUCCEEDED) == 0);
        monitor_ = zmq_socket(context_, ZMQ_PAIR);
        expect(zmq_connect(monitor_, monitorPlace) == 0);
        const FrontLine line{.key = options.keys.publicKey,
                             .requests = bind(router_, options.ports.requests),
                             .events = bind(publisher_, options.ports.events),
                             .name = "raw",
                             .front = {}};
        std::cout << toString(line) << std::endl;
    }
    ~Server() {
        for (void *each : {monitor_, router_, publisher_, admission_})
            zmq_close(each);
        zmq_ctx_term(context_);
    }
    Server(const Server &) = delete;
    Server &operator=(const Server &) = delete;

    // Until standard input ends.
    void run() {
        std::array<zmq_pollitem_t, 5> items{};
        items[0].fd = STDIN_FILENO;
        items[1].socket = router_;
        items[2].socket = publisher_;
        items[3].socket = monitor_;
        items[4].socket = admission_;
        for (zmq_pollitem_t &item : items)
            item.events = ZMQ_POLLIN;
        while (true) {
            const auto wait =
                std::chrono::duration_cast<std::chrono::milliseconds>(beatDue_ - Clock::now());
            expect(zmq_poll(items.data(), static_cast<int>(items.size()),
                            std::max<long>(0, wait.count())) >= 0);
            admit();
            echo();
            takeSubscriptions();
            takeHandshakes();
            if (items[0].revents != 0 && !obey())
                return;
            tellWhenBack();
            if (Clock::now() >= beatDue_)
                beat();
        }
    }

private:
    void *socket(int type, const crypto::KeyPair &keys) const {
        void *made = zmq_socket(context_, type);
        const int server = 1;
        const int none = 0;
        expect(zmq_setsockopt(made, ZMQ_CURVE_SERVER, &server, sizeof server) == 0);
        expect(zmq_setsockopt(made, ZMQ_CURVE_SECRETKEY, keys.secretKey.bytes.data(), 32) == 0);
        expect(zmq_setsockopt(made, ZMQ_BACKLOG, &backlog, sizeof backlog) == 0);
        expect(zmq_setsockopt(made, ZMQ_LINGER, &none, sizeof none) == 0);
        return made;
    }
    static std::uint16_t bind(void *socket, std::uint16_t port) {
        const std::string place =
            "tcp://127.0.0.1:" + (port == 0 ? std::string("*") : std::to_string(port));
        expect(zmq_bind(socket, place.c_str()) == 0);
        std::array<char, 256> endpoint{};
        std::size_t size = endpoint.size();
        expect(zmq_getsockopt(socket, ZMQ_LAST_ENDPOINT, endpoint.data(), &size) == 0);
        const std::string text(endpoint.data());
        return static_cast<std::uint16_t>(std::stoi(text.substr(text.rfind(':') + 1)));
    }

    // A message whose frames are handed out one by one; false where none waits.
    template <class Frame>
    static bool receive(void *socket, Frame frame) {
        bool any = false;
        for (bool more = true; more; any = true) {
            zmq_msg_t message;
            zmq_msg_init(&message);
            if (zmq_msg_recv(&message, socket, ZMQ_DONTWAIT) < 0)
                return any;
            more = zmq_msg_more(&message) != 0;
            frame(message, more);
            zmq_msg_close(&message);
        }
        return any;
    }

    void admit() {
        std::vector<std::string> request;
        while (receive(admission_, [&request](zmq_msg_t &message, bool) {
            request.emplace_back(static_cast<const char *>(zmq_msg_data(&message)),
                                 zmq_msg_size(&message));
        })) {
            // Version, request; domain, address, routing id, mechanism and key are not looked at.
            for (const std::string &frame :
                 {request.at(0), request.at(1), std::string("200"), std::string("OK"),
                  toHex(std::span(reinterpret_cast<const std::uint8_t *>(request.at(6).data()),
                                  request.at(6).size()))})
                expect(zmq_send(admission_, frame.data(), frame.size(), ZMQ_SNDMORE) >= 0);
            expect(zmq_send(admission_, "", 0, 0) >= 0);
            request.clear();
        }
    }
    void echo() {
        while (receive(router_, [this](zmq_msg_t &message, bool more) {
            expect(zmq_msg_send(&message, router_, more ? ZMQ_SNDMORE : 0) >= 0);
        })) {
        }
    }
    void takeSubscriptions() {
        while (receive(publisher_, [this](zmq_msg_t &message, bool) {
            const std::string_view said(static_cast<const char *>(zmq_msg_data(&message)),
                                        zmq_msg_size(&message));
            if (said.starts_with('\1') && said.substr(1) == wire::beatTopic)
                ++listeners_;
        })) {
        }
    }
    void takeHandshakes() {
        // The event's number and the connection's address; only one kind was asked for.
        while (receive(monitor_, [this](zmq_msg_t &, bool more) { handshakes_ += more ? 1 : 0; })) {
        }
    }

    bool obey() {
        std::string line;
        if (!std::getline(std::cin, line))
            return false;
        std::istringstream words(line);
        std::string verb;
        std::size_t count = 0;
        words >> verb >> count;
        if (verb == "await")
            awaited_ = count;
        for (; verb == "beat" && count > 0; --count)
            beat();
        return true;
    }
    void tellWhenBack() {
        if (awaited_ == 0 || handshakes_ < awaited_ || listeners_ < awaited_)
            return;
        awaited_ = 0;
        std::cout << "back" << std::endl;
    }
    void beat() {
        beatDue_ = Clock::now() + beatEvery;
        std::string frame(wire::beatTopic);
        frame += '\0';
        expect(zmq_send(publisher_, frame.data(), frame.size(), 0) >= 0);
    }

    void *context_;
    void *router_ = nullptr;
    void *publisher_ = nullptr;
    void *monitor_ = nullptr;
    void *admission_ = nullptr;
    std::size_t handshakes_ = 0;
    std::size_t listeners_ = 0;
    std::size_t awaited_ = 0; // 0: nobody waits
    Clock::time_point beatDue_ = Clock::now();
};

} // namespace

int runRawPair(const RawPairOptions &options) {
    Server server(options);
    server.run();
    return 0;
}

Result<RawPair> RawPair::start(const std::string &program, const RawPairOptions &options) {
    Result<Process> process = Process::start(
        {program, pairWord, toHex(options.keys.secretKey), std::to_string(options.ports.requests),
         std::to_string(options.ports.events),
         options.admission == Admission::zap ? "zap" : "none"});
    if (!process)
        return process.fault();
    const std::optional<FrontLine> line = parseFrontLine(process->readLine());
    if (!line)
        return Fault{.text = "The raw server did not say where it is."};
    return RawPair(std::move(*process), *line);
}

Outcome RawPair::await(std::size_t members) {
    process_.writeLine("await " + std::to_string(members));
    if (process_.readLine() != "back")
        return Fault{.text = "The raw server ended."};
    return Done{};
}

void RawPair::beat(std::size_t times) {
    process_.writeLine("beat " + std::to_string(times));
}

} // namespace zchat::bench
