// MainWindow: one account at one server: sidebar, header, timeline, composer, and what they do.
//
// It puts parts together and carries words between them. What is known lives in the Desk; how a
// thing looks lives in its own part.
#pragma once

#include <QMainWindow>
#include <QStackedWidget>
#include <QTimer>
#include <optional>

#include "gui/model/desk.hpp"
#include "gui/window/composer.hpp"
#include "gui/window/room_header.hpp"
#include "gui/window/sidebar.hpp"
#include "gui/window/sign_in_dialog.hpp"
#include "gui/window/strip.hpp"
#include "gui/window/timeline_pane.hpp"

namespace zchat::gui {

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
    void goTo(const RoomName &room, Seq seq);

Q_SIGNALS:
    // The person wants to be somebody else or elsewhere; `why` may be empty.
    void otherSignInWanted(const QString &why);

protected:
    void changeEvent(QEvent *event) override;
    void closeEvent(QCloseEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void build();
    void wire();
    void addKeys();
    void addMenus();
    void fillRoomMenu(QMenu &menu, const RoomName &room);
    void fillStatusMenu(QMenu &menu);
    void showMessageMenu(const QModelIndex &index, QPoint globalPosition);
    void hear(const QModelIndex &index, const Hit &what);
    void hear(const client::FirstContact &contact);
    void showRoom();
    void refreshRoom();
    void refreshTitle();
    void refreshEmpty();
    void refreshAttention();
    void step(int direction, bool unreadOnly);
    [[nodiscard]] bool send(const QString &words);
    void startEdit(Seq seq, const QString &words);
    void startReply(Seq seq, const QString &who);
    void endMode();
    void editLast();
    void confirmRemove(Seq seq);
    void createRoom();
    void joinRoom();
    void directChat();
    void invite(const RoomName &room);
    void leave(const RoomName &room);
    void setNotify(const RoomName &room, wire::Notify mode);
    template <class Dialog>
    void run(Dialog *dialog);

    Theme &theme_;
    SignIn signIn_;
    Bridge bridge_;
    Desk desk_;
    Sidebar *sidebar_ = nullptr;
    RoomHeader *header_ = nullptr;
    ConnectionStrip *connection_ = nullptr;
    Strip *info_ = nullptr;
    QStackedWidget *pages_ = nullptr;
    QLabel *empty_ = nullptr;
    TimelinePane *pane_ = nullptr;
    Composer *composer_ = nullptr;
    std::optional<RoomName> shownRoom_;
    std::optional<Seq> editing_;
    std::optional<Seq> replying_;
    QString setAside_; // what stood in the composer before an edit began
    QTimer typingPause_;
};

} // namespace zchat::gui
