#include "gui/window/sidebar_delegate.hpp"

#include <QFontMetrics>
#include <QPainter>
#include <algorithm>

namespace zchat::gui {

namespace {

constexpr int headHeight = 36;

} // namespace

Dot dotOf(wire::State state) {
    switch (state) {
    case wire::State::online:
        return Dot::online;
    case wire::State::away:
        return Dot::away;
    case wire::State::offline:
        return Dot::offline;
    }
    return Dot::offline;
}

SidebarDelegate::SidebarDelegate(const RoomsModel &rooms, const People &people, const Theme &theme,
                                 QObject *parent)
    : QAbstractItemDelegate(parent)
    , rooms_(rooms)
    , people_(people)
    , theme_(theme) {}

QSize SidebarDelegate::sizeHint(const QStyleOptionViewItem & /*option*/,
                                const QModelIndex &index) const {
    return {40, rooms_.row(index.row()).room ? int(measure::sidebarRow) : headHeight};
}

QRect SidebarDelegate::plusRect(const QRect &row) {
    return {row.right() - 36, row.bottom() - 26, 28, 24};
}

void SidebarDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option,
                            const QModelIndex &index) const {
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    const Tokens &tokens = theme_.look().tokens;
    const SidebarRow &row = rooms_.row(index.row());
    const bool isPointed = option.state.testFlag(QStyle::State_MouseOver);
    if (!row.room) {
        paintHead(*painter, option.rect, row, isPointed);
    } else {
        const bool isOpen = option.state.testFlag(QStyle::State_Selected);
        if (isOpen || isPointed) {
            painter->setPen(Qt::NoPen);
            painter->setBrush(isOpen ? tokens.selected : tokens.hover);
            painter->drawRoundedRect(option.rect.adjusted(8, 0, -8, 0), 6, 6);
        }
        const bool hasFocus = option.state.testFlag(QStyle::State_HasFocus) &&
                              option.state.testFlag(QStyle::State_KeyboardFocusChange);
        if (hasFocus) {
            painter->setPen(tokens.accent);
            painter->setBrush(Qt::NoBrush);
            painter->drawRoundedRect(QRectF(option.rect).adjusted(8.5, 0.5, -8.5, -0.5), 6, 6);
        }
        paintRoom(*painter, option.rect, *row.room);
    }
    painter->restore();
}

void SidebarDelegate::paintHead(QPainter &painter, const QRect &rect, const SidebarRow &row,
                                bool isPointed) const {
    const Look &look = theme_.look();
    const QString words =
        rooms_.data(rooms_.index(rooms_.rowOfHead(row.section)), Qt::DisplayRole).toString() +
        (rooms_.isFolded(row.section) ? " ›" : QString());
    paintWords(painter, rect.adjusted(16, 10, -40, 0), look.label, look.tokens.dim, words);
    if (row.section != Section::programs)
        paintIcon(painter, plusRect(rect), Icon::plus,
                  isPointed ? look.tokens.text : look.tokens.dim);
}

int SidebarDelegate::paintBadge(QPainter &painter, const QRect &rect,
                                const wire::RoomSummary &room) const {
    const Look &look = theme_.look();
    if (room.mentions > 0) {
        const QString words = room.mentions > 99 ? "99+" : QString::number(room.mentions);
        const int width = std::max(19, QFontMetrics(look.label).horizontalAdvance(words) + 11);
        const QRect pill(rect.right() - 16 - width, rect.center().y() - 9, width, 19);
        painter.setPen(Qt::NoPen);
        painter.setBrush(look.tokens.accent);
        painter.drawRoundedRect(pill, 9.5, 9.5);
        paintWords(painter, pill, look.label, look.tokens.onAccent, words, Qt::AlignCenter);
        return pill.left() - 6;
    }
    if (room.unread > 0) {
        const QString words = room.unread > 999 ? "999+" : QString::number(room.unread);
        const int width = QFontMetrics(look.tiny).horizontalAdvance(words) + 2;
        const QRect place(rect.right() - 16 - width, rect.top(), width, rect.height());
        paintWords(painter, place, look.tiny, look.tokens.dim, words);
        return place.left() - 6;
    }
    if (room.kind == wire::RoomKind::direct && room.with.size() == 1) {
        const Person *other = people_.find(room.with.front());
        paintDot(painter, QPoint(rect.right() - 20, rect.center().y() + 1), look,
                 dotOf(other != nullptr ? other->state : wire::State::offline));
        return rect.right() - 30;
    }
    return rect.right() - 16;
}

void SidebarDelegate::paintRoom(QPainter &painter, const QRect &rect,
                                const wire::RoomSummary &room) const {
    const Look &look = theme_.look();
    const bool isMuted = room.notify == wire::Notify::none && room.mentions == 0;
    const bool isUnread = room.unread > 0 && !isMuted;
    const QColor color = isMuted    ? look.tokens.faint
                         : isUnread ? look.tokens.text
                                    : look.tokens.dim;
    const QString words = rooms_.shownName(room);
    const QRect icon(rect.left() + 15, rect.center().y() - 9, 20, 20);
    switch (room.kind) {
    case wire::RoomKind::direct: {
        const bool isOne = room.with.size() == 1;
        paintAvatar(painter, icon, look, isOne ? room.with.front().value : room.room.value, words);
        break;
    }
    case wire::RoomKind::privateRoom:
        paintIcon(painter, icon, Icon::privateRoom, isUnread ? color : look.tokens.faint);
        break;
    case wire::RoomKind::publicRoom:
        paintIcon(painter, icon, Icon::publicRoom, isUnread ? color : look.tokens.faint);
        break;
    }
    const int right = paintBadge(painter, rect, room);
    paintWords(painter,
               QRect(rect.left() + 43, rect.top(), right - rect.left() - 43, rect.height()),
               isUnread ? look.strong : look.body, color, words);
}

} // namespace zchat::gui
