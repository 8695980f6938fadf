// MainWindow: one account at one server: sidebar, header, timeline, composer, and what they do.
//
// It puts parts together and carries words between them. What is known lives in the Desk; how a
// thing looks lives in its own part.
#pragma once

#include <QMainWindow>
#include <QPointer>
#include <QStackedWidget>
#include <QTimer>
#include <map>
#include <optional>
#include <vector>

#include "gui/model/desk.hpp"
#include "gui/model/room_members.hpp"
#include "gui/picture/pictures.hpp"
#include "gui/window/composer.hpp"
#include "gui/window/drop.hpp"
#include "gui/window/emoji_picker.hpp"
#include "gui/window/message_actions.hpp"
#include "gui/window/pinned_panel.hpp"
#include "gui/window/room_header.hpp"
#include "gui/window/settings_dialog.hpp"
#include "gui/window/sidebar.hpp"
#include "gui/window/sign_in_dialog.hpp"
#include "gui/window/strip.hpp"
#include "gui/window/timeline_pane.hpp"

namespace zchat::gui {

class FilesPanel;
class Navigator;
class NotificationLog;
class Notifications;
class PanelArea;
class PictureViewer;
class TransferList;
class Tray;

class MainWindow final : public QMainWindow {
    Q_OBJECT
public:
    MainWindow(const OpenChannel &open, const SignIn &signIn, Theme &theme,
               QWidget *parent = nullptr);
    ~MainWindow() override;

    [[nodiscard]] Desk &desk() { return desk_; }
    [[nodiscard]] Sidebar &sidebar() { return *sidebar_; }
    [[nodiscard]] Composer &composer() { return *composer_; }
    [[nodiscard]] TimelinePane &pane() { return *pane_; }
    [[nodiscard]] ConnectionStrip &connectionStrip() { return *connection_; }
    [[nodiscard]] Strip &infoStrip() { return *info_; }
    [[nodiscard]] QString emptyWords() const { return empty_->text(); }
    [[nodiscard]] RoomHeader &header() { return *header_; }
    [[nodiscard]] PinnedPanel &pinnedPanel() { return *pinned_; }
    [[nodiscard]] DropHint &dropHint() { return *dropHint_; }
    [[nodiscard]] Pictures &pictures() { return pictures_; }
    [[nodiscard]] Navigator &navigator() { return *navigator_; }
    [[nodiscard]] PanelArea &area() { return *area_; }
    [[nodiscard]] Notifications &notifications() { return *notifications_; }
    [[nodiscard]] Tray &tray() { return *tray_; }
    [[nodiscard]] FilesPanel *filesPanel() const; // null: not open
    [[nodiscard]] PictureViewer *viewer() const;
    [[nodiscard]] NotificationLog *notificationLog() const;
    void goTo(const RoomName &room, Seq seq);
    // Shown, not minimised, in front, wherever it was.
    void comeForward();
    void showNotificationLog();
    void openSettings();
    [[nodiscard]] SettingsDialog *settings() { return settings_; }
    // For the words in the box, a reaction or whatever else an emoji goes into.
    void pickEmoji(QPoint globalPosition, const EmojiPicker::Picked &picked);
    [[nodiscard]] EmojiPicker *emojiPicker() { return picker_; }

Q_SIGNALS:
    // The person wants to be somebody else or elsewhere; `why` may be empty.
    void otherSignInWanted(const QString &why);

protected:
    void changeEvent(QEvent *event) override;
    void closeEvent(QCloseEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void dragEnterEvent(QDragEnterEvent *event) override;
    void dragMoveEvent(QDragMoveEvent *event) override;
    void dragLeaveEvent(QDragLeaveEvent *event) override;
    void dropEvent(QDropEvent *event) override;

private:
    void build();
    void wire();
    void wireFiles();
    void wireDesktop();
    void addDesktopMenu(QMenu &menu);
    [[nodiscard]] bool hidesInstead();
    void quit();
    void toggleFiles(bool ofRoom);
    void view(const RoomName &room, Seq seq);
    void wireLook();
    void wireWriting();
    void zoom(int direction);
    void fit();
    void addKeys();
    void addMenus();
    void fillRoomMenu(QMenu &menu, const RoomName &room);
    void fillStatusMenu(QMenu &menu);
    void wireMessages();
    [[nodiscard]] QString replyName(Seq of) const;
    void hear(const QModelIndex &index, const Hit &what);
    void hear(const client::FirstContact &contact);
    void act(const Row &row, FileAct act);
    void addFileActions(QMenu &menu, const Row &row);
    void addDownloadChoice(QMenu &menu, const RoomName &room);
    void keepSettings();
    void chooseFolder();
    void chooseFiles();
    void offerFiles(const QStringList &paths);
    void offerPicture(const QImage &image);
    void openFolderOf(const QString &path);
    void saveAs(const RoomName &room, Seq seq, const wire::File &file);
    [[nodiscard]] bool sendFiles(const QString &words);
    void swapPending(const std::optional<RoomName> &from, const std::optional<RoomName> &to);
    void showRoom();
    void refreshRoom();
    void refreshTitle();
    void refreshEmpty();
    void refreshAttention();
    void addNavigator();
    void mention(const QString &name);
    [[nodiscard]] bool send(const QString &words);
    void startEdit(Seq seq, const QString &words);
    void startReply(Seq seq, const QString &who);
    void endMode();
    void cancel();
    [[nodiscard]] bool landsInBox(const QKeyEvent &pressed);
    void editLast();
    void createRoom();
    void joinRoom();
    void directChat();
    void invite(const RoomName &room);
    void leave(const RoomName &room);
    template <class Dialog>
    void run(Dialog *dialog);

    Theme &theme_;
    SignIn signIn_;
    Bridge bridge_;
    Desk desk_;
    Pictures pictures_;
    RoomMembers members_{desk_};
    EmojiPicker *picker_ = nullptr;
    QPointer<SettingsDialog> settings_;
    Sidebar *sidebar_ = nullptr;
    RoomHeader *header_ = nullptr;
    ConnectionStrip *connection_ = nullptr;
    Strip *info_ = nullptr;
    QStackedWidget *pages_ = nullptr;
    PanelArea *area_ = nullptr;
    Navigator *navigator_ = nullptr;
    QLabel *empty_ = nullptr;
    TimelinePane *pane_ = nullptr;
    Composer *composer_ = nullptr;
    DropHint *dropHint_ = nullptr;
    MessageActions *messageActions_ = nullptr;
    PinnedPanel *pinned_ = nullptr;
    std::optional<RoomName> shownRoom_;
    std::optional<Seq> editing_;
    std::optional<Seq> replying_;
    QString replyingTo_;
    std::map<RoomName, std::pair<Seq, QString>> replies_; // begun in rooms that are not shown
    QString setAside_; // what stood in the composer before an edit began
    std::map<RoomName, std::vector<Outgoing>> pending_; // of rooms that are not shown
    bool hasSettings_ = false;
    QTimer typingPause_;
    TransferList *transferList_ = nullptr;
    Notifications *notifications_ = nullptr;
    Tray *tray_ = nullptr;
    QPointer<FilesPanel> filesPanel_;
    QPointer<PictureViewer> viewer_;
    QPointer<NotificationLog> notificationLog_;
    bool isLeaving_ = false; // quit was asked for: the window closes, whatever the tray
};

} // namespace zchat::gui
