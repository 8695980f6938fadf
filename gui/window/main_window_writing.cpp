// The part of MainWindow that helps with writing: what is offered while a word is typed, the emoji
// picker, and what the settings say of keys.
#include "gui/window/main_window.hpp"
#include "gui/window/notifications.hpp"

namespace zchat::gui {

void MainWindow::wireWriting() {
    composer_->completions().setSource([this](const CompletionQuery &query) {
        CompletionSources sources{
            .people = desk_.people(), .inRoom = {}, .rooms = {}, .me = desk_.name()};
        for (const auto &[name, room] : desk_.rooms().all())
            sources.rooms.push_back(room);
        if (query.kind == CompletionKind::person)
            sources.inRoom = members_.now();
        return complete(query, sources);
    });
    connect(&members_, &RoomMembers::changed, &composer_->completions(), &CompletionList::refresh);
    connect(composer_, &Composer::emojiWanted, this, [this](QPoint corner) {
        pickEmoji(corner, [this](const QString &emoji) {
            composer_->box().setFocus();
            composer_->box().insertPlainText(emoji);
        });
    });
    const auto follow = [this] { composer_->setEnterSends(desk_.preferences().enterSends); };
    connect(&desk_, &Desk::preferencesChanged, this, follow);
    follow();
}

void MainWindow::pickEmoji(QPoint globalPosition, const EmojiPicker::Picked &picked) {
    if (picker_ == nullptr)
        picker_ = new EmojiPicker(theme_, this);
    picker_->pick(globalPosition, desk_.preferences().recentEmoji,
                  [this, picked](const QString &emoji) {
                      Preferences changed = desk_.preferences();
                      changed.recentEmoji = withRecent(changed.recentEmoji, emoji);
                      desk_.setPreferences(changed);
                      picked(emoji);
                  });
}

void MainWindow::openSettings() {
    if (settings_ == nullptr) {
        settings_ = new SettingsDialog(desk_, theme_, this);
        settings_->setAttribute(Qt::WA_DeleteOnClose);
        connect(&settings_->notifications(), &NotificationsPage::testWanted, notifications_,
                &Notifications::sendTest);
        connect(&settings_->notifications(), &NotificationsPage::logWanted, this,
                &MainWindow::showNotificationLog);
        connect(&settings_->downloads(), &DownloadsPage::folderChangeWanted, this,
                &MainWindow::chooseFolder);
        connect(&settings_->downloads(), &DownloadsPage::folderOpenWanted, this,
                [this] { openFolderOf(desk_.downloads().folder + "/."); });
    }
    settings_->show();
    settings_->raise();
    settings_->activateWindow();
}

} // namespace zchat::gui
