#include "gui/look/tray_icon.hpp"

#include <QCoreApplication>
#include <QPainter>
#include <QPainterPath>
#include <algorithm>
#include <array>

namespace zchat::gui {

namespace {

// Everything is drawn on a square of 64 and scaled.
constexpr double side = 64;

void paintMark(QPainter &painter, const Tokens &tokens, bool isQuiet) {
    QPainterPath bubble;
    bubble.addRoundedRect(QRectF(4, 6, 56, 44), 14, 14);
    QPainterPath tail(QPointF(16, 46));
    tail.lineTo(16, 60);
    tail.lineTo(32, 48);
    tail.closeSubpath();
    painter.fillPath(bubble.united(tail), isQuiet ? tokens.dim : tokens.accent);
    painter.setPen(QPen(tokens.onAccent, 5, Qt::SolidLine, Qt::RoundCap));
    if (isQuiet) {
        painter.drawLine(QPointF(20, 28), QPointF(44, 28)); // no entry
    } else {
        painter.drawLine(QPointF(18, 22), QPointF(46, 22));
        painter.drawLine(QPointF(18, 34), QPointF(36, 34));
    }
    painter.setPen(Qt::NoPen);
}

void paintBadge(QPainter &painter, const Look &look, const Waiting &waiting) {
    const Tokens &tokens = look.tokens;
    if (waiting.mentions == 0) {
        painter.setBrush(tokens.window);
        painter.drawEllipse(QPointF(51, 51), 13, 13);
        painter.setBrush(tokens.warn);
        painter.drawEllipse(QPointF(51, 51), 10, 10);
        return;
    }
    const QString words = waiting.mentions > 99 ? "99+" : QString::number(waiting.mentions);
    const double width = words.size() == 1 ? 34 : words.size() == 2 ? 46 : 58;
    const QRectF rect(side - width, side - 34, width, 34);
    painter.setBrush(tokens.window);
    painter.drawRoundedRect(rect.adjusted(-3, -3, 0, 0), 18, 18);
    painter.setBrush(tokens.warnText); // deep enough for a number on it
    painter.drawRoundedRect(rect, 17, 17);
    QFont font = look.strong;
    font.setPixelSize(28);
    font.setWeight(QFont::Bold);
    painter.setFont(font);
    painter.setPen(tokens.onAccent);
    painter.drawText(rect, Qt::AlignCenter, words);
}

} // namespace

QString waitingWords(const Waiting &waiting) {
    const auto count = [](std::uint64_t n) { return int(std::min<std::uint64_t>(n, 1'000'000)); };
    QStringList words;
    if (waiting.mentions > 0)
        words << QCoreApplication::translate("tray", "%n for you", nullptr,
                                             count(waiting.mentions));
    if (waiting.unread > 0)
        words << QCoreApplication::translate("tray", "%n unread", nullptr, count(waiting.unread));
    if (waiting.isQuiet)
        words << QCoreApplication::translate("tray", "do not disturb");
    return words.join(", ");
}

QIcon trayIcon(const Look &look, const Waiting &waiting) {
    QIcon icon;
    for (const int size : {22, 32, 64}) {
        QPixmap pixmap(size, size);
        pixmap.fill(Qt::transparent);
        QPainter painter(&pixmap);
        painter.setRenderHint(QPainter::Antialiasing);
        painter.scale(size / side, size / side);
        paintMark(painter, look.tokens, waiting.isQuiet);
        if (waiting.unread > 0 || waiting.mentions > 0)
            paintBadge(painter, look, waiting);
        painter.end();
        icon.addPixmap(pixmap);
    }
    return icon;
}

} // namespace zchat::gui
