#include "gui/window/search_panel.hpp"

#include <QDateTime>
#include <QKeyEvent>
#include <QLocale>
#include <algorithm>

#include "gui/model/words.hpp"
#include "gui/window/hit_delegate.hpp"

namespace zchat::gui {

namespace {

// The broker takes five searches a second; a person's pause is longer than this.
constexpr int pauseMs = 350;

QString whenWords(TimeMs at) {
    const QDateTime when = QDateTime::fromMSecsSinceEpoch(at);
    if (when.date() == QDate::currentDate())
        return timeWords(at);
    return QLocale().toString(when.date(), QLocale::ShortFormat);
}

// In a low panel the list of hits matters more than what else could be typed.
bool hasRoomFor(const QLabel &hint, const QWidget &panel) {
    return panel.height() >= 20 * hint.fontMetrics().height();
}

} // namespace

SearchPanel::SearchPanel(Desk &desk, const Theme &theme, QWidget *parent)
    : SidePanel(theme, tr("Search"), parent)
    , desk_(desk)
    , cached_(desk)
    , query_(new QLineEdit(this))
    , onlyHere_(new QCheckBox(this))
    , hint_(new QLabel(tr("from:alice  in:lobby  has:file  before:2026-03-14  after:yesterday"),
                       this))
    , hits_(new QListWidget(this))
    , state_(new QLabel(this))
    , more_(new QPushButton(tr("More"), this)) {
    query_->setPlaceholderText(tr("Words to look for"));
    query_->setAccessibleName(tr("Search for"));
    query_->setClearButtonEnabled(true);
    query_->installEventFilter(this);
    installEventFilter(this);
    for (QLabel *label : {hint_, state_}) {
        label->setTextFormat(Qt::PlainText);
        label->setWordWrap(true);
        label->setProperty("rank", "dim");
    }
    hint_->setProperty("rank", "tiny");
    hits_->setAccessibleName(tr("Found messages"));
    hits_->setMouseTracking(true);
    hits_->setMinimumHeight(40);
    hits_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    hits_->setItemDelegate(new HitDelegate(desk.people(), theme, hits_));
    more_->hide();
    body().addWidget(query_);
    body().addWidget(onlyHere_);
    body().addWidget(hint_);
    body().addWidget(state_);
    body().addWidget(hits_, 1);
    body().addWidget(more_);
    setFocusProxy(query_);
    pause_.setSingleShot(true);
    pause_.setInterval(pauseMs);
    connect(&pause_, &QTimer::timeout, this, &SearchPanel::begin);
    connect(query_, &QLineEdit::textEdited, &pause_, qOverload<>(&QTimer::start));
    connect(onlyHere_, &QCheckBox::clicked, this, &SearchPanel::begin);
    connect(more_, &QPushButton::clicked, this, &SearchPanel::search);
    connect(hits_, &QListWidget::itemActivated, this, &SearchPanel::openHit);
    connect(hits_, &QListWidget::itemClicked, this, &SearchPanel::openHit);
    connect(&cached_, &CachedSearch::found, this, &SearchPanel::add);
    connect(&cached_, &CachedSearch::finished, this, &SearchPanel::sayCount);
    connect(&desk, &Desk::roomOpened, this, &SearchPanel::nameRoom);
    connect(&theme, &Theme::changed, hits_->viewport(), qOverload<>(&QWidget::update));
}

void SearchPanel::setMode(Mode mode) {
    mode_ = mode;
    setTitle(mode == Mode::search ? tr("Search") : tr("Mentions of me"));
    query_->setVisible(mode == Mode::search);
    onlyHere_->setVisible(mode == Mode::search);
    hint_->setVisible(mode == Mode::search && hasRoomFor(*hint_, *this));
    setFocusProxy(mode == Mode::search ? static_cast<QWidget *>(query_) : hits_);
    nameRoom();
}

void SearchPanel::nameRoom() {
    const wire::RoomSummary *room = desk_.openSummary();
    onlyHere_->setText(room == nullptr ? tr("Only in this room")
                                       : tr("Only in %1").arg(desk_.rooms().shownName(*room)));
}

void SearchPanel::searchRoom() {
    setMode(Mode::search);
    onlyHere_->setChecked(true);
    query_->selectAll();
    begin();
}

void SearchPanel::searchEverywhere() {
    setMode(Mode::search);
    onlyHere_->setChecked(false);
    query_->selectAll();
    begin();
}

void SearchPanel::showMentions() {
    setMode(Mode::mentions);
    begin();
}

void SearchPanel::begin() {
    pause_.stop();
    ++run_;
    cached_.stop();
    isCached_ = false;
    next_.reset();
    hits_->clear();
    more_->hide();
    say({});
    if (mode_ == Mode::mentions) {
        if (!desk_.isOnline()) {
            say(tr("Mentions are listed by the server, and there is no connection to it now."));
            return;
        }
        asked_ = wire::Mentions{.page = std::nullopt, .limit = limits::pageHits};
        search();
        return;
    }
    const SearchQuery query =
        parseSearch(query_->text(), {.room = onlyHere_->isChecked() ? desk_.room() : std::nullopt,
                                     .me = desk_.name(),
                                     .today = QDate::currentDate()});
    if (!query.trouble.isEmpty() || query.isEmpty()) {
        say(query.trouble);
        return;
    }
    if (!desk_.isOnline()) {
        isCached_ = true;
        say(tr("Offline: looking through what is kept on this machine …"));
        cached_.start(query);
        return;
    }
    asked_ = query.request;
    search();
}

// The first page, or the next one of what was asked.
void SearchPanel::search() {
    more_->setEnabled(false);
    if (hits_->count() == 0)
        say(tr("Searching …"));
    std::visit(
        [this](auto request) {
            if constexpr (requires { request.page; })
                request.page = next_;
            ask(std::move(request));
        },
        asked_);
}

void SearchPanel::ask(wire::Request request) {
    desk_.ask(std::move(request), this, [this, run = run_](const Answer &answer) {
        if (run == run_)
            hear(answer);
    });
}

void SearchPanel::hear(const Answer &answer) {
    more_->setEnabled(true);
    if (const auto *refusal = std::get_if<Refusal>(&answer)) {
        say(oneLine(refusal->text));
        return;
    }
    const auto *page = std::get_if<wire::HitsReply>(&std::get<wire::Reply>(answer));
    if (page == nullptr)
        return;
    next_ = page->next;
    more_->setVisible(next_.has_value());
    add(page->hits);
    // The broker would rather answer with nothing than late; that is not the end yet.
    if (page->hits.empty() && next_)
        search();
    else
        sayCount();
}

void SearchPanel::add(const std::vector<wire::Hit> &hits) {
    for (const wire::Hit &hit : hits) {
        const wire::Entry &entry = hit.message.entry;
        if (desk_.preferences().ignored.contains(entry.by))
            continue;
        const wire::RoomSummary *room = desk_.rooms().find(hit.room);
        const QString where = room != nullptr ? desk_.rooms().shownName(*room)
                                              : QString::fromStdString(hit.room.value);
        const QString snippet =
            hit.snippet.empty() ? plainWords(hit.message) : QString::fromStdString(hit.snippet);
        const QString words = oneLine(snippet.simplified().toStdString());
        auto *item = new QListWidgetItem(hits_);
        item->setData(hitRoom, QString::fromStdString(hit.room.value));
        item->setData(hitSeq, qulonglong(entry.seq.value));
        item->setData(hitBy, QString::fromStdString(entry.by.value));
        item->setData(hitWhere, where);
        item->setData(hitTime, whenWords(entry.at));
        item->setData(hitWords, words);
        item->setText(
            tr("%1 in %2, %3: %4")
                .arg(desk_.people().fullName(entry.by), where, whenWords(entry.at), words));
    }
}

void SearchPanel::sayCount() {
    const int count = hits_->count();
    QString words = count == 1                ? tr("1 message")
                    : count > 1               ? tr("%n messages", nullptr, count)
                    : mode_ == Mode::mentions ? tr("Nobody has mentioned you yet.")
                                              : tr("Nothing was found.");
    if (isCached_)
        words += " " + tr("Offline: only what is kept on this machine was searched.");
    say(words);
}

void SearchPanel::openHit(const QListWidgetItem *item) {
    if (item == nullptr)
        return;
    const RoomName room(item->data(hitRoom).toString().toStdString());
    if (desk_.rooms().find(room) == nullptr) {
        say(tr("This is in %1, which you have not joined. Join it to read on (Ctrl+J).")
                .arg(QString::fromStdString(room.value)));
        return;
    }
    desk_.open(room, Seq{item->data(hitSeq).toULongLong()});
    Q_EMIT hitOpened();
}

void SearchPanel::say(const QString &sentence) {
    state_->setText(sentence);
    state_->setVisible(!sentence.isEmpty());
}

bool SearchPanel::eventFilter(QObject *watched, QEvent *event) {
    if (watched == this && event->type() == QEvent::Resize)
        hint_->setVisible(mode_ == Mode::search && hasRoomFor(*hint_, *this));
    if (watched == query_ && event->type() == QEvent::KeyPress) {
        auto *pressed = static_cast<QKeyEvent *>(event);
        const bool isEnter = pressed->key() == Qt::Key_Return || pressed->key() == Qt::Key_Enter;
        if (isEnter) {
            begin();
            return true;
        }
        if (pressed->key() == Qt::Key_Down && hits_->count() > 0) {
            hits_->setFocus();
            hits_->setCurrentRow(std::max(0, hits_->currentRow()));
            return true;
        }
    }
    return SidePanel::eventFilter(watched, event);
}

} // namespace zchat::gui
