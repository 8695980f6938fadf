#include "gui/timeline/paint_row.hpp"

#include <QCoreApplication>
#include <QFontMetrics>

#include "gui/look/paint.hpp"

namespace zchat::gui {

namespace {

QString tr(const char *words) {
    return QCoreApplication::translate("timeline", words);
}

void paintSeparators(QPainter &painter, const RowLayout &laid, const Look &look) {
    if (!laid.day.isNull()) {
        const int half = QFontMetrics(look.label).horizontalAdvance(laid.dayWords) / 2 + 12;
        const QPoint middle = laid.day.center();
        painter.setPen(look.tokens.line);
        painter.drawLine(laid.day.left(), middle.y(), middle.x() - half, middle.y());
        painter.drawLine(middle.x() + half, middle.y(), laid.day.right(), middle.y());
        paintWords(painter, laid.day, look.label, look.tokens.dim, laid.dayWords, Qt::AlignCenter);
    }
    if (!laid.newLine.isNull()) {
        const QString words = tr("New");
        const int width = QFontMetrics(look.label).horizontalAdvance(words) + 10;
        painter.setPen(look.tokens.warn);
        painter.drawLine(laid.newLine.left() + width, laid.newLine.center().y(),
                         laid.newLine.right(), laid.newLine.center().y());
        paintWords(painter, laid.newLine, look.label, look.tokens.warn, words);
    }
}

void paintHead(QPainter &painter, const RowLayout &laid, const Row &row, const Look &look) {
    if (laid.avatar.isNull())
        return;
    paintAvatar(painter, laid.avatar, look, row.message.entry.by.value, laid.nameWords);
    paintWords(painter, laid.name, look.strong, look.tokens.text, laid.nameWords);
    paintWords(painter, laid.beside, look.tiny, look.tokens.dim, laid.besideWords);
    paintWords(painter, laid.time, look.tiny, look.tokens.faint, laid.timeWords);
}

void paintQuote(QPainter &painter, const RowLayout &laid, const Look &look) {
    if (laid.quote.isNull())
        return;
    painter.fillRect(QRect(laid.quote.topLeft(), QSize(3, laid.quote.height())),
                     look.tokens.accent);
    QRect rest = laid.quote.adjusted(13, 0, 0, 0);
    if (!laid.quoteName.isEmpty()) {
        QFont name = look.small;
        name.setWeight(QFont::DemiBold);
        paintWords(painter, rest, name, look.tokens.accentText, laid.quoteName);
        rest.setLeft(rest.left() + QFontMetrics(name).horizontalAdvance(laid.quoteName) + 6);
    }
    paintWords(painter, rest, look.small, look.tokens.dim, laid.quoteWords);
}

void paintCard(QPainter &painter, const RowLayout &laid, const Look &look) {
    if (laid.card.isNull())
        return;
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(look.tokens.line);
    painter.setBrush(look.tokens.card);
    painter.drawRoundedRect(QRectF(laid.card).adjusted(0.5, 0.5, -0.5, -0.5), measure::cardRadius,
                            measure::cardRadius);
    painter.restore();
    const QRect inner = laid.card.adjusted(12, 6, -12, -6);
    paintWords(painter, QRect(inner.left(), inner.top(), inner.width(), 20), look.body,
               look.tokens.text, laid.cardTitle);
    paintWords(painter, QRect(inner.left(), inner.top() + 20, inner.width(), 20), look.tiny,
               look.tokens.dim, laid.cardDetail);
}

void paintBody(QPainter &painter, const RowLayout &laid, const Look &look) {
    if (laid.text.document)
        paintText(painter, laid.text, look, laid.words.topLeft());
    for (const QRect &copy : laid.copies) {
        painter.fillRect(copy, look.tokens.code);
        paintWords(painter, copy, look.tiny, look.tokens.faint, tr("Copy"), Qt::AlignCenter);
    }
    if (!laid.deleted.isNull()) {
        QFont slanted = look.body;
        slanted.setItalic(true);
        paintWords(painter, laid.deleted, slanted, look.tokens.faint,
                   tr("This message was deleted."));
    }
}

void paintState(QPainter &painter, const RowLayout &laid, const Look &look) {
    if (laid.state.isNull())
        return;
    paintWords(painter, laid.state, look.tiny,
               laid.isRefused ? look.tokens.warn : look.tokens.faint, laid.stateWords);
    paintWords(painter, laid.retry, look.tiny, look.tokens.accentText, tr("Retry"));
    paintWords(painter, laid.drop, look.tiny, look.tokens.accentText, tr("Delete"));
}

void paintChips(QPainter &painter, const RowLayout &laid, const Look &look) {
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    for (const Chip &chip : laid.chips) {
        painter.setPen(chip.isOwn ? look.tokens.accent : look.tokens.line);
        painter.setBrush(chip.isOwn ? look.tokens.accentSoft : look.tokens.window);
        painter.drawRoundedRect(QRectF(chip.rect).adjusted(0.5, 0.5, -0.5, -0.5), 12, 12);
        paintWords(painter, chip.rect, look.tiny,
                   chip.isOwn ? look.tokens.accentText : look.tokens.dim, chip.words,
                   Qt::AlignCenter);
    }
    painter.restore();
}

} // namespace

void paintRow(QPainter &painter, const RowLayout &laid, const Row &row, const Look &look,
              const RowPainting &how) {
    const int wordsTop = laid.newLine.isNull() ? (laid.day.isNull() ? 0 : laid.day.bottom() + 4)
                                               : laid.newLine.bottom() + 2;
    const QRect wordsArea(0, wordsTop, how.width, laid.height - wordsTop);
    if (how.isPointed && laid.system.isNull())
        painter.fillRect(wordsArea, look.tokens.hover);
    paintSeparators(painter, laid, look);
    paintWords(painter, laid.system, look.tiny, look.tokens.faint, laid.systemWords);
    paintHead(painter, laid, row, look);
    paintQuote(painter, laid, look);
    paintCard(painter, laid, look);
    paintBody(painter, laid, look);
    paintState(painter, laid, look);
    paintChips(painter, laid, look);
    if (how.hasFocus) {
        painter.setPen(look.tokens.accent);
        painter.setBrush(Qt::NoBrush);
        painter.drawRect(wordsArea.adjusted(4, 0, -5, -1));
    }
}

} // namespace zchat::gui
