#include "gui/timeline/timeline_view.hpp"

#include <QScopedValueRollback>
#include <QScrollBar>
#include <algorithm>

#include "shared/wire/fold.hpp"

namespace zchat::gui {

namespace {

constexpr int endSlack = 8; // nearer to the end than this is at the end
constexpr int targetShownMs = 2000;

} // namespace

TimelineView::TimelineView(TimelineModel &model, const People &people, const Theme &theme,
                           Pictures &pictures, QWidget *parent)
    : QListView(parent)
    , model_(model)
    , people_(people)
    , delegate_(model, people, theme, pictures)
    , bar_(new ActionBar(theme, viewport()))
    , announcer_(new Announcer(*this)) {
    makeTimelineAccessible();
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
    // It would jump whenever the current row leaves the window at one end.
    setAutoScroll(false);
    delegate_.setSelection(selection_);
    dragScroll_.setInterval(30);
    connect(&dragScroll_, &QTimer::timeout, this, &TimelineView::scrollWhileDragging);
    targetEnds_.setSingleShot(true);
    targetEnds_.setInterval(targetShownMs);
    connect(&targetEnds_, &QTimer::timeout, this, [this] { markTarget({}); });
    connect(bar_, &ActionBar::wanted, this, [this](MessageAct what) {
        const QModelIndex index = hovered_.isValid() ? QModelIndex(hovered_) : currentIndex();
        if (index.isValid())
            act(index, what);
    });
    connect(&model, &TimelineModel::heard, this, [this](int row) {
        announcer_->tell(model_.data(model_.index(row), Qt::AccessibleTextRole).toString());
    });
    connect(&model, &QAbstractItemModel::dataChanged, this, &TimelineView::placeBar,
            Qt::QueuedConnection);
    setEditTriggers(NoEditTriggers);
    setMouseTracking(true);
    setItemDelegate(&delegate_);
    setModel(&model);
    connect(&theme, &Theme::changed, this, [this] { scheduleDelayedItemsLayout(); });
    connect(&pictures, &Pictures::ready, viewport(), qOverload<>(&QWidget::update));
    connect(&model, &TimelineModel::newestShown, this, &TimelineView::followEnd);
    connect(&model, &TimelineModel::stateChanged, this, &TimelineView::feed, Qt::QueuedConnection);
}

void TimelineView::reset() {
    hovered_ = QModelIndex();
    delegate_.setHovered({});
    selection_.clear();
    dragScroll_.stop();
    dragging_ = false;
    bar_->hide();
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
    // A window is resized in several passes; a new line in each would drift.
    if (!following_ && (!anchor_ || !model_.rowOf(anchor_->key)))
        capture();
    feed();
    placeBar();
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
    // A jump shows where it led; the New line shows itself.
    if (at && model_.firstNewRow() != at) {
        setCurrentIndex(model_.index(*at));
        markTarget(model_.index(*at));
    }
    const bool wasFollowing = following_;
    setFollowing(model_.isAtHead() && value >= bar->maximum() - endSlack);
    // Where a room opened is news even if the last one stood at its end too.
    if (following_ == wasFollowing)
        Q_EMIT followingChanged();
}

void TimelineView::capture() {
    if (laying_ || landing_ || model_.rowCount() == 0)
        return;
    const QModelIndex first = indexAt(QPoint(1, 0));
    if (!first.isValid())
        return;
    // The first row whose words begin in sight; the one cut by the edge only where it fills it.
    QModelIndex held = first;
    int top = visualRect(held).top() + delegate_.shown(delegate_.layout(held).anchorTop);
    const QModelIndex next = model_.index(first.row() + 1);
    if (top < 0 && next.isValid()) {
        const int nextTop =
            visualRect(next).top() + delegate_.shown(delegate_.layout(next).anchorTop);
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
    const auto top = [&] {
        return visualRect(index).top() + delegate_.shown(delegate_.layout(index).anchorTop);
    };
    bar->setValue(bar->value() + top() - anchor_->pixels);
    anchor_->pixels = top(); // the bar may have ended before
}

std::optional<int> TimelineView::wordsTop(const RowKey &key) {
    const auto at = model_.rowOf(key);
    if (!at)
        return std::nullopt;
    executeDelayedItemsLayout();
    const QModelIndex index = model_.index(*at);
    return visualRect(index).top() + delegate_.shown(delegate_.layout(index).anchorTop) +
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
    lookForPictures();
}

void TimelineView::lookForPictures() {
    QModelIndex index = indexAt(QPoint(1, 0));
    for (; index.isValid() && visualRect(index).top() < viewport()->height();
         index = index.siblingAtRow(index.row() + 1)) {
        const AttachmentLayout &attachment = delegate_.layout(index).attachment;
        const Row &row = model_.row(index.row());
        if (attachment.isPicture && attachment.place.isEmpty() && !row.draft)
            Q_EMIT pictureInSight(row.message.entry.seq);
    }
}

void TimelineView::setFollowing(bool isFollowing) {
    model_.setFollowing(isFollowing);
    if (following_ == isFollowing)
        return;
    following_ = isFollowing;
    seenTo_ = isFollowing ? std::nullopt : model_.lastSeq();
    Q_EMIT followingChanged();
}

Unseen TimelineView::unseen() const {
    Unseen unseen{model_.unseenBelow(), model_.mentionsBelow()};
    if (following_ || !seenTo_)
        return unseen;
    for (int i = model_.rowAtOrAfter(seenTo_->next()); i < model_.rowCount(); ++i) {
        const Row &row = model_.row(i);
        const wire::Entry &entry = row.message.entry;
        const bool isOther = !row.draft && entry.by != model_.me() && !model_.isIgnored(entry.by);
        if (!isOther || !wire::isCounted(entry.content))
            continue;
        ++unseen.messages;
        unseen.mentions += model_.mentionsMe(entry) ? 1 : 0;
    }
    return unseen;
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
    markTarget(index);
}

void TimelineView::goToOldestUnread() {
    const auto oldest = model_.oldestUnread();
    if (const auto at = model_.firstNewRow())
        goTo(model_.row(*at).key);
    else if (oldest && model_.rowCount() > 0 && *oldest < model_.row(0).message.entry.seq)
        model_.showAround(*oldest);
}

void TimelineView::markTarget(const QModelIndex &index) {
    delegate_.setTarget(index);
    if (index.isValid())
        targetEnds_.start();
    viewport()->update();
}

void TimelineView::scrollContentsBy(int dx, int dy) {
    QListView::scrollContentsBy(dx, dy);
    if (laying_)
        return;
    const QScrollBar *bar = verticalScrollBar();
    setFollowing(model_.isAtHead() && bar->value() >= bar->maximum() - endSlack);
    capture();
    feed();
    placeBar();
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

} // namespace zchat::gui
