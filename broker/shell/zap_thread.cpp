#include "broker/shell/zap_thread.hpp"

#include <utility>

#include "broker/shell/clock.hpp"

namespace zchat::shell {

ZapThread::ZapThread(net::ZapHandler handler, Admission &admission)
    : handler_(std::move(handler))
    , admission_(admission)
    , thread_([this] { run(); }) {}

ZapThread::~ZapThread() {
    stop_.wake();
    thread_.join();
}

void ZapThread::run() {
    net::Poll poll;
    const std::size_t stopped = poll.add(stop_);
    poll.add(handler_.socket());
    while (true) {
        poll.wait(std::chrono::milliseconds(-1));
        if (poll.ready(stopped))
            return;
        while (const std::optional<net::Handshake> handshake = handler_.receive())
            handler_.answer(*handshake, judge(*handshake));
    }
}

net::Verdict ZapThread::judge(const net::Handshake &handshake) {
    if (!handshake.key)
        return net::Verdict::refuse;
    if (handshake.domain != requestsDomain && handshake.domain != eventsDomain)
        return net::Verdict::refuse;
    const Door door = handshake.domain == eventsDomain ? Door::events : Door::requests;
    switch (admission_.knock(*handshake.key, door, now())) {
    case Admittance::admitted:
        return net::Verdict::admit;
    case Admittance::refused:
        return net::Verdict::refuse;
    case Admittance::tooOften:
        return net::Verdict::later;
    }
    invariantBroken("a knock without a verdict", __FILE__, __LINE__);
}

} // namespace zchat::shell
