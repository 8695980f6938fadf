// What a person or program asks of the client. Ids are made by the caller (Link::newId), so that
// the brain needs no randomness and a draft can be named before it is stored.
#pragma once

#include <cstdint>
#include <optional>
#include <set>
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

// Sends the file at `path` into a room. `file` says how it is shown (name, media, width, height,
// caption, reply); its size and hash are found by reading it. The id becomes the entry's. Kept:
// goes on after a crash or a restart, until it is done, failed for good or cancelled.
struct UploadFile {
    EntryId id;
    RoomName room;
    std::string path;
    wire::File file;
};
// Saves the attachment of a `file` message below `folder`, under a safe name of its own that is not
// taken there; or exactly at `saveAs`, over what may stand there. Kept likewise. Its id is
// downloadId(room, seq); asked again it starts anew where the last one ended.
struct DownloadFile {
    RoomName room;
    Seq seq;
    wire::File file;
    std::string folder;
    std::optional<std::string> saveAs;
};
// A paused transfer stays paused over restarts; resuming also retries one that failed.
struct PauseTransfer {
    EntryId id;
};
struct ResumeTransfer {
    EntryId id;
};
// Ends it and removes what is half done, here and at the broker; one that is done leaves the list.
struct CancelTransfer {
    EntryId id;
};
// Attachments that come in while this client runs are downloaded by themselves: pictures
// (media `image/…`) and others up to these sizes; 0 is none. In force until the next one.
struct AutoDownload {
    std::string folder;
    std::uint64_t imageBytes = 0;
    std::uint64_t otherBytes = 0;
    std::set<RoomName> exceptRooms;
};

// The id of a download in commands and notices.
[[nodiscard]] EntryId downloadId(const RoomName &room, Seq seq);

// Do not wait for the next retry.
struct ReconnectNow {};

using Command =
    std::variant<PostDraft, RetryDraft, DropDraft, AskBroker, LoadWindow, FollowRoom, UnfollowRoom,
                 MarkRead, KeepComposer, UploadFile, DownloadFile, PauseTransfer, ResumeTransfer,
                 CancelTransfer, AutoDownload, ReconnectNow>;

} // namespace zchat::client
