#include "gui/look/tokens.hpp"

#include <algorithm>
#include <cmath>

namespace zchat::gui {

namespace {

// White initials are readable on each of these (at least 4.5 to 1), so both themes share them.
const std::array<QColor, 12> calm{
    QColor(0x4a66c9), QColor(0x377a76), QColor(0xb04a88), QColor(0x7a6a3c),
    QColor(0x8459bb), QColor(0x2c7598), QColor(0xa8553f), QColor(0x4a7a3c),
    QColor(0xa25c26), QColor(0x5f6675), QColor(0x9c4a6e), QColor(0x35698c),
};

// Dark enough for 7 to 1 under white; the hues of `calm`.
const std::array<QColor, 12> deep{
    QColor(0x354c9f), QColor(0x1f5a56), QColor(0x86305f), QColor(0x5a4d26),
    QColor(0x633e92), QColor(0x1c5674), QColor(0x833a28), QColor(0x325a27),
    QColor(0x773f15), QColor(0x444a57), QColor(0x77334f), QColor(0x254f6c),
};

const Tokens &contrastLight() {
    static const Tokens tokens{
        .window = QColor(0xffffff),
        .side = QColor(0xffffff),
        .line = QColor(0x3d3d3d),
        .text = QColor(Qt::black),
        .dim = QColor(0x1f1f1f),
        .faint = QColor(0x3a3a3a),
        .accent = QColor(0x0b3fb3),
        .accentSoft = QColor(0xdde8ff),
        .accentText = QColor(0x072c84),
        .onAccent = QColor(0xffffff),
        .onPerson = QColor(0xffffff),
        .hover = QColor(0xececec),
        .selected = QColor(0xcfdcff),
        .code = QColor(0xf0f0f0),
        .card = QColor(0xffffff),
        .warn = QColor(0x970012),
        .warnText = QColor(0x970012),
        .on = QColor(0x00602a),
        .away = QColor(0x7a4600),
        .people = deep,
    };
    return tokens;
}

const Tokens &contrastDark() {
    static const Tokens tokens{
        .window = QColor(Qt::black),
        .side = QColor(Qt::black),
        .line = QColor(0xb8b8b8),
        .text = QColor(0xffffff),
        .dim = QColor(0xececec),
        .faint = QColor(0xd0d0d0),
        .accent = QColor(0x8fb8ff),
        .accentSoft = QColor(0x0f2048),
        .accentText = QColor(0xb8d2ff),
        .onAccent = QColor(Qt::black),
        .onPerson = QColor(0xffffff),
        .hover = QColor(0x242424),
        .selected = QColor(0x1a3267),
        .code = QColor(0x161616),
        .card = QColor(0x0a0a0a),
        .warn = QColor(0xff9da1),
        .warnText = QColor(0xff9da1),
        .on = QColor(0x5fe08a),
        .away = QColor(0xffc24d),
        .people = deep,
    };
    return tokens;
}

double luminance(const QColor &color) {
    const auto part = [](double value) {
        return value <= 0.04045 ? value / 12.92 : std::pow((value + 0.055) / 1.055, 2.4);
    };
    return 0.2126 * part(color.redF()) + 0.7152 * part(color.greenF()) +
           0.0722 * part(color.blueF());
}

} // namespace

const Tokens &contrastTokens(bool isDark) {
    return isDark ? contrastDark() : contrastLight();
}

double contrast(const QColor &one, const QColor &other) {
    const double first = luminance(one);
    const double second = luminance(other);
    const auto [low, high] = std::minmax(first, second);
    return (high + 0.05) / (low + 0.05);
}

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
        .onPerson = QColor(0xffffff),
        .hover = QColor(0xf6f7f9),
        .selected = QColor(0xe4e9f2),
        .code = QColor(0xf3f4f6),
        .card = QColor(0xfafbfc),
        .warn = QColor(0xe5484d),
        .warnText = QColor(0xc62a2f),
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
        .onAccent = QColor(0x0b0d12),
        .onPerson = QColor(0xffffff),
        .hover = QColor(0x1c1f25),
        .selected = QColor(0x242a35),
        .code = QColor(0x0f1115),
        .card = QColor(0x1b1e24),
        .warn = QColor(0xff6b70),
        .warnText = QColor(0xff7d81),
        .on = QColor(0x3fb95f),
        .away = QColor(0xd8a23a),
        .people = calm,
    };
    return tokens;
}

} // namespace zchat::gui
