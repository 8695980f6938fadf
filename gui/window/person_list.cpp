#include "gui/window/person_list.hpp"

#include <QAbstractItemDelegate>
#include <QKeyEvent>
#include <QScrollBar>
#include <QVBoxLayout>
#include <algorithm>

#include "gui/look/row_painter.hpp"
#include "gui/model/fuzzy.hpp"
#include "gui/model/words.hpp"
#include "gui/window/sidebar_delegate.hpp"

namespace zchat::gui {

namespace {

constexpr int nameRole = Qt::UserRole;
constexpr int noteRole = Qt::UserRole + 1;
constexpr int rowHeight = 40;

AccountName nameOf(const QModelIndex &index) {
    return AccountName(index.data(nameRole).toString().toStdString());
}

class PersonDelegate final : public QAbstractItemDelegate {
public:
    PersonDelegate(const People &people, const Theme &theme, QObject *parent)
        : QAbstractItemDelegate(parent)
        , people_(people)
        , theme_(theme) {
        connect(&theme, &Theme::changed, this, [this] { Q_EMIT sizeHintChanged({}); });
    }

    QSize sizeHint(const QStyleOptionViewItem & /*option*/,
                   const QModelIndex & /*index*/) const override {
        const Look &look = theme_.look();
        return {look.px(120), look.px(rowHeight)};
    }

    void paint(QPainter *painter, const QStyleOptionViewItem &option,
               const QModelIndex &index) const override {
        const Look &look = theme_.look();
        RowPainter row(*painter, option, look);
        const QRect &rect = row.rect();
        row.ground(option, rect);
        const AccountName name = nameOf(index);
        const Person *person = people_.find(name);
        const QString shown = people_.shownName(name);
        const int middle = rect.center().y();
        row.avatar(QRect(rect.left() + 8, middle - 11, 24, 24), name.value, shown);
        row.dot(QPoint(rect.right() - 12, middle + 1),
                dotOf(person != nullptr ? person->state : wire::State::offline));
        int right = rect.right() - 24;
        if (const QString note = index.data(noteRole).toString(); !note.isEmpty())
            right = row.wordsBefore(right, rect, look.tiny, look.tokens.dim, note) - 8;
        const int left = rect.left() + 42;
        row.named(QRect(left, rect.top(), right - left, rect.height()), look.body, shown,
                  people_.besideName(name));
    }

private:
    const People &people_;
    const Theme &theme_;
};

} // namespace

PersonList::PersonList(Desk &desk, const Theme &theme, const QString &accessibleName,
                       QWidget *parent)
    : QWidget(parent)
    , desk_(desk)
    , filter_(new QLineEdit(this))
    , list_(new QListWidget(this)) {
    filter_->setPlaceholderText(tr("Find a person"));
    filter_->setAccessibleName(tr("Find a person"));
    filter_->setClearButtonEnabled(true);
    filter_->installEventFilter(this);
    list_->setAccessibleName(accessibleName);
    list_->setMouseTracking(true);
    list_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    list_->setItemDelegate(new PersonDelegate(desk.people(), theme, list_));
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(8);
    column->addWidget(filter_);
    column->addWidget(list_, 1);
    connect(filter_, &QLineEdit::textChanged, this, &PersonList::narrow);
    connect(list_, &QListWidget::itemActivated, this, [this] {
        if (const auto name = current())
            Q_EMIT chosen(*name);
    });
    connect(list_, &QListWidget::itemSelectionChanged, this, &PersonList::currentChanged);
    connect(&desk.people(), &People::changed, this, &PersonList::describe);
}

void PersonList::setLines(std::vector<PersonLine> lines) {
    const std::optional<AccountName> kept = current();
    const int scrolled = list_->verticalScrollBar()->value();
    list_->clear();
    for (const PersonLine &line : lines) {
        auto *item = new QListWidgetItem(list_);
        item->setData(nameRole, QString::fromStdString(line.name.value));
        item->setData(noteRole, line.note);
        if (kept == line.name)
            list_->setCurrentItem(item);
    }
    describe();
    narrow();
    list_->verticalScrollBar()->setValue(scrolled);
}

// What a screen reader says of each.
void PersonList::describe() {
    const People &people = desk_.people();
    for (int i = 0; i < list_->count(); ++i) {
        QListWidgetItem *item = list_->item(i);
        const AccountName name(item->data(nameRole).toString().toStdString());
        const Person *person = people.find(name);
        QStringList words{people.shownName(name)};
        for (const QString &more :
             {people.besideName(name),
              presenceWord(person != nullptr ? person->state : wire::State::offline),
              item->data(noteRole).toString()})
            if (!more.isEmpty())
                words << more;
        item->setText(words.join(", "));
    }
    list_->viewport()->update();
}

void PersonList::narrow() {
    QListWidgetItem *best = nullptr;
    int most = -1;
    for (int i = 0; i < list_->count(); ++i) {
        QListWidgetItem *item = list_->item(i);
        const AccountName name(item->data(nameRole).toString().toStdString());
        const auto score = fuzzyScore(filter_->text(), desk_.people().shownName(name) + " " +
                                                           QString::fromStdString(name.value));
        item->setHidden(!score);
        if (score.value_or(-1) > most) {
            most = *score;
            best = item;
        }
    }
    if (!filter_->text().isEmpty() && best != nullptr)
        list_->setCurrentItem(best);
}

std::optional<AccountName> PersonList::current() const {
    const QListWidgetItem *item = list_->currentItem();
    if (item == nullptr || item->isHidden())
        return std::nullopt;
    return AccountName(item->data(nameRole).toString().toStdString());
}

std::vector<AccountName> PersonList::shown() const {
    std::vector<AccountName> names;
    for (int i = 0; i < list_->count(); ++i)
        if (!list_->item(i)->isHidden())
            names.emplace_back(list_->item(i)->data(nameRole).toString().toStdString());
    return names;
}

// Arrows and Enter work while one types.
bool PersonList::eventFilter(QObject *watched, QEvent *event) {
    if (watched == filter_ && event->type() == QEvent::KeyPress) {
        auto *pressed = static_cast<QKeyEvent *>(event);
        if (pressed->key() == Qt::Key_Down) {
            list_->setFocus();
            if (list_->currentItem() == nullptr)
                list_->setCurrentRow(0);
            return true;
        }
        if (pressed->key() == Qt::Key_Return || pressed->key() == Qt::Key_Enter) {
            if (const auto name = current())
                Q_EMIT chosen(*name);
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

} // namespace zchat::gui
