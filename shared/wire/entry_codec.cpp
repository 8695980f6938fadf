#include "shared/wire/codec.hpp"
#include "shared/wire/fields.hpp"

namespace zchat::wire {

namespace {

template <class Struct>
Result<Struct> decodeStruct(std::string_view bytes) {
    Result<Value> value = decodeValue(bytes, {.mapKeys = limits::nameMapKeys});
    if (!value)
        return value.refusal();
    if (const Map *map = value->as<Map>())
        return readStruct<Struct>(*map);
    return Refusal{.code = Code::decode,
                   .text = "The bytes are not a MessagePack map.",
                   .retryMs = {},
                   .versions = {}};
}

// The same pairs in the order of their keys, at every level.
Value sorted(const Value &value) {
    if (const Array *array = value.as<Array>()) {
        Array out;
        for (const Value &element : *array)
            out.push_back(sorted(element));
        return Value{std::move(out)};
    }
    if (const Map *map = value.as<Map>()) {
        Map out;
        for (const auto &[key, element] : *map)
            out.emplace_back(key, sorted(element));
        std::sort(out.begin(), out.end(),
                  [](const auto &left, const auto &right) { return left.first < right.first; });
        return Value{std::move(out)};
    }
    return value;
}

} // namespace

Bytes encodeEntry(const Entry &entry) {
    return packed(entry);
}
Result<Entry> decodeEntry(std::string_view bytes) {
    return decodeStruct<Entry>(bytes);
}
Bytes encodeMessage(const Message &message) {
    return packed(message);
}
Result<Message> decodeMessage(std::string_view bytes) {
    return decodeStruct<Message>(bytes);
}

std::optional<Encoded<Message>> messageOf(std::string_view entry) {
    // An entry has few enough fields that its head is one byte, and begins with `redacted` where it
    // is that.
    constexpr unsigned char mask = 0xf0;
    constexpr unsigned char shortMap = 0x80;
    constexpr std::string_view redactedKey = "\xa8redacted";
    const auto head = entry.empty() ? '\0' : static_cast<unsigned char>(entry.front());
    if ((head & mask) != shortMap)
        return std::nullopt;
    const std::string_view fields = entry.substr(1);
    const bool redacted = fields.starts_with(redactedKey);
    Packer packer;
    packer.map((head & ~mask) + (redacted ? 3U : 4U));
    Packing packing(packer);
    if (!redacted)
        packing.field("redacted", false);
    packer.encoded(fields);
    const Message fresh;
    packing.field("reactions", fresh.reactions);
    packing.field("replies", fresh.replies);
    packing.field("pinned", fresh.pinned);
    return Encoded<Message>{packer.take()};
}

Bytes contentBytes(const RoomName &room, const Content &content) {
    Packer packer;
    Packing packing(packer);
    packing.field("room", room);
    if (const Data *data = std::get_if<Data>(&content)) {
        const Value inOrder = sorted(Value{data->data});
        packing.content(Data{.type = data->type, .data = *inOrder.as<Map>(), .body = data->body},
                        Standing::posted);
    } else {
        packing.content(content, Standing::posted);
    }
    return packer.take();
}

} // namespace zchat::wire
