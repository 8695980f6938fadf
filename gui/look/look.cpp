#include "gui/look/look.hpp"

#include <QApplication>
#include <QEvent>
#include <QFontDatabase>
#include <QFontInfo>

namespace zchat::gui {

namespace {

QFont sized(QFont font, int pixels, QFont::Weight weight) {
    font.setPixelSize(pixels);
    font.setWeight(weight);
    return font;
}

// The system's font where a desktop chose one; Inter where the name is only a generic alias.
QFont wordsFont(QFont font) {
    const QString family = font.family().toLower();
    const bool generic = family.isEmpty() || family == "sans" || family == "sans serif" ||
                         family == "sans-serif" || family.startsWith("dejavu") ||
                         family == "helvetica";
    if (generic && QFontDatabase::families().contains("Inter"))
        font.setFamilies({"Inter", font.family()});
    return font;
}

QFont codeFont() {
    QFont font = QFontDatabase::systemFont(QFontDatabase::FixedFont);
    font.setStyleHint(QFont::Monospace);
    return font;
}

} // namespace

Look makeLook(bool isDark, const QFont &systemFont) {
    const QFont words = wordsFont(systemFont);
    return Look{
        .isDark = isDark,
        .tokens = isDark ? darkTokens() : lightTokens(),
        .body = sized(words, measure::bodySize, QFont::Normal),
        .strong = sized(words, measure::bodySize, QFont::DemiBold),
        .small = sized(words, measure::smallSize, QFont::Normal),
        .tiny = sized(words, measure::tinySize, QFont::Normal),
        .label = sized(words, measure::tinySize, QFont::DemiBold),
        .title = sized(words, measure::titleSize, QFont::DemiBold),
        .code = sized(codeFont(), measure::smallSize, QFont::Normal),
    };
}

QPalette paletteOf(const Look &look) {
    const Tokens &t = look.tokens;
    QPalette palette;
    palette.setColor(QPalette::Window, t.window);
    palette.setColor(QPalette::Base, t.window);
    palette.setColor(QPalette::AlternateBase, t.side);
    palette.setColor(QPalette::WindowText, t.text);
    palette.setColor(QPalette::Text, t.text);
    palette.setColor(QPalette::ButtonText, t.text);
    palette.setColor(QPalette::Button, t.window);
    palette.setColor(QPalette::PlaceholderText, t.faint);
    palette.setColor(QPalette::Highlight, t.accent);
    palette.setColor(QPalette::HighlightedText, t.onAccent);
    palette.setColor(QPalette::Link, t.accentText);
    palette.setColor(QPalette::LinkVisited, t.accentText);
    palette.setColor(QPalette::ToolTipBase, t.card);
    palette.setColor(QPalette::ToolTipText, t.text);
    palette.setColor(QPalette::Light, t.hover);
    palette.setColor(QPalette::Midlight, t.hover);
    palette.setColor(QPalette::Mid, t.line);
    palette.setColor(QPalette::Dark, t.line);
    palette.setColor(QPalette::Shadow, t.line);
    for (const QPalette::ColorRole role :
         {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
        palette.setColor(QPalette::Disabled, role, t.faint);
    return palette;
}

Theme::Theme(ThemeChoice choice, QObject *parent)
    : QObject(parent)
    , choice_(choice) {
    refresh();
    qApp->installEventFilter(this);
}

void Theme::choose(ThemeChoice choice) {
    choice_ = choice;
    refresh();
}

void Theme::refresh() {
    const bool systemIsDark = QApplication::palette().color(QPalette::Window).lightness() < 128;
    const bool isDark =
        choice_ == ThemeChoice::dark || (choice_ == ThemeChoice::system && systemIsDark);
    look_ = makeLook(isDark, QFontDatabase::systemFont(QFontDatabase::GeneralFont));
    dressed_.removeAll(nullptr);
    for (const QPointer<QWidget> &window : std::as_const(dressed_)) {
        window->setPalette(paletteOf(look_));
        window->setFont(look_.body);
        window->setStyleSheet(styleSheetOf(look_));
    }
    Q_EMIT changed();
}

void Theme::dress(QWidget *window) {
    dressed_.append(window);
    window->setPalette(paletteOf(look_));
    window->setFont(look_.body);
    window->setStyleSheet(styleSheetOf(look_));
}

bool Theme::eventFilter(QObject *watched, QEvent *event) {
    // The application object hears it once; every widget hears its own, which is not ours to count.
    if (watched == qApp && event->type() == QEvent::ApplicationPaletteChange)
        refresh();
    return QObject::eventFilter(watched, event);
}

} // namespace zchat::gui
