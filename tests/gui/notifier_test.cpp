// The rule of notifications as a table: what was said, what was chosen, and what comes of it.
#include <vector>

#include "gui/model/notifier.hpp"
#include "tests/support/catch.hpp"

using namespace zchat;
using namespace zchat::gui;

namespace {

const AccountName alice("alice");

struct Case {
    const char *what;
    wire::RoomSummary room;
    wire::Entry entry;
    Preferences preferences;
    QTime now = QTime(12, 0);
    bool isAttended = false;
    Why why;
};

wire::RoomSummary room(wire::RoomKind kind = wire::RoomKind::publicRoom,
                       wire::Notify notify = wire::Notify::all) {
    wire::RoomSummary made;
    made.room = RoomName("ops");
    made.kind = kind;
    made.notify = notify;
    made.read = Seq{4};
    return made;
}

wire::Entry said(const char *words, std::vector<std::string> mentions = {},
                 const char *by = "bob") {
    wire::Entry entry;
    entry.seq = Seq{5};
    entry.by = AccountName(by);
    entry.content =
        wire::Text{.body = words, .reply = std::nullopt, .mentions = std::move(mentions)};
    return entry;
}

wire::Entry deleted(wire::Entry entry) {
    entry.redacted = true;
    return entry;
}

wire::Entry with(wire::Content content) {
    wire::Entry entry = said("");
    entry.content = std::move(content);
    return entry;
}

template <class Change>
Preferences chosen(Change change) {
    Preferences made;
    change(made);
    return made;
}

std::vector<Case> cases() {
    const auto direct = room(wire::RoomKind::direct);
    const auto none = room(wire::RoomKind::publicRoom, wire::Notify::none);
    const auto mentions = room(wire::RoomKind::publicRoom, wire::Notify::mentions);
    const wire::Entry plain = said("good morning");
    const wire::Entry named = said("@alice look", {"alice"});
    wire::Entry read = named;
    read.seq = Seq{4};
    wire::File photo;
    photo.name = "a.png";
    photo.body = "for @alice: look";
    const Preferences keyword = chosen([](auto &p) { p.keywords = {"Deploy"}; });
    const Preferences all = chosen([](auto &p) { p.everythingFrom = {RoomName("ops")}; });
    const Preferences noDirects = chosen([](auto &p) { p.notifiesDirects = false; });
    const Preferences noMentions = chosen([](auto &p) { p.notifiesMentions = false; });
    const Preferences ignoring = chosen([](auto &p) { p.ignored = {AccountName("bob")}; });
    const Preferences disturb = chosen([](auto &p) { p.doNotDisturb = true; });
    const Preferences night = chosen([](auto &p) { p.quietHours = {QTime(22, 0), QTime(7, 30)}; });
    const QTime noon(12, 0);
    return {
        {"a direct message", direct, plain, {}, noon, false, Why::direct},
        {"a mention", room(), named, {}, noon, false, Why::mention},
        {"a call to all", room(), said("@all", {"all"}), {}, noon, false, Why::mention},
        {"a caption that names me", room(), with(photo), {}, noon, false, Why::mention},
        {"a keyword", room(), said("we deploy now"), keyword, noon, false, Why::keyword},
        {"half a keyword", room(), said("redeployment"), keyword, noon, false, Why::unnamed},
        {"any other message", room(), plain, {}, noon, false, Why::unnamed},
        {"any message of a chosen room", room(), plain, all, noon, false, Why::everything},
        {"the same, where mentions were chosen elsewhere", mentions, plain, all, noon, false,
         Why::unnamed},
        {"a mention in a muted room", none, named, all, noon, false, Why::muted},
        {"my own", direct, said("hm", {}, "alice"), {}, noon, false, Why::own},
        {"one that I ignore", direct, plain, ignoring, noon, false, Why::ignored},
        {"what I have read", room(), read, {}, noon, false, Why::read},
        {"what I look at", room(), named, {}, noon, true, Why::attended},
        {"a deleted one", room(), deleted(named), {}, noon, false, Why::deleted},
        {"a reaction",
         direct,
         with(wire::React{.of = Seq{1}, .emoji = "👍", .on = true}),
         {},
         noon,
         false,
         Why::notAMessage},
        {"who joined", room(),
         with(wire::MemberChange{
             .who = alice, .change = wire::Change::joined, .role = std::nullopt}),
         all, noon, false, Why::notAMessage},
        {"a direct message, switched off", direct, plain, noDirects, noon, false, Why::directsOff},
        {"a mention, switched off", room(), named, noMentions, noon, false, Why::mentionsOff},
        {"do not disturb", direct, plain, disturb, noon, false, Why::doNotDisturb},
        {"at night", direct, plain, night, QTime(23, 0), false, Why::quietHours},
        {"after midnight", direct, plain, night, QTime(3, 0), false, Why::quietHours},
        {"on the minute it begins", direct, plain, night, QTime(22, 0), false, Why::quietHours},
        {"on the minute it ends", direct, plain, night, QTime(7, 30), false, Why::direct},
        {"by day", direct, plain, night, noon, false, Why::direct},
    };
}

} // namespace

TEST_CASE("ux: direct messages, mentions and keywords by default; per room all, mentions, none") {
    for (const Case &one : cases()) {
        INFO(one.what);
        const Why why = judge(Occasion{.room = one.room,
                                       .entry = one.entry,
                                       .me = alice,
                                       .preferences = one.preferences,
                                       .now = one.now,
                                       .isAttended = one.isAttended});
        CHECK(sentenceOf(why).toStdString() == sentenceOf(one.why).toStdString());
        CHECK(why == one.why);
    }
}

TEST_CASE("notifier: every reason has a sentence of its own") {
    std::vector<QString> seen;
    for (int i = 0; i <= int(Why::quietHours); ++i) {
        const QString sentence = sentenceOf(Why(i));
        CHECK(sentence.endsWith('.'));
        CHECK(std::find(seen.begin(), seen.end(), sentence) == seen.end());
        seen.push_back(sentence);
    }
}

TEST_CASE("notifier: quiet hours by day do not pass midnight, and equal ones are a whole day") {
    Preferences lunch;
    lunch.quietHours = {QTime(12, 0), QTime(13, 0)};
    CHECK_FALSE(isQuietHour(lunch, QTime(11, 59)));
    CHECK(isQuietHour(lunch, QTime(12, 30)));
    CHECK_FALSE(isQuietHour(lunch, QTime(13, 0)));
    lunch.quietHours = {QTime(8, 0), QTime(8, 0)};
    CHECK(isQuietHour(lunch, QTime(3, 0)));
}

TEST_CASE("notifier: a keyword is a word of its own, in any case, wherever it stands") {
    CHECK(holdsKeyword("DEPLOY!", {"deploy"}));
    CHECK(holdsKeyword("to go, or going to go", {" go "}));
    CHECK_FALSE(holdsKeyword("going", {"go"}));
    CHECK_FALSE(holdsKeyword("ärgo", {"go"}));
    CHECK_FALSE(holdsKeyword("anything", {"", "  "}));
}
