// The icons of paint.hpp: SVG files in the program, drawn in the colour of the words beside them.
#include <QFile>
#include <QIcon>
#include <QIconEngine>
#include <QPixmapCache>
#include <QSvgRenderer>
#include <algorithm>
#include <array>
#include <cmath>

#include "gui/look/paint.hpp"

// Outside of every namespace, as the macro wants it.
static void loadIcons() {
    Q_INIT_RESOURCE(icons);
}

namespace zchat::gui {

namespace {

constexpr std::array<const char *, 36> files{
    "public-room", "private-room", "program",  "plus",    "more",  "cross", "picture", "search",
    "people",      "person",       "pin",      "file",    "smile", "reply", "edit",    "bin",
    "copy",        "link",         "download", "folder",  "pause", "play",  "again",   "bell",
    "bell-off",    "settings",     "moon",     "check",   "clock", "down",  "right",   "eye",
    "pen",         "palette",      "window",   "message",
};
static_assert(files.size() == std::size_t(Icon::message) + 1);

QByteArray wordsOf(const QString &name) {
    static const bool isLoaded = [] {
        loadIcons();
        return true;
    }();
    Q_UNUSED(isLoaded)
    QFile file(":/zchat/icons/" + name + ".svg");
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

// Drawn once for each icon, colour and size in device pixels.
QPixmap drawn(Icon icon, const QColor &color, QSize pixels) {
    const QString name = files.at(std::size_t(icon));
    const QString key = QString("zchat-icon/%1/%2/%3x%4")
                            .arg(name, color.name(QColor::HexArgb))
                            .arg(pixels.width())
                            .arg(pixels.height());
    QPixmap pixmap;
    if (QPixmapCache::find(key, &pixmap))
        return pixmap;
    QByteArray words = wordsOf(name);
    words.replace("currentColor", color.name().toLatin1());
    pixmap = QPixmap(pixels);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    painter.setOpacity(color.alphaF());
    QSvgRenderer(words).render(&painter);
    painter.end();
    QPixmapCache::insert(key, pixmap);
    return pixmap;
}

// Sharp at every size that a button asks for, zoomed or not.
class SvgEngine final : public QIconEngine {
public:
    SvgEngine(Icon icon, QColor color)
        : icon_(icon)
        , color_(std::move(color)) {}
    void paint(QPainter *painter, const QRect &rect, QIcon::Mode mode,
               QIcon::State /*state*/) override {
        paintIcon(*painter, rect, icon_, inMode(mode), std::min(rect.width(), rect.height()));
    }
    QPixmap pixmap(const QSize &size, QIcon::Mode mode, QIcon::State /*state*/) override {
        return drawn(icon_, inMode(mode), size);
    }
    [[nodiscard]] QIconEngine *clone() const override { return new SvgEngine(icon_, color_); }

private:
    [[nodiscard]] QColor inMode(QIcon::Mode mode) const {
        QColor color = color_;
        if (mode == QIcon::Disabled)
            color.setAlphaF(0.45F);
        return color;
    }

    Icon icon_;
    QColor color_;
};

} // namespace

void paintIcon(QPainter &painter, const QRect &rect, Icon icon, const QColor &color, int side) {
    QRect place(0, 0, side, side);
    place.moveCenter(rect.center());
    const double scale =
        std::abs(painter.worldTransform().m11()) * painter.device()->devicePixelRatioF();
    const QSize pixels = (QSizeF(place.size()) * scale).toSize();
    painter.drawPixmap(place, drawn(icon, color, pixels.expandedTo(QSize(1, 1))));
}

QIcon makeIcon(Icon icon, const QColor &color) {
    return QIcon(new SvgEngine(icon, color));
}

QIcon applicationIcon() {
    QIcon icon;
    const QByteArray words = wordsOf("zchat");
    for (const int side : {16, 24, 32, 48, 64, 128, 256}) {
        QPixmap pixmap(side, side);
        pixmap.fill(Qt::transparent);
        QPainter painter(&pixmap);
        QSvgRenderer(words).render(&painter);
        painter.end();
        icon.addPixmap(pixmap);
    }
    return icon;
}

} // namespace zchat::gui
