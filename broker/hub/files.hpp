// Files: who may send one where, and when its bytes become a message. Also who may fetch one.
//
// No byte of a file comes here and no file is opened: the hub decides, and says by its outputs what
// those who hold the bytes are to do. A right is looked at when a file is offered, so that nobody
// sends in vain, and again when it is sealed, since a day may lie between.
#pragma once

#include "broker/hub/query.hpp"
#include "broker/hub/ruling.hpp"

namespace zchat::hub {

// The first answer of a known id; or the message at once, where this account may read the same
// bytes already; or a transfer, fresh or gone on with, as an OfferReply without its offset: the
// TransferOpened that it leaves has that looked up and answered.
[[nodiscard]] Ruling offer(Work &work, const Envelope &envelope, const Speaker &speaker,
                           const wire::Offer &request);
[[nodiscard]] Ruling cancelTransfer(Work &work, const Speaker &speaker,
                                    const wire::Cancel &request);
// The answer to `finish`; the transfer ends with it, whichever it is.
[[nodiscard]] Ruling settle(Work &work, const Envelope &envelope, const BlobSealed &sealed);
// Ends those that nobody went on with for a day.
void sweepTransfers(Work &work, TimeMs now);

// What a fetch gets its bytes from. E_NOT_FOUND for every entry that is not to be seen or is no
// file, E_GONE for a redacted one; E_STORAGE where the store could not be read.
[[nodiscard]] Result<wire::File> fileToFetch(ReadStore &store, const Asker &asker,
                                             const wire::Fetch &request);

} // namespace zchat::hub
