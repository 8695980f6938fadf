// Sidebar: the server and its connection at the head, rooms below, oneself at the foot.
//
// It says what was chosen; opening rooms and dialogs is the window's affair.
#pragma once

#include <QLabel>
#include <QListView>
#include <QPushButton>
#include <QToolButton>
#include <QWidget>

#include "gui/model/desk.hpp"
#include "gui/window/sidebar_delegate.hpp"

namespace zchat::gui {

// The server's name and, beside it, how the connection stands: a dot and a word.
class ServerBar final : public QWidget {
    Q_OBJECT
public:
    ServerBar(Desk &desk, const Theme &theme, QWidget *parent = nullptr);
    [[nodiscard]] QToolButton &menuButton() { return *menu_; }
    [[nodiscard]] QString stateWords() const;
    void setFallbackName(const QString &name) { fallbackName_ = name; }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    void refresh();

    Desk &desk_;
    const Theme &theme_;
    QToolButton *menu_;
    QString fallbackName_;
};

// Own avatar, name, presence and status words, and how the connection stands.
class SelfBar final : public QToolButton {
    Q_OBJECT
public:
    SelfBar(Desk &desk, const Theme &theme, QWidget *parent = nullptr);
    // Own presence and status words; without a connection, how it stands.
    [[nodiscard]] QString stateWords() const;

protected:
    void paintEvent(QPaintEvent *event) override;
    [[nodiscard]] QSize sizeHint() const override;

private:
    Desk &desk_;
    const Theme &theme_;
};

class Sidebar final : public QWidget {
    Q_OBJECT
public:
    Sidebar(Desk &desk, const Theme &theme, QWidget *parent = nullptr);

    [[nodiscard]] QListView &list() { return *list_; }
    [[nodiscard]] ServerBar &serverBar() { return *serverBar_; }
    [[nodiscard]] SelfBar &selfBar() { return *selfBar_; }
    [[nodiscard]] QPushButton &jumpButton() { return *jump_; }

Q_SIGNALS:
    void roomChosen(const zchat::RoomName &room);
    void roomMenuWanted(const zchat::RoomName &room, QPoint globalPosition);
    void filesDropped(const zchat::RoomName &room, const QStringList &paths);
    void plusPressed(zchat::gui::Section section, QPoint globalPosition);

private:
    void press(const QPoint &position);
    [[nodiscard]] bool carry(QPoint position, const QMimeData *files, bool isDropped);
    void showOpenRoom();
    void fold(Section section);

    Desk &desk_;
    ServerBar *serverBar_;
    QListView *list_;
    QPushButton *jump_;
    SelfBar *selfBar_;
    SidebarDelegate delegate_;
};

} // namespace zchat::gui
