#include "shared/wire/value.hpp"

#include <algorithm>
#include <bit>
#include <limits>
#include <new>

#include <msgpack.hpp>

#include "shared/base/limits.hpp"
#include "shared/base/text.hpp"

namespace zchat::wire {

namespace {

// Grows a tree from the events of msgpack's parser and stops it at the first thing that the
// protocol forbids. Sizes arrive before their content, so nothing is allocated for a false claim.
class TreeBuilder final : public msgpack::null_visitor {
public:
    explicit TreeBuilder(DecodeBounds bounds)
        : bounds_(bounds) {}

    bool visit_nil() { return put(Value{}); }
    bool visit_boolean(bool value) { return put(Value{value}); }
    bool visit_positive_integer(std::uint64_t value) {
        constexpr auto most = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
        return value <= most ? put(Value{static_cast<std::int64_t>(value)}) : put(Value{value});
    }
    bool visit_negative_integer(std::int64_t value) { return put(Value{value}); }
    bool visit_float32(float value) { return put(Value{static_cast<double>(value)}); }
    bool visit_float64(double value) { return put(Value{value}); }
    bool visit_str(const char *text, std::uint32_t size) {
        if (size > limits::stringBytes)
            return stop("A string in the message is longer than 64 KiB.");
        const std::string_view view(text, size);
        if (!isUtf8(view))
            return stop("A string in the message is not valid UTF-8.");
        return put(Value{std::string(view)});
    }
    bool visit_bin(const char *bytes, std::uint32_t size) {
        if (size > limits::binBytes)
            return stop("Binary data in the message is longer than 512 KiB.");
        return put(Value{Bin{Bytes(bytes, size)}});
    }
    bool visit_ext(const char *, std::uint32_t) {
        return stop("The message holds a MessagePack extension type, which is not allowed.");
    }
    bool start_array(std::uint32_t elements) {
        if (elements > limits::arrayElements)
            return stop("An array in the message has more than 1024 elements.");
        return open(Frame{.array = Array{}});
    }
    bool end_array() { return close(Value{std::move(frames_.back().array)}); }
    bool start_map(std::uint32_t pairs) {
        if (pairs > bounds_.mapKeys)
            return stop("A map in the message has more than " + std::to_string(bounds_.mapKeys) +
                        " keys.");
        return open(Frame{.isMap = true});
    }
    bool start_map_key() {
        frames_.back().atKey = true;
        return true;
    }
    bool end_map_key() {
        frames_.back().atKey = false;
        return true;
    }
    bool end_map() {
        if (hasDuplicates(frames_.back().map) || hasDuplicates(frames_.back().foreignKeys))
            return stop("A map in the message has the same key twice.");
        return close(Value{std::move(frames_.back().map)});
    }
    void parse_error(std::size_t, std::size_t) {
        (void)stop("The message is not valid MessagePack.");
    }
    void insufficient_bytes(std::size_t, std::size_t) {
        (void)stop("The message ends in the middle of a value.");
    }

    [[nodiscard]] const std::string &problem() const { return problem_; }
    [[nodiscard]] DecodedTree take() {
        return {.value = std::move(root_), .foreignKeys = foreignKeys_};
    }

private:
    struct Frame {
        bool isMap = false;
        bool atKey = false; // the next value is a key
        Array array{};
        Map map{};
        Value key{};
        std::vector<Value> foreignKeys{};
    };

    bool stop(std::string why) {
        if (problem_.empty())
            problem_ = std::move(why);
        return false;
    }
    bool open(Frame frame) {
        if (frames_.size() >= limits::nestingDepth)
            return stop("The message is nested deeper than 8 levels.");
        frames_.push_back(std::move(frame));
        return true;
    }
    bool close(Value whole) {
        frames_.pop_back();
        return put(std::move(whole));
    }
    bool put(Value value) {
        if (frames_.empty()) {
            root_ = std::move(value);
            return true;
        }
        Frame &frame = frames_.back();
        if (!frame.isMap) {
            frame.array.push_back(std::move(value));
        } else if (frame.atKey) {
            frame.key = std::move(value);
        } else if (const std::string *key = frame.key.as<std::string>()) {
            frame.map.emplace_back(*key, std::move(value));
        } else {
            foreignKeys_ = true;
            frame.foreignKeys.push_back(std::move(frame.key));
        }
        return true;
    }
    static bool hasDuplicates(const Map &map) {
        std::vector<std::string_view> keys;
        keys.reserve(map.size());
        for (const auto &[key, value] : map)
            keys.emplace_back(key);
        std::sort(keys.begin(), keys.end());
        return std::adjacent_find(keys.begin(), keys.end()) != keys.end();
    }
    static bool hasDuplicates(const std::vector<Value> &keys) {
        for (std::size_t i = 0; i < keys.size(); ++i)
            if (std::find(keys.begin(), keys.begin() + static_cast<std::ptrdiff_t>(i), keys[i]) !=
                keys.begin() + static_cast<std::ptrdiff_t>(i))
                return true;
        return false;
    }

