// A picture, large: opened by a click, zoomed, moved, saved, and the way to the next one.
#include <QFileDialog>
#include <QMenu>
#include <QWheelEvent>
#include <cmath>

#include "gui/window/picture_viewer.hpp"
#include "tests/gui/file_stage.hpp"
#include "tests/gui/folders.hpp"
#include "tests/support/catch.hpp"

using namespace zchat;
using namespace zchat::gui;
using namespace zchat::gui::test;
using client::TransferState;

namespace {

struct ViewerStage : FileStage {
    // A picture in the lobby; its bytes are here where `bytes` is not empty.
    wire::Entry addPicture(const char *name, const QByteArray &bytes) {
        const wire::Entry entry = post("bob", pictureOf(name, 5'000, 800, 600));
        if (!bytes.isEmpty())
            here.emplace_back(entry, write(name, bytes));
        return entry;
    }
    void begin() {
        signIn();
        for (const auto &[entry, path] : here) {
            auto transfer = download(entry, TransferState::done);
            transfer.path = path.toStdString();
            tell(transfer);
        }
        script.forgetCommands();
    }
    PictureViewer &click(int row) {
        const QPoint corner = view().visualRect(timeline().index(row)).topLeft();
        QTest::mouseClick(view().viewport(), Qt::LeftButton, {}, corner + card(row).box.center());
        REQUIRE(window->viewer() != nullptr);
        REQUIRE(window->viewer()->isVisible());
        return *window->viewer();
    }
    [[nodiscard]] bool waitPicture() const {
        return QTest::qWaitFor(
            [this] { return window->viewer() && window->viewer()->canvas().hasPicture(); }, 10'000);
    }
    std::vector<std::pair<wire::Entry, QString>> here;
};

const QByteArray &photo() {
    static const QByteArray bytes = encoded(striped(800, 600), "png");
    return bytes;
}

bool isNear(double a, double b) {
    return std::abs(a - b) < 0.001;
}

void wheel(QWidget &widget, QPointF at, int delta) {
    QWheelEvent event(at, widget.mapToGlobal(at), {}, {0, delta}, Qt::NoButton, Qt::NoModifier,
                      Qt::NoScrollPhase, false);
    QApplication::sendEvent(&widget, &event);
}

} // namespace

TEST_CASE("ux: a click on a picture opens a viewer with zoom, save, next") {
    ViewerStage stage;
    stage.addPicture("first.png", photo());
    stage.post("bob", fileOf("notes.txt", 5)); // no picture, passed over
    stage.addPicture("second.png", photo());
    stage.begin();
    PictureViewer &viewer = stage.click(5);
    REQUIRE(stage.waitPicture());
    CHECK(viewer.titleWords().startsWith("second.png · bob · "));
    CHECK_FALSE(viewer.nextButton().isEnabled());
    QTest::keyClick(&viewer, Qt::Key_Left);
    REQUIRE(stage.waitPicture());
    CHECK(viewer.titleWords().startsWith("first.png"));
    QTest::keyClick(&viewer, Qt::Key_Right);
    CHECK(viewer.titleWords().startsWith("second.png"));
    QTest::mouseClick(&viewer.previousButton(), Qt::LeftButton);
    CHECK(viewer.titleWords().startsWith("first.png"));
    QTest::keyClick(&viewer, Qt::Key_S, Qt::ControlModifier);
    auto *dialog = stage.window->findChild<QFileDialog *>();
    REQUIRE(dialog != nullptr);
    Q_EMIT dialog->fileSelected(stage.folder.filePath("kept.png"));
    dialog->reject();
    const auto saved = stage.script.said<client::DownloadFile>();
    REQUIRE(saved.size() == 1);
    CHECK(saved[0].saveAs == stage.folder.filePath("kept.png").toStdString());
    QTest::keyClick(&viewer, Qt::Key_Escape);
    Script::settle();
    CHECK((stage.window->viewer() == nullptr || !stage.window->viewer()->isVisible()));
}

TEST_CASE("viewer: keys, wheel and buttons zoom; what is under the pointer stays there") {
    ViewerStage stage;
    stage.addPicture("a.png", photo());
    stage.begin();
    PictureViewer &viewer = stage.click(3);
    REQUIRE(stage.waitPicture());
    PictureCanvas &canvas = viewer.canvas();
    CHECK(canvas.isFitted());
    CHECK(canvas.zoom() <= 1);
    QTest::keyClick(&viewer, Qt::Key_1);
    CHECK(isNear(canvas.zoom(), 1));
    QTest::keyClick(&viewer, Qt::Key_Plus);
    CHECK(isNear(canvas.zoom(), 1.25));
    QTest::keyClick(&viewer, Qt::Key_Minus);
    CHECK(isNear(canvas.zoom(), 1));
    QTest::keyClick(&viewer, Qt::Key_0);
    CHECK(canvas.isFitted());
    QTest::keyClick(&viewer, Qt::Key_1);
    for (int i = 0; i < 8; ++i)
        QTest::keyClick(&viewer, Qt::Key_Plus);
    const QPointF middle = QPointF(canvas.rect().center());
    const QPointF at = middle + QPointF(60, 30);
    // The point of the picture below the pointer, from the picture's middle.
    const auto below = [&] { return (at - middle - canvas.offset()) / canvas.zoom(); };
    const QPointF before = below();
    wheel(canvas, at, 120);
    CHECK(isNear(below().x(), before.x()));
    CHECK(isNear(below().y(), before.y()));
    for (int i = 0; i < 100; ++i)
        wheel(canvas, at, 120);
    CHECK(isNear(canvas.zoom(), PictureCanvas::mostZoom));
    for (int i = 0; i < 100; ++i)
        wheel(canvas, at, -120);
    CHECK(canvas.zoom() >= PictureCanvas::leastZoom / 2);
    CHECK(canvas.offset() == QPointF(0, 0));
}

TEST_CASE("viewer: a drag moves the picture, and never out of sight") {
    ViewerStage stage;
    stage.addPicture("a.png", photo());
    stage.begin();
    PictureViewer &viewer = stage.click(3);
    REQUIRE(stage.waitPicture());
    PictureCanvas &canvas = viewer.canvas();
    canvas.zoomTo(4);
    QTest::mousePress(&canvas, Qt::LeftButton, {}, QPoint(100, 100));
    const QPointF to(140, 90);
    QMouseEvent drag(QEvent::MouseMove, to, canvas.mapToGlobal(to), Qt::NoButton, Qt::LeftButton,
                     Qt::NoModifier);
    QApplication::sendEvent(&canvas, &drag);
    QTest::mouseRelease(&canvas, Qt::LeftButton, {}, QPoint(140, 90));
    CHECK(canvas.offset() == QPointF(40, -10));
    canvas.pan(QPointF(100'000, -100'000));
    CHECK(canvas.offset().x() <= 800 * 4 / 2);
    CHECK(canvas.offset().y() >= -600 * 4 / 2);
}

TEST_CASE("viewer: a bomb and a damaged picture give their sentence, and nothing is opened") {
    ViewerStage stage;
    stage.addPicture("bomb.png", pngBomb());
    stage.addPicture("drawing.png", svg());
    stage.begin();
    Folders folders;
    PictureViewer &viewer = stage.click(3);
    REQUIRE(QTest::qWaitFor(
        [&] { return viewer.canvas().words() == "This picture is too large to be shown here."; },
        10'000));
    QTest::keyClick(&viewer, Qt::Key_Right);
    REQUIRE(QTest::qWaitFor(
        [&] { return viewer.canvas().words() == "This picture cannot be shown here."; }, 10'000));
    CHECK_FALSE(viewer.canvas().hasPicture());
    CHECK(folders.shown.isEmpty());
}

TEST_CASE("viewer: a picture that is not here offers the download, and comes when it is done") {
    ViewerStage stage;
    const wire::Entry big = stage.post("bob", pictureOf("big.png", 50'000'000, 4000, 3000));
    stage.addPicture("small.png", photo());
    stage.begin();
    PictureViewer &viewer = stage.click(4);
    QTest::keyClick(&viewer, Qt::Key_Left);
    CHECK(viewer.canvas().words() == "This picture of 50 MB is not on this machine.");
    CHECK(viewer.downloadButton().isVisible());
    CHECK(stage.script.said<client::DownloadFile>().empty()); // larger than comes by itself
    QTest::mouseClick(&viewer.downloadButton(), Qt::LeftButton);
    CHECK(stage.script.said<client::DownloadFile>().size() == 1);
    auto transfer = stage.download(big, TransferState::running);
    transfer.doneBytes = 5'000'000;
    stage.tell(transfer);
    CHECK(viewer.canvas().words().startsWith("5.0 MB of 50 MB"));
    CHECK_FALSE(viewer.downloadButton().isVisible());
    transfer.state = TransferState::done;
    transfer.path = stage.write("big.png", photo()).toStdString();
    stage.tell(transfer);
    CHECK(stage.waitPicture());
}

TEST_CASE("viewer: beyond what is loaded the server is asked for older pictures") {
    ViewerStage stage;
    stage.addPicture("a.png", photo());
    stage.begin();
    PictureViewer &viewer = stage.click(3);
    auto asked = stage.script.asked<wire::Search>();
    REQUIRE(asked);
    QTest::keyClick(&viewer, Qt::Key_Left);
    wire::Entry older;
    older.seq = Seq{1};
    older.by = AccountName("bob");
    older.content = pictureOf("older.png", 5'000, 80, 60);
    wire::HitsReply reply;
    reply.hits = {
        wire::Hit{.room = stage.lobby.name(), .message = wire::toMessage(older), .snippet = {}}};
    stage.script.tell(client::Answered{.token = asked->first, .body = wire::Reply(reply)});
    Script::settle();
    CHECK(viewer.titleWords().startsWith("older.png"));
    // Small enough to come by itself, and it is looked at.
    const auto fetched = stage.script.said<client::DownloadFile>();
    REQUIRE(fetched.size() == 1);
    CHECK(fetched[0].seq == Seq{1});
}

TEST_CASE("viewer: by keyboard it is in the message's menu") {
    ViewerStage stage;
    stage.addPicture("a.png", photo());
    stage.begin();
    const QPoint at = stage.view().visualRect(stage.timeline().index(3)).center();
    QContextMenuEvent event(QContextMenuEvent::Mouse, at, stage.view().viewport()->mapToGlobal(at));
    QApplication::sendEvent(stage.view().viewport(), &event);
    auto *menu = qobject_cast<QMenu *>(QApplication::activePopupWidget());
    REQUIRE(menu != nullptr);
    for (QAction *action : menu->actions())
        if (action->text() == "View picture")
            action->trigger();
    menu->close();
    CHECK(stage.window->viewer() != nullptr);
}
