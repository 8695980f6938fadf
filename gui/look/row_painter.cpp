#include "gui/look/row_painter.hpp"

#include <QFontMetrics>
#include <algorithm>

namespace zchat::gui {

namespace {

constexpr int leastBeside = 24; // less shows nothing but dots

int advance(const QFont &font, const QString &words) {
    return QFontMetrics(font).horizontalAdvance(words) + 2;
}

} // namespace

RowPainter::RowPainter(QPainter &painter, const QStyleOptionViewItem &option, const Look &look)
    : painter_(painter)
    , look_(look)
    , rect_(0, 0, int(option.rect.width() / look.zoom), int(option.rect.height() / look.zoom)) {
    painter_.save();
    painter_.setRenderHint(QPainter::Antialiasing);
    painter_.setLayoutDirection(option.direction);
    painter_.translate(option.rect.topLeft());
    painter_.scale(look.zoom, look.zoom);
}

RowPainter::~RowPainter() {
    painter_.restore();
}

QRect RowPainter::at(const QRect &place) const {
    return visual(place, rect_, painter_.layoutDirection());
}

void RowPainter::ground(const QStyleOptionViewItem &option, const QRect &place) {
    const bool isCurrent = option.state.testFlag(QStyle::State_Selected);
    if (!isCurrent && !option.state.testFlag(QStyle::State_MouseOver))
        return;
    painter_.setPen(Qt::NoPen);
    painter_.setBrush(isCurrent ? look_.tokens.selected : look_.tokens.hover);
    painter_.drawRoundedRect(at(place), 6, 6);
}

void RowPainter::avatar(const QRect &place, const std::string &name, const QString &shown) {
    paintAvatar(painter_, at(place), look_, name, shown);
}

void RowPainter::dot(QPoint centre, Dot dot) {
    const QRect place(centre.x() - 4, centre.y() - 4, 8, 8);
    paintDot(painter_, at(place).topLeft() + QPoint(4, 4), look_, dot);
}

void RowPainter::icon(const QRect &place, Icon icon, const QColor &color) {
    paintIcon(painter_, at(place), icon, color);
}

void RowPainter::words(const QRect &place, const QFont &font, const QColor &color,
                       const QString &words) {
    paintWords(painter_, at(place), font, color, words);
}

void RowPainter::lines(const QRect &place, const QFont &font, const QColor &color,
                       const QString &words) {
    paintLines(painter_, at(place), font, color, words);
}

int RowPainter::wordsBefore(int right, const QRect &row, const QFont &font, const QColor &color,
                            const QString &words) {
    const int wide = advance(font, words);
    this->words(QRect(right - wide, row.top(), wide, row.height()), font, color, words);
    return right - wide;
}

void RowPainter::named(const QRect &place, const QFont &font, const QString &name,
                       const QString &beside) {
    const int wide = std::min(advance(font, name), place.width());
    words(QRect(place.left(), place.top(), wide, place.height()), font, look_.tokens.text, name);
    const QRect rest = place.adjusted(wide + 8, 0, 0, 0);
    if (!beside.isEmpty() && rest.width() >= leastBeside)
        words(rest, look_.tiny, look_.tokens.dim, beside);
}

} // namespace zchat::gui
