// A stage for Live alone: people with devices, rooms with members, a clock that only moves when it
// is told to; and what Live did, in words that a test can ask for.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "broker/live/live.hpp"
#include "shared/wire/codec.hpp"

namespace zchat::live::test {

[[nodiscard]] PublicKey keyOf(const std::string &name);

class Stage final {
public:
    explicit Stage(LiveConfig config = openBroker());
    [[nodiscard]] static LiveConfig openBroker();
    [[nodiscard]] static LiveConfig inviteBroker();

    // What the hub says, each as a turn of its own.
    void told(const std::vector<hub::Output> &outputs);
    void account(const std::string &name, std::optional<wire::Scope> scope = {});
    void room(const std::string &name, wire::RoomKind kind, const std::vector<std::string> &people);
    void remove(const std::string &room, const std::string &who);
    void say(const std::string &room, std::uint64_t seq, const std::string &body = "hi");

    // What a client asks, with its key; the answer comes from answer().
    std::uint64_t ask(std::uint64_t session, const std::string &key, const wire::Request &request);
    void raw(std::uint64_t session, const std::string &key, std::optional<std::string_view> body,
             bool viaReq = false);
    // Says hello with events and has the reader answer it.
    void hello(std::uint64_t session, const std::string &name, bool events = true);
    // The hub's or a reader's answer.
    void hubAnswers(std::uint64_t session, std::uint64_t re, const wire::Reply &reply);
    void readerAnswers(std::uint64_t session, std::uint64_t re, Result<wire::Reply> reply);

    // Moves the clock on and lets Live do its due work at each due moment.
    void pass(std::int64_t ms);
    [[nodiscard]] Now now() const { return now_; }

    Live &live() { return live_; }
    // Forgets what happened so far.
    void clear() { actions_.clear(); }
    void collect();

    // What happened since clear().
    template <class Kind>
    [[nodiscard]] std::vector<Kind> all() const {
        std::vector<Kind> found;
        for (const Action &action : actions_)
            if (const auto *kind = std::get_if<Kind>(&action))
                found.push_back(*kind);
        return found;
    }
    [[nodiscard]] const std::vector<Action> &actions() const { return actions_; }
    // The answers to a request: "ok" or the code of the refusal, one for each.
    [[nodiscard]] std::vector<std::string> answers(std::uint64_t session,
                                                   std::optional<std::uint64_t> re) const;
    [[nodiscard]] std::optional<Refusal> refusal(std::uint64_t session,
                                                 std::optional<std::uint64_t> re) const;
    template <class Reply>
    [[nodiscard]] std::optional<Reply> reply(std::uint64_t session, std::uint64_t re,
                                             const wire::Request &asked) const {
        for (const wire::AnswerHeard &heard : heardAnswers(session)) {
            if (heard.re != re || !std::holds_alternative<wire::Map>(heard.body))
                continue;
            auto read = wire::readReply(asked, std::get<wire::Map>(heard.body));
            if (read.ok())
                return std::get<Reply>(read.value());
        }
        return std::nullopt;
    }
    // Events of one kind that a session heard, or that were published.
    template <class Event>
    [[nodiscard]] std::vector<Event> events(std::uint64_t session) const {
        std::vector<Event> found;
        for (const wire::Event &event : heardEvents(session))
            if (const auto *kind = std::get_if<Event>(&event))
                found.push_back(*kind);
        return found;
    }
    template <class Event>
    [[nodiscard]] std::vector<Event> published() const {
        std::vector<Event> found;
        for (const wire::Event &event : publishedEvents())
            if (const auto *kind = std::get_if<Event>(&event))
                found.push_back(*kind);
        return found;
    }
    [[nodiscard]] bool wasShut(std::uint64_t session) const;
    // The last thing said about a key.
    [[nodiscard]] std::optional<Admit> admitted(const std::string &key) const;

private:
    [[nodiscard]] std::vector<wire::AnswerHeard> heardAnswers(std::uint64_t session) const;
    [[nodiscard]] std::vector<wire::Event> heardEvents(std::uint64_t session) const;
    [[nodiscard]] std::vector<wire::Event> publishedEvents() const;

    Live live_;
    Now now_{.steadyMs = 1'000'000, .wallMs = 1'789'000'000'000};
    std::uint64_t nextRe_ = 1;
    std::vector<Action> actions_;
};

[[nodiscard]] wire::Post textPost(const std::string &room, const std::string &body = "hi");
[[nodiscard]] wire::Hello helloWith(bool events);
[[nodiscard]] wire::Typing typingIn(const std::string &room);
[[nodiscard]] wire::Entry textEntry(std::uint64_t seq, const std::string &body = "hi");

} // namespace zchat::live::test
