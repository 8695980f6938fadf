#include "gui/window/sidebar.hpp"

#include <QDragEnterEvent>
#include <QHBoxLayout>
#include <QMouseEvent>
#include <QPainter>
#include <QVBoxLayout>
#include <algorithm>

#include "gui/look/paint.hpp"
#include "gui/model/words.hpp"
#include "gui/window/drop.hpp"

namespace zchat::gui {

namespace {

// A list that tells where it was pressed (heads are rows that fold, with a plus in them) and where
// files are held or dropped.
class PressList final : public QListView {
public:
    explicit PressList(QWidget *parent)
        : QListView(parent) {
        setAcceptDrops(true);
    }
    std::function<void(QPoint)> pressed;
    // True where files may land; no data: they are gone.
    std::function<bool(QPoint, const QMimeData *, bool isDropped)> carried;

protected:
    void dragEnterEvent(QDragEnterEvent *event) override {
        if (carriesFiles(event->mimeData()))
            event->acceptProposedAction();
        else
            event->ignore();
    }
    void dragMoveEvent(QDragMoveEvent *event) override {
        if (carried(event->position().toPoint(), event->mimeData(), false))
            event->acceptProposedAction();
        else
            event->ignore();
    }
    void dragLeaveEvent(QDragLeaveEvent * /*event*/) override { (void)carried({}, nullptr, false); }
    void dropEvent(QDropEvent *event) override {
        if (carried(event->position().toPoint(), event->mimeData(), true))
            event->acceptProposedAction();
        else
            event->ignore();
    }
    void mouseReleaseEvent(QMouseEvent *event) override {
        QListView::mouseReleaseEvent(event);
        if (event->button() == Qt::LeftButton && pressed)
            pressed(event->pos());
    }
};

// A button with its keys at the other end, where both have room.
class JumpButton final : public QPushButton {
public:
    explicit JumpButton(QWidget *parent)
        : QPushButton(parent)
        , keys_(new QLabel(QKeySequence("Ctrl+K").toString(QKeySequence::NativeText), this)) {
        keys_->setTextFormat(Qt::PlainText);
        keys_->setObjectName("jumpKeys");
        keys_->setAttribute(Qt::WA_TransparentForMouseEvents);
        auto *inside = new QHBoxLayout(this);
        inside->setContentsMargins(10, 0, 10, 0);
        inside->addStretch();
        inside->addWidget(keys_);
    }

protected:
    void resizeEvent(QResizeEvent *event) override {
        QPushButton::resizeEvent(event);
        fit();
    }
    void changeEvent(QEvent *event) override {
        QPushButton::changeEvent(event);
        if (event->type() == QEvent::StyleChange || event->type() == QEvent::FontChange)
            fit();
    }

private:
    void fit() {
        const int words = fontMetrics().horizontalAdvance(text());
        keys_->setVisible(words + keys_->sizeHint().width() + 36 <= width());
    }

