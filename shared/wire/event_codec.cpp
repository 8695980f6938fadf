#include "shared/wire/codec.hpp"
#include "shared/wire/fields.hpp"

namespace zchat::wire {

void describe(auto &archive, Of<PresenceState> auto &held) {
    archive.field("who", held.who);
    archive.field("title", held.title, titleRule);
    archive.field("state", held.state);
    archive.field("text", held.text, upTo(limits::statusBytes));
}

namespace {

void describe(auto &archive, OfEither<LogEvent, LogPage> auto &held) {
    archive.field("room", held.room);
    archive.field("entries", held.entries);
}
void describe(auto &archive, Of<BeatEvent> auto &held) {
    archive.field("at", held.at);
    archive.field("heads", held.heads);
}
void describe(auto &archive, Of<PresenceEvent> auto &held) {
    archive.field("states", held.states);
}
void describe(auto &archive, Of<TypingEvent> auto &held) {
    archive.field("room", held.room);
    archive.field("who", held.who);
}
void describe(auto &archive, Of<ReceiptEvent> auto &held) {
    archive.field("room", held.room);
    archive.field("read", held.read);
}
void describe(auto &archive, Of<MarkerEvent> auto &held) {
    archive.field("room", held.room);
    archive.field("seq", held.seq);
    archive.field("unread", held.unread);
    archive.field("mentions", held.mentions);
    archive.field("cursor", held.cursor, upTo(limits::cursorBytes));
}
void describe(auto &archive, Of<RoomsEvent> auto &held) {
    archive.field("room", held.room);
    archive.defaulted("gone", held.gone);
}
void describe(Reader &archive, NoticeEvent &held) {
    archive.field("text", held.text);
    std::string level;
    archive.field("level", level);
    held.warning = level == "warning";
}
template <class Writer>
void describe(Writer &archive, const NoticeEvent &held) {
    archive.field("text", held.text);
    archive.field("level", std::string(held.warning ? "warning" : "info"));
}

template <std::size_t index = 0>
Result<Event> readNamed(std::string_view name, const Map &body) {
    if constexpr (index == std::variant_size_v<Event>) {
        return Refusal{.code = Code::op,
                       .text = "The broker sent an event that this client does not know.",
                       .retryMs = {},
                       .versions = {}};
    } else {
        using Struct = std::variant_alternative_t<index, Event>;
        if (name != Struct::ev)
            return readNamed<index + 1>(name, body);
        Problems problems;
        Reader reader(body, problems);
        Struct held;
        describe(reader, held);
        if (!problems.none())
            return problems.first();
        return Event{std::move(held)};
    }
}

template <class Struct>
Bytes encodeNamed(const Struct &held) {
    Counting counting;
    describe(counting, held);
    Packer packer;
    packer.map(1 + counting.keys);
    packer.string("ev");
    packer.string(Struct::ev);
    Packing packing(packer);
    describe(packing, held);
    return packer.take();
}

} // namespace

Bytes encodeEvent(const Event &event) {
    return std::visit([](const auto &held) { return encodeNamed(held); }, event);
}

Bytes encodeLog(const LogPage &page) {
    return encodeNamed(page);
}

Result<Event> readEvent(const Map &body) {
    const Value *name = find(body, "ev");
    const std::string *held = name == nullptr ? nullptr : name->as<std::string>();
    if (held == nullptr)
        return Refusal{.code = Code::schema,
                       .text = "The field ev must be there and be a string.",
                       .retryMs = {},
                       .versions = {}};
    return readNamed(*held, body);
}

} // namespace zchat::wire
