#include "gui/timeline/paint_row.hpp"

#include <QCoreApplication>
#include <QFontMetrics>

#include "gui/look/paint.hpp"
#include "gui/timeline/paint_attachment.hpp"

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
        const QRect line =
            visual(laid.newLine.adjusted(width, 0, 0, 0), laid.newLine, painter.layoutDirection());
        painter.drawLine(line.left(), line.center().y(), line.right(), line.center().y());
        paintWords(painter, laid.newLine, look.label, look.tokens.warnText, words);
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
    const auto placed = [&](const QRect &rect) {
        return visual(rect, laid.quote, painter.layoutDirection());
    };
    painter.fillRect(placed(QRect(laid.quote.topLeft(), QSize(3, laid.quote.height()))),
                     look.tokens.accent);
    QRect rest = laid.quote.adjusted(13, 0, 0, 0);
    if (!laid.quoteName.isEmpty()) {
        QFont name = look.small;
        name.setWeight(QFont::DemiBold);
        paintWords(painter, placed(rest), name, look.tokens.accentText, laid.quoteName);
        rest.setLeft(rest.left() + QFontMetrics(name).horizontalAdvance(laid.quoteName) + 6);
    }
    paintWords(painter, placed(rest), look.small, look.tokens.dim, laid.quoteWords);
}

void paintQuiet(QPainter &painter, const RowLayout &laid, const Look &look) {
    paintWords(painter, laid.system, look.tiny, look.tokens.faint, laid.systemWords);
    if (!laid.foldAct.isNull())
        paintWords(painter, laid.foldAct, look.tiny, look.tokens.accentText, "· " + laid.foldWords);
    paintWords(painter, laid.notes, look.tiny, look.tokens.faint, laid.notesWords);
}

void paintBody(QPainter &painter, const RowLayout &laid, const Look &look,
               std::optional<std::pair<int, int>> selected) {
    if (selected && !laid.attachment.box.isNull() && selected->first == 0)
        painter.fillRect(laid.attachment.box.adjusted(-4, -2, 4, 2), look.tokens.accentSoft);
    if (laid.text.document)
        paintText(painter, laid.text, look, laid.words.topLeft(), selected);
    for (const QRect &copy : laid.copies) {
        painter.fillRect(copy, look.tokens.code);
        paintWords(painter, copy, look.tiny, look.tokens.dim, tr("Copy"), Qt::AlignCenter);
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
               laid.isRefused ? look.tokens.warnText : look.tokens.faint, laid.stateWords);
    paintWords(painter, laid.retry, look.tiny, look.tokens.accentText, tr("Retry"));
    paintWords(painter, laid.rewrite, look.tiny, look.tokens.accentText, tr("Edit"));
    paintWords(painter, laid.drop, look.tiny, look.tokens.accentText, tr("Delete"));
}

void paintChips(QPainter &painter, const RowLayout &laid, const Look &look) {
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    for (const Chip &chip : laid.chips) {
        // One's own by a stronger edge and number too, for whom colours say nothing.
        const double edge = chip.isOwn ? 2 : 1;
        painter.setPen(QPen(chip.isOwn ? look.tokens.accent : look.tokens.line, edge));
        painter.setBrush(chip.isOwn ? look.tokens.accentSoft : look.tokens.window);
        painter.drawRoundedRect(
            QRectF(chip.rect).adjusted(edge / 2, edge / 2, -edge / 2, -edge / 2), 12, 12);
        paintWords(painter, chip.rect, chip.isOwn ? look.label : look.tiny,
                   chip.isOwn ? look.tokens.accentText : look.tokens.dim, chip.words,
                   Qt::AlignCenter);
    }
    if (!laid.addChip.isNull()) {
        painter.setPen(look.tokens.line);
        painter.setBrush(look.tokens.window);
        painter.drawRoundedRect(QRectF(laid.addChip).adjusted(0.5, 0.5, -0.5, -0.5), 12, 12);
        paintWords(painter, laid.addChip, look.small, look.tokens.dim, "+", Qt::AlignCenter);
    }
    painter.restore();
}

} // namespace

void paintRow(QPainter &painter, const RowLayout &laid, const Row &row, const Look &look,
              Pictures &pictures, const RowPainting &how) {
    if (laid.height == 0)
        return;
    const int wordsTop = laid.newLine.isNull() ? (laid.day.isNull() ? 0 : laid.day.bottom() + 4)
                                               : laid.newLine.bottom() + 2;
    const QRect wordsArea(0, wordsTop, how.width, laid.height - wordsTop);
    if (how.isTarget)
        painter.fillRect(wordsArea, look.tokens.accentSoft);
    else if (how.isPointed && laid.system.isNull())
        painter.fillRect(wordsArea, look.tokens.hover);
    if (how.selected && !laid.system.isNull())
        painter.fillRect(laid.system, look.tokens.accentSoft);
    paintSeparators(painter, laid, look);
    paintQuiet(painter, laid, look);
    paintHead(painter, laid, row, look);
    if (how.isPointed && !laid.gutterTime.isNull())
        paintWords(painter, laid.gutterTime, look.tiny, look.tokens.faint, laid.timeWords,
                   Qt::AlignRight | Qt::AlignVCenter);
    paintQuote(painter, laid, look);
    paintBody(painter, laid, look, how.selected);
    paintAttachment(painter, laid.attachment, look, pictures);
    paintState(painter, laid, look);
    paintChips(painter, laid, look);
    if (how.hasFocus) {
        painter.setPen(look.tokens.accent);
        painter.setBrush(Qt::NoBrush);
        painter.drawRect(wordsArea.adjusted(4, 0, -5, -1));
    }
}

} // namespace zchat::gui
