// Files that came in: where they are saved, what comes by itself, folders, Save as.
#include <QFileDialog>
#include <QMenu>

#include "gui/window/picture_viewer.hpp"
#include "tests/gui/file_stage.hpp"
#include "tests/gui/folders.hpp"
#include "tests/support/catch.hpp"

using namespace zchat;
using namespace zchat::gui;
using namespace zchat::gui::test;
using client::TransferState;

namespace {

QAction *actionIn(const QMenu &menu, const QString &words) {
    for (QAction *action : menu.actions())
        if (action->text() == words)
            return action;
    return nullptr;
}

// The menu that opens on the row, with its words.
QMenu *menuOf(FileStage &stage, int row) {
    const QPoint at = stage.view().visualRect(stage.timeline().index(row)).center();
    QContextMenuEvent event(QContextMenuEvent::Mouse, at, stage.view().viewport()->mapToGlobal(at));
    QApplication::sendEvent(stage.view().viewport(), &event);
    return qobject_cast<QMenu *>(QApplication::activePopupWidget());
}

} // namespace

TEST_CASE("files: pictures up to 10 MiB come by themselves, others never, below zchat") {
    FileStage stage;
    stage.signIn();
    const auto choices = stage.script.said<client::AutoDownload>();
    REQUIRE(choices.size() == 1);
    CHECK(choices[0].imageBytes == 10 * 1024 * 1024);
    CHECK(choices[0].otherBytes == 0);
    CHECK(QString::fromStdString(choices[0].folder) == defaultDownloadFolder());
    CHECK(defaultDownloadFolder().endsWith("/zchat"));
}

TEST_CASE("files: what was chosen in the settings is said to the link, and kept for this account") {
    FileStage stage;
    stage.signIn();
    stage.window->openSettings();
    DownloadsPage &page = stage.window->settings()->downloads();
    const auto choose = [&page](const char *name, const char *words) {
        for (QComboBox *box : page.findChildren<QComboBox *>())
            if (box->accessibleName() == name) {
                const int row = box->findText(words);
                REQUIRE(row >= 0);
                box->setCurrentIndex(row);
                Q_EMIT box->activated(row);
            }
    };
    CHECK(page.pictures().currentText() == "Up to 10 MiB");
    choose("Pictures", "Never");
    choose("Other files", "Up to 1 MiB");
    for (QPushButton *button : page.findChildren<QPushButton *>())
        if (button->text() == "Save files in …")
            button->click();
    auto *dialog = stage.window->findChild<QFileDialog *>();
    REQUIRE(dialog != nullptr);
    Q_EMIT dialog->fileSelected(stage.folder.path());
    dialog->reject();
    const auto last = stage.script.said<client::AutoDownload>().back();
    CHECK(last.imageBytes == 0);
    CHECK(last.otherBytes == 1024 * 1024);
    CHECK(QString::fromStdString(last.folder) == stage.folder.path());
    stage.start();
    const auto again = stage.script.said<client::AutoDownload>();
    REQUIRE(again.size() == 1);
    CHECK(again[0].otherBytes == 1024 * 1024);
    CHECK(again[0].folder == last.folder);
}

