#include "tools/benchmark/client.hpp"

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <thread>

#include "shared/crypto/random.hpp"

namespace zchat::bench {

namespace {

constexpr std::chrono::seconds patience{30};
constexpr const char *lobby = "lobby";
constexpr std::size_t registeredAtOnce = 200;
constexpr std::chrono::milliseconds readyLook{5}; // between two looks at the ready file

} // namespace

Result<RunningBroker> startBroker(const std::string &program, const std::string &folder,
                                  const BrokerPorts &ports) {
    const std::string ready = folder + "/ready";
    std::error_code ignored;
    std::filesystem::remove(ready, ignored); // an earlier broker's
    Result<Process> process = Process::start(
        {program, "serve", "--data", folder + "/data", "--port", std::to_string(ports.front),
         "--requests-port", std::to_string(ports.requests), "--events-port",
         std::to_string(ports.events), "--rate", "off", "--log-level", "error", "--ready-file",
         ready});
    if (!process)
        return process.fault();
    const auto end = std::chrono::steady_clock::now() + patience;
    while (std::chrono::steady_clock::now() < end) {
        std::ifstream in(ready);
        std::string text;
        if (in && std::getline(in, text))
            if (const std::optional<FrontLine> line = parseFrontLine(text))
                return RunningBroker{.process = std::move(*process), .line = *line};
        if (process->waitAtMost(readyLook))
            return Fault{.text = program + " ended at once."};
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

net::Socket connectedDealer(net::Context &context, const FrontLine &broker,
                            const crypto::KeyPair &keys) {
    Result<net::Socket> dealer =
        net::makeDealer(context, net::CurveClient{.own = keys, .broker = broker.key});
    INVARIANT(dealer.ok() && dealer->connectTcp("127.0.0.1", broker.requests).ok(),
              "a socket of the load client could not be made");
    return std::move(*dealer);
}

Outcome sendPatiently(net::Socket &dealer, const wire::Bytes &body) {
    const auto end = std::chrono::steady_clock::now() + patience;
    while (dealer.send(body) != net::Sent::sent) {
        if (std::chrono::steady_clock::now() > end)
            return Fault{.text = "The broker takes no requests."};
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    return Done{};
}

Member::Member(net::Context &context, const FrontLine &broker)
    : keys_(crypto::generateKeyPair())
    , dealer_(connectedDealer(context, broker, keys_)) {
    poll_.add(dealer_);
}

Outcome Member::send(const wire::Request &request) {
    return sendPatiently(dealer_, wire::encodeRequest(++asked_, request));
}

std::optional<Result<Member::Granted>> Member::takeAnswer() {
    while (const std::optional<net::Received> received = dealer_.receive()) {
        auto heard = wire::decodeHeard(received->frames.back());
        if (!heard)
            return Fault{.text = heard.why()};
        wire::AnswerHeard *found = std::get_if<wire::AnswerHeard>(&*heard);
        if (found == nullptr)
            continue;
        if (const Refusal *refusal = std::get_if<Refusal>(&found->body))
            return *refusal;
        return Granted{.re = found->re.value_or(0),
                       .fields = std::get<wire::Map>(std::move(found->body))};
    }
    return std::nullopt;
}

Result<Member::Granted> Member::answer() {
    for (;;) {
        if (std::optional<Result<Granted>> got = takeAnswer())
            return std::move(*got);
        poll_.wait(std::chrono::duration_cast<std::chrono::milliseconds>(patience));
        if (!poll_.ready(0))
            return Fault{.text = "The broker does not answer."};
    }
}

Outcome Member::ask(const wire::Request &request) {
    if (const Outcome sent = send(request); !sent)
        return sent;
    const Result<Granted> got = answer();
    if (!got)
        return Fault{.text = got.why()};
    return Done{};
}

Outcome Member::registerAs(const std::string &name) {
    return ask(
        wire::Register{.name = AccountName(name), .title = std::nullopt, .label = std::nullopt});
}

Result<std::vector<crypto::KeyPair>> Member::registerAll(const FrontLine &broker,
                                                         const std::vector<AccountName> &names) {
    std::vector<crypto::KeyPair> keys;
    while (keys.size() < names.size()) {
        net::Context context; // one for each crowd, since it has a bound on its sockets
        std::vector<std::unique_ptr<Member>> crowd;
        while (crowd.size() < registeredAtOnce && keys.size() < names.size()) {
            crowd.push_back(std::make_unique<Member>(context, broker));
            keys.push_back(crowd.back()->keys());
        }
        std::size_t name = keys.size() - crowd.size();
        for (const std::unique_ptr<Member> &member : crowd)
            if (const Outcome sent = member->send(wire::Register{
                    .name = names[name++], .title = std::nullopt, .label = std::nullopt});
                !sent)
                return sent.fault();
        for (const std::unique_ptr<Member> &member : crowd)
            if (const Result<Granted> got = member->answer(); !got)
                return Fault{.text = got.why()};
    }
    return keys;
}

Outcome Member::sendText(const Posting &posting, std::uint64_t number) {
    return send(wire::Post{.room = posting.rooms[number % posting.rooms.size()],
                           .id = crypto::randomId<EntryId>(),
                           .content = wire::Text{.body = someWords(asked_, posting.bytes),
                                                 .reply = std::nullopt,
                                                 .mentions = {}},
                           .prev = std::nullopt});
}

Result<std::vector<Seq>> Member::post(const Posting &posting, std::uint64_t inFlight) {
    const std::uint64_t first = asked_ + 1;
    std::vector<Seq> highest(posting.rooms.size());
    std::uint64_t sent = 0;
    for (std::uint64_t acknowledged = 0; acknowledged < posting.count; ++acknowledged) {
        for (; sent < posting.count && sent < acknowledged + inFlight; ++sent)
            if (const Outcome gone = sendText(posting, sent); !gone)
                return gone.fault();
        const Result<Granted> got = answer();
        if (!got)
            return Fault{.text = got.why()};
        const wire::Value *seq = wire::find(got->fields, "seq");
        const std::int64_t *number = seq != nullptr ? seq->as<std::int64_t>() : nullptr;
        if (number == nullptr)
            return Fault{.text = "The broker gave no number to a post."};
        Seq &room = highest[(got->re - first) % highest.size()];
        room = std::max(room, Seq{static_cast<std::uint64_t>(*number)});
    }
    return highest;
}

Result<Seq> Member::post(std::uint64_t count, std::uint64_t inFlight, std::size_t bytes) {
    const Result<std::vector<Seq>> highest =
        post(Posting{.rooms = {RoomName(lobby)}, .count = count, .bytes = bytes}, inFlight);
    if (!highest)
        return highest.fault();
    return highest->front();
}

Outcome Member::postAtPace(const Posting &posting, const Pace &pace) {
    std::uint64_t acknowledged = 0;
    const auto count = [&](const Result<Granted> &got) {
        ++acknowledged;
        return got ? Outcome(Done{}) : Outcome(Fault{.text = got.why()});
    };
    for (std::uint64_t sent = 0; sent < posting.count; ++sent) {
        pace.waitFor(sent);
        if (const Outcome gone = sendText(posting, sent); !gone)
            return gone;
        while (const std::optional<Result<Granted>> got = takeAnswer())
            if (const Outcome granted = count(*got); !granted)
                return granted;
    }
    while (acknowledged < posting.count)
        if (const Outcome granted = count(answer()); !granted)
            return granted;
    return Done{};
}

} // namespace zchat::bench
