// The part of TimelineView that the mouse reaches: pointing, clicking, marking words.
#include <QApplication>
#include <QClipboard>
#include <QContextMenuEvent>
#include <QHelpEvent>
#include <QMouseEvent>
#include <QScrollBar>
#include <QStyleHints>
#include <QToolTip>
#include <algorithm>
#include <tuple>

#include "gui/look/paint.hpp"
#include "gui/model/words.hpp"
#include "gui/timeline/timeline_view.hpp"

namespace zchat::gui {

namespace {

constexpr int clickSlack = 4; // a press and a release this near are a click
constexpr int barOverlap = 14;
constexpr int barRight = 16;

} // namespace

void TimelineView::point(const QModelIndex &index) {
    if (hovered_ == index)
        return;
    const QPersistentModelIndex before = hovered_;
    hovered_ = index;
    delegate_.setHovered(index);
    if (before.isValid())
        viewport()->update(visualRect(before));
    if (index.isValid())
        viewport()->update(visualRect(index));
    placeBar();
}

// At the right of the row that is pointed at, else of the one that keys act on.
void TimelineView::placeBar() {
    const QModelIndex index = hovered_.isValid()         ? QModelIndex(hovered_)
                              : hasKeyboard() && byKeys_ ? currentIndex()
                                                         : QModelIndex();
    const bool isWanted = index.isValid() && !dragging_ && index.row() < model_.rowCount() &&
                          allows(model_, model_.row(index.row()), MessageAct::copyText);
    if (!isWanted) {
        bar_->hide();
        return;
    }
    bar_->showFor(model_, model_.row(index.row()));
    const RowLayout &laid = delegate_.layout(index);
    const QRect row = visualRect(index);
    // Above the words, as far as the row's own head and separators leave room.
    const int top =
        row.top() + delegate_.shown(laid.avatar.isNull() ? laid.anchorTop : laid.avatar.top());
    const QRect whole = viewport()->rect();
    const int y = std::clamp(top - barOverlap, 0, std::max(0, whole.height() - bar_->height()));
    const QRect place(QPoint(whole.width() - bar_->width() - barRight, y), bar_->size());
    bar_->move(visual(place, whole, layoutDirection()).topLeft());
}

Hit TimelineView::hitAt(QPoint position, QModelIndex &index) const {
    index = indexAt(position);
    if (!index.isValid())
        return {};
    return delegate_.hitTest(index, delegate_.laid(position - visualRect(index).topLeft()));
}

std::optional<TextPlace> TimelineView::placeAt(QPoint position) const {
    if (model_.rowCount() == 0)
        return std::nullopt;
    const QPoint inside(std::clamp(position.x(), 0, viewport()->width() - 1),
                        std::clamp(position.y(), 0, viewport()->height() - 1));
    const QModelIndex index = indexAt(inside);
    if (!index.isValid()) {
        const QRect first = visualRect(model_.index(0));
        return inside.y() < first.top()
                   ? TextPlace{model_.row(0).key, 0}
                   : TextPlace{model_.row(model_.rowCount() - 1).key, endOfRow};
    }
    return delegate_.placeAt(index, delegate_.laid(inside - visualRect(index).topLeft()));
}

void TimelineView::mouseMoveEvent(QMouseEvent *event) {
    if ((event->buttons() & Qt::LeftButton) != 0 && selection_.isStarted() &&
        (dragging_ || (event->pos() - pressedAt_).manhattanLength() > clickSlack)) {
        dragTo(event->pos());
        return;
    }
    QModelIndex index;
    const Hit what = hitAt(event->pos(), index);
    point(index);
    const RowLayout *laid = index.isValid() ? &delegate_.layout(index) : nullptr;
    const bool isText =
        laid != nullptr &&
        laid->words.contains(delegate_.laid(event->pos() - visualRect(index).topLeft()));
    viewport()->setCursor(what.target != Target::none ? Qt::PointingHandCursor
                          : isText                    ? Qt::IBeamCursor
                                                      : Qt::ArrowCursor);
}

void TimelineView::dragTo(QPoint position) {
    dragging_ = true;
    draggedTo_ = position;
    bar_->hide();
    extendTo(position);
    const bool isOutside = position.y() < 0 || position.y() >= viewport()->height();
    if (isOutside && !dragScroll_.isActive())
        dragScroll_.start();
    else if (!isOutside)
        dragScroll_.stop();
    viewport()->update();
}

// The further out, the faster.
void TimelineView::scrollWhileDragging() {
    const int beyond = draggedTo_.y() < 0 ? draggedTo_.y()
                                          : std::max(0, draggedTo_.y() - viewport()->height() + 1);
    QScrollBar *bar = verticalScrollBar();
    bar->setValue(bar->value() + std::clamp(beyond / 2, -60, 60) + (beyond < 0 ? -4 : 4));
    extendTo(draggedTo_);
    viewport()->update();
}

// By characters, or by words where the first of them was clicked twice.
void TimelineView::extendTo(QPoint position) {
    const std::optional<TextPlace> place = placeAt(position);
    if (!place)
        return;
    if (!firstWord_) {
        selection_.extendTo(*place);
        return;
    }
    const auto at = model_.rowOf(place->key);
    const auto first = model_.rowOf(firstWord_->first.key);
    if (!at || !first)
        return;
    const RowLayout &laid = delegate_.layout(model_.index(*at));
    auto [from, to] = std::pair(place->character, place->character);
    if (laid.text.document && place->character != endOfRow)
        std::tie(from, to) = wordAt(laid.text, place->character);
    const bool isBefore =
        std::pair(*at, place->character) < std::pair(*first, firstWord_->first.character);
    if (isBefore)
        selection_.set(firstWord_->second, {place->key, from});
    else
        selection_.set(firstWord_->first, {place->key, to});
}

void TimelineView::startSelection(QPoint position, bool extends) {
    const auto place = placeAt(position);
    if (!place)
        return;
    if (extends && selection_.isStarted())
        selection_.extendTo(*place);
    else
        selection_.start(*place);
    viewport()->update();
}

void TimelineView::selectMessage(QPoint position) {
    const QModelIndex index = indexAt(position);
    if (!index.isValid())
        return;
    const RowKey &key = model_.row(index.row()).key;
    selection_.set({key, 0}, {key, endOfRow});
    viewport()->update();
}

void TimelineView::mousePressEvent(QMouseEvent *event) {
    setFocus(Qt::MouseFocusReason);
    byKeys_ = false;
    refreshCurrent();
    if (event->button() != Qt::LeftButton)
        return;
    const QPoint moved = event->pos() - pressedAt_;
    pressedAt_ = event->pos();
    dragging_ = false;
    const bool isThird =
        doubleClicked_.isValid() && moved.manhattanLength() <= clickSlack &&
        doubleClicked_.elapsed() < QGuiApplication::styleHints()->mouseDoubleClickInterval();
    doubleClicked_.invalidate();
    firstWord_.reset();
    if (isThird)
        selectMessage(event->pos());
    else
        startSelection(event->pos(), event->modifiers().testFlag(Qt::ShiftModifier));
}

void TimelineView::mouseDoubleClickEvent(QMouseEvent *event) {
    if (event->button() != Qt::LeftButton)
        return;
    pressedAt_ = event->pos();
    QModelIndex index;
    if (hitAt(event->pos(), index).target != Target::none || !index.isValid())
        return;
    const RowLayout &laid = delegate_.layout(index);
    const QPoint inRow = delegate_.laid(event->pos() - visualRect(index).topLeft());
    if (!laid.text.document || !laid.words.contains(inRow))
        return;
    const auto [from, to] = wordAt(laid.text, delegate_.placeAt(index, inRow).character);
    const RowKey &key = model_.row(index.row()).key;
    selection_.set({key, from}, {key, to});
    firstWord_ = {{key, from}, {key, to}};
    doubleClicked_.start();
    viewport()->update();
}

void TimelineView::mouseReleaseEvent(QMouseEvent *event) {
    dragScroll_.stop();
    if (event->button() != Qt::LeftButton)
        return;
    const bool wasDragged = std::exchange(dragging_, false);
    if (wasDragged || (event->pos() - pressedAt_).manhattanLength() > clickSlack)
        return;
    QModelIndex index;
    const Hit what = hitAt(event->pos(), index);
    if (what.target == Target::fold)
        model_.toggleFold(index.row());
    else if (what.target == Target::addReaction)
        Q_EMIT actWanted(index, MessageAct::react, event->globalPosition().toPoint());
    else if (what.target != Target::none)
        Q_EMIT hit(index, what);
}

void TimelineView::leaveEvent(QEvent *event) {
    point({});
    QListView::leaveEvent(event);
}

void TimelineView::contextMenuEvent(QContextMenuEvent *event) {
    const bool byKey = event->reason() == QContextMenuEvent::Keyboard;
    // The key itself has opened it already.
    if (byKey && QApplication::activePopupWidget() != nullptr)
        return;
    const QModelIndex index = byKey ? currentIndex() : indexAt(event->pos());
    if (!index.isValid())
        return;
    if (byKey)
        act(index, MessageAct::menu);
    else
        Q_EMIT actWanted(index, MessageAct::menu, event->globalPos());
}

bool TimelineView::viewportEvent(QEvent *event) {
    if (event->type() == QEvent::ToolTip) {
        const auto *help = static_cast<QHelpEvent *>(event);
        QModelIndex index;
        const Hit what = hitAt(help->pos(), index);
        if (what.tip.isEmpty())
            QToolTip::hideText();
        else
            QToolTip::showText(help->globalPos(), plainTip(what.tip), viewport());
        return true;
    }
    return QListView::viewportEvent(event);
}

QString TimelineView::selectedText() const {
    return copiedText(selection_, model_, people_, delegate_);
}

void TimelineView::selectAllLoaded() {
    if (model_.rowCount() == 0)
        return;
    selection_.set({model_.row(0).key, 0}, {model_.row(model_.rowCount() - 1).key, endOfRow});
    viewport()->update();
}

void TimelineView::copySelection() {
    const QString words = selectedText();
    if (!words.isEmpty())
        QApplication::clipboard()->setText(words);
}

} // namespace zchat::gui
