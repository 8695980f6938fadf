// What the composer offers while a word is typed: people after @, rooms after #, emoji after a
// colon. Pure: from the words and what is known to a short list, the likeliest first.
//
// People of the open room come before all others. It offers nothing inside a word, so an address
// of mail or a time of day is left alone.
#pragma once

#include <QString>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "gui/model/people.hpp"

namespace zchat::gui {

enum class CompletionKind : std::uint8_t { person, room, emoji };

struct CompletionQuery {
    CompletionKind kind = CompletionKind::person;
    QString words; // after the sign
    int start = 0; // where the sign stands
    friend bool operator==(const CompletionQuery &, const CompletionQuery &) = default;
};

struct Completion {
    CompletionKind kind = CompletionKind::person;
    QString insert; // in the place of sign and words
    QString shown;
    QString beside;
    std::string name{}; // of the account or room
    bool isPrivate = false;
};

struct CompletionSources {
    const People &people;
    std::set<AccountName> inRoom;
    std::vector<wire::RoomSummary> rooms;
    std::optional<AccountName> me;
};

inline constexpr std::size_t completionsShown = 8;

[[nodiscard]] std::optional<CompletionQuery> queryAt(const QString &words, int cursor);
[[nodiscard]] std::vector<Completion> complete(const CompletionQuery &query,
                                               const CompletionSources &sources);

} // namespace zchat::gui
