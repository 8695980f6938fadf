#include "broker/shell/broker.hpp"

#include <algorithm>
#include <utility>

#include "broker/shell/clock.hpp"
#include "shared/base/private_file.hpp"

namespace zchat::shell {

namespace {

// How long what was answered last may take to leave, once everything has ended.
constexpr auto lastWords = std::chrono::milliseconds(500);

live::LiveConfig liveConfig(const ServeCommand &command, const DataKeys &keys) {
    live::LiveConfig config;
    config.serverName = command.name;
    config.registrationOpen = command.registrationOpen;
    config.files = command.files;
    config.pace = command.pace;
    config.folderKey = keys.admin.publicKey;
    return config;
}

// The address that this machine itself reaches the broker by.
std::string reachable(const std::string &bound) {
    if (bound == "0.0.0.0" || bound == "*")
        return "127.0.0.1";
    return bound == "::" ? "::1" : bound;
}

} // namespace

Broker::Broker(const ServeCommand &command, std::unique_ptr<DataFolder> folder,
               std::unique_ptr<store::SqliteStore> store, Log &log)
    : log_(log)
    , folder_(std::move(folder))
    , store_(std::move(store))
    , hub_(*store_)
    , live_(liveConfig(command, folder_->keys()))
    , admission_(command.registrationOpen)
    , turns_(envelopesUnderWay + 1, [this] { waker_.wake(); })
    , answers_(answersUnheard, [this] { waker_.wake(); })
    , blobsDone_(blobAnswersUnderWay, [this] { waker_.wake(); }) {}

Broker::~Broker() {
    frontDoor_.reset();
    if (router_)
        router_->lingerFor(lastWords);
    if (publisher_)
        publisher_->lingerFor(lastWords);
    hubThread_.reset();
    readers_.reset();
    blobs_.reset();
    zap_.reset();
}

Result<std::unique_ptr<Broker>> Broker::start(const ServeCommand &command, Log &log) {
    Result<std::unique_ptr<DataFolder>> folder = DataFolder::open(DataPaths(command.data));
    if (!folder)
        return folder.fault();
    std::error_code ignored;
    if (!command.readyFile.empty())
        std::filesystem::remove(command.readyFile, ignored); // an earlier broker's
    Result<std::unique_ptr<store::SqliteStore>> store =
        store::SqliteStore::open((*folder)->paths().database());
    if (!store)
        return store.fault();
    std::unique_ptr<Broker> broker(new Broker(command, std::move(*folder), std::move(*store), log));
    // The ports open last: whoever is let in or refused finds a broker that knows everybody.
    for (const auto step : {&Broker::makeSockets, &Broker::wake, &Broker::bind})
        if (const Outcome outcome = (*broker.*step)(command); !outcome)
            return outcome.fault();
    return broker;
}

Outcome Broker::makeSockets(const ServeCommand &command) {
    const crypto::KeyPair &keys = folder_->keys().broker;
    // Before any server socket, so that no handshake is ever judged by nobody.
    Result<net::ZapHandler> handler = net::ZapHandler::bind(context_);
    if (!handler)
        return handler.fault();
    zap_.emplace(std::move(*handler), admission_);
    Result<net::Socket> router =
        net::makeRouter(context_, {.keys = keys, .domain = requestsDomain});
    if (!router)
        return router.fault();
    router_.emplace(std::move(*router));
    Result<net::Socket> publisher =
        net::makePublisher(context_, {.keys = keys, .domain = eventsDomain});
    if (!publisher)
        return publisher.fault();
    publisher_.emplace(std::move(*publisher));

    line_ = FrontLine{.key = keys.publicKey,
                      .requests = command.requestsPort,
                      .events = command.eventsPort,
                      .name = command.name,
                      .front = command.frontPort};
    // Where a port is any free one, the first address chooses it for all. Guests of the front door
    // wait in the system's queue until its line is known.
    for (const std::string &host : command.bind) {
        Result<Listening> door = Listening::open(host, *line_.front);
        if (!door)
            return door.fault();
        line_.front = door->port();
        doors_.push_back(std::move(*door));
    }
    return Done{};
}

Outcome Broker::wake(const ServeCommand &command) {
    const DataKeys &keys = folder_->keys();
    const Stamp stamp({.key = keys.digest,
                       .linkAddress = {.host = command.publicHost.value_or(command.bind.front()),
                                       .port = command.publicPort.value_or(*line_.front)},
                       .broker = keys.broker.publicKey,
                       .files = folder_->paths().blobs()});
    if (const Outcome prepared = hub_.prepare(now().wallMs); !prepared)
        return prepared.fault();
    if (!command.registrationOpen && !store_->hasAccounts())
        if (const Outcome invited = invite(command, stamp); !invited)
            return invited.fault();
    const std::vector<hub::Output> snapshot = hub_.snapshot();
    if (const std::optional<Fault> fault = store_->fault())
        return *fault;

    std::vector<std::unique_ptr<store::SqliteReader>> readers;
    for (std::size_t i = 0; i < readerThreads; ++i) {
        auto reader = store::SqliteReader::open(folder_->paths().database());
        if (!reader)
            return reader.fault();
        readers.push_back(std::move(*reader));
    }
    if (const Outcome woken = wakeBlobs(command); !woken)
        return woken.fault();
    readers_.emplace(std::move(readers), answers_, log_);
    hubThread_.emplace(hub_, *store_, stamp, turns_, log_);
    loop_.emplace(Loop::Parts{.router = *router_,
                              .publisher = *publisher_,
                              .live = live_,
                              .admission = admission_,
                              .hub = *hubThread_,
                              .readers = *readers_,
                              .blobs = *blobs_,
                              .turns = turns_,
                              .answers = answers_,
                              .blobsDone = blobsDone_,
                              .waker = waker_,
                              .log = log_});
    admission_.apply(live::Admit{.key = keys.admin.publicKey,
                                 .requests = true,
                                 .events = false,
                                 .known = true,
                                 .expires = {}});
    loop_->begin(snapshot);
    return Done{};
}

Outcome Broker::wakeBlobs(const ServeCommand &command) {
    const store::BlobFolder folder(folder_->paths().blobs());
    if (const Outcome made = folder.make(); !made)
        return made.fault();
    std::vector<std::unique_ptr<store::SqliteReader>> readers;
    for (std::size_t i = 0; i < blobThreads; ++i) {
        // They look up a few rows for each piece, which a small cache holds.
        auto reader = store::SqliteReader::open(folder_->paths().database(), {.cacheKiB = 1024});
        if (!reader)
            return reader.fault();
        readers.push_back(std::move(*reader));
    }
    blobs_.emplace(folder, std::move(readers), blobsDone_, log_);
    blobs_->keepFree(command.files.reserveBytes);
    blobs_->sweep();
    return Done{};
}

Outcome Broker::bind(const ServeCommand &command) {
    for (const std::string &host : command.bind) {
        const Result<std::uint16_t> requests = router_->bindTcp(host, line_.requests);
        if (!requests)
            return requests.fault();
        line_.requests = *requests;
        const Result<std::uint16_t> events = publisher_->bindTcp(host, line_.events);
        if (!events)
            return events.fault();
        line_.events = *events;
    }
    return Done{};
}

Outcome Broker::invite(const ServeCommand &command, const Stamp &stamp) {
    hub::Envelope envelope;
    envelope.device = folder_->keys().admin.publicKey;
    envelope.folderKey = true;
    envelope.registrationOpen = command.registrationOpen;
    envelope.at = now().wallMs;
    envelope.re = 1;
    envelope.input = wire::Request(wire::Ticket{});
    stamp(envelope);
    const hub::Turn turn = hub_.turn(std::span(&envelope, 1));
    if (turn.fault)
        return *turn.fault;
    for (const hub::Output &output : turn.outputs) {
        const auto *answer = std::get_if<hub::Answer>(&output);
        if (answer == nullptr)
            continue;
        if (const auto *refusal = std::get_if<Refusal>(&answer->body))
            return Fault{"The first invite could not be made: " + refusal->text};
        if (const auto *made = std::get_if<wire::TicketReply>(&std::get<wire::Reply>(answer->body)))
            firstInvite_ = made->link;
    }
    return Done{};
}

Outcome Broker::announce(const ServeCommand &command) {
    FrontLine door = line_;
    door.front.reset();
    frontDoor_.emplace(std::move(doors_), toString(door) + '\n');
    if (const Outcome told = folder_->announce(reachable(command.bind.front()), line_); !told)
        return told;
    if (!command.readyFile.empty())
        return writePrivateFile(command.readyFile, toString(line_) + '\n');
    return Done{};
}

Loop::End Broker::run(int signals, const std::function<bool()> &heed) {
    const Loop::End end = loop_->run(signals, heed);
    frontDoor_.reset();
    return end;
}

} // namespace zchat::shell
