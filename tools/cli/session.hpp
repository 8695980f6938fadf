// Session: one command's use of the Link: waiting for notices, for the terminal and for signals in
// one place, and the sentences that people read when something stands in the way.
//
// It decides nothing about messages; send, follow and talk do. A command asks, and either goes on
// with the answer or ends with the exit code that it gets, its sentence being told already.
#pragma once

#include <chrono>
#include <deque>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <variant>

#include "shared/link/link.hpp"
#include "tools/cli/exit_code.hpp"
#include "tools/cli/options.hpp"

namespace zchat::cli {

using Clock = std::chrono::steady_clock;
// Absent: for ever.
using Until = std::optional<Clock::time_point>;

// A file descriptor of this process's own.
class Descriptor final {
public:
    explicit Descriptor(int number)
        : number_(number) {}
    ~Descriptor();
    Descriptor(const Descriptor &) = delete;
    Descriptor &operator=(const Descriptor &) = delete;
    [[nodiscard]] int number() const { return number_; }

private:
    int number_;
};

// Blocks SIGINT, SIGTERM, SIGHUP and SIGWINCH for this thread and those it starts, so that they
// arrive between two steps of a command; SIGPIPE is ignored. Made before any thread.
class Signals final {
public:
    Signals();
    [[nodiscard]] int descriptor() const { return descriptor_.number(); }
    // What came: an interruption, or only a window of another size.
    enum class Came { nothing, interruption, resize };
    [[nodiscard]] Came take() const;

private:
    Descriptor descriptor_;
};

// What a command needs of the link.
struct Manner {
    bool events = false;
    bool joinedRooms = false;
    bool keepCache = false;
    bool transfers = false; // those that an earlier start left go on
};

class Session final {
public:
    // Says a sentence to the person; stderr but in `talk`.
    using Say = std::function<void(const std::string &)>;

    Session(const Common &common, Manner manner, const Signals &signals, Say say);

    // What happened: a notice, bytes to read on `input`, an interruption, a new window size, or
    // nothing until it was late.
    struct InputReady {};
    struct Interrupted {};
    struct Resized {};
    struct Late {};
    using Happening = std::variant<client::Notice, InputReady, Interrupted, Resized, Late>;
    [[nodiscard]] Happening next(Until until, std::optional<int> input = std::nullopt);
    // Whether next() has a notice at hand already.
    [[nodiscard]] bool moreWaits() const { return !waiting_.empty(); }

    // Waits until the broker has answered hello.
    [[nodiscard]] Got<Done> connect();
    // Asks, and waits for the answer; asks again where the broker says when.
    template <class Reply>
    [[nodiscard]] Got<Reply> ask(const wire::Request &request) {
        Got<wire::Reply> reply = askAny(request);
        if (!reply)
            return reply.end();
        return std::get<Reply>(*reply);
    }
    [[nodiscard]] Got<wire::Reply> askAny(const wire::Request &request);
    // Does not wait: the token comes back in an Answered.
    [[nodiscard]] client::Token askLater(const wire::Request &request);
    // The room itself; the direct room with people is made if need be.
    [[nodiscard]] Got<RoomName> resolve(const Target &target);

    void push(client::Command command);
    void say(const std::string &sentence) { say_(sentence); }
    // Tells a refusal, for a command that ends with it.
    ExitCode refuse(const Refusal &refusal);
    // Tells why it took too long.
    ExitCode giveUp();

    [[nodiscard]] bool online() const { return connection_ == client::Connection::online; }
    // When the connection cannot come back by itself.
    [[nodiscard]] std::optional<ExitCode> ended() const { return ended_; }
    [[nodiscard]] const wire::Me &me() const { return me_; }
    [[nodiscard]] const client::SignedIn &signedIn() const { return signedIn_; }
    // Now and the time that --timeout allows.
    [[nodiscard]] Until deadline() const;
    // Whether lost and renewed connections are told, for commands that run for long.
    void tellConnection(bool tell) { tellConnection_ = tell; }

private:
    void observe(const client::Notice &notice);
    void observe(const client::ConnectionChanged &changed);

    const Signals &signals_;
    Say say_;
    std::chrono::milliseconds timeout_;
    Descriptor wakeup_; // an eventfd that the link's thread writes
    std::deque<client::Notice> waiting_;
    client::Connection connection_ = client::Connection::connecting;
    std::string trouble_; // the last sentence about the connection
    std::optional<ExitCode> ended_;
    bool tellConnection_ = false;
    bool wasOnline_ = false;
    bool lossTold_ = false;
    bool inputFirst_ = false;
    client::Token lastToken_ = 0;
    wire::Me me_;
    client::SignedIn signedIn_;
    link::Link link_; // last: its thread ends before what it wakes
};

} // namespace zchat::cli
