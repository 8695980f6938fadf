// Chunks, finishes and fetches: to whom they go, what bounds them, and what comes back.
#include "tests/live/stage.hpp"
#include "tests/support/catch.hpp"

using namespace zchat;
using namespace zchat::live;
using namespace zchat::live::test;

namespace {

using Words = std::vector<std::string>;

wire::Chunk chunkOf(std::size_t bytes) {
    return {.transfer = 1, .offset = 0, .data = wire::Bytes(bytes, 'x')};
}
wire::Fetch fetchFrom(const std::string &room) {
    return {.room = RoomName(room), .seq = Seq{1}, .offset = 0, .length = 10};
}
wire::Offer offerTo(const std::string &room) {
    wire::Offer offer;
    offer.room = RoomName(room);
    offer.file.name = "a.txt";
    return offer;
}

} // namespace

TEST_CASE("live: chunks, finishes and fetches go to the files, stamped with who asks") {
    Stage stage;
    stage.account("alice");
    stage.room("lobby", wire::RoomKind::publicRoom, {"alice"});
    const auto chunk = stage.ask(1, "alice", chunkOf(5));
    static_cast<void>(stage.ask(1, "alice", wire::Finish{.transfer = 1}));
    static_cast<void>(stage.ask(1, "alice", fetchFrom("lobby")));
    const std::vector<Carry> carried = stage.all<Carry>();
    REQUIRE(carried.size() == 3);
    CHECK(carried[0].account == AccountName("alice"));
    CHECK(carried[0].device == keyOf("alice"));
    CHECK(carried[0].re == chunk);
    CHECK(std::get<wire::Chunk>(carried[0].request).data == "xxxxx");
    CHECK(std::holds_alternative<wire::Finish>(carried[1].request));
    CHECK(std::holds_alternative<wire::Fetch>(carried[2].request));
    CHECK(stage.all<Submit>().empty());
    stage.readerAnswers(1, chunk, wire::Reply(wire::ChunkReply{.offset = 5}));
    CHECK(stage.answers(1, chunk) == Words{"ok"});
}

TEST_CASE("live: strangers and the data folder's key carry no files") {
    Stage stage;
    for (const char *who : {"stranger", "folder"}) {
        const std::uint64_t session = who == std::string("folder") ? 2 : 1;
        CHECK(stage.answers(session, stage.ask(session, who, chunkOf(1))) == Words{"E_AUTH"});
        CHECK(stage.answers(session, stage.ask(session, who, fetchFrom("lobby"))) ==
              Words{"E_AUTH"});
    }
    CHECK(stage.all<Carry>().empty());
}

TEST_CASE("live: a chunk that is larger than was said is too large") {
    Stage stage;
    stage.account("alice");
    CHECK(stage.answers(1, stage.ask(1, "alice", chunkOf(limits::chunkBytes + 1))) ==
          Words{"E_TOO_LARGE"});
    CHECK(stage.answers(1, stage.ask(1, "alice", chunkOf(limits::chunkBytes))).empty());
    CHECK(stage.all<Carry>().size() == 1);
}

TEST_CASE("live: chunks under way are bounded by number, and leave words their room") {
    Stage stage;
    stage.account("alice");
    std::vector<std::uint64_t> asked;
    for (std::size_t i = 0; i < limits::unansweredChunks; ++i)
        asked.push_back(stage.ask(1, "alice", chunkOf(limits::chunkBytes)));
    CHECK(stage.all<Carry>().size() == limits::unansweredChunks);
    const auto over = stage.ask(1, "alice", chunkOf(1));
    CHECK(stage.answers(1, over) == Words{"E_BUSY"});
    CHECK(stage.refusal(1, over)->retryMs);
    CHECK(stage.answers(1, stage.ask(1, "alice", textPost("lobby"))).empty());
    CHECK(stage.all<Submit>().size() == 1);
    stage.readerAnswers(1, asked.front(), wire::Reply(wire::ChunkReply{.offset = 1}));
    CHECK(stage.answers(1, stage.ask(1, "alice", chunkOf(1))).empty());
}

TEST_CASE("live: an offer counts as a post, and reaches the hub over its rate as well") {
    LiveConfig config = Stage::openBroker();
    config.pace = {.limited = true, .postsPerSecond = 1, .postsBurst = 1};
    config.files.fileBytes = 77;
    Stage stage(config);
    stage.account("alice");
    static_cast<void>(stage.ask(1, "alice", textPost("lobby")));
    static_cast<void>(stage.ask(1, "alice", offerTo("lobby")));
    // Chunks are no posts.
    static_cast<void>(stage.ask(1, "alice", chunkOf(1)));
    const std::vector<Submit> submitted = stage.all<Submit>();
    REQUIRE(submitted.size() == 2);
    CHECK_FALSE(submitted[0].envelope.overRateMs);
    CHECK(submitted[1].envelope.overRateMs);
    CHECK(submitted[1].envelope.files.fileBytes == 77);
    CHECK(stage.all<Carry>().size() == 1);
}

TEST_CASE("live: hello tells the largest file, as it is now") {
    LiveConfig config = Stage::openBroker();
    config.files.fileBytes = 77;
    Stage stage(config);
    const auto told = [&stage] {
        return stage
            .reply<wire::HelloReply>(1, stage.ask(1, "stranger", helloWith(false)),
                                     helloWith(false))
            ->limits.fileBytes;
    };
    CHECK(told() == 77);
    config.files.fileBytes = 99;
    stage.live().changeFiles(config.files);
    CHECK(told() == 99);
}

TEST_CASE("live: a bot carries files within its ops and rooms only") {
    Stage stage;
    stage.account("robot", wire::Scope{.rooms = std::vector<RoomName>{RoomName("lobby")},
                                       .ops = std::vector<std::string>{"fetch"},
                                       .rate = {}});
    stage.room("lobby", wire::RoomKind::publicRoom, {"robot"});
    stage.room("ops", wire::RoomKind::publicRoom, {"robot"});
    CHECK(stage.answers(1, stage.ask(1, "robot", chunkOf(1))) == Words{"E_DENIED"});
    CHECK(stage.answers(1, stage.ask(1, "robot", fetchFrom("ops"))) == Words{"E_DENIED"});
    CHECK(stage.answers(1, stage.ask(1, "robot", fetchFrom("lobby"))).empty());
    CHECK(stage.all<Carry>().size() == 1);
}

TEST_CASE("live: a piece that comes after the removal from its room is not sent") {
    Stage stage;
    stage.account("alice");
    stage.room("den", wire::RoomKind::privateRoom, {"alice"});
    const auto piece = [&stage](std::uint64_t re) {
        wire::Bytes body = wire::encodeFetchHead(re, 3, 3) + "abc";
        stage.live().carried(SessionId{1}, re, std::make_shared<const wire::Bytes>(std::move(body)),
                             stage.now());
        stage.collect();
    };
    const auto first = stage.ask(1, "alice", fetchFrom("den"));
    const auto second = stage.ask(1, "alice", fetchFrom("den"));
    piece(first);
    const auto reply = stage.reply<wire::FetchReply>(1, first, fetchFrom("den"));
    REQUIRE(reply);
    CHECK(reply->data == "abc");
    CHECK(stage.all<Send>().back().rooms == std::vector{RoomName("den")});
    CHECK(stage.all<Send>().back().instead);
    piece(first); // answered already
    CHECK(stage.answers(1, first) == Words{"ok"});
    stage.remove("den", "alice");
    piece(second);
    CHECK(stage.answers(1, second) == Words{"E_NOT_FOUND"});
}
