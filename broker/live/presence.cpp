#include "broker/live/presence.hpp"

#include <algorithm>
#include <utility>

#include "shared/base/limits.hpp"

namespace zchat::live {

namespace {

// One state is at most a name, 64 characters of title and a status text with their keys.
constexpr std::size_t stateBytes =
    limits::nameBytes + limits::titleCharacters * 4 + limits::statusBytes + 64;
constexpr std::size_t statesPerEvent = limits::eventBytes / stateBytes;
static_assert(statesPerEvent > 0 && statesPerEvent <= limits::arrayElements);

} // namespace

void Presence::named(const AccountName &who, const std::string &title, std::int64_t nowMs) {
    const auto [mood, fresh] = moods_.try_emplace(who);
    mood->second.title = title;
    if (fresh) // that someone is offline needs no telling
        mood->second.told = {.who = who, .title = title, .state = wire::State::offline, .text = {}};
    else if (mood->second.told.title != title)
        changed(who, nowMs);
}

void Presence::here(const AccountName &who, bool here, std::int64_t nowMs) {
    const auto mood = moods_.find(who);
    if (mood == moods_.end() || mood->second.here == here)
        return;
    mood->second.here = here;
    if (here)
        mood->second.state = wire::State::online;
    changed(who, nowMs);
}

void Presence::says(const AccountName &who, wire::State state, std::optional<std::string> text,
                    std::int64_t nowMs) {
    Mood &mood = moods_[who];
    mood.state = state;
    mood.text = std::move(text);
    changed(who, nowMs);
}

wire::State Presence::state(const AccountName &who) const {
    const auto mood = moods_.find(who);
    return mood != moods_.end() && mood->second.here ? mood->second.state : wire::State::offline;
}

std::optional<std::string> Presence::text(const AccountName &who) const {
    const auto mood = moods_.find(who);
    return mood == moods_.end() ? std::nullopt : mood->second.text;
}

void Presence::changed(const AccountName &who, std::int64_t nowMs) {
    changed_.insert(who);
    dueMs_ = std::min(dueMs_, toldMs_ ? *toldMs_ + limits::gatherMs : nowMs);
}

std::optional<wire::PresenceEvent> Presence::take(std::int64_t nowMs) {
    wire::PresenceEvent event;
    while (!changed_.empty() && event.states.size() < statesPerEvent) {
        const AccountName who = *changed_.begin();
        changed_.erase(changed_.begin());
        Mood &mood = moods_.at(who);
        wire::PresenceState now{
            .who = who, .title = mood.title, .state = state(who), .text = mood.text};
        if (now == mood.told)
            continue;
        mood.told = now;
        event.states.push_back(std::move(now));
    }
    if (!event.states.empty())
        toldMs_ = nowMs;
    dueMs_ = changed_.empty() ? never : nowMs + limits::gatherMs;
    if (event.states.empty())
        return std::nullopt;
    return event;
}

} // namespace zchat::live
