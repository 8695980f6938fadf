// RoomMembers: who is in the open room, asked for once it matters and again when the room changes.
//
// A room too large for one page counts with its first page; a direct room needs no question.
#pragma once

#include <set>

#include "gui/model/desk.hpp"

namespace zchat::gui {

class RoomMembers final : public QObject {
    Q_OBJECT
public:
    explicit RoomMembers(Desk &desk, QObject *parent = nullptr);
    // As far as known now; asks where that is not yet so.
    [[nodiscard]] const std::set<AccountName> &now();

Q_SIGNALS:
    void changed();

private:
    Desk &desk_;
    std::optional<RoomName> room_; // whom the answer is for
    std::uint64_t count_ = 0;      // as many there were
    std::set<AccountName> members_;
};

} // namespace zchat::gui
