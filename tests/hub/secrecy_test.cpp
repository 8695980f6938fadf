// A secret room and an absent one: the same refusal, byte for byte, for every op that names a room.
#include "tests/hub/stage.hpp"
#include "tests/support/catch.hpp"

using namespace zchat;
using namespace zchat::testing;

namespace {

const std::vector<std::string> askers{"carol",  "admin.phone", "robot",    "scoped",
                                      "folder", "t9",          "stranger", "disabled"};

// Two worlds that differ in one thing: whether bob has a room called safe.
void setUp(Stage &stage, bool safe) {
    (void)stage.play("! cast admin.phone bob carol disabled");
    if (safe) {
        (void)stage.play("- bob> create room=safe kind=private title=Safe topic=x");
        (void)stage.play("- bob> post room=safe id=#b1 kind=text body=\"the word is rosebud\"");
        (void)stage.play("- bob> invite room=safe who=admin.phone");
        (void)stage.play("- bob> remove room=safe who=admin.phone");
    }
    (void)stage.play("- admin.phone> ticket purpose=bot name=robot");
    (void)stage.play("- t1> redeem device=@robot");
    (void)stage.play("- admin.phone> ticket purpose=bot name=scoped scope={rooms=[lobby]}");
    (void)stage.play("- t2> redeem device=@scoped");
    (void)stage.play("- admin.phone> account who=disabled disabled=true");
}

} // namespace

TEST_CASE("hub: a secret room and an absent one are refused alike") {
    const std::vector<std::string> requests{
        "post room=safe id=#x1 kind=text body=hi",
        "post room=safe id=#x1 kind=text body=hi reply=3",
        "post room=safe id=#x1 kind=text body=hi reply=99",
        "post room=safe id=#x1 kind=text body=hi prev=#x0",
        "post room=safe id=#x1 kind=data type=t data={} body=hi",
        "post room=safe id=#x1 kind=edit of=3 body=hi",
        "post room=safe id=#x1 kind=redact of=3",
        "post room=safe id=#x1 kind=react of=3 emoji=a on=true",
        "post room=safe id=#x1 kind=pin of=3 on=true",
        "entries room=safe after=0",
        "history room=safe",
        "history room=safe around=3",
        "search query=rosebud room=safe",
        "read room=safe seq=1",
        "read room=safe seq=0 cursor=c",
        "room room=safe title=Mine",
        "room room=safe archived=true",
        "join room=safe",
        "leave room=safe",
        "invite room=safe who=carol",
        "invite room=safe who=bob",
        "invite room=safe who=nobody",
        "remove room=safe who=bob",
        "remove room=safe who=nobody",
        "role room=safe who=bob role=member",
        "role room=safe who=nobody role=owner",
        "notify room=safe mode=none",
        "members room=safe",
        "offer room=safe id=#x2 name=a size=1 "
        "hash=0x0000000000000000000000000000000000000000000000000000000000000000",
        "fetch room=safe seq=3 offset=0 length=1"};
    Stage with;
    Stage without;
    setUp(with, true);
    setUp(without, false);
    for (const std::string &asker : askers) {
        for (const std::string &request : requests) {
            const std::string line = asker + "> " + request;
            INFO(line);
            const std::string answer = with.ask(line);
            CHECK(answer == without.ask(line));
            CHECK(answer.starts_with("E_"));
        }
        // What lists and searches find is the same, too.
        for (const char *request : {"rooms", "search query=rosebud", "mentions", "people"}) {
            const std::string line = asker + "> " + request;
            INFO(line);
            CHECK(with.ask(line) == without.ask(line));
        }
    }
}

TEST_CASE("hub: whether bytes stand in a secret room never shows to one who guesses their hash") {
    const std::string hash(64, '7');
    const auto world = [&](const std::string &held) {
        auto stage = std::make_unique<Stage>();
        (void)stage->play("! cast alice bob carol");
        (void)stage->play("- bob> create room=safe kind=private");
        (void)stage->play("bob> offer room=safe id=#b1 name=a size=5 hash=0x" + held);
        (void)stage->play("! sealed bob 1");
        return stage;
    };
    const std::unique_ptr<Stage> with = world(hash);
    const std::unique_ptr<Stage> without = world(std::string(64, '8'));
    (void)with->play("! bounds disk=100");
    (void)without->play("! bounds disk=100");
    for (const char *size : {"5", "4", "96"}) {
        const std::string line = std::string("carol> offer room=lobby id=#c") + size +
                                 " name=a size=" + size + " hash=0x" + hash;
        INFO(line);
        const std::string heard = with->play(line);
        CHECK(heard == without->play(line));
        CHECK(heard.find("ok seq=") == std::string::npos);
    }
}
