#include "gui/picture/decode.hpp"

#include <QCoreApplication>
#include <QFile>
#include <QFileInfo>
#include <QImageReader>
#include <algorithm>
#include <array>
#include <string>

namespace zchat::gui {

namespace {

QString tr(const char *words) {
    return QCoreApplication::translate("picture", words);
}

// The name of Qt's decoder for what the first bytes say; empty for everything else.
QByteArray decoderFor(const QByteArray &head) {
    if (head.startsWith("\x89PNG\r\n\x1a\n"))
        return "png";
    if (head.startsWith("\xff\xd8\xff"))
        return "jpeg";
    if (head.startsWith("GIF87a") || head.startsWith("GIF89a"))
        return "gif";
    if (head.startsWith("RIFF") && head.mid(8, 4) == "WEBP")
        return "webp";
    return {};
}

// Only this decoder, whatever the file is called and whatever else it may look like.
void setUp(QImageReader &reader, QFile &file) {
    const QByteArray decoder = decoderFor(file.peek(16));
    reader.setAutoDetectImageFormat(false);
    reader.setDecideFormatFromContent(false);
    reader.setAutoTransform(true);
    reader.setFormat(decoder);
    reader.setDevice(decoder.isEmpty() ? nullptr : &file);
}

// A pipe or a device would be read for ever.
bool opens(QFile &file) {
    return QFileInfo(file).isFile() && file.size() <= mostPictureBytes &&
           file.open(QIODevice::ReadOnly);
}

bool isTurned(const QImageReader &reader) {
    return reader.transformation().testFlag(QImageIOHandler::TransformationRotate90);
}

// A file byte by byte, in blocks: mapped into memory it would take the program along when somebody
// cuts it short meanwhile.
class Bytes final {
public:
    explicit Bytes(QFile &file)
        : file_(file) {}
    // -1 at the end.
    [[nodiscard]] int next() {
        if (at_ == block_.size()) {
            block_ = file_.read(64 * 1024);
            at_ = 0;
            if (block_.isEmpty())
                return -1;
        }
        return static_cast<uchar>(block_[at_++]);
    }
    void skip(qint64 count) {
        const qint64 held = std::min<qint64>(count, block_.size() - at_);
        at_ += held;
        if (count > held)
            file_.skip(count - held);
    }

private:
    QFile &file_;
    QByteArray block_;
    qsizetype at_ = 0;
};

// Walks the segments of a JPEG to the marker that ends it. The decoder makes grey of what is
// missing and calls it a success; people should be told instead. Inside the compressed data 0xff is
// always followed by 0 or a restart marker, so that any other marker is a real one.
bool isWholeJpeg(QFile &file) {
    Bytes bytes(file);
    bytes.skip(2);
    bool isInScan = false;
    for (int byte = bytes.next(); byte >= 0; byte = bytes.next()) {
        if (byte != 0xff) {
            if (!isInScan)
                return false;
            continue;
        }
        int marker = bytes.next();
        while (marker == 0xff)
            marker = bytes.next();
        const bool isAlone = marker == 0 || marker == 0x01 || (marker >= 0xd0 && marker <= 0xd7);
        if (isAlone)
            continue;
        if (marker == 0xd9)
            return true;
        const int high = bytes.next();
        const int low = bytes.next();
        if (low < 0)
            return false;
        bytes.skip(std::max(0, (high << 8 | low) - 2));
        isInScan = marker == 0xda;
    }
    return false;
}

} // namespace

bool isDrawable(QSize claimed) {
    return claimed.width() > 0 && claimed.height() > 0 &&
           qint64(claimed.width()) * claimed.height() <= mostPixels;
}

bool isPictureMedia(const std::string &media) {
    constexpr std::array shown{"image/png", "image/jpeg", "image/gif", "image/webp"};
    return std::any_of(shown.begin(), shown.end(), [&](const char *one) { return media == one; });
}

std::optional<QSize> pictureSize(const QString &path) {
    QFile file(path);
    if (!opens(file))
        return std::nullopt;
    QImageReader reader;
    setUp(reader, file);
    if (reader.device() == nullptr)
        return std::nullopt;
    const QSize size = reader.size();
    if (size.isEmpty())
        return std::nullopt;
    return isTurned(reader) ? size.transposed() : size;
}

Decoded decodePicture(const QString &path, QSize within) {
    QFile file(path);
    if (!QFileInfo(file).isFile())
        return {.image = {}, .why = tr("This picture is no longer there.")};
    if (file.size() > mostPictureBytes)
        return {.image = {}, .why = tr("This picture is too large to be shown here.")};
    const Decoded unknown{.image = {}, .why = tr("This picture cannot be shown here.")};
    if (!opens(file))
        return unknown;
    const Decoded damaged{.image = {}, .why = tr("This picture is damaged.")};
    if (decoderFor(file.peek(16)) == "jpeg" && (!isWholeJpeg(file) || !file.seek(0)))
        return damaged;
    QImageReader reader;
    setUp(reader, file);
    if (reader.device() == nullptr)
        return unknown;
    const QSize size = reader.size();
    if (size.isEmpty())
        return unknown;
    if (!isDrawable(size))
        return {.image = {}, .why = tr("This picture is too large to be shown here.")};
    const QSize box = isTurned(reader) ? within.transposed() : within;
    if (size.width() > box.width() || size.height() > box.height())
        reader.setScaledSize(size.scaled(box, Qt::KeepAspectRatio).expandedTo(QSize(1, 1)));
    QImage image;
    if (!reader.read(&image))
        return damaged;
    return {.image = std::move(image).convertToFormat(QImage::Format_ARGB32_Premultiplied),
            .why = {}};
}

} // namespace zchat::gui
