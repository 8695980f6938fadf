// Bodies from four devices, one after another, through the whole of the broker that has no socket:
// codec, live, hub and queries on a store in memory. Each is answered once at most, the logs have
// no gap, and no word of a closed room gets out.
#include <array>
#include <set>

#include "broker/hub/hub.hpp"
#include "broker/hub/query.hpp"
#include "broker/live/live.hpp"
#include "broker/store/memory_store.hpp"
#include "shared/base/overloaded.hpp"
#include "shared/wire/codec.hpp"
#include "tests/fuzz/target.hpp"
#include "tests/support/decoded.hpp"

using namespace zchat;

namespace {

constexpr std::string_view secret = "<<den>>";
constexpr std::size_t mostBodies = 64;
const RoomName den("den");

// Two who are in the den, one with an account outside it, and a stranger.
constexpr std::array<const char *, 4> people{"alice", "bob", "carol", "dave"};

PublicKey keyOf(std::size_t number) {
    PublicKey key;
    key.bytes.fill(static_cast<std::uint8_t>(number + 1));
    return key;
}

// Equal for equal bytes, which is all that a rule needs of the keyed digest.
Hash digestOf(const wire::Bytes &bytes) {
    Hash digest;
    std::uint64_t sum = 1469598103934665603ULL;
    for (std::size_t i = 0; i < bytes.size() + digest.bytes.size(); ++i) {
        const auto byte = i < bytes.size() ? static_cast<std::uint8_t>(bytes[i]) : 0U;
        sum = (sum ^ byte) * 1099511628211ULL;
        digest.bytes[i % digest.bytes.size()] ^= static_cast<std::uint8_t>(sum >> 32U);
    }
    return digest;
}

class World final {
public:
    World()
        : live_(live::LiveConfig{.serverName = "fuzzed",
                                 .registrationOpen = true,
                                 .files = {},
                                 .pace = {},
                                 .folderKey = {}}) {
        INVARIANT(hub_.prepare(0).ok(), "the lobby is made");
        live_.told(hub_.snapshot(), now());
        for (std::size_t who = 0; who < 3; ++who)
            ask(who, wire::Register{.name = AccountName(people.at(who)), .title = {}, .label = {}});
        for (std::size_t who = 0; who < people.size(); ++who)
            ask(who, wire::Hello{});
        ask(0, wire::Create{.room = den,
                            .kind = wire::RoomKind::privateRoom,
                            .title = std::string(secret),
                            .topic = std::string(secret),
                            .invite = {AccountName("bob")}});
        ask(0, wire::Post{.room = den,
                          .id = EntryId{},
                          .content = wire::Text{.body = std::string(secret) + " @carol",
                                                .reply = {},
                                                .mentions = {}},
                          .prev = {}});
        INVARIANT(store_.room(den) && store_.room(den)->head >= Seq{2}, "the den is furnished");
        furnished_ = true;
    }

    void say(std::size_t who, std::string_view body) {
        pass(250);
        const std::size_t before = answers_;
        const bool wasInside = isInside(who);
        live_.heard(SessionId{who + 1}, keyOf(who), false, body, now());
        act();
        INVARIANT(answers_ <= before + 1, "nothing is answered twice");
        INVARIANT(wasInside || !furnished_ || !isInside(who),
                  "nobody lets themselves into a closed room");
        if (ended_.erase(who) > 0) // it may come again, as a new connection of the same number
            live_.ended(SessionId{who + 1}, now());
    }

    void pass(std::int64_t ms) {
        clock_ += ms;
        live_.tick(now());
        act();
    }

