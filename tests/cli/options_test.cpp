#include "tests/support/catch.hpp"

#include "shared/base/text.hpp"
#include "tools/cli/options.hpp"

using namespace zchat;
using namespace zchat::cli;

namespace {

const Surroundings surroundings{.as = std::nullopt, .loginName = "login", .now = 1'789'000'000'000};

Invocation read(const std::vector<std::string> &words, const Surroundings &around = surroundings) {
    auto parsed = parseOptions(words, around);
    if (const auto *saying = std::get_if<Saying>(&parsed))
        FAIL("not read: " << saying->text);
    return std::get<Invocation>(parsed);
}
template <class Options>
Options readAs(const std::vector<std::string> &words) {
    return std::get<Options>(read(words).command);
}
std::string refusedWith(const std::vector<std::string> &words) {
    auto parsed = parseOptions(words, surroundings);
    const auto *saying = std::get_if<Saying>(&parsed);
    REQUIRE(saying != nullptr);
    CHECK(saying->code == ExitCode::usage);
    return saying->text;
}

} // namespace

TEST_CASE("options: the words of a message may be names of commands") {
    const auto send = readAs<SendOptions>({"send", "lobby", "follow", "rooms", "talk"});
    CHECK(send.text == "follow rooms talk");
    CHECK(send.to == Target{RoomName("lobby")});
}

TEST_CASE("options: brackets and commas in a message stay as they are") {
    CHECK(readAs<SendOptions>({"send", "lobby", "[a,b]", "{c}", "[]"}).text == "[a,b] {c} []");
}

TEST_CASE("options: after two dashes anything is text") {
    CHECK(readAs<SendOptions>({"send", "lobby", "--", "--json", "-x"}).text == "--json -x");
    CHECK_FALSE(read({"send", "lobby", "--", "--json"}).common.json);
}

TEST_CASE("options: an option that does not exist is not taken for text") {
    refusedWith({"send", "lobby", "--jsno"});
}

TEST_CASE("options: what all commands share may stand before or after the command") {
    for (const auto &words : {std::vector<std::string>{"--as", "bob@host:7", "--json", "rooms"},
                              std::vector<std::string>{"rooms", "--json", "--as", "bob@host:7"}}) {
        const Invocation invocation = read(words);
        CHECK(invocation.common.as.name == AccountName("bob"));
        CHECK(invocation.common.as.address == Address{.host = "host", .port = 7});
        CHECK(invocation.common.json);
    }
}

TEST_CASE("options: without --as it is ZCHAT_AS, then the login name at localhost") {
    CHECK(read({"rooms"}).common.as ==
          Identity{.name = AccountName("login"), .address = {.host = "localhost", .port = 5555}});
    Surroundings around = surroundings;
    around.as = "eve@far";
    CHECK(read({"rooms"}, around).common.as.address.host == "far");
    CHECK(read({"rooms", "--as", "bob"}, around).common.as.address.host == "localhost");
}

TEST_CASE("options: an invite link says the address, and --as at most the name") {
    const std::string key(64, 'a');
    const std::string link = "zchat://far:7000/#" + key + "." + key;
    Surroundings around = surroundings;
    around.as = "eve@near";
    const Invocation nameless = read({"whoami", "--invite", link}, around);
    CHECK(nameless.common.as.address == Address{.host = "far", .port = 7000});
    CHECK_FALSE(nameless.common.as.name);
    CHECK(read({"whoami", "--invite", link, "--as", "bob"}).common.as.name == AccountName("bob"));
    refusedWith({"whoami", "--invite", link, "--as", "bob@elsewhere"});
    refusedWith({"whoami", "--invite", "zchat://far"});
}

TEST_CASE("options: no command, an unknown command or a missing room is wrong usage") {
    refusedWith({});
    refusedWith({"dance"});
    refusedWith({"send"});
    refusedWith({"history", "not a room"});
    refusedWith({"--as", "Not A Name", "rooms"});
    refusedWith({"send", "lobby", ""});
    refusedWith({"send", "lobby", "text", "--batch", "1s"});
}

TEST_CASE("options: help and version are no errors") {
    for (const auto *word : {"--help", "--version"}) {
        auto parsed = parseOptions({word}, surroundings);
        CHECK(std::get<Saying>(parsed).code == ExitCode::done);
    }
    auto parsed = parseOptions({"send", "--help"}, surroundings);
    CHECK(std::get<Saying>(parsed).text.find("--batch") != std::string::npos);
    parsed = parseOptions({"--help"}, surroundings);
    CHECK(std::get<Saying>(parsed).text.find("130 interrupted") != std::string::npos);
}

