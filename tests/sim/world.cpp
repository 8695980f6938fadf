#include "tests/sim/world.hpp"

#include <algorithm>
#include <memory>

#include "shared/client/bounds.hpp"
#include "tests/sim/heap.hpp"
#include "tests/sim/hostile.hpp"
#include "tests/sim/person.hpp"
#include "tests/sim/troubles.hpp"

namespace zchat::sim {

namespace {

constexpr std::int64_t calmMs = 3'000;
constexpr std::int64_t shortestTroubleMs = 15'000;
constexpr std::int64_t longestTroubleMs = 45'000;
constexpr std::int64_t convergeMs = 30'000;  // I11
constexpr std::int64_t lastWordsMs = 15'000; // after healing; reconnecting takes at most 11 s
constexpr std::int64_t checkEveryMs = 1'000;
// Of one whole world, its witness included, which keeps all that was ever typed and shown.
constexpr std::size_t heapAtMost = 64 * limits::MiB;
constexpr std::uint64_t ticketsLastS = 100ULL * 24 * 3600; // whatever the clock does

class World final {
public:
    World(std::uint64_t seed, bool tracing)
        : seed_(seed)
        , chance_(seed)
        , witness_(store_, findings_)
        , broker_(timeline_, chance_, witness_, store_)
        , place_{
              .timeline = timeline_,
              .chance = chance_,
              .weather = weather_,
              .witness = witness_,
              .broker = broker_,
              .people = {},
              .guests = {},
              .rooms = {RoomName("lobby"), RoomName("plaza"), RoomName("den"), RoomName("attic")},
              .invited = [this](std::size_t who, const PublicKey &ticket) { invited(who, ticket); },
              .waiting = {},
              .connections = 0,
              .clientCrashPermille = 0} {
        findings_.clockMs = [this] { return timeline_.nowMs(); };
        findings_.tracing = tracing;
    }

