// Sentences that more than one part of the window says: of system lines, drafts, times and sizes.
#pragma once

#include <QString>

#include "gui/model/people.hpp"
#include "gui/model/row.hpp"

namespace zchat::gui {

// "Jun joined", "Tom removed Lena", "Maya changed the topic to …".
[[nodiscard]] QString systemWords(const wire::Entry &entry, const People &people);
// What the message says, for a quote, a copy or a screen reader.
[[nodiscard]] QString plainWords(const wire::Message &message);
// "online", "away", "offline".
[[nodiscard]] QString presenceWord(wire::State state);
// "queued", "sending", "stored", "refused: …".
[[nodiscard]] QString stateWords(const Draft &draft);
// Hours and minutes as the locale writes them.
[[nodiscard]] QString timeWords(TimeMs at);
[[nodiscard]] QString dayWords(QDate day, QDate today);
[[nodiscard]] QString sizeWords(std::uint64_t bytes);
// "255 MB of 412 MB · 48 MB/s · 4 s left", "paused · …", or why it failed.
[[nodiscard]] QString transferWords(const client::TransferChanged &transfer);
// The same in half the room: "62 % · 4 s left".
[[nodiscard]] QString shortTransferWords(const client::TransferChanged &transfer);
// From 0 to 1.
[[nodiscard]] double fractionOf(const client::TransferChanged &transfer);
// Words chosen by somebody else, fit to be shown in one line.
[[nodiscard]] QString oneLine(const std::string &utf8);
// For a tooltip, which would take anything that looks like HTML for HTML.
[[nodiscard]] QString plainTip(const QString &words);

} // namespace zchat::gui
