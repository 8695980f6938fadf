#include "shared/crypto/hash.hpp"

#include "shared/base/text.hpp"
#include "shared/crypto/random.hpp"
#include "tests/support/catch.hpp"

using namespace zchat;

TEST_CASE("hash: BLAKE2b-256 of nothing is what everyone else computes") {
    CHECK(toHex(crypto::hash("")) ==
          "0e5751c026e543b2e8ab2eb06099daa1d1e5df47778f7787faab45cdf12fe3a8");
}

TEST_CASE("hash: BLAKE2b-256 of abc is what everyone else computes") {
    CHECK(toHex(crypto::hash("abc")) ==
          "bddd813c634239723171ef3fee98579b94964e3bb1cb3e427262c8c068d52319");
}

TEST_CASE("hash: slices hash as the whole does") {
    const std::string bytes(100'000, 'x');
    crypto::Hasher hasher;
    for (std::size_t at = 0; at < bytes.size(); at += 777)
        hasher.add(std::string_view(bytes).substr(at, 777));
    CHECK(hasher.finish() == crypto::hash(bytes));
}

TEST_CASE("hash: slices of any length hash as the whole of any length does, whoever computes it") {
    const auto library = GENERATE(crypto::HashLibrary::botan, crypto::HashLibrary::sodium);
    std::string bytes;
    for (std::uint32_t i = 0; i < 1'000; ++i)
        bytes += static_cast<char>(i * 2654435761U >> 24U);
    for (std::size_t size = 0; size <= 520; ++size)
        for (const std::size_t slice : {std::size_t{1}, std::size_t{127}, std::size_t{128},
                                        std::size_t{129}, std::size_t{256}, std::size_t{1'000}}) {
            const std::string_view whole = std::string_view(bytes).substr(0, size);
            crypto::Hasher hasher(library);
            for (std::size_t at = 0; at < size; at += slice)
                hasher.add(whole.substr(at, slice));
            INFO(size << " bytes in slices of " << slice);
            CHECK(hasher.finish() == crypto::hash(whole));
        }
}

TEST_CASE("hash: a digest depends on its key") {
    const auto one = crypto::randomId<crypto::DigestKey>();
    const auto two = crypto::randomId<crypto::DigestKey>();
    CHECK(crypto::keyedHash(one, "hello") == crypto::keyedHash(one, "hello"));
    CHECK(crypto::keyedHash(one, "hello") != crypto::keyedHash(two, "hello"));
    CHECK(crypto::keyedHash(one, "hello") != crypto::hash("hello"));
}
