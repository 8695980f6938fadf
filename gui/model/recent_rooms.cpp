#include "gui/model/recent_rooms.hpp"

#include <algorithm>

namespace zchat::gui {

RecentRooms::RecentRooms(Desk &desk, QObject *parent)
    : QObject(parent)
    , desk_(desk) {
    connect(&desk, &Desk::roomOpened, this, &RecentRooms::remember);
    connect(&desk, &Desk::preferencesChanged, this, &RecentRooms::readKept);
    readKept();
}

void RecentRooms::readKept() {
    if (hasRead_ || desk_.settings() == nullptr)
        return;
    hasRead_ = true;
    // What was opened before the settings were there is newer than what they hold.
    for (const RoomName &kept : desk_.settings()->recentRooms())
        if (std::find(rooms_.begin(), rooms_.end(), kept) == rooms_.end())
            rooms_.push_back(kept);
    rooms_.resize(std::min(rooms_.size(), most));
}

void RecentRooms::remember() {
    if (!desk_.room() || (!rooms_.empty() && rooms_.front() == *desk_.room()))
        return;
    std::erase(rooms_, *desk_.room());
    rooms_.insert(rooms_.begin(), *desk_.room());
    rooms_.resize(std::min(rooms_.size(), most));
    if (desk_.settings() != nullptr)
        desk_.settings()->setRecentRooms(rooms_);
}

std::optional<RoomName> RecentRooms::last() const {
    for (const RoomName &room : rooms_)
        if (desk_.room() != room && desk_.rooms().find(room) != nullptr)
            return room;
    return std::nullopt;
}

} // namespace zchat::gui
