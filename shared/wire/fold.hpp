// What a later entry does to the message it names: the one rule that broker and clients share.
#pragma once

#include "shared/wire/entry.hpp"

namespace zchat::wire {

// Whether the entry is itself a message: text, file, data, member or room.
[[nodiscard]] bool isMessage(const Content &content);
// Whether people count it as unread: text, file or data.
[[nodiscard]] bool isCounted(const Content &content);
// The message that the entry changes or replies to.
[[nodiscard]] std::optional<Seq> target(const Content &content);

// A message as it stands when only its own entry is known.
[[nodiscard]] Message toMessage(Entry entry);
// Applies an edit, redact, react, pin or reply; entries must come in the order of their seqs, and
// one that names another message does nothing. A redaction takes the edits, reactions and the pin
// away with the words, since nobody could take them back later. What comes to a redacted message
// changes only its count of replies, so that folding a log gives the same before and after the
// redaction blanked it.
void fold(Message &message, const Entry &later);
// The entry without its words and bytes, marked as redacted: what a log keeps of a redacted message
// and of its edits.
void blank(Entry &entry);

} // namespace zchat::wire
