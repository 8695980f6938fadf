// Tray: the icon beside the clock: what waits, the way back to the window, do not disturb, quit.
//
// It shows nothing where the desktop has no tray, and says so: a window must never be closed into a
// tray that is not there.
#pragma once

#include <QAction>
#include <QMenu>
#include <QObject>
#include <QSystemTrayIcon>
#include <functional>
#include <memory>

#include "gui/look/tray_icon.hpp"
#include "gui/model/desk.hpp"

namespace zchat::gui {

class Tray final : public QObject {
    Q_OBJECT
public:
    Tray(Desk &desk, const Theme &theme, QObject *parent = nullptr);
    ~Tray() override;

    // Shows the icon, where there is a tray. `isThere` is asked each time that it matters, since a
    // tray may come and go.
    void install(std::function<bool()> isThere = &QSystemTrayIcon::isSystemTrayAvailable);
    // Whether closing the window leaves the program running: chosen, and there is a tray.
    [[nodiscard]] bool keepsRunning() const;

    [[nodiscard]] Waiting waiting() const;
    [[nodiscard]] QSystemTrayIcon &icon() { return icon_; }
    [[nodiscard]] QMenu &menu() { return *menu_; }

Q_SIGNALS:
    void openWanted();
    void quitWanted();

private:
    void refresh();

    Desk &desk_;
    const Theme &theme_;
    std::function<bool()> isThere_;
    std::unique_ptr<QMenu> menu_;
    QAction *disturb_;
    QSystemTrayIcon icon_;
    std::optional<Waiting> shown_;
};

} // namespace zchat::gui
