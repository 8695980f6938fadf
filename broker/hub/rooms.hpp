// Rooms: making them, coming in, going out, and who may do what in them.
//
// Each function is one rule for one op: it checks everything before it writes anything. A room that
// the asker may not see is refused in the words of one that is not there.
#pragma once

#include "broker/hub/ruling.hpp"

namespace zchat::hub {

[[nodiscard]] Ruling createRoom(Work &work, const Envelope &envelope, const Speaker &speaker,
                                const wire::Create &request);
[[nodiscard]] Ruling changeRoom(Work &work, const Envelope &envelope, const Speaker &speaker,
                                const wire::Room &request);
[[nodiscard]] Ruling openDirect(Work &work, const Envelope &envelope, const Speaker &speaker,
                                const wire::Direct &request);
[[nodiscard]] Ruling joinRoom(Work &work, const Envelope &envelope, const Speaker &speaker,
                              const wire::Join &request);
[[nodiscard]] Ruling leaveRoom(Work &work, const Envelope &envelope, const Speaker &speaker,
                               const wire::Leave &request);

[[nodiscard]] Ruling inviteMember(Work &work, const Envelope &envelope, const Speaker &speaker,
                                  const wire::Invite &request);
[[nodiscard]] Ruling removeMember(Work &work, const Envelope &envelope, const Speaker &speaker,
                                  const wire::Remove &request);
[[nodiscard]] Ruling setRole(Work &work, const Envelope &envelope, const Speaker &speaker,
                             const wire::SetRole &request);
[[nodiscard]] Ruling setNotify(Work &work, const Envelope &envelope, const Speaker &speaker,
                               const wire::SetNotify &request);

} // namespace zchat::hub
