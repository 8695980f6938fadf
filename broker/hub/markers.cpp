#include "broker/hub/markers.hpp"

#include <algorithm>

#include "broker/hub/summary.hpp"
#include "shared/base/planted.hpp"

namespace zchat::hub {

Ruling moveMarker(Work &work, const Envelope &envelope, const Speaker &speaker,
                  const wire::Read &request) {
    const AccountName &self = speaker.account.name;
    const Result<Place> place = placeOf(work.rows(), self, request.room);
    if (!place)
        return place.refusal();
    const std::string cursor = request.cursor.value_or("");
    const Seq stands = work.store().marker(self, request.room, cursor);
    const Seq asked =
        planted(Bug::marksBeyondHead) ? request.seq : std::min(request.seq, place->room.head);
    const Seq moved = request.lower ? asked : std::max(stands, asked);
    if (moved == stands)
        return wire::Reply{wire::ReadReply{.seq = stands}};
    work.store().putMarker(self, request.room, cursor, moved);

    const Seq read = request.cursor ? work.store().marker(self, request.room, "") : moved;
    const Counts counts = unreadOf(work.store(), self, *place, read);
    work.tellMarker(self,
                    wire::MarkerEvent{.room = request.room,
                                      .seq = moved,
                                      .unread = counts.unread,
                                      .mentions = counts.mentions,
                                      .cursor = request.cursor},
                    envelope.session);
    if (!request.cursor && moved > stands && place->joined())
        work.moved(ReceiptMoved{.room = request.room, .who = self, .read = moved});
    return wire::Reply{wire::ReadReply{.seq = moved}};
}

} // namespace zchat::hub
