// Presence: who is here, as people see it: online, away or offline, and what they say about it.
//
// Whoever has a session with events is here; `status` says away and a text. It lives as long as the
// process: being online again ends an away, a text stays. Changes are gathered and told at most
// once a second; who came and went in between was never away.
#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>

#include "shared/base/ids.hpp"
#include "shared/wire/events.hpp"

namespace zchat::live {

class Presence final {
public:
    // A new account, a new title.
    void named(const AccountName &who, const std::string &title, std::int64_t nowMs);
    void here(const AccountName &who, bool here, std::int64_t nowMs);
    void says(const AccountName &who, wire::State state, std::optional<std::string> text,
              std::int64_t nowMs);

    [[nodiscard]] wire::State state(const AccountName &who) const;
    [[nodiscard]] std::optional<std::string> text(const AccountName &who) const;

    [[nodiscard]] std::int64_t dueMs() const { return dueMs_; }
    // What changed since it was last told, as far as one event holds; the rest is due a second on.
    [[nodiscard]] std::optional<wire::PresenceEvent> take(std::int64_t nowMs);

private:
    struct Mood {
        bool here = false;
        wire::State state = wire::State::online;
        wire::PresenceState told;
        std::string title;
        std::optional<std::string> text;
    };
    void changed(const AccountName &who, std::int64_t nowMs);

    static constexpr std::int64_t never = std::numeric_limits<std::int64_t>::max();
    std::unordered_map<AccountName, Mood> moods_;
    std::set<AccountName> changed_;
    std::optional<std::int64_t> toldMs_;
    std::int64_t dueMs_ = never;
};

} // namespace zchat::live
