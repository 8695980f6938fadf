// Look: tokens and fonts of one theme, ready to paint with; and Theme, which says which is in
// force.
//
// A Look is a plain value. Theme follows the system's palette until a choice is made, dresses
// windows in a palette and one style sheet, and dresses them anew when the system changes. It sets
// nothing on the application itself, so that the system's own palette stays readable there.
#pragma once

#include <QFont>
#include <QList>
#include <QObject>
#include <QPalette>
#include <QPointer>
#include <QString>
#include <QWidget>

#include "gui/look/tokens.hpp"

namespace zchat::gui {

enum class ThemeChoice : std::uint8_t { system, light, dark };

struct Look {
    bool isDark = false;
    Tokens tokens;
    QFont body;   // messages, rows
    QFont strong; // names, unread rooms
    QFont small;  // second lines
    QFont tiny;   // times, states
    QFont label;  // section headers
    QFont title;  // the head of a room
    QFont code;
};

[[nodiscard]] Look makeLook(bool isDark, const QFont &systemFont);
[[nodiscard]] QPalette paletteOf(const Look &look);
[[nodiscard]] QString styleSheetOf(const Look &look);

class Theme final : public QObject {
    Q_OBJECT
public:
    explicit Theme(ThemeChoice choice, QObject *parent = nullptr);

    [[nodiscard]] const Look &look() const { return look_; }
    void choose(ThemeChoice choice);
    // Palette and style sheet for a window or dialog, now and after every change.
    void dress(QWidget *window);

Q_SIGNALS:
    void changed();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void refresh();

    ThemeChoice choice_;
    Look look_;
    QList<QPointer<QWidget>> dressed_;
};

} // namespace zchat::gui
