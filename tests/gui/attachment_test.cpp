// The card of a file and the place of a picture, from the first byte to the last.
#include <QSignalSpy>

#include "tests/gui/file_stage.hpp"
#include "tests/support/catch.hpp"

using namespace zchat;
using namespace zchat::gui;
using namespace zchat::gui::test;
using client::TransferState;

namespace {

std::vector<FileAct> actsOn(const AttachmentLayout &card) {
    std::vector<FileAct> acts;
    for (const FileButton &button : card.buttons)
        acts.push_back(button.act);
    return acts;
}

bool offers(const AttachmentLayout &card, FileAct act) {
    const auto acts = actsOn(card);
    return std::find(acts.begin(), acts.end(), act) != acts.end();
}

// The colours that are on the screen inside a row's attachment.
QImage shot(FileStage &stage, int row) {
    const QPoint corner = stage.view().visualRect(stage.timeline().index(row)).topLeft();
    return stage.view().viewport()->grab(stage.card(row).box.translated(corner)).toImage();
}

} // namespace

TEST_CASE("card: a file of somebody else says name, size and kind, and offers the download") {
    FileStage stage;
    stage.post("bob", fileOf("rehearsal-trace.tar.zst", 412'000'000));
    stage.signIn();
    const AttachmentLayout &card = stage.lastCard();
    CHECK_FALSE(card.isPicture);
    CHECK(card.titleWords == "rehearsal-trace.tar.zst");
    CHECK(card.detailWords == "412 MB");
    CHECK(card.kind == "TAR");
    CHECK(card.bar.isNull());
    CHECK(stage.script.said<client::DownloadFile>().empty());
    REQUIRE(stage.press(3, FileAct::download));
    const auto asked = stage.script.said<client::DownloadFile>();
    REQUIRE(asked.size() == 1);
    CHECK(asked[0].room == RoomName("lobby"));
    CHECK(asked[0].seq == Seq{4});
    CHECK(QString::fromStdString(asked[0].folder).endsWith("/zchat"));
    CHECK_FALSE(asked[0].saveAs);
}

TEST_CASE("card: a download shows progress, rate and time left, and can be paused") {
    FileStage stage;
    const wire::Entry entry = stage.post("bob", fileOf("a.iso", 412'000'000));
    stage.signIn();
    const int height = stage.layout(3).height;
    auto transfer = stage.download(entry, TransferState::running);
    transfer.doneBytes = 255'000'000;
    transfer.bytesPerSecond = 48'000'000;
    transfer.leftMs = 3'270;
    stage.tell(transfer);
    CHECK(stage.lastCard().detailWords == "255 MB of 412 MB · 48 MB/s · 4 s left");
    CHECK(stage.lastCard().fraction == Approx(255.0 / 412.0));
    CHECK_FALSE(stage.lastCard().bar.isNull());
    CHECK(stage.layout(3).height == height);
    REQUIRE(stage.press(3, FileAct::pause));
    const auto paused = stage.script.said<client::PauseTransfer>();
    REQUIRE(paused.size() == 1);
    CHECK(paused[0].id == transfer.id);
    transfer.state = TransferState::paused;
    stage.tell(transfer);
    CHECK(stage.lastCard().detailWords == "paused · 255 MB of 412 MB");
    REQUIRE(stage.press(3, FileAct::resume));
    CHECK(stage.script.said<client::ResumeTransfer>().size() == 1);
    REQUIRE(stage.press(3, FileAct::cancel));
    CHECK(stage.script.said<client::CancelTransfer>().size() == 1);
    transfer.state = TransferState::cancelled;
    stage.tell(transfer);
    CHECK(stage.lastCard().detailWords == "412 MB");
    CHECK(offers(stage.lastCard(), FileAct::download));
}

