// Row: one message or draft as the timeline shows it.
//
// Its key is a seq or a draft's id and never a row number: rows move, keys do not.
#pragma once

#include <QDate>
#include <QString>
#include <QtGlobal>
#include <optional>
#include <variant>
#include <vector>

#include "shared/client/notices.hpp"
#include "shared/wire/entry.hpp"
#include "shared/wire/fold.hpp"

namespace zchat::gui {

using RowKey = std::variant<Seq, EntryId>;

// An own post that the log does not hold yet.
struct Draft {
    EntryId id;
    RoomName room;
    wire::Content content;
    client::DraftState state = client::DraftState::queued;
    TimeMs at = 0; // when this window first heard of it; then the broker's time
    std::optional<Seq> seq;
    std::optional<Refusal> refusal;
};

// What happened to a person while the row was the last one: no entry of the log, told by presence.
enum class NoteKind : std::uint8_t { cameOnline, wentOffline, renamed };
struct Note {
    NoteKind kind = NoteKind::cameOnline;
    AccountName who;
    QString before{}; // the name until now, of one that was renamed
    TimeMs at = 0;
};

enum class Fold : std::uint8_t {
    none,   // shown as it is
    hidden, // in a folded run, whose last row speaks for all of it
    last,   // the one line of a folded run
};

// How a row stands to its neighbours.
struct RowMarks {
    bool opensDay = false;
    bool opensNew = false;
    bool opensGroup = false;
    Fold fold = Fold::none;
    // Rows of the run of system lines, or of an ignored person, that ends here; 0 elsewhere.
    std::size_t runLength = 0;
    friend bool operator==(const RowMarks &, const RowMarks &) = default;
};

struct Row : RowMarks {
    RowKey key;
    wire::Message message; // of a draft: its content, by and at
    std::optional<Draft> draft;
    Seq foldedTo;               // entries up to here are in `message` already
    std::uint64_t revision = 0; // changes with anything that this row shows
    // Local day, and minutes since 1970: what days and groups are told apart by.
    QDate day;
    qint64 minute = 0;
    std::vector<Note> notes{};
};

// Whether the draft has a row: messages always, edits and the like only when they were refused.
[[nodiscard]] inline bool isShown(const Draft &draft) {
    return draft.state != client::DraftState::dropped &&
           (wire::isMessage(draft.content) || draft.state == client::DraftState::refused);
}

[[nodiscard]] inline bool isSystemLine(const Row &row) {
    return std::holds_alternative<wire::MemberChange>(row.message.entry.content) ||
           std::holds_alternative<wire::RoomChange>(row.message.entry.content);
}

// What this entry replies to, if it is a reply.
[[nodiscard]] inline std::optional<Seq> replyOf(const wire::Entry &entry) {
    if (const auto *text = std::get_if<wire::Text>(&entry.content))
        return text->reply;
    if (const auto *file = std::get_if<wire::File>(&entry.content))
        return file->reply;
    return std::nullopt;
}

} // namespace zchat::gui
