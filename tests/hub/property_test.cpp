// What holds whatever is said: random dialogues, each from a seed that a failure names.
#include <algorithm>
#include <random>

#include "broker/store/sqlite_store.hpp"
#include "shared/wire/fold.hpp"
#include "tests/hub/stage.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/decoded.hpp"
#include "tests/support/temporary_folder.hpp"

using namespace zchat;
using namespace zchat::testing;

namespace {

constexpr int seeds = 12;
constexpr int linesPerSeed = 250;

class Script final {
public:
    explicit Script(std::uint32_t seed)
        : random_(seed) {}

    std::vector<std::string> lines() {
        std::vector<std::string> lines{"! cast alice bob carol dora",
                                       "- alice> create room=ops kind=public invite=[bob]",
                                       "- bob> create room=den kind=private invite=[carol]"};
        for (int i = 0; i < linesPerSeed; ++i)
            lines.push_back(line());
        return lines;
    }

private:
    std::size_t below(std::size_t bound) { return random_() % bound; }
    std::string oneOf(std::initializer_list<const char *> words) {
        return *(words.begin() + below(words.size()));
    }
    std::string who() { return oneOf({"alice", "bob", "carol", "dora"}); }
    std::string room() { return " room=" + oneOf({"lobby", "ops", "den", "attic", "ops", "den"}); }
    std::string seq() { return std::to_string(1 + below(30)); }
    // Ids come again now and then, with the same content or another.
    std::string id() { return " id=#p" + std::to_string(below(200)); }
    std::string post() {
        const std::string kind = oneOf(
            {"text", "text", "text", "reply", "data", "edit", "redact", "react", "react", "pin"});
        const std::string of = " of=" + seq();
        const std::string on = oneOf({" on=true", " on=true", " on=false"});
        if (kind == "text")
            return " kind=text body=\"" + oneOf({"hi", "@bob look", "@all", "@carol @dora"}) + "\"";
        if (kind == "reply")
            return " kind=text body=yes reply=" + seq();
        if (kind == "data")
            return " kind=data type=t data={n=1} body=d";
        if (kind == "edit")
            return " kind=edit body=other" + of;
        if (kind == "redact")
            return " kind=redact" + of;
        if (kind == "react")
            return " kind=react emoji=" + oneOf({"a", "b"}) + of + on;
        return " kind=pin" + of + on;
    }
    std::string line() {
        const std::string speaker = who() + "> ";
        switch (below(16)) {
        case 0:
            return speaker + "join" + room();
        case 1:
            return speaker + "leave" + room();
        case 2:
            return speaker + "invite" + room() + " who=" + who();
        case 3:
            return speaker + "remove" + room() + " who=" + who();
        case 4:
            return speaker + "role" + room() + " who=" + who() +
                   " role=" + oneOf({"member", "moderator", "owner"});
        case 5:
            return speaker + "read" + room() + " seq=" + seq();
        case 6:
            return speaker + "room" + room() + " topic=" + oneOf({"x", "y"}) +
                   oneOf({"", "", " archived=true", " archived=false", " archived=false"});
        case 7:
            return speaker + "direct with=[" + who() + " " + who() + "]";
        case 8:
            return speaker + "create kind=private" + room() + " invite=[" + who() + "]";
        case 9:
            return "! clock " + std::to_string(below(1'000'000));
        default:
            return speaker + "post" + room() + id() + post();
        }
    }

