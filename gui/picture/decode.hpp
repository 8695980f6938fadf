// Pictures from strangers, looked at with suspicion: the header first, the pixels only if it is
// sane.
//
// PNG, JPEG, the first frame of a GIF, and WebP, told apart by their first bytes and never by a
// name or a media type; nothing else reaches a decoder, so an SVG cannot ask for files and a format
// nobody thought of cannot bring its bugs. A picture of more than 16 megapixels, a file beyond its
// bound and a JPEG that ends too early are refused before any memory is taken: a PNG of 48 KB can
// claim 20,000 × 20,000. Free functions without a widget or a thread; Pictures calls them on its
// own thread, the composer asks for sizes.
#pragma once

#include <QImage>
#include <QSize>
#include <QString>
#include <optional>
#include <string>

namespace zchat::gui {

inline constexpr qint64 mostPixels = 16'000'000;
inline constexpr qint64 mostPictureBytes = 64 * 1024 * 1024; // of the file

// Whether a picture that claims to be of this size is worth a place of its own.
[[nodiscard]] bool isDrawable(QSize claimed);
// The media types that are shown at all.
[[nodiscard]] bool isPictureMedia(const std::string &media);

// As it is to be shown, a photograph turned upright; from the header alone. Absent: not a picture
// of the four kinds.
[[nodiscard]] std::optional<QSize> pictureSize(const QString &path);

struct Decoded {
    QImage image; // null: see why
    QString why;  // a short sentence, to stand in the picture's place
};
// No larger than `within` (device pixels), its proportions kept, never enlarged.
[[nodiscard]] Decoded decodePicture(const QString &path, QSize within);

} // namespace zchat::gui
