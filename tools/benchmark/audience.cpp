#include "tools/benchmark/audience.hpp"

#include <chrono>

namespace zchat::bench {

Result<Audience> Audience::make(net::Context &context, const std::vector<crypto::KeyPair> &members,
                                const PublicKey &server, std::uint16_t port) {
    Audience audience;
    for (const crypto::KeyPair &keys : members) {
        Result<net::Socket> subscriber =
            net::makeSubscriber(context, net::CurveClient{.own = keys, .broker = server});
        if (!subscriber)
            return subscriber.fault();
        subscriber->subscribe("room/lobby/");
        if (const Outcome outcome = subscriber->connectTcp("127.0.0.1", port); !outcome)
            return outcome.fault();
        audience.subscribers_.push_back(std::move(*subscriber));
    }
    for (const net::Socket &subscriber : audience.subscribers_)
        audience.poll_.add(subscriber);
    return audience;
}

bool Audience::listen(double seconds,
                      const std::function<void(std::size_t, const std::string &)> &onFrame,
                      const std::function<bool()> &heardAll) {
    const auto end = std::chrono::steady_clock::now() + std::chrono::duration<double>(seconds);
    while (!heardAll()) {
        if (std::chrono::steady_clock::now() >= end)
            return false;
        poll_.wait(std::chrono::milliseconds(50));
        for (std::size_t member = 0; member < subscribers_.size(); ++member)
            while (const std::optional<net::Received> received = subscribers_[member].receive())
                onFrame(member, received->frames.front());
    }
    return true;
}

} // namespace zchat::bench
