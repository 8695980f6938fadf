// Pictures as friends and enemies send them, written as bytes.
#pragma once

#include <QBuffer>
#include <QByteArray>
#include <QFile>
#include <QImage>
#include <QString>
#include <array>

namespace zchat::gui::test {

inline QByteArray encoded(const QImage &image, const char *format) {
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    image.save(&buffer, format);
    return bytes;
}

// Stripes in noise, so that a file of it has a middle and an end.
inline QImage striped(int width, int height) {
    QImage image(width, height, QImage::Format_RGB32);
    for (int y = 0; y < height; ++y)
        for (int x = 0; x < width; ++x)
            image.setPixel(x, y, qRgb((x * 7 + y * 13) % 256, (x / 8 % 2) * 255, (x * y) % 251));
    return image;
}

inline QByteArray bigEndian(quint32 number) {
    QByteArray bytes;
    for (int shift = 24; shift >= 0; shift -= 8)
        bytes.append(char(number >> shift & 0xff));
    return bytes;
}

inline QByteArray pngChunk(const QByteArray &kind, const QByteArray &data) {
    const QByteArray body = kind + data;
    quint32 crc = 0xffffffff;
    for (const char byte : body) {
        crc ^= static_cast<uchar>(byte);
        for (int bit = 0; bit < 8; ++bit)
            crc = (crc >> 1) ^ (crc & 1 ? 0xedb88320 : 0);
    }
    return bigEndian(quint32(data.size())) + body + bigEndian(~crc);
}

// 20,000 × 20,000 black dots in 48 KB: 50 MB as they are packed, 1.6 GB as they are shown.
inline QByteArray pngBomb() {
    const quint32 side = 20'000;
    const QByteArray rows(qsizetype(side) * (1 + side / 8), '\0');
    const QByteArray packed = qCompress(rows, 9).mid(4);
    return QByteArray("\x89PNG\r\n\x1a\n") +
           pngChunk("IHDR", bigEndian(side) + bigEndian(side) + QByteArray("\x01\0\0\0\0", 5)) +
           pngChunk("IDAT", packed) + pngChunk("IEND", {});
}

inline QByteArray svg() {
    return R"(<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"
 width="64" height="64"><image xlink:href="file:///etc/passwd" width="64" height="64"/></svg>)";
}

inline QString writeFile(const QString &path, const QByteArray &bytes) {
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size())
        return {};
    return path;
}

} // namespace zchat::gui::test
