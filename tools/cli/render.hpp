// What chat-cli prints: entries, messages and lists as lines for people, or as JSON for pipes.
//
// Every word that somebody else chose goes through shown(), so that no message can move the cursor,
// ring the bell or turn the text around, on a terminal or later in a pager. JSON is the protocol's
// own form, with the room added.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "shared/wire/entry.hpp"
#include "shared/wire/replies.hpp"

namespace zchat::cli {

// Control and bidirectional characters escaped (base's escaped()), except that a newline breaks the
// line, with `indent` before what follows, a tab is four spaces, and a backslash stays one.
[[nodiscard]] std::string shown(std::string_view text, std::string_view indent = "    ");

// "2026-11-23 17:22:33", "17:22", in local time.
[[nodiscard]] std::string localTime(TimeMs at);
[[nodiscard]] std::string localMinute(TimeMs at);
[[nodiscard]] std::string localDay(TimeMs at);

// "alice: hello", "bob joined", "alice edited 41: hello": an entry without time, seq and room.
[[nodiscard]] std::string sentence(const wire::Entry &entry);
// The same of a message, with what came later: "(edited)", "[👍 2]", "(pinned)", "(3 replies)".
[[nodiscard]] std::string sentence(const wire::Message &message);

// "2026-11-23 17:22:33 lobby 42 alice: hello"; `room` may be empty.
[[nodiscard]] std::string line(const wire::Entry &entry, std::string_view room);
[[nodiscard]] std::string line(const wire::Message &message, std::string_view room);

// What people call a room: its name, "@bob,carol" for a direct one, "@alice" for the one with
// oneself, whose `with` is empty.
[[nodiscard]] std::string calledName(const wire::RoomSummary &room, const AccountName &me);

// One JSON object each: the fields of the protocol, `room` first.
[[nodiscard]] std::string json(const wire::Entry &entry, const RoomName &room);
[[nodiscard]] std::string json(const wire::Message &message, const RoomName &room);
// The elements of the array called `key` in a reply, one JSON object each; the reply itself,
// without its envelope, where `key` is empty.
[[nodiscard]] std::vector<std::string> jsonRows(const wire::Reply &reply, std::string_view key);

// Rows in columns, as wide as their widest cell; the last one is not padded.
[[nodiscard]] std::string table(const std::vector<std::vector<std::string>> &rows);

} // namespace zchat::cli
