// The dialogs that make, find and open rooms.
#pragma once

#include <QCheckBox>
#include <QLineEdit>
#include <QListWidget>
#include <vector>

#include "gui/window/ask_dialog.hpp"

namespace zchat::gui {

class CreateRoomDialog final : public AskDialog {
    Q_OBJECT
public:
    CreateRoomDialog(Desk &desk, const Theme &theme, QWidget *parent);
    [[nodiscard]] QLineEdit &nameBox() { return *name_; }

protected:
    void decide() override;

private:
    QLineEdit *name_;
    QLineEdit *topic_;
    QCheckBox *isPrivate_;
};

// Public rooms that the account is not in yet, as the broker lists them now.
class JoinRoomDialog final : public AskDialog {
    Q_OBJECT
public:
    JoinRoomDialog(Desk &desk, const Theme &theme, QWidget *parent);
    [[nodiscard]] QListWidget &list() { return *list_; }

protected:
    void decide() override;

private:
    void load(std::optional<RoomName> after);
    void offer(const std::vector<wire::RoomSummary> &rooms);
    void narrow();

    QLineEdit *filter_;
    QListWidget *list_;
    QLabel *empty_;
    bool isLoading_ = true;
    bool isWanted_ = false; // once it is in the list
};

// Picks people: for a direct chat, or to invite into a room.
class PeopleDialog final : public AskDialog {
    Q_OBJECT
public:
    // With a room the people picked are invited there, one after the other; without, they and
    // oneself get a direct room.
    PeopleDialog(Desk &desk, const Theme &theme, std::optional<RoomName> room, QWidget *parent);
    [[nodiscard]] QListWidget &list() { return *list_; }

protected:
    void decide() override;

private:
    void fill();
    void narrow();
    void inviteNext();
    [[nodiscard]] std::vector<AccountName> picked() const;

    std::optional<RoomName> room_;
    std::vector<AccountName> toInvite_;
    QLineEdit *filter_;
    QListWidget *list_;
};

} // namespace zchat::gui
