#include "tests/wire/samples.hpp"

#include "shared/wire/fold.hpp"

namespace zchat::wire::test {

namespace {

const RoomName lobby("lobby");
const AccountName alice("alice");

EntryId id(std::uint8_t first) {
    EntryId out;
    out.bytes.fill(first);
    return out;
}
PublicKey key(std::uint8_t first) {
    PublicKey out;
    out.bytes.fill(first);
    return out;
}
Hash hash() {
    Hash out;
    out.bytes.fill(0xab);
    return out;
}
File file() {
    return {.name = "a.png",
            .size = 12,
            .hash = hash(),
            .media = "image/png",
            .width = 3,
            .height = 4,
            .body = "caption",
            .reply = Seq{1}};
}
Map payload() {
    return {{"deep", Value{Map{{"list", Value{Array{Value{std::int64_t{1}}, Value{}}}}}}},
            {"ratio", Value{0.5}},
            {"raw", Value{Bin{std::string("\x00\xff", 2)}}},
            {"big", Value{std::uint64_t{1} << 63}}};
}
RoomSummary summary() {
    return {.room = lobby,
            .kind = RoomKind::direct,
            .title = "Title",
            .topic = "Topic",
            .archived = true,
            .head = Seq{9},
            .read = Seq{4},
            .unread = 3,
            .mentions = 2,
            .role = Role::owner,
            .notify = Notify::mentions,
            .members = 5,
            .with = {alice}};
}

Me me() {
    return {.name = alice, .title = "Alice", .role = AccountRole::admin, .device = key(4)};
}

} // namespace

Entry entry(Content content) {
    return {.seq = Seq{42},
            .at = 1'789'000'000'123,
            .by = alice,
            .id = id(7),
            .content = std::move(content),
            .redacted = false};
}
Message message() {
    Message out = toMessage(entry(Text{.body = "hi", .reply = {}, .mentions = {"bob", "all"}}));
    out.edited = 5;
    out.reactions["👍"] = {alice, AccountName("bob")};
    out.replies = 3;
    out.pinned = true;
    return out;
}
std::vector<Content> everyContent() {
    return {Text{.body = "hi @bob", .reply = Seq{3}, .mentions = {"bob"}},
            file(),
            Data{.type = "build", .data = payload(), .body = "passed"},
            Edit{.of = Seq{1}, .body = "better"},
            Redact{.of = Seq{1}, .reason = "spam"},
            React{.of = Seq{1}, .emoji = "👍", .on = false},
            Pin{.of = Seq{1}, .on = true},
            MemberChange{.who = alice, .change = Change::role, .role = Role::moderator},
            RoomChange{.title = "T", .topic = "t", .archived = false}};
}
std::vector<Request> everyRequest() {
    std::vector<Request> out{
        Hello{.versions = {1, 2}, .client = "test", .events = true},
        Ping{},
        Bye{},
        Register{.name = alice, .title = "Alice", .label = "laptop"},
        Redeem{.device = key(1), .name = alice, .title = "Alice", .label = "phone"},
        Devices{},
        Ticket{.purpose = Purpose::bot,
               .name = AccountName("ci"),
               .scope = Scope{.rooms = std::vector{lobby},
                              .ops = std::vector<std::string>{"post"},
                              .rate = 5},
               .expiresS = 60,
               .uses = 2},
        Revoke{.device = key(1), .ticket = {}},
        Revoke{.device = {}, .ticket = key(2)},
        Accounts{.query = "a", .after = alice, .limit = 7},
        Account{.who = alice,
                .title = "A",
                .role = AccountRole::admin,
                .disabled = true,
                .removed = false},
        Entries{.room = lobby, .after = Seq{3}, .limit = 200},
        History{.room = lobby, .before = Seq{9}, .after = {}, .around = {}, .limit = 10},
        Search{.query = "words",
               .room = lobby,
               .from = alice,
               .has = Has::link,
               .since = 1,
               .until = 2,
               .page = "p",
               .limit = 20},
        wire::Mentions{.page = "p", .limit = 20},
        Read{.room = lobby, .seq = Seq{4}, .cursor = "nightly", .lower = true},
        Rooms{.after = lobby, .limit = 3},
        Create{.room = RoomName("ops"),
               .kind = RoomKind::privateRoom,
               .title = "Ops",
               .topic = "t",
               .invite = {alice}},
        Room{.room = lobby, .title = "L", .topic = "t", .archived = true},
        Direct{.with = {alice, AccountName("bob")}},
        Join{.room = lobby},
        Leave{.room = lobby},
        Invite{.room = lobby, .who = alice},
        Remove{.room = lobby, .who = alice},
        SetRole{.room = lobby, .who = alice, .role = Role::moderator},
        SetNotify{.room = lobby, .mode = Notify::none, .until = 99},
        Members{.room = lobby, .after = alice, .limit = 3},
        People{.query = "q", .after = alice, .limit = 3},
        SetStatus{.state = State::away, .text = "lunch"},
        Typing{.room = lobby},
        Offer{.room = lobby, .id = id(3), .file = file(), .prev = id(2)},
        Chunk{.transfer = 4, .offset = 5, .data = std::string("\x00\x01", 2)},
        Finish{.transfer = 4},
        Cancel{.transfer = 4},
        Fetch{.room = lobby, .seq = Seq{4}, .offset = 5, .length = 6}};
    for (const Content &content : everyContent()) {
        Content posted = content;
        if (Text *text = std::get_if<Text>(&posted))
            text->mentions.clear();
        if (posted.index() != 1 && posted.index() < 7)
            out.emplace_back(Post{.room = lobby, .id = id(1), .content = posted, .prev = id(9)});
    }
    return out;
}
// Each reply beside a request that it answers.
std::vector<std::pair<Request, Reply>> everyReply() {
    return {{Bye{}, OkReply{}},
            {Hello{}, HelloReply{.version = 1,
                                 .server = "Team",
                                 .registrationOpen = true,
                                 .limits = {.fileBytes = 5},
                                 .me = me(),
                                 .rooms = {summary()},
                                 .now = 99}},
            {Hello{}, HelloReply{.version = 1,
                                 .server = "",
                                 .registrationOpen = false,
                                 .limits = {},
                                 .me = {},
                                 .rooms = {},
                                 .now = 99}},
            {Ping{}, PingReply{.now = 1, .events = true, .heads = {{lobby, Seq{3}}}}},
            {Register{}, MeReply{.me = me()}},
            {Devices{}, DevicesReply{.devices = {{.device = key(1),
                                                  .label = "laptop",
                                                  .added = 1,
                                                  .seen = 2,
                                                  .current = true}}}},
            {Ticket{}, TicketReply{.ticket = key(2), .link = "zchat://host:5555/#…"}},
            {Accounts{}, AccountsReply{.accounts = {{.name = alice,
                                                     .title = "A",
                                                     .role = AccountRole::member,
                                                     .bot = true,
                                                     .devices = 2,
                                                     .seen = 3,
                                                     .disabled = true}}}},
            {Post{}, PostReply{.seq = Seq{4}, .at = 5}},
            {Entries{},
             EntriesReply{.entries = {entry(Edit{.of = Seq{1}, .body = "b"})}, .head = Seq{42}}},
            {History{}, HistoryReply{.messages = {message()}, .head = Seq{42}}},
            {Search{}, HitsReply{.hits = {{.room = lobby, .message = message(), .snippet = "…hi…"}},
                                 .next = "page"}},
            {Read{}, ReadReply{.seq = Seq{6}}},
            {Rooms{}, RoomsReply{.rooms = {summary()}}},
            {Join{}, RoomReply{.room = summary()}},
            {Members{}, MembersReply{.members = {{.name = alice,
                                                  .title = "A",
                                                  .role = Role::moderator,
                                                  .state = State::away,
                                                  .read = Seq{3}}}}},
            {People{}, PeopleReply{.people = {{.name = alice,
                                               .title = "A",
                                               .state = State::online,
                                               .text = "lunch",
                                               .bot = false}}}},
            {Offer{}, OfferReply{.transfer = 1, .offset = 2, .chunk = 3, .window = 4}},
            {Offer{}, PostReply{.seq = Seq{4}, .at = 5}},
            {Chunk{}, ChunkReply{.offset = 9}},
            {Fetch{}, FetchReply{.data = std::string("\x00\xff", 2), .size = 8}}};
}
std::vector<Event> everyEvent() {
    return {LogEvent{.room = lobby,
                     .entries = {entry(Text{.body = "hi", .reply = {}, .mentions = {}})}},
            BeatEvent{.at = 1, .heads = {{lobby, Seq{2}}}},
            PresenceEvent{
                .states = {{.who = alice, .title = "A", .state = State::online, .text = "lunch"}}},
            TypingEvent{.room = lobby, .who = {alice}},
            ReceiptEvent{.room = lobby, .read = {{alice, Seq{3}}}},
            MarkerEvent{.room = lobby, .seq = Seq{1}, .unread = 2, .mentions = 3, .cursor = "c"},
            RoomsEvent{.room = summary(), .gone = true},
            NoticeEvent{.text = "Going down.", .warning = true}};
}

} // namespace zchat::wire::test
