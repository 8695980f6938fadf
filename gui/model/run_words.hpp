// The one quiet line of a folded run, and of who came and went: "Ann, Bo and 5 others joined".
//
// Pure words from rows; whoever could pose as another is named by account too.
#pragma once

#include <QString>
#include <QStringList>
#include <vector>

#include "gui/model/people.hpp"
#include "gui/model/row.hpp"

namespace zchat::gui {

class TimelineModel;

// "Ann", "Ann and Bo", "Ann, Bo and Cy", "Ann, Bo and 5 others".
[[nodiscard]] QString listWords(const QStringList &names);
// What the rows from `first` to `last` of a folded run hold, in one line.
[[nodiscard]] QString runWords(const TimelineModel &model, int first, int last,
                               const People &people);
[[nodiscard]] QString noteWords(const std::vector<Note> &notes, const People &people);
// Each of them with its time, one a line.
[[nodiscard]] QString noteTip(const std::vector<Note> &notes, const People &people);

} // namespace zchat::gui
