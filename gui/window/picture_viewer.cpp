#include "gui/window/picture_viewer.hpp"

#include <QDateTime>
#include <QKeyEvent>
#include <QLocale>
#include <QVBoxLayout>

#include "gui/model/words.hpp"
#include "gui/window/wrap_layout.hpp"

namespace zchat::gui {

namespace {

constexpr double step = 1.25;
constexpr std::size_t toolCount = 7; // what turns and zooms, before what saves
// Larger than any picture that is decoded at all, so that none is made smaller.
constexpr int wholeSide = 1 << 24;

} // namespace

PictureViewer::PictureViewer(Desk &desk, const Theme &theme, const RoomName &room, Seq seq,
                             QWidget *parent)
    : QDialog(parent)
    , desk_(desk)
    , files_(desk, room)
    , seq_(seq) {
    setWindowTitle(tr("Picture"));
    if (parent != nullptr)
        resize((parent->size() * 0.92).expandedTo(QSize(480, 360)));
    build(theme);
    connect(&pictures_, &Pictures::ready, this, &PictureViewer::refreshPicture);
    connect(canvas_, &PictureCanvas::zoomed, this, &PictureViewer::refreshZoom);
    connect(&files_, &RoomFiles::changed, this, [this] {
        if (wantsOlder_ && !files_.isLoading())
            goOlder();
        refresh();
    });
    connect(&desk_.transfers(), &Transfers::changed, this,
            [this, room](const client::TransferChanged &transfer) {
                if (transfer.room != room || transfer.seq != seq_)
                    return;
                if (transfer.state == client::TransferState::done)
                    pictures_.forget(pathOf(transfer));
                refresh();
            });
    // A room that is lost takes its pictures along.
    connect(&desk_, &Desk::roomClosed, this, &QDialog::reject);
    files_.loadMore();
    showPicture(seq);
    canvas_->setFocus();
}

QToolButton *PictureViewer::addButton(QLayout &row, const QString &sign, const QString &name) {
    auto *button = new QToolButton(this);
    button->setText(sign);
    button->setAccessibleName(name);
    button->setToolTip(name);
    button->setMinimumWidth(32);
    row.addWidget(button);
    return button;
}

void PictureViewer::build(const Theme &theme) {
    title_ = new QLabel(this);
    title_->setTextFormat(Qt::PlainText);
    title_->setWordWrap(true);
    canvas_ = new PictureCanvas(theme, this);
    canvas_->setAccessibleName(tr("Picture"));
    auto *row = new WrapLayout(toolCount);
    previous_ = addButton(*row, "‹", tr("Previous picture (Left)"));
    next_ = addButton(*row, "›", tr("Next picture (Right)"));
    QToolButton *out = addButton(*row, "−", tr("Smaller (−)"));
    percent_ = new QLabel(this);
    percent_->setTextFormat(Qt::PlainText);
    percent_->setAlignment(Qt::AlignCenter);
    percent_->setMinimumWidth(52);
    row->addWidget(percent_);
    QToolButton *in = addButton(*row, "+", tr("Larger (+)"));
    QToolButton *fit = addButton(*row, tr("Fit"), tr("Fit into the window (0)"));
    QToolButton *whole = addButton(*row, tr("100 %"), tr("Its own size (1)"));
    download_ = new QPushButton(tr("Download"), this);
    save_ = new QPushButton(tr("Save as …"), this);
    auto *close = new QPushButton(tr("Close"), this);
    for (QPushButton *button : {download_, save_, close}) {
        button->setAutoDefault(false);
        row->addWidget(button);
    }
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(12, 10, 12, 10);
    column->setSpacing(8);
    column->addWidget(title_);
    column->addWidget(canvas_, 1);
    column->addLayout(row);
    connect(previous_, &QToolButton::clicked, this, &PictureViewer::goOlder);
    connect(next_, &QToolButton::clicked, this, &PictureViewer::goNewer);
    connect(out, &QToolButton::clicked, this, [this] { canvas_->zoomBy(1 / step); });
    connect(in, &QToolButton::clicked, this, [this] { canvas_->zoomBy(step); });
    connect(fit, &QToolButton::clicked, canvas_, &PictureCanvas::fit);
    connect(whole, &QToolButton::clicked, this, [this] { canvas_->zoomTo(1); });
    keepHighEnough(*this);
    connect(close, &QPushButton::clicked, this, &QDialog::reject);
    connect(save_, &QPushButton::clicked, this, [this] {
        if (const SentFile *sent = files_.find(seq_))
            Q_EMIT saveWanted(files_.room(), seq_, sent->file);
    });
    connect(download_, &QPushButton::clicked, this, [this] {
        if (const SentFile *sent = files_.find(seq_))
            desk_.download(files_.room(), seq_, sent->file);
    });
}

void PictureViewer::showPicture(Seq seq) {
    seq_ = seq;
    place_.clear();
    wantsOlder_ = false;
    canvas_->setWords({});
    const SentFile *sent = files_.find(seq_);
    if (sent != nullptr && comesByItself(*sent) && fetched_.insert(seq_).second)
        desk_.download(files_.room(), seq_, sent->file);
    refresh();
}

// What a person looks at is in sight, so the rule for pictures in sight is theirs too.
bool PictureViewer::comesByItself(const SentFile &sent) const {
    const DownloadChoices &choices = desk_.downloads();
    return sent.file.size <= choices.imageBytes && !choices.exceptRooms.contains(files_.room()) &&
           desk_.transfers().downloadOf(files_.room(), sent.seq) == nullptr &&
           !desk_.transfers().wasDecided(files_.room(), sent.seq);
}

void PictureViewer::goOlder() {
    if (const SentFile *older = files_.pictureBefore(seq_)) {
        showPicture(older->seq);
    } else if (files_.hasMore() && desk_.isOnline()) {
        wantsOlder_ = true;
        files_.loadMore();
    } else {
        wantsOlder_ = false;
    }
}

void PictureViewer::goNewer() {
    if (const SentFile *newer = files_.pictureAfter(seq_))
        showPicture(newer->seq);
}

void PictureViewer::refresh() {
    const SentFile *sent = files_.find(seq_);
    const bool isHere = sent != nullptr;
    previous_->setEnabled(files_.pictureBefore(seq_) != nullptr ||
                          (files_.hasMore() && desk_.isOnline()));
    next_->setEnabled(files_.pictureAfter(seq_) != nullptr);
    save_->setEnabled(isHere);
    if (!isHere) {
        download_->hide();
        title_->clear();
        canvas_->setWords(tr("This picture was deleted."));
        return;
    }
    title_->setText(tr("%1 · %2 · %3")
                        .arg(oneLine(sent->file.name),
                             oneLine(desk_.people().fullName(sent->by).toStdString()),
                             QLocale().toString(QDateTime::fromMSecsSinceEpoch(sent->at),
                                                QLocale::ShortFormat)));
    place_ = desk_.transfers().placeOf(files_.room(), seq_);
    const client::TransferChanged *transfer = desk_.transfers().downloadOf(files_.room(), seq_);
    download_->setVisible(place_.isEmpty() && transfer == nullptr);
    if (!place_.isEmpty())
        refreshPicture();
    else
        canvas_->setWords(
            transfer != nullptr
                ? transferWords(*transfer)
                : tr("This picture of %1 is not on this machine.").arg(sizeWords(sent->file.size)));
}

void PictureViewer::refreshPicture() {
    if (place_.isEmpty() || canvas_->hasPicture())
        return;
    const Decoded *decoded = pictures_.find(place_, QSize(wholeSide, wholeSide));
    if (decoded == nullptr)
        canvas_->setWords(tr("Opening …"));
    else if (decoded->image.isNull())
        canvas_->setWords(decoded->why);
    else
        canvas_->setPicture(decoded->image);
}

void PictureViewer::refreshZoom() {
    percent_->setText(canvas_->hasPicture() ? tr("%1 %").arg(qRound(100 * canvas_->zoom()))
                                            : QString());
}

void PictureViewer::keyPressEvent(QKeyEvent *event) {
    switch (event->key()) {
    case Qt::Key_Left:
    case Qt::Key_PageUp:
        goOlder();
        return;
    case Qt::Key_Right:
    case Qt::Key_PageDown:
        goNewer();
        return;
    case Qt::Key_Plus:
    case Qt::Key_Equal:
        canvas_->zoomBy(step);
        return;
    case Qt::Key_Minus:
        canvas_->zoomBy(1 / step);
        return;
    case Qt::Key_0:
        canvas_->fit();
        return;
    case Qt::Key_1:
        canvas_->zoomTo(1);
        return;
    case Qt::Key_S:
        if (event->modifiers() == Qt::ControlModifier) {
            save_->click();
            return;
        }
        break;
    default:
        break;
    }
    QDialog::keyPressEvent(event);
}

} // namespace zchat::gui
