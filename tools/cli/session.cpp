#include "tools/cli/session.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstdint>
#include <cstring>

#include <poll.h>
#include <sys/eventfd.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include "tools/cli/render.hpp"

namespace zchat::cli {

namespace {

using std::chrono::milliseconds;

link::LinkConfig configOf(const Common &common, Manner manner) {
    std::array<char, 256> host{};
    static_cast<void>(::gethostname(host.data(), host.size() - 1));
    return {.name = common.as.name,
            .address = common.as.address,
            .invite = common.invite,
            .accepted = std::nullopt,
            .client = "chat-cli " ZCHAT_VERSION,
            .title = std::nullopt,
            .label = std::string(host.data()).substr(0, limits::labelBytes),
            .folder = common.home ? std::filesystem::path(*common.home) : link::defaultFolder(),
            .joinedRooms = manner.joinedRooms,
            .events = manner.events,
            .keepCache = manner.keepCache,
            .transfers = manner.transfers};
}

int signalDescriptor() {
    sigset_t set;
    sigemptyset(&set);
    for (const int number : {SIGINT, SIGTERM, SIGHUP, SIGWINCH})
        sigaddset(&set, number);
    ::pthread_sigmask(SIG_BLOCK, &set, nullptr);
    std::signal(SIGPIPE, SIG_IGN);
    return ::signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
}

ExitCode exitFor(client::Trouble trouble) {
    using client::Trouble;
    switch (trouble) {
    case Trouble::keyChanged:
    case Trouble::keyRefused:
        return ExitCode::notTrusted;
    case Trouble::nameRefused:
    case Trouble::ticketSpent:
    case Trouble::version:
        return ExitCode::refused;
    case Trouble::none: // it could not even begin
        return ExitCode::localFailure;
    case Trouble::noBroker:
    case Trouble::unreachable:
    case Trouble::notABroker:
    case Trouble::lost:
    case Trouble::tooFast:
        break;
    }
    return ExitCode::noConnection;
}

int pollMilliseconds(const Until &until) {
    if (!until)
        return -1;
    const auto left = std::chrono::ceil<milliseconds>(*until - Clock::now());
    return static_cast<int>(std::clamp<std::int64_t>(left.count(), 0, 3'600'000));
}

} // namespace

Descriptor::~Descriptor() {
    if (number_ >= 0)
        ::close(number_);
}

Signals::Signals()
    : descriptor_(signalDescriptor()) {}

Signals::Came Signals::take() const {
    signalfd_siginfo info{};
    Came came = Came::nothing;
    while (::read(descriptor_.number(), &info, sizeof info) == sizeof info) {
        if (info.ssi_signo != SIGWINCH)
            return Came::interruption;
        came = Came::resize;
    }
    return came;
}

Session::Session(const Common &common, Manner manner, const Signals &signals, Say say)
    : signals_(signals)
    , say_(std::move(say))
    , timeout_(common.timeout)
    , wakeup_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK))
    , link_(configOf(common, manner), [descriptor = wakeup_.number()] {
        const std::uint64_t one = 1;
        static_cast<void>(!::write(descriptor, &one, sizeof one));
    }) {}

Session::Happening Session::next(Until until, std::optional<int> input) {
    while (true) {
        std::array<pollfd, 3> watched{
            {{.fd = signals_.descriptor(), .events = POLLIN, .revents = 0},
             {.fd = wakeup_.number(), .events = POLLIN, .revents = 0},
             {.fd = input.value_or(-1), .events = POLLIN, .revents = 0}}};
        const int wait = waiting_.empty() ? pollMilliseconds(until) : 0;
        const int ready = ::poll(watched.data(), watched.size(), wait);
        if (ready < 0 && errno != EINTR)
            return Interrupted{};
        if (watched[0].revents != 0) {
            const Signals::Came came = signals_.take();
            if (came != Signals::Came::nothing)
                return came == Signals::Came::resize ? Happening(Resized{}) : Interrupted{};
        }
        if (watched[1].revents != 0) {
            std::uint64_t count = 0;
            static_cast<void>(!::read(wakeup_.number(), &count, sizeof count));
            for (client::Notice &notice : link_.take())
                waiting_.push_back(std::move(notice));
        }
        // Notices and input take turns, so that neither a busy room nor a fast pipe starves the
        // other.
        inputFirst_ = !inputFirst_;
        if (watched[2].revents != 0 && (inputFirst_ || waiting_.empty()))
            return InputReady{};
        if (!waiting_.empty()) {
            client::Notice notice = std::move(waiting_.front());
            waiting_.pop_front();
            if (waiting_.empty()) // take() gives a bounded number at a time
                for (client::Notice &more : link_.take())
                    waiting_.push_back(std::move(more));
            observe(notice);
            return notice;
        }
        if (until && Clock::now() >= *until)
            return Late{};
    }
}