    DecodeBounds bounds_;
    std::vector<Frame> frames_;
    Value root_;
    std::string problem_;
    bool foreignKeys_ = false;
};

Refusal undecodable(std::string why) {
    return {.code = Code::decode, .text = std::move(why), .retryMs = {}, .versions = {}};
}

struct Sink {
    Bytes &out;
    void write(const char *bytes, std::size_t size) { out.append(bytes, size); }
};

std::uint32_t length(std::size_t size) {
    INVARIANT(size <= std::numeric_limits<std::uint32_t>::max(),
              "nothing longer than MessagePack can say is ever encoded");
    return static_cast<std::uint32_t>(size);
}

} // namespace

const Value *find(const Map &map, std::string_view key) {
    for (const auto &[name, value] : map)
        if (name == key)
            return &value;
    return nullptr;
}

Result<DecodedTree> decodeTree(std::string_view bytes, DecodeBounds bounds) {
    if (bytes.empty())
        return undecodable("The message is empty.");
    try {
        TreeBuilder builder(bounds);
        std::size_t end = 0;
        const bool whole = msgpack::parse(bytes.data(), bytes.size(), end, builder);
        if (!whole || !builder.problem().empty())
            return undecodable(builder.problem().empty() ? "The message is not valid MessagePack."
                                                         : builder.problem());
        if (end != bytes.size())
            return undecodable("The message goes on after its one MessagePack value.");
        return builder.take();
    } catch (const std::exception &) { // the parser's own, or memory that ran out
        return undecodable("The message could not be decoded.");
    }
}

Result<Value> decodeValue(std::string_view bytes, DecodeBounds bounds) {
    Result<DecodedTree> tree = decodeTree(bytes, bounds);
    if (!tree)
        return tree.refusal();
    if (tree->foreignKeys)
        return Refusal{.code = Code::schema,
                       .text = "Every key of a map must be a string.",
                       .retryMs = {},
                       .versions = {}};
    return std::move(tree->value);
}

Bytes encodeValue(const Value &value) {
    Packer packer;
    packer.value(value);
    return packer.take();
}

void Packer::map(std::size_t keys) {
    Sink sink{out_};
    msgpack::packer<Sink>(sink).pack_map(length(keys));
}
void Packer::array(std::size_t elements) {
    Sink sink{out_};
    msgpack::packer<Sink>(sink).pack_array(length(elements));
}
void Packer::string(std::string_view text) {
    Sink sink{out_};
    msgpack::packer<Sink>(sink).pack_str(length(text.size()));
    out_.append(text);
}
void Packer::bin(std::string_view bytes) {
    binHead(bytes.size());
    out_.append(bytes);
}
void Packer::binHead(std::size_t bytes) {
    Sink sink{out_};
    msgpack::packer<Sink>(sink).pack_bin(length(bytes));
}
void Packer::boolean(bool value) {
    out_.push_back(value ? '\xc3' : '\xc2');
}
void Packer::uint(std::uint64_t value) {
    Sink sink{out_};
    msgpack::packer<Sink>(sink).pack_uint64(value);
}
void Packer::integer(std::int64_t value) {
    Sink sink{out_};
    msgpack::packer<Sink>(sink).pack_int64(value);
}
// By hand, since msgpack's packer turns whole doubles into integers and a payload must come out as
// it went in.
void Packer::real(double value) {
    out_.push_back('\xcb');
    const auto bits = std::bit_cast<std::uint64_t>(value);
    for (int shift = 56; shift >= 0; shift -= 8)
        out_.push_back(static_cast<char>(static_cast<unsigned char>(bits >> shift)));
}
void Packer::nil() {
    out_.push_back('\xc0');
}

void Packer::value(const Value &value) {
    struct Visitor {
        Packer &packer;
        void operator()(std::monostate) const { packer.nil(); }
        void operator()(bool held) const { packer.boolean(held); }
        void operator()(std::int64_t held) const { packer.integer(held); }
        void operator()(std::uint64_t held) const { packer.uint(held); }
        void operator()(double held) const { packer.real(held); }
        void operator()(const std::string &held) const { packer.string(held); }
        void operator()(const Bin &held) const { packer.bin(held.bytes); }
        void operator()(const Array &held) const {
            packer.array(held.size());
            for (const Value &element : held)
                packer.value(element);
        }
        void operator()(const Map &held) const {
            packer.map(held.size());
            for (const auto &[key, element] : held) {
                packer.string(key);
                packer.value(element);
            }
        }
    };
    std::visit(Visitor{*this}, value.held());
}

} // namespace zchat::wire
