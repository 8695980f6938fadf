// The tables of the broker's store, as numbered steps that only lead forward.
//
// Private to broker/store. What each table is for stands beside it in schema.cpp.
#pragma once

#include "shared/db/database.hpp"

namespace zchat::store {

[[nodiscard]] db::Schema schema();

} // namespace zchat::store