void Session::observe(const client::Notice &notice) {
    if (const auto *changed = std::get_if<client::ConnectionChanged>(&notice)) {
        observe(*changed);
    } else if (const auto *contact = std::get_if<client::FirstContact>(&notice)) {
        say("First contact with " + toString(contact->address) +
            ". Its key is pinned: " + contact->fingerprint);
    } else if (const auto *key = std::get_if<client::KeyChanged>(&notice)) {
        say("The key of " + toString(key->address) + " has changed. Known is " +
            key->pinnedFingerprint + ", shown is " + key->offeredFingerprint + ".");
    } else if (const auto *signedIn = std::get_if<client::SignedIn>(&notice)) {
        signedIn_ = *signedIn;
        me_ = signedIn->me;
    } else if (const auto *says = std::get_if<client::BrokerSays>(&notice)) {
        say(shown(says->text));
    } else if (const auto *local = std::get_if<client::LocalTrouble>(&notice)) {
        // Not the end by itself: what cannot be kept is sent all the same.
        trouble_ = shown(local->text);
        say(trouble_);
    }
}

void Session::observe(const client::ConnectionChanged &changed) {
    connection_ = changed.state;
    const std::string text = shown(changed.text);
    const bool toldAlready = text == trouble_;
    if (changed.state == client::Connection::offline ||
        changed.state == client::Connection::stopped)
        trouble_ = text;
    if (changed.state == client::Connection::online) {
        if (tellConnection_ && std::exchange(lossTold_, false))
            say("Connected again.");
        wasOnline_ = true;
    } else if (changed.state == client::Connection::offline) {
        if (tellConnection_ && wasOnline_ && !std::exchange(lossTold_, true))
            say(trouble_ + " Trying again.");
    } else if (changed.state == client::Connection::stopped) {
        if (!toldAlready)
            say(trouble_);
        ended_ = exitFor(changed.trouble);
    }
}

Until Session::deadline() const {
    return timeout_.count() == 0 ? Until() : Until(Clock::now() + timeout_);
}

void Session::push(client::Command command) {
    // The queue holds 4,096 commands and no command here has that many under way, so it is full
    // only while the link's thread is held up by the disk: waiting is right.
    while (!link_.push(command))
        static_cast<void>(::poll(nullptr, 0, 10));
}

ExitCode Session::refuse(const Refusal &refusal) {
    say(shown(refusal.text) + " (" + codeName(refusal.code) + ")");
    return ExitCode::refused;
}

ExitCode Session::giveUp() {
    const auto seconds = std::chrono::duration<double>(timeout_).count();
    std::array<char, 32> text{};
    std::snprintf(text.data(), text.size(), "%g", seconds);
    if (online())
        say("No answer came within " + std::string(text.data()) + " s.");
    else if (trouble_.empty())
        say("There was no connection within " + std::string(text.data()) + " s.");
    else
        say(trouble_);
    return ExitCode::noConnection;
}

Got<Done> Session::connect() {
    const Until until = deadline();
    while (!online()) {
        if (ended_)
            return *ended_;
        const Happening happening = next(until);
        if (std::holds_alternative<Interrupted>(happening))
            return ExitCode::interrupted;
        if (std::holds_alternative<Late>(happening))
            return giveUp();
    }
    return Done{};
}

client::Token Session::askLater(const wire::Request &request) {
    lastToken_ += 1;
    push(client::AskBroker{.token = lastToken_, .request = request});
    return lastToken_;
}

Got<wire::Reply> Session::askAny(const wire::Request &request) {
    const Until until = deadline();
    if (Got<Done> connected = connect(); !connected)
        return connected.end();
    client::Token token = askLater(request);
    Until again; // when the broker asked us to wait before we ask again
    while (true) {
        if (ended_)
            return *ended_;
        const Until wake = again && until ? std::min(*again, *until) : again ? again : until;
        const Happening happening = next(wake);
        if (std::holds_alternative<Interrupted>(happening))
            return ExitCode::interrupted;
        if (until && Clock::now() >= *until)
            return giveUp();
        if (again && Clock::now() >= *again && online()) {
            again.reset();
            token = askLater(request);
        }
        const auto *notice = std::get_if<client::Notice>(&happening);
        const auto *answer = notice ? std::get_if<client::Answered>(notice) : nullptr;
        if (answer == nullptr || answer->token != token)
            continue;
        if (const auto *reply = std::get_if<wire::Reply>(&answer->body))
            return *reply;
        const Refusal &refusal = std::get<Refusal>(answer->body);
        if (refusal.code != Code::busy && refusal.code != Code::rate)
            return refuse(refusal);
        again = Clock::now() + milliseconds(refusal.retryMs.value_or(200));
    }
}

Got<RoomName> Session::resolve(const Target &target) {
    if (const auto *room = std::get_if<RoomName>(&target.where))
        return *room;
    Got<wire::RoomReply> reply = ask<wire::RoomReply>(
        wire::Direct{.with = std::get<std::vector<AccountName>>(target.where)});
    if (!reply)
        return reply.end();
    return reply->room.room;
}

} // namespace zchat::cli
