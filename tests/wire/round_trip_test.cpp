#include <algorithm>

#include "shared/wire/codec.hpp"
#include "shared/wire/fold.hpp"
#include "tests/support/catch.hpp"

using namespace zchat;
using namespace zchat::wire;

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

// Every struct of a variant occurs among the samples.
template <class Variant>
bool coversAll(const std::vector<Variant> &samples) {
    for (std::size_t index = 0; index < std::variant_size_v<Variant>; ++index)
        if (std::none_of(samples.begin(), samples.end(),
                         [&](const Variant &sample) { return sample.index() == index; }))
            return false;
    return true;
}

} // namespace

TEST_CASE("wire: every request comes back as the bytes that it was") {
    REQUIRE(coversAll(everyRequest()));
    for (const Request &request : everyRequest()) {
        const Bytes bytes = encodeRequest(7, request);
        const Incoming incoming = decodeRequest(bytes);
        INFO(opName(request));
        REQUIRE(incoming.request.ok());
        CHECK(incoming.re == 7U);
        CHECK(incoming.op == opName(request));
        CHECK(incoming.request->index() == request.index());
        CHECK(encodeRequest(7, *incoming.request) == bytes);
    }
}

TEST_CASE("wire: every kind of entry comes back as it was") {
    REQUIRE(coversAll(everyContent()));
    for (const Content &content : everyContent()) {
        INFO(kindName(content));
        const Entry before = entry(content);
        const Result<Entry> after = decodeEntry(encodeEntry(before));
        REQUIRE(after.ok());
        CHECK(*after == before);
        CHECK(encodedBytes(before) == encodeEntry(before).size());
    }
}

TEST_CASE("wire: a redacted entry of every kind comes back without its words") {
    for (const Content &content : everyContent()) {
        INFO(kindName(content));
        Entry before = entry(content);
        blank(before);
        const Result<Entry> after = decodeEntry(encodeEntry(before));
        REQUIRE(after.ok());
        CHECK(*after == before);
        CHECK(after->redacted);
    }
    Entry text = entry(Text{.body = "secret words", .reply = {}, .mentions = {"bob"}});
    blank(text);
    const Bytes bytes = encodeEntry(text);
    CHECK(bytes.find("body") == Bytes::npos);
    CHECK(bytes.find("bob") == Bytes::npos);
}

TEST_CASE("wire: a message comes back with all that was folded into it") {
    const Result<Message> after = decodeMessage(encodeMessage(message()));
    REQUIRE(after.ok());
    CHECK(*after == message());
}

