#include <QSignalSpy>
#include <QTemporaryDir>
#include <fstream>

#include "gui/picture/pictures.hpp"
#include "tests/gui/hostile_pictures.hpp"
#include "tests/support/catch.hpp"

using namespace zchat::gui;
using namespace zchat::gui::test;

namespace {

struct Folder {
    QString write(const char *name, const QByteArray &bytes) const {
        return writeFile(folder.filePath(name), bytes);
    }
    QTemporaryDir folder;
};

std::size_t kilobytesOf(const std::string &field) {
    std::ifstream status("/proc/self/status");
    for (std::string line; std::getline(status, line);)
        if (line.starts_with(field))
            return std::stoul(line.substr(field.size() + 1));
    return 0;
}

// The most memory that was in use at once while something ran, beyond what was before.
template <class Work>
std::size_t peakKilobytes(Work work) {
    std::ofstream("/proc/self/clear_refs") << "5";
    const std::size_t before = kilobytesOf("VmRSS:");
    work();
    const std::size_t peak = kilobytesOf("VmHWM:");
    return peak > before ? peak - before : 0;
}

} // namespace

TEST_CASE("picture: the four kinds are shown, at display size and in their proportions") {
    Folder folder;
    for (const char *kind : {"png", "jpg"}) {
        const QString path = folder.write("any.name", encoded(striped(800, 400), kind));
        CHECK(pictureSize(path) == QSize(800, 400));
        const Decoded decoded = decodePicture(path, QSize(420, 320));
        CHECK(decoded.why.isEmpty());
        CHECK(decoded.image.size() == QSize(420, 210));
    }
    const QByteArray gif = QByteArray::fromBase64(
        "R0lGODlhAgABAIAAAP8AAAAA/yH5BAAKAAAALAAAAAACAAEAAAICRAoAIfkEAAoAAAAsAAAAAAIAAQAAAgKECgA7");
    const QByteArray webp = QByteArray::fromBase64("UklGRjwAAABXRUJQVlA4IDAAAADQAQCdASoEAAIAAgA0JaA"
                                                   "CdLoB+AADsAD+8MQL/yC5YXXI1/8gP+QH/ID/+PIAAAA=");
    const QString still = folder.write("still.webp", webp);
    CHECK(pictureSize(still) == QSize(4, 2));
    CHECK(decodePicture(still, QSize(420, 320)).image.size() == QSize(4, 2));
    const QString path = folder.write("moving.gif", gif);
    CHECK(pictureSize(path) == QSize(2, 1));
    CHECK(decodePicture(path, QSize(420, 320)).image.size() == QSize(2, 1));
}

TEST_CASE("picture: a small one is not enlarged") {
    Folder folder;
    const QString path = folder.write("small.png", encoded(striped(16, 16), "png"));
    CHECK(decodePicture(path, QSize(420, 320)).image.size() == QSize(16, 16));
}

