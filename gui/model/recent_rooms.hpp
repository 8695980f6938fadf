// RecentRooms: which rooms were open last, the newest first, kept over restarts.
//
// Fifty of them; the switcher sorts by it, and Ctrl+Tab goes back to the one before.
#pragma once

#include <QObject>
#include <vector>

#include "gui/model/desk.hpp"

namespace zchat::gui {

class RecentRooms final : public QObject {
    Q_OBJECT
public:
    static constexpr std::size_t most = 50;

    explicit RecentRooms(Desk &desk, QObject *parent = nullptr);

    [[nodiscard]] const std::vector<RoomName> &rooms() const { return rooms_; }
    // The room that was open before the one that is, as far as the account is still in it.
    [[nodiscard]] std::optional<RoomName> last() const;

private:
    void remember();
    void readKept();

    Desk &desk_;
    std::vector<RoomName> rooms_;
    bool hasRead_ = false;
};

} // namespace zchat::gui
