#include "gui/window/switcher.hpp"

#include <QAbstractItemDelegate>
#include <QApplication>
#include <QKeyEvent>
#include <QVBoxLayout>
#include <algorithm>

#include "gui/look/row_painter.hpp"
#include "gui/window/sidebar_delegate.hpp"

namespace zchat::gui {

namespace {

constexpr int rowHeight = 36;
constexpr int widest = 520;
constexpr int highest = 440;
constexpr int wholePage = 8;

class SwitcherDelegate final : public QAbstractItemDelegate {
public:
    SwitcherDelegate(const std::vector<SwitcherRow> &rows, const People &people, const Theme &theme,
                     QObject *parent)
        : QAbstractItemDelegate(parent)
        , rows_(rows)
        , people_(people)
        , theme_(theme) {
        connect(&theme, &Theme::changed, this, [this] { Q_EMIT sizeHintChanged({}); });
    }

    QSize sizeHint(const QStyleOptionViewItem & /*option*/,
                   const QModelIndex & /*index*/) const override {
        const Look &look = theme_.look();
        return {look.px(200), look.px(rowHeight)};
    }

    void paint(QPainter *painter, const QStyleOptionViewItem &option,
               const QModelIndex &index) const override {
        const auto at = static_cast<std::size_t>(index.row());
        if (at >= rows_.size())
            return;
        const SwitcherRow &row = rows_[at];
        const Look &look = theme_.look();
        RowPainter painted(*painter, option, look);
        const QRect &rect = painted.rect();
        painted.ground(option, rect);
        paintMark(painted, QRect(rect.left() + 10, rect.center().y() - 9, 20, 20), row);
        const int right = paintRight(painted, row);
        const int left = rect.left() + 40;
        painted.named(QRect(left, rect.top(), right - left, rect.height()),
                      row.unread > 0 ? look.strong : look.body, row.words, row.beside);
    }

private:
    void paintMark(RowPainter &painted, const QRect &place, const SwitcherRow &row) const {
        if (row.kind == wire::RoomKind::direct) {
            const std::string &name = row.person ? row.person->value : row.room->value;
            painted.avatar(place, name, row.words);
            return;
        }
        const bool isPublic = row.kind == wire::RoomKind::publicRoom;
        painted.icon(place, isPublic ? Icon::publicRoom : Icon::privateRoom,
                     theme_.look().tokens.dim);
    }

    // Kind and presence at the far right, what waits left of it; gives where the name must end.
    int paintRight(RowPainter &painted, const SwitcherRow &row) const {
        const Look &look = theme_.look();
        const QRect &rect = painted.rect();
        int right = rect.right() - 12;
        if (row.person) {
            const Person *person = people_.find(*row.person);
            painted.dot(QPoint(right - 4, rect.center().y() + 1),
                        dotOf(person != nullptr ? person->state : wire::State::offline));
            right -= 16;
        }
        const auto put = [&](const QString &words, const QFont &font, const QColor &color) {
            right = painted.wordsBefore(right, rect, font, color, words) - 10;
        };
        put(kindWords(row, people_), look.tiny, look.tokens.dim);
        if (row.mentions > 0)
            put(QString("@%1").arg(row.mentions), look.label, look.tokens.accentText);
        else if (row.unread > 0)
            put(Switcher::tr("%1 new").arg(row.unread), look.tiny, look.tokens.text);
        return right;
    }

