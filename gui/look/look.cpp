#include "gui/look/look.hpp"

#include <QApplication>
#include <QEvent>
#include <QFontDatabase>
#include <QFontInfo>
#include <algorithm>
#include <cmath>

namespace zchat::gui {

namespace {

QFont sized(QFont font, int pixels, QFont::Weight weight) {
    font.setPixelSize(pixels);
    font.setWeight(weight);
    return font;
}

// The system's font where a desktop chose one; Inter where the name is only a generic alias. Emoji
// in colour before any other font is asked for them, or some come as outlines.
QFont wordsFont(QFont font) {
    const QString family = font.family().toLower();
    const bool generic = family.isEmpty() || family == "sans" || family == "sans serif" ||
                         family == "sans-serif" || family.startsWith("dejavu") ||
                         family == "helvetica";
    // By its real name: after an alias the emoji would come first, and have digits of their own.
    QStringList families{QFontInfo(font).family()};
    if (generic && QFontDatabase::families().contains("Inter"))
        families.prepend("Inter");
    font.setFamilies(families << "Noto Color Emoji");
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
        .zoom = 1.0,
        .density = Density::comfortable,
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

int Look::px(double unzoomed) const {
    return static_cast<int>(std::lround(unzoomed * zoom));
}

QFont Look::zoomed(QFont font) const {
    font.setPixelSize(std::max(1, px(font.pixelSize())));
    return font;
}

int Look::headerBar() const {
    return density == Density::compact ? measure::headerBarCompact : measure::headerBar;
}

int Look::sidebarRow() const {
    return density == Density::compact ? measure::sidebarRowCompact : measure::sidebarRow;
}

int Look::footer() const {
    return density == Density::compact ? measure::footerCompact : measure::footer;
}

Theme::Theme(ThemeChoice choice, QObject *parent)
    : QObject(parent)
    , told_(choice) {
    refresh();
    qApp->installEventFilter(this);
}

void Theme::follow(const LookChoice &choice) {
    if (choice_ == choice)
        return;
    if (choice_ && choice_->theme != choice.theme)
        told_ = ThemeChoice::system;
    choice_ = choice;
    refresh();
}

void Theme::hear(const SystemLook &system) {
    if (system_ == system)
        return;
    system_ = system;
    refresh();
}

void Theme::refresh() {
    const LookChoice chosen = choice_.value_or(LookChoice{});
    const ThemeChoice theme = told_ != ThemeChoice::system ? told_ : chosen.theme;
    const bool paletteIsDark = QApplication::palette().color(QPalette::Window).lightness() < 128;
    const bool systemIsDark = system_.isDark.value_or(paletteIsDark);
    const bool followsSystem = theme == ThemeChoice::system || theme == ThemeChoice::highContrast;
    const bool isDark = followsSystem ? systemIsDark : theme == ThemeChoice::dark;
    const bool isContrast = theme == ThemeChoice::highContrast ||
                            (theme == ThemeChoice::system && system_.wantsContrast);
    look_ = makeLook(isDark, QFontDatabase::systemFont(QFontDatabase::GeneralFont));
    if (isContrast)
        look_.tokens = contrastTokens(isDark);
    look_.zoom = chosen.zoom;
    look_.density = chosen.density;
    look_.hasMotion = !system_.wantsNoMotion;
    // Where the desktop's own word is that nothing moves, Qt has heard it; ours only adds to it.
    if (!look_.hasMotion)
        for (const Qt::UIEffect effect : {Qt::UI_AnimateMenu, Qt::UI_FadeMenu, Qt::UI_AnimateCombo,
                                          Qt::UI_AnimateTooltip, Qt::UI_FadeTooltip})
            QApplication::setEffectEnabled(effect, false);
    dressed_.removeAll(nullptr);
    for (const QPointer<QWidget> &window : std::as_const(dressed_))
        dressAnew(*window);
    tinted_.removeAll(nullptr);
    for (const QPointer<QWidget> &popup : std::as_const(tinted_))
        tint(*popup);
    Q_EMIT changed();
}

void Theme::dressAnew(QWidget &window) const {
    // The sheet first: while it is changed, Qt puts back the palette and font that it found.
    window.setStyleSheet(styleSheetOf(look_));
    tint(window);
}

void Theme::tint(QWidget &window) const {
    window.setPalette(paletteOf(look_));
    window.setFont(look_.zoomed(look_.body));
}

// Dialogs, menus and popups have the sheet of the window that they belong to, and nothing else of
// it: under a style sheet Qt hands neither palette nor font on.
void Theme::follow(QWidget &popup) {
    if (!popup.isWindow() || popup.parentWidget() == nullptr || dressed_.contains(&popup) ||
        tinted_.contains(&popup))
        return;
    QWidget *owner = popup.parentWidget()->window();
    if (!dressed_.contains(owner) && !tinted_.contains(owner))
        return;
    tinted_.removeAll(nullptr);
    tinted_.append(&popup);
    tint(popup);
}

void Theme::dress(QWidget *window) {
    dressed_.append(window);
    dressAnew(*window);
}

bool Theme::eventFilter(QObject *watched, QEvent *event) {
    if (event->type() == QEvent::Polish && watched->isWidgetType())
        follow(*static_cast<QWidget *>(watched));
    // The application object hears it once; every widget hears its own, which is not ours to count.
    if (watched == qApp && event->type() == QEvent::ApplicationPaletteChange)
        refresh();
    return QObject::eventFilter(watched, event);
}

} // namespace zchat::gui
