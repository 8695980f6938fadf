// SettingsDialog: what a person can choose for this account, by pages, in force at once.
//
// Nothing to confirm: Close and Escape both keep what was chosen.
#pragma once

#include <QDialog>
#include <QListWidget>
#include <QStackedWidget>

#include "gui/window/settings_pages.hpp"

namespace zchat::gui {

class SettingsDialog final : public QDialog {
    Q_OBJECT
public:
    SettingsDialog(Desk &desk, const Theme &theme, QWidget *parent);

    [[nodiscard]] QListWidget &pageList() { return *list_; }
    [[nodiscard]] SettingsPage &page(int at);
    [[nodiscard]] NotificationsPage &notifications() { return *notifications_; }
    [[nodiscard]] DownloadsPage &downloads() { return *downloads_; }
    void showPage(int at);

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    void add(SettingsPage *page, int icon);
    void fit();

    const Theme &theme_;
    QListWidget *list_;
    QStackedWidget *pages_;
    NotificationsPage *notifications_;
    DownloadsPage *downloads_;
};

} // namespace zchat::gui
