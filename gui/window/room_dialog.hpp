// RoomDialog: what a room is, and what this account may change of it: title, topic, archive, who is
// in it and as what.
//
// It offers what the account's role allows and greys the rest; the broker judges again. Changes of
// members take effect at once, title and topic when they are saved.
#pragma once

#include <QCheckBox>
#include <QComboBox>
#include <QLineEdit>

#include "gui/model/mutes.hpp"
#include "gui/window/ask_dialog.hpp"
#include "gui/window/person_list.hpp"

namespace zchat::gui {

class RoomDialog final : public AskDialog {
    Q_OBJECT
public:
    RoomDialog(Desk &desk, Mutes &mutes, const Theme &theme, const RoomName &room, QWidget *parent);

    [[nodiscard]] QLineEdit &titleBox() { return *title_; }
    [[nodiscard]] QLineEdit &topicBox() { return *topic_; }
    [[nodiscard]] QCheckBox &archivedBox() { return *archived_; }
    [[nodiscard]] QComboBox &notifyBox() { return *notify_; }
    [[nodiscard]] QComboBox &roleBox() { return *role_; }
    [[nodiscard]] QPushButton &removeButton() { return *remove_; }
    [[nodiscard]] QPushButton &inviteButton() { return *invite_; }
    [[nodiscard]] PersonList &people() { return *people_; }

Q_SIGNALS:
    void personWanted(const zchat::AccountName &name);
    void inviteWanted(const zchat::RoomName &room);

protected:
    void decide() override;

private:
    void addFields(const wire::RoomSummary &room);
    void addMembers(const wire::RoomSummary &room);
    void load();
    void showCurrent();
    void change(wire::Request request);
    [[nodiscard]] const wire::MemberRow *current() const;

    Mutes &mutes_;
    RoomName room_;
    wire::RoomSummary before_;
    bool moderates_ = false;
    bool owns_ = false;
    std::vector<wire::MemberRow> members_;
    QLineEdit *title_;
    QLineEdit *topic_;
    QCheckBox *archived_;
    QComboBox *notify_;
    PersonList *people_;
    QComboBox *role_;
    QPushButton *remove_;
    QPushButton *invite_;
};

} // namespace zchat::gui
