#include "gui/timeline/timeline_view.hpp"

#include <QContextMenuEvent>
#include <QHelpEvent>
#include <QMouseEvent>
#include <QScopedValueRollback>
#include <QScrollBar>
#include <QToolTip>
#include <algorithm>

#include "gui/model/words.hpp"
#include "shared/wire/fold.hpp"

namespace zchat::gui {

namespace {

constexpr int endSlack = 8;   // nearer to the end than this is at the end
constexpr int clickSlack = 4; // a press and a release this near are a click

} // namespace

TimelineView::TimelineView(TimelineModel &model, const People &people, const Theme &theme,
                           QWidget *parent)
    : QListView(parent)
    , model_(model)
    , delegate_(model, people, theme) {
    setAccessibleName(tr("Messages"));
    setFrameShape(QFrame::NoFrame);
    setVerticalScrollMode(ScrollPerPixel);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    // Always there, so that its coming and going never changes the width of every message.
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOn);
    verticalScrollBar()->setSingleStep(measure::line);
    connect(verticalScrollBar(), &QScrollBar::rangeChanged, this, [this](int least, int most) {
        verticalScrollBar()->setEnabled(most > least); // with nothing to scroll no handle shows
    });
    setSelectionMode(NoSelection);
    setEditTriggers(NoEditTriggers);
    setMouseTracking(true);
    setItemDelegate(&delegate_);
    setModel(&model);
    connect(&theme, &Theme::changed, this, [this] { scheduleDelayedItemsLayout(); });
    connect(&model, &TimelineModel::newestShown, this, &TimelineView::followEnd);
    connect(&model, &TimelineModel::stateChanged, this, &TimelineView::feed, Qt::QueuedConnection);
}

void TimelineView::reset() {
    hovered_ = QModelIndex();
    delegate_.setHovered({});
    anchor_.reset();
    landing_ = true;
    QListView::reset();
}

void TimelineView::doItemsLayout() {
    if (laying_) {
        QListView::doItemsLayout();
        return;
    }
    {
        const QScopedValueRollback guard(laying_, true);
        delegate_.setWidth(viewport()->width());
        QListView::doItemsLayout();
        settle();
    }
    if (!following_)
        capture();
    feed();
}

// Everything that may have moved the rows ends here: few rows stand at the foot of the view, and
// what the eye rested on goes back to where it was.
void TimelineView::settle() {
    standAtBottom();
    if (landing_)
        land();
    else
        restore();
}

void TimelineView::standAtBottom() {
    const int spare = height() - contentsSize().height();
    const QMargins wanted(0, std::max(0, spare), 0, 0);
    if (viewportMargins() != wanted)
        setViewportMargins(wanted);
}

void TimelineView::land() {
    if (model_.rowCount() == 0)
        return;
    landing_ = false;
    const auto key = model_.landing();
    const auto at = key ? model_.rowOf(*key) : std::nullopt;
    QScrollBar *bar = verticalScrollBar();
    int value = bar->maximum();
    if (key) {
        const int row = at.value_or(std::min(
            model_.rowCount() - 1,
            std::holds_alternative<Seq>(*key) ? model_.rowAtOrAfter(std::get<Seq>(*key)) : 0));
        const int top = visualRect(model_.index(row)).top() + bar->value();
        value = std::clamp(top - viewport()->height() / 4, 0, bar->maximum());
    }
    bar->setValue(value);
    setFollowing(model_.isAtHead() && value >= bar->maximum() - endSlack);
}

void TimelineView::capture() {
    if (laying_ || landing_ || model_.rowCount() == 0)
        return;
    const QModelIndex first = indexAt(QPoint(1, 0));
    if (!first.isValid())
        return;
    // The first row whose words begin in sight; the one cut by the edge only where it fills it.
    QModelIndex held = first;
    int top = visualRect(held).top() + delegate_.layout(held).anchorTop;
    const QModelIndex next = model_.index(first.row() + 1);
    if (top < 0 && next.isValid()) {
        const int nextTop = visualRect(next).top() + delegate_.layout(next).anchorTop;
        if (nextTop < viewport()->height()) {
            held = next;
            top = nextTop;
        }
    }
    anchor_ = ScrollAnchor{.key = model_.row(held.row()).key, .pixels = top};
}

void TimelineView::restore() {
    QScrollBar *bar = verticalScrollBar();
    if (following_) {
        bar->setValue(bar->maximum());
        return;
    }
    if (!anchor_ || model_.rowCount() == 0)
        return;
    auto at = model_.rowOf(anchor_->key);
    if (!at) {
        const Seq *seq = std::get_if<Seq>(&anchor_->key);
        if (seq == nullptr)
            return;
        at = std::min(model_.rowAtOrAfter(*seq), model_.rowCount() - 1);
    }
    const QModelIndex index = model_.index(*at);
    const int top = visualRect(index).top() + delegate_.layout(index).anchorTop;
    bar->setValue(bar->value() + top - anchor_->pixels);
}

