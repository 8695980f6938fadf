#include "gui/window/completion_list.hpp"

#include <QKeyEvent>
#include <QPainter>
#include <algorithm>

#include "gui/look/paint.hpp"

namespace zchat::gui {

CompletionList::CompletionList(QPlainTextEdit &box, const Theme &theme, QWidget *ground)
    : QListWidget(ground)
    , box_(box)
    , theme_(theme) {
    setProperty("boxed", true);
    setAccessibleName(tr("Suggestions"));
    setFocusPolicy(Qt::NoFocus);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setTextElideMode(Qt::ElideRight);
    hide();
    box.installEventFilter(this);
    connect(&box, &QPlainTextEdit::cursorPositionChanged, this, &CompletionList::look);
    connect(&box, &QPlainTextEdit::textChanged, this, &CompletionList::look);
    connect(this, &QListWidget::itemClicked, this, [this] { take(); });
    connect(&theme, &Theme::changed, this, &QWidget::hide);
}

void CompletionList::refresh() {
    if (isVisible()) {
        query_.reset();
        look();
    }
}

void CompletionList::look() {
    const auto query = box_.hasFocus() && !box_.textCursor().hasSelection()
                           ? queryAt(box_.toPlainText(), box_.textCursor().position())
                           : std::nullopt;
    if (!query || query->start != refused_)
        refused_.reset();
    if (!query || refused_ || !source_) {
        query_.reset();
        hide();
        return;
    }
    if (query_ == query)
        return;
    query_ = query;
    fill(source_(*query));
}

void CompletionList::fill(const std::vector<Completion> &found) {
    found_ = found;
    clear();
    for (const Completion &completion : found) {
        QString words = completion.shown;
        if (!completion.beside.isEmpty())
            words += "   " + completion.beside;
        auto *item = new QListWidgetItem(iconOf(completion), words, this);
        item->setData(Qt::AccessibleTextRole, words);
    }
    setVisible(!found.empty());
    if (found.empty())
        return;
    setCurrentRow(0);
    place();
    raise();
}

QIcon CompletionList::iconOf(const Completion &completion) const {
    const Look &look = theme_.look();
    if (completion.kind == CompletionKind::emoji)
        return {};
    if (completion.kind == CompletionKind::room)
        return makeIcon(completion.isPrivate ? Icon::privateRoom : Icon::publicRoom,
                        look.tokens.dim);
    const double ratio = devicePixelRatioF();
    const int side = look.px(measure::avatarSmall);
    QPixmap pixmap(QSize(side, side) * ratio);
    pixmap.setDevicePixelRatio(ratio);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    painter.scale(look.zoom, look.zoom);
    paintAvatar(painter, QRect(0, 0, measure::avatarSmall, measure::avatarSmall), look,
                completion.name, completion.shown);
    return pixmap;
}

void CompletionList::place() {
    const Look &look = theme_.look();
    setIconSize(QSize(look.px(measure::avatarSmall), look.px(measure::avatarSmall)));
    const QPoint corner = box_.mapTo(parentWidget(), QPoint(0, 0));
    const int wide = std::min(look.px(420), std::max(parentWidget()->width() - 24, 120));
    const int row = std::max(sizeHintForRow(0), look.px(28));
    const int wanted = row * count() + 2 * frameWidth() + look.px(10);
    const int high = std::min(wanted, std::max(corner.y() - 12, row));
    const int x = std::clamp(corner.x(), 12, std::max(12, parentWidget()->width() - wide - 12));
    setGeometry(x, corner.y() - high - look.px(10), wide, high);
}

void CompletionList::take() {
    const int row = currentRow();
    if (!query_ || row < 0 || std::size_t(row) >= found_.size())
        return;
    const QString insert = found_[std::size_t(row)].insert;
    QTextCursor cursor = box_.textCursor();
    cursor.setPosition(query_->start);
    cursor.setPosition(query_->start + 1 + int(query_->words.size()), QTextCursor::KeepAnchor);
    query_.reset();
    hide();
    cursor.insertText(insert);
    box_.setTextCursor(cursor);
}

bool CompletionList::eventFilter(QObject *watched, QEvent *event) {
    if (watched != &box_ || !isVisible())
        return QListWidget::eventFilter(watched, event);
    if (event->type() == QEvent::FocusOut)
        hide();
    if (event->type() != QEvent::KeyPress)
        return QListWidget::eventFilter(watched, event);
    const auto *pressed = static_cast<QKeyEvent *>(event);
    if ((pressed->modifiers() & ~Qt::KeypadModifier) != 0)
        return false;
    switch (pressed->key()) {
    case Qt::Key_Up:
        setCurrentRow((currentRow() + count() - 1) % count());
        return true;
    case Qt::Key_Down:
        setCurrentRow((currentRow() + 1) % count());
        return true;
    case Qt::Key_Tab:
    case Qt::Key_Return:
    case Qt::Key_Enter:
        take();
        return true;
    case Qt::Key_Escape:
        refused_ = query_ ? std::optional(query_->start) : std::nullopt;
        query_.reset();
        hide();
        return true;
    default:
        return false;
    }
}

} // namespace zchat::gui
