#include "tests/store/rigs.hpp"

#include "shared/wire/fold.hpp"

namespace zchat::tests {

void Speaker::foldInto(const RoomName &room, const wire::Entry &later) {
    const std::optional<Seq> of = wire::target(later.content);
    if (!of)
        return;
    std::optional<wire::Message> message = store_.message(room, *of);
    if (!message)
        FAIL("an entry names a message that is not there");
    wire::fold(*message, later);
    store_.replace(room, *message);
}

} // namespace zchat::tests
