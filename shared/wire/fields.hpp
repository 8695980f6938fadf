// The fields of entries and of what stands in them, one description for reading and writing.
//
// `describe(archive, value)` names each field of a struct to one of the archives of archive.hpp. A
// struct that stands inside others is described here, since only a namespace with a name is
// searched for it; requests, replies and events are described in their own codec files. For the
// codec's own files.
#pragma once

#include <concepts>

#include "shared/base/planted.hpp"
#include "shared/wire/archive.hpp"
#include "shared/wire/replies.hpp"

namespace zchat::wire {

// A struct to fill while reading, or a const one to write.
template <class Held, class Struct>
concept Of = std::same_as<std::remove_const_t<Held>, Struct>;
template <class Held, class Decoded, class AsEncoded>
concept OfEither = Of<Held, Decoded> || Of<Held, AsEncoded>;

// Contents of entries.
void describeContent(auto &archive, Of<Text> auto &held, Standing standing) {
    if (standing != Standing::redacted)
        archive.field("body", held.body, oneTo(limits::textBytes));
    if (!planted(Bug::dropsReplies))
        archive.field("reply", held.reply);
    if (standing == Standing::whole)
        archive.field("mentions", held.mentions);
}
void describeContent(auto &archive, Of<File> auto &held, Standing standing) {
    if (standing != Standing::redacted) {
        archive.field("name", held.name, fileNameRule);
        archive.field("size", held.size, sizeRule);
        archive.field("hash", held.hash);
        if (standing == Standing::posted)
            archive.defaulted("media", held.media, upTo(limits::mediaBytes));
        else
            archive.field("media", held.media, upTo(limits::mediaBytes));
        archive.field("width", held.width);
        archive.field("height", held.height);
        archive.defaulted("body", held.body, upTo(limits::textBytes));
    }
    archive.field("reply", held.reply);
}
void describeContent(auto &archive, Of<Data> auto &held, Standing standing) {
    if (standing == Standing::redacted)
        return;
    archive.field("type", held.type, oneTo(limits::typeBytes));
    archive.field("data", held.data);
    archive.field("body", held.body);
}
void describeContent(auto &archive, Of<Edit> auto &held, Standing standing) {
    archive.field("of", held.of);
    if (standing != Standing::redacted)
        archive.field("body", held.body, oneTo(limits::textBytes));
}
void describeContent(auto &archive, Of<Redact> auto &held, Standing) {
    archive.field("of", held.of);
    archive.field("reason", held.reason, upTo(limits::reasonBytes));
}
void describeContent(auto &archive, Of<React> auto &held, Standing) {
    archive.field("of", held.of);
    archive.field("emoji", held.emoji, oneTo(limits::emojiBytes));
    archive.field("on", held.on);
}
void describeContent(auto &archive, Of<Pin> auto &held, Standing) {
    archive.field("of", held.of);
    archive.field("on", held.on);
}
void describeContent(auto &archive, Of<MemberChange> auto &held, Standing) {
    archive.field("who", held.who);
    archive.field("change", held.change);
    archive.field("role", held.role);
}
void describeContent(auto &archive, Of<RoomChange> auto &held, Standing) {
    archive.field("title", held.title, titleRule);
    archive.field("topic", held.topic, upTo(limits::topicBytes));
    archive.field("archived", held.archived);
}

// Entries and messages. `redacted` is read before the content, which it makes smaller.
template <class Archive>
void describeEntry(Archive &archive, Of<Entry> auto &held) {
    archive.field("seq", held.seq);
    archive.field("at", held.at);
    archive.field("by", held.by);
    archive.field("id", held.id);
    archive.content(held.content, held.redacted ? Standing::redacted : Standing::whole);
}
void describe(auto &archive, Of<Entry> auto &held) {
    archive.defaulted("redacted", held.redacted);
    describeEntry(archive, held);
}
void describe(auto &archive, Of<Message> auto &held) {
    archive.field("redacted", held.entry.redacted);
    describeEntry(archive, held.entry);
    archive.field("edited", held.edited);
    archive.field("reactions", held.reactions);
    archive.field("replies", held.replies);
    archive.field("pinned", held.pinned);
}

// What several requests, replies and events hold.
void describe(auto &archive, Of<Scope> auto &held) {
    archive.field("rooms", held.rooms);
    archive.field("ops", held.ops);
    archive.field("rate", held.rate);
}
void describe(auto &archive, Of<RoomSummary> auto &held) {
    archive.field("room", held.room);
    archive.field("kind", held.kind);
    archive.field("title", held.title, titleRule);
    archive.field("topic", held.topic, upTo(limits::topicBytes));
    archive.field("archived", held.archived);
    archive.field("head", held.head);
    archive.field("read", held.read);
    archive.field("unread", held.unread);
    archive.field("mentions", held.mentions);
    archive.field("role", held.role);
    archive.field("notify", held.notify);
    archive.field("members", held.members);
    archive.defaulted("with", held.with);
}

void describe(auto &archive, Of<Me> auto &held) {
    archive.field("name", held.name);
    archive.field("title", held.title, titleRule);
    archive.field("role", held.role);
    archive.field("device", held.device);
}
void describe(auto &archive, Of<DeviceRow> auto &held) {
    archive.field("device", held.device);
    archive.field("label", held.label, upTo(limits::labelBytes));
    archive.field("added", held.added);
    archive.field("seen", held.seen);
    archive.field("current", held.current);
}
void describe(auto &archive, Of<AccountRow> auto &held) {
    archive.field("name", held.name);
    archive.field("title", held.title, titleRule);
    archive.field("role", held.role);
    archive.field("bot", held.bot);
    archive.field("devices", held.devices);
    archive.field("seen", held.seen);
    archive.field("disabled", held.disabled);
}
void describe(auto &archive, Of<Hit> auto &held) {
    archive.field("room", held.room);
    archive.field("message", held.message);
    archive.field("snippet", held.snippet);
}
void describe(auto &archive, Of<MemberRow> auto &held) {
    archive.field("name", held.name);
    archive.field("title", held.title, titleRule);
    archive.field("role", held.role);
    archive.field("state", held.state);
    archive.field("read", held.read);
}
void describe(auto &archive, Of<PersonRow> auto &held) {
    archive.field("name", held.name);
    archive.field("title", held.title, titleRule);
    archive.field("state", held.state);
    archive.field("text", held.text, upTo(limits::statusBytes));
    archive.field("bot", held.bot);
}

// A struct of its own as one body, without a header.
template <class Struct>
[[nodiscard]] Bytes packed(const Struct &value) {
    Packer packer;
    Packing(packer).pack(value);
    return packer.take();
}
// A struct read from a body; nothing that was refused comes out.
template <class Struct>
[[nodiscard]] Result<Struct> readStruct(const Map &map) {
    Problems problems;
    Reader reader(map, problems);
    Struct out;
    describe(reader, out);
    if (!problems.none())
        return problems.first();
    return out;
}

} // namespace zchat::wire
