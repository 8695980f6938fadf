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
    QPointF lastLineEnd; // right end and top of the last line
    bool endsInCode = false;
    int width = 0;
    int height = 0;
};

[[nodiscard]] LaidText layText(const std::vector<Block> &blocks, const Look &look, int width);
void paintText(QPainter &painter, const LaidText &text, const Look &look, QPoint topLeft);
// The address under a point of the text, empty for none.
[[nodiscard]] QString linkAt(const LaidText &text, QPointF point);

} // namespace zchat::gui
