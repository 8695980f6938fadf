// The part of TimelineView that the keyboard reaches: one current message, and what keys do to it.
#include <QKeyEvent>
#include <QScrollBar>
#include <algorithm>

#include "gui/timeline/timeline_view.hpp"

namespace zchat::gui {

bool TimelineView::hasKeyboard() const {
    return hasFocus() || bar_->hasFocusInside();
}

void TimelineView::refreshCurrent() {
    delegate_.setCurrent(byKeys_ && hasKeyboard() ? currentIndex() : QModelIndex());
    viewport()->update();
    placeBar();
}

void TimelineView::showCurrent(const QModelIndex &index) {
    byKeys_ = true;
    setCurrentIndex(index);
    bringIntoSight(index);
    point({}); // the mouse lies where it lies; keys act on this row now
    refreshCurrent();
}

void TimelineView::bringIntoSight(const QModelIndex &index) {
    const QRect row = visualRect(index);
    QScrollBar *bar = verticalScrollBar();
    const int below = row.bottom() - viewport()->height() + 1;
    if (row.top() < 0 || row.height() > viewport()->height())
        bar->setValue(bar->value() + row.top());
    else if (below > 0)
        bar->setValue(bar->value() + below);
}

// Rows of a folded run have no height: keys pass over them.
void TimelineView::stepCurrent(int direction) {
    if (!currentIndex().isValid()) {
        ensureCurrent();
        return;
    }
    int row = currentIndex().row() + direction;
    while (row >= 0 && row < model_.rowCount() && model_.row(row).fold == Fold::hidden)
        row += direction;
    if (row >= 0 && row < model_.rowCount())
        showCurrent(model_.index(row));
    else
        showCurrent(currentIndex());
}

// The last row in sight, unless the current one is in sight.
void TimelineView::ensureCurrent() {
    const QModelIndex current = currentIndex();
    if (current.isValid() && visualRect(current).intersects(viewport()->rect())) {
        showCurrent(current);
        return;
    }
    for (int row = model_.rowCount() - 1; row >= 0; --row) {
        const QModelIndex index = model_.index(row);
        const QRect rect = visualRect(index);
        if (rect.height() > 0 && rect.top() < viewport()->height()) {
            showCurrent(index);
            return;
        }
    }
}

bool TimelineView::moveKey(int key) {
    QScrollBar *bar = verticalScrollBar();
    switch (key) {
    case Qt::Key_Up:
        stepCurrent(-1);
        return true;
    case Qt::Key_Down:
        stepCurrent(1);
        return true;
    case Qt::Key_PageUp:
        bar->setValue(bar->value() - bar->pageStep());
        return true;
    case Qt::Key_PageDown:
        bar->setValue(bar->value() + bar->pageStep());
        return true;
    case Qt::Key_Home:
        bar->setValue(0);
        return true;
    case Qt::Key_End:
        model_.showNewest();
        return true;
    case Qt::Key_Return:
    case Qt::Key_Enter:
    case Qt::Key_Menu:
        ensureCurrent();
        if (currentIndex().isValid()) {
            const bool isFolded = model_.row(currentIndex().row()).fold == Fold::last;
            act(currentIndex(),
                isFolded && key != Qt::Key_Menu ? MessageAct::fold : MessageAct::menu);
        }
        return true;
    case Qt::Key_Escape:
        if (selection_.isEmpty()) {
            Q_EMIT escaped();
        } else {
            selection_.clear();
            viewport()->update();
        }
        return true;
    default:
        return false;
    }
}

void TimelineView::act(const QModelIndex &index, MessageAct what) {
    const Row &row = model_.row(index.row());
    if (what == MessageAct::fold) {
        model_.toggleFold(index.row());
        return;
    }
    if (!allows(model_, row, what))
        return;
    const QRect shown = visualRect(index);
    const QPoint at = bar_->isVisible() ? bar_->geometry().bottomLeft()
                                        : QPoint(viewport()->width() / 2, shown.center().y());
    Q_EMIT actWanted(index, what, viewport()->mapToGlobal(at));
}

void TimelineView::keyPressEvent(QKeyEvent *event) {
    const auto modifiers = event->modifiers() & ~Qt::KeypadModifier;
    if (modifiers == Qt::NoModifier && moveKey(event->key()))
        return;
    if (event->matches(QKeySequence::SelectAll)) {
        selectAllLoaded();
        return;
    }
    if (event->matches(QKeySequence::Copy) && !selection_.isEmpty()) {
        copySelection();
        return;
    }
    const auto what = actOf(*event);
    if (what && currentIndex().isValid()) {
        act(currentIndex(), *what);
        return;
    }
    event->ignore(); // not QListView's search by letters: those land in the box
}

// Keys of the window must not take what a message is about to hear.
bool TimelineView::event(QEvent *event) {
    if (event->type() == QEvent::ShortcutOverride) {
        const auto *pressed = static_cast<QKeyEvent *>(event);
        if (actOf(*pressed) || pressed->matches(QKeySequence::SelectAll)) {
            event->accept();
            return true;
        }
    }
    return QListView::event(event);
}

void TimelineView::focusInEvent(QFocusEvent *event) {
    QAbstractScrollArea::focusInEvent(event);
    const Qt::FocusReason why = event->reason();
    const bool isByKeys = why == Qt::TabFocusReason || why == Qt::BacktabFocusReason ||
                          why == Qt::ShortcutFocusReason;
    if (isByKeys && model_.rowCount() > 0)
        ensureCurrent();
    else
        refreshCurrent();
}

void TimelineView::focusOutEvent(QFocusEvent *event) {
    QAbstractScrollArea::focusOutEvent(event);
    refreshCurrent();
}

} // namespace zchat::gui
