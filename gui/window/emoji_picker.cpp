#include "gui/window/emoji_picker.hpp"

#include <QGuiApplication>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QScreen>
#include <QVBoxLayout>
#include <algorithm>
#include <array>
#include <utility>

#include "gui/look/paint.hpp"

namespace zchat::gui {

namespace {

constexpr int columns = 9;
constexpr int rows = 6;
constexpr int cell = 36;
constexpr int edges = 40;  // left and right of the grid
constexpr int boxes = 120; // above and below it, beside the buttons of groups
constexpr qsizetype mostRecent = 27;
constexpr std::size_t mostFound = 200;
constexpr std::array<const char *, emojiGroups> signs{"😀", "👋", "🐻",      "🍎", "🚗",
                                                      "⚽", "💡", "❤️", "🏁"};

} // namespace

int EmojiModel::rowCount(const QModelIndex &parent) const {
    return parent.isValid() ? 0 : int(emoji_.size());
}

QVariant EmojiModel::data(const QModelIndex &index, int role) const {
    if (!index.isValid())
        return {};
    const Emoji &emoji = at(index.row());
    QString name = emoji.name;
    switch (role) {
    case Qt::DisplayRole:
        return emoji.text;
    case Qt::AccessibleTextRole:
    case Qt::ToolTipRole:
        return name.replace('_', ' ');
    case Qt::TextAlignmentRole:
        return int(Qt::AlignCenter);
    default:
        return {};
    }
}

void EmojiModel::show(std::vector<const Emoji *> emoji) {
    beginResetModel();
    emoji_ = std::move(emoji);
    endResetModel();
}

QStringList withRecent(QStringList recent, const QString &emoji) {
    recent.removeAll(emoji);
    recent.prepend(emoji);
    return recent.mid(0, mostRecent);
}

EmojiPicker::EmojiPicker(const Theme &theme, QWidget *parent)
    : QFrame(parent, Qt::Popup)
    , theme_(theme)
    , search_(new QLineEdit(this))
    , grid_(new QListView(this))
    , name_(new QLabel(this)) {
    setObjectName("emojiPicker");
    setWindowTitle(tr("Emoji"));
    search_->setPlaceholderText(tr("Find an emoji"));
    search_->setAccessibleName(tr("Find an emoji"));
    search_->setClearButtonEnabled(true);
    search_->installEventFilter(this);
    grid_->setAccessibleName(tr("Emoji"));
    grid_->setModel(&model_);
    grid_->setViewMode(QListView::IconMode);
    grid_->setMovement(QListView::Static);
    grid_->setResizeMode(QListView::Adjust);
    grid_->setUniformItemSizes(true);
    grid_->setMouseTracking(true);
    grid_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    grid_->installEventFilter(this);
    name_->setTextFormat(Qt::PlainText);
    name_->setProperty("rank", "tiny");
    auto *bar = new QHBoxLayout;
    bar->setSpacing(0);
    groups_.push_back(makeGroup({}, tr("Last used")));
    for (int i = 0; i < emojiGroups; ++i)
        groups_.push_back(
            makeGroup(QString::fromUtf8(signs.at(std::size_t(i))), emojiGroupName(i)));
    for (std::size_t i = 0; i < groups_.size(); ++i) {
        bar->addWidget(groups_[i]);
        connect(groups_[i], &QToolButton::clicked, this, [this, i] {
            search_->clear();
            showGroup(int(i) - 1);
        });
    }
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(10, 10, 10, 8);
    column->setSpacing(6);
    column->addWidget(search_);
    column->addLayout(bar);
    column->addWidget(grid_);
    column->addWidget(name_);
    connect(search_, &QLineEdit::textChanged, this, &EmojiPicker::search);
    connect(grid_, &QListView::clicked, this, &EmojiPicker::take);
    connect(grid_, &QListView::entered, grid_, &QListView::setCurrentIndex);
    connect(grid_->selectionModel(), &QItemSelectionModel::currentChanged, this,
            [this](const QModelIndex &index) {
                name_->setText(index.data(Qt::AccessibleTextRole).toString());
            });
    connect(&theme, &Theme::changed, this, &EmojiPicker::dress);
    dress();
}

QToolButton *EmojiPicker::makeGroup(const QString &sign, const QString &name) {
    auto *button = new QToolButton(this);
    button->setText(sign);
    button->setAccessibleName(name);
    button->setToolTip(name);
    button->setCheckable(true);
    button->setAutoExclusive(true);
    button->setFocusPolicy(Qt::StrongFocus);
    return button;
}

void EmojiPicker::dress() {
    const Look &look = theme_.look();
    // As large as the zoom says, and no larger than the window that it floats over.
    const QSize room = parentWidget()->window()->size();
    const int side = std::min({look.px(cell), (room.width() - look.px(24) - edges) / columns,
                               (room.height() - look.px(34 + 18) - boxes) / rows});
    groups_.front()->setIcon(makeIcon(Icon::clock, look.tokens.dim));
    for (QToolButton *button : groups_)
        button->setFixedSize(side, look.px(34));
    // Signs keep within cells that are smaller than the zoom would have them.
    const bool isTight = side < look.px(cell);
    grid_->setStyleSheet(isTight ? QString("font-size: %1px;").arg(side * 22 / cell) : QString());
    for (QToolButton *button : groups_)
        button->setStyleSheet(
            isTight ? QString("font-size: %1px; icon-size: %1px; padding: 1px;").arg(side / 2)
                    : QString());
    grid_->setGridSize(QSize(side, side));
    grid_->setFixedSize(columns * side + look.px(24), rows * side);
    name_->setMinimumHeight(look.px(18));
}

void EmojiPicker::pick(QPoint globalPosition, const QStringList &recent, Picked picked) {
    recent_ = recent;
    picked_ = std::move(picked);
    search_->clear();
    dress();
    showGroup(recent.isEmpty() ? 0 : -1);
    adjustSize();
    const QScreen *screen = QGuiApplication::screenAt(globalPosition);
    const QRect free = screen != nullptr ? screen->availableGeometry()
                                         : parentWidget()->screen()->availableGeometry();
    QPoint corner = globalPosition - QPoint(width(), height());
    if (corner.y() < free.top())
        corner.setY(std::max(free.top(), std::min(globalPosition.y(), free.bottom() - height())));
    corner.setX(std::clamp(corner.x(), free.left(), std::max(free.left(), free.right() - width())));
    move(corner);
    QFrame::show();
    search_->setFocus();
}

void EmojiPicker::search(const QString &words) {
    if (words.trimmed().isEmpty())
        return;
    for (QToolButton *button : groups_) {
        button->setAutoExclusive(false);
        button->setChecked(false);
        button->setAutoExclusive(true);
    }
    showAll(findEmoji(words, mostFound));
}

void EmojiPicker::showGroup(int group) {
    groups_[std::size_t(group + 1)]->setChecked(true);
    std::vector<const Emoji *> shown;
    if (group < 0) {
        for (const QString &text : std::as_const(recent_))
            for (const Emoji &emoji : allEmoji())
                if (emoji.text == text)
                    shown.push_back(&emoji);
    } else {
        for (const Emoji &emoji : allEmoji())
            if (emoji.group == group)
                shown.push_back(&emoji);
    }
    showAll(std::move(shown));
}

void EmojiPicker::showAll(std::vector<const Emoji *> emoji) {
    model_.show(std::move(emoji));
    if (model_.rowCount() > 0)
        grid_->setCurrentIndex(model_.index(0));
    else
        name_->setText(tr("Nothing is called so."));
}

void EmojiPicker::take(const QModelIndex &index) {
    if (!index.isValid())
        return;
    const QString text = model_.at(index.row()).text;
    const Picked picked = std::exchange(picked_, {});
    hide();
    if (picked)
        picked(text);
}

bool EmojiPicker::eventFilter(QObject *watched, QEvent *event) {
    if (event->type() != QEvent::KeyPress)
        return QFrame::eventFilter(watched, event);
    const auto *pressed = static_cast<QKeyEvent *>(event);
    const int key = pressed->key();
    if (key == Qt::Key_Return || key == Qt::Key_Enter) {
        take(grid_->currentIndex());
        return true;
    }
    if (key == Qt::Key_Escape) {
        hide();
        return true;
    }
    if (watched == search_ && key == Qt::Key_Down) {
        grid_->setFocus();
        return true;
    }
    if (watched == grid_ && key == Qt::Key_Up && grid_->currentIndex().row() < columns) {
        search_->setFocus();
        return true;
    }
    const bool isWord = !pressed->text().isEmpty() && pressed->text().front().isPrint();
    if (watched == grid_ && isWord) {
        search_->setFocus();
        search_->insert(pressed->text());
        return true;
    }
    return QFrame::eventFilter(watched, event);
}

} // namespace zchat::gui
