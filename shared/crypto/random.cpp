#include "shared/crypto/random.hpp"

#include <sodium.h>

#include "shared/base/result.hpp"
#include "shared/crypto/library.hpp"

namespace zchat::crypto {

void startLibrary() {
    static const int started = sodium_init();
    INVARIANT(started >= 0, "libsodium could not start");
}

void fillRandom(std::span<std::uint8_t> bytes) {
    startLibrary();
    randombytes_buf(bytes.data(), bytes.size());
}

} // namespace zchat::crypto