TEST_CASE("picture: 20,000 × 20,000 in 48 KB is refused by its header and takes no memory") {
    Folder folder;
    const QByteArray bomb = pngBomb();
    CHECK(bomb.size() < 52'000);
    const QString path = folder.write("bomb.png", bomb);
    CHECK(pictureSize(path) == QSize(20'000, 20'000));
    Decoded decoded;
    CHECK(peakKilobytes([&] { decoded = decodePicture(path, QSize(420, 320)); }) < 4'096);
    CHECK(decoded.image.isNull());
    CHECK(decoded.why == "This picture is too large to be shown here.");
}

TEST_CASE("picture: an SVG is no picture, whatever it is called") {
    Folder folder;
    for (const char *name : {"drawing.svg", "photo.png"}) {
        const QString path = folder.write(name, svg());
        CHECK_FALSE(pictureSize(path));
        const Decoded decoded = decodePicture(path, QSize(420, 320));
        CHECK(decoded.image.isNull());
        CHECK(decoded.why == "This picture cannot be shown here.");
    }
}

TEST_CASE("picture: what ends too early is called damaged, not shown half grey") {
    Folder folder;
    for (const char *kind : {"jpg", "png"}) {
        const QByteArray whole = encoded(striped(600, 400), kind);
        const QString path = folder.write("cut", whole.left(whole.size() * 2 / 3));
        Decoded decoded;
        CHECK(peakKilobytes([&] { decoded = decodePicture(path, QSize(420, 320)); }) < 8'192);
        CHECK(decoded.image.isNull());
        CHECK(decoded.why == "This picture is damaged.");
    }
}

TEST_CASE("picture: empty, missing, a folder and a header without a body give a sentence") {
    Folder folder;
    const QByteArray head = encoded(striped(600, 400), "png").left(40);
    for (const QString &path :
         {folder.write("empty.png", {}), folder.folder.filePath("missing.png"),
          folder.folder.path(), folder.write("head.png", head),
          folder.write("two.jpg", QByteArray("\xff\xd8\xff", 3)),
          folder.write("zero.png", QByteArray("\x89PNG\r\n\x1a\n"))}) {
        const Decoded decoded = decodePicture(path, QSize(420, 320));
        CHECK(decoded.image.isNull());
        CHECK_FALSE(decoded.why.isEmpty());
    }
}

TEST_CASE("picture: a JPEG cut at any place never counts as whole") {
    Folder folder;
    const QByteArray whole = encoded(striped(64, 48), "jpg");
    for (qsizetype length = 0; length < whole.size(); length += 7) {
        const QString path = folder.write("cut.jpg", whole.left(length));
        REQUIRE(decodePicture(path, QSize(64, 48)).image.isNull());
    }
    CHECK_FALSE(
        decodePicture(folder.write("whole.jpg", whole + "trailer"), QSize(64, 48)).image.isNull());
}

TEST_CASE("pictures: decoding happens elsewhere, and ready says when to paint again") {
    Folder folder;
    const QString path = folder.write("a.png", encoded(striped(300, 200), "png"));
    Pictures pictures;
    QSignalSpy ready(&pictures, &Pictures::ready);
    CHECK(pictures.find(path, QSize(150, 150)) == nullptr);
    REQUIRE(ready.wait());
    const Decoded *decoded = pictures.find(path, QSize(150, 150));
    REQUIRE(decoded != nullptr);
    CHECK(decoded->image.size() == QSize(150, 100));
    CHECK(pictures.bytesKept() == 150 * 100 * 4);
    pictures.forget(path);
    CHECK(pictures.bytesKept() == 0);
    CHECK(pictures.find(path, QSize(150, 150)) == nullptr);
}

TEST_CASE("pictures: what is kept has a bound, and what was used last stays") {
    Folder folder;
    Pictures pictures;
    QSignalSpy ready(&pictures, &Pictures::ready);
    const QByteArray picture = encoded(striped(1200, 1200), "png");
    QString last;
    for (int i = 0; i < 8; ++i) {
        last = folder.write(qPrintable(QString("%1.png").arg(i)), picture);
        CHECK(pictures.find(last, QSize(1200, 1200)) == nullptr);
        REQUIRE(ready.wait());
        CHECK(pictures.bytesKept() <= Pictures::mostBytes);
    }
    CHECK(pictures.bytesKept() > Pictures::mostBytes / 2);
    CHECK(pictures.find(last, QSize(1200, 1200)) != nullptr);
    CHECK(pictures.find(folder.folder.filePath("0.png"), QSize(1200, 1200)) == nullptr);
}

TEST_CASE("pictures: a picture that cannot be shown is not tried again and again") {
    Folder folder;
    const QString path = folder.write("bomb.png", pngBomb());
    Pictures pictures;
    QSignalSpy ready(&pictures, &Pictures::ready);
    CHECK(pictures.find(path, QSize(100, 100)) == nullptr);
    REQUIRE(ready.wait());
    const Decoded *decoded = pictures.find(path, QSize(100, 100));
    REQUIRE(decoded != nullptr);
    CHECK(decoded->image.isNull());
    CHECK_FALSE(decoded->why.isEmpty());
}
