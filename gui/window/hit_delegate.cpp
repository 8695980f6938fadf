#include "gui/window/hit_delegate.hpp"

#include "gui/look/row_painter.hpp"

namespace zchat::gui {

namespace {

constexpr int rowHeight = 84;

} // namespace

HitDelegate::HitDelegate(const People &people, const Theme &theme, QObject *parent)
    : QAbstractItemDelegate(parent)
    , people_(people)
    , theme_(theme) {
    connect(&theme, &Theme::changed, this, [this] { Q_EMIT sizeHintChanged({}); });
}

QSize HitDelegate::sizeHint(const QStyleOptionViewItem & /*option*/,
                            const QModelIndex & /*index*/) const {
    const Look &look = theme_.look();
    return {look.px(120), look.px(rowHeight)};
}

void HitDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option,
                        const QModelIndex &index) const {
    const Look &look = theme_.look();
    RowPainter row(*painter, option, look);
    row.ground(option, row.rect().adjusted(0, 1, 0, -1));
    const QRect inner = row.rect().adjusted(8, 6, -8, -8);
    const AccountName by(index.data(hitBy).toString().toStdString());
    row.avatar(QRect(inner.left(), inner.top() + 1, 20, 20), by.value, people_.shownName(by));
    const QRect top(inner.left() + 28, inner.top(), inner.width() - 28, 22);
    const int timeLeft = row.wordsBefore(inner.right(), top, look.tiny, look.tokens.dim,
                                         index.data(hitTime).toString());
    row.named(QRect(top.left(), top.top(), timeLeft - 8 - top.left(), top.height()), look.strong,
              people_.fullName(by), index.data(hitWhere).toString());
    const int high = 2 * QFontMetrics(look.small).height();
    row.lines(QRect(top.left(), inner.top() + 24, top.width(), high), look.small, look.tokens.text,
              index.data(hitWords).toString());
}

} // namespace zchat::gui
