// Pages of a store as the entries and messages that they are.
#pragma once

#include <vector>

#include "shared/wire/codec.hpp"

namespace zchat::tests {

inline std::vector<wire::Entry> decoded(const std::vector<wire::Encoded<wire::Entry>> &page) {
    std::vector<wire::Entry> entries;
    for (const wire::Encoded<wire::Entry> &entry : page)
        entries.push_back(wire::decodeEntry(entry.bytes).value());
    return entries;
}

inline std::vector<wire::Message> decoded(const std::vector<wire::Encoded<wire::Message>> &page) {
    std::vector<wire::Message> messages;
    for (const wire::Encoded<wire::Message> &message : page)
        messages.push_back(wire::decodeMessage(message.bytes).value());
    return messages;
}

} // namespace zchat::tests
