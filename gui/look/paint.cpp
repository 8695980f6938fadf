#include "gui/look/paint.hpp"

#include <QFontMetrics>
#include <QIcon>
#include <QPainterPath>
#include <QTextBoundaryFinder>

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
    painter.setPen(look.tokens.onAccent);
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

void paintIcon(QPainter &painter, const QRect &rect, Icon icon, const QColor &color) {
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.translate(rect.center() - QPoint(measure::icon / 2 - 1, measure::icon / 2 - 1));
    painter.setPen(QPen(color, 1.5, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter.setBrush(Qt::NoBrush);
    switch (icon) {
    case Icon::publicRoom:
        painter.drawLine(QPointF(5, 7.5), QPointF(15, 7.5));
        painter.drawLine(QPointF(5, 12.5), QPointF(15, 12.5));
        painter.drawLine(QPointF(8.5, 4.5), QPointF(7, 15.5));
        painter.drawLine(QPointF(13, 4.5), QPointF(11.5, 15.5));
        break;
    case Icon::privateRoom: {
        QPainterPath diamond(QPointF(10, 4));
        diamond.lineTo(16, 10);
        diamond.lineTo(10, 16);
        diamond.lineTo(4, 10);
        diamond.closeSubpath();
        painter.fillPath(diamond, color);
        break;
    }
    case Icon::program:
        painter.drawRoundedRect(QRectF(4, 6, 12, 9.5), 2.5, 2.5);
        painter.drawLine(QPointF(10, 3.5), QPointF(10, 6));
        painter.drawPoint(QPointF(8, 10.5));
        painter.drawPoint(QPointF(12, 10.5));
        break;
    case Icon::plus:
        painter.drawLine(QPointF(10, 5.5), QPointF(10, 14.5));
        painter.drawLine(QPointF(5.5, 10), QPointF(14.5, 10));
        break;
    case Icon::more:
        painter.setBrush(color);
        painter.setPen(Qt::NoPen);
        for (const double x : {5.0, 10.0, 15.0})
            painter.drawEllipse(QPointF(x, 10), 1.4, 1.4);
        break;
    }
    painter.restore();
}

QIcon makeIcon(Icon icon, const QColor &color) {
    QIcon made;
    for (const int scale : {1, 2}) {
        QPixmap pixmap(measure::icon * scale, measure::icon * scale);
        pixmap.setDevicePixelRatio(scale);
        pixmap.fill(Qt::transparent);
        QPainter painter(&pixmap);
        paintIcon(painter, QRect(0, 0, measure::icon, measure::icon), icon, color);
        painter.end();
        made.addPixmap(pixmap);
    }
    return made;
}

void paintWords(QPainter &painter, const QRect &rect, const QFont &font, const QColor &color,
                const QString &words, Qt::Alignment alignment) {
    painter.setFont(font);
    painter.setPen(color);
    const QString fitting =
        QFontMetrics(font).elidedText(words, Qt::ElideRight, rect.width(), Qt::TextSingleLine);
    painter.drawText(rect, static_cast<int>(alignment) | Qt::TextSingleLine, fitting);
}

} // namespace zchat::gui
