#include "broker/store/called.hpp"

namespace zchat::store {

Called calledBy(const RoomIdentity &room, const wire::Entry &entry) {
    Called called;
    if (room.kind == wire::RoomKind::direct) {
        for (const AccountName &name : room.direct)
            if (name != entry.by)
                called.names.insert(name.value);
        return called;
    }
    const wire::Text *text = std::get_if<wire::Text>(&entry.content);
    if (text == nullptr)
        return called;
    called.names.insert(text->mentions.begin(), text->mentions.end());
    called.names.erase(entry.by.value);
    called.everyone = called.names.contains("all");
    if (called.everyone)
        called.names.clear();
    return called;
}

} // namespace zchat::store
