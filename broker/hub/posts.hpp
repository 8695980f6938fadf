// Posts: what people and programs say, and what they do to what was said.
//
// The order of checks is the protocol's: firstAnswer and heldUp come before the asker's scope and
// rights are looked at, so that a resent post is answered from the log whatever has changed since.
#pragma once

#include "broker/hub/ruling.hpp"

namespace zchat::hub {

// What a known id gets: its first answer again or, with other content, E_CONFLICT; nullopt for a
// fresh id.
[[nodiscard]] std::optional<Ruling> firstAnswer(Work &work, const Speaker &speaker,
                                                const EntryId &id,
                                                const std::optional<Hash> &digest);
// E_BUSY while the post that must stand before this one does not.
[[nodiscard]] std::optional<Refusal> heldUp(Work &work, const Speaker &speaker,
                                            const RoomName &room,
                                            const std::optional<EntryId> &prev);

// What one account says in a room, under a fresh id.
struct Saying {
    const RoomName &room;
    const wire::Content &content;
    EntryId id;
    Hash digest;
    TimeMs at = 0;
};

// Whatever would refuse it now, in the protocol's order; writes nothing.
[[nodiscard]] std::optional<Refusal> unsayable(Work &work, const Speaker &speaker,
                                               const RoomName &room, const wire::Content &content);
// Joins a public room where necessary, appends, folds.
[[nodiscard]] Ruling say(Work &work, const Speaker &speaker, const Saying &saying);

[[nodiscard]] Ruling post(Work &work, const Envelope &envelope, const Speaker &speaker,
                          const wire::Post &request);

} // namespace zchat::hub
