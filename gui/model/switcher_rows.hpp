// What the quick switcher offers for what was typed: rooms and people, one row for each.
//
// Pure: it reads the models and changes nothing. A person with whom there is a direct room is one
// row and not two.
#pragma once

#include <QString>
#include <optional>
#include <vector>

#include "gui/model/people.hpp"
#include "gui/model/rooms_model.hpp"

namespace zchat::gui {

struct SwitcherRow {
    std::optional<RoomName> room;      // absent: a person without a direct room yet
    std::optional<AccountName> person; // of a direct room with one other
    wire::RoomKind kind = wire::RoomKind::direct;
    QString words;  // the name that is shown
    QString beside; // the title of a room, the name of a person whose title says something else
    std::uint64_t unread = 0;
    std::uint64_t mentions = 0;
};

// Without a query: what waits to be read, then what was open last, then the rest by name. With one:
// what fits best, where unread and recent tip the scales. The open room comes last without a query.
[[nodiscard]] std::vector<SwitcherRow> switcherRows(const QString &query, const RoomsModel &rooms,
                                                    const People &people,
                                                    const std::vector<RoomName> &recent,
                                                    const std::optional<RoomName> &open,
                                                    const std::optional<AccountName> &me);
// "room", "private room", "direct chat", "person", "program".
[[nodiscard]] QString kindWords(const SwitcherRow &row, const People &people);

} // namespace zchat::gui
