#include "gui/window/room_header.hpp"

#include <QHBoxLayout>
#include <QPainter>
#include <algorithm>

#include "gui/look/paint.hpp"
#include "gui/model/words.hpp"

namespace zchat::gui {

RoomHeader::RoomHeader(Desk &desk, const Theme &theme, QWidget *parent)
    : QWidget(parent)
    , desk_(desk)
    , theme_(theme)
    , menu_(new QToolButton(this)) {
    setFixedHeight(measure::headerBar - 1);
    menu_->setPopupMode(QToolButton::InstantPopup);
    menu_->setAccessibleName(tr("Room menu"));
    menu_->setToolTip(tr("Room menu"));
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(measure::gutter, 0, 14, 0);
    row->addStretch();
    row->addWidget(menu_);
    connect(&desk, &Desk::roomOpened, this, &RoomHeader::refresh);
    connect(&desk, &Desk::roomChanged, this, &RoomHeader::refresh);
    connect(&desk.people(), &People::changed, this, &RoomHeader::refresh);
    connect(&theme, &Theme::changed, this, &RoomHeader::refresh);
    refresh();
}

QString RoomHeader::title() const {
    const wire::RoomSummary *room = desk_.openSummary();
    if (room == nullptr)
        return {};
    const QString name = desk_.rooms().shownName(*room);
    switch (room->kind) {
    case wire::RoomKind::publicRoom:
        return "# " + name;
    case wire::RoomKind::privateRoom:
        return "◆ " + name;
    case wire::RoomKind::direct:
        return name;
    }
    return name;
}

void RoomHeader::refresh() {
    menu_->setIcon(makeIcon(Icon::more, theme_.look().tokens.dim));
    menu_->setVisible(desk_.openSummary() != nullptr);
    update();
}

void RoomHeader::paintEvent(QPaintEvent * /*event*/) {
    const wire::RoomSummary *room = desk_.openSummary();
    if (room == nullptr)
        return;
    QPainter painter(this);
    const Look &look = theme_.look();
    int right = menu_->x() - 8;
    if (room->kind != wire::RoomKind::direct && width() > 420) {
        const QString members =
            room->members == 1 ? tr("1 member") : tr("%1 members").arg(room->members);
        const int wanted = QFontMetrics(look.small).horizontalAdvance(members) + 2;
        paintWords(painter, QRect(right - wanted, 0, wanted, height()), look.small, look.tokens.dim,
                   members);
        right -= wanted + 16;
    }
    const QString words = title();
    const int titleWidth =
        std::min(QFontMetrics(look.title).horizontalAdvance(words) + 2, right - measure::gutter);
    paintWords(painter, QRect(measure::gutter, 0, titleWidth, height()), look.title,
               look.tokens.text, words);
    QString beside = oneLine(room->topic);
    if (room->kind == wire::RoomKind::direct && room->with.size() == 1)
        if (const Person *other = desk_.people().find(room->with.front()))
            beside = other->status;
    if (!room->title.empty())
        beside = oneLine(room->title) + (beside.isEmpty() ? QString() : " · " + beside);
    if (room->archived)
        beside = tr("archived") + (beside.isEmpty() ? QString() : " · " + beside);
    const int left = measure::gutter + titleWidth + 12;
    if (right - left > 40)
        paintWords(painter, QRect(left, 1, right - left, height()), look.small, look.tokens.dim,
                   beside);
}

} // namespace zchat::gui
