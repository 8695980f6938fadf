#include "gui/timeline/paint_attachment.hpp"

#include <QFontMetrics>
#include <QPainterPath>
#include <cmath>

#include "gui/look/paint.hpp"

namespace zchat::gui {

namespace {

void paintBox(QPainter &painter, const AttachmentLayout &laid, const Look &look) {
    painter.setPen(look.tokens.line);
    painter.setBrush(look.tokens.card);
    painter.drawRoundedRect(QRectF(laid.box).adjusted(0.5, 0.5, -0.5, -0.5), measure::cardRadius,
                            measure::cardRadius);
}

void paintBar(QPainter &painter, const AttachmentLayout &laid, const Look &look) {
    if (laid.bar.isNull())
        return;
    const QRectF whole(laid.bar);
    const double radius = laid.strip.isNull() ? whole.height() / 2 : 0;
    painter.setPen(Qt::NoPen);
    painter.setBrush(look.tokens.line);
    painter.drawRoundedRect(whole, radius, radius);
    if (laid.fraction <= 0)
        return;
    QRectF done = whole;
    done.setWidth(std::max(whole.height(), whole.width() * laid.fraction));
    if (painter.layoutDirection() == Qt::RightToLeft)
        done.moveRight(whole.right());
    painter.setBrush(look.tokens.accent);
    painter.drawRoundedRect(done, radius, radius);
}

void paintButtons(QPainter &painter, const AttachmentLayout &laid, const Look &look) {
    for (const FileButton &button : laid.buttons) {
        if (button.words.isEmpty())
            paintIcon(painter, button.rect, Icon::cross, look.tokens.dim);
        else
            paintWords(painter, button.rect, look.small, look.tokens.accentText, button.words,
                       Qt::AlignCenter);
    }
}

void paintDetail(QPainter &painter, const AttachmentLayout &laid, const Look &look) {
    const QColor color = laid.isTrouble ? look.tokens.warnText : look.tokens.dim;
    if (laid.detail.height() > measure::line)
        paintLines(painter, laid.detail, look.tiny, color, laid.detailWords);
    else
        paintWords(painter, laid.detail, look.tiny, color, laid.detailWords);
}

void paintCard(QPainter &painter, const AttachmentLayout &laid, const Look &look) {
    paintBox(painter, laid, look);
    painter.setPen(Qt::NoPen);
    painter.setBrush(look.tokens.accentSoft);
    painter.drawRoundedRect(laid.tile, 8, 8);
    QFont kind = look.label;
    kind.setPixelSize(laid.kind.size() > 3 ? 10 : 11);
    kind.setWeight(QFont::Bold);
    paintWords(painter, laid.tile, kind, look.tokens.accentText, laid.kind, Qt::AlignCenter);
    paintWords(painter, laid.title, look.body, look.tokens.text, laid.titleWords);
    paintDetail(painter, laid, look);
    paintBar(painter, laid, look);
    paintButtons(painter, laid, look);
}

QSize pixelsOf(QSize size, const QPainter &painter) {
    // The painter is scaled where the window is zoomed.
    const double ratio = painter.device()->devicePixelRatioF() * painter.worldTransform().m11();
    return {int(std::ceil(size.width() * ratio)), int(std::ceil(size.height() * ratio))};
}

// The picture in the middle of its place, its corners rounded where it reaches them.
void paintImage(QPainter &painter, const AttachmentLayout &laid, const QImage &image) {
    const QSizeF fitting = QSizeF(image.size()).scaled(laid.picture, Qt::KeepAspectRatio);
    QRectF at(QPointF(0, 0), fitting);
    at.moveCenter(QRectF(laid.box).center());
    QPainterPath corners;
    corners.addRoundedRect(laid.box, measure::cardRadius, measure::cardRadius);
    QBrush brush(image);
    brush.setTransform(
        QTransform::fromTranslate(at.left(), at.top())
            .scale(fitting.width() / image.width(), fitting.height() / image.height()));
    painter.setRenderHint(QPainter::SmoothPixmapTransform);
    painter.setPen(Qt::NoPen);
    painter.setBrush(brush);
    QPainterPath place;
    place.addRect(at);
    painter.drawPath(place.intersected(corners));
}

void paintPlaceholder(QPainter &painter, const AttachmentLayout &laid, const Look &look,
                      const QString &words) {
    const QRect rest =
        laid.box.adjusted(12, 0, -12, laid.strip.isNull() ? 0 : -laid.strip.height());
    const int middle = rest.center().y() - (words.isEmpty() ? 0 : 11);
    paintIcon(painter, QRect(rest.center().x() - 10, middle - 10, 20, 20), Icon::picture,
              look.tokens.faint);
    paintWords(painter, QRect(rest.left(), middle + 12, rest.width(), 18), look.tiny,
               look.tokens.dim, words, Qt::AlignCenter);
}

void paintPicture(QPainter &painter, const AttachmentLayout &laid, const Look &look,
                  Pictures &pictures) {
    const Decoded *decoded =
        laid.place.isEmpty() ? nullptr : pictures.find(laid.place, pixelsOf(laid.picture, painter));
    const bool isShown = decoded != nullptr && !decoded->image.isNull();
    if (!isShown || laid.picture.width() < laid.box.width() ||
        laid.picture.height() < laid.box.height())
        paintBox(painter, laid, look);
    const QString why = decoded != nullptr     ? decoded->why
                        : laid.place.isEmpty() ? laid.titleWords
                                               : QString();
    if (isShown)
        paintImage(painter, laid, decoded->image);
    else
        paintPlaceholder(painter, laid, look, why);
    if (laid.strip.isNull())
        return;
    QPainterPath corners;
    corners.addRoundedRect(laid.box, measure::cardRadius, measure::cardRadius);
    QPainterPath strip;
    strip.addRect(laid.strip);
    painter.fillPath(strip.intersected(corners), look.tokens.card);
    paintBar(painter, laid, look);
    paintDetail(painter, laid, look);
    paintButtons(painter, laid, look);
    painter.setPen(look.tokens.line);
    painter.setBrush(Qt::NoBrush);
    painter.drawRoundedRect(QRectF(laid.box).adjusted(0.5, 0.5, -0.5, -0.5), measure::cardRadius,
                            measure::cardRadius);
}

} // namespace

void paintAttachment(QPainter &painter, const AttachmentLayout &laid, const Look &look,
                     Pictures &pictures) {
    if (laid.box.isNull())
        return;
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    if (laid.isPicture)
        paintPicture(painter, laid, look, pictures);
    else
        paintCard(painter, laid, look);
    painter.restore();
}

} // namespace zchat::gui