std::optional<int> TimelineView::wordsTop(const RowKey &key) {
    const auto at = model_.rowOf(key);
    if (!at)
        return std::nullopt;
    executeDelayedItemsLayout();
    const QModelIndex index = model_.index(*at);
    return visualRect(index).top() + delegate_.layout(index).anchorTop +
           viewport()->mapTo(this, QPoint(0, 0)).y();
}

// Asks for more well before the edge: two screens ahead.
void TimelineView::feed() {
    if (laying_ || landing_ || !isVisible())
        return;
    const QScrollBar *bar = verticalScrollBar();
    const int ahead = 2 * viewport()->height();
    if (bar->value() < ahead)
        model_.wantOlder();
    if (bar->maximum() - bar->value() < ahead)
        model_.wantNewer();
}

void TimelineView::setFollowing(bool isFollowing) {
    model_.setFollowing(isFollowing);
    if (following_ == isFollowing)
        return;
    following_ = isFollowing;
    seenTo_ = isFollowing ? std::nullopt : model_.lastSeq();
    Q_EMIT followingChanged();
}

std::size_t TimelineView::unseen() const {
    if (following_ || !seenTo_)
        return model_.unseenBelow();
    std::size_t count = model_.unseenBelow();
    for (int i = model_.rowAtOrAfter(seenTo_->next()); i < model_.rowCount(); ++i) {
        const Row &row = model_.row(i);
        const bool isOther = !row.draft && row.message.entry.by != model_.me();
        if (isOther && wire::isCounted(row.message.entry.content))
            ++count;
    }
    return count;
}

void TimelineView::followEnd() {
    executeDelayedItemsLayout();
    setFollowing(model_.isAtHead());
    verticalScrollBar()->setValue(verticalScrollBar()->maximum());
}

void TimelineView::goTo(const RowKey &key) {
    const auto at = model_.rowOf(key);
    if (!at)
        return;
    executeDelayedItemsLayout();
    const QModelIndex index = model_.index(*at);
    QScrollBar *bar = verticalScrollBar();
    bar->setValue(bar->value() + visualRect(index).top() - viewport()->height() / 4);
    setCurrentIndex(index);
}

void TimelineView::scrollContentsBy(int dx, int dy) {
    QListView::scrollContentsBy(dx, dy);
    if (laying_)
        return;
    const QScrollBar *bar = verticalScrollBar();
    setFollowing(model_.isAtHead() && bar->value() >= bar->maximum() - endSlack);
    capture();
    feed();
}

void TimelineView::resizeEvent(QResizeEvent *event) {
    if (laying_) {
        QListView::resizeEvent(event);
        return;
    }
    {
        const QScopedValueRollback guard(laying_, true);
        QListView::resizeEvent(event);
    }
    doItemsLayout();
}

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
}

Hit TimelineView::hitAt(QPoint position, QModelIndex &index) const {
    index = indexAt(position);
    if (!index.isValid())
        return {};
    return delegate_.hitTest(index, position - visualRect(index).topLeft());
}

void TimelineView::mouseMoveEvent(QMouseEvent *event) {
    QModelIndex index;
    const Hit what = hitAt(event->pos(), index);
    point(index);
    viewport()->setCursor(what.target == Target::none ? Qt::ArrowCursor : Qt::PointingHandCursor);
}

void TimelineView::mousePressEvent(QMouseEvent *event) {
    pressedAt_ = event->pos();
    setFocus(Qt::MouseFocusReason);
}

void TimelineView::mouseReleaseEvent(QMouseEvent *event) {
    if (event->button() != Qt::LeftButton ||
        (event->pos() - pressedAt_).manhattanLength() > clickSlack)
        return;
    QModelIndex index;
    const Hit what = hitAt(event->pos(), index);
    if (what.target != Target::none)
        Q_EMIT hit(index, what);
}

void TimelineView::leaveEvent(QEvent *event) {
    point({});
    QListView::leaveEvent(event);
}

void TimelineView::contextMenuEvent(QContextMenuEvent *event) {
    const bool byKey = event->reason() == QContextMenuEvent::Keyboard;
    const QModelIndex index = byKey ? currentIndex() : indexAt(event->pos());
    if (!index.isValid())
        return;
    const QPoint at =
        byKey ? viewport()->mapToGlobal(visualRect(index).center()) : event->globalPos();
    Q_EMIT menuWanted(index, at);
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

} // namespace zchat::gui
