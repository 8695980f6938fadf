// What somebody typed into the search box, as the broker's `search`: words, and the filters
// `from:`, `in:`, `has:`, `before:` and `after:`.
//
// Pure. What it does not understand is refused with the sentence that says what would do; nothing
// is guessed. The same value searches the messages that are kept on this machine.
#pragma once

#include <QDate>
#include <QString>
#include <QStringList>
#include <optional>

#include "shared/wire/requests.hpp"

namespace zchat::gui {

struct SearchQuery {
    wire::Search request; // its page is for who asks
    QStringList words;    // folded; each must occur in a message that fits
    QString trouble;      // why this cannot be searched for; empty where it can
    [[nodiscard]] bool isEmpty() const;
};

struct SearchPlace {
    std::optional<RoomName> room;  // searched where no `in:` says otherwise
    std::optional<AccountName> me; // whom `from:me` means
    QDate today;
};

// Dates are days here: `before:2026-03-14` ends with the night before, `after:` begins with the
// morning after; `today` and `yesterday` do as well.
[[nodiscard]] SearchQuery parseSearch(const QString &typed, const SearchPlace &place);
// Whether a message of this room is one that the broker would find.
[[nodiscard]] bool fits(const SearchQuery &query, const wire::Entry &entry);
// The words around the first one that was searched for, in one line.
[[nodiscard]] QString snippetOf(const SearchQuery &query, const wire::Entry &entry);

} // namespace zchat::gui
