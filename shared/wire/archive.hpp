// Three archives that a struct is described to: one reads it from a tree, one counts the keys it
// will have, one packs them.
//
// fields.hpp describes each struct once; these decide what that means, so that reading and writing
// cannot drift apart. Absent optionals are left out when writing (hence the count first) and must
// not be nil when reading. The Reader goes on after a problem and keeps the first one in the
// protocol's order. For the codec's own files.
#pragma once

#include <algorithm>
#include <concepts>
#include <limits>
#include <map>
#include <optional>
#include <string>
#include <type_traits>
#include <vector>

#include "shared/base/text.hpp"
#include "shared/wire/entry.hpp"
#include "shared/wire/value.hpp"
#include "shared/wire/words.hpp"

namespace zchat::wire {

inline constexpr auto wholeMost =
    static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());

// What a field asks of its value beyond its type.
struct Rule {
    enum class Shape : std::uint8_t { words, title, fileName, futureTime, size };
    std::size_t mostBytes = limits::stringBytes;
    bool mayBeEmpty = true;
    Shape shape = Shape::words;
};
inline constexpr Rule anyText{};
inline constexpr Rule titleRule{.shape = Rule::Shape::title};
inline constexpr Rule fileNameRule{.shape = Rule::Shape::fileName};
// A time that a client sends: never negative.
inline constexpr Rule clientTime{.shape = Rule::Shape::futureTime};
// The size of a file: one beyond every seq is too large, not badly typed.
inline constexpr Rule sizeRule{.shape = Rule::Shape::size};
[[nodiscard]] constexpr Rule upTo(std::size_t bytes) {
    return Rule{.mostBytes = bytes};
}
[[nodiscard]] constexpr Rule oneTo(std::size_t bytes) {
    return Rule{.mostBytes = bytes, .mayBeEmpty = false};
}

// A chunk or a piece, which is written from where it is.
struct BinView {
    std::string_view bytes;
};

// What Reader::bin() saw under this key, moved out of the map.
[[nodiscard]] Bytes takeBin(Map &map, std::string_view key);

// Which fields of a content are there: a post has no mentions (the broker fills them in), a
// redacted entry no words.
enum class Standing : std::uint8_t { posted, whole, redacted };

// Collects what is wrong with a body and keeps the first in the protocol's order.
class Problems final {
public:
    void refuse(Code code, std::string text) {
        if (!first_ || code < first_->code)
            first_ = Refusal{.code = code, .text = std::move(text), .retryMs = {}, .versions = {}};
    }
    // Takes the place of one that comes later in the order; alone it is not a problem.
    void overtake(Refusal refusal) {
        if (first_ && refusal.code < first_->code)
            first_ = std::move(refusal);
    }
    [[nodiscard]] bool none() const { return !first_; }
    [[nodiscard]] const Refusal &first() const { return *first_; }

private:
    std::optional<Refusal> first_;
};

class Reader final {
public:
    static constexpr bool reads = true;
    Reader(const Map &map, Problems &problems, std::string path = {})
        : map_(map)
        , problems_(problems)
        , path_(std::move(path)) {}

    // Must be there.
    template <class T>
    void field(std::string_view key, T &out, Rule rule = anyText) {
        if (const Value *value = find(map_, key))
            read(key, *value, out, rule);
        else
            refuse(Code::schema, key, "is missing");
    }
    // May be left out.
    template <class T>
    void field(std::string_view key, std::optional<T> &out, Rule rule = anyText) {
        if (const Value *value = find(map_, key))
            read(key, *value, out.emplace(), rule);
    }
    // May be left out, and then is what a new T is.
    template <class T>
    void defaulted(std::string_view key, T &out, Rule rule = anyText) {
        if (const Value *value = find(map_, key))
            read(key, *value, out, rule);
    }
    // Must be there, and is nil where absent.
    template <class T>
    void nilable(std::string_view key, std::optional<T> &out) {
        const Value *value = find(map_, key);
        if (value == nullptr)
            refuse(Code::schema, key, "is missing");
        else if (!value->as<std::monostate>())
            read(key, *value, out.emplace(), anyText);
    }
    // A page size: clamped to what the op allows, and to 1, since an empty page means the end.
    void limit(std::uint64_t &out, std::uint64_t most) {
        if (const Value *value = find(map_, "limit"))
            if (const std::optional<std::uint64_t> whole = wholeNumber("limit", *value))
                out = std::clamp<std::uint64_t>(*whole, 1, most);
    }
    // Must be there and be bin; it is not copied.
    void bin(std::string_view key) {
        const Value *value = find(map_, key);
        if (value == nullptr)
            refuse(Code::schema, key, "is missing");
        else if (!value->as<Bin>())
            refuse(Code::schema, key, "must be binary data");
    }
    // `kind` and its fields.
    void content(Content &out, Standing standing);

