// Files on their way out: the button, dropping, pasting, the preview and its caption.
#include <QClipboard>
#include <QFileDialog>
#include <QMimeData>
#include <QUrl>

#include "tests/gui/file_stage.hpp"
#include "tests/support/catch.hpp"

using namespace zchat;
using namespace zchat::gui;
using namespace zchat::gui::test;

namespace {

QMimeData *filesIn(const QStringList &paths) {
    auto *data = new QMimeData;
    QList<QUrl> urls;
    for (const QString &path : paths)
        urls << QUrl::fromLocalFile(path);
    data->setUrls(urls);
    return data;
}

// What a window system does with a drag over a widget: enter, move, drop. True where it was taken.
bool dropOn(QWidget *widget, QPoint at, const QMimeData *data, bool andDrop = true) {
    QDragEnterEvent enter(at, Qt::CopyAction, data, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(widget, &enter);
    if (!enter.isAccepted())
        return false;
    QDragMoveEvent move(at, Qt::CopyAction, data, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(widget, &move);
    if (!andDrop)
        return move.isAccepted();
    QDropEvent drop(at, Qt::CopyAction, data, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(widget, &drop);
    Script::settle();
    return drop.isAccepted();
}

void paste(FileStage &stage, QMimeData *data) {
    QApplication::clipboard()->setMimeData(data);
    QTest::keyClick(&stage.composer().box(), Qt::Key_V, Qt::ControlModifier);
    Script::settle();
}

} // namespace

TEST_CASE("sending: the button picks files, words become the caption, Enter sends") {
    FileStage stage;
    stage.signIn();
    const QString path = stage.write("notes.txt", "hello");
    QTest::mouseClick(&stage.composer().fileButton(), Qt::LeftButton);
    auto *dialog = stage.window->findChild<QFileDialog *>();
    REQUIRE(dialog != nullptr);
    CHECK(dialog->fileMode() == QFileDialog::ExistingFiles);
    Q_EMIT dialog->filesSelected({path});
    dialog->reject();
    Script::settle();
    REQUIRE(stage.bar().isVisible());
    CHECK(stage.script.said<client::UploadFile>().empty());
    QTest::keyClicks(&stage.composer().box(), "as promised");
    QTest::keyClick(&stage.composer().box(), Qt::Key_Return);
    const auto uploads = stage.script.said<client::UploadFile>();
    REQUIRE(uploads.size() == 1);
    CHECK(uploads[0].room == RoomName("lobby"));
    CHECK(QString::fromStdString(uploads[0].path) == path);
    CHECK(uploads[0].file.name == "notes.txt");
    CHECK(uploads[0].file.media == "text/plain");
    CHECK(uploads[0].file.body == "as promised");
    CHECK_FALSE(uploads[0].file.width);
    CHECK(stage.script.said<client::PostDraft>().empty());
    CHECK(stage.composer().words().isEmpty());
    CHECK_FALSE(stage.bar().isVisible());
}

TEST_CASE("sending: several files go in order, and the caption with the first") {
    FileStage stage;
    stage.signIn();
    const QStringList paths{stage.write("a.txt", "a"), stage.write("b.txt", "bb"),
                            stage.write("c.png", encoded(striped(30, 20), "png"))};
    const std::unique_ptr<QMimeData> data(filesIn(paths));
    REQUIRE(dropOn(stage.view().viewport(), QPoint(50, 50), data.get()));
    CHECK(stage.bar().files().size() == 3);
    CHECK(stage.bar().headWords().startsWith("3 files"));
    CHECK(stage.composer().sendButton().isEnabled());
    QTest::keyClicks(&stage.composer().box(), "all three");
    QTest::mouseClick(&stage.composer().sendButton(), Qt::LeftButton);
    const auto uploads = stage.script.said<client::UploadFile>();
    REQUIRE(uploads.size() == 3);
    CHECK(uploads[0].file.body == "all three");
    CHECK(uploads[1].file.body.empty());
    CHECK(uploads[2].file.media == "image/png");
    CHECK(uploads[2].file.width == 30);
    CHECK(uploads[2].file.height == 20);
    CHECK(uploads[0].id != uploads[1].id);
}

TEST_CASE("sending: files need no words") {
    FileStage stage;
    stage.signIn();
    CHECK_FALSE(stage.composer().sendButton().isEnabled());
    const std::unique_ptr<QMimeData> data(filesIn({stage.write("a.txt", "a")}));
    REQUIRE(dropOn(stage.window.get(), QPoint(400, 200), data.get()));
    QTest::keyClick(&stage.composer().box(), Qt::Key_Return);
    CHECK(stage.script.said<client::UploadFile>().size() == 1);
}

TEST_CASE("sending: held over the window, files are told where they will go") {
    FileStage stage;
    stage.signIn();
    const std::unique_ptr<QMimeData> data(filesIn({stage.write("a.txt", "a")}));
    CHECK_FALSE(stage.window->dropHint().isVisible());
    CHECK(dropOn(stage.window.get(), QPoint(400, 200), data.get(), false));
    CHECK(stage.window->dropHint().isVisible());
    CHECK(stage.window->dropHint().text() == "Drop files here to send them to #lobby");
    QDragLeaveEvent leave;
    QApplication::sendEvent(stage.window.get(), &leave);
    CHECK_FALSE(stage.window->dropHint().isVisible());
    QMimeData words;
    words.setText("words");
    CHECK_FALSE(dropOn(stage.window.get(), QPoint(400, 200), &words));
}

TEST_CASE("sending: files dropped on the box become attachments, not their addresses") {
    FileStage stage;
    stage.signIn();
    const std::unique_ptr<QMimeData> data(filesIn({stage.write("a.txt", "a")}));
    CHECK_FALSE(stage.bar().isVisible());
    // The box leaves them to the window around it.
    dropOn(stage.composer().box().viewport(), QPoint(10, 10), data.get(), false);
    CHECK(stage.window->dropHint().isVisible());
    CHECK(stage.composer().words().isEmpty());
}

TEST_CASE("sending: files dropped on a room in the sidebar open it and wait there") {
    FileStage stage;
    stage.signIn();
    RoomsModel &rooms = stage.window->desk().rooms();
    QListView &list = stage.window->sidebar().list();
    const QPoint ops = list.visualRect(rooms.index(rooms.rowOf(RoomName("ops")))).center();
    const QPoint head = list.visualRect(rooms.index(rooms.rowOfHead(Section::rooms))).center();
    const std::unique_ptr<QMimeData> data(filesIn({stage.write("a.txt", "a")}));
    CHECK_FALSE(dropOn(list.viewport(), head, data.get()));
    REQUIRE(dropOn(list.viewport(), ops, data.get()));
    stage.serve();
    CHECK(stage.window->desk().room() == RoomName("ops"));
    CHECK(stage.bar().files().size() == 1);
    QTest::keyClick(&stage.composer().box(), Qt::Key_Return);
    const auto uploads = stage.script.said<client::UploadFile>();
    REQUIRE(uploads.size() == 1);
    CHECK(uploads[0].room == RoomName("ops"));
}

TEST_CASE("sending: each room keeps its own files, and a cross takes one away") {
    FileStage stage;
    stage.signIn();
    const std::unique_ptr<QMimeData> data(
        filesIn({stage.write("a.txt", "a"), stage.write("b.txt", "b")}));
    REQUIRE(dropOn(stage.window.get(), QPoint(400, 200), data.get()));
    stage.window->desk().open(RoomName("ops"));
    stage.serve();
    CHECK(stage.bar().isEmpty());
    stage.window->desk().open(RoomName("lobby"));
    stage.serve();
    REQUIRE(stage.bar().files().size() == 2);
    QTest::mouseClick(&stage.bar().row(0).cross(), Qt::LeftButton);
    REQUIRE(stage.bar().files().size() == 1);
    CHECK(stage.bar().files()[0].file.name == "b.txt");
    QTest::mouseClick(&stage.bar().row(0).cross(), Qt::LeftButton);
    CHECK_FALSE(stage.bar().isVisible());
    CHECK_FALSE(stage.composer().sendButton().isEnabled());
    CHECK(QFile::exists(stage.folder.filePath("a.txt")));
}

TEST_CASE("sending: a pasted picture stands in the preview and is a PNG of its own") {
    FileStage stage;
    stage.signIn();
    auto *data = new QMimeData;
    data->setImageData(striped(120, 80));
    paste(stage, data);
    REQUIRE(stage.bar().files().size() == 1);
    const Outgoing pasted = stage.bar().files()[0];
    CHECK(pasted.path.startsWith(pasteFolder()));
    CHECK(pasted.file.media == "image/png");
    CHECK(pasted.file.width == 120);
    CHECK(QFileInfo(pasted.path).permissions() ==
          (QFile::ReadOwner | QFile::WriteOwner | QFile::ReadUser | QFile::WriteUser));
    QTest::mouseClick(&stage.bar().row(0).cross(), Qt::LeftButton);
    CHECK_FALSE(QFile::exists(pasted.path));
}

TEST_CASE("sending: a pasted picture that is cancelled on its way leaves no copy") {
    FileStage stage;
    stage.signIn();
    auto *data = new QMimeData;
    data->setImageData(striped(120, 80));
    paste(stage, data);
    QTest::keyClick(&stage.composer().box(), Qt::Key_Return);
    const auto uploads = stage.script.said<client::UploadFile>();
    REQUIRE(uploads.size() == 1);
    client::TransferChanged transfer;
    transfer.id = uploads[0].id;
    transfer.upload = true;
    transfer.room = uploads[0].room;
    transfer.file = uploads[0].file;
    transfer.path = uploads[0].path;
    stage.tell(transfer);
    CHECK(QFile::exists(QString::fromStdString(transfer.path)));
    transfer.state = client::TransferState::cancelled;
    stage.tell(transfer);
    CHECK_FALSE(QFile::exists(QString::fromStdString(transfer.path)));
}

TEST_CASE(
    "sending: pasted files are attachments, words stay words, and cells of a sheet are words") {
    FileStage stage;
    stage.signIn();
    paste(stage, filesIn({stage.write("a.txt", "a")}));
    CHECK(stage.bar().files().size() == 1);
    CHECK(stage.composer().words().isEmpty());
    auto *words = new QMimeData;
    words->setText("plain");
    paste(stage, words);
    auto *cells = new QMimeData;
    cells->setText(" cells");
    cells->setImageData(striped(10, 10));
    paste(stage, cells);
    CHECK(stage.composer().words() == "plain cells");
    CHECK(stage.bar().files().size() == 1);
}

TEST_CASE("sending: pasted pictures go after a month, but not one that is on its way") {
    FileStage stage;
    REQUIRE(QDir(pasteFolder()).mkpath("."));
    const auto age = [](const QString &name, int days) {
        const QString path = writeFile(pasteFolder() + "/" + name, "png");
        QFile file(path);
        REQUIRE(file.open(QIODevice::ReadWrite));
        const QDateTime then = QDateTime::currentDateTime().addDays(-days);
        REQUIRE(file.setFileTime(then, QFileDevice::FileModificationTime));
        return path;
    };
    const QString old = age("old.png", 31);
    const QString young = age("young.png", 29);
    const QString needed = age("needed.png", 31);
    client::TransferChanged upload;
    upload.upload = true;
    upload.room = RoomName("lobby");
    upload.path = needed.toStdString();
    upload.state = client::TransferState::paused;
    stage.tell(upload);
    stage.signIn();
    CHECK_FALSE(QFile::exists(old));
    CHECK(QFile::exists(young));
    CHECK(QFile::exists(needed));
}

TEST_CASE("sending: pasting with the timeline in focus lands in the composer") {
    FileStage stage;
    stage.signIn();
    QApplication::clipboard()->setMimeData(filesIn({stage.write("a.txt", "a")}));
    stage.view().setFocus();
    QTest::keyClick(&stage.view(), Qt::Key_V, Qt::ControlModifier);
    CHECK(stage.bar().files().size() == 1);
}

TEST_CASE("sending: what cannot be sent is refused with a sentence that names the limit") {
    FileStage stage;
    stage.limitBytes = 1'000;
    stage.signIn();
    const QString large = stage.write("large.bin", QByteArray(2'500, 'x'));
    const QString fits = stage.write("fits.bin", QByteArray(1'000, 'x'));
    const std::unique_ptr<QMimeData> data(
        filesIn({large, stage.folder.path(), stage.folder.filePath("missing.txt"), fits}));
    REQUIRE(dropOn(stage.window.get(), QPoint(400, 200), data.get()));
    const QString said = stage.composer().trouble();
    CHECK(said.contains("large.bin is 2.5 kB; this server takes files of at most 1.0 kB."));
    CHECK(said.contains("is a folder."));
    CHECK(said.contains("missing.txt is not there."));
    REQUIRE(stage.bar().files().size() == 1);
    CHECK(stage.bar().files()[0].file.name == "fits.bin");
}

TEST_CASE(
    "ux: any file can be sent: an empty one, one with a strange name, but none that is closed") {
    FileStage stage;
    stage.signIn();
    const QString strange = "a\u202etxt.exe <b>&amp; 100 %\n.sh";
    const QString closed = stage.write("closed.txt", "a");
    REQUIRE(QFile::setPermissions(closed, QFileDevice::Permissions()));
    // Whoever may read everything can read that one, too.
    const bool isClosed = !QFile(closed).open(QIODevice::ReadOnly);
    const std::unique_ptr<QMimeData> data(
        filesIn({stage.write("empty.bin", {}), stage.write(strange, "x"), closed}));
    REQUIRE(dropOn(stage.window.get(), QPoint(400, 200), data.get()));
    REQUIRE(stage.bar().files().size() == (isClosed ? 2 : 3));
    CHECK(stage.composer().trouble().contains("closed.txt cannot be read.") == isClosed);
    CHECK(stage.bar().files()[0].bytes == 0);
    // It is shown in one line with nothing hidden, and sent as it is called.
    const QString shown = stage.bar().row(1).accessibleName();
    CHECK_FALSE(shown.contains(QChar(0x202e)));
    CHECK_FALSE(shown.contains('\n'));
    QTest::keyClick(&stage.composer().box(), Qt::Key_Return);
    const auto uploads = stage.script.said<client::UploadFile>();
    REQUIRE(uploads.size() == (isClosed ? 2U : 3U));
    CHECK(uploads[0].file.name == "empty.bin");
    CHECK(uploads[1].file.name == strange.toStdString());
    CHECK(QFile::setPermissions(closed, QFile::ReadOwner | QFile::WriteOwner));
}

TEST_CASE("sending: files that the link cannot take stay in the preview with their words") {
    FileStage stage;
    stage.signIn();
    const std::unique_ptr<QMimeData> data(filesIn({stage.write("a.txt", "a")}));
    REQUIRE(dropOn(stage.window.get(), QPoint(400, 200), data.get()));
    QTest::keyClicks(&stage.composer().box(), "caption");
    stage.script.setFull(true);
    QTest::keyClick(&stage.composer().box(), Qt::Key_Return);
    CHECK(stage.composer().words() == "caption");
    CHECK(stage.bar().files().size() == 1);
    stage.script.setFull(false);
    QTest::keyClick(&stage.composer().box(), Qt::Key_Return);
    CHECK(stage.script.said<client::UploadFile>().size() == 1);
    CHECK(stage.bar().isEmpty());
}

TEST_CASE("sending: an archived room takes no files") {
    FileStage stage;
    stage.lobby.summary().archived = true;
    stage.signIn();
    CHECK_FALSE(stage.composer().fileButton().isEnabled());
    const std::unique_ptr<QMimeData> data(filesIn({stage.write("a.txt", "a")}));
    CHECK_FALSE(dropOn(stage.window.get(), QPoint(400, 200), data.get()));
    CHECK(stage.bar().isEmpty());
}

TEST_CASE("sending: while a message is edited its words are sent, and the files wait") {
    FileStage stage;
    stage.lobby.say("alice", "tyop");
    stage.signIn();
    const std::unique_ptr<QMimeData> data(filesIn({stage.write("a.txt", "a")}));
    REQUIRE(dropOn(stage.window.get(), QPoint(400, 200), data.get()));
    QTest::keyClick(&stage.composer().box(), Qt::Key_Up);
    CHECK_FALSE(stage.bar().isVisible());
    QTest::keyClick(&stage.composer().box(), Qt::Key_Return);
    Script::settle();
    CHECK(stage.script.said<client::UploadFile>().empty());
    CHECK(stage.bar().isVisible());
    QTest::keyClick(&stage.composer().box(), Qt::Key_Return);
    CHECK(stage.script.said<client::UploadFile>().size() == 1);
}
