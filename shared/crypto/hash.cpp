#include "shared/crypto/hash.hpp"

#include <sodium.h>

#include "shared/crypto/library.hpp"

namespace zchat::crypto {

namespace {

constexpr std::size_t hashBytes = 32;

const unsigned char *octets(std::string_view bytes) {
    return reinterpret_cast<const unsigned char *>(bytes.data());
}

} // namespace

Hash hash(std::string_view bytes) {
    startLibrary();
    Hash result;
    crypto_generichash_blake2b(result.bytes.data(), hashBytes, octets(bytes), bytes.size(), nullptr,
                               0);
    return result;
}

Hash keyedHash(const DigestKey &key, std::string_view bytes) {
    startLibrary();
    Hash result;
    crypto_generichash_blake2b(result.bytes.data(), hashBytes, octets(bytes), bytes.size(),
                               key.bytes.data(), key.bytes.size());
    return result;
}

} // namespace zchat::crypto
