// The part of MainWindow that files pass through: picked, dropped, pasted, sent, saved.
//
// It opens folders and never a file: what a file does when it is opened is for the person to decide
// in a place that shows what it is.
#include <QDesktopServices>
#include <QDragEnterEvent>
#include <QDropEvent>
#include <QFileDialog>
#include <QFileInfo>
#include <QMenu>
#include <QUrl>

#include "gui/model/words.hpp"
#include "gui/picture/decode.hpp"
#include "gui/window/main_window.hpp"
#include "shared/base/file_name.hpp"

namespace zchat::gui {

namespace {

constexpr qsizetype sentencesShown = 3;

} // namespace

void MainWindow::wireFiles() {
    setAcceptDrops(true);
    connect(header_->addFilesButton(), &QPushButton::clicked, this, [this] { toggleFiles(true); });
    connect(composer_, &Composer::filesWanted, this, &MainWindow::chooseFiles);
    connect(&composer_->box(), &WordsBox::filesPasted, this, &MainWindow::offerFiles);
    connect(&composer_->box(), &WordsBox::picturePasted, this, &MainWindow::offerPicture);
    connect(&composer_->attachments(), &AttachmentBar::removed, this, &dropPasted);
    connect(sidebar_, &Sidebar::filesDropped, this,
            [this](const RoomName &room, const QStringList &paths) {
                desk_.open(room);
                activateWindow();
                offerFiles(paths);
            });
    connect(&desk_.transfers(), &Transfers::changed, this,
            [this](const client::TransferChanged &transfer) {
                if (transfer.state == client::TransferState::done)
                    pictures_.forget(pathOf(transfer));
                if (transfer.upload && transfer.state == client::TransferState::cancelled)
                    dropPasted(pathOf(transfer));
            });
    // The link has told of every upload that it keeps before it is online.
    connect(
        &desk_, &Desk::identityChanged, this,
        [this] {
            dropOldPasted([this](const QString &path) { return desk_.transfers().isSource(path); });
        },
        Qt::SingleShotConnection);
    connect(&desk_, &Desk::identityChanged, this, &MainWindow::keepSettings);
    keepSettings();
}

// Who an invite link makes of one is known only once the broker has answered.
void MainWindow::keepSettings() {
    if (hasSettings_ || !desk_.name())
        return;
    hasSettings_ = true;
    desk_.keepSettingsIn(
        settingsFile(*desk_.name(), QString::fromStdString(toString(signIn_.address))));
}

void MainWindow::swapPending(const std::optional<RoomName> &from,
                             const std::optional<RoomName> &to) {
    AttachmentBar &bar = composer_->attachments();
    if (from && !bar.isEmpty())
        pending_[*from] = bar.files();
    const auto waiting = to ? pending_.extract(*to) : decltype(pending_)::node_type();
    bar.setFiles(waiting ? waiting.mapped() : std::vector<Outgoing>());
}

void MainWindow::chooseFiles() {
    auto *dialog = new QFileDialog(this, tr("Send files"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    theme_.dress(dialog);
    dialog->setFileMode(QFileDialog::ExistingFiles);
    connect(dialog, &QFileDialog::filesSelected, this, &MainWindow::offerFiles);
    dialog->open();
}

void MainWindow::offerFiles(const QStringList &paths) {
    if (!shownRoom_ || composer_->isClosed())
        return;
    if (editing_)
        endMode();
    AttachmentBar &bar = composer_->attachments();
    QStringList sentences;
    std::size_t count = bar.files().size();
    for (const QString &path : paths) {
        if (count == AttachmentBar::mostFiles) {
            sentences << tr("At most %1 files can be sent at once; make an archive of more.")
                             .arg(AttachmentBar::mostFiles);
            break;
        }
        const Result<Outgoing> outgoing = lookAt(path, desk_.fileLimit());
        if (outgoing) {
            bar.add(*outgoing);
            ++count;
        } else if (sentences.size() < sentencesShown) {
            sentences << oneLine(outgoing.why());
        }
    }
    composer_->say(sentences.join(" "));
    composer_->box().setFocus();
}

void MainWindow::offerPicture(const QImage &image) {
    if (!shownRoom_ || composer_->isClosed() || image.isNull())
        return;
    const Result<QString> path = savePasted(image);
    if (path)
        offerFiles({*path});
    else
        composer_->say(oneLine(path.why()));
}

// One entry for each file, in the order in which they stand; words and reply go with the first.
bool MainWindow::sendFiles(const QString &words) {
    AttachmentBar &bar = composer_->attachments();
    std::vector<Outgoing> files = bar.files();
    std::size_t taken = 0;
    for (const Outgoing &outgoing : files) {
        wire::File file = outgoing.file;
        if (taken == 0) {
            file.body = words.trimmed().toStdString();
            file.reply = replying_;
        }
        if (!desk_.upload(*shownRoom_, outgoing.path, file))
            break;
        ++taken;
    }
    files.erase(files.begin(), files.begin() + static_cast<std::ptrdiff_t>(taken));
    bar.setFiles(files);
    return taken > 0;
}

void MainWindow::dragEnterEvent(QDragEnterEvent *event) {
    const wire::RoomSummary *room = desk_.openSummary();
    if (!carriesFiles(event->mimeData()) || room == nullptr || composer_->isClosed()) {
        event->ignore();
        return;
    }
    const QString name = desk_.rooms().shownName(*room);
    dropHint_->hang(room->kind == wire::RoomKind::direct
                        ? tr("Drop files here to send them to %1").arg(name)
                        : tr("Drop files here to send them to #%1").arg(name));
    event->acceptProposedAction();
}

void MainWindow::dragMoveEvent(QDragMoveEvent *event) {
    event->acceptProposedAction();
}

void MainWindow::dragLeaveEvent(QDragLeaveEvent *event) {
    dropHint_->hide();
    QMainWindow::dragLeaveEvent(event);
}

void MainWindow::dropEvent(QDropEvent *event) {
    dropHint_->hide();
    event->acceptProposedAction();
    activateWindow();
    offerFiles(localFiles(*event->mimeData()));
}

void MainWindow::act(const Row &row, FileAct act) {
    const client::TransferChanged *transfer = desk_.timeline().transferOf(row);
    const auto *file = std::get_if<wire::File>(&row.message.entry.content);
    switch (act) {
    case FileAct::download:
        if (file != nullptr && desk_.room())
            desk_.download(*desk_.room(), row.message.entry.seq, *file);
        return;
    case FileAct::pause:
        if (transfer != nullptr)
            desk_.pause(transfer->id);
        return;
    case FileAct::resume:
        if (transfer != nullptr)
            desk_.resume(transfer->id);
        return;
    case FileAct::cancel:
        if (transfer != nullptr)
            desk_.cancel(transfer->id);
        return;
    case FileAct::openFolder:
        openFolderOf(desk_.timeline().placeOf(row));
        return;
    case FileAct::view:
        if (!row.draft && desk_.room())
            view(*desk_.room(), row.message.entry.seq);
        return;
    }
}

void MainWindow::addFileActions(QMenu &menu, const Row &row) {
    if (!std::holds_alternative<wire::File>(row.message.entry.content) ||
        row.message.entry.redacted)
        return;
    const auto add = [&](const QString &words, FileAct what) {
        menu.addAction(words, this, [this, row, what, room = desk_.room()] {
            // The room may have been lost while the menu was open.
            if (desk_.room() == room)
                act(row, what);
        });
    };
    const client::TransferChanged *transfer = desk_.timeline().transferOf(row);
    const bool isHere = !desk_.timeline().placeOf(row).isEmpty();
    menu.addSeparator();
    if (!row.draft && isPictureMedia(std::get<wire::File>(row.message.entry.content).media))
        add(tr("View picture"), FileAct::view);
    if (transfer != nullptr) {
        if (isUnderWay(*transfer))
            add(tr("Pause"), FileAct::pause);
        else if (transfer->state == client::TransferState::failed)
            add(tr("Retry"), FileAct::resume);
        else
            add(tr("Resume"), FileAct::resume);
        add(transfer->upload ? tr("Cancel sending") : tr("Cancel download"), FileAct::cancel);
    } else if (!isHere && !row.draft) {
        add(tr("Download"), FileAct::download);
    }
    if (!row.draft)
        menu.addAction(tr("Save as …"), this,
                       [this, room = desk_.room(), seq = row.message.entry.seq,
                        file = std::get<wire::File>(row.message.entry.content)] {
                           if (room)
                               saveAs(*room, seq, file);
                       });
    if (isHere)
        add(tr("Open folder"), FileAct::openFolder);
}

void MainWindow::openFolderOf(const QString &path) {
    const QString folder = QFileInfo(path).absolutePath();
    if (path.isEmpty() || !QFileInfo(folder).isDir()) {
        info_->say(tr("That folder is no longer there."), tr("Close"), true);
        return;
    }
    if (!QDesktopServices::openUrl(QUrl::fromLocalFile(folder)))
        info_->say(tr("No program shows folders here. The file is in %1.").arg(folder), tr("Close"),
                   false);
}

void MainWindow::saveAs(const RoomName &room, Seq seq, const wire::File &file) {
    auto *dialog = new QFileDialog(this, tr("Save as"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    theme_.dress(dialog);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setFileMode(QFileDialog::AnyFile);
    dialog->selectFile(QString::fromStdString(safeFileName(file.name)));
    connect(dialog, &QFileDialog::fileSelected, this, [this, room, seq, file](const QString &path) {
        desk_.download(room, seq, file, path);
    });
    dialog->open();
}

void MainWindow::addDownloadChoice(QMenu &menu, const RoomName &room) {
    QAction *action = menu.addAction(tr("Download files by themselves"));
    action->setCheckable(true);
    action->setChecked(!desk_.downloads().exceptRooms.contains(room));
    connect(action, &QAction::toggled, this, [this, room](bool isOn) {
        DownloadChoices changed = desk_.downloads();
        if (isOn)
            changed.exceptRooms.erase(room);
        else
            changed.exceptRooms.insert(room);
        desk_.setDownloads(changed);
    });
}

void MainWindow::chooseFolder() {
    auto *dialog = new QFileDialog(this, tr("Save files in"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    theme_.dress(dialog);
    dialog->setFileMode(QFileDialog::Directory);
    dialog->setOption(QFileDialog::ShowDirsOnly);
    if (QFileInfo(desk_.downloads().folder).isDir())
        dialog->setDirectory(desk_.downloads().folder);
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString &folder) {
        DownloadChoices changed = desk_.downloads();
        changed.folder = folder;
        desk_.setDownloads(changed);
    });
    dialog->open();
}

} // namespace zchat::gui
