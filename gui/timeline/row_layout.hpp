// RowLayout: where everything in one row of the timeline stands, in pixels from the row's corner.
//
//   ------------------------- Today -------------------------   day, where one opens
//   New -----------------------------------------------------   New line, where it opens
//   [TO]  Tom Okafor tom  10:41                                 head, where a group opens
//         | Maya Klein  If p99 moves, I stop.                   quote, in a reply
//         Rolling broker 2.4 now.  ✓ stored                     words, and what is to say of them
//         [👍 3] [🎉 1]                                          reactions
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

namespace zchat::gui {

struct Chip {
    QRect rect;
    std::string emoji;
    QString words;
    QString who; // for the tooltip
    bool isOwn = false;
};

struct RowLayout {
    int height = 0;
    int anchorTop = 0; // the top of the words: what stays under the eye
    QRect day;
    QString dayWords;
    QRect newLine;
    QRect system;
    QString systemWords;
    QRect avatar;
    QRect name;
    QString nameWords;
    QRect beside;
    QString besideWords;
    QRect time;
    QString timeWords;
    QRect quote;
    QString quoteName;
    QString quoteWords;
    std::optional<Seq> quoteOf;
    QRect card;
    QString cardTitle;
    QString cardDetail;
    QRect words;
    LaidText text;
    std::vector<QRect> copies; // the Copy word of each code card
    QRect deleted;
    std::vector<Chip> chips;
    QRect state;
    QString stateWords;
    bool isRefused = false;
    QRect retry;
    QRect drop;
};

[[nodiscard]] RowLayout layRow(const Row &row, const TimelineModel &model, const People &people,
                               const Look &look, int width, QDate today);

} // namespace zchat::gui
