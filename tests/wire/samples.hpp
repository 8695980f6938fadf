// At least one of everything that crosses the wire, each with every field that it may have.
#pragma once

#include <utility>
#include <vector>

#include "shared/wire/codec.hpp"

namespace zchat::wire::test {

[[nodiscard]] Entry entry(Content content);
[[nodiscard]] Message message();
[[nodiscard]] std::vector<Content> everyContent();
[[nodiscard]] std::vector<Request> everyRequest();
// Each reply beside a request that it answers.
[[nodiscard]] std::vector<std::pair<Request, Reply>> everyReply();
[[nodiscard]] std::vector<Event> everyEvent();

} // namespace zchat::wire::test
