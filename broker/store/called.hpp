// Whom a message calls, as mentions are kept. Private to broker/store.
#pragma once

#include <set>
#include <string>

#include "broker/store/tables.hpp"
#include "shared/wire/entry.hpp"

namespace zchat::store {

// Who is called by name beside @all, or twice, is called once; an author calls nobody by the own
// name. In a direct room whatever is said calls everyone else in it.
struct Called {
    bool everyone = false;
    std::set<std::string> names; // empty where everyone is called
};
[[nodiscard]] Called calledBy(const RoomIdentity &room, const wire::Entry &entry);

} // namespace zchat::store
