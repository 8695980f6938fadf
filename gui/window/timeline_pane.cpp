#include "gui/window/timeline_pane.hpp"

#include <QVBoxLayout>

#include "gui/look/paint.hpp"

namespace zchat::gui {

namespace {

// "7 new, 1 mention".
QString unseenWords(const Unseen &unseen) {
    const QString words = TimelinePane::tr("%n new", nullptr, static_cast<int>(unseen.messages));
    if (unseen.mentions == 0)
        return words;
    return words + ", " +
           (unseen.mentions == 1
                ? TimelinePane::tr("1 mention")
                : TimelinePane::tr("%n mentions", nullptr, static_cast<int>(unseen.mentions)));
}

} // namespace

TimelinePane::TimelinePane(Desk &desk, const Theme &theme, Pictures &pictures, QWidget *parent)
    : QWidget(parent)
    , desk_(desk)
    , view_(new TimelineView(desk.timeline(), desk.people(), theme, pictures, this))
    , newest_(new QPushButton(this))
    , empty_(new QLabel(this)) {
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(view_);
    newest_->setObjectName("newestPill");
    newest_->hide();
    empty_->setTextFormat(Qt::PlainText);
    empty_->setWordWrap(true);
    empty_->setAlignment(Qt::AlignCenter);
    empty_->setProperty("rank", "dim");
    empty_->setAttribute(Qt::WA_TransparentForMouseEvents);
    connect(newest_, &QPushButton::clicked, &desk.timeline(), &TimelineModel::showNewest);
    connect(view_, &TimelineView::pictureInSight, &desk, &Desk::showPicture);
    connect(view_, &TimelineView::followingChanged, this, &TimelinePane::refresh);
    connect(&desk.timeline(), &TimelineModel::stateChanged, this, &TimelinePane::refresh,
            Qt::QueuedConnection);
    connect(&desk.timeline(), &QAbstractItemModel::modelReset, this, &TimelinePane::refresh,
            Qt::QueuedConnection);
    connect(&desk, &Desk::connectionChanged, this, &TimelinePane::refresh);
    refresh();
}

void TimelinePane::refresh() {
    const TimelineModel &timeline = desk_.timeline();
    const bool isAway = timeline.rowCount() > 0 && (!view_->isFollowing() || !timeline.isAtHead());
    if (isAway) {
        const Unseen unseen = view_->unseen();
        newest_->setText(unseen.messages > 0 ? "↓ " + unseenWords(unseen) : tr("↓ Newest"));
        newest_->setAccessibleName(unseen.messages > 0 ? tr("%1 below").arg(unseenWords(unseen))
                                                       : tr("To the newest message"));
    }
    newest_->setVisible(isAway);
    QString words;
    if (timeline.rowCount() == 0 && timeline.room()) {
        if (!timeline.trouble().isEmpty())
            words = tr("%1\nThe history of this room comes with the connection.")
                        .arg(timeline.trouble());
        else if (!timeline.isLoading())
            words = tr("Nothing has been said here yet. Write the first line below.");
    }
    empty_->setText(words);
    empty_->setVisible(!words.isEmpty());
    place();
}

void TimelinePane::place() {
    newest_->adjustSize();
    // At the end of the lines, where it covers the least of them.
    const QPoint corner(width() - newest_->width() - measure::gutter,
                        height() - newest_->height() - 12);
    newest_->move(visual(QRect(corner, newest_->size()), rect(), layoutDirection()).topLeft());
    empty_->setGeometry(rect().adjusted(measure::gutter, 0, -measure::gutter, 0));
    newest_->raise();
}

void TimelinePane::resizeEvent(QResizeEvent *event) {
    QWidget::resizeEvent(event);
    place();
}

} // namespace zchat::gui
