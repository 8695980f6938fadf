// Structs to MessagePack and back, to the letter of docs/protocol.md.
//
// Decoding is strict and total: whatever bytes come in, the answer is a struct or a Refusal with
// the code that the protocol's order asks for; nothing throws. Encoding cannot fail. The broker
// decodes requests and encodes the rest; clients do the opposite; tests do both.
#pragma once

#include <optional>
#include <string_view>
#include <variant>

#include "shared/base/result.hpp"
#include "shared/wire/events.hpp"
#include "shared/wire/replies.hpp"
#include "shared/wire/requests.hpp"
#include "shared/wire/value.hpp"

namespace zchat::wire {

// A request as far as it could be read: the broker answers with `re` (nil where it has none) and
// checks E_AUTH by `op` before it looks at a refusal that comes later in the protocol's order.
struct Incoming {
    std::optional<std::uint64_t> re;
    std::string op; // empty where there was none; an op of the protocol unless the refusal is E_OP
    Result<Request> request;
};
[[nodiscard]] Incoming decodeRequest(std::string_view body);
// As above, for a tree that was built rather than received (dialogues, tests).
[[nodiscard]] Incoming readRequest(Map body);
[[nodiscard]] Bytes encodeRequest(std::uint64_t re, const Request &request);

[[nodiscard]] Bytes encodeReply(std::optional<std::uint64_t> re, const Reply &reply);
// The reply to a fetch up to where its data begins; exactly `dataBytes` bytes are to follow. A
// piece is read from its file straight into its place, since a copy of each would be paid for by
// all.
[[nodiscard]] Bytes encodeFetchHead(std::optional<std::uint64_t> re, std::uint64_t sizeBytes,
                                    std::size_t dataBytes);
[[nodiscard]] Bytes encodeRefusal(std::optional<std::uint64_t> re, const Refusal &refusal);
[[nodiscard]] Bytes encodeEvent(const Event &event);
// The LogEvent of these entries.
[[nodiscard]] Bytes encodeLog(const LogPage &page);

// What a client hears: an answer to its request `re`, or an event. The fields of a reply are read
// once the client has looked up what it asked.
struct AnswerHeard {
    std::optional<std::uint64_t> re;
    std::variant<Map, Refusal> body;
};
[[nodiscard]] Result<std::variant<AnswerHeard, Event>> decodeHeard(std::string_view body);
[[nodiscard]] Result<Reply> readReply(const Request &asked, const Map &fields);
// The same without a copy of what is long.
[[nodiscard]] Result<Reply> readReply(const Request &asked, Map &&fields);
[[nodiscard]] Result<Event> readEvent(const Map &body);

// Entries and messages alone, for stores and caches.
[[nodiscard]] Bytes encodeEntry(const Entry &entry);
[[nodiscard]] Result<Entry> decodeEntry(std::string_view bytes);
[[nodiscard]] Bytes encodeMessage(const Message &message);
[[nodiscard]] Result<Message> decodeMessage(std::string_view bytes);

// The message that toMessage() makes of an entry, from the one's bytes to the other's; nullopt
// where they begin as no entry does.
[[nodiscard]] std::optional<Encoded<Message>> messageOf(std::string_view entry);

// The bytes whose keyed digest tells whether a repeated id has the same content: room, kind and its
// fields, or the fields of an offer; not prev, not unknown keys, in one order whatever came.
[[nodiscard]] Bytes contentBytes(const RoomName &room, const Content &content);

// Words of enums, as on the wire.
[[nodiscard]] const char *word(Role role);
[[nodiscard]] const char *word(RoomKind kind);
[[nodiscard]] const char *word(Change change);
[[nodiscard]] const char *word(Notify notify);
[[nodiscard]] const char *word(Purpose purpose);
[[nodiscard]] const char *word(AccountRole role);
[[nodiscard]] const char *word(State state);
[[nodiscard]] const char *word(Has has);

} // namespace zchat::wire
