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
    const Look &look = theme_.look();
    return {40, look.px(rooms_.row(index.row()).room ? look.sidebarRow() : headHeight)};
}

QRect SidebarDelegate::plusPlace(const QRect &row, Qt::LayoutDirection direction) const {
    const Look &look = theme_.look();
    const QRect plus(row.right() - look.px(36), row.bottom() - look.px(26), look.px(28),
                     look.px(24));
    return visual(plus, row, direction);
}

// Everything below is drawn in unzoomed pixels, as if the row stood at the painter's corner.
void SidebarDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option,
                            const QModelIndex &index) const {
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->translate(option.rect.topLeft());
    const double zoom = theme_.look().zoom;
    painter->scale(zoom, zoom);
    const QRect rect(0, 0, int(option.rect.width() / zoom), int(option.rect.height() / zoom));
    const SidebarRow &row = rooms_.row(index.row());
    if (!row.room) {
        paintHead(*painter, rect, row, option.state.testFlag(QStyle::State_MouseOver));
        if (option.state.testFlag(QStyle::State_HasFocus)) {
            painter->setPen(theme_.look().tokens.accent);
            painter->setBrush(Qt::NoBrush);
            painter->drawRoundedRect(QRectF(rect).adjusted(8.5, 8.5, -8.5, -2.5), 6, 6);
        }
    } else {
        paintGround(*painter, rect, option, index);
        paintRoom(*painter, rect, *row.room);
    }
    painter->restore();
}

void SidebarDelegate::paintGround(QPainter &painter, const QRect &rect,
                                  const QStyleOptionViewItem &option,
                                  const QModelIndex &index) const {
    const Tokens &tokens = theme_.look().tokens;
    const SidebarRow &row = rooms_.row(index.row());
    const bool isOpen = row.room && row.room->room == openRoom_;
    const QRectF edge = QRectF(rect).adjusted(8.5, 0.5, -8.5, -0.5);
    if (heldOver_ == index) {
        painter.setPen(tokens.accent);
        painter.setBrush(tokens.accentSoft);
        painter.drawRoundedRect(edge, 6, 6);
    } else if (isOpen || option.state.testFlag(QStyle::State_MouseOver)) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(isOpen ? tokens.selected : tokens.hover);
        painter.drawRoundedRect(rect.adjusted(8, 0, -8, 0), 6, 6);
    }
    if (option.state.testFlag(QStyle::State_HasFocus) &&
        option.state.testFlag(QStyle::State_KeyboardFocusChange)) {
        painter.setPen(tokens.accent);
        painter.setBrush(Qt::NoBrush);
        painter.drawRoundedRect(edge, 6, 6);
    }
}

void SidebarDelegate::paintHead(QPainter &painter, const QRect &rect, const SidebarRow &row,
                                bool isPointed) const {
    const Look &look = theme_.look();
    const QString words =
        rooms_.data(rooms_.index(rooms_.rowOfHead(row.section)), Qt::DisplayRole).toString() +
        (rooms_.isFolded(row.section) ? " ›" : QString());
    const Qt::LayoutDirection direction = painter.layoutDirection();
    paintWords(painter, visual(rect.adjusted(16, 10, -40, 0), rect, direction), look.label,
               look.tokens.dim, words);
    if (row.section != Section::programs)
        paintIcon(painter,
                  visual(QRect(rect.right() - 36, rect.bottom() - 26, 28, 24), rect, direction),
                  Icon::plus, isPointed ? look.tokens.text : look.tokens.dim);
}

int SidebarDelegate::paintBadge(QPainter &painter, const QRect &rect,
                                const wire::RoomSummary &room) const {
    const Look &look = theme_.look();
    const int right = paintWaiting(painter, rect, room);
    if (room.notify != wire::Notify::none)
        return right;
    // Rooms that are read are as quiet in colour; this sign tells the muted ones.
    const QRect bell(right - 16, rect.center().y() - 8, 16, 16);
    paintIcon(painter, visual(bell, rect, painter.layoutDirection()), Icon::bellOff,
              look.tokens.dim, bell.width());
    return bell.left() - 6;
}

// What waits in a room, or who is there where nothing does; gives where the name must end.
int SidebarDelegate::paintWaiting(QPainter &painter, const QRect &rect,
                                  const wire::RoomSummary &room) const {
    const Look &look = theme_.look();
    if (room.mentions > 0) {
        const QString words = room.mentions > 99 ? "99+" : QString::number(room.mentions);
        const int width = std::max(19, QFontMetrics(look.label).horizontalAdvance(words) + 11);
        const QRect pill(rect.right() - 16 - width, rect.center().y() - 9, width, 19);
        const QRect place = visual(pill, rect, painter.layoutDirection());
        painter.setPen(Qt::NoPen);
        painter.setBrush(look.tokens.accent);
        painter.drawRoundedRect(place, 9.5, 9.5);
        paintWords(painter, place, look.label, look.tokens.onAccent, words, Qt::AlignCenter);
        return pill.left() - 6;
    }
    if (room.unread > 0) {
        const QString words = room.unread > 999 ? "999+" : QString::number(room.unread);
        const int width = QFontMetrics(look.tiny).horizontalAdvance(words) + 2;
        const QRect place(rect.right() - 16 - width, rect.top(), width, rect.height());
        paintWords(painter, visual(place, rect, painter.layoutDirection()), look.tiny,
                   look.tokens.dim, words);
        return place.left() - 6;
    }
    if (room.kind == wire::RoomKind::direct && !room.with.empty()) {
        const QRect place(rect.right() - 24, rect.center().y() - 3, 8, 8);
        paintDot(painter, visual(place, rect, painter.layoutDirection()).center() + QPoint(1, 1),
                 look, dotOf(bestState(room.with)));
        return rect.right() - 30;
    }
    return rect.right() - 16;
}

// Of several people, of the one who is most there: that somebody would answer.
wire::State SidebarDelegate::bestState(const std::vector<AccountName> &names) const {
    const auto isAny = [&](wire::State state) {
        return std::any_of(names.begin(), names.end(), [&](const AccountName &name) {
            const Person *person = people_.find(name);
            return person != nullptr && person->state == state;
        });
    };
    return isAny(wire::State::online) ? wire::State::online
           : isAny(wire::State::away) ? wire::State::away
                                      : wire::State::offline;
}

void SidebarDelegate::paintRoom(QPainter &painter, const QRect &rect,
                                const wire::RoomSummary &room) const {
    const Look &look = theme_.look();
    const bool isMuted = room.notify == wire::Notify::none && room.mentions == 0;
    const bool isUnread = room.unread > 0 && !isMuted;
    const QColor color = isUnread ? look.tokens.text : look.tokens.dim;
    const QString words = rooms_.shownName(room);
    const QRect icon = visual(QRect(rect.left() + 15, rect.center().y() - 9, 20, 20), rect,
                              painter.layoutDirection());
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
               visual(QRect(rect.left() + 43, rect.top(), right - rect.left() - 43, rect.height()),
                      rect, painter.layoutDirection()),
               isUnread ? look.strong : look.body, color, words);
}

} // namespace zchat::gui
