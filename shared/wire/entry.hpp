// Entries: the numbered lines of a room's log; and messages: entries as people see them now.
//
// Plain values. fold.hpp says what a later entry does to the message it names; the codec writes
// both.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "shared/base/ids.hpp"
#include "shared/wire/value.hpp"

namespace zchat::wire {

enum class Role : std::uint8_t { member, moderator, owner };
enum class RoomKind : std::uint8_t { publicRoom, privateRoom, direct };
enum class Change : std::uint8_t { joined, left, invited, removed, role };

struct Text {
    std::string body;
    std::optional<Seq> reply;
    std::vector<std::string> mentions; // the broker's to fill in; "all" stands for @all
    friend bool operator==(const Text &, const Text &) = default;
};
struct File {
    std::string name; // a label, never a path
    std::uint64_t size = 0;
    Hash hash;
    std::string media;
    std::optional<std::uint64_t> width;
    std::optional<std::uint64_t> height;
    std::string body; // caption; empty is none
    std::optional<Seq> reply;
    friend bool operator==(const File &, const File &) = default;
};
struct Data {
    std::string type;
    Map data;
    std::string body; // what clients that do not know the type show
    friend bool operator==(const Data &, const Data &) = default;
};
struct Edit {
    Seq of;
    std::string body;
    friend bool operator==(const Edit &, const Edit &) = default;
};
struct Redact {
    Seq of;
    std::optional<std::string> reason;
    friend bool operator==(const Redact &, const Redact &) = default;
};
struct React {
    Seq of;
    std::string emoji;
    bool on = true;
    friend bool operator==(const React &, const React &) = default;
};
struct Pin {
    Seq of;
    bool on = true;
    friend bool operator==(const Pin &, const Pin &) = default;
};
struct MemberChange {
    AccountName who;
    Change change = Change::joined;
    std::optional<Role> role;
    friend bool operator==(const MemberChange &, const MemberChange &) = default;
};
struct RoomChange {
    std::optional<std::string> title;
    std::optional<std::string> topic;
    std::optional<bool> archived;
    friend bool operator==(const RoomChange &, const RoomChange &) = default;
};

using Content = std::variant<Text, File, Data, Edit, Redact, React, Pin, MemberChange, RoomChange>;

// "text", "file", …: the `kind` on the wire.
[[nodiscard]] const char *kindName(const Content &content);

// A T as codec.hpp encodes it. What a store holds so goes to clients as it is: decoding and
// encoding the entries of a page again cost more than reading them did.
template <class T>
struct Encoded {
    Bytes bytes;
    friend bool operator==(const Encoded &, const Encoded &) = default;
};

struct Entry {
    Seq seq;
    TimeMs at = 0;
    AccountName by;
    std::optional<EntryId> id; // absent from entries that the broker made
    Content content;           // emptied of words and bytes where redacted
    bool redacted = false;
    friend bool operator==(const Entry &, const Entry &) = default;
};

// A text, file, data, member or room entry with all that came later folded in.
struct Message {
    Entry entry; // its body is the last one; a redacted one has none
    std::optional<TimeMs> edited;
    std::map<std::string, std::vector<AccountName>>
        reactions; // by emoji; names in order of reacting
    std::uint64_t replies = 0;
    bool pinned = false;
    friend bool operator==(const Message &, const Message &) = default;
};

} // namespace zchat::wire
