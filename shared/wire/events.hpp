// What the broker says unasked. The same bodies travel on PUB and on ROUTER (protocol, section 6).
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "shared/wire/entry.hpp"
#include "shared/wire/replies.hpp"

namespace zchat::wire {

template <class Row>
struct LogOf {
    static constexpr std::string_view ev = "log";
    RoomName room;
    std::vector<Row> entries;
};
using LogEvent = LogOf<Entry>;
using LogPage = LogOf<Encoded<Entry>>; // as a broker says it
struct BeatEvent {
    static constexpr std::string_view ev = "beat";
    TimeMs at = 0;
    std::map<RoomName, Seq> heads;
};
struct PresenceState {
    AccountName who;
    std::string title;
    State state = State::offline;
    std::optional<std::string> text;
    friend bool operator==(const PresenceState &, const PresenceState &) = default;
};
struct PresenceEvent {
    static constexpr std::string_view ev = "presence";
    std::vector<PresenceState> states;
};
struct TypingEvent {
    static constexpr std::string_view ev = "typing";
    RoomName room;
    std::vector<AccountName> who;
};
struct ReceiptEvent {
    static constexpr std::string_view ev = "receipt";
    RoomName room;
    std::map<AccountName, Seq> read;
};
struct MarkerEvent {
    static constexpr std::string_view ev = "marker";
    RoomName room;
    Seq seq;
    std::uint64_t unread = 0;
    std::uint64_t mentions = 0;
    std::optional<std::string> cursor;
};
struct RoomsEvent {
    static constexpr std::string_view ev = "rooms";
    RoomSummary room;
    bool gone = false;
};
struct NoticeEvent {
    static constexpr std::string_view ev = "notice";
    std::string text;
    bool warning = false; // level: info or warning
};

using Event = std::variant<LogEvent, BeatEvent, PresenceEvent, TypingEvent, ReceiptEvent,
                           MarkerEvent, RoomsEvent, NoticeEvent>;

// PUB topics end in "/", so that none is a prefix of another.
[[nodiscard]] std::string roomTopic(const RoomName &room);
inline constexpr std::string_view beatTopic = "beat/";
inline constexpr std::string_view presenceTopic = "presence/";

} // namespace zchat::wire
