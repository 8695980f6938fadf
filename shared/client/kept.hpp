// What a client keeps on disk, and the operations that change it.
//
// The brain decides what is kept and says so as `Keep` operations; whoever drives it carries them
// out, all of one step in one transaction, before it sends anything of that step. shared/link does
// so in SQLite; the simulator and the tests in a `Kept` through carryOut().
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "shared/base/ids.hpp"
#include "shared/base/result.hpp"
#include "shared/wire/replies.hpp"

namespace zchat::client {

// A post that the broker has not acknowledged. `order` rises with the age of the queue and says
// what goes first; a refused one waits for the person to retry or drop it.
struct KeptDraft {
    std::uint64_t order = 0;
    EntryId id;
    RoomName room;
    wire::Content content;
    std::optional<Refusal> refusal;
    friend bool operator==(const KeptDraft &, const KeptDraft &) = default;
};

// A transfer that is not done: what goes on after a restart. How far it is stands in files: of an
// upload the broker's, of a download the one that is half done.
struct KeptTransfer {
    std::uint64_t order = 0; // which was asked for first
    EntryId id;
    bool upload = false;
    RoomName room;
    Seq seq;             // downloads: of the entry
    std::string path;    // uploads: the source
    wire::File file;     // uploads: size and hash are 0 until the source was read
    TimeMs modified = 0; // uploads: of the source when it was read; another one is read anew
    std::optional<std::uint64_t> transfer; // uploads: the broker's number, once it was offered
    std::string folder;                    // downloads
    std::optional<std::string> saveAs;
    bool paused = false;
    std::string why; // failed: the sentence; waits for the person
    friend bool operator==(const KeptTransfer &, const KeptTransfer &) = default;
};

// Everything the brain wants back at the next start.
struct Kept {
    std::vector<KeptDraft> drafts;               // by order
    std::map<RoomName, Seq> positions;           // the last entry that the kept pages hold
    std::map<RoomName, wire::RoomSummary> rooms; // as last heard
    std::map<RoomName, Seq> markers;             // read, but not yet acknowledged
    std::map<RoomName, std::string> composers;   // typed, but not yet sent
    std::map<EntryId, KeptTransfer> transfers;   // not done
    std::optional<PublicKey> pinned;             // the broker's key at this address
    std::optional<wire::Me> me;                  // as last signed in
};

// A new draft, or one whose refusal or order changed.
struct KeepDraft {
    KeptDraft draft;
};
struct ForgetDraft {
    EntryId id;
};
// The next entries of a room: they go on exactly after its position, which moves to the last one.
struct KeepEntries {
    RoomName room;
    std::vector<wire::Entry> entries;
};
// A page of older (or the newest) messages, folded up to the room's position; it holds every
// message from `low` to `high`.
struct KeepPage {
    RoomName room;
    std::vector<wire::Message> messages;
    Seq low;
    Seq high;
};
// The room goes on after `position`; pages from before no longer touch it and are forgotten.
struct KeepPosition {
    RoomName room;
    Seq position;
};
struct KeepRoom {
    wire::RoomSummary room;
};
// Summary, pages, position and marker; the composer's text stays.
struct ForgetRoom {
    RoomName room;
};
struct KeepMarker {
    RoomName room;
    Seq seq;
};
struct ForgetMarker {
    RoomName room;
};
// Empty forgets it.
struct KeepText {
    RoomName room;
    std::string text;
};
struct KeepTransfer {
    KeptTransfer transfer;
};
struct ForgetTransfer {
    EntryId id;
};
struct KeepPin {
    PublicKey broker;
};
// Signed in as: from now on the device's key belongs to this account.
struct KeepMe {
    wire::Me me;
};

using Keep =
    std::variant<KeepDraft, ForgetDraft, KeepEntries, KeepPage, KeepPosition, KeepRoom, ForgetRoom,
                 KeepMarker, ForgetMarker, KeepText, KeepTransfer, ForgetTransfer, KeepPin, KeepMe>;

// Carries one operation out in memory. Pages themselves are not part of Kept.
void carryOut(Kept &kept, const Keep &keep);

} // namespace zchat::client
