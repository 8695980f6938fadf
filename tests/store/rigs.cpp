#include "tests/store/rigs.hpp"

#include "shared/wire/fold.hpp"

namespace zchat::tests {

void Speaker::foldInto(const RoomName &room, const wire::Entry &later) {
    const std::optional<Seq> of = wire::target(later.content);
    if (!of)
        return;
    std::optional<wire::Message> message = store_.message(room, *of);
    if (!message && store_.fault()) // as the seam says
        return;
    if (!message)
        FAIL("an entry names a message that is not there");
    wire::fold(*message, later);
    store_.replace(room, *message);
}

void fill(hub::Store &store) {
    Speaker speaker(store);
    store.begin();
    store.put(person("alice", "Alice"));
    store.put(person("bob"));
    speaker.makeRoom("lobby");
    speaker.makeRoom("ops", wire::RoomKind::privateRoom);
    speaker.join("lobby", "alice");
    speaker.join("lobby", "bob");
    hub::RoomRecord lobby = *store.room(RoomName("lobby"));
    lobby.members = 2;
    store.put(lobby);
    for (int i = 0; i < 30; ++i)
        speaker.text("lobby", i % 2 == 0 ? "alice" : "bob", "words number " + std::to_string(i),
                     i % 3 == 0 ? std::vector<std::string>{"bob"} : std::vector<std::string>{});
    commit(store);
    store.begin();
    speaker.text("lobby", "alice", "everyone", {"all"});
    speaker.say("lobby", "alice", wire::Edit{.of = Seq{1}, .body = "other words"});
    speaker.say("lobby", "bob", wire::React{.of = Seq{1}, .emoji = "👍", .on = true});
    speaker.say("lobby", "bob", wire::Edit{.of = Seq{4}, .body = "soon gone"});
    speaker.say("lobby", "bob", wire::React{.of = Seq{4}, .emoji = "👍", .on = true});
    speaker.redact("lobby", "alice", Seq{4});
    speaker.say("lobby", "alice", wire::Text{.body = "reply", .reply = Seq{4}, .mentions = {}});
    speaker.say("ops", "bob",
                wire::MemberChange{.who = AccountName("bob"),
                                   .change = wire::Change::joined,
                                   .role = std::nullopt});
    speaker.say("ops", "bob",
                wire::Data{.type = "build",
                           .data = {{"ok", true}, {"n", std::int64_t{5}}},
                           .body = "build ok"});
    store.putMarker(AccountName("bob"), RoomName("lobby"), "", Seq{7});
    commit(store);
}

} // namespace zchat::tests
