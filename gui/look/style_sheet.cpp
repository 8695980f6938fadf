#include "gui/look/look.hpp"

namespace zchat::gui {

namespace {

// Words like @accent stand for tokens; what is not named here is the style's own business.
// "QPushButton[primary=true]" is the one action of a dialog or bar, "[quiet=true]" a button that
// looks like a link until it is pointed at.
constexpr const char *sheet = R"(
QToolTip { background: @card; color: @text; border: 1px solid @line; padding: 4px 6px; }
QLineEdit, QComboBox {
    background: @window; color: @text; border: 1px solid @line; border-radius: 6px;
    padding: 6px 8px; selection-background-color: @accent; selection-color: @onAccent; }
QLineEdit:focus, QComboBox:focus { border-color: @accent; }
QPushButton {
    background: @window; color: @text; border: 1px solid @line; border-radius: 6px;
    padding: 6px 14px; }
QPushButton:hover { background: @hover; }
QPushButton:focus { border-color: @accent; }
QPushButton:disabled { color: @faint; }
QPushButton[primary=true] {
    background: @accent; color: @onAccent; border: 1px solid @accent; font-weight: 600; }
QPushButton[primary=true]:disabled { background: @selected; border-color: @selected; color: @faint; }
QPushButton[primary=true]:focus { border-color: @text; }
QPushButton[quiet=true] {
    background: transparent; color: @accentText; border: 1px solid transparent; padding: 2px 6px; }
QPushButton[quiet=true]:hover { border-color: @line; }
QPushButton[quiet=true]:focus { border-color: @accent; }
QToolButton { background: transparent; border: 1px solid transparent; border-radius: 6px; padding: 4px; color: @dim; }
QToolButton:hover { background: @hover; }
QToolButton:focus { border-color: @accent; }
QToolButton::menu-indicator { image: none; width: 0; }
QMenu { background: @window; color: @text; border: 1px solid @line; padding: 4px; }
QMenu::item { padding: 6px 16px; border-radius: 4px; }
QMenu::item:selected { background: @selected; }
QMenu::item:disabled { color: @faint; }
QMenu::separator { height: 1px; background: @line; margin: 4px 8px; }
QAbstractItemView { background: transparent; border: none; outline: none; }
QScrollBar:vertical { background: transparent; width: 10px; margin: 2px; }
QScrollBar::handle:vertical { background: @line; border-radius: 3px; min-height: 32px; }
QScrollBar::handle:vertical:disabled { background: transparent; }
QScrollBar::handle:vertical:hover { background: @faint; }
QScrollBar::add-line, QScrollBar::sub-line { height: 0; width: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QScrollBar:horizontal { height: 0; }
QLabel { color: @text; }
QLabel[rank=dim], QCheckBox[rank=dim] { color: @dim; }
QLabel[rank=faint] { color: @faint; }
QLabel[rank=warn] { color: @warn; }
QFrame[hairline=true] { background: @line; border: none; }
QListView[boxed=true] { border: 1px solid @line; border-radius: 6px; background: @window; padding: 4px; }
QListView[boxed=true]::item { padding: 6px 8px; border-radius: 4px; color: @text; }
QListView[boxed=true]::item:selected { background: @selected; color: @text; }
QListView[boxed=true]::item:hover { background: @hover; }
#sidebar { background: @side; }
#composerBox { background: @window; border: 1px solid @line; border-radius: 10px; }
#composerBox QPlainTextEdit { background: transparent; border: none; color: @text; }
#statusStrip { background: @card; border-bottom: 1px solid @line; }
#statusStrip[level=warn] { background: @card; border-bottom: 1px solid @warn; }
#newestPill { background: @window; border: 1px solid @line; border-radius: 14px; padding: 5px 14px; color: @accentText; font-weight: 600; }
#newestPill:hover { background: @hover; }
)";

} // namespace

QString styleSheetOf(const Look &look) {
    const Tokens &t = look.tokens;
    // Longer names first, or @accent would eat the start of @accentText.
    const std::array<std::pair<const char *, QColor>, 17> names{{
        {"@accentSoft", t.accentSoft},
        {"@accentText", t.accentText},
        {"@accent", t.accent},
        {"@onAccent", t.onAccent},
        {"@on", t.on},
        {"@window", t.window},
        {"@side", t.side},
        {"@line", t.line},
        {"@text", t.text},
        {"@dim", t.dim},
        {"@faint", t.faint},
        {"@hover", t.hover},
        {"@selected", t.selected},
        {"@code", t.code},
        {"@card", t.card},
        {"@warn", t.warn},
        {"@away", t.away},
    }};
    QString text = QString::fromLatin1(sheet);
    for (const auto &[name, color] : names)
        text.replace(QLatin1String(name), color.name());
    return text;
}

} // namespace zchat::gui
