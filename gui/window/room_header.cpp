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
    , row_(nullptr)
    , menu_(new QToolButton(this)) {
    menu_->setPopupMode(QToolButton::InstantPopup);
    menu_->setAccessibleName(tr("Room menu"));
    menu_->setToolTip(tr("Room menu"));
    row_ = new QHBoxLayout(this);
    row_->setSpacing(2);
    row_->addStretch();
    row_->addWidget(menu_);
    pinned_ = addButton(tr("Pinned"));
    pinned_->setAccessibleName(tr("Pinned messages"));
    pinned_->setToolTip(tr("Pinned messages of this room"));
    connect(&desk, &Desk::roomOpened, this, &RoomHeader::refresh);
    connect(&desk, &Desk::roomChanged, this, &RoomHeader::refresh);
    connect(&desk.people(), &People::changed, this, &RoomHeader::refresh);
    connect(&theme, &Theme::changed, this, &RoomHeader::refresh);
    refresh();
}

QPushButton *RoomHeader::addButton(const QString &words) {
    auto *button = new QPushButton(words, this);
    button->setProperty("quiet", true);
    button->setProperty("rank", "dim");
    button->setFont(theme_.look().small);
    row_->insertWidget(row_->count() - 1, button);
    buttons_.push_back(button);
    showButtons();
    return button;
}

QPushButton *RoomHeader::addFilesButton() {
    files_ = addButton(tr("Files"));
    files_->setAccessibleName(tr("Files of this room"));
    files_->setToolTip(tr("Files of this room"));
    showButtons();
    return files_;
}

void RoomHeader::dressFiles(bool asWord) {
    const Look &look = theme_.look();
    files_->setText(asWord ? tr("Files") : QString());
    files_->setIcon(asWord ? QIcon() : makeIcon(Icon::file, look.tokens.dim));
    files_->setIconSize(QSize(look.px(measure::icon), look.px(measure::icon)));
}

// The room's name goes before what can be had from its menu too.
void RoomHeader::showButtons() {
    const bool hasRoom = desk_.openSummary() != nullptr;
    int left = width() - (hasRoom ? 200 : 0);
    if (files_ != nullptr) {
        dressFiles(true);
        int words = 0;
        for (const QPushButton *button : buttons_)
            words += button->sizeHint().width();
        if (words >= left)
            dressFiles(false);
    }
    for (auto button = buttons_.rbegin(); button != buttons_.rend(); ++button) {
        left -= (*button)->sizeHint().width();
        (*button)->setVisible(hasRoom && left > 0);
    }
}

QWidget *RoomHeader::firstButton() {
    for (QPushButton *button : buttons_)
        if (!button->isHidden())
            return button;
    return menu_;
}

int RoomHeader::buttonsLeft() const {
    const auto leftOf = [this](const QWidget *button) {
        return layoutDirection() == Qt::LeftToRight ? button->x()
                                                    : width() - button->geometry().right() - 1;
    };
    int left = leftOf(menu_);
    for (const QPushButton *button : buttons_)
        if (!button->isHidden())
            left = std::min(left, leftOf(button));
    return left;
}

void RoomHeader::resizeEvent(QResizeEvent *event) {
    QWidget::resizeEvent(event);
    showButtons();
}

QString RoomHeader::membersWords() const {
    const wire::RoomSummary *room = desk_.openSummary();
    if (room == nullptr)
        return {};
    return room->members == 1 ? tr("1 member")
                              : tr("%n members", nullptr, static_cast<int>(room->members));
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
    setFixedHeight(theme_.look().px(theme_.look().headerBar()) - 1);
    row_->setContentsMargins(theme_.look().px(measure::gutter), 0, theme_.look().px(14), 0);
    menu_->setIcon(makeIcon(Icon::more, theme_.look().tokens.dim));
    menu_->setVisible(desk_.openSummary() != nullptr);
    showButtons();
    update();
}

void RoomHeader::paintEvent(QPaintEvent * /*event*/) {
    const wire::RoomSummary *room = desk_.openSummary();
    if (room == nullptr)
        return;
    QPainter painter(this);
    const Look &look = theme_.look();
    painter.scale(look.zoom, look.zoom);
    const QRect whole(0, 0, int(width() / look.zoom), int(height() / look.zoom));
    const auto at = [&](int x, int y, int wide) {
        return visual(QRect(x, y, wide, whole.height()), whole, layoutDirection());
    };
    int right = int(buttonsLeft() / look.zoom) - 12;
    const QString words = title();
    const int titleWidth =
        std::min(QFontMetrics(look.title).horizontalAdvance(words) + 2, right - measure::gutter);
    paintWords(painter, at(measure::gutter, 0, titleWidth), look.title, look.tokens.text, words);
    QString beside = oneLine(room->topic);
    if (room->kind == wire::RoomKind::direct && room->with.size() == 1) {
        const AccountName &other = room->with.front();
        QStringList known{desk_.people().besideName(other)};
        if (const Person *person = desk_.people().find(other))
            known << person->status;
        known.removeAll(QString());
        beside = known.join(" · ");
    }
    if (!room->title.empty())
        beside = oneLine(room->title) + (beside.isEmpty() ? QString() : " · " + beside);
    if (room->archived)
        beside = tr("archived") + (beside.isEmpty() ? QString() : " · " + beside);
    const int left = measure::gutter + titleWidth + 12;
    if (right - left > 40)
        paintWords(painter, at(left, 1, right - left), look.small, look.tokens.dim, beside);
}

} // namespace zchat::gui
