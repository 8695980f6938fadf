#include "tests/live/stage.hpp"

#include <algorithm>

#include "tests/support/catch.hpp"

namespace zchat::live::test {

PublicKey keyOf(const std::string &name) {
    PublicKey key;
    std::copy_n(name.begin(), std::min(name.size(), key.bytes.size()), key.bytes.begin());
    return key;
}

wire::Post textPost(const std::string &room, const std::string &body) {
    return wire::Post{.room = RoomName(room),
                      .id = {},
                      .content = wire::Text{.body = body, .reply = {}, .mentions = {}},
                      .prev = {}};
}

wire::Hello helloWith(bool events) {
    return wire::Hello{.versions = {1}, .client = "stage", .events = events};
}

wire::Typing typingIn(const std::string &room) {
    return wire::Typing{.room = RoomName(room)};
}

wire::Entry textEntry(std::uint64_t seq, const std::string &body) {
    return wire::Entry{.seq = Seq{seq},
                       .at = 1,
                       .by = AccountName("alice"),
                       .id = EntryId{},
                       .content = wire::Text{.body = body, .reply = {}, .mentions = {}},
                       .redacted = false};
}

Stage::Stage(LiveConfig config)
    : live_(std::move(config)) {}

LiveConfig Stage::openBroker() {
    return LiveConfig{.serverName = "stage",
                      .registrationOpen = true,
                      .files = {},
                      .pace = {},
                      .folderKey = keyOf("folder")};
}

LiveConfig Stage::inviteBroker() {
    LiveConfig config = openBroker();
    config.registrationOpen = false;
    return config;
}

void Stage::collect() {
    for (Action &action : live_.take())
        actions_.push_back(std::move(action));
}

void Stage::told(const std::vector<hub::Output> &outputs) {
    live_.told(outputs, now_);
    collect();
}

void Stage::account(const std::string &name, std::optional<wire::Scope> scope) {
    const bool bot = scope.has_value();
    told({hub::AccountChanged{.name = AccountName(name),
                              .title = name,
                              .role = wire::AccountRole::member,
                              .bot = bot,
                              .scope = std::move(scope),
                              .enabled = true},
          hub::DeviceChanged{
              .device = keyOf(name), .account = AccountName(name), .revoked = false}});
}

void Stage::room(const std::string &name, wire::RoomKind kind,
                 const std::vector<std::string> &people) {
    std::vector<hub::Output> outputs{
        hub::RoomChanged{.room = RoomName(name), .kind = kind, .head = Seq{}}};
    for (const std::string &who : people)
        outputs.push_back(
            hub::MemberChanged{.room = RoomName(name), .who = AccountName(who), .present = true});
    told(outputs);
}

void Stage::remove(const std::string &room, const std::string &who) {
    told({hub::MemberChanged{.room = RoomName(room), .who = AccountName(who), .present = false}});
}

void Stage::say(const std::string &room, std::uint64_t seq, const std::string &body) {
    told({hub::Said{.room = RoomName(room), .entries = {textEntry(seq, body)}}});
}

std::uint64_t Stage::ask(std::uint64_t session, const std::string &key,
                         const wire::Request &request) {
    const std::uint64_t re = nextRe_++;
    raw(session, key, wire::encodeRequest(re, request));
    return re;
}

void Stage::raw(std::uint64_t session, const std::string &key, std::optional<std::string_view> body,
                bool viaReq) {
    live_.heard(SessionId{session}, keyOf(key), viaReq, body, now_);
    collect();
}

void Stage::hello(std::uint64_t session, const std::string &name, bool events) {
    const std::uint64_t re = ask(session, name, helloWith(events));
    wire::HelloReply reply;
    reply.me = wire::Me{.name = AccountName(name),
                        .title = name,
                        .role = wire::AccountRole::member,
                        .device = keyOf(name)};
    readerAnswers(session, re, wire::Reply(reply));
}

void Stage::hubAnswers(std::uint64_t session, std::uint64_t re, const wire::Reply &reply) {
    told({hub::Answer{.session = SessionId{session}, .re = re, .body = reply}});
}

void Stage::readerAnswers(std::uint64_t session, std::uint64_t re, Result<wire::Reply> reply) {
    live_.answered(SessionId{session}, re, std::move(reply), now_);
    collect();
}

void Stage::pass(std::int64_t ms) {
    const std::int64_t end = now_.steadyMs + ms;
    while (true) {
        const std::int64_t next = std::clamp(live_.nextDueMs(), now_.steadyMs, end);
        now_.wallMs += next - now_.steadyMs;
        now_.steadyMs = next;
        live_.tick(now_);
        collect();
        if (next == end)
            return;
        REQUIRE(live_.nextDueMs() > next);
    }
}

std::vector<wire::AnswerHeard> Stage::heardAnswers(std::uint64_t session) const {
    std::vector<wire::AnswerHeard> answers;
    for (const Send &sent : all<Send>()) {
        auto heard = wire::decodeHeard(*sent.body);
        REQUIRE(heard.ok());
        if (sent.session.value == session && heard->index() == 0)
            answers.push_back(std::get<0>(heard.value()));
    }
    return answers;
}

std::vector<wire::Event> Stage::heardEvents(std::uint64_t session) const {
    std::vector<wire::Event> events;
    for (const Send &sent : all<Send>()) {
        auto heard = wire::decodeHeard(*sent.body);
        REQUIRE(heard.ok());
        if (sent.session.value == session && heard->index() == 1)
            events.push_back(std::get<1>(heard.value()));
    }
    return events;
}

std::vector<wire::Event> Stage::publishedEvents() const {
    std::vector<wire::Event> events;
    for (const Publish &published : all<Publish>()) {
        auto heard = wire::decodeHeard(*published.body);
        REQUIRE(heard.ok());
        REQUIRE(heard->index() == 1);
        events.push_back(std::get<1>(heard.value()));
    }
    return events;
}

std::vector<std::string> Stage::answers(std::uint64_t session,
                                        std::optional<std::uint64_t> re) const {
    std::vector<std::string> words;
    for (const wire::AnswerHeard &heard : heardAnswers(session)) {
        if (heard.re != re)
            continue;
        const auto *refusal = std::get_if<Refusal>(&heard.body);
        words.emplace_back(refusal ? codeName(refusal->code) : "ok");
    }
    return words;
}

std::optional<Refusal> Stage::refusal(std::uint64_t session,
                                      std::optional<std::uint64_t> re) const {
    for (const wire::AnswerHeard &heard : heardAnswers(session))
        if (heard.re == re && std::holds_alternative<Refusal>(heard.body))
            return std::get<Refusal>(heard.body);
    return std::nullopt;
}

bool Stage::wasShut(std::uint64_t session) const {
    const auto shuts = all<Shut>();
    return std::any_of(shuts.begin(), shuts.end(),
                       [session](const Shut &shut) { return shut.session.value == session; });
}

std::optional<Admit> Stage::admitted(const std::string &key) const {
    std::optional<Admit> last;
    for (const Admit &admit : all<Admit>())
        if (admit.key == keyOf(key))
            last = admit;
    return last;
}

} // namespace zchat::live::test
