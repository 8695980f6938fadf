#include "gui/window/main_window.hpp"

#include <QCloseEvent>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QScreen>
#include <QVBoxLayout>

#include "gui/model/words.hpp"
#include "gui/window/side_panel.hpp"

namespace zchat::gui {

namespace {

constexpr int typingEveryMs = 3000;

QFrame *line(QWidget *parent, bool isUpright) {
    auto *made = new QFrame(parent);
    made->setProperty("hairline", true);
    if (isUpright)
        made->setFixedWidth(1);
    else
        made->setFixedHeight(1);
    return made;
}

} // namespace

MainWindow::MainWindow(const OpenChannel &open, const SignIn &signIn, Theme &theme, QWidget *parent)
    : QMainWindow(parent)
    , theme_(theme)
    , signIn_(signIn)
    , bridge_(open)
    , desk_(bridge_, signIn.name) {
    resize(QSize(1080, 720).boundedTo(screen()->availableSize()));
    setMinimumSize(480, 360);
    build();
    theme_.dress(this);
    wire();
    wireFiles();
    wireMessages();
    addNavigator();
    wireDesktop();
    addMenus();
    addKeys();
    wireLook();
    wireWriting();
    refreshTitle();
    refreshEmpty();
    showRoom();
}

MainWindow::~MainWindow() = default;

void MainWindow::build() {
    auto *whole = new QWidget(this);
    auto *row = new QHBoxLayout(whole);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(0);
    sidebar_ = new Sidebar(desk_, theme_, whole);
    sidebar_->serverBar().setFallbackName(QString::fromStdString(toString(signIn_.address)));
    auto *right = new QWidget(whole);
    auto *column = new QVBoxLayout(right);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    header_ = new RoomHeader(desk_, theme_, right);
    connection_ = new ConnectionStrip(desk_, right);
    info_ = new Strip(right);
    pages_ = new QStackedWidget(right);
    area_ = new PanelArea(pages_, right);
    empty_ = new QLabel(right);
    empty_->setTextFormat(Qt::PlainText);
    empty_->setAlignment(Qt::AlignCenter);
    empty_->setWordWrap(true);
    empty_->setProperty("rank", "dim");
    auto *room = new QWidget(right);
    auto *roomColumn = new QVBoxLayout(room);
    roomColumn->setContentsMargins(0, 0, 0, 0);
    roomColumn->setSpacing(0);
    pane_ = new TimelinePane(desk_, theme_, pictures_, room);
    composer_ = new Composer(theme_, pictures_, room);
    roomColumn->addWidget(pane_, 1);
    roomColumn->addWidget(composer_);
    dropHint_ = new DropHint(room);
    pages_->addWidget(empty_);
    pages_->addWidget(room);
    column->addWidget(header_);
    column->addWidget(line(right, false));
    column->addWidget(connection_);
    column->addWidget(info_);
    column->addWidget(area_, 1);
    row->addWidget(sidebar_);
    row->addWidget(line(whole, true));
    row->addWidget(right, 1);
    setCentralWidget(whole);
}

void MainWindow::wire() {
    typingPause_.setSingleShot(true);
    typingPause_.setInterval(typingEveryMs);
    composer_->setSend([this](const QString &words) { return send(words); });
    connect(composer_, &Composer::wordsKept, this, [this](const QString &words) {
        if (shownRoom_ && !editing_)
            desk_.keepWords(*shownRoom_, words);
    });
    connect(composer_, &Composer::typed, this, [this] {
        if (!typingPause_.isActive() && composer_->box().hasFocus()) {
            typingPause_.start();
            desk_.tellTyping();
        }
    });
    connect(composer_, &Composer::editLastWanted, this, &MainWindow::editLast);
    connect(composer_, &Composer::cancelled, this, &MainWindow::cancel);
    connect(sidebar_, &Sidebar::roomChosen, this,
            [this](const RoomName &room) { desk_.open(room); });
    connect(&pane_->view(), &TimelineView::hit, this,
            qOverload<const QModelIndex &, const Hit &>(&MainWindow::hear));
    connect(&pane_->view(), &TimelineView::followingChanged, this, &MainWindow::refreshAttention);
    connect(connection_, &ConnectionStrip::otherSignInWanted, this,
            [this] { Q_EMIT otherSignInWanted(connection_->sentence().section('\n', 0, 0)); });
    connect(info_, &Strip::acted, info_, &QWidget::hide);
    connect(&desk_, &Desk::roomOpened, this, &MainWindow::showRoom);
    connect(&desk_, &Desk::roomClosed, this, &MainWindow::showRoom);
    connect(&desk_, &Desk::roomChanged, this, &MainWindow::refreshRoom);
    connect(&desk_, &Desk::connectionChanged, this, &MainWindow::refreshEmpty);
    connect(&desk_, &Desk::identityChanged, this, &MainWindow::refreshTitle);
    connect(&desk_.rooms(), &QAbstractItemModel::dataChanged, this, &MainWindow::refreshTitle);
    connect(&desk_.rooms(), &QAbstractItemModel::modelReset, this, &MainWindow::refreshTitle);
    connect(&desk_, &Desk::firstContact, this,
            qOverload<const client::FirstContact &>(&MainWindow::hear));
    connect(&desk_, &Desk::said, this, [this](const QString &sentence, bool isWarning) {
        info_->say(sentence, tr("Close"), isWarning);
    });
    connect(
        &desk_, &Desk::typingChanged, this, [this](const RoomName &room, const QStringList &names) {
            if (desk_.room() != room)
                return;
            composer_->setTyping(names.isEmpty()    ? QString()
                                 : names.size() > 3 ? tr("Several people are typing …")
                                 : names.size() > 1 ? tr("%1 are typing …").arg(names.join(", "))
                                                    : tr("%1 is typing …").arg(names.front()));
        });
    pane_->view().installEventFilter(this);
    sidebar_->list().installEventFilter(this);
}

void MainWindow::hear(const client::FirstContact &contact) {
    const QString where = QString::fromStdString(toString(contact.address));
    const QString fingerprint = QString::fromStdString(contact.fingerprint);
    info_->say(tr("First contact with %1 at %2. From now on this machine accepts only this key: %3")
                   .arg(oneLine(contact.serverName), where, fingerprint),
               tr("Close"), false);
}

void MainWindow::goTo(const RoomName &room, Seq seq) {
    desk_.openWhenListed(room, seq);
}

void MainWindow::showRoom() {
    if (shownRoom_ != desk_.room()) {
        if (shownRoom_ && replying_)
            replies_[*shownRoom_] = {*replying_, replyingTo_};
        endMode();
        if (shownRoom_)
            desk_.keepWords(*shownRoom_, composer_->words());
        swapPending(shownRoom_, desk_.room());
        shownRoom_ = desk_.room();
        composer_->setTyping({});
        composer_->setWords(shownRoom_ ? desk_.keptWords(*shownRoom_) : QString());
        composer_->box().setFocus();
        if (const auto begun = shownRoom_ ? replies_.find(*shownRoom_) : replies_.end();
            begun != replies_.end()) {
            startReply(begun->second.first, begun->second.second);
            replies_.erase(begun);
        }
    } else if (shownRoom_ && !editing_ && composer_->words().isEmpty()) {
        composer_->setWords(desk_.keptWords(*shownRoom_));
    }
    pages_->setCurrentIndex(shownRoom_ ? 1 : 0);
    refreshRoom();
    refreshEmpty();
    refreshAttention();
}

void MainWindow::refreshRoom() {
    const wire::RoomSummary *room = desk_.openSummary();
    if (room == nullptr)
        return;
    const QString name = desk_.rooms().shownName(*room);
    const bool isDirect = room->kind == wire::RoomKind::direct;
    composer_->setPlaceholder(isDirect ? tr("Message %1").arg(name) : tr("Message #%1").arg(name));
    composer_->setClosed(room->archived ? tr("This room is archived: it can be read, not written.")
                                        : QString());
    refreshTitle();
}

void MainWindow::refreshTitle() {
    const QString server = desk_.serverName().isEmpty()
                               ? QString::fromStdString(toString(signIn_.address))
                               : desk_.serverName();
    const std::uint64_t mentions = desk_.rooms().mentionsInAll();
    const QString count = mentions > 0 ? QString("(%1) ").arg(mentions) : QString();
    const QString room = header_->title();
    setWindowTitle(count + (room.isEmpty() ? server : room + " – " + server));
}

void MainWindow::refreshEmpty() {
    const QString where = QString::fromStdString(toString(signIn_.address));
    switch (desk_.connection().state) {
    case client::Connection::connecting:
        empty_->setText(tr("Connecting to %1 …").arg(where));
        break;
    case client::Connection::online:
        empty_->setText(tr("You are in no room yet. Join or create one with the + beside Rooms."));
        break;
    case client::Connection::offline:
    case client::Connection::stopped:
        empty_->setText(tr("Nothing of %1 is on this machine yet.").arg(where));
        break;
    }
}

void MainWindow::refreshAttention() {
    desk_.setAttended(isActiveWindow() && shownRoom_ && pane_->view().isFollowing());
}

bool MainWindow::send(const QString &words) {
    if (editing_) {
        const Seq of = *editing_;
        if (!desk_.edit(of, words))
            return false;
        editing_.reset();
        composer_->setMode({});
        composer_->attachments().refresh();
        // The box empties after this; what was set aside then comes back.
        QMetaObject::invokeMethod(
            composer_, [this, aside = std::exchange(setAside_, {})] { composer_->setWords(aside); },
            Qt::QueuedConnection);
        return true;
    }
    const bool isTaken =
        composer_->attachments().isEmpty() ? desk_.say(words, replying_) : sendFiles(words);
    if (!isTaken)
        return false;
    replying_.reset();
    composer_->setMode({});
    return true;
}

void MainWindow::startEdit(Seq seq, const QString &words) {
    endMode();
    setAside_ = composer_->words();
    editing_ = seq;
    composer_->setMode(tr("Editing your message"));
    composer_->attachments().hide();
    composer_->setWords(words);
    composer_->box().setFocus();
}

void MainWindow::startReply(Seq seq, const QString &who) {
    endMode();
    replying_ = seq;
    replyingTo_ = who;
    composer_->setMode(tr("Replying to %1").arg(who));
    composer_->box().setFocus();
}

void MainWindow::endMode() {
    if (editing_)
        composer_->setWords(std::exchange(setAside_, {}));
    editing_.reset();
    replying_.reset();
    composer_->setMode({});
    composer_->attachments().refresh();
}

void MainWindow::editLast() {
    const TimelineModel &timeline = desk_.timeline();
    for (int i = timeline.rowCount() - 1; i >= 0; --i) {
        const Row &row = timeline.row(i);
        const auto *text = std::get_if<wire::Text>(&row.message.entry.content);
        if (row.draft || text == nullptr || row.message.entry.by != timeline.me() ||
            row.message.entry.redacted)
            continue;
        startEdit(row.message.entry.seq, QString::fromStdString(text->body));
        return;
    }
}

void MainWindow::changeEvent(QEvent *event) {
    QMainWindow::changeEvent(event);
    if (event->type() == QEvent::ActivationChange && pane_ != nullptr)
        refreshAttention();
}

void MainWindow::closeEvent(QCloseEvent *event) {
    if (hidesInstead()) {
        event->ignore();
        return;
    }
    endMode();
    composer_->flush();
    swapPending(shownRoom_, std::nullopt);
    for (const auto &[room, files] : std::exchange(pending_, {}))
        for (const Outgoing &outgoing : files)
            dropPasted(outgoing.path);
    event->accept();
}

void MainWindow::resizeEvent(QResizeEvent *event) {
    QMainWindow::resizeEvent(event);
    fit();
}

// What is open first, then what is marked in the box, then what is unread.
void MainWindow::cancel() {
    if (composer_->hasMode()) {
        endMode();
        return;
    }
    if (area_->panel() != nullptr) {
        area_->closePanel();
        return;
    }
    desk_.readAll();
    desk_.timeline().showNewest();
}

// Typing and pasting anywhere lands in the box.
bool MainWindow::landsInBox(const QKeyEvent &pressed) {
    if (!shownRoom_ || !composer_->box().isEnabled())
        return false;
    if (pressed.matches(QKeySequence::Paste)) {
        composer_->box().setFocus();
        composer_->box().paste();
        return true;
    }
    const bool isWords = !pressed.text().isEmpty() && pressed.text().front().isPrint() &&
                         (pressed.modifiers() & (Qt::ControlModifier | Qt::AltModifier)) == 0;
    if (!isWords)
        return false;
    composer_->box().setFocus();
    composer_->box().insertPlainText(pressed.text());
    return true;
}

// The lists would take letters for themselves, to find a row.
bool MainWindow::eventFilter(QObject *watched, QEvent *event) {
    if (event->type() == QEvent::KeyPress && landsInBox(*static_cast<QKeyEvent *>(event)))
        return true;
    return QMainWindow::eventFilter(watched, event);
}

// What the widget with the focus did not want.
void MainWindow::keyPressEvent(QKeyEvent *event) {
    if (landsInBox(*event))
        return;
    if (event->key() == Qt::Key_Escape)
        cancel();
    else
        QMainWindow::keyPressEvent(event);
}

} // namespace zchat::gui
