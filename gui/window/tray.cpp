#include "gui/window/tray.hpp"

namespace zchat::gui {

Tray::Tray(Desk &desk, const Theme &theme, QObject *parent)
    : QObject(parent)
    , desk_(desk)
    , theme_(theme)
    , menu_(std::make_unique<QMenu>()) {
    menu_->addAction(tr("Open zchat"), this, &Tray::openWanted);
    disturb_ = menu_->addAction(tr("Do not disturb"));
    disturb_->setCheckable(true);
    menu_->addSeparator();
    menu_->addAction(tr("Quit"), this, &Tray::quitWanted);
    icon_.setContextMenu(menu_.get());
    connect(disturb_, &QAction::triggered, this, [this](bool isOn) {
        Preferences changed = desk_.preferences();
        changed.doNotDisturb = isOn;
        desk_.setPreferences(changed);
    });
    connect(&icon_, &QSystemTrayIcon::activated, this,
            [this](QSystemTrayIcon::ActivationReason reason) {
                if (reason != QSystemTrayIcon::Context)
                    Q_EMIT openWanted();
            });
    connect(&desk_.rooms(), &QAbstractItemModel::dataChanged, this, &Tray::refresh);
    connect(&desk_.rooms(), &QAbstractItemModel::modelReset, this, &Tray::refresh);
    connect(&desk_, &Desk::preferencesChanged, this, &Tray::refresh);
    connect(&theme, &Theme::changed, this, [this] {
        shown_.reset();
        refresh();
    });
    refresh();
}

Tray::~Tray() = default;

void Tray::install(std::function<bool()> isThere) {
    isThere_ = std::move(isThere);
    if (isThere_())
        icon_.show();
}

bool Tray::keepsRunning() const {
    return desk_.preferences().closesToTray && isThere_ && isThere_();
}

Waiting Tray::waiting() const {
    return Waiting{.unread = desk_.rooms().unreadInAll(),
                   .mentions = desk_.rooms().mentionsInAll(),
                   .isQuiet = desk_.preferences().doNotDisturb};
}

void Tray::refresh() {
    const Waiting now = waiting();
    if (shown_ == now)
        return;
    shown_ = now;
    disturb_->setChecked(now.isQuiet);
    icon_.setIcon(trayIcon(theme_.look(), now));
    const QString words = waitingWords(now);
    icon_.setToolTip(words.isEmpty() ? QString("zchat") : "zchat: " + words);
}

} // namespace zchat::gui
