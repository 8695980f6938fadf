#include "gui/look/paint.hpp"

#include <QFontMetrics>
#include <QStyle>
#include <QTextBoundaryFinder>
#include <QTextLayout>
#include <algorithm>

namespace zchat::gui {

namespace {

// The first character as people count them, so that an emoji or an accented letter stays whole.
QString firstCharacter(const QString &word) {
    QTextBoundaryFinder finder(QTextBoundaryFinder::Grapheme, word);
    const auto end = finder.toNextBoundary();
    return end < 0 ? QString() : word.left(end);
}

} // namespace

QString initialsOf(const QString &shownName) {
    const QStringList words = shownName.split(' ', Qt::SkipEmptyParts);
    if (words.isEmpty())
        return QString();
    if (words.size() > 1)
        return (firstCharacter(words[0]) + firstCharacter(words[1])).toUpper();
    const QString first = firstCharacter(words[0]);
    return (first + firstCharacter(words[0].mid(first.size()))).toUpper();
}

QColor personColor(const Tokens &tokens, const std::string &name) {
    // FNV-1a: the same on every machine and in every release, which std::hash does not promise.
    std::uint32_t hash = 2166136261U;
    for (const char c : name) {
        hash ^= static_cast<unsigned char>(c);
        hash *= 16777619U;
    }
    return tokens.people[hash % tokens.people.size()];
}

void paintAvatar(QPainter &painter, const QRect &rect, const Look &look, const std::string &name,
                 const QString &shownName) {
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    const bool isSmall = rect.width() < measure::avatar;
    const int radius = isSmall ? measure::avatarRadiusSmall : measure::avatarRadius;
    painter.setPen(Qt::NoPen);
    painter.setBrush(personColor(look.tokens, name));
    painter.drawRoundedRect(rect, radius, radius);
    QFont font = look.strong;
    font.setPixelSize(isSmall ? 9 : measure::bodySize);
    painter.setFont(font);
    painter.setPen(look.tokens.onPerson);
    painter.drawText(rect, Qt::AlignCenter, initialsOf(shownName));
    painter.restore();
}

void paintDot(QPainter &painter, QPoint centre, const Look &look, Dot dot) {
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF rect(centre.x() - 4, centre.y() - 4, 8, 8);
    switch (dot) {
    case Dot::online:
        painter.setPen(Qt::NoPen);
        painter.setBrush(look.tokens.on);
        painter.drawEllipse(rect);
        break;
    case Dot::away:
        painter.setPen(QPen(look.tokens.away, 1.5));
        painter.setBrush(Qt::NoBrush);
        painter.drawEllipse(rect.adjusted(0.75, 0.75, -0.75, -0.75));
        painter.setPen(Qt::NoPen);
        painter.setBrush(look.tokens.away);
        painter.drawPie(rect, 90 * 16, 180 * 16);
        break;
    case Dot::offline:
        painter.setPen(QPen(look.tokens.faint, 1.5));
        painter.setBrush(Qt::NoBrush);
        painter.drawEllipse(rect.adjusted(0.75, 0.75, -0.75, -0.75));
        break;
    }
    painter.restore();
}

QRect visual(const QRect &rect, const QRect &whole, Qt::LayoutDirection direction) {
    return QStyle::visualRect(direction, whole, rect);
}

void paintLines(QPainter &painter, const QRect &rect, const QFont &font, const QColor &color,
                const QString &words) {
    const QFontMetrics metrics(font);
    const int lines = std::max(1, rect.height() / metrics.height());
    QTextLayout laid(words, font);
    laid.beginLayout();
    for (int i = 0; i < lines; ++i) {
        QTextLine line = laid.createLine();
        if (!line.isValid())
            break;
        line.setLineWidth(rect.width());
        const QRect at(rect.left(), rect.top() + i * metrics.height(), rect.width(),
                       metrics.height());
        const bool isLast = i + 1 == lines;
        paintWords(painter, at, font, color,
                   isLast ? words.mid(line.textStart())
                          : words.mid(line.textStart(), line.textLength()).trimmed());
    }
    laid.endLayout();
}

void paintWords(QPainter &painter, const QRect &rect, const QFont &font, const QColor &color,
                const QString &words, Qt::Alignment alignment) {
    painter.setFont(font);
    painter.setPen(color);
    const QString fitting =
        QFontMetrics(font).elidedText(words, Qt::ElideRight, rect.width(), Qt::TextSingleLine);
    // Words go their own way; the side at which they stand is the window's to say.
    const Qt::LayoutDirection direction = painter.layoutDirection();
    const Qt::Alignment side = QStyle::visualAlignment(direction, alignment);
    painter.setLayoutDirection(fitting.isRightToLeft() ? Qt::RightToLeft : Qt::LeftToRight);
    painter.drawText(rect, int((side | Qt::AlignAbsolute).toInt()) | Qt::TextSingleLine, fitting);
    painter.setLayoutDirection(direction);
}

} // namespace zchat::gui