    QLabel *keys_;
};

constexpr int narrowBar = 180; // below it, no word beside the dot

QFrame *hairline(QWidget *parent) {
    auto *line = new QFrame(parent);
    line->setProperty("hairline", true);
    line->setFixedHeight(1);
    return line;
}

} // namespace

ServerBar::ServerBar(Desk &desk, const Theme &theme, QWidget *parent)
    : QWidget(parent)
    , desk_(desk)
    , theme_(theme)
    , menu_(new QToolButton(this)) {
    menu_->setPopupMode(QToolButton::InstantPopup);
    menu_->setAccessibleName(tr("Menu"));
    menu_->setToolTip(tr("Menu"));
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(16, 0, 10, 0);
    row->addStretch();
    row->addWidget(menu_);
    connect(&desk, &Desk::connectionChanged, this, &ServerBar::refresh);
    connect(&desk, &Desk::identityChanged, this, &ServerBar::refresh);
    connect(&theme, &Theme::changed, this, &ServerBar::refresh);
    refresh();
}

QString ServerBar::stateWords() const {
    switch (desk_.connection().state) {
    case client::Connection::connecting:
        return tr("connecting");
    case client::Connection::online:
        return tr("connected");
    case client::Connection::offline:
        return tr("offline");
    case client::Connection::stopped:
        return tr("stopped");
    }
    return {};
}

void ServerBar::refresh() {
    setFixedHeight(theme_.look().px(theme_.look().headerBar()) - 1);
    menu_->setIcon(makeIcon(Icon::more, theme_.look().tokens.dim));
    setToolTip(plainTip(stateWords()));
    setAccessibleName(desk_.serverName() + ", " + stateWords());
    update();
}

void ServerBar::paintEvent(QPaintEvent * /*event*/) {
    QPainter painter(this);
    const Look &look = theme_.look();
    painter.scale(look.zoom, look.zoom);
    const QRect whole(0, 0, int(width() / look.zoom), int(height() / look.zoom));
    const auto at = [&](int x, int wide) {
        return visual(QRect(x, 0, wide, whole.height()), whole, layoutDirection());
    };
    // Where there is no room for the word, the dot's shape and the tooltip say it.
    const bool isTight = whole.width() < narrowBar;
    const QString words = isTight ? QString() : stateWords();
    const int wordsWidth = isTight ? 0 : QFontMetrics(look.tiny).horizontalAdvance(words) + 2;
    const int buttons =
        layoutDirection() == Qt::LeftToRight ? menu_->x() : width() - menu_->geometry().right();
    const int right = int(buttons / look.zoom) - 6;
    const int dotX = right - wordsWidth - 10;
    const bool isOnline = desk_.isOnline();
    const bool isConnecting = desk_.connection().state == client::Connection::connecting;
    paintDot(painter, at(dotX - 4, 8).center() + QPoint(1, 1), look,
             isOnline       ? Dot::online
             : isConnecting ? Dot::away
                            : Dot::offline);
    paintWords(painter, at(right - wordsWidth, wordsWidth), look.tiny, look.tokens.dim, words);
    const QString name = desk_.serverName().isEmpty() ? fallbackName_ : desk_.serverName();
    paintWords(painter, at(16, dotX - 10 - 16), look.strong, look.tokens.text, name);
}

SelfBar::SelfBar(Desk &desk, const Theme &theme, QWidget *parent)
    : QToolButton(parent)
    , desk_(desk)
    , theme_(theme) {
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setPopupMode(InstantPopup);
    setFocusPolicy(Qt::TabFocus);
    const auto refresh = [this] {
        setFixedHeight(theme_.look().px(theme_.look().footer()));
        const QString name = desk_.name() ? desk_.people().shownName(*desk_.name()) : QString();
        setAccessibleName(tr("You: %1, %2").arg(name, stateWords()));
        update();
    };
    connect(&desk, &Desk::connectionChanged, this, refresh);
    connect(&desk, &Desk::identityChanged, this, refresh);
    connect(&desk.people(), &People::changed, this, refresh);
    connect(&theme_, &Theme::changed, this, refresh);
    refresh();
}

QSize SelfBar::sizeHint() const {
    return {theme_.look().px(72), theme_.look().px(theme_.look().footer())};
}

QString SelfBar::stateWords() const {
    switch (desk_.connection().state) {
    case client::Connection::connecting:
        return tr("connecting …");
    case client::Connection::offline:
        return tr("offline");
    case client::Connection::stopped:
        return tr("not connected");
    case client::Connection::online:
        break;
    }
    QString words = presenceWord(desk_.ownState());
    if (const Person *self = desk_.name() ? desk_.people().find(*desk_.name()) : nullptr)
        if (!self->status.isEmpty())
            words += " · " + oneLine(self->status.toStdString());
    return words;
}

void SelfBar::paintEvent(QPaintEvent * /*event*/) {
    if (!desk_.name())
        return;
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const Look &look = theme_.look();
    painter.scale(look.zoom, look.zoom);
    const QRect whole(0, 0, int(width() / look.zoom), int(height() / look.zoom));
    const auto at = [&](int x, int y, int wide, int high) {
        return visual(QRect(x, y, wide, high), whole, layoutDirection());
    };
    if (underMouse() || hasFocus()) {
        painter.setPen(hasFocus() ? look.tokens.accent : look.tokens.hover);
        painter.setBrush(look.tokens.hover);
        painter.drawRoundedRect(QRectF(whole).adjusted(6.5, 4.5, -6.5, -4.5), 6, 6);
    }
    const QString shown = desk_.people().shownName(*desk_.name());
    const int top = (whole.height() - measure::avatar) / 2;
    paintAvatar(painter, at(14, top, measure::avatar, measure::avatar), look, desk_.name()->value,
                shown);
    const int nameWidth =
        std::min(QFontMetrics(look.strong).horizontalAdvance(shown) + 1, whole.width() - 72);
    paintWords(painter, at(60, top - 1, nameWidth, 20), look.strong, look.tokens.text, shown);
    paintWords(painter, at(68 + nameWidth, top, whole.width() - 80 - nameWidth, 20), look.tiny,
               look.tokens.dim, desk_.people().besideName(*desk_.name()));
    paintDot(painter, at(61, top + 24, 8, 8).center() + QPoint(1, 1), look,
             !desk_.isOnline() ? Dot::offline : dotOf(desk_.ownState()));
    paintWords(painter, at(75, top + 18, whole.width() - 87, 20), look.tiny, look.tokens.dim,
               stateWords());
}

Sidebar::Sidebar(Desk &desk, const Theme &theme, QWidget *parent)
    : QWidget(parent)
    , desk_(desk)
    , serverBar_(new ServerBar(desk, theme, this))
    , list_(nullptr)
    , jump_(new JumpButton(this))
    , selfBar_(new SelfBar(desk, theme, this))
    , delegate_(desk.rooms(), desk.people(), theme) {
    setObjectName("sidebar");
    setAttribute(Qt::WA_StyledBackground);
    auto *list = new PressList(this);
    list_ = list;
    list->setAccessibleName(tr("Rooms"));
    list->setModel(&desk.rooms());
    list->setItemDelegate(&delegate_);
    list->setMouseTracking(true);
    list->setSelectionMode(QAbstractItemView::SingleSelection);
    list->setEditTriggers(QAbstractItemView::NoEditTriggers);
    list->setContextMenuPolicy(Qt::CustomContextMenu);
    list->pressed = [this](QPoint position) { press(position); };
    list->carried = [this](QPoint position, const QMimeData *files, bool isDropped) {
        return carry(position, files, isDropped);
    };

    jump_->setObjectName("jumpButton");
    jump_->setText(tr("Jump to …"));
    jump_->setAccessibleName(tr("Jump to a room or person"));
    jump_->setMinimumHeight(measure::sidebarRow);
    jump_->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    jump_->setFocusPolicy(Qt::TabFocus);

    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(serverBar_);
    column->addWidget(hairline(this));
    auto *jumpRow = new QHBoxLayout;
    jumpRow->setContentsMargins(12, 10, 12, 0);
    jumpRow->addWidget(jump_);
    column->addLayout(jumpRow);
    column->addWidget(list_, 1);
    column->addWidget(hairline(this));
    column->addWidget(selfBar_);

    connect(list_->selectionModel(), &QItemSelectionModel::currentChanged, this,
            [this](const QModelIndex &index) {
                if (index.isValid() && desk_.rooms().row(index.row()).room)
                    Q_EMIT roomChosen(desk_.rooms().row(index.row()).room->room);
            });
    connect(list_, &QWidget::customContextMenuRequested, this, [this](const QPoint &position) {
        const QModelIndex index = list_->indexAt(position);
        if (index.isValid() && desk_.rooms().row(index.row()).room)
            Q_EMIT roomMenuWanted(desk_.rooms().row(index.row()).room->room,
                                  list_->viewport()->mapToGlobal(position));
    });
    connect(list_, &QListView::activated, this, [this](const QModelIndex &index) {
        const SidebarRow &row = desk_.rooms().row(index.row());
        if (!row.room)
            fold(row.section);
    });
    connect(&desk, &Desk::preferencesChanged, this,
            [this] { desk_.rooms().setFolded(desk_.preferences().folded); });
    connect(&desk, &Desk::roomOpened, this, &Sidebar::showOpenRoom);
    connect(&desk.rooms(), &QAbstractItemModel::modelReset, this, &Sidebar::showOpenRoom);
    connect(&theme, &Theme::changed, list_, [list] { list->doItemsLayout(); });
}

bool Sidebar::carry(QPoint position, const QMimeData *files, bool isDropped) {
    const QModelIndex index = carriesFiles(files) ? list_->indexAt(position) : QModelIndex();
    const bool isRoom = index.isValid() && desk_.rooms().row(index.row()).room;
    delegate_.setHeldOver(isRoom && !isDropped ? index : QModelIndex());
    list_->viewport()->update();
    if (isRoom && isDropped)
        Q_EMIT filesDropped(desk_.rooms().row(index.row()).room->room, localFiles(*files));
    return isRoom;
}

void Sidebar::press(const QPoint &position) {
    const QModelIndex index = list_->indexAt(position);
    if (!index.isValid())
        return;
    const SidebarRow row = desk_.rooms().row(index.row());
    if (row.room)
        return;
    const bool onPlus =
        row.section != Section::programs &&
        delegate_.plusPlace(list_->visualRect(index), layoutDirection()).contains(position);
    if (onPlus)
        Q_EMIT plusPressed(row.section, list_->viewport()->mapToGlobal(position));
    else
        fold(row.section);
}

void Sidebar::fold(Section section) {
    desk_.rooms().fold(section, !desk_.rooms().isFolded(section));
    Preferences preferences = desk_.preferences();
    preferences.folded = desk_.rooms().folded();
    desk_.setPreferences(preferences);
    // Whoever folds by key goes on from the head, and not from the open room.
    list_->selectionModel()->setCurrentIndex(desk_.rooms().index(desk_.rooms().rowOfHead(section)),
                                             QItemSelectionModel::NoUpdate);
}

void Sidebar::showOpenRoom() {
    delegate_.setOpenRoom(desk_.room());
    const int row = desk_.room() ? desk_.rooms().rowOf(*desk_.room()) : -1;
    const QSignalBlocker quiet(list_->selectionModel());
    list_->setCurrentIndex(row < 0 ? QModelIndex() : desk_.rooms().index(row));
    list_->viewport()->update();
}

} // namespace zchat::gui
