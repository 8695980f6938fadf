// What a person pastes and what a front door says: addresses, links, one line.
#include "shared/base/address.hpp"
#include "tests/fuzz/target.hpp"

using namespace zchat;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size) {
    const std::string_view text = fuzz::textOf(data, size);
    if (const auto address = parseAddress(text))
        INVARIANT(parseAddress(toString(*address)) == address, "an address stays the same");
    if (const auto link = parseInviteLink(text)) {
        const auto twice = parseInviteLink(toString(*link));
        INVARIANT(twice && twice->address == link->address && twice->broker == link->broker &&
                      twice->ticketSecret == link->ticketSecret,
                  "an invite link stays the same");
    }
    if (const auto link = parseMessageLink(text)) {
        const auto twice = parseMessageLink(toString(*link));
        INVARIANT(twice && twice->address == link->address && twice->room == link->room &&
                      twice->seq == link->seq,
                  "a message link stays the same");
        INVARIANT(!parseInviteLink(text), "a link is of one kind");
    }
    if (const auto line = parseFrontLine(text)) {
        INVARIANT(line->requests != 0 && line->events != 0, "a port can be connected to");
        const auto twice = parseFrontLine(toString(*line));
        INVARIANT(twice && twice->key == line->key && twice->requests == line->requests &&
                      twice->events == line->events && twice->name == line->name &&
                      twice->front == line->front,
                  "a front line stays the same");
    }
    return 0;
}
