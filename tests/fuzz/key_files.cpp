// Key files that somebody restored, edited or cut short: two halves that belong together, or a
// sentence.
#include "shared/crypto/keys.hpp"
#include "tests/fuzz/memory_file.hpp"
#include "tests/fuzz/target.hpp"

using namespace zchat;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size) {
    const fuzz::MemoryFile file(fuzz::textOf(data, size));
    const Result<std::optional<crypto::KeyPair>> keys = crypto::loadKeyPair(file.path());
    if (!keys.ok()) {
        INVARIANT(keys.why().ends_with('.'), "a fault says a sentence");
        return 0;
    }
    INVARIANT(keys->has_value(), "a file that is there is not taken for absent");
    INVARIANT(crypto::publicKeyOf((*keys)->secretKey) == (*keys)->publicKey,
              "the halves belong together");
    return 0;
}
