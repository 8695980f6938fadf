// BLAKE2b-256, plain, keyed and in slices. Names attachments, digests of posts, fingerprints.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "shared/base/ids.hpp"

namespace zchat::crypto {

// The key of keyed digests: without it a digest tells nothing about what was said.
using DigestKey = StrongBytes<struct DigestKeyTag, 32>;

[[nodiscard]] Hash hash(std::string_view bytes);
[[nodiscard]] Hash keyedHash(const DigestKey &key, std::string_view bytes);

// For what comes in slices; finish() is called once, at the end.
class Hasher final {
public:
    Hasher();
    void add(std::string_view bytes);
    [[nodiscard]] Hash finish();

private:
    alignas(64) std::array<std::uint8_t, 384> state_{}; // libsodium's state, checked in hash.cpp
};

} // namespace zchat::crypto
