// The words that a row says about its message, beside the message's own.
#pragma once

#include <QString>

#include "gui/model/timeline_model.hpp"

namespace zchat::gui {

// The words alone, in one line, without the marks of Markdown: for a quote or a list.
[[nodiscard]] QString unmarked(const QString &words);
// "edited · ✓ stored · read by Maya, Tom"; empty where there is nothing to say.
[[nodiscard]] QString stateLine(const Row &row, const TimelineModel &model, const People &people);
// Everybody who has read it, and when it was stored and edited.
[[nodiscard]] QString stateTip(const Row &row, const TimelineModel &model, const People &people);
// The whole time of a moment, as the locale writes it.
[[nodiscard]] QString longTime(TimeMs at);

} // namespace zchat::gui