namespace {

Me me() {
    return {.name = alice, .title = "Alice", .role = AccountRole::admin, .device = key(4)};
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

} // namespace

TEST_CASE("wire: every reply comes back as the bytes that it was") {
    std::vector<Reply> replies;
    for (const auto &[asked, reply] : everyReply()) {
        replies.push_back(reply);
        const Bytes bytes = encodeReply(7, reply);
        const auto heard = decodeHeard(bytes);
        REQUIRE(heard.ok());
        const AnswerHeard &answer = std::get<AnswerHeard>(*heard);
        CHECK(answer.re == 7U);
        INFO(opName(asked));
        const Result<Reply> back = readReply(asked, std::get<Map>(answer.body));
        REQUIRE(back.ok());
        CHECK(back->index() == reply.index());
        CHECK(encodeReply(7, *back) == bytes);
    }
    // Heard as a reply with decoded ones, which the next test looks at.
    replies.emplace_back(EntriesPage{});
    replies.emplace_back(HistoryPage{});
    CHECK(coversAll(replies));
}

TEST_CASE("wire: a page that is encoded already is heard as one that was not") {
    std::vector<Entry> entries;
    std::vector<Encoded<Entry>> encodedEntries;
    for (const Content &content : everyContent()) {
        encodedEntries.push_back({encodeEntry(entry(content))});
        entries.push_back(entry(content));
    }
    CHECK(encodeReply(7, EntriesPage{.entries = encodedEntries, .head = Seq{42}}) ==
          encodeReply(7, EntriesReply{.entries = entries, .head = Seq{42}}));
    CHECK(encodeReply(7, HistoryPage{.messages = {{encodeMessage(message())}}, .head = Seq{42}}) ==
          encodeReply(7, HistoryReply{.messages = {message()}, .head = Seq{42}}));
}

TEST_CASE("wire: an entry's bytes become those of its message") {
    for (const Content &content : everyContent()) {
        INFO(kindName(content));
        Entry said = entry(content);
        REQUIRE(messageOf(encodeEntry(said)).has_value());
        CHECK(messageOf(encodeEntry(said))->bytes == encodeMessage(toMessage(said)));
        blank(said);
        CHECK(messageOf(encodeEntry(said))->bytes == encodeMessage(toMessage(said)));
    }
    CHECK_FALSE(messageOf("").has_value());
    CHECK_FALSE(messageOf("\xde").has_value());
}

TEST_CASE("wire: every event comes back as the bytes that it was") {
    REQUIRE(coversAll(everyEvent()));
    for (const Event &event : everyEvent()) {
        const Bytes bytes = encodeEvent(event);
        const auto heard = decodeHeard(bytes);
        REQUIRE(heard.ok());
        const Event &back = std::get<Event>(*heard);
        CHECK(back.index() == event.index());
        CHECK(encodeEvent(back) == bytes);
    }
}

TEST_CASE("wire: a log of encoded entries is the bytes of its event") {
    for (const Event &event : everyEvent()) {
        const auto *log = std::get_if<LogEvent>(&event);
        if (log == nullptr)
            continue;
        std::vector<Bytes> entries;
        for (const Entry &entry : log->entries)
            entries.push_back(encodeEntry(entry));
        REQUIRE_FALSE(entries.empty());
        CHECK(encodeLog(log->room, entries) == encodeEvent(event));
    }
}

TEST_CASE("wire: hello tells every bound by its name") {
    const auto heard = decodeHeard(encodeReply(1, HelloReply{}));
    REQUIRE(heard.ok());
    const Map &reply = std::get<Map>(std::get<AnswerHeard>(*heard).body);
    const Map &bounds = *find(reply, "limits")->as<Map>();
    for (const char *name :
         {"frame",      "text",     "file",  "page",   "chunk", "window", "fetch",  "requests",
          "unanswered", "sessions", "rooms", "direct", "title", "topic",  "reason", "query",
          "label",      "type",     "emoji", "cursor", "media", "status", "name"})
        CHECK(find(bounds, name) != nullptr);
    CHECK(bounds.size() == 23);
    CHECK(find(reply, "me")->as<std::monostate>() != nullptr);
}

TEST_CASE("wire: refusals come back with what they carry") {
    const Refusal busy{.code = Code::busy, .text = "Slow down.", .retryMs = 250, .versions = {}};
    const Refusal version{.code = Code::version, .text = "No.", .retryMs = {}, .versions = {1, 1}};
    for (const Refusal &refusal : {busy, version}) {
        const auto heard = decodeHeard(encodeRefusal(std::nullopt, refusal));
        REQUIRE(heard.ok());
        const AnswerHeard &answer = std::get<AnswerHeard>(*heard);
        CHECK_FALSE(answer.re);
        CHECK(std::get<Refusal>(answer.body) == refusal);
    }
}

TEST_CASE("wire: a code that a client does not know is a plain no") {
    const Map body{{"re", Value{std::int64_t{1}}},
                   {"ok", Value{false}},
                   {"code", Value{std::string("E_MOON")}},
                   {"text", Value{std::string("Not tonight.")}}};
    const auto heard = decodeHeard(encodeValue(Value{body}));
    REQUIRE(heard.ok());
    const Refusal &refusal = std::get<Refusal>(std::get<AnswerHeard>(*heard).body);
    CHECK(refusal.code == Code::denied);
    CHECK(refusal.text == "Not tonight.");
}

TEST_CASE("wire: what is neither answer nor event, or an event of another time, is refused") {
    const auto refused = [](Map body) { return decodeHeard(encodeValue(Value{std::move(body)})); };
    CHECK(refused({}).refusal().code == Code::schema);
    CHECK(refused({{"re", Value{std::int64_t{1}}}}).refusal().code == Code::schema);
    CHECK(refused({{"ev", Value{std::string("eclipse")}}}).refusal().code == Code::op);
    CHECK(refused({{"ev", Value{std::string("beat")}}}).refusal().code == Code::schema);
}

TEST_CASE("wire: topics end in a slash so that none is a prefix of another") {
    CHECK(roomTopic(lobby) == "room/lobby/");
    CHECK(std::string(word(RoomKind::publicRoom)) == "public");
    CHECK(std::string(word(State::away)) == "away");
    CHECK(std::string(word(Has::link)) == "link");
}