    void checkLogs() const {
        for (const hub::RoomRecord &room : store_.everyRoom()) {
            const auto entries =
                tests::decoded(store_.entries(room.name, Seq{0}, 100'000, 1U << 30U));
            INVARIANT(entries.size() == room.head.value, "the head is the last entry");
            for (std::size_t i = 0; i < entries.size(); ++i)
                INVARIANT(entries[i].seq.value == i + 1, "a log has no gap");
            INVARIANT(store_.members(room.name, std::nullopt, 1'000).size() == room.members,
                      "members are counted");
        }
    }

private:
    [[nodiscard]] live::Now now() const { return {.steadyMs = clock_, .wallMs = clock_}; }

    void ask(std::size_t who, const wire::Request &request) {
        say(who, wire::encodeRequest(1, request));
    }

    void act() {
        for (std::vector<live::Action> actions = live_.take(); !actions.empty();
             actions = live_.take())
            for (live::Action &action : actions)
                std::visit([this](auto &each) { carryOut(each); }, action);
    }

    void carryOut(live::Send &send) {
        const std::size_t who = send.session.value - 1;
        const auto heard = wire::decodeHeard(*send.body);
        INVARIANT(heard.ok(), "the broker says nothing that a client cannot read");
        answers_ += std::holds_alternative<wire::AnswerHeard>(*heard) ? 1 : 0;
        INVARIANT(isInside(who) || send.body->find(secret) == wire::Bytes::npos,
                  "no word of a closed room reaches one who is not in it");
    }
    void carryOut(live::Publish &publish) {
        INVARIANT(publish.body->find(secret) == wire::Bytes::npos,
                  "no word of a closed room is published");
    }
    void carryOut(live::Submit &submit) {
        hub::Envelope &envelope = submit.envelope;
        envelope.random.fill(static_cast<std::uint8_t>(++made_));
        if (const auto *request = std::get_if<wire::Request>(&envelope.input)) {
            if (const auto *post = std::get_if<wire::Post>(request))
                envelope.digest = digestOf(wire::contentBytes(post->room, post->content));
            if (const auto *offer = std::get_if<wire::Offer>(request))
                envelope.digest = digestOf(wire::contentBytes(offer->room, offer->file));
            if (std::holds_alternative<wire::Ticket>(*request))
                envelope.ticket = hub::FreshTicket{.key = keyOf(100 + made_ % 100),
                                                   .link = "zchat://broker/#ticket"};
        }
        const hub::Turn turn = hub_.turn(std::span(&envelope, 1));
        INVARIANT(!turn.fault, "nothing that is said makes a store fail");
        live_.told(turn.outputs, now());
    }
    void carryOut(live::Ask &asked) {
        store_.clearFault();
        const hub::Asker asker{.device = asked.device, .folderKey = asked.folderKey};
        live_.answered(asked.session, asked.re,
                       hub::answer(store_, asker, asked.request, now().wallMs), now());
    }
    void carryOut(live::Shut &shut) { ended_.insert(shut.session.value - 1); }
    // There are no files here, and no connections to keep out.
    void carryOut(live::Carry &) {}
    void carryOut(live::Admit &) {}
    void carryOut(live::Purge &) {}

    [[nodiscard]] bool isInside(std::size_t who) const {
        const std::optional<hub::DeviceRecord> device = store_.device(keyOf(who));
        if (!device)
            return false;
        const auto member = store_.member(den, device->account);
        return member && member->standing == hub::Standing::joined;
    }

    store::MemoryStore store_;
    hub::Hub hub_{store_};
    live::Live live_;
    std::int64_t clock_ = 1'000;
    std::size_t answers_ = 0;
    std::size_t made_ = 0;
    std::set<std::size_t> ended_;
    bool furnished_ = false;
};

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size) {
    World world;
    fuzz::Pieces pieces(fuzz::textOf(data, size));
    for (std::size_t bodies = 0; bodies < mostBodies && !pieces.empty(); ++bodies) {
        const std::uint8_t first = pieces.byte();
        if (first >= 240) // now and then time passes instead
            world.pass(first * 100);
        else
            world.say(first % people.size(), pieces.text());
    }
    world.checkLogs();
    return 0;
}
