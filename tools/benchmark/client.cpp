#include "tools/benchmark/client.hpp"

#include <chrono>
#include <fstream>
#include <thread>

#include "shared/crypto/random.hpp"

namespace zchat::bench {

namespace {

constexpr std::chrono::seconds patience{30};
constexpr const char *room = "lobby";

Result<net::Socket> connected(net::Context &context, const crypto::KeyPair &keys,
                              const FrontLine &broker) {
    Result<net::Socket> dealer =
        net::makeDealer(context, net::CurveClient{.own = keys, .broker = broker.key});
    if (dealer)
        if (const Outcome outcome = dealer->connectTcp("127.0.0.1", broker.requests); !outcome)
            return outcome.fault();
    return dealer;
}

net::Socket orEnd(Result<net::Socket> socket) {
    INVARIANT(socket.ok(), "a socket of the load client could not be made");
    return std::move(*socket);
}

} // namespace

Result<RunningBroker> startBroker(const std::string &program, const std::string &folder) {
    const std::string ready = folder + "/ready";
    Result<Process> process =
        Process::start({program, "serve", "--data", folder + "/data", "--port", "0", "--rate",
                        "off", "--log-level", "error", "--ready-file", ready});
    if (!process)
        return process.fault();
    const auto end = std::chrono::steady_clock::now() + patience;
    while (std::chrono::steady_clock::now() < end) {
        std::ifstream in(ready);
        std::string text;
        if (in && std::getline(in, text))
            if (const std::optional<FrontLine> line = parseFrontLine(text))
                return RunningBroker{.process = std::move(*process), .line = *line};
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    return Fault{.text = program + " did not become ready."};
}

std::string someWords(std::uint64_t number, std::size_t bytes) {
    std::string text;
    std::uint64_t state = number * 0x9e3779b97f4a7c15ULL + 1;
    while (text.size() < bytes) {
        state = state * 6364136223846793005ULL + 1442695040888963407ULL;
        // Small numbers come more often, as common words do.
        const std::uint64_t pick = (state >> 40) % 4096;
        const std::uint64_t word = pick * pick / 4096;
        if (!text.empty())
            text += ' ';
        text += static_cast<char>('a' + word % 23);
        text += static_cast<char>('a' + word / 23 % 23);
        text += static_cast<char>('e' + word / 529 % 9);
        text += "ing";
    }
    text.resize(bytes);
    return text;
}

Member::Member(net::Context &context, const FrontLine &broker)
    : keys_(crypto::generateKeyPair())
    , dealer_(orEnd(connected(context, keys_, broker))) {
    poll_.add(dealer_);
}

Outcome Member::send(const wire::Bytes &body) {
    const auto end = std::chrono::steady_clock::now() + patience;
    // A DEALER that is not connected yet says full, as one whose queue is.
    while (dealer_.send(body) != net::Sent::sent) {
        if (std::chrono::steady_clock::now() > end)
            return Fault{.text = "The broker takes no requests."};
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    return Done{};
}

Result<wire::Map> Member::answer() {
    for (;;) {
        const std::optional<net::Received> received = dealer_.receive();
        if (!received) {
            poll_.wait(std::chrono::duration_cast<std::chrono::milliseconds>(patience));
            if (!poll_.ready(0))
                return Fault{.text = "The broker does not answer."};
            continue;
        }
        auto heard = wire::decodeHeard(received->frames.back());
        if (!heard)
            return Fault{.text = heard.why()};
        wire::AnswerHeard *found = std::get_if<wire::AnswerHeard>(&*heard);
        if (found == nullptr)
            continue;
        if (const Refusal *refusal = std::get_if<Refusal>(&found->body))
            return *refusal;
        return std::get<wire::Map>(std::move(found->body));
    }
}

Outcome Member::registerAs(const std::string &name) {
    const wire::Register request{
        .name = AccountName(name), .title = std::nullopt, .label = std::nullopt};
    if (const Outcome sent = send(wire::encodeRequest(++asked_, request)); !sent)
        return sent;
    const Result<wire::Map> got = answer();
    if (!got)
        return Fault{.text = got.why()};
    return Done{};
}

Result<Seq> Member::post(std::uint64_t count, std::uint64_t inFlight, std::size_t bytes) {
    std::uint64_t sent = 0;
    std::uint64_t highest = 0;
    for (std::uint64_t acknowledged = 0; acknowledged < count; ++acknowledged) {
        for (; sent < count && sent < acknowledged + inFlight; ++sent) {
            const wire::Post request{.room = RoomName(room),
                                     .id = crypto::randomId<EntryId>(),
                                     .content = wire::Text{.body = someWords(asked_, bytes),
                                                           .reply = std::nullopt,
                                                           .mentions = {}},
                                     .prev = std::nullopt};
            if (const Outcome gone = send(wire::encodeRequest(++asked_, request)); !gone)
                return gone.fault();
        }
        const Result<wire::Map> got = answer();
        if (!got)
            return Fault{.text = got.why()};
        if (const wire::Value *seq = wire::find(*got, "seq"))
            if (const std::int64_t *number = seq->as<std::int64_t>())
                highest = std::max(highest, static_cast<std::uint64_t>(*number));
    }
    return Seq{highest};
}

} // namespace zchat::bench