TEST_CASE("card: a failed transfer says why and offers Retry") {
    FileStage stage;
    const wire::Entry entry = stage.post("bob", fileOf("a.iso", 412'000'000));
    stage.signIn();
    const int height = stage.layout(3).height;
    auto transfer = stage.download(entry, TransferState::failed);
    transfer.why = "The disk that holds the downloads is full: 412 MB are needed, 3 MB are there. "
                   "Make room, or choose another folder, and try again.";
    stage.tell(transfer);
    const AttachmentLayout &card = stage.lastCard();
    CHECK(card.detailWords.toStdString() == transfer.why);
    CHECK(card.isTrouble);
    CHECK(card.detail.height() == 32); // two lines, within the same card
    CHECK(card.box.contains(card.detail));
    CHECK(stage.layout(3).height == height);
    CHECK(stage.view().delegate().hitTest(stage.timeline().index(3), card.detail.center()).tip ==
          "a.iso\n" + QString::fromStdString(transfer.why));
    REQUIRE(stage.press(3, FileAct::resume));
    CHECK(stage.card(3).buttons.back().words == "Retry");
    CHECK(stage.script.said<client::ResumeTransfer>().size() == 1);
}

TEST_CASE("card: why a transfer waits is said while it waits") {
    FileStage stage;
    const wire::Entry entry = stage.post("bob", fileOf("a.iso", 1'000));
    stage.signIn();
    auto transfer = stage.download(entry, TransferState::waiting);
    stage.tell(transfer);
    CHECK(stage.lastCard().detailWords == "1.0 kB · waiting");
    transfer.why = "The server's disk is full.";
    stage.tell(transfer);
    CHECK(stage.lastCard().detailWords.contains("The server's disk is full."));
}

TEST_CASE("card: what was saved offers its folder, after a restart too, and not once it is gone") {
    FileStage stage;
    const wire::Entry entry = stage.post("bob", fileOf("notes.txt", 5));
    stage.signIn();
    auto transfer = stage.download(entry, TransferState::done);
    transfer.path = stage.write("notes.txt", "hello").toStdString();
    stage.tell(transfer);
    CHECK(actsOn(stage.lastCard()) == std::vector{FileAct::openFolder});
    stage.start();
    stage.served = 0;
    stage.signIn();
    CHECK(actsOn(stage.lastCard()) == std::vector{FileAct::openFolder});
    QFile::remove(QString::fromStdString(transfer.path));
    stage.start();
    stage.served = 0;
    stage.signIn();
    CHECK(actsOn(stage.lastCard()) == std::vector{FileAct::download});
}

TEST_CASE("card: an own upload is a card at the end, and its entry takes its place") {
    FileStage stage;
    stage.signIn();
    client::TransferChanged upload;
    upload.id.bytes.fill(7);
    upload.upload = true;
    upload.room = RoomName("lobby");
    upload.file = fileOf("a.iso", 0);
    upload.file.body = "the one from Friday";
    upload.path = stage.write("a.iso", "bytes").toStdString();
    stage.tell(upload);
    REQUIRE(stage.timeline().rowCount() == 4);
    CHECK(stage.lastCard().detailWords == "reading the file");
    CHECK(stage.timeline().row(3).draft);
    upload.state = TransferState::running;
    upload.file.size = 1'000'000;
    upload.doneBytes = 500'000;
    stage.tell(upload);
    CHECK(stage.lastCard().detailWords == "500 kB of 1.0 MB");
    CHECK(stage.layout(3).stateWords == "◷ sending");
    const int height = stage.layout(3).height;
    upload.state = TransferState::done;
    upload.seq = Seq{4};
    stage.tell(upload);
    CHECK(stage.timeline().rowCount() == 4);
    CHECK(actsOn(stage.lastCard()) == std::vector{FileAct::openFolder});
    const TimeMs now = stage.timeline().row(3).message.entry.at;
    stage.lobby.add("alice", upload.file, now).id = upload.id;
    stage.script.tell(stage.lobby.last());
    Script::settle();
    REQUIRE(stage.timeline().rowCount() == 4);
    CHECK_FALSE(stage.timeline().row(3).draft);
    CHECK(stage.layout(3).stateWords == "✓ stored");
    CHECK(stage.layout(3).height == height);
    upload.state = TransferState::running; // told late: it is in the log all the same
    stage.tell(upload);
    CHECK(stage.timeline().rowCount() == 4);
}

TEST_CASE("card: an own picture that is heard before its upload is done is not fetched back") {
    FileStage stage;
    stage.signIn();
    client::TransferChanged upload;
    upload.id.bytes.fill(7);
    upload.upload = true;
    upload.room = RoomName("lobby");
    upload.file = pictureOf("mine.png", 5'000, 80, 40);
    upload.state = TransferState::running;
    upload.path = stage.write("mine.png", encoded(striped(80, 40), "png")).toStdString();
    stage.tell(upload);
    stage.post("alice", upload.file).id = upload.id;
    stage.script.tell(stage.lobby.last());
    Script::settle();
    CHECK(stage.timeline().rowCount() == 4);
    CHECK(stage.lastCard().place.toStdString() == upload.path);
    upload.state = TransferState::done;
    upload.seq = Seq{4};
    stage.tell(upload);
    CHECK(stage.lastCard().place.toStdString() == upload.path);
    CHECK(stage.lastCard().buttons.empty());
    CHECK(stage.script.said<client::DownloadFile>().empty());
}

TEST_CASE("card: a failed upload stays with its reason; cancelled it goes") {
    FileStage stage;
    stage.signIn();
    client::TransferChanged upload;
    upload.id.bytes.fill(7);
    upload.upload = true;
    upload.room = RoomName("lobby");
    upload.file = fileOf("a.iso", 1'000);
    upload.state = TransferState::failed;
    upload.why = "This room is archived.";
    stage.tell(upload);
    CHECK(stage.lastCard().detailWords == "This room is archived.");
    CHECK(stage.layout(3).stateWords == "✕ not sent");
    stage.window->desk().open(RoomName("ops"));
    stage.serve();
    CHECK(stage.timeline().rowCount() == 3);
    stage.window->desk().open(RoomName("lobby"));
    stage.serve();
    REQUIRE(stage.timeline().rowCount() == 4);
    REQUIRE(stage.press(3, FileAct::resume));
    CHECK(stage.script.said<client::ResumeTransfer>().size() == 1);
    REQUIRE(stage.press(3, FileAct::cancel));
    upload.state = TransferState::cancelled;
    stage.tell(upload);
    CHECK(stage.timeline().rowCount() == 3);
}

TEST_CASE("card: hostile names are labels, shown with what is in them") {
    FileStage stage;
    const std::string override = "\xe2\x80\xae";
    stage.post("bob", fileOf(("a" + override + "gpj.exe").c_str(), 5));
    stage.post("bob", fileOf("../../.ssh/authorized_keys", 5));
    stage.post("bob", fileOf("<b>bold</b>\n.txt", 5));
    stage.post("bob", fileOf(std::string(255, 'n').c_str(), 5));
    stage.signIn();
    CHECK(stage.card(3).titleWords == "a\\u202egpj.exe");
    CHECK(stage.card(3).kind == "EXE");
    CHECK(stage.card(4).titleWords == "../../.ssh/authorized_keys");
    CHECK(stage.card(5).titleWords == "<b>bold</b>\\n.txt");
    CHECK(stage.card(6).box.width() <= 420);
    CHECK(stage.card(6).box.contains(stage.card(6).title));
}

TEST_CASE("picture card: it stands at its reserved size before and after it is there") {
    FileStage stage;
    const QByteArray bytes = encoded(striped(800, 400), "png");
    const wire::Entry entry =
        stage.post("bob", pictureOf("plot.png", std::uint64_t(bytes.size()), 800, 400));
    stage.signIn();
    CHECK(stage.lastCard().isPicture);
    CHECK(stage.lastCard().box.size() == QSize(420, 210));
    const int height = stage.layout(3).height;
    const int scrolled = stage.view().verticalScrollBar()->maximum();
    auto transfer = stage.download(entry, TransferState::running);
    transfer.doneBytes = 100;
    stage.tell(transfer);
    CHECK(stage.layout(3).height == height);
    transfer.state = TransferState::done;
    transfer.path = stage.write("plot.png", bytes).toStdString();
    QSignalSpy ready(&stage.window->pictures(), &Pictures::ready);
    stage.tell(transfer);
    stage.view().viewport()->repaint();
    REQUIRE((ready.count() > 0 || ready.wait()));
    Script::settle();
    CHECK(stage.layout(3).height == height);
    CHECK(stage.view().verticalScrollBar()->maximum() == scrolled);
    CHECK(stage.lastCard().buttons.empty());
    const QImage seen = shot(stage, 3);
    const QImage wanted = striped(800, 400).scaled(420, 210, {}, Qt::SmoothTransformation);
    const QColor a = seen.pixelColor(210, 100);
    const QColor b = wanted.pixelColor(210, 100);
    CHECK(std::abs(a.red() - b.red()) + std::abs(a.green() - b.green()) < 120);
}

TEST_CASE("picture card: a bomb, an SVG and half a JPEG give a placeholder in the same place") {
    const QByteArray jpeg = encoded(striped(600, 400), "jpg");
    struct Case {
        const char *media;
        QByteArray bytes;
    };
    for (const Case &hostile : {Case{"image/png", pngBomb()}, Case{"image/png", svg()},
                                Case{"image/jpeg", jpeg.left(jpeg.size() / 2)}}) {
        FileStage stage;
        const wire::Entry entry =
            stage.post("bob", pictureOf("x.png", 48'000, 600, 400, hostile.media));
        stage.signIn();
        const int height = stage.layout(3).height;
        auto transfer = stage.download(entry, TransferState::done);
        transfer.path = stage.write("x.png", hostile.bytes).toStdString();
        QSignalSpy ready(&stage.window->pictures(), &Pictures::ready);
        stage.tell(transfer);
        stage.view().viewport()->repaint();
        REQUIRE((ready.count() > 0 || ready.wait()));
        CHECK(stage.window->pictures().bytesKept() == 0);
        const QImage seen = shot(stage, 3);
        CHECK(seen.pixelColor(30, 30) == stage.theme.look().tokens.card);
        CHECK(stage.layout(3).height == height);
    }
}

TEST_CASE("picture card: absurd claims make a card of a file, small ones keep room for buttons") {
    FileStage stage;
    stage.post("bob", pictureOf("bomb.png", 48'000, 20'000, 20'000));
    stage.post("bob", pictureOf("long.png", 48'000, std::uint64_t(1) << 62, 2));
    stage.post("bob", pictureOf("zero.png", 48'000, 0, 0));
    stage.post("bob", pictureOf("drawing.svg", 300, 64, 64, "image/svg+xml"));
    stage.post("bob", pictureOf("dot.png", 300, 1, 1));
    stage.post("bob", pictureOf("needle.png", 300, 2, 60'000));
    stage.signIn();
    for (int row = 3; row < 7; ++row)
        CHECK_FALSE(stage.card(row).isPicture);
    CHECK(stage.card(3).detailWords == "48 kB · too large to be shown here");
    for (int row = 7; row < 9; ++row) {
        CHECK(stage.card(row).isPicture);
        CHECK(stage.card(row).box.height() <= 320);
        CHECK(stage.card(row).box.width() >= 200);
    }
    Script::settle();
    stage.view().viewport()->grab();
}

TEST_CASE("card: in a narrow window the time left still stands there") {
    FileStage stage;
    const wire::Entry entry = stage.post("bob", fileOf("a.iso", 412'000'000));
    stage.window->resize(480, 400);
    stage.signIn();
    auto transfer = stage.download(entry, TransferState::running);
    transfer.doneBytes = 206'000'000;
    transfer.bytesPerSecond = 48'000'000;
    transfer.leftMs = 4'000;
    stage.tell(transfer);
    const AttachmentLayout &card = stage.lastCard();
    CHECK(card.detailWords == "50 % · 4 s left");
    CHECK(card.wholeDetail == "206 MB of 412 MB · 48 MB/s · 4 s left");
    for (const FileButton &button : card.buttons) {
        CHECK(card.box.contains(button.rect));
        CHECK_FALSE(button.rect.intersects(card.title));
        CHECK_FALSE(button.rect.intersects(card.detail));
    }
}

TEST_CASE("card: a reader hears name, size, state and how far it is") {
    FileStage stage;
    const wire::Entry entry = stage.post("bob", fileOf("a.iso", 412'000'000));
    stage.signIn();
    auto transfer = stage.download(entry, TransferState::paused);
    transfer.doneBytes = 255'000'000;
    stage.tell(transfer);
    const QString spoken =
        stage.timeline().data(stage.timeline().index(3), Qt::AccessibleTextRole).toString();
    CHECK(spoken.contains("a.iso"));
    CHECK(spoken.contains("paused · 255 MB of 412 MB"));
}
