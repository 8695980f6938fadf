// The list of transfers, the files of a room, and the key that sends files.
#include <QFileDialog>

#include "gui/window/files_panel.hpp"
#include "tests/gui/file_stage.hpp"
#include "tests/gui/folders.hpp"
#include "tests/support/catch.hpp"

using namespace zchat;
using namespace zchat::gui;
using namespace zchat::gui::test;
using client::TransferState;

namespace {

FilesPanel &openPanel(FileStage &stage) {
    QTest::keyClick(stage.window.get(), Qt::Key_J, Qt::ControlModifier | Qt::ShiftModifier);
    REQUIRE(stage.window->filesPanel() != nullptr);
    REQUIRE(stage.window->filesPanel()->isVisible());
    return *stage.window->filesPanel();
}

client::TransferChanged upload(FileStage &stage, std::uint8_t number, TransferState state) {
    client::TransferChanged made;
    made.id.bytes.fill(number);
    made.upload = true;
    made.room = stage.ops.name();
    made.file = fileOf("slides.key", 31'000'000);
    made.state = state;
    return made;
}

void press(QPushButton *button) {
    REQUIRE(button != nullptr);
    QTest::mouseClick(button, Qt::LeftButton);
    Script::settle();
}

// The key presses the button, which is seen to go down before it acts.
QFileDialog *askForFiles(FileStage &stage) {
    QTest::keyClick(&stage.composer().box(), Qt::Key_O, Qt::ControlModifier);
    const auto find = [&] { return stage.window->findChild<QFileDialog *>(); };
    REQUIRE(QTest::qWaitFor([&] { return find() != nullptr; }, 10'000));
    return find();
}

wire::Hit hit(const Room &room, const wire::Entry &entry) {
    return wire::Hit{.room = room.name(), .message = wire::toMessage(entry), .snippet = {}};
}

void answerSearch(FileStage &stage, wire::HitsReply reply) {
    const auto asked = stage.script.asked<wire::Search>();
    REQUIRE(asked);
    stage.script.tell(
        client::Answered{.token = asked->first, .body = wire::Reply(std::move(reply))});
    Script::settle();
}

} // namespace

TEST_CASE("ux: a transfers panel lists all") {
    FileStage stage;
    const wire::Entry entry = stage.post("bob", fileOf("trace.tar.zst", 412'000'000));
    stage.signIn();
    // Heard before the panel was opened.
    auto down = stage.download(entry, TransferState::running);
    down.doneBytes = 206'000'000;
    down.bytesPerSecond = 48'000'000;
    down.leftMs = 4'200;
    stage.tell(down);
    stage.tell(upload(stage, 60, TransferState::waiting));
    stage.tell(upload(stage, 61, TransferState::paused));
    auto failed = upload(stage, 62, TransferState::failed);
    failed.why = "The disk is full.";
    stage.tell(failed);
    FilesPanel &panel = openPanel(stage);
    FileColumn &list = panel.transfers();
    REQUIRE(list.count() == 4);
    CHECK(list.card(0).facts().detail == "The disk is full. · to ops");
    CHECK(list.card(0).facts().isTrouble);
    CHECK(list.card(0).button(FileAct::resume)->text() == "Retry");
    CHECK(list.card(1).button(FileAct::resume)->text() == "Resume");
    CHECK(list.card(2).facts().detail == "waiting · to ops");
    CHECK(list.card(3).facts().title == "trace.tar.zst");
    CHECK(list.card(3).facts().detail == "206 MB of 412 MB · 48 MB/s · 5 s left · from lobby");
    CHECK(list.card(3).facts().fraction == 0.5);
    CHECK(list.card(3).accessibleName() == "trace.tar.zst");
    // The same key closes it.
    QTest::keyClick(&panel, Qt::Key_J, Qt::ControlModifier | Qt::ShiftModifier);
    CHECK((stage.window->filesPanel() == nullptr || !stage.window->filesPanel()->isVisible()));
}

TEST_CASE("ux: a transfer that a restart broke off stands in the panel and resumes") {
    FileStage stage;
    stage.signIn();
    stage.start();
    // The link tells of what it keeps before it is online.
    auto broken = upload(stage, 60, TransferState::paused);
    broken.doneBytes = 15'500'000;
    stage.tell(broken);
    auto waiting = upload(stage, 61, TransferState::waiting);
    stage.tell(waiting);
    stage.signIn();
    FileColumn &list = openPanel(stage).transfers();
    REQUIRE(list.count() == 2);
    CHECK(list.card(0).facts().detail == "waiting · to ops");
    FileCard &card = list.card(1);
    CHECK(card.facts().fraction == 0.5);
    press(card.button(FileAct::resume));
    const auto said = stage.script.said<client::ResumeTransfer>();
    REQUIRE(said.size() == 1);
    CHECK(said[0].id == broken.id);
    broken.state = TransferState::running;
    stage.tell(broken);
    CHECK(card.button(FileAct::resume) == nullptr);
    CHECK(card.button(FileAct::pause) != nullptr);
}

TEST_CASE("ux: each transfer shows pause, resume, cancel and retry, and Open folder when done") {
    FileStage stage;
    const wire::Entry entry = stage.post("bob", fileOf("run-me.sh", 5));
    stage.signIn();
    FilesPanel &panel = openPanel(stage);
    CHECK_FALSE(panel.transfers().emptyWords().isEmpty());
    auto down = stage.download(entry, TransferState::running);
    stage.tell(down);
    REQUIRE(panel.transfers().count() == 1);
    FileCard &card = panel.transfers().card(0);
    press(card.button(FileAct::pause));
    CHECK(stage.script.said<client::PauseTransfer>().size() == 1);
    QPushButton *pause = card.button(FileAct::pause);
    down.doneBytes = 3;
    stage.tell(down);
    CHECK(card.button(FileAct::pause) == pause); // not made anew by each step
    down.state = TransferState::paused;
    stage.tell(down);
    press(card.button(FileAct::resume));
    CHECK(stage.script.said<client::ResumeTransfer>().size() == 1);
    down.state = TransferState::failed;
    down.why = "The connection was lost.";
    stage.tell(down);
    press(card.button(FileAct::resume));
    CHECK(stage.script.said<client::ResumeTransfer>().size() == 2);
    press(card.button(FileAct::cancel));
    CHECK(stage.script.said<client::CancelTransfer>().size() == 1);
    down.state = TransferState::done;
    down.path = stage.write("run-me.sh", "#!/bin/sh\n").toStdString();
    stage.tell(down);
    REQUIRE(panel.transfers().count() == 1);
    CHECK(card.facts().detail == "done · 5 bytes · from lobby");
    Folders folders;
    press(card.button(FileAct::openFolder));
    CHECK(folders.shown == QList<QUrl>{QUrl::fromLocalFile(stage.folder.path())});
    press(&panel.clearButton());
    CHECK(panel.transfers().count() == 0);
    // A cancelled one leaves the list.
    stage.tell(upload(stage, 60, TransferState::running));
    CHECK(panel.transfers().count() == 1);
    stage.tell(upload(stage, 60, TransferState::cancelled));
    CHECK(panel.transfers().count() == 0);
}

TEST_CASE("files panel: what is over is kept within a bound") {
    FileStage stage;
    stage.signIn();
    TransferList list(stage.window->desk().transfers());
    for (int i = 0; i < 250; ++i) {
        auto one = upload(stage, 1, TransferState::running);
        one.id.bytes[0] = static_cast<std::uint8_t>(i);
        one.id.bytes[1] = static_cast<std::uint8_t>(i / 256);
        stage.script.tell(one);
        one.state = TransferState::done;
        stage.script.tell(one);
    }
    REQUIRE(QTest::qWaitFor([&] { return list.rows().size() == TransferList::mostOver; }));
    CHECK(list.rows().front().id.bytes[0] == 249);
}

TEST_CASE("files panel: the files of a room come from the server, page by page") {
    FileStage stage;
    const wire::Entry old = stage.post("bob", fileOf("old.pdf", 1'000));
    const wire::Entry photo = stage.post("bob", pictureOf("a.png", 5'000, 80, 40));
    stage.signIn();
    FilesPanel &panel = openPanel(stage);
    panel.showSent();
    // The two in the timeline are there before any answer.
    REQUIRE(panel.sent().count() == 2);
    CHECK(panel.sent().card(0).facts().title == "a.png");
    const auto asked = stage.script.asked<wire::Search>();
    REQUIRE(asked);
    CHECK(asked->second.has == wire::Has::file);
    CHECK(asked->second.room == RoomName("lobby"));
    CHECK(asked->second.query.empty());
    wire::Entry older = old;
    older.seq = Seq{1};
    std::get<wire::File>(older.content).name = "first.zip";
    answerSearch(stage, {.hits = {hit(stage.lobby, photo), hit(stage.lobby, older)}, .next = "p2"});
    REQUIRE(panel.sent().count() == 3);
    CHECK(panel.sent().card(2).facts().title == "first.zip");
    CHECK(panel.moreButton().isVisible());
    press(&panel.moreButton());
    CHECK(stage.script.asked<wire::Search>()->second.page == "p2");
    answerSearch(stage, {.hits = {}, .next = std::nullopt});
    CHECK_FALSE(panel.moreButton().isVisible());
    stage.script.forgetCommands();
    press(panel.sent().card(2).button(FileAct::download));
    const auto fetched = stage.script.said<client::DownloadFile>();
    REQUIRE(fetched.size() == 1);
    CHECK(fetched[0].seq == Seq{1});
    std::optional<Seq> wanted;
    QObject::connect(&panel, &FilesPanel::messageWanted, stage.window.get(),
                     [&](const RoomName &, Seq seq) { wanted = seq; });
    press(panel.sent().card(1).showButton());
    CHECK(wanted == old.seq);
    // Deleted in sight, it leaves the list.
    stage.lobby.add("bob", wire::Redact{.of = photo.seq, .reason = std::nullopt});
    stage.script.tell(stage.lobby.last());
    stage.serve();
    CHECK(panel.sent().card(0).facts().title == "old.pdf");
}

TEST_CASE("files panel: without a connection the files in sight are listed, and it says so") {
    FileStage stage;
    stage.post("bob", fileOf("old.pdf", 1'000));
    stage.signIn();
    stage.script.tell(connection(client::Connection::offline));
    Script::settle();
    FilesPanel &panel = openPanel(stage);
    panel.showSent();
    CHECK(panel.sent().count() == 1);
    CHECK_FALSE(stage.script.asked<wire::Search>());
}

TEST_CASE("sending: Ctrl+O picks files to send") {
    FileStage stage;
    stage.signIn();
    QFileDialog *dialog = askForFiles(stage);
    Q_EMIT dialog->filesSelected({stage.write("notes.txt", "hello")});
    dialog->reject();
    CHECK(stage.bar().files().size() == 1);
}

TEST_CASE("ux: the limit is checked before sending and named in the refusal") {
    FileStage stage;
    stage.limitBytes = 1'000;
    stage.signIn();
    const QString large = stage.write("large.bin", QByteArray(1'001, 'x'));
    QFileDialog *dialog = askForFiles(stage);
    Q_EMIT dialog->filesSelected({large});
    dialog->reject();
    CHECK(stage.composer().trouble().contains("this server takes files of at most 1.0 kB."));
    QTest::keyClick(&stage.composer().box(), Qt::Key_Return);
    CHECK(stage.script.said<client::UploadFile>().empty());
}
