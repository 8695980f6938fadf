#include "gui/model/room_members.hpp"

#include "shared/base/limits.hpp"

namespace zchat::gui {

RoomMembers::RoomMembers(Desk &desk, QObject *parent)
    : QObject(parent)
    , desk_(desk) {}

const std::set<AccountName> &RoomMembers::now() {
    const wire::RoomSummary *room = desk_.openSummary();
    if (room == nullptr) {
        members_.clear();
        return members_;
    }
    if (room->kind == wire::RoomKind::direct) {
        members_ = {room->with.begin(), room->with.end()};
        room_ = room->room;
        return members_;
    }
    if (room_ == room->room && count_ == room->members)
        return members_;
    if (room_ != room->room)
        members_.clear();
    if (!desk_.isOnline())
        return members_;
    room_ = room->room;
    count_ = room->members;
    desk_.ask(wire::Members{.room = room->room, .after = {}, .limit = limits::pageEntries}, this,
              [this, asked = room->room](const Answer &answer) {
                  const auto *reply = std::get_if<wire::Reply>(&answer);
                  const auto *page =
                      reply != nullptr ? std::get_if<wire::MembersReply>(reply) : nullptr;
                  if (room_ != asked || page == nullptr)
                      return;
                  members_.clear();
                  for (const wire::MemberRow &member : page->members)
                      members_.insert(member.name);
                  Q_EMIT changed();
              });
    return members_;
}

} // namespace zchat::gui