    Outcome run() {
        choose();
        broker_.start();
        for (const auto &person : people_)
            person->start();
        // The first account of a broker administers it, whoever that is: let it be one of these.
        runUntil(timeline_.nowMs() + calmMs);
        const std::int64_t endMs =
            timeline_.nowMs() + chance_.between(shortestTroubleMs, longestTroubleMs);
        for (std::size_t i = 0; i < people_.size(); ++i)
            planLife(i, endMs);
        for (const auto &hostile : hostiles_)
            hostile->start();
        weather_ = trouble_.weather;
        place_.clientCrashPermille = trouble_.has(Trouble::clientCrashes) ? 1 : 0;
        broker_.failReads(trouble_.has(Trouble::failedReads) ? 5 : 0);
        planTrouble(endMs);
        if (trouble_.has(Trouble::revocations))
            timeline_.after(chance_.between(5'000, shortestTroubleMs), [this] { revokeSomeone(); });
        planCheck();
        runUntil(endMs);
        heal();
        converge();
        return outcome();
    }

private:
    void choose() {
        static const std::vector<std::string> names{"alice", "bob", "carol", "dave", "erin"};
        const std::size_t count = 2 + chance_.below(4);
        for (std::size_t i = 0; i < count; ++i) {
            place_.people.emplace_back(names[i]);
            add(place_.people[i], Person::Comes::byItself);
        }
        trouble_ = chooseTroubles(chance_);
        if (trouble_.has(Trouble::secondDevices))
            for (std::size_t i = 0; i < 1 + chance_.below(2); ++i)
                addInvited(place_.people[i], wire::Purpose::device, {});
        if (trouble_.has(Trouble::bots)) {
            addInvited(AccountName("robot"), wire::Purpose::bot,
                       wire::Scope{
                           .rooms = {{RoomName("lobby"), RoomName("den")}}, .ops = {}, .rate = {}});
            place_.guests.emplace_back("robot");
        }
        for (std::size_t i = 0; i < trouble_.malices.size(); ++i) {
            hostiles_.push_back(std::make_unique<Hostile>(place_, i, trouble_.malices[i]));
            if (trouble_.malices[i] != Malice::stranger)
                place_.guests.emplace_back("mallory" + std::to_string(i));
        }
    }

    void add(const AccountName &name, Person::Comes comes) {
        people_.push_back(std::make_unique<Person>(place_, people_.size(), name, comes));
    }

    void addInvited(const AccountName &name, wire::Purpose purpose,
                    std::optional<wire::Scope> scope) {
        place_.waiting.emplace(people_.size(), wire::Ticket{.purpose = purpose,
                                                            .name = name,
                                                            .scope = std::move(scope),
                                                            .expiresS = ticketsLastS,
                                                            .uses = {}});
        add(name, Person::Comes::invited);
    }

    void invited(std::size_t who, const PublicKey &ticket) {
        place_.waiting.erase(who);
        people_[who]->invite(ticket);
    }

    void runUntil(std::int64_t endMs) {
        while (findings_.violations().empty() && timeline_.step(endMs)) {
        }
    }

    void planLife(std::size_t number, std::int64_t endMs) {
        const std::int64_t pauseMs = chance_.between(50, 1'500);
        if (timeline_.nowMs() + pauseMs >= endMs)
            return;
        timeline_.after(pauseMs, [this, number, endMs] {
            Person &person = *people_[number];
            if (number == 0 && chance_.percent(15))
                person.create(RoomName("den"), wire::RoomKind::privateRoom);
            else if (number == 1 && chance_.percent(15))
                person.create(RoomName("attic"), wire::RoomKind::privateRoom);
            else if (number == 1 && chance_.percent(15))
                person.create(RoomName("plaza"), wire::RoomKind::publicRoom);
            else if (!place_.waiting.empty() && chance_.percent(15))
                person.askForTickets();
            else
                person.live();
            planLife(number, endMs);
        });
    }

    void planCheck() {
        timeline_.after(checkEveryMs, [this] {
            broker_.checkBounds();
            witness_.bounded("bytes of memory", heapBytes() - std::min(heapBytes(), heapBefore_),
                             heapAtMost);
            witness_.checkAnswers();
            planCheck();
        });
    }

    void planTrouble(std::int64_t endMs) {
        const std::int64_t pauseMs = chance_.between(200, 4'000);
        if (timeline_.nowMs() + pauseMs >= endMs)
            return;
        timeline_.after(pauseMs, [this, endMs] {
            makeTrouble();
            restart(chance_.between(0, 4'000));
            planTrouble(endMs);
        });
    }

    void makeTrouble() {
        Person &person = *chance_.pick(people_);
        const std::shared_ptr<Connection> socket =
            chance_.percent(60) ? person.requests() : person.events();
        const Trouble trouble = chance_.pick(sudden);
        if (!trouble_.has(trouble))
            return;
        switch (trouble) {
        case Trouble::cuts:
            if (socket)
                socket->cut();
            break;
        case Trouble::halfOpens:
            if (socket)
                socket->goHalfOpen();
            break;
        case Trouble::stalls:
            if (socket)
                socket->stall(chance_.between(500, 25'000));
            break;
        case Trouble::brokerCrashes:
            crashBroker();
            break;
        case Trouble::failedCommits:
            broker_.failNextCommit();
            break;
        case Trouble::fullDisks:
            broker_.fillDisk(true);
            timeline_.after(chance_.between(1'000, 10'000), [this] { broker_.fillDisk(false); });
            break;
        case Trouble::brokenDisks:
            broker_.breakDisk();
            timeline_.after(chance_.between(500, 5'000), [this] { broker_.mendDisk(); });
            break;
        case Trouble::clientCrashes:
            person.crash();
            break;
        case Trouble::clockMoves:
            broker_.moveClock(chance_.between(-86'400'000, 86'400'000));
            break;
        default: // the others do not come suddenly
            break;
        }
    }

    void crashBroker() {
        switch (chance_.below(3)) {
        case 0:
            return broker_.crashAtNextTurn(Broker::CrashAt::beforeCommit);
        case 1:
            return broker_.crashAtNextTurn(Broker::CrashAt::afterCommit);
        default: // one of three numbers
            return broker_.crash();
        }
    }

    // By its owner or by an administrator, whoever that is: whoever may not is refused.
    void revokeSomeone() {
        const Person &victim = *people_.back();
        const bool whole = people_.size() > 2 && chance_.percent(30);
        for (const auto &person : people_)
            if (whole && person->name() != victim.name())
                person->disable(victim.name());
            else if (!whole && person.get() != &victim)
                person->revoke(victim.key());
    }

    // Whatever is down comes back after a while.
    void restart(std::int64_t pauseMs) {
        timeline_.after(pauseMs, [this] {
            if (!broker_.up())
                broker_.start();
            for (const auto &person : people_)
                if (!person->running())
                    person->start();
        });
    }

    void heal() {
        if (!findings_.violations().empty())
            return;
        weather_ = Weather{};
        place_.clientCrashPermille = 0;
        broker_.clearFaults();
        if (!broker_.up())
            broker_.start();
        for (const auto &hostile : hostiles_)
            hostile->stop();
        // What is half-open stays so in some seeds: then each side has to find out by itself.
        const bool cutsHalfOpens = chance_.percent(70);
        for (const auto &person : people_) {
            person->start();
            for (const auto &socket : {person->requests(), person->events()}) {
                if (socket && socket->halfOpen() && !cutsHalfOpens)
                    noticeMs_ = limits::pingEveryMs + client::bounds::silenceMs;
                else if (socket && socket->halfOpen())
                    socket->cut();
                else if (socket)
                    socket->endStall();
            }
        }
        healedMs_ = timeline_.nowMs();
        // Once everybody is back: to who comes later a last word is only where the room stands.
        runUntil(healedMs_ + noticeMs_ + lastWordsMs);
        // Without a last word nobody hears that one was missed but by the broker's heads.
        if (chance_.percent(60))
            lastWords();
    }

    // A view is held against the log only where it began; a last word makes every view begin.
    void lastWords() {
        witness_.expectsEveryView();
        for (const hub::RoomRecord &room : store_.everyRoom()) {
            if (room.archived)
                continue;
            for (const auto &person : people_) {
                const auto member = store_.member(room.name, person->name());
                const auto device = store_.device(person->key());
                const auto account = store_.account(person->name());
                if (member && member->standing == hub::Standing::joined && device &&
                    !device->revoked && account && !account->disabled) {
                    person->say(room.name, "last word");
                    break;
                }
            }
        }
    }

    void converge() {
        std::optional<std::string> missing;
        while (findings_.violations().empty()) {
            runUntil(timeline_.nowMs() + 250);
            missing = witness_.notConverged();
            if (!missing || timeline_.nowMs() >= healedMs_ + noticeMs_ + convergeMs)
                break;
        }
        if (!findings_.violations().empty())
            return;
        convergedMs_ = timeline_.nowMs() - healedMs_;
        if (missing)
            findings_.violation("I11 not converged 30 s after healing: " + *missing);
        // Whatever is on its way arrives; then everyone looks at what stands there.
        runUntil(timeline_.nowMs() + 2'000);
        for (const auto &person : people_)
            person->lookAtRooms();
        runUntil(timeline_.nowMs() + 1'000);
        witness_.checkAtTheEnd();
    }

    [[nodiscard]] Outcome outcome() const {
        Outcome outcome;
        outcome.seed = seed_;
        outcome.violations = findings_.violations();
        outcome.trace = findings_.trace();
        outcome.entries = witness_.entriesInAll();
        outcome.brokerCrashes = broker_.crashes();
        for (const auto &person : people_)
            outcome.clientCrashes += person->crashes();
        for (const auto &hostile : hostiles_)
            outcome.hostileRequests += hostile->requests();
        outcome.failedCommits = broker_.failedCommits();
        outcome.turns = broker_.turns();
        outcome.convergedMs = convergedMs_;
        outcome.troubles = namesOf(trouble_);
        return outcome;
    }

    const std::uint64_t seed_;
    const std::size_t heapBefore_ = heapBytes();
    Chance chance_;
    Timeline timeline_;
    Weather weather_;
    Troubles trouble_;
    store::MemoryStore store_;
    Findings findings_;
    Witness witness_;
    Broker broker_;
    Place place_;
    std::vector<std::unique_ptr<Person>> people_;
    std::vector<std::unique_ptr<Hostile>> hostiles_;
    std::int64_t healedMs_ = 0;
    std::int64_t noticeMs_ = 0; // a half-open connection heals once its silence was noticed
    std::int64_t convergedMs_ = 0;
};

} // namespace

Outcome simulate(std::uint64_t seed, bool tracing) {
    const std::size_t before = heapBytes();
    Outcome outcome = World(seed, tracing).run();
    outcome.leftBytes = heapBytes() - std::min(heapBytes(), before);
    return outcome;
}

} // namespace zchat::sim
