// RowLayout: where everything in one row of the timeline stands, in pixels from the row's corner.
//
//   ------------------------- Today -------------------------   day, where one opens
//   New -----------------------------------------------------   New line, where it opens
//   [TO]  Tom Okafor tom  10:41                                 head, where a group opens
//         | Maya Klein  If p99 moves, I stop.                   quote, in a reply
//         [TAR] rehearsal-trace.tar.zst                         attachment, a card or a picture
//         Rolling broker 2.4 now.  ✓ stored                     words, and what is to say of them
//         [👍 3] [🎉 1] [+]                                      reactions
//         Jun came online                                       notes
//
// A folded run of system lines, or of messages of ignored people, is one quiet line in its last
// row; the rows before it have no height of their own, so that a run may grow without moving what
// is in sight.
//
// Where the window is read from the right to the left, all of it stands the other way round.
//
// Made once by layRow() and used for painting, for the row's height and for what is under the
// pointer, so that the three can never disagree.
#pragma once

#include <QDate>
#include <QRect>
#include <QString>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "gui/look/look.hpp"
#include "gui/model/timeline_model.hpp"
#include "gui/text/document.hpp"
#include "gui/timeline/attachment_layout.hpp"

namespace zchat::gui {

struct Chip {
    QRect rect;
    std::string emoji;
    QString words;
    QString who; // for the tooltip
    bool isOwn = false;
};

struct RowLayout {
    int height = 0;    // 0: nothing of this row is shown
    int anchorTop = 0; // the top of the words: what stays under the eye
    QRect day;
    QString dayWords;
    QRect newLine;
    QRect system;
    QString systemWords;
    QRect foldAct; // the word that folds or unfolds a run
    QString foldWords;
    QRect notes;
    QString notesWords;
    QString notesTip;
    QRect avatar;
    QRect name;
    QString nameWords;
    QRect beside;
    QString besideWords;
    QRect time;
    QString timeWords;
    QRect gutterTime; // of a row that opens no group: shown while it is pointed at
    QRect quote;
    QString quoteName;
    QString quoteWords;
    std::optional<Seq> quoteOf;
    AttachmentLayout attachment;
    QRect words;
    LaidText text;
    std::vector<QRect> copies; // the Copy word of each code card
    QRect deleted;
    std::vector<Chip> chips;
    QRect addChip;
    QRect state;
    QString stateWords;
    QString stateTip;
    bool stateFollowsWords = false; // on their last line
    bool isRefused = false;
    QRect retry;
    QRect rewrite;
    QRect drop;
};

[[nodiscard]] RowLayout layRow(const Row &row, const TimelineModel &model, const People &people,
                               const Look &look, int width, QDate today);

} // namespace zchat::gui
