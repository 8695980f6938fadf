#include <QRegularExpression>

#include "gui/look/look.hpp"

namespace zchat::gui {

namespace {

// Words like @accent stand for tokens; what is not named here is the style's own business.
// "QPushButton[primary=true]" is the one action of a dialog or bar, "[quiet=true]" a button that
// looks like a link until it is pointed at.
constexpr const char *sheet = R"(
QAbstractButton, QComboBox, QScrollBar, QMenu { widget-animation-duration: @motion; }
QLabel, QPushButton, QToolButton, QCheckBox, QLineEdit, QPlainTextEdit, QComboBox, QAbstractSpinBox, QListWidget, QTableWidget, QTreeWidget, QMenu, QTabBar, QHeaderView { font-family: @words; font-size: 14px; }
QToolTip { font-size: 13px; background: @card; color: @text; border: 1px solid @line; padding: 4px 6px; }
QLineEdit, QComboBox {
    background: @window; color: @text; border: 1px solid @line; border-radius: 6px;
    padding: 6px 8px; selection-background-color: @accent; selection-color: @onAccent; }
QLineEdit:focus, QComboBox:focus { border-color: @accent; }
QComboBox QAbstractItemView { background: @window; border: 1px solid @line; padding: 4px; color: @text; selection-background-color: @selected; selection-color: @text; }
QComboBox::drop-down { border: none; width: 24px; }
QTimeEdit { background: @window; color: @text; border: 1px solid @line; border-radius: 6px; padding: 5px 8px; }
QAbstractSpinBox QLineEdit { border: none; padding: 0; background: transparent; }
QTimeEdit:focus { border-color: @accent; }
QTimeEdit::up-button, QTimeEdit::down-button { width: 0; border: none; }
QCheckBox { color: @text; spacing: 8px; }
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
QToolButton { icon-size: 20px; background: transparent; border: 1px solid transparent; border-radius: 6px; padding: 4px; color: @dim; }
QToolButton:hover { background: @hover; }
QToolButton:focus { border-color: @accent; }
QToolButton::menu-indicator { image: none; width: 0; }
QMenu { background: @window; color: @text; border: 1px solid @line; padding: 4px; }
QMenu::item { padding: 6px 16px; border-radius: 4px; }
QMenu::item:selected { background: @selected; }
QMenu::item:disabled { color: @faint; }
QMenu::separator { height: 1px; background: @line; margin: 4px 8px; }
QAbstractItemView { background: transparent; border: none; outline: none; }
QTabWidget::pane { border: none; border-top: 1px solid @line; }
QTabBar::tab { background: transparent; color: @dim; border: none; border-bottom: 2px solid transparent; padding: 6px 12px; }
QTabBar::tab:hover { color: @text; }
QTabBar::tab:focus { color: @accentText; }
QTabBar::tab:selected { color: @text; border-bottom-color: @accent; font-weight: 600; }
QFileDialog { background: @window; }
QTreeView::item { padding: 4px 6px; color: @text; border: none; }
QTreeView::item:selected { background: @selected; color: @text; }
QHeaderView { background: @window; }
QHeaderView::section { background: @window; color: @dim; border: none; border-bottom: 1px solid @line; padding: 4px 8px; }
QScrollBar:vertical { background: transparent; width: 10px; margin: 2px; }
QScrollBar::handle:vertical { background: @line; border-radius: 3px; min-height: 32px; }
QScrollBar::handle:vertical:disabled { background: transparent; }
QScrollBar::handle:vertical:hover { background: @faint; }
QScrollBar::add-line, QScrollBar::sub-line { height: 0; width: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QScrollBar:horizontal { height: 0; }
QLabel, QCheckBox { color: @text; }
QLabel[rank=dim], QCheckBox[rank=dim] { color: @dim; }
QLabel[rank=faint] { color: @faint; }
QLabel[rank=warn] { color: @warnText; }
QLabel[rank=title] { font-size: 16px; font-weight: 600; }
QLabel[rank=section] { font-weight: 600; }
QLabel[rank=code] { font-family: @mono; font-size: 13px; }
QLabel[rank=hint] { color: @dim; font-size: 13px; }
QLabel[rank=tiny] { color: @dim; font-size: 12px; }
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
#attachmentArea, #attachmentList { background: transparent; }
#dropHint { background: @accentSoft; color: @accentText; border: 2px solid @accent; border-radius: 10px; margin: 12px; font-weight: 600; }
#floatingPanel { background: @window; border: 1px solid @line; border-radius: 8px; }
#actionBar { background: @window; border: 1px solid @line; border-radius: 8px; }
#actionBar QToolButton { padding: 3px 8px; font-size: 13px; }
#emojiPicker { background: @window; border: 1px solid @line; border-radius: 10px; }
#emojiPicker QListView { font-size: 22px; }
#emojiPicker QListView::item { border-radius: 6px; }
#emojiPicker QListView::item:selected { background: @selected; color: @text; }
#emojiPicker QToolButton:checked { background: @selected; }
#settingsArea, #settingsArea > QWidget > #settingsPage { background: @window; }
#settingsList { background: @side; padding: 12px 8px; }
#settingsList::item { padding: 7px 8px; border-radius: 6px; color: @text; }
#settingsList::item:selected { background: @selected; color: @text; }
#settingsList::item:hover:!selected { background: @hover; }
#newestPill { background: @window; border: 1px solid @line; border-radius: 13px; padding: 5px 14px; color: @accentText; font-weight: 600; }
#newestPill:hover { background: @hover; }
#jumpButton { background: @window; border: 1px solid @line; border-radius: 6px; padding: 7px 10px; color: @dim; text-align: left; }
#jumpButton:hover { background: @hover; }
#jumpButton:focus { border-color: @accent; }
#sidePanel { background: @window; border-left: 1px solid @line; }
#sidePanel[mirrored=true] { border-left: none; border-right: 1px solid @line; }
QDialog, QMessageBox { background: @window; }
QCheckBox, QRadioButton { color: @text; }
#jumpKeys { color: @faint; }
#switcher { background: @window; border: 1px solid @line; border-radius: 10px; }
QPushButton[rank=dim] { color: @dim; }
QPushButton[danger=true] { color: @warnText; }
QSpinBox, QPlainTextEdit[boxed=true] { background: @window; color: @text; border: 1px solid @line; border-radius: 6px; padding: 5px 8px; }
QSpinBox:focus, QPlainTextEdit[boxed=true]:focus { border-color: @accent; }
QTableView { background: @window; color: @text; border: 1px solid @line; border-radius: 6px; gridline-color: @line; }
QTableView::item { padding: 4px 8px; }
QTableView::item:selected { background: @selected; color: @text; }
QListView:focus[boxed=true], QTableView:focus { border-color: @accent; }
)";

// Every length grows with the zoom; a hairline stays one.
QString zoomedSheet(const QString &sheetWords, const Look &look) {
    static const QRegularExpression length("([0-9]+)px");
    QString zoomed;
    qsizetype from = 0;
    for (auto found = length.globalMatch(sheetWords); found.hasNext();) {
        const QRegularExpressionMatch match = found.next();
        const int pixels = match.captured(1).toInt();
        zoomed += sheetWords.mid(from, match.capturedStart() - from);
        zoomed += QString::number(pixels <= 1 ? pixels : look.px(pixels)) + "px";
        from = match.capturedEnd();
    }
    return zoomed + sheetWords.mid(from);
}

QString familiesOf(const QFont &font) {
    QStringList quoted;
    const QStringList families = font.families();
    for (QString family : families)
        quoted << "\"" + family.remove('"') + "\"";
    return quoted.join(", ");
}

} // namespace

QString styleSheetOf(const Look &look) {
    const Tokens &t = look.tokens;
    // Longer names first, or @accent would eat the start of @accentText.
    const std::array<std::pair<const char *, QColor>, 18> names{{
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
        {"@warnText", t.warnText},
        {"@warn", t.warn},
        {"@away", t.away},
    }};
    QString text = QString::fromLatin1(sheet);
    for (const auto &[name, color] : names)
        text.replace(QLatin1String(name), color.name());
    text.replace(QLatin1String("@motion"), look.hasMotion ? "120" : "0");
    text = zoomedSheet(text, look);
    text.replace(QLatin1String("@words"), familiesOf(look.body));
    return text.replace(QLatin1String("@mono"), familiesOf(look.code));
}

} // namespace zchat::gui
