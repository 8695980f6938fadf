// What a person or program asks of the client. Ids are made by the caller (Link::newId), so that
// the brain needs no randomness and a draft can be named before it is stored.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>

#include "shared/base/ids.hpp"
#include "shared/wire/requests.hpp"

namespace zchat::client {

// Chosen by whoever asks; comes back in the notice that answers.
using Token = std::uint64_t;

// Into the outbox: on disk first, sent in order per room, again after every crash or reconnect,
// until the broker has acknowledged or refused it. Content: text, data, edit, redact, react or pin.
struct PostDraft {
    EntryId id;
    RoomName room;
    wire::Content content;
};
// For a draft that was refused: send it again as it is, or forget it.
struct RetryDraft {
    EntryId id;
};
struct DropDraft {
    EntryId id;
};

// Any request that is not a post. Not kept: refused with E_BUSY at once where there is no
// connection.
struct AskBroker {
    Token token = 0;
    wire::Request request;
};

// A page of folded messages, from the cache where it holds them all, else from the broker. None of
// the three: the newest.
struct LoadWindow {
    Token token = 0;
    RoomName room;
    std::optional<Seq> before;
    std::optional<Seq> after;
    std::optional<Seq> around;
    std::uint64_t limit = 100;
};

// Every entry of a room after a seq, without a gap, for as long as the connection or its successors
// live. Rooms that the account has joined are followed from their head without being asked.
struct FollowRoom {
    RoomName room;
    Seq after;
};
struct UnfollowRoom {
    RoomName room;
};

// Moves the read marker up; several within a second are sent as one.
struct MarkRead {
    RoomName room;
    Seq seq;
};

// The text that stands unsent in a room's composer; empty forgets it.
struct KeepComposer {
    RoomName room;
    std::string text;
};

// Do not wait for the next retry.
struct ReconnectNow {};

using Command = std::variant<PostDraft, RetryDraft, DropDraft, AskBroker, LoadWindow, FollowRoom,
                             UnfollowRoom, MarkRead, KeepComposer, ReconnectNow>;

} // namespace zchat::client
