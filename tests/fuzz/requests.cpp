// Bodies from a client: a request that means the same once it is written again, or a refusal.
#include "shared/wire/codec.hpp"
#include "tests/fuzz/target.hpp"

using namespace zchat;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size) {
    const wire::Incoming incoming = wire::decodeRequest(fuzz::textOf(data, size));
    if (!incoming.request.ok()) {
        INVARIANT(incoming.request.refused(), "a body is a request or refused");
        INVARIANT(incoming.request.refusal().text.ends_with('.'), "a refusal says a sentence");
        return 0;
    }
    INVARIANT(incoming.re, "a request has a number");
    const wire::Bytes again = wire::encodeRequest(*incoming.re, *incoming.request);
    const wire::Incoming twice = wire::decodeRequest(again);
    INVARIANT(twice.request.ok(), "what was read can be written and read again");
    INVARIANT(twice.re == incoming.re && twice.op == incoming.op, "it asks the same");
    INVARIANT(wire::encodeRequest(*twice.re, *twice.request) == again, "it says the same");
    if (const auto *post = std::get_if<wire::Post>(&*incoming.request))
        INVARIANT(wire::contentBytes(post->room, post->content) ==
                      wire::contentBytes(std::get<wire::Post>(*twice.request).room,
                                         std::get<wire::Post>(*twice.request).content),
                  "a repeated id finds the same content");
    return 0;
}
