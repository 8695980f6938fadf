#include "shared/wire/words.hpp"
#include "shared/wire/codec.hpp"

namespace zchat::wire {

const char *word(Role role) {
    return wordOf(role);
}
const char *word(RoomKind kind) {
    return wordOf(kind);
}
const char *word(Change change) {
    return wordOf(change);
}
const char *word(Notify notify) {
    return wordOf(notify);
}
const char *word(Purpose purpose) {
    return wordOf(purpose);
}
const char *word(AccountRole role) {
    return wordOf(role);
}
const char *word(State state) {
    return wordOf(state);
}
const char *word(Has has) {
    return wordOf(has);
}

} // namespace zchat::wire
