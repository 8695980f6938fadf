#include "tests/sim/world.hpp"

#include <memory>

#include "tests/sim/person.hpp"

namespace zchat::sim {

namespace {

constexpr std::int64_t troubledMs = 90'000;
constexpr std::int64_t convergeMs = 30'000; // I11

class World final {
public:
    World(std::uint64_t seed, bool tracing)
        : seed_(seed)
        , chance_(seed)
        , witness_(store_)
        , broker_(timeline_, chance_, witness_, store_)
        , place_{
              .timeline = timeline_,
              .chance = chance_,
              .weather = weather_,
              .witness = witness_,
              .broker = broker_,
              .people = {},
              .rooms = {RoomName("lobby"), RoomName("plaza"), RoomName("den"), RoomName("attic")},
              .connections = 0,
              .clientCrashPermille = 0} {
        witness_.clockMs = [this] { return timeline_.nowMs(); };
        witness_.tracing = tracing;
    }

    Outcome run() {
        choose();
        broker_.start();
        for (const auto &person : people_)
            person->start();
        // The first account of a broker administers it, whoever that is: let it be the same one.
        runUntil(timeline_.nowMs() + 3'000);
        const std::int64_t endMs = timeline_.nowMs() + troubledMs;
        for (std::size_t i = 0; i < people_.size(); ++i)
            planLife(i, endMs);
        planTrouble(endMs);
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
            people_.push_back(std::make_unique<Person>(place_, i, place_.people[i]));
        }
        // Each trouble is absent from some seeds, so that it cannot hide what another does.
        trouble_ = Trouble{.cuts = chance_.percent(70),
                           .halfOpens = chance_.percent(50),
                           .stalls = chance_.percent(60),
                           .brokerCrashes = chance_.percent(60),
                           .failedCommits = chance_.percent(50),
                           .clientCrashes = chance_.percent(60),
                           .clockMoves = chance_.percent(40)};
        if (chance_.percent(60))
            troubledWeather_.dropPermille = static_cast<std::uint64_t>(chance_.between(1, 300));
        if (chance_.percent(50))
            troubledWeather_.duplicatePermille = 50;
        if (chance_.percent(60)) {
            troubledWeather_.slowPercent = static_cast<std::uint64_t>(chance_.between(1, 40));
            troubledWeather_.slowestMs = chance_.between(20, 3'000);
        }
    }

    void runUntil(std::int64_t endMs) {
        while (witness_.violations().empty() && timeline_.step(endMs)) {
        }
    }

    void planLife(std::size_t number, std::int64_t endMs) {
        const std::int64_t pauseMs = chance_.between(50, 1'500);
        if (timeline_.nowMs() + pauseMs >= endMs)
            return;
        timeline_.after(pauseMs, [this, number, endMs] {
            Person &person = *people_[number];
            if (number == 0 && chance_.percent(10))
                person.create(RoomName("den"), wire::RoomKind::privateRoom);
            else if (number == 1 && chance_.percent(10))
                person.create(RoomName("attic"), wire::RoomKind::privateRoom);
            else if (number == 1 && chance_.percent(10))
                person.create(RoomName("plaza"), wire::RoomKind::publicRoom);
            else
                person.live();
            planLife(number, endMs);
        });
    }

    void planTrouble(std::int64_t endMs) {
        weather_ = troubledWeather_;
        place_.clientCrashPermille = trouble_.clientCrashes ? 1 : 0;
        nextTrouble(endMs);
    }

    void nextTrouble(std::int64_t endMs) {
        const std::int64_t pauseMs = chance_.between(200, 6'000);
        if (timeline_.nowMs() + pauseMs >= endMs)
            return;
        timeline_.after(pauseMs, [this, endMs] {
            makeTrouble();
            nextTrouble(endMs);
        });
    }

    void makeTrouble() {
        Person &person = *chance_.pick(people_);
        const std::shared_ptr<Connection> socket =
            chance_.percent(60) ? person.requests() : person.events();
        switch (chance_.below(7)) {
        case 0:
            if (trouble_.cuts && socket)
                socket->cut();
            break;
        case 1:
            if (trouble_.halfOpens && socket)
                socket->goHalfOpen();
            break;
        case 2:
            if (trouble_.stalls && socket)
                socket->stall(chance_.between(500, 25'000));
            break;
        case 3:
            if (trouble_.brokerCrashes && broker_.up())
                crashBroker();
            break;
        case 4:
            if (trouble_.failedCommits && broker_.up())
                broker_.failNextCommit();
            break;
        case 5:
            if (trouble_.clientCrashes)
                person.crash();
            break;
        case 6:
            if (trouble_.clockMoves)
                broker_.moveClock(chance_.between(-86'400'000, 86'400'000));
            break;
        default: // one of seven numbers, all of them named
            break;
        }
        restart(chance_.between(0, 4'000));
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
        if (!witness_.violations().empty())
            return;
        weather_ = Weather{};
        place_.clientCrashPermille = 0;
        store_.failCommits(0);
        broker_.clearPlans();
        if (!broker_.up())
            broker_.start();
        for (const auto &person : people_) {
            person->start();
            for (const auto &socket : {person->requests(), person->events()}) {
                if (socket && socket->halfOpen())
                    socket->cut();
                else if (socket)
                    socket->endStall();
            }
        }
        healedMs_ = timeline_.nowMs();
        runUntil(healedMs_ + 10'000);
        lastWords();
    }

    // A view is held against the log only where it began; a last word makes every view begin.
    void lastWords() {
        for (const hub::RoomRecord &room : store_.everyRoom()) {
            if (room.archived)
                continue;
            for (const auto &person : people_) {
                const auto member = store_.member(room.name, person->name());
                if (member && member->standing == hub::Standing::joined) {
                    person->say(room.name, "last word");
                    break;
                }
            }
        }
    }

    void converge() {
        if (!witness_.violations().empty())
            return;
        std::optional<std::string> missing;
        const std::int64_t limitMs = timeline_.nowMs() + convergeMs;
        do {
            runUntil(timeline_.nowMs() + 250);
            missing = witness_.notConverged(people_.size());
        } while (missing && timeline_.nowMs() < limitMs && witness_.violations().empty());
        convergedMs_ = timeline_.nowMs() - healedMs_;
        if (missing)
            witness_.violation("I11 not converged 30 s after healing: " + *missing);
        // Whatever is on its way arrives, and no more is asked than pings.
        runUntil(timeline_.nowMs() + 3'000);
        witness_.checkLogs();
        witness_.checkViews();
        witness_.checkCounts();
        witness_.checkAnswers(timeline_.nowMs());
    }

    [[nodiscard]] Outcome outcome() const {
        Outcome outcome;
        outcome.seed = seed_;
        outcome.violations = witness_.violations();
        outcome.trace = witness_.trace();
        outcome.entries = witness_.entriesInAll();
        outcome.brokerCrashes = broker_.crashes();
        for (const auto &person : people_)
            outcome.clientCrashes += person->crashes();
        outcome.failedCommits = broker_.failedCommits();
        outcome.turns = broker_.turns();
        outcome.convergedMs = convergedMs_;
        return outcome;
    }

    struct Trouble {
        bool cuts = false;
        bool halfOpens = false;
        bool stalls = false;
        bool brokerCrashes = false;
        bool failedCommits = false;
        bool clientCrashes = false;
        bool clockMoves = false;
    };

    const std::uint64_t seed_;
    Chance chance_;
    Timeline timeline_;
    Weather weather_;
    Weather troubledWeather_;
    Trouble trouble_;
    store::MemoryStore store_;
    Witness witness_;
    Broker broker_;
    Place place_;
    std::vector<std::unique_ptr<Person>> people_;
    std::int64_t healedMs_ = 0;
    std::int64_t convergedMs_ = 0;
};

} // namespace

Outcome simulate(std::uint64_t seed, bool tracing) {
    return World(seed, tracing).run();
}

} // namespace zchat::sim
