// Bodies from a broker: events, refusals and the replies to every op.
#include <utility>

#include "shared/wire/codec.hpp"
#include "tests/fuzz/target.hpp"

using namespace zchat;

namespace {

void checkEvent(const wire::Event &event) {
    const wire::Bytes again = wire::encodeEvent(event);
    const auto twice = wire::decodeHeard(again);
    INVARIANT(twice.ok() && std::holds_alternative<wire::Event>(*twice), "an event stays one");
    INVARIANT(wire::encodeEvent(std::get<wire::Event>(*twice)) == again, "it says the same");
}

void checkReply(const wire::Request &asked, const wire::Map &fields) {
    const Result<wire::Reply> reply = wire::readReply(asked, fields);
    if (!reply.ok())
        return;
    const wire::Bytes again = wire::encodeReply(1, *reply);
    const auto heard = wire::decodeHeard(again);
    INVARIANT(heard.ok() && std::holds_alternative<wire::AnswerHeard>(*heard), "a reply stays one");
    const auto &body = std::get<wire::AnswerHeard>(*heard).body;
    const Result<wire::Reply> twice = wire::readReply(asked, std::get<wire::Map>(body));
    INVARIANT(twice.ok(), "what was read can be written and read again");
    INVARIANT(wire::encodeReply(1, *twice) == again, "it says the same");
}

template <std::size_t... index>
void checkEveryReply(const wire::Map &fields, std::index_sequence<index...>) {
    (checkReply(wire::Request(std::in_place_index<index>), fields), ...);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size) {
    const auto heard = wire::decodeHeard(fuzz::textOf(data, size));
    if (!heard.ok())
        return 0;
    if (const auto *event = std::get_if<wire::Event>(&*heard)) {
        checkEvent(*event);
        return 0;
    }
    const auto &answer = std::get<wire::AnswerHeard>(*heard);
    if (const auto *fields = std::get_if<wire::Map>(&answer.body))
        checkEveryReply(*fields, std::make_index_sequence<std::variant_size_v<wire::Request>>());
    return 0;
}
