// What a function that may not succeed returns.
//
// A Refusal is a "no" for the person who asked: it has a code of the protocol and a sentence. A
// Fault is the world failing (disk, socket, memory): it goes to the caller and to the log. A bug of
// ours is neither: INVARIANT ends the process, in release too, because going on would lie.
// std::expected takes this file's place once both compilers have it under C++20's successor.
#pragma once

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace zchat {

// In the order in which the broker finds them; the names on the wire are in codeName().
enum class Code : std::uint8_t {
    frame,
    decode,
    op,
    auth,
    schema,
    version,
    name,
    tooLarge,
    rate,
    busy,
    denied,
    notFound,
    gone,
    conflict,
    storage,
};

// "E_FRAME", "E_NOT_FOUND", …
[[nodiscard]] const char *codeName(Code code);
[[nodiscard]] std::optional<Code> codeFromName(std::string_view name);

struct Refusal {
    Code code = Code::schema;
    std::string text;                     // a sentence for a person
    std::optional<std::uint64_t> retryMs; // with rate and busy
    std::vector<std::uint64_t> versions;  // with version: lowest, highest
    friend bool operator==(const Refusal &, const Refusal &) = default;
};

struct Fault {
    std::string text;
};

template <class T>
class [[nodiscard]] Result {
public:
    Result(T value) // NOLINT: a Result is made from what it may hold
        : held_(std::in_place_index<0>, std::move(value)) {}
    Result(Refusal refusal) // NOLINT
        : held_(std::in_place_index<1>, std::move(refusal)) {}
    Result(Fault fault) // NOLINT
        : held_(std::in_place_index<2>, std::move(fault)) {}

    [[nodiscard]] bool ok() const { return held_.index() == 0; }
    explicit operator bool() const { return ok(); }
    // Callers look first: asking for what is not held is a bug and throws bad_variant_access.
    [[nodiscard]] T &value() { return std::get<0>(held_); }
    [[nodiscard]] const T &value() const { return std::get<0>(held_); }
    T *operator->() { return &value(); }
    const T *operator->() const { return &value(); }
    T &operator*() { return value(); }
    const T &operator*() const { return value(); }
    [[nodiscard]] bool refused() const { return held_.index() == 1; }
    [[nodiscard]] const Refusal &refusal() const { return std::get<1>(held_); }
    [[nodiscard]] bool faulted() const { return held_.index() == 2; }
    [[nodiscard]] const Fault &fault() const { return std::get<2>(held_); }
    // The sentence of whichever went wrong.
    [[nodiscard]] const std::string &why() const {
        return refused() ? refusal().text : fault().text;
    }

private:
    std::variant<T, Refusal, Fault> held_;
};

struct Done {};
using Outcome = Result<Done>;

[[noreturn]] void invariantBroken(const char *what, const char *file, int line);

} // namespace zchat

// A bug of ours ends the process with one line on stderr: file, line and the sentence given.
#define INVARIANT(condition, what)                                                                 \
    do {                                                                                           \
        if (!(condition)) [[unlikely]]                                                             \
            ::zchat::invariantBroken(what, __FILE__, __LINE__);                                    \
    } while (false)
