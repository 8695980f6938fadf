#include "broker/hub/summary.hpp"

namespace zchat::hub {

Counts unreadOf(const ReadStore &store, const AccountName &account, const Place &place,
                Seq marker) {
    if (!place.joined() || marker >= place.room.head)
        return Counts{};
    return store.counts(account, place.room.name, marker);
}

wire::RoomSummary summaryOf(const ReadStore &store, const AccountRecord &viewer, const Place &place,
                            TimeMs now) {
    const RoomRecord &room = place.room;
    const Seq read = store.marker(viewer.name, room.name, "");
    const Counts counts = unreadOf(store, viewer.name, place, read);
    wire::RoomSummary summary{.room = room.name,
                              .kind = room.kind,
                              .title = room.title,
                              .topic = room.topic,
                              .archived = room.archived,
                              .head = room.head,
                              .read = read,
                              .unread = counts.unread,
                              .mentions = counts.mentions,
                              .role = {},
                              .notify = wire::Notify::all,
                              .members = room.members,
                              .with = {}};
    if (place.joined()) {
        summary.role = roleIn(viewer, place);
        const bool lapsed = place.member->notifyUntil && *place.member->notifyUntil <= now;
        summary.notify = lapsed ? wire::Notify::all : place.member->notify;
    }
    for (const AccountName &name : room.direct)
        if (name != viewer.name)
            summary.with.push_back(name);
    return summary;
}

wire::RoomSummary farewellOf(const ReadStore &store, const AccountRecord &viewer,
                             const Place &place, TimeMs now) {
    if (place.room.kind == wire::RoomKind::publicRoom)
        return summaryOf(store, viewer, place, now);
    wire::RoomSummary summary;
    summary.room = place.room.name;
    summary.kind = place.room.kind;
    return summary;
}

} // namespace zchat::hub
