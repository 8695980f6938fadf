// How the transfers that a client keeps become rows of its cache, and back. What is shown of a file
// is kept as the wire's own offer, so that its strict codec reads it again; a row that cannot be
// read is left out.
#pragma once

#include <map>

#include "shared/client/kept.hpp"
#include "shared/db/database.hpp"

namespace zchat::link::rows {

void putTransfer(db::Database &database, const client::KeptTransfer &transfer);
[[nodiscard]] std::map<EntryId, client::KeptTransfer> transfers(db::Database &database);

} // namespace zchat::link::rows
