#include "shared/link/thread.hpp"

#include <algorithm>
#include <chrono>
#include <ctime>
#include <utility>

#include "shared/base/overloaded.hpp"
#include "shared/crypto/random.hpp"

namespace zchat::link {

namespace {

constexpr std::size_t commandBound = 4'096;
constexpr std::size_t noticeBound = 65'536;
constexpr std::size_t commandsAtOnce = 512;
constexpr std::size_t messagesAtOnce = 512;
constexpr std::int64_t goodbyeMs = 300;

// It goes on while the machine sleeps, so that a laptop's lid looks like the silence it was.
std::int64_t nowMs() {
    timespec now{};
    ::clock_gettime(CLOCK_BOOTTIME, &now);
    return std::int64_t{now.tv_sec} * 1000 + now.tv_nsec / 1'000'000;
}

client::Trouble troubleOf(net::DoorTrouble trouble) {
    switch (trouble) {
    case net::DoorTrouble::refused:
    case net::DoorTrouble::stopped:
        return client::Trouble::noBroker;
    case net::DoorTrouble::noSuchHost:
    case net::DoorTrouble::unreachable:
        return client::Trouble::unreachable;
    case net::DoorTrouble::notABroker:
        return client::Trouble::notABroker;
    }
    return client::Trouble::noBroker;
}

} // namespace

Link::Thread::Thread(LinkConfig config, std::function<void()> noticesWait)
    : commands(commandBound, [this] { waker_.wake(); })
    , notices(noticeBound, std::move(noticesWait))
    , config_(std::move(config))
    , address_(config_.invite ? config_.invite->address : config_.address)
    , keyring_(config_.folder.empty() ? defaultFolder() : config_.folder, address_)
    , thread_([this] { run(); }) {}

Link::Thread::~Thread() {
    ending_ = true;
    waker_.wake();
    thread_.join();
}

void Link::Thread::run() {
    begin();
    while (!ending_) {
        pass();
        if (!ending_)
            wait();
    }
    if (core_)
        goodbye();
}

void Link::Thread::begin() {
    if (!config_.invite)
        beginAs(config_.name);
    else if (const std::optional<AccountName> account = keyring_.redeemed(*config_.invite))
        beginAs(account);
    else
        beginInvited(*config_.invite);
}

void Link::Thread::beginInvited(const InviteLink &invite) {
    const auto keys = keyring_.invited(invite);
    const auto pin = keyring_.pin();
    if (!keys.ok() || !pin.ok()) {
        cannotStart(keys.ok() ? pin.why() : keys.why());
        return;
    }
    invite_ = invite;
    device_ = *keys;
    client::Kept kept;
    kept.pinned = *pin;
    startCore(invite.broker, std::move(kept));
}

void Link::Thread::beginAs(const std::optional<AccountName> &name) {
    auto pin = keyring_.pin();
    // Another key than the one that was shown must be as hard a stop as another than the pinned.
    if (pin.ok() && !*pin && config_.accepted) {
        const Outcome saved = keyring_.savePin(*config_.accepted);
        pin = saved.ok() ? Result(config_.accepted)
                         : Result<std::optional<PublicKey>>(Fault{saved.why()});
    }
    if (!pin.ok()) {
        cannotStart(pin.why());
        return;
    }
    config_.name = name;
    client::Kept kept;
    if (name) {
        const auto keys = keyring_.device(*name);
        if (!keys.ok()) {
            cannotStart(keys.why());
            return;
        }
        device_ = *keys;
        auto cache = Cache::open(keyring_.folder(), *name, config_.keepCache);
        if (cache.ok())
            cache_.emplace(std::move(*cache));
        auto read = cache_ ? cache_->kept() : Result<client::Kept>(Fault{cache.why()});
        if (read.ok())
            kept = std::move(*read);
        else
            tell(client::LocalTrouble{.text = "Messages cannot be kept on this machine: " +
                                              read.why()});
    } else {
        device_ = crypto::generateKeyPair(); // the broker asks for a name; nothing is kept
    }
    kept.pinned = *pin;
    startCore(std::nullopt, std::move(kept));
}

void Link::Thread::cannotStart(const std::string &why) {
    tell(client::LocalTrouble{.text = why});
    tell(client::ConnectionChanged{.state = client::Connection::stopped,
                                   .trouble = client::Trouble::none,
                                   .text = why,
                                   .retryInMs = 0});
}

void Link::Thread::startCore(std::optional<PublicKey> invited, client::Kept kept) {
    const auto seed = crypto::randomArray<std::array<std::uint8_t, 8>>();
    std::uint64_t mixed = 0;
    for (const std::uint8_t byte : seed)
        mixed = (mixed << 8U) | byte;
    core_ = std::make_unique<client::ClientCore>(client::CoreConfig{
        .seed = mixed,
        .address = address_,
        .name = config_.name,
        .device = device_.publicKey,
        .invited = invited,
        .client = config_.client,
        .title = config_.title,
        .label = config_.label,
        .joinedRooms = config_.joinedRooms,
        .events = config_.events,
        .transfers = config_.transfers,
    });
    step(client::Start{.kept = std::move(kept)});
    carryOut();
}

void Link::Thread::wait() {
    std::int64_t atMost =
        core_ ? std::clamp<std::int64_t>(core_->nextDueMs() - nowMs(), 0, 1'000) : 1'000;
    if (connection_.flush() || files_.isFull() || !untold_.empty())
        atMost = std::min<std::int64_t>(atMost, 10);
    if (untold_.empty() && core_ && !invite_ && commands.size() > 0)
        atMost = 0;
    net::Poll poll;
    poll.add(waker_);
    // A reader who does not take notices is not buried under more: the broker's queues hold them,
    // and what they drop is asked for later.
    if (untold_.empty()) {
        poll.add(door_.answered());
        poll.add(files_.answered());
        connection_.addTo(poll);
    }
    poll.wait(std::chrono::milliseconds(atMost));
    waker_.drain();
}

void Link::Thread::pass() {
    flushNotices();
    if (!untold_.empty() || !core_)
        return;
    takeDoor();
    takeCommands();
    takeFiles();
    for (std::size_t i = 0; i < messagesAtOnce && core_; ++i) {
        std::optional<client::Input> input = connection_.next();
        if (!input)
            break;
        step(std::move(*input));
        const bool socketsChange =
            std::any_of(outputs_.begin(), outputs_.end(), [](const client::Output &output) {
                return std::holds_alternative<client::CloseSockets>(output) ||
                       std::holds_alternative<client::CloseTransfers>(output);
            });
        if (socketsChange)
            carryOut(); // nothing of the old sockets may come after it
    }
    if (core_ && core_->nextDueMs() <= nowMs())
        step(client::Tick{});
    carryOut();
}

void Link::Thread::takeDoor() {
    std::optional<DoorWord> word = door_.take();
    if (!word)
        return;
    std::visit(Overloaded{
                   [&](const net::DoorFound &found) {
                       host_ = found.host;
                       step(client::DoorAnswered{.line = found.line});
                   },
                   [&](const net::DoorFailure &failure) {
                       step(client::DoorFailed{.trouble = troubleOf(failure.trouble)});
                   },
               },
               *word);
    carryOut();
}

void Link::Thread::takeFiles() {
    // As many as the brain has asked for, which are few.
    while (std::optional<client::Input> input = files_.take())
        step(std::move(*input));
    carryOut();
}

void Link::Thread::takeCommands() {
    // Until an invite link is redeemed nobody knows whose these are; they wait.
    if (invite_ || !core_)
        return;
    for (client::Command &command : commands.take(commandsAtOnce))
        takeCommand(std::move(command));
    carryOut();
}

void Link::Thread::takeCommand(client::Command command) {
    if (const auto *load = std::get_if<client::LoadWindow>(&command)) {
        carryOut(); // the page must hold what was told before it
        if (fromCache(*load))
            return;
    }
    step(client::Ask{.command = std::move(command)});
}

// Only pages that are kept up to date may stand for the broker's.
bool Link::Thread::fromCache(const client::LoadWindow &wanted) {
    if (!cache_ || !config_.keepCache || (online_ && !(config_.joinedRooms && config_.events)))
        return false;
    std::optional<Cache::Window> window = cache_->window(wanted);
    if (!window || !window->complete)
        return false;
    tell(client::WindowLoaded{.token = wanted.token,
                              .room = wanted.room,
                              .messages = std::move(window->messages),
                              .head = window->head,
                              .fromCache = true,
                              .refusal = std::nullopt});
    return true;
}

void Link::Thread::readCache(const client::LoadWindow &wanted) {
    std::optional<Cache::Window> window = cache_ ? cache_->window(wanted) : std::nullopt;
    client::WindowLoaded notice{.token = wanted.token,
                                .room = wanted.room,
                                .messages = {},
                                .head = {},
                                .fromCache = true,
                                .refusal = std::nullopt};
    if (window) {
        notice.messages = std::move(window->messages);
        notice.head = window->head;
    } else {
        notice.refusal = Refusal{.code = Code::busy,
                                 .text = "There is no connection, and this part of the room is "
                                         "not kept on this machine.",
                                 .retryMs = std::nullopt,
                                 .versions = {}};
    }
    tell(std::move(notice));
}

void Link::Thread::step(client::Input input) {
    for (client::Output &output : core_->step(std::move(input), nowMs()))
        outputs_.push_back(std::move(output));
}

void Link::Thread::tell(client::Notice notice) {
    if (const auto *changed = std::get_if<client::ConnectionChanged>(&notice))
        online_ = changed->state == client::Connection::online;
    untold_.push_back(std::move(notice));
    flushNotices();
}

void Link::Thread::flushNotices() {
    while (!untold_.empty() && notices.push(std::move(untold_.front())))
        untold_.pop_front();
}

void Link::Thread::goodbye() {
    // Nobody reads notices any more; commands that were pushed are still kept.
    untold_.clear();
    while (!invite_ && commands.size() > 0)
        takeCommands();
    step(client::Stop{});
    carryOut();
    const std::int64_t until = nowMs() + goodbyeMs;
    while (!saidGoodbye_ && core_ && connection_.isOpen() && nowMs() < until) {
        (void)connection_.flush();
        net::Poll poll;
        connection_.addTo(poll);
        poll.wait(std::chrono::milliseconds(std::max<std::int64_t>(until - nowMs(), 0)));
        while (std::optional<client::Input> input = connection_.next()) {
            step(std::move(*input));
            carryOut();
        }
    }
}

} // namespace zchat::link
