// Markers: how far an account has read, and the named bookmarks that its programs go on from.
#pragma once

#include "broker/hub/ruling.hpp"

namespace zchat::hub {

// The read marker, or a cursor: both only rise unless `lower`, and never pass the head.
[[nodiscard]] Ruling moveMarker(Work &work, const Envelope &envelope, const Speaker &speaker,
                                const wire::Read &request);

} // namespace zchat::hub
