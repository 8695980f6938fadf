#include "gui/look/tokens.hpp"

namespace zchat::gui {

namespace {

// White initials are readable on each of these (at least 4.5 to 1), so both themes share them.
const std::array<QColor, 12> calm{
    QColor(0x4a66c9), QColor(0x377a76), QColor(0xb04a88), QColor(0x7a6a3c),
    QColor(0x8459bb), QColor(0x2c7598), QColor(0xa8553f), QColor(0x4a7a3c),
    QColor(0xa25c26), QColor(0x5f6675), QColor(0x9c4a6e), QColor(0x35698c),
};

} // namespace

const Tokens &lightTokens() {
    static const Tokens tokens{
        .window = QColor(0xffffff),
        .side = QColor(0xf5f6f8),
        .line = QColor(0xe4e7eb),
        .text = QColor(0x1b1f24),
        .dim = QColor(0x5b6470),
        .faint = QColor(0x87909b),
        .accent = QColor(0x2f6fed),
        .accentSoft = QColor(0xe8effd),
        .accentText = QColor(0x1f57c9),
        .onAccent = QColor(0xffffff),
        .hover = QColor(0xf6f7f9),
        .selected = QColor(0xe4e9f2),
        .code = QColor(0xf3f4f6),
        .card = QColor(0xfafbfc),
        .warn = QColor(0xe5484d),
        .on = QColor(0x2da44e),
        .away = QColor(0xd29922),
        .people = calm,
    };
    return tokens;
}

const Tokens &darkTokens() {
    static const Tokens tokens{
        .window = QColor(0x17191e),
        .side = QColor(0x111317),
        .line = QColor(0x272b32),
        .text = QColor(0xe6e8eb),
        .dim = QColor(0xa0a8b3),
        .faint = QColor(0x727b87),
        .accent = QColor(0x5b8def),
        .accentSoft = QColor(0x1d2a44),
        .accentText = QColor(0x9dbdff),
        .onAccent = QColor(0xffffff),
        .hover = QColor(0x1c1f25),
        .selected = QColor(0x242a35),
        .code = QColor(0x0f1115),
        .card = QColor(0x1b1e24),
        .warn = QColor(0xff6b70),
        .on = QColor(0x3fb95f),
        .away = QColor(0xd8a23a),
        .people = calm,
    };
    return tokens;
}

} // namespace zchat::gui
