// Launcher: from the words on the command line to a window: at once, or through the sign-in dialog.
//
// It owns the window that is open, and changes it for another when the person signs in as somebody
// else.
#pragma once

#include <QObject>
#include <memory>

#include "gui/model/start.hpp"
#include "gui/window/first_window.hpp"
#include "gui/window/main_window.hpp"

namespace zchat::gui {

class Launcher final : public QObject {
    Q_OBJECT
public:
    explicit Launcher(Theme &theme, QObject *parent = nullptr);

    // False where there is nothing to stay for: the dialog was cancelled, or another window has
    // come forward.
    [[nodiscard]] bool start(const StartRequest &request, const QString &trouble);

private:
    [[nodiscard]] bool askAndOpen(const StartRequest &request, const QString &why);
    [[nodiscard]] bool open(const SignIn &signIn, const StartRequest &request);

    Theme &theme_;
    std::unique_ptr<FirstWindow> first_;
    std::unique_ptr<MainWindow> window_;
};

} // namespace zchat::gui
