// Look: tokens and fonts of one theme, ready to paint with; and Theme, which says which is in
// force.
//
// A Look is a plain value. What paints does so in unzoomed pixels under a painter scaled by `zoom`;
// what is made of widgets takes px() and zoomed(). Theme follows what the desktop says until a
// choice is made, dresses windows in a palette and one style sheet, and dresses them anew at every
// change. It sets nothing on the application itself but whether menus may move, so that the
// system's own palette stays readable there.
#pragma once

#include <QFont>
#include <QList>
#include <QObject>
#include <QPalette>
#include <QPointer>
#include <QString>
#include <QWidget>
#include <optional>

#include "gui/look/tokens.hpp"

namespace zchat::gui {

enum class ThemeChoice : std::uint8_t { system, light, dark, highContrast };
enum class Density : std::uint8_t { comfortable, compact };

// What a person chose of the look.
struct LookChoice {
    ThemeChoice theme = ThemeChoice::system;
    double zoom = 1.0;
    Density density = Density::comfortable;
    friend bool operator==(const LookChoice &, const LookChoice &) = default;
};

// What the desktop says, where it says anything.
struct SystemLook {
    std::optional<bool> isDark; // absent: its palette tells
    bool wantsContrast = false;
    bool wantsNoMotion = false;
    friend bool operator==(const SystemLook &, const SystemLook &) = default;
};

struct Look {
    bool isDark = false;
    double zoom = 1.0;
    Density density = Density::comfortable;
    bool hasMotion = true;
    Tokens tokens;
    QFont body;   // messages, rows
    QFont strong; // names, unread rooms
    QFont small;  // second lines
    QFont tiny;   // times, states
    QFont label;  // section headers
    QFont title;  // the head of a room
    QFont code;

    [[nodiscard]] int px(double unzoomed) const;
    [[nodiscard]] QFont zoomed(QFont font) const;
    // Unzoomed heights that follow the density.
    [[nodiscard]] int headerBar() const;
    [[nodiscard]] int sidebarRow() const;
    [[nodiscard]] int footer() const;
};

[[nodiscard]] Look makeLook(bool isDark, const QFont &systemFont);
[[nodiscard]] QPalette paletteOf(const Look &look);
[[nodiscard]] QString styleSheetOf(const Look &look);

class Theme final : public QObject {
    Q_OBJECT
public:
    // A choice other than `system` comes from the command line: it stays until a person chooses
    // another theme than the one that was kept.
    explicit Theme(ThemeChoice choice, QObject *parent = nullptr);

    [[nodiscard]] const Look &look() const { return look_; }
    void follow(const LookChoice &choice);
    void hear(const SystemLook &system);
    // Palette and style sheet for a window or dialog, now and after every change.
    void dress(QWidget *window);

Q_SIGNALS:
    void changed();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void refresh();
    void dressAnew(QWidget &window) const;
    void tint(QWidget &window) const;
    void follow(QWidget &popup);

    ThemeChoice told_; // on the command line; system: nothing
    std::optional<LookChoice> choice_;
    SystemLook system_;
    Look look_;
    QList<QPointer<QWidget>> dressed_;
    QList<QPointer<QWidget>> tinted_; // what belongs to one that is dressed
};

} // namespace zchat::gui