    void refuse(Code code, std::string_view key, std::string_view problem);
    void overtake(Refusal refusal) { problems_.overtake(std::move(refusal)); }
    [[nodiscard]] bool has(std::string_view key) const { return find(map_, key) != nullptr; }

private:
    void read(std::string_view key, const Value &value, bool &out, Rule rule);
    void read(std::string_view key, const Value &value, std::uint64_t &out, Rule rule);
    void read(std::string_view key, const Value &value, TimeMs &out, Rule rule);
    void read(std::string_view key, const Value &value, Seq &out, Rule rule);
    void read(std::string_view key, const Value &value, std::string &out, Rule rule);
    void read(std::string_view key, const Value &value, AccountName &out, Rule rule);
    void read(std::string_view key, const Value &value, RoomName &out, Rule rule);
    void read(std::string_view key, const Value &value, EntryId &out, Rule rule);
    void read(std::string_view key, const Value &value, Hash &out, Rule rule);
    void read(std::string_view key, const Value &value, PublicKey &out, Rule rule);
    void read(std::string_view key, const Value &value, Map &out, Rule rule);
    template <class Enum>
    requires std::is_enum_v<Enum>
    void read(std::string_view key, const Value &value, Enum &out, Rule) {
        const std::string *held = value.as<std::string>();
        for (std::size_t i = 0; held != nullptr && i < Words<Enum>::table.size(); ++i)
            if (*held == Words<Enum>::table[i]) {
                out = static_cast<Enum>(i);
                return;
            }
        std::string choices;
        for (const char *choice : Words<Enum>::table)
            choices += (choices.empty() ? "" : ", ") + std::string(choice);
        refuse(Code::schema, key, "must be one of " + choices);
    }
    template <class T>
    void read(std::string_view key, const Value &value, std::vector<T> &out, Rule rule) {
        const Array *held = value.as<Array>();
        if (held == nullptr)
            return refuse(Code::schema, key, "must be an array");
        out.clear();
        for (const Value &element : *held)
            read(key, element, out.emplace_back(), rule);
    }
    template <class Name, class T>
    void read(std::string_view key, const Value &value, std::map<Name, T> &out, Rule rule) {
        const Map *held = value.as<Map>();
        if (held == nullptr)
            return refuse(Code::schema, key, "must be a map");
        out.clear();
        for (const auto &[name, element] : *held) {
            Name known;
            read(key, Value{name}, known, rule);
            read(key, element, out[known], rule);
        }
    }
    // Any struct that fields.hpp describes.
    template <class Struct>
    void read(std::string_view key, const Value &value, Struct &out, Rule) {
        const Map *held = value.as<Map>();
        if (held == nullptr)
            return refuse(Code::schema, key, "must be a map");
        Reader inner(*held, problems_, path_ + std::string(key) + ".");
        describe(inner, out);
    }
    std::optional<std::uint64_t> wholeNumber(std::string_view key, const Value &value);
    template <class Name>
    void readName(std::string_view key, const Value &value, Name &out,
                  std::optional<Name> (*parse)(std::string_view));
    template <class Id>
    void readBin(std::string_view key, const Value &value, Id &out);

    const Map &map_;
    Problems &problems_;
    std::string path_;
};

// How many keys a struct will have.
class Counting final {
public:
    static constexpr bool reads = false;
    template <class T>
    void field(std::string_view, const T &, Rule = anyText) {
        ++keys;
    }
    template <class T>
    void field(std::string_view, const std::optional<T> &value, Rule = anyText) {
        keys += value ? 1 : 0;
    }
    template <class T>
    void defaulted(std::string_view, const T &value, Rule = anyText) {
        keys += value == T{} ? 0 : 1;
    }
    template <class T>
    void nilable(std::string_view, const std::optional<T> &) {
        ++keys;
    }
    void limit(std::uint64_t, std::uint64_t) { ++keys; }
    void content(const Content &content, Standing standing);

    std::size_t keys = 0;
};

class Packing final {
public:
    static constexpr bool reads = false;
    explicit Packing(Packer &packer)
        : packer_(packer) {}

    template <class T>
    void field(std::string_view key, const T &value, Rule = anyText) {
        packer_.string(key);
        pack(value);
    }
    template <class T>
    void field(std::string_view key, const std::optional<T> &value, Rule = anyText) {
        if (value)
            field(key, *value);
    }
    template <class T>
    void defaulted(std::string_view key, const T &value, Rule = anyText) {
        if (!(value == T{}))
            field(key, value);
    }
    template <class T>
    void nilable(std::string_view key, const std::optional<T> &value) {
        packer_.string(key);
        if (value)
            pack(*value);
        else
            packer_.nil();
    }
    void limit(std::uint64_t value, std::uint64_t) { field("limit", value); }
    void content(const Content &content, Standing standing);

    void pack(bool value) { packer_.boolean(value); }
    void pack(std::uint64_t value) { packer_.uint(value); }
    void pack(TimeMs value) { packer_.integer(value); }
    void pack(Seq value) { packer_.uint(value.value); }
    void pack(const std::string &value) { packer_.string(value); }
    void pack(const Bin &value) { packer_.bin(value.bytes); }
    void pack(const BinView &value) { packer_.bin(value.bytes); }
    void pack(const AccountName &value) { packer_.string(value.value); }
    void pack(const RoomName &value) { packer_.string(value.value); }
    void pack(const EntryId &value) { packer_.bin(octets(value.bytes)); }
    void pack(const Hash &value) { packer_.bin(octets(value.bytes)); }
    void pack(const PublicKey &value) { packer_.string(toHex(value)); }
    void pack(const Map &value) { packer_.value(Value{value}); }
    template <class T>
    void pack(const Encoded<T> &value) {
        packer_.encoded(value.bytes);
    }
    template <class Enum>
    requires std::is_enum_v<Enum>
    void pack(const Enum &value) { packer_.string(wordOf(value)); }
    template <class T>
    void pack(const std::vector<T> &values) {
        packer_.array(values.size());
        for (const T &value : values)
            pack(value);
    }
    template <class Name, class T>
    void pack(const std::map<Name, T> &values) {
        packer_.map(values.size());
        for (const auto &[name, value] : values) {
            pack(name);
            pack(value);
        }
    }
    template <class Struct>
    void pack(const Struct &value) {
        Counting counting;
        describe(counting, value);
        packer_.map(counting.keys);
        describe(*this, value);
    }

private:
    template <std::size_t size>
    static std::string_view octets(const std::array<std::uint8_t, size> &bytes) {
        return {reinterpret_cast<const char *>(bytes.data()), size};
    }
    Packer &packer_;
};

} // namespace zchat::wire
