// BLAKE2b-256, plain, keyed and in slices. Names attachments, digests of posts, fingerprints.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string_view>

#include "shared/base/ids.hpp"

namespace zchat::crypto {

// The key of keyed digests: without it a digest tells nothing about what was said.
using DigestKey = StrongBytes<struct DigestKeyTag, 32>;

[[nodiscard]] Hash hash(std::string_view bytes);
[[nodiscard]] Hash keyedHash(const DigestKey &key, std::string_view bytes);

// Who computes it: on one processor the vector code of libsodium is half as fast again as the plain
// code of Botan, on another half as fast (decision 7).
enum class HashLibrary : std::uint8_t { botan, sodium };
// Which of them is faster on this machine; the first call tries both, some milliseconds.
[[nodiscard]] HashLibrary fasterHashLibrary();

// For what comes in slices, files above all; finish() is called once, at the end.
class Hasher final {
public:
    Hasher()
        : Hasher(fasterHashLibrary()) {}
    explicit Hasher(HashLibrary library);
    ~Hasher();
    Hasher(Hasher &&) noexcept;
    Hasher &operator=(Hasher &&) noexcept;
    void add(std::string_view bytes);
    [[nodiscard]] Hash finish();

private:
    struct State;
    std::unique_ptr<State> state_;
};

} // namespace zchat::crypto
