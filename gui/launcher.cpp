#include "gui/launcher.hpp"

#include "gui/model/account_settings.hpp"
#include "gui/model/language.hpp"
#include "gui/window/notifications.hpp"
#include "gui/window/tray.hpp"

namespace zchat::gui {

Launcher::Launcher(Outside outside, Theme &theme, QObject *parent)
    : QObject(parent)
    , outside_(std::move(outside))
    , theme_(theme) {}

bool Launcher::start(const StartRequest &request, const QString &trouble) {
    StartRequest wanted = request;
    if (trouble.isEmpty() && !wanted.name && !wanted.invite && isElsewhere(wanted))
        return false;
    if ((!wanted.name && !wanted.invite) || !trouble.isEmpty())
        return askAndOpen(wanted, trouble);
    return open(SignIn{.name = wanted.name,
                       .address = wanted.address,
                       .invite = wanted.invite,
                       .shownKey = std::nullopt},
                wanted);
}

// A link to a message goes to the window of an account at its server, and without one is opened as
// the only account that this machine has there. A start that says nothing goes to any window.
bool Launcher::isElsewhere(StartRequest &request) const {
    if (!request.message)
        return raiseFirstWindow(anyWindowKey());
    const std::vector<AccountName> known = outside_.accounts(request.address);
    for (const AccountName &name : known)
        if (raiseFirstWindow(windowKey(name, request.address), toString(*request.message)))
            return true;
    if (known.size() == 1)
        request.name = known.front();
    return false;
}

bool Launcher::askAndOpen(const StartRequest &request, const QString &why) {
    std::optional<SignIn> chosen;
    {
        SignInDialog dialog(outside_.knock, theme_, window_.get());
        theme_.dress(&dialog);
        dialog.prefill(request, why);
        if (dialog.exec() == QDialog::Accepted)
            chosen = dialog.signIn();
    } // ends before the window that it belongs to
    return chosen && open(*chosen, request);
}

void Launcher::comeForward(const QString &link) {
    window_->comeForward();
    if (const auto message = parseMessageLink(link.toStdString()))
        window_->goTo(message->room, message->seq);
}

bool Launcher::open(const SignIn &signIn, const StartRequest &request) {
    // An invite link without a name becomes an account that nobody can know before it answers.
    auto first = std::make_unique<FirstWindow>();
    if (signIn.name) {
        const QString key = windowKey(*signIn.name, signIn.address);
        if (first_ && first_->key() == key)
            first = std::move(first_); // the same account once more, with another key or link
        else if (!first->hold(key))
            return false;
    }
    // The old window ends first, and its link with it: two would share one cache.
    window_.reset();
    first_ = std::move(first);
    first_->holdAny();
    if (signIn.name)
        speak(AccountSettings(
                  settingsFile(*signIn.name, QString::fromStdString(toString(signIn.address))))
                  .preferences()
                  .language);
    window_ = std::make_unique<MainWindow>(outside_.open(signIn), signIn, theme_);
    MainWindow *window = window_.get();
    disconnect(first_.get(), nullptr, this, nullptr);
    connect(first_.get(), &FirstWindow::raiseWanted, this, &Launcher::comeForward);
    connect(&window->desk(), &Desk::identityChanged, this, [this, window, signIn] {
        if (first_->key().isEmpty() && window->desk().name())
            static_cast<void>(first_->hold(windowKey(*window->desk().name(), signIn.address)));
    });
    window->tray().install();
    window->notifications().showThrough(desktopBubbles(&window->tray().icon()));
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