    const std::vector<SwitcherRow> &rows_;
    const People &people_;
    const Theme &theme_;
};

} // namespace

Switcher::Switcher(Desk &desk, const RecentRooms &recent, const Theme &theme, QWidget *window)
    : QFrame(window)
    , desk_(desk)
    , recent_(recent)
    , theme_(theme)
    , query_(new QLineEdit(this))
    , list_(new QListWidget(this))
    , empty_(new QLabel(tr("No room or person fits these letters."), this)) {
    setObjectName("switcher");
    setAttribute(Qt::WA_StyledBackground);
    setAccessibleName(tr("Jump to a room or person"));
    query_->setPlaceholderText(tr("Jump to a room or person"));
    query_->setAccessibleName(tr("Jump to a room or person"));
    query_->installEventFilter(this);
    list_->setAccessibleName(tr("Rooms and people"));
    list_->setFocusPolicy(Qt::NoFocus);
    list_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    list_->setItemDelegate(new SwitcherDelegate(rows_, desk.people(), theme, list_));
    empty_->setTextFormat(Qt::PlainText);
    empty_->setProperty("rank", "dim");
    empty_->setAlignment(Qt::AlignCenter);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(12, 12, 12, 12);
    column->setSpacing(8);
    column->addWidget(query_);
    column->addWidget(list_, 1);
    column->addWidget(empty_);
    hide();
    connect(query_, &QLineEdit::textChanged, this, &Switcher::fill);
    connect(list_, &QListWidget::itemClicked, this, [this] { choose(); });
    connect(&theme, &Theme::changed, this, [this] {
        if (isVisible())
            place();
    });
    window->installEventFilter(this);
}

void Switcher::open() {
    if (isVisible()) {
        dismiss();
        return;
    }
    focusBefore_ = QApplication::focusWidget();
    query_->clear();
    fill();
    place();
    show();
    raise();
    query_->setFocus();
}

void Switcher::place() {
    const QWidget *window = parentWidget();
    const Look &look = theme_.look();
    const int wide = std::min(look.px(widest), window->width() - 32);
    const int high = std::min(look.px(highest), window->height() - 64);
    setGeometry((window->width() - wide) / 2, std::min(80, (window->height() - high) / 2), wide,
                high);
}

void Switcher::fill() {
    rows_ = switcherRows(query_->text(), desk_.rooms(), desk_.people(), recent_.rooms(),
                         desk_.room(), desk_.name());
    list_->clear();
    for (const SwitcherRow &row : rows_) {
        QStringList words{row.words};
        if (!row.beside.isEmpty())
            words << row.beside;
        words << kindWords(row, desk_.people());
        if (row.mentions > 0)
            words << (row.mentions == 1
                          ? tr("1 mention")
                          : tr("%n mentions", nullptr, static_cast<int>(row.mentions)));
        if (row.unread > 0)
            words << tr("%1 new").arg(row.unread);
        list_->addItem(words.join(", "));
    }
    list_->setCurrentRow(rows_.empty() ? -1 : 0);
    list_->setVisible(!rows_.empty());
    empty_->setVisible(rows_.empty());
}

void Switcher::step(int rows) {
    const int count = list_->count();
    if (count == 0)
        return;
    const bool isStep = std::abs(rows) == 1;
    const int wanted = list_->currentRow() + rows;
    list_->setCurrentRow(isStep ? (wanted + count) % count : std::clamp(wanted, 0, count - 1));
}

void Switcher::choose() {
    const int at = list_->currentRow();
    if (at < 0)
        return;
    const SwitcherRow row = rows_[static_cast<std::size_t>(at)];
    dismiss();
    if (row.room)
        Q_EMIT roomChosen(*row.room);
    else
        Q_EMIT personChosen(*row.person);
}

void Switcher::dismiss() {
    hide();
    if (focusBefore_)
        focusBefore_->setFocus();
}

bool Switcher::eventFilter(QObject *watched, QEvent *event) {
    if (watched == parentWidget() && event->type() == QEvent::Resize && isVisible())
        place();
    if (watched != query_)
        return QFrame::eventFilter(watched, event);
    if (event->type() == QEvent::FocusOut && isVisible()) {
        const auto reason = static_cast<QFocusEvent *>(event)->reason();
        if (reason == Qt::MouseFocusReason)
            hide();
        return false;
    }
    if (event->type() != QEvent::KeyPress)
        return false;
    switch (static_cast<QKeyEvent *>(event)->key()) {
    case Qt::Key_Up:
        step(-1);
        return true;
    case Qt::Key_Down:
    case Qt::Key_Tab:
        step(1);
        return true;
    case Qt::Key_PageUp:
        step(-wholePage);
        return true;
    case Qt::Key_PageDown:
        step(wholePage);
        return true;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        choose();
        return true;
    case Qt::Key_Escape:
        dismiss();
        return true;
    default:
        return false;
    }
}

} // namespace zchat::gui