TEST_CASE("files: a room can be left out of automatic downloads") {
    FileStage stage;
    stage.post("bob", pictureOf("plot.png", 5'000, 80, 40));
    stage.signIn();
    CHECK(stage.script.said<client::DownloadFile>().size() == 1); // it is in sight
    RoomsModel &rooms = stage.window->desk().rooms();
    const QModelIndex lobby = rooms.index(rooms.rowOf(RoomName("lobby")));
    QListView &list = stage.window->sidebar().list();
    Q_EMIT list.customContextMenuRequested(list.visualRect(lobby).center());
    auto *menu = qobject_cast<QMenu *>(QApplication::activePopupWidget());
    REQUIRE(menu != nullptr);
    QAction *choice = actionIn(*menu, "Download files by themselves");
    REQUIRE(choice != nullptr);
    CHECK(choice->isChecked());
    choice->trigger();
    menu->close();
    CHECK(stage.script.said<client::AutoDownload>().back().exceptRooms.contains(RoomName("lobby")));
    stage.post("bob", pictureOf("other.png", 5'000, 80, 40));
    stage.script.tell(stage.lobby.last());
    Script::settle();
    CHECK(stage.script.said<client::DownloadFile>().size() == 1);
}

TEST_CASE(
    "files: pictures in sight are fetched within the limit, once, and not against one's will") {
    FileStage stage;
    stage.post("bob", pictureOf("small.png", 5'000, 80, 40));
    stage.post("bob", pictureOf("large.png", 11 * 1024 * 1024, 800, 400));
    stage.post("bob", fileOf("a.txt", 5));
    stage.signIn();
    const auto asked = stage.script.said<client::DownloadFile>();
    REQUIRE(asked.size() == 1);
    CHECK(asked[0].seq == Seq{4});
    auto transfer = stage.download(stage.lobby.after(3)[0], TransferState::running);
    stage.tell(transfer);
    transfer.state = TransferState::cancelled;
    stage.tell(transfer);
    stage.view().verticalScrollBar()->setValue(0);
    Script::settle();
    CHECK(stage.script.said<client::DownloadFile>().size() == 1);
}

TEST_CASE("files: a picture that was saved and then deleted is not fetched again by itself") {
    FileStage stage;
    const wire::Entry entry = stage.post("bob", pictureOf("a.png", 5'000, 80, 40));
    stage.signIn();
    auto transfer = stage.download(entry, TransferState::done);
    transfer.path = stage.write("a.png", encoded(striped(80, 40), "png")).toStdString();
    stage.tell(transfer);
    QFile::remove(QString::fromStdString(transfer.path));
    stage.start();
    stage.served = 0;
    stage.signIn();
    CHECK(stage.script.said<client::DownloadFile>().empty());
    CHECK(stage.buttonAt(3, FileAct::download));
}

TEST_CASE("files: Open folder shows the folder and never the file") {
    FileStage stage;
    const wire::Entry entry = stage.post("bob", fileOf("run-me.sh", 5));
    stage.signIn();
    auto transfer = stage.download(entry, TransferState::done);
    transfer.path = stage.write("run-me.sh", "#!/bin/sh\n").toStdString();
    stage.tell(transfer);
    Folders folders;
    REQUIRE(stage.press(3, FileAct::openFolder));
    CHECK(folders.shown == QList<QUrl>{QUrl::fromLocalFile(stage.folder.path())});
}

TEST_CASE(
    "ux: nothing is ever executed: a click on a card opens nothing, on a picture the viewer") {
    FileStage stage;
    const wire::Entry entry = stage.post("bob", pictureOf("a.png", 5, 300, 200));
    stage.signIn();
    auto transfer = stage.download(entry, TransferState::done);
    transfer.path = stage.write("a.png", encoded(striped(300, 200), "png")).toStdString();
    stage.tell(transfer);
    Folders folders;
    const QPoint corner = stage.view().visualRect(stage.timeline().index(3)).topLeft();
    QTest::mouseClick(stage.view().viewport(), Qt::LeftButton, {},
                      corner + stage.card(3).box.center());
    REQUIRE(stage.window->viewer() != nullptr);
    CHECK(folders.shown.isEmpty());
    stage.window->viewer()->close();
    const wire::Entry script = stage.post("bob", fileOf("run-me.sh", 5));
    stage.script.tell(stage.lobby.last());
    auto done = stage.download(script, TransferState::done);
    done.path = stage.write("run-me.sh", "#!/bin/sh\n").toStdString();
    stage.tell(done);
    const QPoint card =
        stage.view().visualRect(stage.timeline().index(4)).topLeft() + stage.card(4).title.center();
    QTest::mouseClick(stage.view().viewport(), Qt::LeftButton, {}, card);
    QTest::mouseDClick(stage.view().viewport(), Qt::LeftButton, {}, card);
    Script::settle();
    CHECK(folders.shown.isEmpty());
}

TEST_CASE("files: Save as proposes a harmless name, and saves exactly there") {
    FileStage stage;
    stage.post("bob", fileOf("../../.ssh/authorized_keys", 5));
    stage.signIn();
    QMenu *menu = menuOf(stage, 3);
    REQUIRE(menu != nullptr);
    QAction *save = actionIn(*menu, "Save as …");
    REQUIRE(save != nullptr);
    save->trigger();
    menu->close();
    auto *dialog = stage.window->findChild<QFileDialog *>();
    REQUIRE(dialog != nullptr);
    CHECK(dialog->acceptMode() == QFileDialog::AcceptSave);
    REQUIRE(dialog->selectedFiles().size() == 1);
    const QFileInfo proposed(dialog->selectedFiles().front());
    CHECK(proposed.absolutePath() == dialog->directory().absolutePath());
    CHECK_FALSE(proposed.fileName().contains('/'));
    CHECK_FALSE(proposed.fileName().startsWith('.'));
    Q_EMIT dialog->fileSelected(stage.folder.filePath("keys.txt"));
    dialog->reject();
    const auto asked = stage.script.said<client::DownloadFile>();
    REQUIRE(asked.size() == 1);
    CHECK(asked[0].saveAs == stage.folder.filePath("keys.txt").toStdString());
}

TEST_CASE("files: the menu of a card does by keyboard what its buttons do") {
    FileStage stage;
    const wire::Entry entry = stage.post("bob", fileOf("a.iso", 5'000));
    stage.signIn();
    QMenu *menu = menuOf(stage, 3);
    REQUIRE(menu != nullptr);
    REQUIRE(actionIn(*menu, "Download") != nullptr);
    actionIn(*menu, "Download")->trigger();
    menu->close();
    CHECK(stage.script.said<client::DownloadFile>().size() == 1);
    auto transfer = stage.download(entry, TransferState::failed);
    transfer.why = "The connection was lost.";
    stage.tell(transfer);
    menu = menuOf(stage, 3);
    REQUIRE(menu != nullptr);
    REQUIRE(actionIn(*menu, "Retry") != nullptr);
    actionIn(*menu, "Retry")->trigger();
    actionIn(*menu, "Cancel download")->trigger();
    menu->close();
    CHECK(stage.script.said<client::ResumeTransfer>().size() == 1);
    CHECK(stage.script.said<client::CancelTransfer>().size() == 1);
}

TEST_CASE("files: a redacted file shows no card and no picture") {
    FileStage stage;
    stage.post("bob", pictureOf("a.png", 5'000, 80, 40));
    stage.lobby.add("bob", wire::Redact{.of = Seq{4}, .reason = std::nullopt});
    stage.signIn();
    CHECK(stage.card(3).box.isNull());
    CHECK(stage.script.said<client::DownloadFile>().empty());
}
