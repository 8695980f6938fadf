// Whom a message calls, as mentions are kept. Private to broker/store.
#pragma once

#include <set>
#include <string>

#include "shared/wire/entry.hpp"

namespace zchat::store {

// Who is called by name beside @all, or twice, is called once; an author calls nobody by the own
// name.
struct Called {
    bool everyone = false;
    std::set<std::string> names; // empty where everyone is called
};
[[nodiscard]] Called calledBy(const wire::Entry &entry);

} // namespace zchat::store
