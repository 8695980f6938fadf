// A real chat-broker and clients of it, for tests: processes and sockets, no short cuts.
#pragma once

#include <chrono>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <sys/types.h>
#include <vector>

#include "shared/base/address.hpp"
#include "shared/crypto/keys.hpp"
#include "shared/net/socket.hpp"
#include "shared/wire/codec.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/temporary_folder.hpp"

namespace zchat::tests {

// How a command ended and what it printed.
struct Ended {
    int status = -1;
    std::string out;
    std::string err;
};
// Runs chat-broker to its end.
[[nodiscard]] Ended runBroker(const std::vector<std::string> &arguments);

// A broker on free loopback ports. Killed at the end where it was not ended before.
class BrokerProcess final {
public:
    explicit BrokerProcess(const std::filesystem::path &data,
                           const std::vector<std::string> &more = {},
                           std::optional<int> mostFileKiB = {}); // no file may grow beyond
    ~BrokerProcess();
    BrokerProcess(const BrokerProcess &) = delete;
    BrokerProcess &operator=(const BrokerProcess &) = delete;

    void signal(int number) const;
    // Waits for its end.
    [[nodiscard]] Ended end();
    // What it printed so far.
    [[nodiscard]] std::string out() const;
    [[nodiscard]] std::string err() const;

    FrontLine line;

private:
    pid_t process_ = -1;
    TemporaryFolder folder_;
};

// Something that must come to pass; a minute is for ever.
void await(const std::function<bool()> &holds, const std::function<void()> &meanwhile);

// A device with its sockets, speaking by the codec.
class Client final {
public:
    explicit Client(const FrontLine &broker,
                    const crypto::KeyPair &own = crypto::generateKeyPair());

    [[nodiscard]] std::uint64_t send(const wire::Request &request);
    // The answer to that request; events that come before it are kept.
    [[nodiscard]] std::variant<wire::Map, Refusal> answerTo(std::uint64_t re);
    // nullopt: the connection ended before the answer came.
    [[nodiscard]] std::optional<std::variant<wire::Map, Refusal>>
    answerUnlessEnded(std::uint64_t re);
    [[nodiscard]] std::variant<wire::Map, Refusal> ask(const wire::Request &request) {
        return answerTo(send(request));
    }
    template <class ReplyStruct>
    [[nodiscard]] ReplyStruct get(const wire::Request &request) {
        const auto answer = ask(request);
        if (const auto *refusal = std::get_if<Refusal>(&answer))
            FAIL(codeName(refusal->code) << ": " << refusal->text);
        auto reply = wire::readReply(request, std::get<wire::Map>(answer));
        REQUIRE(reply);
        return std::get<ReplyStruct>(*reply);
    }
    [[nodiscard]] Code refusalOf(const wire::Request &request) {
        const auto answer = ask(request);
        REQUIRE(std::holds_alternative<Refusal>(answer));
        return std::get<Refusal>(answer).code;
    }

    // hello with events, SUB to everything, and the first beat.
    void listen();
    // The next event of that kind, from either socket.
    template <class EventStruct>
    [[nodiscard]] EventStruct nextEvent() {
        std::optional<EventStruct> found;
        await(
            [&] {
                for (auto event = events_.begin(); event != events_.end() && !found; ++event)
                    if (auto *one = std::get_if<EventStruct>(&*event)) {
                        found = std::move(*one);
                        events_.erase(event);
                        break;
                    }
                return found.has_value();
            },
            [this] { wait(); });
        return std::move(*found);
    }
    // Waits until that happens to the requests socket, or to the events socket.
    net::ConnectionEvent awaitRequests(net::ConnectionEventKind kind);
    net::ConnectionEvent awaitEvents(net::ConnectionEventKind kind);

    crypto::KeyPair own;
    net::Socket &requests() { return dealer_; }

private:
    void wait();
    [[nodiscard]] std::optional<std::variant<wire::Map, Refusal>> kept(std::uint64_t re);
    net::ConnectionEvent awaitOn(net::Socket &socket, net::ConnectionEventKind kind);

    FrontLine broker_;
    net::Context context_;
    net::Socket dealer_;
    std::optional<net::Socket> subscriber_;
    std::uint64_t re_ = 0;
    std::vector<wire::AnswerHeard> answers_;
    std::vector<wire::Event> events_;
};

// A text for the lobby with an id of its own.
[[nodiscard]] wire::Post textPost(const std::string &body);

} // namespace zchat::tests
