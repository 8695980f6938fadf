// A message's words, laid out: Markdown in, one QTextDocument and the places to point at out.
//
// The document never loads anything: loadResource answers nothing, whatever is asked, and the text
// goes in through a cursor as plain runs with formats, never as HTML. Who paints draws the cards
// and bars first, then the document over them.
#pragma once

#include <QRectF>
#include <QString>
#include <QTextDocument>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "gui/look/look.hpp"
#include "gui/text/markdown.hpp"

namespace zchat::gui {

class SafeDocument final : public QTextDocument {
    Q_OBJECT
public:
    using QTextDocument::QTextDocument;

protected:
    QVariant loadResource(int type, const QUrl &name) override;
};

struct CodeCard {
    QRectF rect;
    QString text; // as it was written, for Copy
};

struct LaidText {
    std::unique_ptr<SafeDocument> document;
    std::vector<CodeCard> codeCards;
    std::vector<QRectF> quoteBars;
    QPointF lastLineEnd; // where the last line ends, in its direction, and its top
    bool endsRightToLeft = false;
    bool endsInCode = false;
    int width = 0;
    int height = 0;
};

[[nodiscard]] LaidText layText(const std::vector<Block> &blocks, const Look &look, int width);
// With a selection from one character to before another.
void paintText(QPainter &painter, const LaidText &text, const Look &look, QPoint topLeft,
               std::optional<std::pair<int, int>> selected = std::nullopt);
// The address under a point of the text, empty for none.
[[nodiscard]] QString linkAt(const LaidText &text, QPointF point);
// All of them, in their order, each once.
[[nodiscard]] QStringList linksOf(const LaidText &text);
// The character whose left edge is nearest to a point, which may lie outside.
[[nodiscard]] int characterAt(const LaidText &text, QPointF point);
// From the beginning to the end of the word at a character.
[[nodiscard]] std::pair<int, int> wordAt(const LaidText &text, int character);
[[nodiscard]] int lengthOf(const LaidText &text);
// As it is shown, lines broken where its writer broke them.
[[nodiscard]] QString plainText(const LaidText &text, int from, int to);
// Whether the words are one to three emoji and nothing else: then they are shown large.
[[nodiscard]] bool isOnlyEmoji(const std::vector<Block> &blocks);

} // namespace zchat::gui
