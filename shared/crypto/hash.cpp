#include "shared/crypto/hash.hpp"

#include <new>
#include <sodium.h>

#include "shared/crypto/library.hpp"

namespace zchat::crypto {

namespace {

using State = crypto_generichash_blake2b_state;
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

Hasher::Hasher() {
    static_assert(sizeof(State) <= sizeof state_ && alignof(State) <= 64);
    startLibrary();
    crypto_generichash_blake2b_init(::new (state_.data()) State, nullptr, 0, hashBytes);
}

void Hasher::add(std::string_view bytes) {
    crypto_generichash_blake2b_update(std::launder(reinterpret_cast<State *>(state_.data())),
                                      octets(bytes), bytes.size());
}

Hash Hasher::finish() {
    Hash result;
    crypto_generichash_blake2b_final(std::launder(reinterpret_cast<State *>(state_.data())),
                                     result.bytes.data(), hashBytes);
    return result;
}

} // namespace zchat::crypto
