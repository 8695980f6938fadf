// Launcher: from the words on the command line to a window: at once, or through the sign-in dialog.
//
// It owns the window that is open, and changes it for another when the person signs in as somebody
// else. A start that belongs to a window of another process goes to that one.
#pragma once

#include <QObject>
#include <functional>
#include <memory>
#include <vector>

#include "gui/model/start.hpp"
#include "gui/window/first_window.hpp"
#include "gui/window/main_window.hpp"

namespace zchat::gui {

// What it needs of the world outside: link_channel.hpp has it for the program.
struct Outside {
    std::function<OpenChannel(const SignIn &)> open;
    std::function<Result<Door>(const Address &)> knock;
    std::function<std::vector<AccountName>(const Address &)> accounts;
};

class Launcher final : public QObject {
    Q_OBJECT
public:
    Launcher(Outside outside, Theme &theme, QObject *parent = nullptr);

    [[nodiscard]] MainWindow *window() { return window_.get(); }

    // False where there is nothing to stay for: the dialog was cancelled, or another window has
    // come forward.
    [[nodiscard]] bool start(const StartRequest &request, const QString &trouble);

private:
    [[nodiscard]] bool isElsewhere(StartRequest &request) const;
    [[nodiscard]] bool askAndOpen(const StartRequest &request, const QString &why);
    [[nodiscard]] bool open(const SignIn &signIn, const StartRequest &request);

    void comeForward(const QString &link);

    Outside outside_;
    Theme &theme_;
    std::unique_ptr<FirstWindow> first_;
    std::unique_ptr<MainWindow> window_;
};

} // namespace zchat::gui
