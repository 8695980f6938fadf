#include "gui/text/document.hpp"

#include <QAbstractTextDocumentLayout>
#include <QFontMetricsF>
#include <QPainter>
#include <QTextBlock>
#include <QTextBoundaryFinder>
#include <QTextCursor>
#include <QTextLayout>
#include <algorithm>

namespace zchat::gui {

namespace {

constexpr int cardPadding = 12;
constexpr int cardPaddingTop = 8;
constexpr int quoteIndent = 13;
constexpr int blockGap = 4;
constexpr int mostLargeEmoji = 3;

QString words(const std::string &utf8) {
    QString text = QString::fromStdString(utf8);
    text.replace('\n', QChar(QChar::LineSeparator));
    return text;
}

QTextCharFormat formatOf(const Span &span, const Look &look, bool isQuoted) {
    QTextCharFormat format;
    format.setForeground(isQuoted ? look.tokens.dim : look.tokens.text);
    if (span.isCode) {
        format.setFont(look.code);
        format.setBackground(look.tokens.code);
    }
    if (span.isBold)
        format.setFontWeight(QFont::DemiBold);
    if (span.isItalic)
        format.setFontItalic(true);
    if (span.isStruck)
        format.setFontStrikeOut(true);
    if (span.isMention) {
        format.setForeground(look.tokens.accentText);
        format.setBackground(look.tokens.accentSoft);
        format.setFontWeight(QFont::DemiBold);
    }
    if (!span.link.empty()) {
        format.setAnchor(true);
        format.setAnchorHref(QString::fromStdString(span.link));
        format.setForeground(look.tokens.accentText);
    }
    return format;
}

QTextBlockFormat formatOf(const Block &block, const Look &look, bool isFirst) {
    QTextBlockFormat format;
    format.setLineHeight(measure::line, QTextBlockFormat::MinimumHeight);
    const int indent = block.isQuoted ? quoteIndent : 0;
    format.setLeftMargin(indent);
    switch (block.kind) {
    case BlockKind::paragraph:
        format.setTopMargin(isFirst ? 0 : blockGap);
        break;
    case BlockKind::code:
        format.setLineHeight(0, QTextBlockFormat::SingleHeight);
        format.setLeftMargin(cardPadding);
        format.setRightMargin(cardPadding);
        format.setTopMargin(cardPaddingTop + blockGap);
        format.setBottomMargin(cardPaddingTop + 2);
        break;
    case BlockKind::item: {
        const QString marker = QString::fromStdString(block.marker) + "  ";
        const qreal hang = QFontMetricsF(look.body).horizontalAdvance(marker);
        format.setLeftMargin(indent + block.depth * 20 + hang + 4);
        format.setTextIndent(-hang);
        format.setTopMargin(isFirst ? 0 : 2);
        break;
    }
    }
    return format;
}

void write(QTextCursor &cursor, const Block &block, const Look &look) {
    if (block.kind == BlockKind::code) {
        QTextCharFormat format;
        format.setFont(look.code);
        format.setForeground(look.tokens.text);
        for (const Span &span : block.spans)
            cursor.insertText(words(span.text), format);
        return;
    }
    if (block.kind == BlockKind::item) {
        QTextCharFormat format;
        format.setForeground(look.tokens.dim);
        cursor.insertText(QString::fromStdString(block.marker) + "  ", format);
    }
    for (const Span &span : block.spans)
        cursor.insertText(words(span.text), formatOf(span, look, block.isQuoted));
}

// Where the text engine put each block, as cards and bars.
void measureBlocks(LaidText &laid, const std::vector<Block> &blocks, int width) {
    QTextBlock textBlock = laid.document->firstBlock();
    const QAbstractTextDocumentLayout *layout = laid.document->documentLayout();
    qreal widest = 0;
    for (const Block &block : blocks) {
        const QRectF rect = layout->blockBoundingRect(textBlock);
        const QTextLayout *lines = textBlock.layout();
        for (int i = 0; i < lines->lineCount(); ++i)
            widest = std::max(widest, rect.left() + lines->lineAt(i).naturalTextRect().right());
        if (block.kind == BlockKind::code) {
            const QRectF inked = lines->boundingRect().translated(lines->position());
            laid.codeCards.push_back(
                CodeCard{.rect = QRectF(0, inked.top() - cardPaddingTop, width,
                                        inked.height() + 2 * cardPaddingTop),
                         .text = QString::fromStdString(block.spans.front().text)});
        }
        if (block.isQuoted) {
            const QRectF bar(0, rect.top() + 2, 3, rect.height() - 4);
            const bool joins = !laid.quoteBars.empty() &&
                               laid.quoteBars.back().bottom() + 3 * blockGap >= bar.top();
            if (joins)
                laid.quoteBars.back().setBottom(bar.bottom());
            else
                laid.quoteBars.push_back(bar);
        }
        if (lines->lineCount() > 0) {
            const QTextLine last = lines->lineAt(lines->lineCount() - 1);
            const QRectF inked = last.naturalTextRect();
            laid.endsRightToLeft = textBlock.textDirection() == Qt::RightToLeft;
            laid.lastLineEnd =
                lines->position() +
                QPointF(laid.endsRightToLeft ? inked.left() : inked.right(), last.y());
        }
        laid.endsInCode = block.kind == BlockKind::code;
        textBlock = textBlock.next();
    }
    // The last block's lower margin is no part of the document's height, and the card stands there.
    if (!laid.codeCards.empty())
        laid.height = std::max(
            laid.height, static_cast<int>(std::ceil(laid.codeCards.back().rect.bottom())) + 1);
    laid.width = laid.codeCards.empty() ? static_cast<int>(std::ceil(widest)) : width;
}

bool isEmojiStart(char32_t c) {
    return (c >= 0x1f1e6 && c <= 0x1faff) || (c >= 0x2600 && c <= 0x27bf) ||
           (c >= 0x2b05 && c <= 0x2b55) || (c >= 0x231a && c <= 0x23fa) || c == 0x203c ||
           c == 0x2049 || c == 0x2764;
}

// Marks that may follow within one: joiners, variants, skin tones, keycaps, flags of regions.
bool isEmojiPart(char32_t c) {
    return isEmojiStart(c) || c == 0x200d || c == 0xfe0f || c == 0x20e3 || c == 0x2640 ||
           c == 0x2642 || (c >= 0xe0020 && c <= 0xe007f);
}

QTextCursor cursorOver(const LaidText &text, int from, int to) {
    const int last = lengthOf(text);
    QTextCursor cursor(text.document.get());
    cursor.setPosition(std::clamp(from, 0, last));
    cursor.setPosition(std::clamp(to, 0, last), QTextCursor::KeepAnchor);
    return cursor;
}

} // namespace

QVariant SafeDocument::loadResource(int /*type*/, const QUrl & /*name*/) {
    return {};
}

LaidText layText(const std::vector<Block> &blocks, const Look &look, int width) {
    LaidText laid;
    laid.document = std::make_unique<SafeDocument>();
    SafeDocument &document = *laid.document;
    document.setUndoRedoEnabled(false);
    document.setDocumentMargin(0);
    document.setDefaultFont(look.body);
    QTextOption option;
    option.setWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    document.setDefaultTextOption(option);
    QTextCursor cursor(&document);
    bool isFirst = true;
    for (const Block &block : blocks) {
        const QTextBlockFormat format = formatOf(block, look, isFirst);
        if (isFirst)
            cursor.setBlockFormat(format);
        else
            cursor.insertBlock(format, QTextCharFormat());
        write(cursor, block, look);
        isFirst = false;
    }
    document.setTextWidth(width);
    laid.height = static_cast<int>(std::ceil(document.size().height()));
    measureBlocks(laid, blocks, width);
    return laid;
}

void paintText(QPainter &painter, const LaidText &text, const Look &look, QPoint topLeft,
               std::optional<std::pair<int, int>> selected) {
    painter.save();
    painter.translate(topLeft);
    painter.setRenderHint(QPainter::Antialiasing);
    for (const CodeCard &card : text.codeCards) {
        painter.setPen(QPen(look.tokens.line, 1));
        painter.setBrush(look.tokens.code);
        painter.drawRoundedRect(card.rect.adjusted(0.5, 0.5, -0.5, -0.5), 8, 8);
    }
    painter.setPen(Qt::NoPen);
    painter.setBrush(look.tokens.faint);
    for (const QRectF &bar : text.quoteBars)
        painter.drawRoundedRect(bar, 1.5, 1.5);
    QAbstractTextDocumentLayout::PaintContext context;
    context.palette.setColor(QPalette::Text, look.tokens.text);
    if (selected) {
        QAbstractTextDocumentLayout::Selection marked;
        marked.cursor = cursorOver(text, selected->first, selected->second);
        marked.format.setBackground(look.tokens.accentSoft);
        context.selections.append(marked);
    }
    text.document->documentLayout()->draw(&painter, context);
    painter.restore();
}

QString linkAt(const LaidText &text, QPointF point) {
    return text.document->documentLayout()->anchorAt(point);
}

QStringList linksOf(const LaidText &text) {
    QStringList links;
    for (QTextBlock block = text.document->begin(); block.isValid(); block = block.next())
        for (auto each = block.begin(); !each.atEnd(); ++each) {
            const QString link = each.fragment().charFormat().anchorHref();
            if (!link.isEmpty() && !links.contains(link))
                links << link;
        }
    return links;
}

int characterAt(const LaidText &text, QPointF point) {
    return std::max(0, text.document->documentLayout()->hitTest(point, Qt::FuzzyHit));
}

std::pair<int, int> wordAt(const LaidText &text, int character) {
    QTextCursor cursor(text.document.get());
    cursor.setPosition(std::clamp(character, 0, lengthOf(text)));
    cursor.select(QTextCursor::WordUnderCursor);
    return {cursor.selectionStart(), cursor.selectionEnd()};
}

int lengthOf(const LaidText &text) {
    return std::max(0, text.document->characterCount() - 1);
}

QString plainText(const LaidText &text, int from, int to) {
    QString words = cursorOver(text, from, to).selectedText();
    words.replace(QChar(QChar::ParagraphSeparator), '\n');
    words.replace(QChar(QChar::LineSeparator), '\n');
    return words;
}

bool isOnlyEmoji(const std::vector<Block> &blocks) {
    if (blocks.size() != 1 || blocks.front().kind != BlockKind::paragraph ||
        blocks.front().isQuoted)
        return false;
    std::string whole;
    for (const Span &span : blocks.front().spans) {
        if (span.isCode || span.isMention || !span.link.empty())
            return false;
        whole += span.text;
    }
    const QString text = QString::fromStdString(whole).simplified().remove(' ');
    if (text.isEmpty() || text.size() > 64)
        return false;
    QTextBoundaryFinder finder(QTextBoundaryFinder::Grapheme, text);
    int count = 0;
    for (qsizetype from = 0; from < text.size(); ++count) {
        const qsizetype end = finder.toNextBoundary();
        const QList<uint> points = text.mid(from, end - from).toUcs4();
        if (end <= from || !isEmojiStart(points.front()) ||
            !std::all_of(points.begin(), points.end(), isEmojiPart))
            return false;
        from = end;
    }
    return count <= mostLargeEmoji;
}

} // namespace zchat::gui