TEST_CASE("options: follow takes rooms, people, a cursor and a start") {
    const auto follow = readAs<FollowOptions>(
        {"follow", "build", "@bob", "--cursor", "nightly", "--from", "7", "--no-wait"});
    REQUIRE(follow.rooms.size() == 2);
    CHECK(follow.rooms[1] == Target{std::vector<AccountName>{AccountName("bob")}});
    CHECK(follow.cursor == "nightly");
    CHECK(follow.from == Seq{7});
    CHECK(follow.untilHead);
}

TEST_CASE("options: times of a search are local, or so long ago") {
    const auto search = readAs<SearchOptions>({"search", "disk", "full", "--since", "2h", "--has",
                                               "link", "--in", "ops", "--from", "bob"});
    CHECK(search.query == "disk full");
    CHECK(search.since == surroundings.now - 7'200'000);
    CHECK(search.has == wire::Has::link);
    CHECK(search.from == AccountName("bob"));
    refusedWith({"search", "x", "--since", "yesterday"});
}

TEST_CASE("options: inviting three people is three requests") {
    const auto invite = readAs<RequestsOptions>({"invite", "ops", "bob", "@carol", "dan"});
    REQUIRE(invite.requests.size() == 3);
    CHECK(std::get<wire::Invite>(invite.requests[1]).who == AccountName("carol"));
}

TEST_CASE("options: changes name a room and a seq") {
    const auto edit = readAs<ChangeOptions>({"edit", "lobby", "42", "new", "text"});
    CHECK(std::get<wire::Edit>(edit.content) == wire::Edit{.of = Seq{42}, .body = "new text"});
    CHECK_FALSE(edit.readBody);
    CHECK(readAs<ChangeOptions>({"edit", "lobby", "42"}).readBody);
    const auto react = readAs<ChangeOptions>({"react", "lobby", "42", "👍", "--off"});
    CHECK(std::get<wire::React>(react.content).emoji == "👍");
    CHECK_FALSE(std::get<wire::React>(react.content).on);
    refusedWith({"pin", "lobby", "first"});
}

TEST_CASE("options: a ticket is for a device unless it says otherwise") {
    CHECK(readAs<TicketOptions>({"ticket"}).ticket.purpose == wire::Purpose::device);
    const auto bot =
        readAs<TicketOptions>({"ticket", "bot", "--name", "ci", "--room", "build", "--room", "ops",
                               "--op", "post", "--rate", "5", "--expires", "1d"})
            .ticket;
    CHECK(bot.purpose == wire::Purpose::bot);
    REQUIRE(bot.scope);
    CHECK(bot.scope->rooms == std::vector{RoomName("build"), RoomName("ops")});
    CHECK(bot.scope->ops == std::vector<std::string>{"post"});
    CHECK(bot.scope->rate == 5U);
    CHECK(bot.expiresS == 86400U);
}

TEST_CASE("options: revoke wants one key") {
    const std::string key(64, 'b');
    const auto revoke = readAs<RequestsOptions>({"revoke", key});
    CHECK(std::get<wire::Revoke>(revoke.requests.front()).device == fromHex<PublicKey>(key));
    refusedWith({"revoke"});
    refusedWith({"revoke", key, "--ticket", key});
}

TEST_CASE("options: upload takes files and a room, download a room and a seq") {
    const auto upload = readAs<UploadOptions>(
        {"upload", "a b.txt", "-", "--room", "ops", "--caption", "[1,2]", "--reply", "7"});
    CHECK(upload.files == std::vector<std::string>{"a b.txt", "-"});
    CHECK(upload.room == Target{RoomName("ops")});
    CHECK(upload.caption == "[1,2]");
    CHECK(upload.reply == Seq{7});
    CHECK_FALSE(upload.progress);
    CHECK(readAs<UploadOptions>({"upload", "x", "--room", "@bob", "--progress"}).progress == true);
    refusedWith({"upload", "--room", "ops"});
    refusedWith({"upload", "x"});

    const auto download = readAs<DownloadOptions>({"download", "ops", "42", "--folder", "/tmp"});
    CHECK(download.seq == Seq{42});
    CHECK(download.folder == "/tmp");
    CHECK_FALSE(download.output);
    CHECK(readAs<DownloadOptions>({"download", "ops", "42", "-o", "here"}).output == "here");
    CHECK(readAs<DownloadOptions>({"download", "ops", "1", "--no-progress"}).progress == false);
    refusedWith({"download", "ops"});
    refusedWith({"download", "ops", "1", "-o", "x", "--folder", "y"});
}
