#include "gui/window/pinned_panel.hpp"

#include <QVBoxLayout>
#include <algorithm>

#include "gui/model/words.hpp"
#include "gui/timeline/row_words.hpp"
#include "shared/base/limits.hpp"

namespace zchat::gui {

namespace {

constexpr int panelWidth = 380;
constexpr int panelHeight = 320;
constexpr int margin = 12; // to the edge of the window
constexpr int longestShown = 120;

} // namespace

PinnedPanel::PinnedPanel(Desk &desk, const Theme &theme, QWidget *parent)
    : QFrame(parent, Qt::Popup)
    , desk_(desk)
    , theme_(theme)
    , title_(new QLabel(tr("Pinned messages"), this))
    , list_(new QListWidget(this))
    , words_(new QLabel(this))
    , further_(new QPushButton(tr("Look further back"), this)) {
    setObjectName("floatingPanel");
    setAccessibleName(tr("Pinned messages"));
    title_->setTextFormat(Qt::PlainText);
    words_->setTextFormat(Qt::PlainText);
    words_->setWordWrap(true);
    words_->setProperty("rank", "dim");
    list_->setAccessibleName(tr("Pinned messages"));
    list_->setProperty("boxed", true);
    list_->setWordWrap(true);
    list_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    further_->setProperty("quiet", true);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(12, 10, 12, 10);
    column->addWidget(title_);
    column->addWidget(list_, 1);
    column->addWidget(words_);
    column->addWidget(further_);
    connect(list_, &QListWidget::itemActivated, this, &PinnedPanel::choose);
    connect(list_, &QListWidget::itemClicked, this, &PinnedPanel::choose);
    connect(further_, &QPushButton::clicked, this, [this] {
        lookUntil_ = looked_ + stretch;
        look();
    });
}

void PinnedPanel::openBelow(const QWidget &anchor) {
    room_ = desk_.room();
    if (!room_)
        return;
    ++opened_;
    found_.clear();
    before_.reset();
    looked_ = 0;
    lookUntil_ = stretch;
    isAtStart_ = false;
    trouble_.clear();
    title_->setProperty("rank", "section");
    place(anchor);
    takeLoaded();
    look();
    show();
    list_->setFocus();
}

// Below the button that opened it, and within the window.
void PinnedPanel::place(const QWidget &anchor) {
    const QWidget *window = anchor.window();
    const int top = anchor.mapTo(window, QPoint(0, anchor.height() + 6)).y();
    const QSize room(window->width() - 2 * margin, window->height() - top - margin);
    const Look &look = theme_.look();
    resize(QSize(look.px(panelWidth), look.px(panelHeight)).boundedTo(room));
    const int end = anchor.mapTo(window, QPoint(isRightToLeft() ? 0 : anchor.width(), 0)).x();
    const int left = isRightToLeft() ? end : end - width();
    move(window->mapToGlobal(QPoint(
        std::clamp(left, margin, std::max(margin, window->width() - width() - margin)), top)));
}

void PinnedPanel::takeLoaded() {
    const TimelineModel &timeline = desk_.timeline();
    for (int i = 0; i < timeline.rowCount(); ++i) {
        const Row &row = timeline.row(i);
        if (!row.draft && row.message.pinned && !row.message.entry.redacted)
            found_[row.message.entry.seq] = row.message;
    }
    fill();
}

void PinnedPanel::look() {
    isLooking_ = true;
    refreshWords();
    wire::History request;
    request.room = *room_;
    request.before = before_;
    request.limit = limits::pageEntries;
    desk_.ask(std::move(request), this, [this, opened = opened_](const Answer &answer) {
        if (opened == opened_)
            hear(answer);
    });
}

void PinnedPanel::hear(const Answer &answer) {
    isLooking_ = false;
    if (const auto *refusal = std::get_if<Refusal>(&answer)) {
        trouble_ = oneLine(refusal->text);
        refreshWords();
        return;
    }
    const auto *page = std::get_if<wire::HistoryReply>(&std::get<wire::Reply>(answer));
    if (page == nullptr)
        return;
    trouble_.clear();
    for (const wire::Message &message : page->messages)
        if (message.pinned && !message.entry.redacted)
            found_[message.entry.seq] = message;
    looked_ += page->messages.size();
    isAtStart_ = page->messages.empty() || page->messages.front().entry.seq.value <= 1;
    if (!isAtStart_)
        before_ = page->messages.front().entry.seq;
    fill();
    if (!isAtStart_ && looked_ < lookUntil_ && isVisible())
        look();
}

void PinnedPanel::fill() {
    const auto chosenSeq =
        list_->currentItem() != nullptr ? list_->currentItem()->data(Qt::UserRole) : QVariant();
    list_->clear();
    for (auto at = found_.rbegin(); at != found_.rend(); ++at) {
        const wire::Entry &entry = at->second.entry;
        const QString head = desk_.people().fullName(entry.by) + " · " + longTime(entry.at);
        auto *item = new QListWidgetItem(
            head + "\n" + unmarked(plainWords(at->second)).left(longestShown), list_);
        item->setData(Qt::UserRole, QVariant::fromValue(qulonglong(entry.seq.value)));
        if (item->data(Qt::UserRole) == chosenSeq)
            list_->setCurrentItem(item);
    }
    if (list_->currentItem() == nullptr)
        list_->setCurrentRow(0);
    refreshWords();
}

void PinnedPanel::refreshWords() {
    QString words = trouble_;
    if (words.isEmpty() && isLooking_)
        words = tr("Looking …");
    else if (words.isEmpty() && isAtStart_)
        words = found_.empty() ? tr("Nothing is pinned in this room. Pin a message from its menu.")
                               : tr("These are all.");
    else if (words.isEmpty())
        words = tr("The newest %n messages were looked at.", nullptr, static_cast<int>(looked_));
    words_->setText(words);
    further_->setVisible(!isLooking_ && !isAtStart_ && trouble_.isEmpty());
}

void PinnedPanel::choose(const QListWidgetItem *item) {
    const Seq seq{item->data(Qt::UserRole).toULongLong()};
    const RoomName room = *room_;
    hide();
    Q_EMIT chosen(room, seq);
}

} // namespace zchat::gui
