#include "shared/wire/archive.hpp"

#include "shared/wire/fields.hpp"

namespace zchat::wire {

namespace {

// Makes the alternative at `index` the held one.
template <std::size_t index = 0>
void emplaceKind(Content &content, std::size_t wanted) {
    if constexpr (index < std::variant_size_v<Content>) {
        if (index == wanted)
            content.emplace<index>();
        else
            emplaceKind<index + 1>(content, wanted);
    }
}

} // namespace

void Reader::refuse(Code code, std::string_view key, std::string_view problem) {
    problems_.refuse(code,
                     "The field " + path_ + std::string(key) + " " + std::string(problem) + ".");
}

std::optional<std::uint64_t> Reader::wholeNumber(std::string_view key, const Value &value) {
    if (const std::int64_t *held = value.as<std::int64_t>(); held != nullptr && *held >= 0)
        return static_cast<std::uint64_t>(*held);
    if (const std::uint64_t *held = value.as<std::uint64_t>())
        return *held;
    refuse(Code::schema, key, "must be a whole number that is not negative");
    return std::nullopt;
}

void Reader::read(std::string_view key, const Value &value, bool &out, Rule) {
    if (const bool *held = value.as<bool>())
        out = *held;
    else
        refuse(Code::schema, key, "must be true or false");
}
void Reader::read(std::string_view key, const Value &value, std::uint64_t &out, Rule rule) {
    const std::optional<std::uint64_t> whole = wholeNumber(key, value);
    if (whole && *whole > wholeMost)
        refuse(rule.shape == Rule::Shape::size ? Code::tooLarge : Code::schema, key,
               "must not be more than 9223372036854775807");
    else if (whole)
        out = *whole;
}
void Reader::read(std::string_view key, const Value &value, TimeMs &out, Rule rule) {
    const std::int64_t *held = value.as<std::int64_t>();
    if (held == nullptr)
        refuse(Code::schema, key, "must be a time in milliseconds since 1970");
    else if (*held < 0 && rule.shape == Rule::Shape::futureTime)
        refuse(Code::schema, key, "must not be negative");
    else
        out = *held;
}
void Reader::read(std::string_view key, const Value &value, Seq &out, Rule rule) {
    read(key, value, out.value, rule);
}

void Reader::read(std::string_view key, const Value &value, std::string &out, Rule rule) {
    const std::string *held = value.as<std::string>();
    if (held == nullptr)
        return refuse(Code::schema, key, "must be a string");
    if (held->find('\0') != std::string::npos)
        return refuse(Code::schema, key, "must not hold a zero character");
    if (held->empty() && !rule.mayBeEmpty)
        return refuse(Code::schema, key, "must not be empty");
    switch (rule.shape) {
    case Rule::Shape::title:
        if (hasUnsafeCharacter(*held))
            return refuse(Code::name, key,
                          "must not hold control or bidirectional override characters");
        if (!isTitle(*held))
            return refuse(Code::tooLarge, key, "must not be longer than 64 characters");
        break;
    case Rule::Shape::fileName:
        if (held->empty() || held->size() > limits::fileNameBytes)
            return refuse(Code::name, key, "must be a file name of 1 to 255 bytes");
        break;
    case Rule::Shape::words:
    case Rule::Shape::futureTime:
    case Rule::Shape::size:
        if (held->size() > rule.mostBytes)
            return refuse(Code::tooLarge, key,
                          "must not be longer than " + std::to_string(rule.mostBytes) + " bytes");
        break;
    }
    out = *held;
}

Bytes takeBin(Map &map, std::string_view key) {
    for (auto &[name, value] : map)
        if (name == key)
            if (Bin *held = value.as<Bin>())
                return std::move(held->bytes);
    return {};
}

namespace {
constexpr std::string_view nameRule =
    "must be a name: 1 to 32 of the characters a-z 0-9 . _ -, not starting or ending with . _ or "
    "-, and not all, here, everyone, admin or system";
}

template <class Name>
void Reader::readName(std::string_view key, const Value &value, Name &out,
                      std::optional<Name> (*parse)(std::string_view)) {
    const std::string *held = value.as<std::string>();
    if (held == nullptr)
        return refuse(Code::schema, key, "must be a string");
    if (held->find('\0') != std::string::npos)
        return refuse(Code::schema, key, "must not hold a zero character");
    if (std::optional<Name> name = parse(*held))
        out = std::move(*name);
    else
        refuse(Code::name, key, nameRule);
}
void Reader::read(std::string_view key, const Value &value, AccountName &out, Rule) {
    readName(key, value, out, parseAccountName);
}
void Reader::read(std::string_view key, const Value &value, RoomName &out, Rule) {
    readName(key, value, out, parseRoomName);
}

template <class Id>
void Reader::readBin(std::string_view key, const Value &value, Id &out) {
    const Bin *held = value.as<Bin>();
    if (held == nullptr || held->bytes.size() != out.bytes.size())
        return refuse(Code::schema, key,
                      "must be binary data of " + std::to_string(out.bytes.size()) + " bytes");
    std::copy(held->bytes.begin(), held->bytes.end(), out.bytes.begin());
}
void Reader::read(std::string_view key, const Value &value, EntryId &out, Rule) {
    readBin(key, value, out);
}
void Reader::read(std::string_view key, const Value &value, Hash &out, Rule) {
    readBin(key, value, out);
}
void Reader::read(std::string_view key, const Value &value, PublicKey &out, Rule) {
    const std::string *held = value.as<std::string>();
    if (held == nullptr || !hexInto(*held, out.bytes))
        refuse(Code::schema, key, "must be a key of 64 hexadecimal digits");
}
void Reader::read(std::string_view key, const Value &value, Map &out, Rule) {
    if (const Map *held = value.as<Map>())
        out = *held;
    else
        refuse(Code::schema, key, "must be a map");
}

void Reader::content(Content &out, Standing standing) {
    const Value *value = find(map_, "kind");
    if (value == nullptr)
        return refuse(Code::schema, "kind", "is missing");
    const std::string *kind = value->as<std::string>();
    const auto known = kind == nullptr ? contentKinds.end()
                                       : std::find(contentKinds.begin(), contentKinds.end(), *kind);
    if (known == contentKinds.end())
        return refuse(Code::schema, "kind", "must be a kind of entry");
    emplaceKind(out, static_cast<std::size_t>(known - contentKinds.begin()));
    std::visit([&](auto &held) { describeContent(*this, held, standing); }, out);
}

void Counting::content(const Content &content, Standing standing) {
    ++keys;
    std::visit([&](const auto &held) { describeContent(*this, held, standing); }, content);
}

void Packing::content(const Content &content, Standing standing) {
    field("kind", std::string(kindName(content)));
    std::visit([&](const auto &held) { describeContent(*this, held, standing); }, content);
}

} // namespace zchat::wire
