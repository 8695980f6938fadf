#include "gui/window/files_panel.hpp"

#include <QDateTime>
#include <QHBoxLayout>
#include <QLocale>
#include <QScreen>
#include <QTabBar>
#include <algorithm>

#include "gui/model/words.hpp"
#include "gui/picture/decode.hpp"

namespace zchat::gui {

namespace {

QLabel *plainLabel(QWidget *parent, const char *rank) {
    auto *label = new QLabel(parent);
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    label->setProperty("rank", rank);
    return label;
}

QString dateWords(TimeMs at) {
    return QLocale().toString(QDateTime::fromMSecsSinceEpoch(at), QLocale::ShortFormat);
}

} // namespace

FileColumn::FileColumn(const Theme &theme, const QString &name, QWidget *parent)
    : QScrollArea(parent)
    , theme_(theme)
    , empty_(plainLabel(this, "dim")) {
    auto *inside = new QWidget(this);
    inside->setObjectName("attachmentList");
    setObjectName("attachmentArea");
    column_ = new QVBoxLayout(inside);
    column_->setContentsMargins(0, 4, 0, 4);
    column_->setSpacing(0);
    empty_->setAlignment(Qt::AlignCenter);
    empty_->setMinimumHeight(120);
    column_->addWidget(empty_);
    column_->addStretch();
    setWidget(inside);
    setWidgetResizable(true);
    setFrameShape(QFrame::NoFrame);
    setAccessibleName(name);
}

void FileColumn::setCount(std::size_t count) {
    while (cards_.size() > count) {
        delete cards_.back();
        cards_.pop_back();
    }
    while (cards_.size() < count) {
        auto *made = new FileCard(theme_, widget());
        const std::size_t at = cards_.size();
        connect(made, &FileCard::acted, this, [this, at](FileAct act) { Q_EMIT acted(at, act); });
        connect(made, &FileCard::showWanted, this, [this, at] { Q_EMIT showWanted(at); });
        column_->insertWidget(int(at) + 1, made);
        made->show();
        cards_.push_back(made);
    }
    empty_->setVisible(count == 0);
}

void FileColumn::setEmptyWords(const QString &words) {
    empty_->setText(words);
}

QString FileColumn::emptyWords() const {
    return empty_->isHidden() ? QString() : empty_->text();
}

FilesPanel::FilesPanel(Desk &desk, TransferList &list, const Theme &theme, QWidget *parent)
    : QDialog(parent)
    , desk_(desk)
    , list_(list)
    , theme_(theme)
    , tabs_(new QTabWidget(this)) {
    setWindowTitle(tr("Files"));
    const Look &look = theme.look();
    resize(QSize(look.px(620), look.px(520)).boundedTo(screen()->availableSize() - QSize(20, 40)));
    tabs_->setDocumentMode(true);
    tabs_->tabBar()->setDrawBase(false);
    tabs_->addTab(makeTransfers(), tr("Transfers"));
    tabs_->addTab(makeSent(), tr("Files of this room"));
    tabs_->setAccessibleName(tr("Files"));
    tabs_->tabBar()->setAccessibleName(tr("Transfers or files of this room"));
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(8, 8, 8, 8);
    column->addWidget(tabs_);
    connect(&list_, &TransferList::rowsChanged, this, &FilesPanel::fillTransfers);
    connect(&list_, &TransferList::rowChanged, this, &FilesPanel::refreshTransfer);
    connect(&desk_, &Desk::roomOpened, this, &FilesPanel::followRoom);
    connect(&desk_, &Desk::roomClosed, this, &FilesPanel::followRoom);
    connect(&desk_.people(), &People::changed, this, &FilesPanel::fillSent);
    connect(&desk_.transfers(), &Transfers::changed, this, &FilesPanel::fillSent);
    fillTransfers();
    followRoom();
}

QWidget *FilesPanel::makeTransfers() {
    auto *page = new QWidget(this);
    transfers_ = new FileColumn(theme_, tr("Transfers"), page);
    transfers_->setEmptyWords(
        tr("Nothing has been sent or saved since this window opened. Drop a file on a room to "
           "send it."));
    clear_ = new QPushButton(tr("Clear what is done"), page);
    clear_->setProperty("quiet", true);
    clear_->setAutoDefault(false);
    auto *foot = new QHBoxLayout;
    foot->addStretch();
    foot->addWidget(clear_);
    auto *column = new QVBoxLayout(page);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(transfers_, 1);
    column->addLayout(foot);
    connect(clear_, &QPushButton::clicked, &list_, &TransferList::clearDone);
    connect(transfers_, &FileColumn::acted, this, [this](std::size_t at, FileAct what) {
        if (at < list_.rows().size())
            act(client::TransferChanged(list_.rows()[at]), what);
    });
    connect(transfers_, &FileColumn::showWanted, this, [this](std::size_t at) {
        if (at < list_.rows().size() && list_.rows()[at].seq)
            Q_EMIT messageWanted(list_.rows()[at].room, *list_.rows()[at].seq);
    });
    return page;
}

QWidget *FilesPanel::makeSent() {
    auto *page = new QWidget(this);
    sent_ = new FileColumn(theme_, tr("Files of this room"), page);
    trouble_ = plainLabel(page, "dim");
    more_ = new QPushButton(tr("Older files"), page);
    more_->setProperty("quiet", true);
    more_->setAutoDefault(false);
    auto *foot = new QHBoxLayout;
    foot->addWidget(trouble_, 1);
    foot->addWidget(more_);
    auto *column = new QVBoxLayout(page);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(sent_, 1);
    column->addLayout(foot);
    connect(more_, &QPushButton::clicked, this, [this] {
        if (files_)
            files_->loadMore();
    });
    connect(sent_, &FileColumn::acted, this, [this](std::size_t at, FileAct what) {
        if (at < shown_.size())
            act(SentFile(shown_[at]), what);
    });
    connect(sent_, &FileColumn::showWanted, this, [this](std::size_t at) {
        if (at < shown_.size() && files_)
            Q_EMIT messageWanted(files_->room(), shown_[at].seq);
    });
    return page;
}

void FilesPanel::showTransfers() {
    tabs_->setCurrentIndex(0);
}

void FilesPanel::showSent() {
    tabs_->setCurrentIndex(1);
}

FileFacts FilesPanel::factsOf(const client::TransferChanged &transfer) const {
    FileFacts facts;
    facts.kind = kindWord(transfer.file.name);
    facts.title = oneLine(transfer.file.name);
    facts.isTrouble = transfer.state == client::TransferState::failed;
    const wire::RoomSummary *room = desk_.rooms().find(transfer.room);
    const QString where = room != nullptr ? oneLine(desk_.rooms().shownName(*room).toStdString())
                                          : QString::fromStdString(transfer.room.value);
    const QString how = transfer.upload ? tr("to %1").arg(where) : tr("from %1").arg(where);
    const bool isDone = transfer.state == client::TransferState::done;
    const QString state =
        isDone ? tr("done") + " · " + sizeWords(transfer.file.size) : transferWords(transfer);
    facts.detail = state + " · " + how;
    if (!isDone && !facts.isTrouble)
        facts.fraction = fractionOf(transfer);
    if (isDone) {
        facts.acts = {FileAct::openFolder};
    } else if (isUnderWay(transfer)) {
        facts.acts = {FileAct::pause, FileAct::cancel};
    } else {
        facts.acts = {FileAct::resume, FileAct::cancel};
    }
    facts.canShow = transfer.seq.has_value();
    return facts;
}

FileFacts FilesPanel::factsOf(const SentFile &sent) const {
    FileFacts facts;
    facts.kind = kindWord(sent.file.name);
    facts.title = oneLine(sent.file.name);
    facts.detail =
        tr("%1 · %2 · %3")
            .arg(sizeWords(sent.file.size), oneLine(desk_.people().fullName(sent.by).toStdString()),
                 dateWords(sent.at));
    const client::TransferChanged *transfer =
        desk_.transfers().downloadOf(files_->room(), sent.seq);
    const bool isHere = !desk_.transfers().placeOf(files_->room(), sent.seq).isEmpty();
    if (transfer != nullptr) {
        facts.isTrouble = transfer->state == client::TransferState::failed;
        if (!facts.isTrouble)
            facts.fraction = fractionOf(*transfer);
        facts.detail = transferWords(*transfer);
        facts.acts = {isUnderWay(*transfer) ? FileAct::pause : FileAct::resume, FileAct::cancel};
    } else if (isHere) {
        facts.acts = {FileAct::openFolder};
    } else {
        facts.acts = {FileAct::download};
    }
    if (isHere && isPictureMedia(sent.file.media))
        facts.acts.insert(facts.acts.begin(), FileAct::view);
    facts.canShow = true;
    return facts;
}

void FilesPanel::fillTransfers() {
    const auto &rows = list_.rows();
    transfers_->setCount(rows.size());
    for (std::size_t i = 0; i < rows.size(); ++i)
        transfers_->card(i).setFacts(factsOf(rows[i]));
    clear_->setEnabled(std::any_of(rows.begin(), rows.end(), [](const auto &row) {
        return row.state == client::TransferState::done;
    }));
}

void FilesPanel::refreshTransfer(const client::TransferChanged &transfer) {
    const auto &rows = list_.rows();
    for (std::size_t i = 0; i < rows.size() && i < transfers_->count(); ++i)
        if (rows[i].id == transfer.id)
            transfers_->card(i).setFacts(factsOf(rows[i]));
    if (transfer.state == client::TransferState::done)
        clear_->setEnabled(true);
}

void FilesPanel::followRoom() {
    const auto room = desk_.room();
    if (files_ && room == files_->room())
        return;
    files_.reset();
    if (room) {
        files_ = std::make_unique<RoomFiles>(desk_, *room);
        connect(files_.get(), &RoomFiles::changed, this, &FilesPanel::fillSent);
        files_->loadMore();
    }
    fillSent();
}

void FilesPanel::fillSent() {
    shown_ = files_ ? files_->all() : std::vector<SentFile>();
    sent_->setCount(shown_.size());
    for (std::size_t i = 0; i < shown_.size(); ++i)
        sent_->card(i).setFacts(factsOf(shown_[i]));
    const bool isLoading = files_ && files_->isLoading();
    sent_->setEmptyWords(!files_     ? tr("No room is open.")
                         : isLoading ? tr("Looking for files …")
                                     : tr("Nobody has sent a file into this room yet."));
    trouble_->setText(files_ ? files_->trouble() : QString());
    more_->setVisible(files_ && files_->hasMore());
    more_->setEnabled(!isLoading);
}

void FilesPanel::act(const client::TransferChanged &transfer, FileAct what) {
    switch (what) {
    case FileAct::pause:
        desk_.pause(transfer.id);
        return;
    case FileAct::resume:
        desk_.resume(transfer.id);
        return;
    case FileAct::cancel:
        desk_.cancel(transfer.id);
        return;
    case FileAct::openFolder:
        Q_EMIT folderWanted(pathOf(transfer));
        return;
    case FileAct::download:
    case FileAct::view:
        return;
    }
}

void FilesPanel::act(const SentFile &sent, FileAct what) {
    const client::TransferChanged *transfer =
        desk_.transfers().downloadOf(files_->room(), sent.seq);
    switch (what) {
    case FileAct::download:
        desk_.download(files_->room(), sent.seq, sent.file);
        return;
    case FileAct::openFolder:
        Q_EMIT folderWanted(desk_.transfers().placeOf(files_->room(), sent.seq));
        return;
    case FileAct::view:
        Q_EMIT viewWanted(files_->room(), sent.seq);
        return;
    case FileAct::pause:
    case FileAct::resume:
    case FileAct::cancel:
        if (transfer != nullptr)
            act(client::TransferChanged(*transfer), what);
        return;
    }
}

} // namespace zchat::gui
