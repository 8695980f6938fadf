#include "gui/launcher.hpp"

#include "gui/link_channel.hpp"

namespace zchat::gui {

Launcher::Launcher(Theme &theme, QObject *parent)
    : QObject(parent)
    , theme_(theme) {}

bool Launcher::start(const StartRequest &request, const QString &trouble) {
    const bool isComplete = request.name || request.invite;
    if (!isComplete || !trouble.isEmpty())
        return askAndOpen(request, trouble);
    return open(SignIn{.name = request.name,
                       .address = request.address,
                       .invite = request.invite,
                       .shownKey = std::nullopt},
                request);
}

bool Launcher::askAndOpen(const StartRequest &request, const QString &why) {
    SignInDialog dialog(knockAt, theme_, window_.get());
    theme_.dress(&dialog);
    dialog.prefill(request, why);
    return dialog.exec() == QDialog::Accepted && open(dialog.signIn(), request);
}

bool Launcher::open(const SignIn &signIn, const StartRequest &request) {
    // An invite link without a name becomes an account that nobody can know before it answers.
    auto first = std::make_unique<FirstWindow>();
    if (signIn.name && !first->hold(windowKey(*signIn.name, signIn.address)))
        return false;
    // The old window ends first, and its link with it: two would share one cache.
    window_.reset();
    first_ = std::move(first);
    window_ = std::make_unique<MainWindow>(openLink(signIn), signIn, theme_);
    MainWindow *window = window_.get();
    connect(first_.get(), &FirstWindow::raiseWanted, window, [window] {
        window->setWindowState(window->windowState() & ~Qt::WindowMinimized);
        window->show();
        window->raise();
        window->activateWindow();
    });
    const StartRequest again{.name = signIn.name,
                             .address = signIn.address,
                             .invite = std::nullopt,
                             .message = std::nullopt};
    connect(
        window, &MainWindow::otherSignInWanted, this,
        [this, again](const QString &why) {
            // Cancelled: the window that is there stays as it is.
            if (!askAndOpen(again, why))
                return;
        },
        Qt::QueuedConnection);
    if (request.message)
        window->goTo(request.message->room, request.message->seq);
    window->show();
    return true;
}

} // namespace zchat::gui
