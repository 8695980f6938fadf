#include "gui/window/sidebar.hpp"

#include <QMouseEvent>
#include <QPainter>
#include <QVBoxLayout>
#include <algorithm>

#include "gui/look/paint.hpp"

namespace zchat::gui {

namespace {

// A list that tells where it was pressed: heads are rows that fold, with a plus in them.
class PressList final : public QListView {
public:
    explicit PressList(QWidget *parent)
        : QListView(parent) {}
    std::function<void(QPoint)> pressed;

protected:
    void mouseReleaseEvent(QMouseEvent *event) override {
        QListView::mouseReleaseEvent(event);
        if (event->button() == Qt::LeftButton && pressed)
            pressed(event->pos());
    }
};

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
    setFixedHeight(measure::headerBar - 1);
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
    menu_->setIcon(makeIcon(Icon::more, theme_.look().tokens.dim));
    setAccessibleName(desk_.serverName() + ", " + stateWords());
    update();
}

void ServerBar::paintEvent(QPaintEvent * /*event*/) {
    QPainter painter(this);
    const Look &look = theme_.look();
    const QString words = stateWords();
    const int wordsWidth = QFontMetrics(look.tiny).horizontalAdvance(words) + 2;
    const int right = menu_->x() - 6;
    const int dotX = right - wordsWidth - 10;
    const bool isOnline = desk_.isOnline();
    const bool isConnecting = desk_.connection().state == client::Connection::connecting;
    paintDot(painter, QPoint(dotX, height() / 2), look,
             isOnline       ? Dot::online
             : isConnecting ? Dot::away
                            : Dot::offline);
    paintWords(painter, QRect(right - wordsWidth, 0, wordsWidth, height()), look.tiny,
               look.tokens.dim, words);
    const QString name = desk_.serverName().isEmpty() ? fallbackName_ : desk_.serverName();
    paintWords(painter, QRect(16, 0, dotX - 10 - 16, height()), look.strong, look.tokens.text,
               name);
}

SelfBar::SelfBar(Desk &desk, const Theme &theme, QWidget *parent)
    : QToolButton(parent)
    , desk_(desk)
    , theme_(theme) {
    setFixedHeight(measure::footer);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setPopupMode(InstantPopup);
    setFocusPolicy(Qt::TabFocus);
    const auto refresh = [this] {
        const QString name = desk_.name() ? desk_.people().shownName(*desk_.name()) : QString();
        setAccessibleName(tr("You: %1, %2").arg(name, stateWords()));
        update();
    };
    connect(&desk, &Desk::connectionChanged, this, refresh);
    connect(&desk, &Desk::identityChanged, this, refresh);
    connect(&desk.people(), &People::changed, this, refresh);
    refresh();
}

QSize SelfBar::sizeHint() const {
    return {120, measure::footer};
}

QString SelfBar::stateWords() const {
    if (!desk_.isOnline())
        return tr("offline");
    return desk_.ownState() == wire::State::away ? tr("away") : tr("online");
}

void SelfBar::paintEvent(QPaintEvent * /*event*/) {
    if (!desk_.name())
        return;
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const Look &look = theme_.look();
    if (underMouse() || hasFocus()) {
        painter.setPen(hasFocus() ? look.tokens.accent : look.tokens.hover);
        painter.setBrush(look.tokens.hover);
        painter.drawRoundedRect(QRectF(rect()).adjusted(6.5, 4.5, -6.5, -4.5), 6, 6);
    }
    const QString shown = desk_.people().shownName(*desk_.name());
    paintAvatar(painter, QRect(14, 10, measure::avatar, measure::avatar), look, desk_.name()->value,
                shown);
    const int nameWidth =
        std::min(QFontMetrics(look.strong).horizontalAdvance(shown) + 1, width() - 72);
    paintWords(painter, QRect(60, 9, nameWidth, 20), look.strong, look.tokens.text, shown);
    paintWords(painter, QRect(68 + nameWidth, 10, width() - 80 - nameWidth, 20), look.tiny,
               look.tokens.dim, desk_.people().besideName(*desk_.name()));
    paintDot(painter, QPoint(65, 38), look,
             !desk_.isOnline() ? Dot::offline : dotOf(desk_.ownState()));
    paintWords(painter, QRect(75, 28, width() - 87, 20), look.tiny, look.tokens.dim, stateWords());
}

Sidebar::Sidebar(Desk &desk, const Theme &theme, QWidget *parent)
    : QWidget(parent)
    , desk_(desk)
    , serverBar_(new ServerBar(desk, theme, this))
    , list_(nullptr)
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

    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(serverBar_);
    column->addWidget(hairline(this));
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
            desk_.rooms().fold(row.section, !desk_.rooms().isFolded(row.section));
    });
    connect(&desk, &Desk::roomOpened, this, &Sidebar::showOpenRoom);
    connect(&desk.rooms(), &QAbstractItemModel::modelReset, this, &Sidebar::showOpenRoom);
    connect(&theme, &Theme::changed, list_->viewport(), qOverload<>(&QWidget::update));
}

void Sidebar::press(const QPoint &position) {
    const QModelIndex index = list_->indexAt(position);
    if (!index.isValid())
        return;
    const SidebarRow row = desk_.rooms().row(index.row());
    if (row.room)
        return;
    const bool onPlus = row.section != Section::programs &&
                        SidebarDelegate::plusRect(list_->visualRect(index)).contains(position);
    if (onPlus)
        Q_EMIT plusPressed(row.section, list_->viewport()->mapToGlobal(position));
    else
        desk_.rooms().fold(row.section, !desk_.rooms().isFolded(row.section));
}

void Sidebar::showOpenRoom() {
    const int row = desk_.room() ? desk_.rooms().rowOf(*desk_.room()) : -1;
    const QSignalBlocker quiet(list_->selectionModel());
    list_->setCurrentIndex(row < 0 ? QModelIndex() : desk_.rooms().index(row));
    list_->viewport()->update();
}

} // namespace zchat::gui
