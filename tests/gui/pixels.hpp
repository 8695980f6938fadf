// What is painted, looked at pixel by pixel: how much of a colour there is, and where.
#pragma once

#include <QImage>
#include <QPixmap>
#include <QWidget>

namespace zchat::gui::test {

inline QImage painted(QWidget &widget, const QRect &rect) {
    return widget.grab(rect).toImage().convertToFormat(QImage::Format_RGB32);
}
inline QImage painted(QWidget &widget) {
    return painted(widget, widget.rect());
}

// The smallest rectangle around all pixels of a colour; null where there is none.
inline QRect boundsOf(const QImage &image, const QColor &color) {
    QRect bounds;
    for (int y = 0; y < image.height(); ++y)
        for (int x = 0; x < image.width(); ++x)
            if (image.pixelColor(x, y) == color)
                bounds |= QRect(x, y, 1, 1);
    return bounds;
}

inline int countOf(const QImage &image, const QColor &color) {
    int count = 0;
    for (int y = 0; y < image.height(); ++y)
        for (int x = 0; x < image.width(); ++x)
            count += image.pixelColor(x, y) == color ? 1 : 0;
    return count;
}

} // namespace zchat::gui::test
