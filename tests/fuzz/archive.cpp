// Entries and messages as a store or a cache gives them back, and the fold of one into the other.
#include "shared/wire/codec.hpp"
#include "shared/wire/fold.hpp"
#include "tests/fuzz/target.hpp"

using namespace zchat;

namespace {

void checkMessage(const wire::Message &message) {
    const Result<wire::Message> twice = wire::decodeMessage(wire::encodeMessage(message));
    INVARIANT(twice.ok() && *twice == message, "a message can be written and read again");
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size) {
    fuzz::Pieces pieces(fuzz::textOf(data, size));
    std::optional<wire::Message> message;
    if (const Result<wire::Message> read = wire::decodeMessage(pieces.text())) {
        message = *read;
        checkMessage(*message);
    }
    while (!pieces.empty()) {
        const std::string_view bytes = pieces.text();
        const Result<wire::Entry> entry = wire::decodeEntry(bytes);
        if (!entry.ok())
            continue;
        const wire::Bytes again = wire::encodeEntry(*entry);
        const Result<wire::Entry> twice = wire::decodeEntry(again);
        INVARIANT(twice.ok() && *twice == *entry, "an entry can be written and read again");
        if (message) {
            wire::fold(*message, *entry);
        } else if (wire::isMessage(entry->content)) {
            message = wire::toMessage(*entry);
        }
        wire::Entry blanked = *entry;
        wire::blank(blanked);
        (void)wire::encodeEntry(blanked);
    }
    return 0;
}
