// A MessagePack value as a tree, and the strict door through which foreign bytes become one.
//
// Everything the protocol refuses with E_DECODE is refused here, before any memory is taken for it:
// trailing bytes, duplicate keys, depth, sizes, ext, bad UTF-8. The codec reads its structs from a
// Value; `data` payloads of programs stay one. msgpack.hpp costs 2.3 s a unit and is included by
// value.cpp alone.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "shared/base/result.hpp"

namespace zchat::wire {

using Bytes =
    std::string; // raw octets; std::string because sockets, SQLite and msgpack all take it

struct Bin {
    Bytes bytes;
    friend bool operator==(const Bin &, const Bin &) = default;
};

class Value;
using Array = std::vector<Value>;
// In the order of the bytes; keys are unique.
using Map = std::vector<std::pair<std::string, Value>>;

// Integers that fit are int64; only those above 2^63-1 are uint64.
class Value {
public:
    using Held = std::variant<std::monostate, bool, std::int64_t, std::uint64_t, double,
                              std::string, Bin, Array, Map>;
    Value() = default;
    template <class T>
    requires std::is_constructible_v<Held, T>
    Value(T held) // NOLINT: a Value is made from what it may hold
        : held_(std::move(held)) {}
    [[nodiscard]] const Held &held() const { return held_; }
    template <class T>
    [[nodiscard]] const T *as() const {
        return std::get_if<T>(&held_);
    }
    template <class T>
    [[nodiscard]] T *as() {
        return std::get_if<T>(&held_);
    }
    friend bool operator==(const Value &, const Value &) = default;

private:
    Held held_;
};

// The member called `key`, or nullptr.
[[nodiscard]] const Value *find(const Map &map, std::string_view key);

struct DecodeBounds {
    std::size_t mapKeys; // limits::mapKeys for requests, limits::nameMapKeys for what a broker says
};
// A tree from which the pairs with keys that are not strings were left out: they are well-formed
// MessagePack and only break the schema, which is found later than an unknown op.
struct DecodedTree {
    Value value;
    bool foreignKeys = false;
};
// Refuses with E_DECODE.
[[nodiscard]] Result<DecodedTree> decodeTree(std::string_view bytes, DecodeBounds bounds);
// The same; a key that is not a string is E_SCHEMA.
[[nodiscard]] Result<Value> decodeValue(std::string_view bytes, DecodeBounds bounds);
[[nodiscard]] Bytes encodeValue(const Value &value);

// JSON for people and pipes: bin as lower-case hex, NaN and infinities as null.
[[nodiscard]] std::string toJson(const Value &value);

// Writes MessagePack straight into a buffer, for the codec's hot paths.
class Packer final {
public:
    void map(std::size_t keys);
    void array(std::size_t elements);
    void string(std::string_view text);
    void bin(std::string_view bytes);
    // What stands before the bytes of a bin, which the caller appends.
    void binHead(std::size_t bytes);
    void boolean(bool value);
    void uint(std::uint64_t value);
    void integer(std::int64_t value);
    void real(double value);
    void nil();
    void value(const Value &value);
    // Bytes that are one encoded value already.
    void encoded(std::string_view bytes) { out_.append(bytes); }
    [[nodiscard]] Bytes take() { return std::move(out_); }
    [[nodiscard]] std::size_t size() const { return out_.size(); }

private:
    Bytes out_;
};

} // namespace zchat::wire