    std::mt19937 random_;
};

std::string playAll(Stage &stage, const std::vector<std::string> &lines) {
    std::string out;
    for (const std::string &line : lines)
        out += line + "\n" + stage.play(line);
    return out;
}

// What the log says a message must be, by folding it anew.
std::map<Seq, wire::Message> refolded(const std::vector<wire::Entry> &entries) {
    std::map<Seq, wire::Message> messages;
    for (const wire::Entry &entry : entries) {
        if (const std::optional<Seq> target = wire::target(entry.content))
            if (const auto found = messages.find(*target); found != messages.end())
                wire::fold(found->second, entry);
        if (wire::isMessage(entry.content))
            messages.emplace(entry.seq, wire::toMessage(entry));
    }
    return messages;
}

bool names(const wire::Message &message, const AccountName &who) {
    const wire::Text *text = std::get_if<wire::Text>(&message.entry.content);
    return text &&
           std::any_of(text->mentions.begin(), text->mentions.end(),
                       [&](const std::string &name) { return name == who.value || name == "all"; });
}

void checkRoom(const store::MemoryStore &store, const hub::RoomRecord &room) {
    const auto entries = tests::decoded(store.entries(room.name, Seq{0}, 100'000, 1 << 30));
    REQUIRE(entries.size() == room.head.value);
    TimeMs last = 0;
    for (std::size_t i = 0; i < entries.size(); ++i) {
        REQUIRE(entries[i].seq.value == i + 1);
        REQUIRE(entries[i].at >= last);
        last = entries[i].at;
    }
    const std::map<Seq, wire::Message> messages = refolded(entries);
    for (const auto &[seq, message] : messages)
        REQUIRE(store.message(room.name, seq) == message);
    const auto members = store.members(room.name, std::nullopt, 1000);
    REQUIRE(members.size() == room.members);
    for (const auto &[who, member] : members) {
        const Seq marker = store.marker(who, room.name, "");
        hub::Counts counts;
        for (const auto &[seq, message] : messages) {
            const bool counted = wire::isCounted(message.entry.content) && seq > marker &&
                                 !message.entry.redacted && message.entry.by != who;
            counts.unread += counted ? 1 : 0;
            counts.mentions += counted && (!room.direct.empty() || names(message, who)) ? 1 : 0;
        }
        REQUIRE(store.counts(who, room.name, marker) == counts);
    }
}

} // namespace

TEST_CASE("hub: the same envelopes in the same order give the same outputs") {
    for (std::uint32_t seed = 1; seed <= seeds; ++seed) {
        INFO("seed " << seed);
        const std::vector<std::string> lines = Script(seed).lines();
        Stage one;
        Stage other;
        REQUIRE(playAll(one, lines) == playAll(other, lines));
    }
}

TEST_CASE("hub: what it remembers in memory changes nothing that it says") {
    for (std::uint32_t seed = 1; seed <= seeds; ++seed) {
        INFO("seed " << seed);
        const std::vector<std::string> lines = Script(seed).lines();
        Stage remembering;
        Stage forgetting;
        for (const std::string &line : lines) {
            INFO(line);
            (void)forgetting.play("! restart");
            REQUIRE(remembering.play(line) == forgetting.play(line));
        }
    }
}

TEST_CASE("hub: over SQLite it says what it says over memory") {
    for (std::uint32_t seed = 101; seed <= 103; ++seed) {
        INFO("seed " << seed);
        const tests::TemporaryFolder folder;
        const auto sqlite = store::SqliteStore::open(folder.path() / "chat.db");
        REQUIRE(sqlite.ok());
        Stage onDisk(**sqlite);
        Stage inMemory;
        for (const std::string &line : Script(seed).lines()) {
            INFO(line);
            REQUIRE(onDisk.play(line) == inMemory.play(line));
        }
    }
}

TEST_CASE("hub: logs have no gap, time does not run back, counts follow from the log") {
    for (std::uint32_t seed = 1; seed <= seeds; ++seed) {
        INFO("seed " << seed);
        Stage stage;
        (void)playAll(stage, Script(seed).lines());
        for (const hub::RoomRecord &room : stage.store().everyRoom()) {
            INFO(room.name.value);
            checkRoom(stage.store(), room);
        }
    }
}

TEST_CASE("hub: a failure at any verb keeps nothing and is answered with E_STORAGE") {
    const std::vector<std::string> lines{"- alice> ticket purpose=account",
                                         "t1> redeem device=@dora name=dora",
                                         "- alice> create room=den kind=private invite=[bob]",
                                         "bob> post room=ops id=#b1 kind=text body=\"hi @alice\"",
                                         "alice> post room=ops id=#a1 kind=redact of=3",
                                         "alice> role room=den who=bob role=owner",
                                         "bob> direct with=[alice]",
                                         "bob> read room=ops seq=3",
                                         "alice> remove room=ops who=bob",
                                         "alice> account who=bob removed=true",
                                         "alice> revoke device=@alice"};
    Stage stage;
    Stage sound;
    for (Stage *each : {&stage, &sound})
        (void)playAll(*each,
                      {"! cast alice bob", "- alice> create room=ops kind=public", "! clock 1000"});
    for (const std::string &line : lines) {
        INFO(line);
        if (line.starts_with("- ")) {
            REQUIRE(stage.play(line) == sound.play(line));
            continue;
        }
        (void)sound.play("! clock 5000");
        const std::string right = sound.play(line);
        for (std::uint64_t nth = 1;; ++nth) {
            INFO("verb " << nth);
            (void)stage.play("! clock 5000");
            (void)stage.play("! fail verb " + std::to_string(nth));
            const std::string said = stage.play(line);
            if (said.find("failed: ") == std::string::npos) {
                REQUIRE(nth > 3); // there were no more verbs to fail
                REQUIRE(said == right);
                break;
            }
            REQUIRE(said.find("E_STORAGE") != std::string::npos);
            REQUIRE(std::count(said.begin(), said.end(), '\n') == 2);
        }
        stage.store().failVerb(0);
    }
    CHECK(stage.play("! snapshot") == sound.play("! snapshot"));
}
