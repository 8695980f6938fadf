#include <functional>
#include <memory>
#include <optional>
#include <utility>

#include "broker/hub/hub.hpp"
#include "broker/hub/query.hpp"
#include "broker/store/memory_store.hpp"
#include "broker/store/sqlite_store.hpp"
#include "shared/base/result.hpp"
#include "tests/performance/scenarios.hpp"
#include "tests/support/temporary_folder.hpp"
#include "tools/benchmark/vocabulary.hpp"

namespace zchat::performance {

namespace {

constexpr TimeMs begins = 1'789'000'000'000;
constexpr std::size_t people = 8;
constexpr std::size_t turns = 50;
constexpr std::size_t postsATurn = 16;
constexpr std::size_t pageMessages = 50;

PublicKey keyOf(std::size_t person) {
    PublicKey key;
    key.bytes.fill(static_cast<std::uint8_t>(person + 1));
    return key;
}

// A hub with some people in its lobby who post in turns.
class Town final {
public:
    explicit Town(hub::Store &store)
        : store_(store)
        , hub_(store) {
        INVARIANT(hub_.prepare(begins).ok(), "a hub opens its store");
        for (std::size_t person = 0; person < people; ++person)
            add(person, wire::Register{.name = AccountName("person" + std::to_string(person)),
                                       .title = {},
                                       .label = {}});
        turn();
    }

    void post() {
        for (std::size_t done = 0; done < turns; ++done) {
            for (std::size_t i = 0; i < postsATurn; ++i)
                add(i % people, contentOf(i));
            turn();
        }
    }

    void read() {
        for (std::uint64_t seq = 1; seq + pageMessages < turns * postsATurn; seq += pageMessages) {
            ask(wire::History{.room = lobby_,
                              .before = {},
                              .after = Seq{seq},
                              .around = {},
                              .limit = pageMessages});
            ask(wire::Entries{.room = lobby_, .after = Seq{seq}, .limit = pageMessages});
            ask(wire::Rooms{.after = {}, .limit = pageMessages});
        }
    }

private:
    // Mostly texts; an edit and a reaction in each turn, to what was first said in the one before.
    wire::Post contentOf(std::size_t place) {
        wire::Post post{.room = lobby_, .id = {}, .content = {}, .prev = {}};
        for (std::uint8_t &byte : post.id.bytes)
            byte = static_cast<std::uint8_t>(chance_.next());
        if (place == people && lastTurn_)
            post.content = wire::Edit{.of = *lastTurn_, .body = bench::sayingBy(chance_, 128)};
        else if (place == people + 1 && lastTurn_)
            post.content = wire::React{.of = *lastTurn_, .emoji = "👍", .on = true};
        else
            post.content =
                wire::Text{.body = bench::sayingBy(chance_, 128), .reply = {}, .mentions = {}};
        return post;
    }

    void add(std::size_t person, wire::Request request) {
        hub::Envelope envelope;
        envelope.session = SessionId{person + 1};
        envelope.re = envelopes_.size();
        envelope.device = keyOf(person);
        envelope.registrationOpen = true;
        envelope.at = begins + static_cast<TimeMs>(envelopes_.size());
        for (std::uint8_t &byte : envelope.digest.emplace().bytes)
            byte = static_cast<std::uint8_t>(chance_.next());
        envelope.input = std::move(request);
        envelopes_.push_back(std::move(envelope));
    }
    void turn() {
        const std::vector<hub::Envelope> envelopes = std::exchange(envelopes_, {});
        const hub::Turn turn = hub_.turn(envelopes);
        INVARIANT(!turn.fault, "the turn is durable");
        lastTurn_.reset();
        for (const hub::Output &output : turn.outputs) {
            const auto *answer = std::get_if<hub::Answer>(&output);
            if (answer == nullptr)
                continue;
            const auto *reply = std::get_if<wire::Reply>(&answer->body);
            INVARIANT(reply != nullptr, "what is asked here is granted");
            const auto *posted = std::get_if<wire::PostReply>(reply);
            if (posted != nullptr && answer->re == 0)
                lastTurn_ = posted->seq;
        }
    }
    void ask(const wire::Request &request) {
        const Result<wire::Reply> reply = hub::answer(
            store_, hub::Asker{.device = keyOf(1), .folderKey = false}, request, begins);
        INVARIANT(reply.ok(), "a page is granted");
    }

    const RoomName lobby_{"lobby"};
    hub::Store &store_;
    hub::Hub hub_;
    sim::Chance chance_{1};
    std::vector<hub::Envelope> envelopes_;
    std::optional<Seq> lastTurn_; // what the first of the people said in it
};

void postAll(hub::Store &store) {
    Town town(store);
    counted([&] { town.post(); });
}
void readAll(hub::Store &store) {
    Town town(store);
    town.post();
    counted([&] { town.read(); });
}

using Work = void (*)(hub::Store &);

std::function<void()> inMemory(Work work) {
    return [work] {
        store::MemoryStore store;
        work(store);
    };
}
std::function<void()> inSqlite(Work work) {
    return [work] {
        const tests::TemporaryFolder folder;
        const auto store = store::SqliteStore::open(folder.path() / "chat.db");
        INVARIANT(store.ok(), "a store opens in a fresh folder");
        work(**store);
    };
}

} // namespace

std::vector<Scenario> hubScenarios() {
    return {Scenario{.name = "hub in memory: 800 posts", .run = inMemory(postAll)},
            Scenario{.name = "hub in memory: pages and counts", .run = inMemory(readAll)},
            Scenario{.name = "hub in SQLite: 800 posts", .run = inSqlite(postAll)},
            Scenario{.name = "hub in SQLite: pages and counts", .run = inSqlite(readAll)}};
}

} // namespace zchat::performance
