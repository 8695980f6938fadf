// The part of MainWindow that meets the desktop: notifications, the tray, and the windows beside it
// for files and pictures.
#include <QApplication>
#include <QMenu>

#include "gui/model/transfer_list.hpp"
#include "gui/window/files_panel.hpp"
#include "gui/window/main_window.hpp"
#include "gui/window/notification_log.hpp"
#include "gui/window/notifications.hpp"
#include "gui/window/picture_viewer.hpp"
#include "gui/window/tray.hpp"

namespace zchat::gui {

void MainWindow::wireDesktop() {
    transferList_ = new TransferList(desk_.transfers(), this);
    notifications_ = new Notifications(bridge_, desk_, this);
    notifications_->setAttended(
        [this](const RoomName &room) { return isActiveWindow() && shownRoom_ == room; });
    connect(notifications_, &Notifications::messageWanted, this,
            [this](const RoomName &room, Seq seq) {
                comeForward();
                goTo(room, seq);
            });
    connect(notifications_, &Notifications::windowWanted, this, &MainWindow::comeForward);
    connect(notifications_, &Notifications::attentionWanted, this,
            [this] { QApplication::alert(this); });
    tray_ = new Tray(desk_, theme_, this);
    connect(tray_, &Tray::openWanted, this, &MainWindow::comeForward);
    connect(tray_, &Tray::quitWanted, this, &MainWindow::quit);
}

FilesPanel *MainWindow::filesPanel() const {
    return filesPanel_;
}

PictureViewer *MainWindow::viewer() const {
    return viewer_;
}

NotificationLog *MainWindow::notificationLog() const {
    return notificationLog_;
}

void MainWindow::addDesktopMenu(QMenu &menu) {
    menu.addAction(tr("Transfers"), QKeySequence("Ctrl+Shift+J"), this,
                   [this] { toggleFiles(false); });
    menu.addAction(tr("Notifications …"), this, &MainWindow::showNotificationLog);
    QAction *closes = menu.addAction(tr("Close to the tray"));
    closes->setCheckable(true);
    const auto refresh = [this, closes] { closes->setChecked(desk_.preferences().closesToTray); };
    connect(&desk_, &Desk::preferencesChanged, closes, refresh);
    refresh();
    connect(closes, &QAction::triggered, this, [this](bool isOn) {
        Preferences changed = desk_.preferences();
        changed.closesToTray = isOn;
        desk_.setPreferences(changed);
    });
    menu.addSeparator();
}

void MainWindow::comeForward() {
    QApplication::setQuitOnLastWindowClosed(true);
    setWindowState(windowState() & ~Qt::WindowMinimized);
    show();
    raise();
    activateWindow();
}

// Closing into the tray keeps what is written and what is open. Quit, and the end of a session, are
// never stopped by it.
bool MainWindow::hidesInstead() {
    if (isLeaving_ || qApp->isSavingSession() || !tray_->keepsRunning())
        return false;
    composer_->flush();
    for (QDialog *dialog : findChildren<QDialog *>(Qt::FindDirectChildrenOnly))
        dialog->close();
    // Nothing is left to be seen, and the program goes on all the same.
    QApplication::setQuitOnLastWindowClosed(false);
    hide();
    return true;
}

void MainWindow::quit() {
    isLeaving_ = true;
    QApplication::quit();
}

void MainWindow::toggleFiles(bool ofRoom) {
    if (filesPanel_ && !ofRoom) {
        filesPanel_->close();
        return;
    }
    if (!filesPanel_) {
        auto *panel = new FilesPanel(desk_, *transferList_, theme_, this);
        panel->setAttribute(Qt::WA_DeleteOnClose);
        theme_.dress(panel);
        // The key that opened it closes it, although it has the keyboard by then.
        auto *close = new QAction(panel);
        close->setShortcut(QKeySequence("Ctrl+Shift+J"));
        connect(close, &QAction::triggered, panel, [panel] { panel->close(); });
        panel->addAction(close);
        connect(panel, &FilesPanel::folderWanted, this, &MainWindow::openFolderOf);
        connect(panel, &FilesPanel::messageWanted, this, [this](const RoomName &room, Seq seq) {
            comeForward();
            goTo(room, seq);
        });
        connect(panel, &FilesPanel::viewWanted, this, &MainWindow::view);
        filesPanel_ = panel;
    }
    if (ofRoom)
        filesPanel_->showSent();
    else
        filesPanel_->showTransfers();
    filesPanel_->show();
    filesPanel_->raise();
    filesPanel_->activateWindow();
}

void MainWindow::view(const RoomName &room, Seq seq) {
    if (viewer_)
        viewer_->close();
    auto *viewer = new PictureViewer(desk_, theme_, room, seq, this);
    viewer->setAttribute(Qt::WA_DeleteOnClose);
    theme_.dress(viewer);
    connect(viewer, &PictureViewer::saveWanted, this, &MainWindow::saveAs);
    viewer->open();
    viewer_ = viewer;
}

void MainWindow::showNotificationLog() {
    if (!notificationLog_) {
        notificationLog_ = new NotificationLog(*notifications_, desk_, this);
        notificationLog_->setAttribute(Qt::WA_DeleteOnClose);
        theme_.dress(notificationLog_);
    }
    notificationLog_->show();
    notificationLog_->raise();
    notificationLog_->activateWindow();
}

} // namespace zchat::gui
