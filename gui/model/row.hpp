// Row: one message or draft as the timeline shows it.
//
// Its key is a seq or a draft's id and never a row number: rows move, keys do not.
#pragma once

#include <QDate>
#include <QtGlobal>
#include <optional>
#include <variant>

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

struct Row {
    RowKey key;
    wire::Message message; // of a draft: its content, by and at
    std::optional<Draft> draft;
    Seq foldedTo;               // entries up to here are in `message` already
    std::uint64_t revision = 0; // changes with anything that this row shows
    // Local day, and minutes since 1970: what days and groups are told apart by.
    QDate day;
    qint64 minute = 0;
    bool opensDay = false;
    bool opensNew = false;
    bool opensGroup = false;
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

} // namespace zchat::gui
