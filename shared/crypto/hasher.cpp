#include <botan/hash.h>
#include <sodium.h>

#include <algorithm>
#include <chrono>
#include <string>
#include <variant>

#include "shared/base/overloaded.hpp"
#include "shared/base/result.hpp"
#include "shared/crypto/hash.hpp"

namespace zchat::crypto {

struct Hasher::State {
    std::variant<std::unique_ptr<Botan::HashFunction>, crypto_generichash_state> blake2b;
};

namespace {

// Of three runs, since the first of each meets cold code, and others may want the processor too.
std::chrono::nanoseconds timeOf(HashLibrary library) {
    const std::string sample(128 * 1024, 'x');
    auto best = std::chrono::nanoseconds::max();
    for (int run = 0; run < 3; ++run) {
        Hasher hasher(library);
        const auto begun = std::chrono::steady_clock::now();
        hasher.add(sample);
        best = std::min<std::chrono::nanoseconds>(best, std::chrono::steady_clock::now() - begun);
    }
    return best;
}

} // namespace

HashLibrary fasterHashLibrary() {
    static const HashLibrary faster = timeOf(HashLibrary::botan) < timeOf(HashLibrary::sodium)
                                          ? HashLibrary::botan
                                          : HashLibrary::sodium;
    return faster;
}

Hasher::Hasher(HashLibrary library)
    : state_(std::make_unique<State>()) {
    if (library == HashLibrary::botan) {
        auto made = Botan::HashFunction::create("BLAKE2b(256)");
        INVARIANT(made && made->output_length() == Hash{}.bytes.size(),
                  "Botan was built without BLAKE2b-256");
        state_->blake2b = std::move(made);
    } else {
        crypto_generichash_init(&state_->blake2b.emplace<crypto_generichash_state>(), nullptr, 0,
                                Hash{}.bytes.size());
    }
}

Hasher::~Hasher() = default;
Hasher::Hasher(Hasher &&) noexcept = default;
Hasher &Hasher::operator=(Hasher &&) noexcept = default;

void Hasher::add(std::string_view bytes) {
    const auto *first = reinterpret_cast<const std::uint8_t *>(bytes.data());
    std::visit(Overloaded{
                   [&](std::unique_ptr<Botan::HashFunction> &botan) {
                       botan->update(first, bytes.size());
                   },
                   [&](crypto_generichash_state &sodium) {
                       crypto_generichash_update(&sodium, first, bytes.size());
                   },
               },
               state_->blake2b);
}

Hash Hasher::finish() {
    Hash result;
    std::visit(
        Overloaded{
            [&](std::unique_ptr<Botan::HashFunction> &botan) { botan->final(result.bytes.data()); },
            [&](crypto_generichash_state &sodium) {
                crypto_generichash_final(&sodium, result.bytes.data(), result.bytes.size());
            },
        },
        state_->blake2b);
    return result;
}

} // namespace zchat::crypto
