#include "tools/benchmark/asker.hpp"

#include <chrono>
#include <utility>

#include "tools/benchmark/client.hpp"

namespace zchat::bench {

namespace {

using Clock = std::chrono::steady_clock;
constexpr std::chrono::milliseconds patience{60'000};

double msSince(Clock::time_point start) {
    return std::chrono::duration<double, std::milli>(Clock::now() - start).count();
}

} // namespace

Asker::Asker(net::Context &context, const FrontLine &broker, const crypto::KeyPair &keys)
    : dealer_(connectedDealer(context, broker, keys)) {
    poll_.add(dealer_);
}

Result<Asker::Answered> Asker::ask(const wire::Request &request) {
    const wire::Bytes body = wire::encodeRequest(++asked_, request);
    if (const Outcome gone = sendPatiently(dealer_, body); !gone)
        return gone.fault();
    const Clock::time_point sent = Clock::now();
    std::optional<net::Received> received = dealer_.receive();
    while (!received) {
        poll_.wait(patience);
        if (!poll_.ready(0))
            return Fault{.text = "The broker does not answer."};
        received = dealer_.receive();
    }
    const double ms = msSince(sent);
    auto heard = wire::decodeHeard(received->frames.back());
    auto *answer = heard ? std::get_if<wire::AnswerHeard>(&*heard) : nullptr;
    if (answer == nullptr)
        return Fault{.text = "The broker said something else than an answer."};
    if (const Refusal *refusal = std::get_if<Refusal>(&answer->body))
        return Fault{.text = refusal->text};
    Result<wire::Reply> reply =
        wire::readReply(request, std::get<wire::Map>(std::move(answer->body)));
    if (!reply)
        return Fault{.text = reply.why()};
    return Answered{.ms = ms, .bytes = received->frames.back().size(), .reply = std::move(*reply)};
}

} // namespace zchat::bench
